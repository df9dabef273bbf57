"""Giving a session another date, calling it off, and the tap with which somebody says that they can still come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.forums import moving as forum_moving
from companion.forums import planning
from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.forms import Plan, read_plan
from companion.forums.tables import ForumSession, Programme
from companion.kernel.clocks import LONDON
from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError
from companion.kernel.uow import Uow
from companion.people.gate import allow, doors, read, run
from companion.registration import moving, season_views
from companion.registration.blueprint import bp, my_registration

FIELDS = ("date-day", "date-month", "date-year", "time", "minutes")


@dataclass(frozen=True)
class MovePage:
    """A session that may get another date, and what the date that is looked at would mean."""

    session: ForumSession
    programme: Programme
    letters: int
    seen: planning.Outlook | None = None
    asks: bool = False


@bp.get("/forum-sessions/<uuid:session_id>/date")
@allow("forums.plan")
def move_date(session_id: UUID) -> ResponseReturnValue:
    """Look at another date for a session. Nothing is changed here."""
    fields = _fields(request.args)
    if not any(fields.values()):
        return _page(session_id)
    plan, errors = _read(session_id, fields)
    return (_page(session_id, fields, errors), 422) if plan is None else _page(session_id, fields, plan=plan)


@bp.post("/forum-sessions/<uuid:session_id>/date")
@allow("forums.plan")
def reschedule(session_id: UUID) -> ResponseReturnValue:
    """Move the session and tell everybody."""
    fields = _fields(request.form)
    plan, errors = _read(session_id, fields)
    if plan is None:
        return _page(session_id, fields, errors), 422
    try:
        count = run(moving.reschedule, session_id, starts_at=plan.starts_at, length=plan.length)
    except DomainError as error:
        return _page(session_id, fields, [FieldError("", error.message)]), 409
    flash(f"Moved. {_letters(count)}", "ok")
    return redirect(url_for(".overview", session_id=session_id), 303)


@bp.get("/forum-sessions/<uuid:session_id>/call-off")
@allow("forums.plan")
def call_off_form(session_id: UUID) -> ResponseReturnValue:
    """Ask once more before calling a session off."""
    return render_template("registration/call_off.html", page=read(_move_page, session_id, None), errors=[])


@bp.post("/forum-sessions/<uuid:session_id>/call-off")
@allow("forums.plan")
def call_off(session_id: UUID) -> ResponseReturnValue:
    """Call it off and tell everybody."""
    try:
        count = run(moving.call_off, session_id)
    except DomainError as error:
        page = read(_move_page, session_id, None)
        return render_template("registration/call_off.html", page=page, errors=[FieldError("", error.message)]), 409
    flash(f"Called off. {_letters(count)}", "ok")
    return redirect(url_for(".overview", session_id=session_id), 303)


@bp.post("/forum-sessions/<uuid:session_id>/place/still-coming")
@allow("registration.own")
def still_coming(session_id: UUID) -> ResponseReturnValue:
    """I can come on the new date."""
    run(moving.still_coming, my_registration())
    flash("Good. We look forward to seeing you.", "ok")
    return redirect(url_for(".own", session_id=session_id), 303)


def _letters(count: int) -> str:
    return {0: "Nobody had to be told.", 1: "1 letter is on its way."}.get(count, f"{count} letters are on their way.")


def _fields(given: Mapping[str, str]) -> dict[str, str]:
    typed = {name: given.get(name, "") for name in FIELDS}
    return typed | {"date-day": typed["date-day"] or given.get("date", "")}


def _read(session_id: UUID, fields: dict[str, str]) -> tuple[Plan | None, list[FieldError]]:
    session = read(forums.session_of, session_id)
    programme = read(forums.programme_of, session.programme_id)
    whole = fields | {"forum_type": session.forum_type or ""}
    return read_plan(whole, programme.conduct_profile, doors().runner.clock.now())


def _move_page(uow: Uow, session_id: UUID, plan: Plan | None) -> MovePage:
    session = forums.session_of(uow, session_id)
    programme = forums.programme_of(uow, session.programme_id)
    letters = moving.letters_for(uow, session_id)
    if plan is None:
        return MovePage(session, programme, letters)
    seen = season_views.look_at(uow, programme.id, session.forum_type, plan.starts_at, plan.length, moving=session_id)
    return MovePage(session, programme, letters, seen, forum_moving.asks_again(session.starts_at, plan.starts_at))


def _page(
    session_id: UUID,
    values: dict[str, str] | None = None,
    errors: list[FieldError] | None = None,
    plan: Plan | None = None,
) -> str:
    page = read(_move_page, session_id, plan)
    typed = values or _as_it_is(page.session)
    return render_template(
        "registration/move_date.html",
        page=page,
        may_move=page.session.state in forum_rules.MOVABLE,
        values=typed,
        date={part: typed.get(f"date-{part}", "") for part in ("day", "month", "year")},
        errors=errors or [],
        day_words=planning.words,
    )


def _as_it_is(session: ForumSession) -> dict[str, str]:
    local = session.starts_at.astimezone(LONDON)
    return {
        "date-day": str(local.day),
        "date-month": str(local.month),
        "date-year": str(local.year),
        "time": f"{local:%H:%M}",
        "minutes": str((session.ends_at - session.starts_at) // timedelta(minutes=1)),
    }
