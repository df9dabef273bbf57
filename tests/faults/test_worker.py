"""The worker may die, come twice, or meet a fault: each event is applied once, each letter is sent, nothing is lost."""

from __future__ import annotations

import dataclasses
import signal
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from companion import effects, serving, worker
from companion.intake import events
from companion.kernel import outbox
from companion.kernel.clocks import ManualClock, to_ms
from companion.kernel.inbox import digest_of
from companion.kernel.leases import BACKOFF, LEASE
from companion.kernel.mail import RenderedLetter
from companion.kernel.tables import InboxEvent, JournalEvent, MailCopy, OutboxEffect, WorkerBeat
from companion.kernel.uow import ZOOM, Uow
from companion.people import service, sign_in
from companion.registration.tables import Participant, Stay
from companion.wiring import Wiring
from companion.worker import Worker
from tests import patience
from tests.house import House
from tests.intake import deliveries

Events = list[bytes]


@pytest.fixture
def session_id(house: House) -> UUID:
    return house.forum_session(house.programme(), state="closed", starts_in=timedelta(minutes=5))


def arrive(wiring: Wiring, *bodies: bytes) -> None:
    for body in bodies:
        wiring.inbox.store(body, source="zoom", now=wiring.runner.clock.now())


def count(wiring: Wiring, table: Any) -> int:
    return wiring.runner.read(lambda uow: uow.db.scalar(select(func.count()).select_from(table)) or 0)


def states(wiring: Wiring, table: Any) -> list[str]:
    return wiring.runner.read(lambda uow: list(uow.db.scalars(select(table.state))))


def joined(house: House, who: str = "16778240") -> bytes:
    return deliveries.joined(to_ms(house.now), who)


def test_an_event_is_applied_once_when_a_worker_dies_between_claiming_and_handling(
    wiring: Wiring, house: House, session_id: UUID, clock: ManualClock
) -> None:
    arrive(wiring, joined(house))
    dead, next_one = Worker(wiring, name="dies"), Worker(wiring, name="next")
    assert wiring.runner.run(worker._claim_digests, dead.name) == [digest_of(joined(house))]
    assert next_one.drain() == 0
    clock.advance(LEASE + timedelta(seconds=1))
    assert next_one.drain() == 1
    assert (count(wiring, Participant), states(wiring, InboxEvent)) == (1, ["done"])


def test_a_worker_that_was_only_slow_does_not_apply_it_again(
    wiring: Wiring, house: House, session_id: UUID, clock: ManualClock
) -> None:
    body = joined(house)
    arrive(wiring, body)
    wiring.runner.run(worker._claim_digests, "slow")
    clock.advance(LEASE + timedelta(seconds=1))
    Worker(wiring, name="next").drain()
    wiring.runner.run_as(ZOOM, worker.handle_event, digest_of(body), "slow")
    wiring.runner.run(worker._return_event, digest_of(body), "slow", "TimeoutError")
    assert states(wiring, InboxEvent) == ["done"]
    assert Worker(wiring, name="next").drain() == 0
    assert (count(wiring, Participant), count(wiring, Stay)) == (1, 1)


def test_an_event_that_fails_half_way_leaves_nothing_and_is_tried_again(
    wiring: Wiring, house: House, session_id: UUID, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(wiring, joined(house))
    handle = events.handle

    def fails_afterwards(uow: Uow, event: Any, digest: str) -> None:
        handle(uow, event, digest)
        raise RuntimeError("the power went")

    monkeypatch.setattr(events, "handle", fails_afterwards)
    Worker(wiring).drain()
    assert (count(wiring, Participant), states(wiring, InboxEvent)) == (0, ["new"])
    monkeypatch.setattr(events, "handle", handle)
    assert Worker(wiring).drain() == 0
    clock.advance(BACKOFF[0])
    Worker(wiring).drain()
    assert (count(wiring, Participant), states(wiring, InboxEvent)) == (1, ["done"])


def test_one_event_that_cannot_be_handled_does_not_stop_the_others_and_fails_in_the_end(
    wiring: Wiring, house: House, session_id: UUID, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison = deliveries.ended(to_ms(house.now))
    arrive(wiring, poison, joined(house))
    handle = events.handle

    def chokes(uow: Uow, event: Any, digest: str) -> None:
        if type(event).__name__ == "MeetingEnded":
            raise RuntimeError("cannot be handled")
        handle(uow, event, digest)

    monkeypatch.setattr(events, "handle", chokes)
    Worker(wiring).drain()
    assert count(wiring, Participant) == 1
    for wait in BACKOFF:
        clock.advance(wait)
        Worker(wiring).drain()
    assert sorted(states(wiring, InboxEvent)) == ["done", "failed"]
    failed = wiring.runner.read(lambda uow: uow.db.get_one(InboxEvent, digest_of(poison)).last_error)
    assert failed == "RuntimeError"


def test_two_workers_beside_each_other_handle_each_event_once(
    wiring_on_each: Wiring, house_on_each: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house_on_each.forum_session(house_on_each.programme(), state="live", starts_in=timedelta(minutes=5))
    wiring, handled, counting = wiring_on_each, [], threading.Lock()
    handle = events.handle

    def counted(uow: Uow, event: Any, digest: str) -> None:
        handle(uow, event, digest)
        with counting:
            handled.append(event)

    monkeypatch.setattr(events, "handle", counted)
    arrive(wiring, *(joined(house_on_each, str(who)) for who in range(30)))
    threads = [threading.Thread(target=Worker(wiring, name=f"w{n}").drain) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(handled) == count(wiring, Participant) == 30
    assert set(states(wiring, InboxEvent)) == {"done"}


def test_a_whole_evening_delivered_twice_and_backwards_ends_as_it_was(
    wiring: Wiring, house: House, session_id: UUID
) -> None:
    start = to_ms(house.now)
    evening = [deliveries.started(start), *(deliveries.joined(start + n, str(n)) for n in range(5)),
               deliveries.left(start + 60_000, "3"), deliveries.chat(start + 61_000, "2", "m1", "hand up")]  # fmt: skip
    for body in evening:
        arrive(wiring, body)
        Worker(wiring).drain()
    before = wiring.runner.read(_evening)
    arrive(wiring, *reversed(evening))  # known by their digests
    arrive(wiring, *(body.replace(b'"ACC"', b'"ACC", "x":1') for body in reversed(evening)))  # told in other words
    Worker(wiring).drain()
    assert wiring.runner.read(_evening) == before
    assert before["participants"] == 5


def _evening(uow: Uow) -> dict[str, object]:
    stays = uow.db.execute(select(Stay.connection, Stay.joined_at, Stay.left_at).order_by(Stay.connection)).all()
    journal = uow.db.execute(select(JournalEvent.seq, JournalEvent.type).order_by(JournalEvent.seq)).all()
    return {
        "participants": uow.db.scalar(select(func.count()).select_from(Participant)),
        "stays": [tuple(row) for row in stays],
        "journal": [tuple(row) for row in journal],
    }


def letter(wiring: Wiring, house: House) -> None:
    """A sign-in letter waits in the outbox."""
    address = house.run(service.sign_in_address, house.account())
    house.run(sign_in.ask_to_sign_in, address)


def mails(tmp_path: Path) -> list[str]:
    return [file.read_text() for file in (tmp_path / "mail").glob("*.eml")]


def test_a_letter_is_sent_and_kept_without_its_link(wiring: Wiring, house: House, tmp_path: Path) -> None:
    letter(wiring, house)
    Worker(wiring).drain()
    (sent,) = mails(tmp_path)
    assert "/sign-in/" in sent.replace("=\n", "")
    copy = wiring.runner.run(lambda uow: uow.db.scalars(select(MailCopy)).one())
    kept = wiring.keys.open_text(copy.sealed, row=f"kernel_mail_copy:{copy.id}")
    assert "/sign-in/[link removed]" in kept
    assert states(wiring, OutboxEffect) == ["done"]


def test_a_mail_server_that_is_away_delays_the_letter_and_nothing_else(
    wiring: Wiring, house: House, tmp_path: Path, clock: ManualClock
) -> None:
    class Away:
        def send(self, letter: RenderedLetter, *, sender: str) -> None:
            raise ConnectionRefusedError

    letter(wiring, house)
    broken = dataclasses.replace(wiring, mailer=Away())
    for wait in BACKOFF[:3]:
        Worker(broken).drain()
        assert states(wiring, OutboxEffect) == ["new"]
        clock.advance(wait)
    Worker(wiring).drain()
    assert len(mails(tmp_path)) == 1
    assert states(wiring, OutboxEffect) == ["done"]


def test_a_slow_mail_server_makes_no_second_letter_when_another_worker_takes_over(
    wiring: Wiring, house: House, tmp_path: Path, clock: ManualClock
) -> None:
    for _ in range(3):
        letter(wiring, house)

    class Slow:
        def send(self, letter: RenderedLetter, *, sender: str) -> None:
            wiring.mailer.send(letter, sender=sender)
            clock.advance(LEASE + timedelta(seconds=1))
            Worker(wiring, name="another").drain()

    Worker(dataclasses.replace(wiring, mailer=Slow()), name="slow").drain()
    # The one that was being sent goes twice, as it must when nobody can know; those behind it go once.
    assert len(mails(tmp_path)) == 4
    assert states(wiring, OutboxEffect) == ["done"] * 3


def test_a_worker_that_died_after_sending_sends_again_rather_than_never(
    wiring: Wiring, house: House, tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marked done only afterwards: at the worst a letter comes twice, and each of its links works."""
    letter(wiring, house)
    with monkeypatch.context() as dying:
        dying.setattr(worker, "_letter_sent", _dies)
        with pytest.raises(SystemExit):
            Worker(wiring).drain()
    clock.advance(LEASE + timedelta(seconds=1))
    Worker(wiring).drain()
    assert len(mails(tmp_path)) == 2
    assert (states(wiring, OutboxEffect), count(wiring, MailCopy)) == (["done"], 1)


def _dies(*_: Any) -> None:
    raise SystemExit


def test_a_letter_that_is_not_due_any_more_is_dropped(wiring: Wiring, house: House, tmp_path: Path) -> None:
    wiring.runner.run(
        lambda uow: outbox.queue_letter(uow, "people.sign_in", key="gone", person_id=UUID(int=1))
    )  # fmt: skip
    Worker(wiring).drain()
    assert mails(tmp_path) == []
    assert states(wiring, OutboxEffect) == ["dropped"]


def test_an_effect_that_nobody_knows_fails_and_stops_nothing(wiring: Wiring, house: House, tmp_path: Path) -> None:
    wiring.runner.run(outbox.queue, "unknown.kind", key="k", payload={})
    letter(wiring, house)
    Worker(wiring).drain()
    assert len(mails(tmp_path)) == 1
    assert sorted(states(wiring, OutboxEffect)) == ["done", "new"]


def test_every_letter_that_is_queued_anywhere_can_be_composed() -> None:
    import re

    root = Path(worker.__file__).parent
    queued = {
        name
        for file in root.rglob("*.py")
        for name in re.findall(
            r"(?:queue_letter|send)\(\s*uow,\s*\"([a-z_]+\.[a-z_]+)\"", file.read_text(encoding="utf-8")
        )
    }
    assert "people.sign_in" in queued
    assert queued - set(effects.LETTERS) == set()


def test_a_worker_is_heard_of_every_five_seconds(wiring: Wiring, clock: ManualClock) -> None:
    one = Worker(wiring, name="w")
    one.step()
    first = wiring.runner.read(lambda uow: uow.db.get_one(WorkerBeat, "w").at)
    clock.advance(timedelta(seconds=4))
    one.step()
    assert wiring.runner.read(lambda uow: uow.db.get_one(WorkerBeat, "w").at) == first
    clock.advance(timedelta(seconds=1))
    one.step()
    assert wiring.runner.read(lambda uow: uow.db.get_one(WorkerBeat, "w").at) == clock.now()


def test_a_worker_stops_when_it_is_told_to(wiring: Wiring) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=Worker(wiring).run_forever, args=(stop,))
    thread.start()
    stop.set()
    thread.join(patience.SECONDS)
    assert not thread.is_alive()


def test_a_server_that_is_told_to_end_takes_its_worker_along(wiring: Wiring, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server raises the signal once more when it has drained: that must not be the end of us before our own end."""
    ended: list[bool] = []

    class Drained:
        def run(self, _sockets: Any) -> None:
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(serving, "make_server", lambda *_, **__: Drained())
    monkeypatch.setattr(serving, "_keep_worker", lambda stop: ended.append(stop.wait(patience.SECONDS)))
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with pytest.raises(SystemExit):
            serving.serve(wiring, host="127.0.0.1", port=0, with_worker=True)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert ended == [True]
