"""The journal of a forum session: facts appended under its lock, numbered without gaps, replayed by pure reducers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, select, text, update
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


class Stored(NamedTuple):
    """An event as it stands in its stream; the columns of its row."""

    seq: int
    idem_key: str
    type: str
    payload: dict[str, Any]
    actor_id: UUID | None
    actor_role: str
    source: str
    source_version: int | None
    occurred_at_ms: int
    received_at_ms: int


# Statements of the busiest path, made once and of plain columns: a burst of hands runs each of them a hundred times.
_STREAM = cast(Table, JournalStream.__table__)
_EVENT = cast(Table, JournalEvent.__table__)
_HEAD = select(_STREAM.c.head).where(_STREAM.c.id == bindparam("stream"))
_LOCKED_HEAD = _HEAD.with_for_update()  # SQLite began IMMEDIATE, so nobody else writes; PostgreSQL needs the row
_MOVE = update(_STREAM).where(_STREAM.c.id == bindparam("stream")).values(head=bindparam("to"))
_OPEN = {
    True: sqlite_insert(_STREAM).values(id=bindparam("stream"), head=0).on_conflict_do_nothing(),
    False: postgres_insert(_STREAM).values(id=bindparam("stream"), head=0).on_conflict_do_nothing(),
}
_SAME_ACT = ["stream_id", "idem_key"]
_STORE = {
    True: sqlite_insert(_EVENT).on_conflict_do_nothing(index_elements=_SAME_ACT).returning(_EVENT.c.seq),
    False: postgres_insert(_EVENT).on_conflict_do_nothing(index_elements=_SAME_ACT).returning(_EVENT.c.seq),
}
_EVENTS = select(*(_EVENT.c[name] for name in Stored._fields)).where(_EVENT.c.stream_id == bindparam("stream"))
_SINCE = _EVENTS.where(_EVENT.c.seq > bindparam("since")).order_by(_EVENT.c.seq)
_BY_KEY = _EVENTS.where(_EVENT.c.idem_key == bindparam("key"))

_HELD = "journals held"  # in a database session's `info`: each stream whose lock this transaction has, and its head


class Journal:
    """One stream, held by its lock from the first `lock` or `append` until the transaction ends."""

    def __init__(self, uow: Uow, stream_id: UUID) -> None:
        self._uow = uow
        self._db = uow.db
        self._id = stream_id

    def lock(self) -> int:
        """Take the stream's lock and return its head. Decide on what you read after this, not before."""
        held: dict[UUID, int] = self._db.info.setdefault(_HELD, {})
        if self._id not in held:
            head = self._db.scalar(_LOCKED_HEAD, {"stream": self._id})
            if head is None:
                self._db.execute(_OPEN[is_sqlite(self._db)], {"stream": self._id})
                head = self._db.execute(_LOCKED_HEAD, {"stream": self._id}).scalar_one()
            held[self._id] = head
        return held[self._id]

    def knows(self, idem_key: str) -> bool:
        """Whether this act is in the stream already."""
        return self._by_key(idem_key) is not None

    def events(self, since: int = 0) -> list[Stored]:
        """Every event after number `since`, in order."""
        return events(self._db, self._id, since)

    def append(self, *facts: Fact) -> list[Stored]:
        """Append facts and return their events; a fact whose `idem_key` is known already returns the old event."""
        before = head = self.lock()
        self._db.info.setdefault(WRITTEN, set()).add(self._id)
        stored = []
        for fact in facts:
            event = Stored(
                seq=head + 1,
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
            store = _STORE[is_sqlite(self._db)]
            if self._db.execute(store, {"stream_id": self._id, **event._asdict()}).first() is None:
                known = self._by_key(fact.idem_key)
                assert known is not None
                stored.append(known)
                continue
            head += 1
            stored.append(event)
        if head != before:
            self._db.info[_HELD][self._id] = head
            self._db.execute(_MOVE, {"stream": self._id, "to": head})
            self._db.info.setdefault(GROWN, {})[self._id] = head
            self._notify(head)
        return stored

    def _by_key(self, idem_key: str) -> Stored | None:
        row = self._db.execute(_BY_KEY, {"stream": self._id, "key": idem_key}).first()
        return None if row is None else Stored(*row)

    def _notify(self, head: int) -> None:
        if not is_sqlite(self._db):
            payload = f"{self._id}:{head}"
            self._db.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload})


def held(db: Session, stream_id: UUID) -> bool:
    """Whether this transaction has the stream's lock, so that nobody else moves its head."""
    return stream_id in db.info.get(_HELD, {})


def head(db: Session, stream_id: UUID) -> int:
    """The number of the stream's last event; nought where there is none."""
    known: int | None = db.info.get(_HELD, {}).get(stream_id)
    return (db.scalar(_HEAD, {"stream": stream_id}) or 0) if known is None else known


def events(db: Session, stream_id: UUID, since: int = 0) -> list[Stored]:
    """Every event of a stream after number `since`, in order."""
    return [Stored(*row) for row in db.execute(_SINCE, {"stream": stream_id, "since": since})]


def heads(db: Session, stream_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The head of each stream that has one."""
    query = select(JournalStream.id, JournalStream.head).where(JournalStream.id.in_(stream_ids))
    return {row.id: row.head for row in db.execute(query)}
