"""Applying to a group of residents, and the yearly question. For people without an account, on a telephone."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.codes import service as codes
from companion.forums import service as forums
from companion.forums.tables import Programme
from companion.groups import members, rules, service
from companion.groups.blueprint import bp
from companion.groups.forms import read_applicant
from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError
from companion.kernel.uow import Uow
from companion.people.gate import allow, read, run

TRAP = "homepage"  # a field that people do not see: what is typed there was typed by a program


@dataclass(frozen=True)
class GroupPage:
    """A group as somebody who might join sees it."""

    programme: Programme
    terms: str
    code: str
    conditions: dict[str, str]


@bp.get("/groups/<uuid:programme_id>/apply")
@allow("public")
def apply(programme_id: UUID) -> ResponseReturnValue:
    """Ask who wants to join."""
    return _form(programme_id, {}, [])


@bp.post("/groups/<uuid:programme_id>/apply")
@allow("public")
def send(programme_id: UUID) -> ResponseReturnValue:
    """Show the answers once more; then take them in."""
    page = read(_read, programme_id)
    fields = {name: value[:1000] for name, value in request.form.items()}
    applicant, errors = read_applicant(fields, page.programme.conduct_profile)
    if fields.get("change") or applicant is None:
        return _form(programme_id, fields, errors if not fields.get("change") else [], page), 422 if errors else 200
    if fields.get("sure") != "yes":
        return render_template("groups/check.html", page=page, applicant=applicant, kinds=rules.APPLIES_AS, trap=TRAP)
    if not fields.get(TRAP):
        try:
            run(service.apply, programme_id, applicant)
        except DomainError as error:
            return _form(programme_id, fields, [FieldError("", error.message)], page), 429
    way = "email" if applicant.email else "other"
    return redirect(url_for(".applied", programme_id=programme_id, way=way), 303)


@bp.get("/groups/<uuid:programme_id>/applied")
@allow("public")
def applied(programme_id: UUID) -> ResponseReturnValue:
    """Say that it has come, and what happens next."""
    page = read(_read, programme_id)
    return render_template("groups/applied.html", page=page, way=request.args.get("way"), days=rules.TARGET_DAYS)


@bp.get("/group-membership/<token>")
@allow("public")
def question(token: str) -> ResponseReturnValue:
    """Ask a member whether it is all still so."""
    return _question_page(read(_asked_by, token), [])


@bp.post("/group-membership/<token>")
@allow("public")
def answer(token: str) -> ResponseReturnValue:
    """Take a member's answer."""
    programme = read(_asked_by, token)
    known = rules.CONDITIONS[programme.conduct_profile]
    changed = [kind for kind in request.form.getlist("changed") if kind in known]
    is_same = request.form.get("same") == "yes"
    if not is_same and not changed:
        errors = [FieldError("changed", "Tick what has changed, or use the first button if nothing has")]
        return _question_page(programme, errors), 422
    run(members.answer, token, [] if is_same else changed)
    return render_template("groups/answered.html", programme=programme, changed=not is_same)


def _read(uow: Uow, programme_id: UUID) -> GroupPage:
    programme = service.group_of(uow, programme_id)
    code = codes.code_in_force(uow, programme_id)
    return GroupPage(
        programme,
        service.terms_of(uow, programme_id),
        code.body if code else "",
        dict(rules.CONDITIONS[programme.conduct_profile]),
    )


def _asked_by(uow: Uow, token: str) -> Programme:
    _question, member = members.question_of(uow, token)
    return forums.programme_of(uow, member.programme_id)


def _question_page(programme: Programme, errors: list[FieldError]) -> str:
    conditions = rules.CONDITIONS[programme.conduct_profile]
    options = [(kind, rules.CHANGED_WORDS[kind]) for kind in conditions]
    return render_template(
        "groups/question.html", programme=programme, conditions=conditions, options=options, errors=errors
    )


def _form(programme_id: UUID, fields: dict[str, str], errors: list[FieldError], page: GroupPage | None = None) -> str:
    return render_template(
        "groups/apply.html",
        page=page or read(_read, programme_id),
        values=fields,
        errors=errors,
        kinds=list(rules.APPLIES_AS.items()),
        trap=TRAP,
    )
