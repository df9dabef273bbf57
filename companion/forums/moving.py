"""Moving a forum session to another date: the same session, with every date that follows from its start made anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from companion.forums import rules, service
from companion.forums.tables import ForumSession
from companion.kernel import outbox
from companion.kernel.errors import DomainError
from companion.kernel.uow import Uow
from companion.people import sign_in


class SameDate(DomainError):
    message = "That is the date the session has already."


def move_date(uow: Uow, session_id: UUID, *, starts_at: datetime, length: timedelta) -> ForumSession:
    """Give a session another date: its calendar entries move, its links end later, its Zoom meeting follows.

    Raises NotFromHere once it runs or is over, BadPlan for a date that cannot be, SameDate.
    """
    session = service.session_of(uow, session_id)
    uow.db.refresh(session, with_for_update=True)
    if session.state not in rules.MOVABLE:
        raise rules.NotFromHere
    programme = service.programme_of(uow, session.programme_id)
    rules.check_plan(programme.conduct_profile, session.forum_type, starts_at, length, service.time_in(uow, session))
    if (session.starts_at, session.ends_at) == (starts_at, starts_at + length):
        raise SameDate
    was, dates = session.starts_at, rules.dates_for(starts_at, length)
    session.starts_at, session.ends_at = starts_at, dates.ends_at
    session.registration_closes_at = dates.registration_closes_at
    session.calendar_sequence += 1
    session.moved_at, session.moved_from, session.updated_at = uow.now, was, uow.now
    uow.db.flush()
    sign_in.move_links(uow, session.id, service.links_end_at(session))
    if session.zoom_meeting_id is not None:
        key = f"{session.id}:{session.calendar_sequence}"
        outbox.queue(uow, "zoom.meeting_time", key=key, payload={"session_id": session.id})
    uow.audit(
        "session.moved",
        "forum_session",
        session.id,
        was=was.isoformat(),
        now=starts_at.isoformat(),
        sequence=session.calendar_sequence,
    )
    return session


def asks_again(was: datetime, now: datetime) -> bool:
    """Whether a move is so far that everybody is asked whether they can still come."""
    return abs(now - was) > rules.RECONFIRM_BEYOND
