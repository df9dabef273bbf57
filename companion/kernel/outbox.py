"""The outbox: effects on the outside world are rows written with their cause, and performed after the commit.

A row holds a kind and ids. Whoever performs it looks up what should be so *now* and mints any token then, so a repeated
or late effect does no harm and no token lies in the database.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from companion.kernel.db import is_sqlite
from companion.kernel.ids import new_id
from companion.kernel.tables import InboxEvent, OutboxEffect
from companion.kernel.uow import Uow


def queue(uow: Uow, kind: str, *, key: str, payload: dict[str, Any], due_at: datetime | None = None) -> bool:
    """Queue an effect, in this transaction. False when `key` was queued before: the same cause has one effect.

    `payload` holds ids, numbers and state words only.
    """
    make = sqlite_insert if is_sqlite(uow.db) else postgres_insert
    statement = (
        make(OutboxEffect)
        .values(
            id=new_id(),
            kind=kind,
            dedupe_key=f"{kind}:{key}",
            payload={name: str(value) if isinstance(value, UUID) else value for name, value in payload.items()},
            queued_at=uow.now,
            due_at=due_at or uow.now,
            state="new",
            attempts=0,
        )
        .on_conflict_do_nothing()
        .returning(OutboxEffect.id)
    )
    return uow.db.execute(statement).scalar() is not None


def queue_letter(uow: Uow, letter: str, *, key: str, due_at: datetime | None = None, **ids: UUID | str | int) -> bool:
    """Queue a letter (`<room>.<name>`); it is composed when it is sent."""
    return queue(uow, "letter", key=f"{letter}:{key}", payload={"letter": letter, **ids}, due_at=due_at)


def pretend(uow: Uow) -> None:
    """Do the work of queueing without anything to perform: one row, written anew each time and dropped already.

    For an answer that must not tell by its time whether somebody is known: a commit that writes takes several times as
    long as one that does not.
    """
    make = sqlite_insert if is_sqlite(uow.db) else postgres_insert
    statement = make(OutboxEffect).values(
        id=new_id(),
        kind="nothing",
        dedupe_key="nothing",
        payload={},
        queued_at=uow.now,
        due_at=uow.now,
        state="dropped",
        attempts=0,
    )
    uow.db.execute(statement.on_conflict_do_update(index_elements=["dedupe_key"], set_={"queued_at": uow.now}))


def waiting(uow: Uow) -> tuple[int, int]:
    """How many inbox events and outbox effects are not done yet."""
    inbox = uow.db.scalar(select(func.count()).select_from(InboxEvent).where(InboxEvent.state.in_(("new", "claimed"))))
    outbox = uow.db.scalar(
        select(func.count()).select_from(OutboxEffect).where(OutboxEffect.state.in_(("new", "claimed")))
    )
    return inbox or 0, outbox or 0
