"""A show of hands: a question, what was counted, and how many were left out of it by a declared interest (BX-41)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.forums import service as forums
from companion.forums.tables import AgendaItem
from companion.interests import rules, telling, wording
from companion.interests.tables import ShowOfHands
from companion.kernel.crypto import Unreadable
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.ids import new_id
from companion.kernel.text import clean_line
from companion.kernel.uow import Uow


@dataclass(frozen=True)
class Counted:
    """What was asked and how many hands there were."""

    in_favour: int
    against: int
    abstained: int
    left_out: int = 0


@dataclass(frozen=True)
class Show:
    """A show of hands, for the minutes and for correcting it. `question` is empty once its words are gone."""

    id: UUID
    item_id: UUID
    question: str
    counted: Counted
    counted_at: datetime
    is_corrected: bool


def record(
    uow: Uow, session_id: UUID, item_id: UUID, question: str, counted: Counted, *, role: str, key: str = ""
) -> None:
    """Keep a show of hands on an item, once for each `key`. Raises NoSuchItem, BadInput without a question."""
    if key and telling.is_known(uow, session_id, "hands.counted", key):
        return
    forum_session = forums.session_of(uow, session_id)
    item = uow.db.get(AgendaItem, item_id)
    if item is None or item.forum_session_id != session_id:
        raise rules.NoSuchItem
    asked = clean_line(question, most=rules.MOST_LETTERS)
    if not asked:
        raise BadInput("Enter the question that was put to the meeting.")
    show_id = new_id()
    made = ShowOfHands(
        id=show_id,
        forum_session_id=session_id,
        item_id=item_id,
        in_favour=counted.in_favour,
        against=counted.against,
        abstained=counted.abstained,
        left_out=counted.left_out,
        counted_at=forums.time_in(uow, forum_session),
        counted_by_id=uow.actor.id,
        keep_until=max(forum_session.ends_at, uow.now) + wording.SHOWS_KEPT_AFTER,
        sealed=wording.seal(uow, session_id, asked, f"interests_show_of_hands:{show_id}"),
    )
    uow.db.add(made)
    uow.db.flush()
    _tell(uow, made, role, key)


def correct(uow: Uow, show_id: UUID, counted: Counted, *, role: str) -> None:
    """Count again; the journal keeps both, and the later one holds. Raises NotFound."""
    found = uow.db.get(ShowOfHands, show_id)
    if found is None:
        raise NotFound
    found.in_favour, found.against, found.abstained = counted.in_favour, counted.against, counted.abstained
    found.corrected_at = uow.now
    uow.db.flush()
    _tell(uow, found, role)


def shows(uow: Uow, session_id: UUID) -> list[Show]:
    """Every show of hands of a forum session, in order."""
    query = select(ShowOfHands).where(ShowOfHands.forum_session_id == session_id)
    return [
        Show(
            row.id,
            row.item_id,
            _question(uow, row),
            Counted(row.in_favour, row.against, row.abstained, row.left_out),
            row.counted_at,
            row.corrected_at is not None,
        )
        for row in uow.db.scalars(query.order_by(ShowOfHands.counted_at, ShowOfHands.id))
    ]


def _question(uow: Uow, row: ShowOfHands) -> str:
    try:
        return uow.keys.open_text(row.sealed, row=f"interests_show_of_hands:{row.id}")
    except Unreadable:
        return ""


def _tell(uow: Uow, made: ShowOfHands, role: str, key: str = "") -> None:
    payload = {
        "show_id": made.id,
        "item_id": made.item_id,
        "in_favour": made.in_favour,
        "against": made.against,
        "abstained": made.abstained,
        "left_out": made.left_out,
    }
    telling.tell(uow, made.forum_session_id, "hands.counted", payload, role=role, key=key)
    uow.audit("hands.were_counted", "show_of_hands", made.id)
