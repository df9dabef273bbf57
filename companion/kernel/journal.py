"""The journal of a forum session: facts appended under its lock, numbered without gaps, replayed by pure reducers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from companion.kernel.clocks import to_ms
from companion.kernel.db import is_sqlite
from companion.kernel.tables import JournalEvent, JournalStream
from companion.kernel.uow import GROWN, Uow

CHANNEL = "companion_journal"  # PostgreSQL's NOTIFY channel; the payload is "<stream id>:<seq>"

WRITTEN = "journals written"  # in a database session's `info`: the streams that hold what might still be rolled back


@dataclass(frozen=True)
class Fact:
    """What is about to be appended: its type and payload (ids, numbers, state words), and who says so since when.

    `idem_key` names the act itself, so that the same act delivered twice is stored once.
    """

    type: str
    payload: Mapping[str, Any]
    idem_key: str
    actor_role: str
    source: str
    occurred_at_ms: int
    actor_id: UUID | None = None
    source_version: int | None = None
    received_at_ms: int | None = None  # the session's own time where it runs on a scaled clock; else ours


class Journal:
    """One stream, held by its lock from the first `lock` or `append` until the transaction ends."""

    def __init__(self, uow: Uow, stream_id: UUID) -> None:
        self._uow = uow
        self._db = uow.db
        self._id = stream_id
        self._head: int | None = None

    def lock(self) -> int:
        """Take the stream's lock and return its head. Decide on what you read after this, not before."""
        if self._head is None:
            make = sqlite_insert if is_sqlite(self._db) else postgres_insert
            self._db.execute(make(JournalStream).values(id=self._id, head=0).on_conflict_do_nothing())
            # SQLite began IMMEDIATE, so nobody else writes; PostgreSQL needs the row.
            query = select(JournalStream.head).where(JournalStream.id == self._id).with_for_update()
            self._head = self._db.execute(query).scalar_one()
        return self._head

    def events(self, since: int = 0) -> list[JournalEvent]:
        """Every event after number `since`, in order."""
        return events(self._db, self._id, since)

    def append(self, *facts: Fact) -> list[JournalEvent]:
        """Append facts and return their events; a fact whose `idem_key` is known already returns the old event."""
        head = self.lock()
        self._db.info.setdefault(WRITTEN, set()).add(self._id)
        stored = []
        for fact in facts:
            known = self._db.scalar(
                select(JournalEvent).where(JournalEvent.stream_id == self._id, JournalEvent.idem_key == fact.idem_key)
            )
            if known is not None:
                stored.append(known)
                continue
            head += 1
            event = JournalEvent(
                stream_id=self._id,
                seq=head,
                idem_key=fact.idem_key,
                type=fact.type,
                payload=dict(fact.payload),
                actor_id=fact.actor_id,
                actor_role=fact.actor_role,
                source=fact.source,
                source_version=fact.source_version,
                occurred_at_ms=fact.occurred_at_ms,
                received_at_ms=to_ms(self._uow.now) if fact.received_at_ms is None else fact.received_at_ms,
            )
            self._db.add(event)
            self._db.flush()
            stored.append(event)
        if head != self._head:
            self._head = head
            self._db.execute(update(JournalStream).where(JournalStream.id == self._id).values(head=head))
            self._db.info.setdefault(GROWN, {})[self._id] = head
            self._notify(head)
        return stored

    def _notify(self, head: int) -> None:
        if not is_sqlite(self._db):
            payload = f"{self._id}:{head}"
            self._db.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload})


def events(db: Session, stream_id: UUID, since: int = 0) -> list[JournalEvent]:
    """Every event of a stream after number `since`, in order."""
    query = (
        select(JournalEvent)
        .where(JournalEvent.stream_id == stream_id, JournalEvent.seq > since)
        .order_by(JournalEvent.seq)
    )
    return list(db.scalars(query))


def heads(db: Session, stream_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The head of each stream that has one."""
    query = select(JournalStream.id, JournalStream.head).where(JournalStream.id.in_(stream_ids))
    return {row.id: row.head for row in db.execute(query)}
