"""The private words beside a hand, for the chair alone: sealed, with an end, and never about one person's case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from companion.floor.errors import IndividualCase
from companion.floor.ids import NoteId
from companion.floor.note_guard import check_note
from companion.floor.participants import PURPOSE
from companion.floor.tables import FloorNote
from companion.kernel.crypto import Unreadable
from companion.kernel.ids import ParticipantId, new_id
from companion.kernel.text import clean_line
from companion.kernel.uow import Uow

MOST_LETTERS = 280
ABOUT, CHAT = "about", "chat"  # what a hand is about: written on a page of ours, or in Zoom's chat
KEPT_FOR = timedelta(days=90)


def keep(uow: Uow, session_id: UUID, participant_id: ParticipantId | None, words: str, *, kind: str = ABOUT) -> NoteId:
    """Keep a note and return its id, which is all the journal learns. Raises IndividualCase."""
    text = clean_line(words, most=MOST_LETTERS)
    check_note(text)
    note_id = NoteId(new_id())
    uow.db.add(
        FloorNote(
            id=note_id,
            forum_session_id=session_id,
            participant_id=participant_id,
            kind=kind,
            written_at=uow.now,
            keep_until=uow.now + KEPT_FOR,
            sealed=uow.keys.seal(text, purpose=PURPOSE, subject=session_id, row=f"floor_note:{note_id}"),
        )
    )
    uow.db.flush()
    return note_id


def keep_from_chat(uow: Uow, session_id: UUID, participant_id: ParticipantId, words: str) -> NoteId | None:
    """`keep`, where nobody can be told why a note is refused: it is left out then."""
    try:
        return keep(uow, session_id, participant_id, words, kind=CHAT)
    except IndividualCase:
        return None


def forget_written_in_chat(uow: Uow, session_id: UUID) -> None:
    """Delete the notes whose words came by the chat: Zoom revoked it. The hands beside them stay."""
    uow.db.execute(delete(FloorNote).where(FloorNote.forum_session_id == session_id, FloorNote.kind == CHAT))


def read(uow: Uow, session_id: UUID, wanted: Collection[NoteId]) -> dict[NoteId, str]:
    """These notes of a forum session, opened. Those whose key is gone are left out."""
    found = {}
    query = select(FloorNote).where(FloorNote.forum_session_id == session_id, FloorNote.id.in_(wanted))
    for row in uow.db.scalars(query):
        try:
            found[NoteId(row.id)] = uow.keys.open_text(row.sealed, row=f"floor_note:{row.id}")
        except Unreadable:
            continue
    return found
