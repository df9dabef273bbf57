"""The staff's side of a group: applications to decide, members, and what keeps one out for a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.forums import service as forums
from companion.forums.tables import Programme
from companion.groups import members, rules, service
from companion.groups.blueprint import bp
from companion.groups.forms import read_end
from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError
from companion.kernel.uow import Uow
from companion.kernel.working_days import day_of
from companion.people.gate import allow, doors, read, run


@dataclass(frozen=True)
class StaffPage:
    """A group with what waits and who belongs to it."""

    programme: Programme
    is_group: bool
    queue: tuple[service.Opened, ...]
    members: tuple[members.MemberLine, ...]
    today: date
    apply_url: str


@bp.get("/programmes/<uuid:programme_id>/group")
@allow("groups.run")
def group(programme_id: UUID) -> ResponseReturnValue:
    """What waits for a decision, and who belongs to the group."""
    return render_template("groups/group.html", page=read(_read, programme_id), **_words())


@bp.get("/applications/<uuid:application_id>")
@allow("groups.run")
def application(application_id: UUID) -> ResponseReturnValue:
    """One application, to decide."""
    return _application_page(application_id)


@bp.post("/applications/<uuid:application_id>/approve")
@allow("groups.run")
def approve(application_id: UUID) -> ResponseReturnValue:
    """Make the applicant a member."""
    try:
        member_id = run(service.approve, application_id)
    except DomainError as error:
        return _application_page(application_id, [FieldError("", error.message)]), 409
    flash("They are a member now, and have a letter that says so.", "ok")
    return redirect(url_for(".member", member_id=member_id), 303)


@bp.post("/applications/<uuid:application_id>/refuse")
@allow("groups.run")
def refuse(application_id: UUID) -> ResponseReturnValue:
    """Refuse the applicant, with the reason."""
    reason = request.form.get("reason", "")
    try:
        run(service.refuse, application_id, reason)
    except rules.ReasonMissing as error:
        return _application_page(application_id, [FieldError("reason", error.message)]), 422
    except DomainError as error:
        return _application_page(application_id, [FieldError("", error.message)], reason), 409
    flash("Refused. The letter gives the reason, and says that they can apply again.", "ok")
    return redirect(url_for(".application", application_id=application_id), 303)


@bp.get("/group-members/<uuid:member_id>")
@allow("groups.run")
def member(member_id: UUID) -> ResponseReturnValue:
    """One member."""
    return _member_page(member_id)


@bp.post("/group-members/<uuid:member_id>/flag")
@allow("groups.run")
def flag(member_id: UUID) -> ResponseReturnValue:
    """Note what keeps a member out."""
    ends_on, wrong = read_end(request.form)
    if wrong is not None:
        return _member_page(member_id, [wrong]), 422
    try:
        run(members.flag, member_id, request.form.get("kind", ""), ends_on=ends_on)
    except DomainError as error:
        return _member_page(member_id, [FieldError("kind" if ends_on is None else "ends", error.message)]), 422
    flash("Noted. They take a break from the group until it is over.", "ok")
    return redirect(url_for(".member", member_id=member_id), 303)


@bp.post("/group-members/<uuid:member_id>/lift")
@allow("groups.run")
def lift(member_id: UUID) -> ResponseReturnValue:
    """What kept a member out is over."""
    run(members.lift, member_id, request.form.get("kind", ""))
    flash("Lifted.", "ok")
    return redirect(url_for(".member", member_id=member_id), 303)


@bp.post("/group-members/<uuid:member_id>/confirmed")
@allow("groups.run")
def confirmed(member_id: UUID) -> ResponseReturnValue:
    """The member said, by telephone or post, that all is still so."""
    run(members.confirm, member_id)
    flash("Noted for another year.", "ok")
    return redirect(url_for(".member", member_id=member_id), 303)


@bp.post("/group-members/<uuid:member_id>/end")
@allow("groups.run")
def end(member_id: UUID) -> ResponseReturnValue:
    """The membership ends."""
    run(members.end, member_id)
    flash("The membership has ended. What we know about it goes in a year.", "ok")
    return redirect(url_for(".member", member_id=member_id), 303)


def _read(uow: Uow, programme_id: UUID) -> StaffPage:
    programme = forums.programme_of(uow, programme_id)
    return StaffPage(
        programme,
        programme.conduct_profile in rules.GROUP_PROFILES,
        tuple(service.queue(uow, programme_id)),
        tuple(members.members(uow, programme_id)),
        day_of(uow.now),
        f"{doors().runner.settings.public_url}/groups/{programme_id}/apply",
    )


def _read_application(uow: Uow, application_id: UUID) -> tuple[service.Opened, Programme]:
    opened = service.opened(uow, application_id)
    return opened, forums.programme_of(uow, opened.application.programme_id)


def _read_member(uow: Uow, member_id: UUID) -> tuple[members.MemberLine, Programme, date]:
    found = members.member_of(uow, member_id)
    return members.line(uow, found), forums.programme_of(uow, found.programme_id), day_of(uow.now)


def _application_page(application_id: UUID, errors: list[FieldError] | None = None, reason: str = "") -> str:
    opened, programme = read(_read_application, application_id)
    return render_template(
        "groups/application.html",
        opened=opened,
        programme=programme,
        conditions=rules.CONDITIONS.get(programme.conduct_profile, {}),
        errors=errors or [],
        reason=reason,
        **_words(),
    )


def _member_page(member_id: UUID, errors: list[FieldError] | None = None) -> str:
    line, programme, today = read(_read_member, member_id)
    return render_template(
        "groups/member.html",
        line=line,
        programme=programme,
        today=today,
        typed={part: request.form.get(f"ends-{part}", "") for part in ("day", "month", "year")},
        kind=request.form.get("kind", ""),
        errors=errors or [],
        **_words(),
    )


def _words() -> dict[str, object]:
    return {"kinds": rules.APPLIES_AS, "flag_words": rules.FLAG_WORDS, "state_words": rules.STATE_WORDS}
