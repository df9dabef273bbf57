"""Who is in a breakout room: in the meeting still, and away from its floor.

Zoom tells of a move as an entering or leaving, and often as a leave and a join of the same connection besides, in any
order. When the host closes all rooms it may tell nothing, so words heard in the main room bring somebody back, and so
does a person who says that everybody is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from companion.kernel.ids import ParticipantId, new_id
from companion.kernel.uow import Uow
from companion.registration import stays
from companion.registration.elsewhere_tables import BreakoutVisit

#: words of before the move may be heard after it
ECHO = timedelta(seconds=5)


@dataclass(frozen=True)
class Away:
    """A connection that is in a breakout room, and whose it is where we know that."""

    meeting_uuid: str
    connection: str
    participant_id: ParticipantId | None
    since: datetime


def moved(uow: Uow, session_id: UUID, meeting_uuid: str, connection: str, *, entered: bool, at: datetime) -> None:
    """A connection entered or left a breakout room; in any order, and as often as Zoom says it."""
    visit = uow.db.scalar(
        select(BreakoutVisit).where(
            BreakoutVisit.forum_session_id == session_id,
            BreakoutVisit.meeting_uuid == meeting_uuid,
            BreakoutVisit.connection == connection,
        )
    )
    if visit is None:
        visit = BreakoutVisit(
            id=new_id(), forum_session_id=session_id, meeting_uuid=meeting_uuid, connection=connection
        )
        uow.db.add(visit)
    if entered:
        visit.entered_at = max(visit.entered_at or at, at)
    else:
        visit.left_at = max(visit.left_at or at, at)
    uow.db.flush()


def away_in(uow: Uow, session_id: UUID) -> list[Away]:
    """Every connection of a session that is in a breakout room, the longest first."""
    query = select(BreakoutVisit).where(
        BreakoutVisit.forum_session_id == session_id, BreakoutVisit.entered_at.is_not(None)
    )
    found = []
    for visit in uow.db.scalars(query.order_by(BreakoutVisit.entered_at)):
        assert visit.entered_at is not None
        if visit.left_at is not None and visit.left_at >= visit.entered_at:
            continue
        who = stays.whose(uow, session_id, visit.meeting_uuid, visit.connection)
        found.append(Away(visit.meeting_uuid, visit.connection, ParticipantId(who) if who else None, visit.entered_at))
    return found


def since(uow: Uow, session_id: UUID, meeting_uuid: str, connection: str) -> datetime | None:
    """Since when a connection is in a breakout room; None for one that is not."""
    here = (one for one in away_in(uow, session_id) if (one.meeting_uuid, one.connection) == (meeting_uuid, connection))
    return next((one.since for one in here), None)


def heard_of(away: Collection[Away], who: Collection[tuple[ParticipantId, datetime]]) -> list[tuple[Away, datetime]]:
    """Which of those who are away were heard in the main room since, and when: they are back."""
    return [(one, at) for one in away for heard, at in who if heard == one.participant_id and at > one.since + ECHO]
