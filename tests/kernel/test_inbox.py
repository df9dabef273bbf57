"""The inbox: durable before it is answered, stored once, refused rather than lost, and forgotten after its days."""

from __future__ import annotations

import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from companion.kernel import inbox
from companion.kernel.crypto import Unreadable
from companion.kernel.errors import Busy
from companion.kernel.inbox import InboxWriter, digest_of
from companion.kernel.tables import InboxEvent
from companion.kernel.uow import Uow
from companion.wiring import Wiring
from tests import patience
from tests.kernel.engines import impatient


def store(wiring: Wiring, body: bytes) -> bool:
    return wiring.inbox.store(body, source="zoom", now=wiring.runner.clock.now())


def digests(wiring: Wiring) -> list[str]:
    return wiring.runner.read(lambda uow: list(uow.db.scalars(select(InboxEvent.digest))))


def body_of(wiring: Wiring, body: bytes) -> bytes | None:
    return wiring.runner.read(lambda uow: inbox.open_body(uow, uow.db.get_one(InboxEvent, digest_of(body))))


def test_two_hundred_deliveries_at_once_are_each_stored_once(wiring_on_each: Wiring) -> None:
    bodies = [f'{{"event":"e","n":{n % 100}}}'.encode() for n in range(200)]
    with ThreadPoolExecutor(50) as pool:
        fresh = list(pool.map(lambda body: store(wiring_on_each, body), bodies))
    assert sum(fresh) == 100
    assert sorted(digests(wiring_on_each)) == sorted({digest_of(body) for body in bodies})
    assert all(body_of(wiring_on_each, body) == body for body in bodies[:100])


def test_many_deliveries_share_a_commit(wiring: Wiring, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    commit = InboxWriter._commit

    def counted(self: InboxWriter, batch: list[object]) -> None:
        sizes.append(len(batch))
        commit(self, batch)  # type: ignore[arg-type]

    monkeypatch.setattr(InboxWriter, "_commit", counted)
    with ThreadPoolExecutor(50) as pool:
        list(pool.map(lambda n: store(wiring, str(n).encode()), range(200)))
    assert sum(sizes) == 200
    assert len(sizes) < 150
    assert max(sizes) <= inbox.MOST_AT_ONCE


def test_two_processes_with_the_same_deliveries_do_not_block_each_other(wiring_on_each: Wiring) -> None:
    other = InboxWriter(wiring_on_each.engine, wiring_on_each.keys)
    now = wiring_on_each.runner.clock.now()
    bodies = [str(n).encode() for n in range(60)]
    with ThreadPoolExecutor(30) as pool:
        here = [pool.submit(wiring_on_each.inbox.store, body, source="zoom", now=now) for body in bodies]
        there = [pool.submit(other.store, body, source="zoom", now=now) for body in reversed(bodies)]
        fresh = [answer.result() for answer in here + there]
    other.stop()
    assert sum(fresh) == len(bodies) == len(digests(wiring_on_each))


def test_a_known_delivery_is_told_from_a_new_one(wiring_on_each: Wiring) -> None:
    assert [store(wiring_on_each, b"one"), store(wiring_on_each, b"one"), store(wiring_on_each, b"two")] == [
        True,
        False,
        True,
    ]


def test_a_locked_database_is_busy_and_the_next_try_is_stored(wiring: Wiring) -> None:
    writer = InboxWriter(impatient(wiring.settings.database_url), wiring.keys)
    now = wiring.runner.clock.now()
    with wiring.engine.connect() as holder:
        holder.execute(text("DELETE FROM kernel_worker_beat"))
        with pytest.raises(Busy):
            writer.store(b"one", source="zoom", now=now)
    assert digests(wiring) == []
    assert writer.store(b"one", source="zoom", now=now)
    writer.stop()
    writer._engine.dispose()


def test_a_full_queue_is_busy_and_what_was_answered_is_there(wiring: Wiring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "MOST_WAITING", 3)
    writer = InboxWriter(wiring.engine, wiring.keys)
    now = wiring.runner.clock.now()
    taken: list[bytes] = []
    refused: list[bytes] = []

    def deliver(n: int) -> None:
        body = str(n).encode()
        try:
            writer.store(body, source="zoom", now=now, timeout=patience.SECONDS)
            taken.append(body)
        except Busy:
            refused.append(body)

    writing, gate = threading.Event(), threading.Event()
    commit = InboxWriter._commit

    def slow(self: InboxWriter, batch: Any) -> None:
        writing.set()
        assert gate.wait(patience.SECONDS)
        commit(self, batch)

    monkeypatch.setattr(InboxWriter, "_commit", slow)
    with ThreadPoolExecutor(12) as pool:
        pool.submit(deliver, 0)
        assert writing.wait(patience.SECONDS)  # the disk is slow, and eleven more arrive
        others = [pool.submit(deliver, n) for n in range(1, 12)]
        done = set[Future[None]]()
        while len(done) < 8:  # three may wait; the rest is refused at once
            more, _ = wait(set(others) - done, timeout=patience.SECONDS, return_when=FIRST_COMPLETED)
            assert more, "a delivery was neither refused nor queued"
            done |= more
        gate.set()
    writer.stop()
    assert (len(taken), len(refused)) == (4, 8)
    assert sorted(digests(wiring)) == sorted(digest_of(body) for body in taken)


def test_stopping_writes_what_is_waiting_and_it_can_start_again(wiring: Wiring) -> None:
    assert store(wiring, b"one")
    wiring.inbox.stop()
    wiring.inbox.stop()
    assert store(wiring, b"two")
    assert len(digests(wiring)) == 2


@pytest.mark.req("X-04")
def test_a_body_is_dropped_after_seven_days_and_its_digest_still_meets_a_replay(wiring_on_each: Wiring) -> None:
    wiring, clock = wiring_on_each, wiring_on_each.runner.clock
    store(wiring, b"handled")
    store(wiring, b"waiting")
    wiring.runner.run(_finish, digest_of(b"handled"))
    clock.advance(timedelta(days=6, hours=23))  # type: ignore[attr-defined]
    assert wiring.runner.run(inbox.drop_old_bodies) == 0
    clock.advance(timedelta(hours=2))  # type: ignore[attr-defined]
    assert wiring.runner.run(inbox.drop_old_bodies) == 1
    assert body_of(wiring, b"handled") is None
    assert body_of(wiring, b"waiting") == b"waiting"
    assert store(wiring, b"handled") is False


@pytest.mark.req("X-04")
def test_a_days_key_is_destroyed_with_its_last_body_so_that_no_backup_brings_it_back(wiring: Wiring) -> None:
    clock = wiring.runner.clock
    store(wiring, b"old")
    store(wiring, b"stuck")
    sealed = wiring.runner.read(lambda uow: uow.db.get_one(InboxEvent, digest_of(b"old")).sealed_body)
    assert sealed is not None
    wiring.runner.run(_finish, digest_of(b"old"))
    for _ in range(5):  # as the worker does it: every six hours, over the day on which the body goes
        clock.advance(timedelta(days=2))  # type: ignore[attr-defined]
        store(wiring, f"new at {clock.now()}".encode())
        wiring.runner.run(inbox.drop_old_bodies)
    assert body_of(wiring, b"stuck") == b"stuck"
    wiring.runner.run(_finish, digest_of(b"stuck"))
    wiring.runner.run(inbox.drop_old_bodies)
    with pytest.raises(Unreadable):
        wiring.keys.open(sealed, row=digest_of(b"old"))
    assert store(wiring, b"today")
    assert body_of(wiring, b"today") == b"today"


def test_a_body_lies_sealed_in_the_file(wiring: Wiring, tmp_path: Path) -> None:
    store(wiring, b'{"user_name":"Canary Whitlock"}')
    for file in tmp_path.glob("companion.db*"):
        assert b"Canary" not in file.read_bytes()


def _finish(uow: Uow, digest: str) -> None:
    uow.db.get_one(InboxEvent, digest).state = "done"
