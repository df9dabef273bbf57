"""The words behind a declaration: sealed, with an end, opened for its declarer and for whoever decides."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from companion.forums.tables import ForumSession
from companion.interests import rules
from companion.interests.tables import Declaration, InterestWords
from companion.kernel.crypto import Unreadable
from companion.kernel.ids import new_id
from companion.kernel.text import clean_line
from companion.kernel.uow import Uow

SEAL = "interests"
KEPT_AFTER = timedelta(days=90)  # after the forum session
SHOWS_KEPT_AFTER = timedelta(days=365)


def keep(uow: Uow, declaration: Declaration, kind: str, words: str) -> None:
    """Keep what somebody wrote; nothing is kept of nothing."""
    text = clean_line(words, most=rules.MOST_LETTERS)
    if not text:
        return
    words_id = new_id()
    ends_at = uow.db.get_one(ForumSession, declaration.forum_session_id).ends_at
    uow.db.add(
        InterestWords(
            id=words_id,
            declaration_id=declaration.id,
            kind=kind,
            written_at=uow.now,
            keep_until=max(ends_at, uow.now) + KEPT_AFTER,
            sealed=seal(uow, declaration.forum_session_id, text, f"interests_words:{words_id}"),
        )
    )
    uow.db.flush()


def read(uow: Uow, session_id: UUID, *, declarer_id: UUID | None = None) -> dict[UUID, dict[str, str]]:
    """By declaration, the newest words of each kind; with `declarer_id`, only of that person's own."""
    query = (
        select(InterestWords)
        .join(Declaration, Declaration.id == InterestWords.declaration_id)
        .where(Declaration.forum_session_id == session_id)
        .order_by(InterestWords.written_at, InterestWords.id)
    )
    if declarer_id is not None:
        query = query.where(Declaration.person_id == declarer_id)
    found: dict[UUID, dict[str, str]] = {}
    for row in uow.db.scalars(query):
        try:
            text = uow.keys.open_text(row.sealed, row=f"interests_words:{row.id}")
        except Unreadable:
            continue
        found.setdefault(row.declaration_id, {})[row.kind] = text
    return found


def seal(uow: Uow, session_id: UUID, text: str, row: str) -> bytes:
    return uow.keys.seal(text, purpose=SEAL, subject=session_id, row=row)
