"""Zoom's report of a meeting that is over: who was there while its events did not reach us is taken in (PP-05).

Only people who came by their own link, or under their own address, are; the report adds and never takes away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel import outbox
from companion.kernel.uow import Uow
from companion.registration import door, participants
from companion.registration.desk_tables import CloseOut, Report
from companion.registration.door import Somebody
from companion.registration.participants import registration_for
from companion.registration.report_rules import Interval, unseen
from companion.registration.tables import Participant, Stay

EFFECT = "zoom.report"
FIRST_ASK = timedelta(minutes=30)  # Zoom writes the report some minutes after the end
AGAIN = timedelta(hours=3)
MOST_ASKS = 6  # attendance is closed a day after the end
EARLY = timedelta(hours=1)  # who was there before is at another start of the meeting

#: why there is no report → what a person can do
TROUBLES = {
    "no_right": "Our app may not read who was in the meeting. Its administrator adds the scope",
    "refused": "Zoom refused to say who was in the meeting.",
}


@dataclass(frozen=True)
class Reported:
    """One presence as Zoom's list has it."""

    registrant_id: str | None
    joined_at: datetime
    left_at: datetime
    key: str
    name: str = field(repr=False)
    email: str | None = field(repr=False)


def queue_due(uow: Uow) -> int:
    """Ask for the report of every session that is over and whose attendance is open; how many. For the tick."""
    query = select(ForumSession).where(
        ForumSession.state.in_(("ended", "archived")),
        ForumSession.zoom_meeting_id.is_not(None),
        ForumSession.ends_at > uow.now - forum_rules.OVERRUN - timedelta(days=2),
    )
    done = 0
    for session in uow.db.scalars(query.order_by(ForumSession.ends_at)).all():
        row = uow.db.get(Report, session.id)
        if uow.db.get(CloseOut, session.id) is not None or forums.time_in(uow, session) < session.ends_at + FIRST_ASK:
            continue
        if row is not None and (row.read_at is not None or row.asks >= MOST_ASKS or uow.now < row.asked_at + AGAIN):
            continue
        if row is None:
            row = Report(forum_session_id=session.id, asks=0, listed=0, added=0)
            uow.db.add(row)
        row.asks, row.asked_at = row.asks + 1, uow.now
        outbox.queue(uow, EFFECT, key=f"{session.id}:{row.asks}", payload={"session_id": session.id})
        done += 1
    return done


def asked(uow: Uow, session_id: UUID) -> str | None:
    """The occurrence to ask about, or the meeting's number where none was told us; None once attendance is closed."""
    session = uow.db.get(ForumSession, session_id)
    if session is None or uow.db.get(CloseOut, session_id) is not None:
        return None
    return session.zoom_meeting_uuid or session.zoom_meeting_id


def refused(uow: Uow, session_id: UUID, trouble: str, scope: str | None = None) -> None:
    """Zoom said no: a word of TROUBLES. It is asked again, in case its administrator has changed it."""
    row = uow.db.get_one(Report, session_id)
    row.trouble, row.scope = trouble, scope


def take_in(uow: Uow, session_id: UUID, meeting_uuid: str, rows: Iterable[Reported]) -> int:
    """Add every presence of a registrant that we had not seen; how many. Twice adds nothing."""
    session = forums.session_of(uow, session_id)
    begin, end = session.starts_at - EARLY, session.ends_at + forum_rules.OVERRUN
    listed = added = 0
    for one in rows:
        if one.left_at <= begin or one.joined_at >= end:
            continue
        listed += 1
        added += _take_in(uow, session_id, meeting_uuid, one)
    row = uow.db.get_one(Report, session_id)
    row.read_at, row.trouble, row.scope = uow.now, None, None
    row.listed, row.added = listed, row.added + added
    uow.audit("attendance.reported", "forum_session", session_id, listed=listed, added=added)
    return added


def _take_in(uow: Uow, session_id: UUID, meeting_uuid: str, one: Reported) -> int:
    who = Somebody(meeting_uuid, one.key, {}, one.registrant_id, one.name, one.email, None)
    if door.kind_of(uow, session_id, who) != "person":
        return 0  # a note-taker's owner, or a forwarded link's, is not who came
    registration, _ = registration_for(uow, session_id, one.registrant_id, one.email)
    if registration is None:
        return 0
    parts = unseen((one.joined_at, one.left_at), _seen(uow, registration.id, one.left_at))
    for number, (since, until) in enumerate(parts):
        connection = f"{one.key}:{number}"
        participants.participant_joined(
            uow,
            session_id,
            meeting_uuid=meeting_uuid,
            aliases={},
            connection=connection,
            name=one.name,
            email=one.email,
            registrant_id=one.registrant_id,
            at=since,
        )
        participants.participant_left(uow, session_id, meeting_uuid=meeting_uuid, connection=connection, at=until)
    return len(parts)


def _seen(uow: Uow, registration_id: UUID, until: datetime) -> list[Interval]:
    query = (
        select(Stay.joined_at, Stay.left_at)
        .join(Participant, Participant.id == Stay.participant_id)
        .where(Participant.registration_id == registration_id)
    )
    return [(row.joined_at, max(row.left_at or until, row.joined_at)) for row in uow.db.execute(query)]
