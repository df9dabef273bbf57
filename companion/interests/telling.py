"""What the journal of a forum session learns of declared interests: ids and state words, for the floor to act on.

The floor is the room above and is never called; it folds these facts like any others, whoever wrote them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from companion.forums import service as forums
from companion.interests.rules import MOST_OWN_ACTS_A_MINUTE
from companion.kernel.clocks import to_ms
from companion.kernel.errors import TooOften
from companion.kernel.ids import new_id
from companion.kernel.journal import Fact, Journal
from companion.kernel.tables import JournalEvent
from companion.kernel.uow import Uow


def hold(uow: Uow, session_id: UUID) -> None:
    """Let nobody else write about this forum session until the transaction ends."""
    Journal(uow, session_id).lock()


def tell(
    uow: Uow, session_id: UUID, kind: str, payload: Mapping[str, Any], *, role: str, source: str = "page", key: str = ""
) -> None:
    """Append one fact, at the forum session's own time. What is None is left out, as the floor's events do."""
    at_ms = to_ms(forums.time_in(uow, forums.session_of(uow, session_id)))
    plain = {name: str(value) if isinstance(value, UUID) else value for name, value in payload.items()}
    Journal(uow, session_id).append(
        Fact(
            type=kind,
            payload={name: value for name, value in plain.items() if value is not None},
            idem_key=f"{kind}:{key or new_id()}/0",
            actor_role=role,
            source=source,
            occurred_at_ms=at_ms,
            actor_id=uow.actor.id,
            received_at_ms=at_ms,
        )
    )


def not_too_often(uow: Uow, session_id: UUID) -> None:
    """Let an act of somebody's own through, where they have not done very many within the last minute, here or on the
    floor. Under the stream's lock. Raises TooOften."""
    hold(uow, session_id)
    since_ms = to_ms(forums.time_in(uow, forums.session_of(uow, session_id))) - 60_000
    query = select(func.count()).where(
        JournalEvent.stream_id == session_id,
        JournalEvent.actor_id == uow.actor.id,
        JournalEvent.actor_role.in_(("registrant", "landlord_contact")),
        JournalEvent.received_at_ms > since_ms,
    )
    if (uow.db.scalar(query) or 0) >= MOST_OWN_ACTS_A_MINUTE:
        raise TooOften


def is_known(uow: Uow, session_id: UUID, kind: str, key: str) -> bool:
    """Whether the same press has been told before; under the stream's lock, so that two of them are one."""
    hold(uow, session_id)
    query = select(JournalEvent.seq).where(
        JournalEvent.stream_id == session_id, JournalEvent.idem_key == f"{kind}:{key}/0"
    )
    return uow.db.scalars(query).first() is not None


def is_over(uow: Uow, session_id: UUID, item_id: UUID) -> bool:
    """Whether an item was opened and is closed now."""
    query = select(JournalEvent.type, JournalEvent.payload).where(
        JournalEvent.stream_id == session_id, JournalEvent.type.in_(("item.opened", "item.closed", "session.ended"))
    )
    was_opened = is_open = False
    for kind, payload in uow.db.execute(query.order_by(JournalEvent.seq)):
        if kind == "session.ended":
            is_open = False
        elif payload.get("item_id") == str(item_id):
            is_open = kind == "item.opened"
            was_opened = True
        elif kind == "item.opened":
            is_open = False
    return was_opened and not is_open
