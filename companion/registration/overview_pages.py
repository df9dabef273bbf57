"""One session's overview for staff: what is ready and what is not, and the doors to everything about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from companion.codes import service as codes
from companion.forums import early_rules
from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession, Programme
from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError
from companion.kernel.uow import Uow
from companion.people.gate import allow, read, run
from companion.registration import moving, readiness, zoom, zoom_settings
from companion.registration.blueprint import bp
from companion.registration.ready_rules import Check
from companion.registration.tables import Registration


@dataclass(frozen=True)
class Counted:
    """How many registrations stand where."""

    seated: int
    waiting: int
    pending: int


@dataclass(frozen=True)
class Overview:
    """A session with its state of readiness."""

    session: ForumSession
    programme: Programme
    doubt: str | None
    checks: tuple[Check, ...]
    moves: tuple[str, ...]
    is_early: bool  # so long before the planned start that starting it is asked about
    people: Counted
    answers: moving.Answers
    time: datetime

    @property
    def is_over(self) -> bool:
        return self.session.state in readiness.OVER

    @property
    def may_move(self) -> bool:
        return self.session.state in forum_rules.MOVABLE

    @property
    def done(self) -> int:
        return sum(check.done is True for check in self.checks)


@bp.get("/forum-sessions/<uuid:session_id>")
@allow("forums.view")
def overview(session_id: UUID) -> ResponseReturnValue:
    """How a forum session stands."""
    return _page(session_id)


@bp.post("/forum-sessions/<uuid:session_id>/move")
@allow("forums.plan")
def move(session_id: UUID) -> ResponseReturnValue:
    """Open it for names, close it, start it, end it, call it off."""
    event = request.form.get("event", "")
    try:
        if event == "open":
            run(codes.open_registration, session_id)
        elif event == "cancel":
            run(moving.call_off, session_id)
        elif event == "start":
            run(start, session_id, is_sure=request.form.get("early") == "yes")
        else:
            run(forums.move, session_id, event)
    except DomainError as error:
        return _page(session_id, [FieldError("", error.message)]), 409
    flash(forum_rules.HAPPENED.get(event, "It is so now."), "ok")
    return redirect(url_for(".overview", session_id=session_id), 303)


@bp.post("/forum-sessions/<uuid:session_id>/meeting")
@allow("forums.plan")
def link_meeting(session_id: UUID) -> ResponseReturnValue:
    """Say which Zoom meeting it is held in."""
    typed = request.form.get("meeting", "").strip()
    try:
        run(zoom.link_meeting, session_id, typed or None)
    except DomainError as error:
        return _page(session_id, [FieldError("meeting", error.message)], typed), 422
    flash("The meeting is linked." if typed else "No meeting is linked now.", "ok")
    return redirect(url_for(".overview", session_id=session_id), 303)


@bp.post("/forum-sessions/<uuid:session_id>/meeting/read")
@allow("forums.plan")
def read_meeting(session_id: UUID) -> ResponseReturnValue:
    """Ask Zoom what the meeting is like; or set what is wrong, and read it back."""
    put_right = request.form.get("what") == "set"
    return _deed(
        session_id,
        lambda: run(zoom_settings.ask_for_reading, session_id, put_right=put_right),
        "Zoom is being asked. Load this page again in a moment.",
    )


@bp.post("/forum-sessions/<uuid:session_id>/meeting/looked")
@allow("forums.plan")
def looked_at_meeting(session_id: UUID) -> ResponseReturnValue:
    """I looked in Zoom at what it does not tell us."""
    return _deed(session_id, lambda: run(readiness.note_looked, session_id), "Noted, with your name and the time.")


@bp.post("/forum-sessions/<uuid:session_id>/ground-rules")
@allow("forums.ground_rules")
def highlight_ground_rules(session_id: UUID) -> ResponseReturnValue:
    """The ground rules were highlighted in the meeting just now."""
    return _deed(session_id, lambda: run(readiness.highlight_ground_rules, session_id), "Noted, with the time.")


def _deed(session_id: UUID, deed: Callable[[], None], said: str) -> ResponseReturnValue:
    try:
        deed()
    except DomainError as error:
        return _page(session_id, [FieldError("", error.message)]), 409
    flash(said, "ok")
    return redirect(url_for(".overview", session_id=session_id), 303)


def start(uow: Uow, session_id: UUID, *, is_sure: bool) -> None:
    """Start it by hand. Raises NotFromHere, and StartsLater long before its time unless somebody is sure."""
    forums.refuse_early_start(uow, session_id, is_sure=is_sure)
    forums.move(uow, session_id, "start")


def read_overview(uow: Uow, session_id: UUID) -> Overview:
    """Everything the overview shows."""
    session = forums.session_of(uow, session_id)
    minutes = [item.budget_minutes for item in forums.agenda(uow, session_id)]
    return Overview(
        session=session,
        programme=forums.programme_of(uow, session.programme_id),
        doubt=forum_rules.agenda_doubt(minutes, session.ends_at - session.starts_at),
        checks=tuple(readiness.checks(uow, session)),
        moves=forum_rules.offered(session.state, until_start=session.starts_at - forums.time_in(uow, session)),
        is_early=early_rules.is_early(session.state, session.starts_at, forums.time_in(uow, session)),
        people=_counted(uow, session_id),
        answers=moving.answers(uow, session_id),
        time=forums.time_in(uow, session),
    )


def _counted(uow: Uow, session_id: UUID) -> Counted:
    query = select(Registration.state, Registration.seat_no.is_not(None), func.count())
    rows = uow.db.execute(
        query.where(Registration.forum_session_id == session_id).group_by(
            Registration.state, Registration.seat_no.is_not(None)
        )
    ).all()
    return Counted(
        seated=sum(number for _state, is_seated, number in rows if is_seated),
        waiting=sum(number for state, _seated, number in rows if state == "waitlisted"),
        pending=sum(number for state, _seated, number in rows if state == "pending"),
    )


def _page(session_id: UUID, errors: list[FieldError] | None = None, meeting: str | None = None) -> str:
    page = read(read_overview, session_id)
    return render_template(
        "registration/overview.html",
        page=page,
        errors=errors or [],
        meeting=page.session.zoom_meeting_id or "" if meeting is None else meeting,
        state_words=forum_rules.STATE_WORDS,
        event_words=forum_rules.EVENT_WORDS,
        forum_words=forum_rules.FORUM_WORDS,
        forum_titles=forum_rules.TITLES,
    )
