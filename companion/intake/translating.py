"""From Zoom's words for a meeting, a person and a time to ours, for everything that applies its events."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.uow import Uow
from companion.registration import door
from companion.registration.participants import Connection
from zoom_hooks import events as zoom


def forum_session_of(uow: Uow, meeting_id: str | None, meeting_uuid: str | None = None) -> ForumSession | None:
    """The forum session that a meeting belongs to: by the occurrence we have met before, or by its number.

    One number may serve several sessions after each other, and what comes late of the last one is not the next one's.
    """
    query = select(ForumSession).where(ForumSession.state.not_in(("cancelled", "archived")))
    if meeting_uuid is not None:
        found = uow.db.scalars(query.where(ForumSession.zoom_meeting_uuid == meeting_uuid)).first()
        if found is not None:
            return found
    if meeting_id is not None:
        numbered = query.where(ForumSession.zoom_meeting_id == meeting_id)
        return uow.db.scalars(numbered.order_by(ForumSession.starts_at.desc())).first()
    return None


def when(uow: Uow, session: ForumSession, said: datetime | None) -> datetime:
    """When it happened, in the forum session's own time: Zoom's word for it, or the moment we handle it."""
    return said or forums.pace_of(session).at(uow.now)


def connection_of(participant: zoom.Participant) -> str:
    """What names one connection to the meeting: its uuid where Zoom gave one, else the in-meeting number."""
    return participant.uuid or participant.user_id or participant.registrant_id or participant.account_user_id or "?"


def somebody(meeting: zoom.Meeting, participant: zoom.Participant) -> door.Somebody:
    """Whom Zoom shows, for the door."""
    is_host = meeting.host_id is not None and participant.account_user_id == meeting.host_id
    return door.Somebody(
        meeting_uuid=meeting.uuid or "",
        connection=connection_of(participant),
        aliases=aliases_of(participant),
        registrant=participant.registrant_id,
        name=participant.name or "",
        email=participant.email,
        phone=participant.phone_number,
        is_meetings_host=is_host,
    )


def aliases_of(participant: zoom.Participant) -> dict[str, str]:
    """Zoom's ids for somebody that hold within one occurrence of a meeting."""
    found = {
        "participant_uuid": participant.uuid,
        "user_id": participant.user_id,
        "account": participant.account_user_id,
        "phone": participant.phone_number,
    }
    return {kind: value for kind, value in found.items() if value}


def its_connection(meeting: zoom.Meeting, participant: zoom.Participant) -> Connection:
    """One connection to the meeting with Zoom's ids for it."""
    return Connection(meeting.uuid or "", connection_of(participant), aliases_of(participant))
