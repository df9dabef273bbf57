"""What a forum session came to, item by item: decisions, actions and points, typed by whoever runs it.

The words are sealed and kept for KEPT. They name nobody; who does an action stands in a field of its own, so that
minutes without names can leave it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import select

from companion.forums import service as forums
from companion.forums.tables import AgendaItem, Outcome
from companion.kernel import plain_words
from companion.kernel.crypto import Unreadable
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.ids import new_id
from companion.kernel.text import clean, clean_line
from companion.kernel.uow import Uow

Kind = Literal["decision", "action", "point"]
KIND_WORDS: dict[str, str] = {"decision": "Decision", "action": "Action", "point": "Point"}
PURPOSE = "outcomes"
KEPT = timedelta(days=3 * 365)
MOST_LETTERS = 1_000
MOST_OF_WHO = 120


@dataclass(frozen=True)
class Written:
    """An outcome, opened. `who` is who does it, as it was typed; empty where nobody was named."""

    id: UUID
    item_id: UUID | None
    kind: str
    words: str
    who: str
    due_on: date | None
    written_at: datetime


def write(
    uow: Uow,
    session_id: UUID,
    *,
    item_id: UUID | None,
    kind: str,
    words: str,
    who: str = "",
    due_on: date | None = None,
    by: UUID | None = None,
) -> UUID:
    """Write an outcome down and return its id. `item_id` None means the session as a whole.

    Raises NotFound for an item of another session, BadInput without words or where they name a case or a person.
    """
    session = forums.session_of(uow, session_id)
    item = uow.db.get(AgendaItem, item_id) if item_id is not None else None
    if item_id is not None and (item is None or item.forum_session_id != session_id):
        raise NotFound
    if kind not in KIND_WORDS:
        raise BadInput("Choose what it is: a decision, an action or a point.")
    text = clean(words, most=MOST_LETTERS)
    if not text:
        raise BadInput("Write what was decided or is to be done.")
    _check(text)
    outcome_id = new_id()
    content = msgspec.json.encode({"words": text, "who": clean_line(who, most=MOST_OF_WHO)})
    uow.db.add(
        Outcome(
            id=outcome_id,
            forum_session_id=session.id,
            item_id=item_id,
            kind=kind,
            due_on=due_on if kind == "action" else None,
            written_at=uow.now,
            written_by_id=by,
            keep_until=max(session.ends_at, uow.now) + KEPT,
            sealed=uow.keys.seal(content, purpose=PURPOSE, subject=session.id, row=_row(outcome_id)),
        )
    )
    uow.db.flush()
    uow.audit("outcome.written", "forum_session", session.id, kind=kind)
    return outcome_id


def remove(uow: Uow, session_id: UUID, outcome_id: UUID) -> None:
    """Take an outcome out of the minutes. Raises NotFound for one of another session."""
    outcome = uow.db.get(Outcome, outcome_id)
    if outcome is None or outcome.forum_session_id != session_id:
        raise NotFound
    uow.db.delete(outcome)
    uow.audit("outcome.removed", "forum_session", session_id, kind=outcome.kind)


def of_session(uow: Uow, session_id: UUID) -> list[Written]:
    """Every outcome of a session in the order of writing; those whose key is gone are left out."""
    found = []
    query = select(Outcome).where(Outcome.forum_session_id == session_id).order_by(Outcome.written_at, Outcome.id)
    for row in uow.db.scalars(query):
        try:
            content = msgspec.json.decode(uow.keys.open(row.sealed, row=_row(row.id)))
        except Unreadable:
            continue
        found.append(
            Written(row.id, row.item_id, row.kind, content["words"], content["who"], row.due_on, row.written_at)
        )
    return found


def _check(text: str) -> None:
    """Minutes are passed on: no case and nobody's name is in them (LC-16). Raises BadInput that shows what was seen."""
    seen = plain_words.look_at([("", text)])
    spots = [spot.words for spot in (*seen.cases, *seen.perhaps)]
    if spots:
        raise BadInput(
            f"Minutes name no case and nobody: take “{spots[0]}” out. Who does it goes into the field for that."
        )


def _row(outcome_id: UUID) -> str:
    return f"forums_outcome:{outcome_id}"
