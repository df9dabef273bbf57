"""Whether captions and chat reach us, and when the last of each came: for the people who run the meeting."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from companion.captions.tables import CaptionStream, CapturedCue, ChatLine
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import Uow


@dataclass(frozen=True)
class Heard:
    """`stream` is the state of the newest caption stream, None when Zoom never offered one. Times as in the meeting."""

    stream: str | None
    caption_ms: int | None
    chat_ms: int | None


def heard_of(uow: Uow, session_id: ForumSessionId) -> Heard:
    """What has come of a forum session up to now."""
    newest = select(CaptionStream.state).where(CaptionStream.forum_session_id == session_id)
    return Heard(
        uow.db.scalar(newest.order_by(CaptionStream.created_at.desc()).limit(1)),
        uow.db.scalar(select(func.max(CapturedCue.end_ms)).where(CapturedCue.forum_session_id == session_id)),
        uow.db.scalar(select(func.max(ChatLine.sent_at_ms)).where(ChatLine.forum_session_id == session_id)),
    )
