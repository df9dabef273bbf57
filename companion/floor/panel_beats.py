"""Whether Zoom's hands reach us: the page inside Zoom says every few seconds that it is open and listens."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from companion.floor.tables import PanelBeat
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import Uow

EVERY = timedelta(seconds=10)
SILENT_AFTER = timedelta(seconds=35)  # three beats missed, and then some: hands may be going up unheard


def beat(uow: Uow, session_id: ForumSessionId, person_id: UUID, *, hands: bool, begins: bool = False) -> None:
    """The page of this person is open now; `begins` when it has just been opened, or opened again."""
    row = uow.db.get(PanelBeat, (session_id, person_id))
    if row is None:
        row = PanelBeat(
            forum_session_id=session_id, person_id=person_id, opened_at=uow.now, heard_at=uow.now, hands=hands
        )
        uow.db.add(row)
    if begins or uow.now - row.heard_at > SILENT_AFTER:
        row.opened_at = uow.now
    row.heard_at, row.hands = max(row.heard_at, uow.now), hands
    uow.db.flush()


def panel_heard(uow: Uow, session_id: UUID) -> datetime | None:
    """When a page inside Zoom that is told of hands was last heard, in system time; None when there was none."""
    return uow.db.scalar(
        select(func.max(PanelBeat.heard_at)).where(PanelBeat.forum_session_id == session_id, PanelBeat.hands)
    )


def hears_hands(uow: Uow, session_id: UUID) -> bool:
    """Whether Zoom's hands reach us just now."""
    heard_at = panel_heard(uow, session_id)
    return heard_at is not None and uow.now - heard_at <= SILENT_AFTER
