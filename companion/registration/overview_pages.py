"""One session's overview for staff: what is ready and what is not, and the doors to everything about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.codes import service as codes
from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.tables import AgendaItem, ForumSession, Programme
from companion.invitations import service as invitations
from companion.kernel.clocks import london_date
from companion.kernel.errors import DomainError
from companion.kernel.forms import FieldError
from companion.kernel.uow import Uow
from companion.people.gate import allow, read, run
from companion.registration import views, zoom
from companion.registration.blueprint import bp


@dataclass(frozen=True)
class Check:
    """One thing that should be so before the session: done, not right (False), or not yet (None)."""

    done: bool | None
    title: str
    words: str


@dataclass(frozen=True)
class Overview:
    """A session with its state of readiness."""

    session: ForumSession
    programme: Programme
    agenda: tuple[AgendaItem, ...]
    agenda_by: datetime
    doubt: str | None
    checks: tuple[Check, ...]
    moves: tuple[str, ...]
    people: views.ListPage

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
        else:
            run(forums.move, session_id, event)
    except DomainError as error:
        return _page(session_id, [FieldError("", error.message)]), 409
    flash("Done.", "ok")
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


def read_overview(uow: Uow, session_id: UUID) -> Overview:
    """Everything the overview shows."""
    session = forums.session_of(uow, session_id)
    agenda = tuple(forums.agenda(uow, session_id))
    people = views.list_page(uow, session_id)
    length = session.ends_at - session.starts_at
    return Overview(
        session=session,
        programme=forums.programme_of(uow, session.programme_id),
        agenda=agenda,
        agenda_by=session.starts_at - forum_rules.AGENDA_BEFORE,
        doubt=forum_rules.agenda_doubt([item.budget_minutes for item in agenda], length),
        checks=tuple(_checks(uow, session, agenda, people)),
        moves=forum_rules.possible(session.state),
        people=people,
    )


def _checks(uow: Uow, session: ForumSession, agenda: tuple[AgendaItem, ...], people: views.ListPage) -> Iterator[Check]:
    """What is so, as we know it; nothing is called done that we have not seen."""
    code = codes.code_in_force(uow, session.programme_id)
    in_force = f"Version {code.number}, agreed by: {code.agreed_by}" if code else "Nobody can join before it is"
    yield Check(code is not None, "Code of conduct in force", in_force)
    linked = session.zoom_meeting_id is not None
    yield Check(
        linked or None,
        "Zoom meeting linked" if linked else "Zoom meeting not linked",
        "Its settings are not read from Zoom yet; look at them there" if linked else "The link comes later; say which",
    )
    late = f"Out by {london_date(session.starts_at - forum_rules.AGENDA_BEFORE)}"
    yield Check(bool(agenda) or None, f"{len(agenda)} agenda items" if agenda else "No agenda yet", late)
    yield Check(
        session.state in ("open", "closed", "live", "ended", "archived") or None,
        forum_rules.STATE_WORDS[session.state],
        "Landlords name people while it is open",
    )
    if session.forum_type is not None:
        found = invitations.preview(uow, session.id)
        waiting = f"{len(found.to_invite)} landlords are not invited yet"
        yield Check(found.already > 0 or None, f"{found.already} landlords invited", waiting)
    total = len(people.seated) + len(people.others)
    yield Check(
        (total > 0 and people.ready == total) or None,
        f"{people.ready} of {total} people agreed to the code",
        "Each gets the way in only then",
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
    )
