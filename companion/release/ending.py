"""What would be destroyed of a forum session, when, and what is kept of it: counts, shown before it happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from companion.captions.service import count_cues
from companion.captions.tables import ChatLine
from companion.forums.tables import ForumSession
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import Uow
from companion.registration.tables import Participant
from companion.release.asked_tables import Correction
from companion.release.cues import PURPOSE
from companion.release.file_tables import DraftRegistrants, LookedAt
from companion.release.freezing import Cited, cited_in
from companion.release.shredding import shred_at
from companion.release.tables import AuditFinding, Draft, DraftCue, DraftSpan


@dataclass(frozen=True)
class Ending:
    """The end of a forum session's words. `goes` is (what, how many); nothing with none. `cited` is kept."""

    title: str
    held_on: datetime
    at: datetime | None
    is_over: bool
    released_at: datetime | None
    goes: tuple[tuple[str, int], ...]
    cited: tuple[Cited, ...]
    will_be_set_aside: bool


def ending_of(uow: Uow, session_id: ForumSessionId) -> Ending:
    """What shredding this forum session's words would destroy today, and when it comes."""
    session = uow.db.get_one(ForumSession, session_id)
    drafts = select(Draft.id).where(Draft.forum_session_id == session_id)

    def count(table: Any) -> int:
        column = table.forum_session_id == session_id if hasattr(table, "forum_session_id") else None
        where = column if column is not None else table.draft_id.in_(drafts)
        return uow.db.scalar(select(func.count()).select_from(table).where(where)) or 0

    goes = (
        ("captions of the meeting", count_cues(uow, session_id)),
        ("lines of the chat", count(ChatLine)),
        ("captions in drafts, with who spoke", count(DraftCue)),
        ("proposals, with their reasons", count(DraftSpan)),
        ("findings of the leak audit", count(AuditFinding)),
        ("names that Zoom showed", count(Participant)),
        ("tables of registrants", count(DraftRegistrants)),
        ("corrections, with who asked for them", count(Correction)),
        ("files that somebody looked at", count(LookedAt)),
    )
    released_at = uow.db.scalar(
        select(func.max(Draft.released_at)).where(Draft.forum_session_id == session_id, Draft.state == "released")
    )
    waiting = select(func.count()).select_from(Draft).where(Draft.forum_session_id == session_id)
    return Ending(
        title=session.title,
        held_on=session.starts_at,
        at=shred_at(uow, session_id),
        is_over=session_id not in uow.keys.subjects(PURPOSE),
        released_at=released_at,
        goes=tuple((what, many) for what, many in goes if many),
        cited=tuple(cited_in(uow, session_id)),
        will_be_set_aside=bool(uow.db.scalar(waiting.where(Draft.state.not_in(("released", "withdrawn"))))),
    )
