"""The inbox: an event from Zoom is durable before it is answered, and handled once afterwards.

Many deliveries arrive at once, and each wants its own durable commit within Zoom's three seconds. One writer thread
commits whatever has gathered in one transaction (group commit), so the disk is flushed once for all of them.
"""

from __future__ import annotations

import hashlib
import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import Engine, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import SQLAlchemyError

from companion.kernel.crypto import Keys
from companion.kernel.db import is_sqlite
from companion.kernel.errors import Busy
from companion.kernel.tables import InboxEvent
from companion.kernel.uow import Uow

PURPOSE = "inbox"
KEEP_BODY = timedelta(days=7)
MOST_WAITING = 2_000  # beyond this a delivery is refused with 503, and Zoom tries again
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Delivery:
    """A verified delivery on its way to the table."""

    digest: str
    source: str
    kind: str | None
    received_at: datetime
    sealed_body: bytes


def digest_of(body: bytes) -> str:
    """The key under which a body is stored once: SHA-256 of the raw bytes, in hex."""
    return hashlib.sha256(body).hexdigest()


def day_key(at: datetime) -> UUID:
    """The subject of the data key for bodies received on that UTC day."""
    return uuid5(NAMESPACE_URL, f"companion:inbox:{at:%Y-%m-%d}")


class InboxWriter:
    """Stores deliveries durably, many in one commit. Start it once per process and stop it at the end."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys
        self._waiting: queue.Queue[tuple[Delivery, Future[bool]] | None] = queue.Queue(MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        make = sqlite_insert if is_sqlite(engine) else postgres_insert
        self._insert = make(InboxEvent).on_conflict_do_nothing().returning(InboxEvent.digest)

    def store(self, body: bytes, *, source: str, now: datetime, kind: str | None = None, timeout: float = 2.0) -> bool:
        """Store a body durably; True when it is new, False when it was known already. `kind` is what it is about.

        Returns only after the commit. Raises Busy when that takes longer than `timeout` seconds or cannot be done.
        """
        digest = digest_of(body)
        sealed = self._keys.seal(body, purpose=PURPOSE, subject=day_key(now), row=digest)
        answer: Future[bool] = Future()
        self._ensure_started()
        try:
            self._waiting.put_nowait((Delivery(digest, source, kind, now, sealed), answer))
            return answer.result(timeout)
        except (queue.Full, TimeoutError, SQLAlchemyError) as error:
            raise Busy from error

    def stop(self) -> None:
        """Flush what is waiting and end the thread."""
        with self._starting:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._waiting.put(None)
            thread.join()

    def _ensure_started(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._write, name="inbox-writer", daemon=True)
                self._thread.start()

    def _write(self) -> None:
        while True:
            first = self._waiting.get()
            if first is None:
                return
            batch, last = [first], False
            while len(batch) < MOST_AT_ONCE:
                try:
                    item = self._waiting.get_nowait()
                except queue.Empty:
                    break
                if item is None:
                    last = True
                    break
                batch.append(item)
            self._commit(batch)
            if last:
                return

    def _commit(self, batch: Sequence[tuple[Delivery, Future[bool]]]) -> None:
        fresh: set[str] = set()
        try:
            with self._engine.begin() as connection:
                # In one order everywhere: two processes with the same deliveries must not wait for each other.
                for delivery, _ in sorted(batch, key=lambda waiting: waiting[0].digest):
                    row = {
                        "digest": delivery.digest,
                        "source": delivery.source,
                        "kind": delivery.kind,
                        "received_at": delivery.received_at,
                        "sealed_body": delivery.sealed_body,
                        "state": "new",
                        "attempts": 0,
                        "due_at": delivery.received_at,
                    }
                    if connection.execute(self._insert, row).scalar() is not None:
                        fresh.add(delivery.digest)
        except BaseException as error:  # every waiting request must hear of it, whatever it was
            for _, answer in batch:
                answer.set_exception(error)
            if not isinstance(error, SQLAlchemyError):
                raise
            return
        for delivery, answer in batch:
            answer.set_result(delivery.digest in fresh)
            fresh.discard(delivery.digest)


def counts_of(uow: Uow, since: datetime) -> dict[str, tuple[int, datetime]]:
    """How many events of each kind came since then, and when the last of them; without those kept before kinds were."""
    query = (
        select(InboxEvent.kind, func.count(), func.max(InboxEvent.received_at))
        .where(InboxEvent.kind.is_not(None), InboxEvent.received_at >= since)
        .group_by(InboxEvent.kind)
    )
    return {kind: (count, last) for kind, count, last in uow.db.execute(query) if kind is not None}


def open_body(uow: Uow, event: InboxEvent) -> bytes | None:
    """The raw body of a stored delivery; None once it was dropped."""
    if event.sealed_body is None:
        return None
    return uow.keys.open(event.sealed_body, row=event.digest)


def drop_old_bodies(uow: Uow) -> int:
    """Drop bodies older than KEEP_BODY (the digest stays, as the record that a replay meets). Returns how many.

    A day's key is destroyed once nothing of that day is left to read, so that a backup cannot bring a body back.
    """
    cutoff = uow.now - KEEP_BODY
    old = (InboxEvent.received_at < cutoff, InboxEvent.sealed_body.is_not(None))
    handled = or_(InboxEvent.state == "done", InboxEvent.state == "failed")
    dropped = uow.db.execute(update(InboxEvent).where(*old, handled).values(sealed_body=None)).rowcount  # type: ignore[attr-defined]
    still_to_do = uow.db.scalars(select(InboxEvent.received_at).where(*old)).all()
    shred_days(uow, PURPOSE, since=cutoff, but=still_to_do)
    return int(dropped)


def shred_days(uow: Uow, purpose: str, *, since: datetime, but: Sequence[datetime] = ()) -> int:
    """Destroy the day keys of a purpose, except for the days from `since` to tomorrow and the days of `but`."""
    days = (uow.now - since).days + 3
    kept = {day_key(since + timedelta(days=n)) for n in range(days)} | {day_key(at) for at in but}
    gone = uow.keys.subjects(purpose) - kept
    for day in gone:
        uow.keys.shred(purpose=purpose, subject=day)
    return len(gone)
