"""Whether captions and chat reach us, and when the last of each came: for the people who run the meeting."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from companion.captions.rules import LIVE
from companion.captions.tables import CaptionStream, CapturedCue, ChatLine
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import Uow


@dataclass(frozen=True)
class Heard:
    """`stream` is the state of the newest caption stream, `refused` while Zoom does not let us in and `paused` while
    somebody paused it in Zoom; None when Zoom never offered one. Times as in the meeting."""

    stream: str | None
    caption_ms: int | None
    chat_ms: int | None


def heard_of(uow: Uow, session_id: ForumSessionId) -> Heard:
    """What has come of a forum session up to now."""
    mine = select(CaptionStream).where(CaptionStream.forum_session_id == session_id)
    newest = uow.db.scalars(mine.order_by(CaptionStream.created_at.desc()).limit(1)).first()
    return Heard(
        _state(newest) if newest is not None else None,
        uow.db.scalar(select(func.max(CapturedCue.end_ms)).where(CapturedCue.forum_session_id == session_id)),
        uow.db.scalar(select(func.max(ChatLine.sent_at_ms)).where(ChatLine.forum_session_id == session_id)),
    )


def _state(stream: CaptionStream) -> str:
    if stream.state not in LIVE:
        return stream.state
    if stream.refusals:
        return "refused"
    return "paused" if stream.is_paused else stream.state
