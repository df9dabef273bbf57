"""Claimed rows: no two workers hold one, a dead worker's is taken over, a failing one waits longer, then says so."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest

from companion.kernel import leases, outbox
from companion.kernel.ids import new_id
from companion.kernel.leases import BACKOFF, LEASE
from companion.kernel.tables import OutboxEffect
from companion.kernel.uow import Uow
from companion.wiring import Wiring


def claim(uow: Uow, owner: str, most: int = 5) -> list[UUID]:
    rows = leases.claim(uow.db, OutboxEffect, OutboxEffect.queued_at, owner=owner, now=uow.now, most=most)
    return [row.id for row in rows]


def queue(wiring: Wiring, count: int) -> None:
    def make(uow: Uow) -> None:
        for n in range(count):
            assert outbox.queue(uow, "letter", key=str(n), payload={"n": n})

    wiring.runner.run(make)


def fail(uow: Uow, row_id: UUID) -> tuple[str, int]:
    row = uow.db.get_one(OutboxEffect, row_id)
    leases.give_back(row, "OSError", uow.now)
    return row.state, row.attempts


def test_workers_that_race_never_claim_the_same_row(wiring_on_each: Wiring) -> None:
    queue(wiring_on_each, 60)
    start, claimed, errors = threading.Barrier(6), Counter[UUID](), []
    counting = threading.Lock()

    def work(name: str) -> None:
        start.wait()
        try:
            while mine := wiring_on_each.runner.run(claim, name):
                with counting:
                    claimed.update(mine)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(f"worker-{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(claimed) == 60
    assert set(claimed.values()) == {1}


@pytest.mark.postgres
def test_a_row_that_another_is_claiming_is_skipped_and_not_waited_for(wiring_on_each: Wiring) -> None:
    queue(wiring_on_each, 2)

    def while_first_is_open(uow: Uow) -> tuple[list[UUID], list[UUID]]:
        first = claim(uow, "first", most=1)
        uow.db.flush()
        return first, wiring_on_each.runner.run(claim, "second")

    if wiring_on_each.engine.dialect.name == "postgresql":
        first, second = wiring_on_each.runner.run(while_first_is_open)
        assert len(first) == len(second) == 1
        assert first != second


def test_a_dead_workers_row_is_taken_over_when_its_lease_ran_out(wiring_on_each: Wiring) -> None:
    queue(wiring_on_each, 1)
    run, clock = wiring_on_each.runner.run, wiring_on_each.runner.clock
    (row,) = run(claim, "dies")
    assert run(claim, "next") == []
    clock.advance(LEASE)  # type: ignore[attr-defined]
    assert run(claim, "next") == []
    clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined]
    assert run(claim, "next") == [row]
    assert run(lambda uow: uow.db.get_one(OutboxEffect, row).lease_owner) == "next"


def test_a_row_given_back_is_due_later_each_time_and_fails_in_the_end(wiring_on_each: Wiring) -> None:
    queue(wiring_on_each, 1)
    run, clock = wiring_on_each.runner.run, wiring_on_each.runner.clock
    for attempt, wait in enumerate(BACKOFF, start=1):
        (row,) = run(claim, "w")
        assert run(fail, row) == ("new", attempt)
        clock.advance(wait - timedelta(seconds=1))  # type: ignore[attr-defined]
        assert run(claim, "w") == []
        clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined]
    (row,) = run(claim, "w")
    assert run(fail, row) == ("failed", len(BACKOFF) + 1)
    clock.advance(timedelta(days=365))  # type: ignore[attr-defined]
    assert run(claim, "w") == []
    assert list(BACKOFF) == sorted(BACKOFF)


def test_a_row_that_kills_whoever_tries_it_is_given_up_in_the_end(wiring_on_each: Wiring) -> None:
    queue(wiring_on_each, 1)
    run, clock = wiring_on_each.runner.run, wiring_on_each.runner.clock
    for _ in range(leases.MOST_TRIES):
        (row,) = run(claim, "dies")
        clock.advance(LEASE + timedelta(seconds=1))  # type: ignore[attr-defined]
    assert run(claim, "careful") == []
    assert run(lambda uow: uow.db.get_one(OutboxEffect, row).state) == "failed"


def test_a_claim_is_renewed_by_its_owner_only(wiring: Wiring) -> None:
    queue(wiring, 1)
    (row,) = wiring.runner.run(claim, "first")

    def renew(uow: Uow, owner: str) -> bool:
        return leases.renew(uow.db.get_one(OutboxEffect, row), owner=owner, now=uow.now)

    wiring.runner.clock.advance(LEASE)  # type: ignore[attr-defined]
    assert wiring.runner.run(renew, "first")
    assert not wiring.runner.run(renew, "second")
    wiring.runner.clock.advance(LEASE)  # type: ignore[attr-defined]
    assert wiring.runner.run(claim, "second") == []
    wiring.runner.clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined]
    assert wiring.runner.run(claim, "second") == [row]
    assert not wiring.runner.run(renew, "first")


def test_a_row_may_say_itself_when_it_is_due_again(wiring: Wiring) -> None:
    queue(wiring, 1)
    (row,) = wiring.runner.run(claim, "w")
    later = wiring.runner.clock.now() + timedelta(hours=3)

    def give_back(uow: Uow) -> tuple[object, ...]:
        effect = uow.db.get_one(OutboxEffect, row)
        leases.give_back(effect, "x" * 1000, uow.now, due_at=later)
        return effect.due_at, effect.lease_owner, effect.lease_until, len(effect.last_error or "")

    assert wiring.runner.run(give_back) == (later, None, None, 200)


def test_one_cause_has_one_effect(wiring_on_each: Wiring) -> None:
    run = wiring_on_each.runner.run
    assert run(outbox.queue, "zoom.registrant", key="r:1", payload={"id": new_id()})
    assert not run(outbox.queue, "zoom.registrant", key="r:1", payload={"id": new_id()})
    assert run(outbox.queue, "letter", key="r:1", payload={})
    assert run(lambda uow: outbox.queue_letter(uow, "people.sign_in", key="r:1", person_id=new_id()))
    assert not run(lambda uow: outbox.queue_letter(uow, "people.sign_in", key="r:1", person_id=new_id()))
    assert wiring_on_each.runner.read(outbox.waiting) == (0, 3)


def test_racing_causes_have_one_effect(wiring_on_each: Wiring) -> None:
    start, queued, errors = threading.Barrier(8), [], []

    def cause() -> None:
        start.wait()
        try:
            queued.append(wiring_on_each.runner.run(outbox.queue, "letter", key="same", payload={}))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=cause) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(queued) == [False] * 7 + [True]


def test_an_effect_that_is_not_due_yet_waits(wiring: Wiring) -> None:
    due_at = wiring.runner.clock.now() + timedelta(days=1)
    wiring.runner.run(outbox.queue, "letter", key="k", payload={}, due_at=due_at)
    assert wiring.runner.run(claim, "w") == []
    wiring.runner.clock.advance(timedelta(days=1))  # type: ignore[attr-defined]
    assert len(wiring.runner.run(claim, "w")) == 1
