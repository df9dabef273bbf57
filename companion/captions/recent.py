"""The last lines of a meeting as they are said, for the few seconds in which they are read; nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from companion.captions.rules import LIVE
from companion.captions.tables import CaptionStream, CapturedCue
from companion.kernel.ids import ForumSessionId, ParticipantId
from companion.kernel.uow import Uow


@dataclass(frozen=True)
class Line:
    """A stored cue, opened."""

    cue_id: UUID
    participant_id: ParticipantId | None
    start_ms: int
    text: str = field(repr=False)


def last_lines(uow: Uow, session_id: ForumSessionId, *, since_ms: int, most: int) -> tuple[Line, ...]:
    """The last lines that began at `since_ms` or later, the oldest first.

    Raises Unreadable once the forum session's key was shredded.
    """
    cue = CapturedCue
    query = select(cue).where(cue.forum_session_id == session_id, cue.start_ms >= since_ms)
    rows = uow.db.scalars(query.order_by(cue.start_ms.desc(), cue.end_ms.desc(), cue.id).limit(most)).all()
    return tuple(
        Line(
            row.id,
            ParticipantId(row.participant_id) if row.participant_id else None,
            row.start_ms,
            uow.keys.open_text(row.sealed, row=f"captions_cue:{row.id}"),
        )
        for row in reversed(rows)
    )


def is_withdrawn(uow: Uow, session_id: ForumSessionId) -> bool:
    """Whether Zoom withdrew the captions, and offers no others."""
    query = select(CaptionStream.state).where(CaptionStream.forum_session_id == session_id)
    states = set(uow.db.scalars(query))
    return "revoked" in states and not states & LIVE
