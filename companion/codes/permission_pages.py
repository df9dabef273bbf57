"""A session's register of permissions, for organisers: nobody may record or share unless it stands here (LC-37)."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.codes import permission_rules, permissions
from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError
from companion.kernel.working_days import end_of
from companion.people.gate import allow, can, read, run

bp = Blueprint("permissions", __name__)
TYPED = ("kind", "who", "what", "given_by", "expires-day", "expires-month", "expires-year")


@bp.get("/forum-sessions/<uuid:session_id>/permissions")
@allow("codes.permissions")
def register(session_id: UUID) -> ResponseReturnValue:
    """What is permitted at a session, to whom, until when."""
    return _page(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/permissions")
@allow("codes.permissions")
def grant(session_id: UUID) -> ResponseReturnValue:
    """Write a permission down."""
    typed = {name: request.form.get(name, "")[:400] for name in TYPED}
    try:
        expires_at = _expires(typed)
        run(
            permissions.grant,
            session_id,
            kind=typed["kind"],
            who=typed["who"],
            what=typed["what"],
            given_by=typed["given_by"],
            expires_at=expires_at,
        )
    except permissions.GrantProblem as problem:
        return _page(session_id, typed, [FieldError(problem.field, problem.message)]), 422
    flash("Written down. It shows on the session’s page.", "ok")
    return redirect(url_for(".register", session_id=session_id), 303)


@bp.post("/forum-sessions/<uuid:session_id>/permissions/<uuid:permission_id>/withdraw")
@allow("codes.permissions")
def withdraw(session_id: UUID, permission_id: UUID) -> ResponseReturnValue:
    """Take a permission back, from now on."""
    try:
        run(permissions.withdraw, permission_id)
    except DomainError as error:
        return _page(session_id, errors=[FieldError("", error.message)]), 409
    flash("Taken back. Tell whoever had it.", "ok")
    return redirect(url_for(".register", session_id=session_id), 303)


@bp.app_template_global("permission_words")
def permission_words(session_id: UUID) -> list[str]:
    """What holds at a session now, one line for each kind, without names; nothing for who may not see the plan."""
    return list(read(permissions.standing, session_id).values()) if can("forums.view") else []


def _expires(typed: dict[str, str]) -> datetime | None:
    """The end of the day that was typed; None when nothing was. Raises GrantProblem."""
    parts = [typed[f"expires-{part}"].strip() for part in ("year", "month", "day")]
    if not any(parts):
        return None
    try:
        return end_of(date(*(int(part) for part in parts)))
    except (ValueError, OverflowError) as error:
        raise permissions.GrantProblem("expires", "Enter a date that exists, like 25 5 2027") from error


def _page(session_id: UUID, typed: dict[str, str] | None = None, errors: list[FieldError] | None = None) -> str:
    values = typed or dict.fromkeys(TYPED, "")
    return render_template(
        "codes/permissions.html",
        page=read(permissions.register, session_id),
        kind_words=permission_rules.KIND_WORDS,
        values=values,
        expires=SimpleNamespace(**{part: values[f"expires-{part}"] for part in ("day", "month", "year")}),
        errors=errors or [],
    )
