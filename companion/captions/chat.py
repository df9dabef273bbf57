"""Chat to everyone: sealed as it comes; changed or deleted in Zoom means changed or deleted here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from companion.captions.rules import KEEP_AT_MOST
from companion.captions.service import seal
from companion.captions.streams import held
from companion.captions.tables import ChatLine
from companion.kernel.clocks import to_ms
from companion.kernel.ids import CaptionStreamId, ForumSessionId, ParticipantId, new_id
from companion.kernel.uow import Uow


@dataclass(frozen=True)
class HeardChat:
    """A chat message to everyone."""

    message_id: str
    sent_at_ms: int
    text: str
    participant_id: ParticipantId | None = None


def store_chat(
    uow: Uow, session_id: ForumSessionId, stream_id: CaptionStreamId, fence: int, lines: Sequence[HeardChat]
) -> int:
    """Store chat messages and return how many are new. One that was deleted before stays deleted.

    Raises FenceIsOld or StreamIsOver, and then stores nothing.
    """
    held(uow, stream_id, fence)
    return keep_chat(uow, session_id, lines)


def keep_chat(uow: Uow, session_id: ForumSessionId, lines: Sequence[HeardChat]) -> int:
    """Store chat messages that came by no stream of captions (a webhook), and return how many are new."""
    fresh = 0
    for line in lines:
        if _chat(uow, session_id, line.message_id) is not None:
            continue
        row_id = new_id()
        uow.db.add(
            ChatLine(
                id=row_id,
                forum_session_id=session_id,
                participant_id=line.participant_id,
                message_id=line.message_id,
                sent_at_ms=line.sent_at_ms,
                keep_until=uow.now + KEEP_AT_MOST,
                sealed=seal(uow, session_id, "captions_chat", row_id, line.text),
            )
        )
        uow.db.flush()
        fresh += 1
    return fresh


def edit_chat(uow: Uow, session_id: ForumSessionId, message_id: str, text: str) -> None:
    """The sender changed a message: ours changes with it. A message that is unknown or deleted stays so."""
    line = _chat(uow, session_id, message_id)
    if line is not None and line.sealed:
        line.sealed = seal(uow, session_id, "captions_chat", line.id, text)


def delete_chat(uow: Uow, session_id: ForumSessionId, message_id: str) -> None:
    """Deleted in Zoom is deleted here: the words go; the id stays, so that a late repetition brings nothing back."""
    line = _chat(uow, session_id, message_id)
    if line is None:
        line = ChatLine(id=new_id(), forum_session_id=session_id, message_id=message_id, sent_at_ms=to_ms(uow.now))
        uow.db.add(line)
    line.sealed, line.keep_until = b"", uow.now + KEEP_AT_MOST
    uow.db.flush()


def chat_of(uow: Uow, session_id: ForumSessionId) -> tuple[HeardChat, ...]:
    """Every chat message that was not deleted, opened, in order."""
    query = (
        select(ChatLine)
        .where(ChatLine.forum_session_id == session_id)
        .order_by(ChatLine.sent_at_ms, ChatLine.message_id)
    )
    return tuple(
        HeardChat(
            message_id=line.message_id,
            sent_at_ms=line.sent_at_ms,
            text=uow.keys.open_text(line.sealed, row=f"captions_chat:{line.id}"),
            participant_id=ParticipantId(line.participant_id) if line.participant_id else None,
        )
        for line in uow.db.scalars(query)
        if line.sealed
    )


def line_id_of(uow: Uow, session_id: ForumSessionId, message_id: str) -> UUID | None:
    """Our own id of a message, for those who refer to its words."""
    line = _chat(uow, session_id, message_id)
    return line.id if line is not None else None


def words_of(uow: Uow, session_id: ForumSessionId, line_ids: Collection[UUID]) -> dict[UUID, str]:
    """The words of these messages, opened; those that were deleted are left out."""
    query = select(ChatLine).where(ChatLine.forum_session_id == session_id, ChatLine.id.in_(line_ids))
    lines = uow.db.scalars(query) if line_ids else ()
    return {line.id: uow.keys.open_text(line.sealed, row=f"captions_chat:{line.id}") for line in lines if line.sealed}


def _chat(uow: Uow, session_id: ForumSessionId, message_id: str) -> ChatLine | None:
    return uow.db.scalar(
        select(ChatLine).where(ChatLine.forum_session_id == session_id, ChatLine.message_id == message_id)
    )
