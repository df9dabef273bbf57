"""One transaction per use-case: all of it or nothing, its audit entries with it, another try on a clash."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from companion.kernel import outbox
from companion.kernel.errors import Busy, DomainError
from companion.kernel.ids import new_id
from companion.kernel.tables import AuditEntry, OutboxEffect, WorkerBeat
from companion.kernel.uow import ATTEMPTS, COMMAND, Actor, Runner, Uow
from companion.wiring import Wiring
from tests.kernel.engines import impatient


def beat(uow: Uow, name: str = "w") -> None:
    uow.db.add(WorkerBeat(name=name, at=uow.now))


def beats(uow: Uow) -> list[str]:
    return list(uow.db.scalars(select(WorkerBeat.name).order_by(WorkerBeat.name)))


def test_a_use_case_that_raises_leaves_nothing_behind(wiring_on_each: Wiring) -> None:
    def half(uow: Uow) -> None:
        beat(uow)
        outbox.queue(uow, "letter", key="k", payload={})
        uow.audit("seat.taken", "registration", new_id())
        raise DomainError

    with pytest.raises(DomainError):
        wiring_on_each.runner.run(half)
    assert wiring_on_each.runner.read(beats) == []
    assert wiring_on_each.runner.run(lambda uow: uow.db.scalars(select(OutboxEffect)).all()) == []
    assert wiring_on_each.runner.run(lambda uow: uow.db.scalars(select(AuditEntry)).all()) == []


@pytest.mark.req("X-01")
def test_an_act_and_its_audit_entry_are_stored_together(wiring_on_each: Wiring) -> None:
    actor, subject = new_id(), new_id()

    def act(uow: Uow) -> None:
        beat(uow)
        uow.audit("worker.heard", "worker", subject, count=1)

    wiring_on_each.runner.run_as(Actor("person", actor), act)
    (entry,) = wiring_on_each.runner.run(lambda uow: uow.db.scalars(select(AuditEntry)).all())
    assert (entry.actor_kind, entry.actor_id, entry.action) == ("person", actor, "worker.heard")
    assert (entry.subject_kind, entry.subject_id, entry.details) == ("worker", str(subject), {"count": 1})
    assert entry.at == wiring_on_each.runner.clock.now()


@pytest.mark.req("X-01")
def test_when_the_audit_entry_cannot_be_written_the_act_fails(wiring_on_each: Wiring) -> None:
    def act(uow: Uow) -> None:
        beat(uow)
        uow.audit("worker.heard", "worker", "x", when=uow.now)  # type: ignore[arg-type]

    with pytest.raises(Exception, match="JSON serializable"):
        wiring_on_each.runner.run(act)
    assert wiring_on_each.runner.read(beats) == []


def test_the_loser_of_a_clash_is_run_again_and_sees_the_winner(wiring_on_each: Wiring) -> None:
    seen: list[list[str]] = []

    def take(uow: Uow) -> str:
        seen.append(beats(uow))
        if not seen[-1]:
            raise IntegrityError("INSERT", {}, Exception("somebody was first"))
        return "second"

    def winner(uow: Uow) -> None:
        beat(uow, "winner")

    def first_try(uow: Uow) -> str:
        return take(uow)

    original = wiring_on_each.runner
    calls = 0

    def with_a_rival(uow: Uow) -> str:
        nonlocal calls
        calls += 1
        try:
            return first_try(uow)
        finally:
            if calls == 1:
                uow.db.rollback()
                rival.run(winner)

    rival = Runner(original.engine, original.clock, original.keys, original.settings)
    assert original.run(with_a_rival) == "second"
    assert seen == [[], ["winner"]]


def test_a_clash_that_never_ends_comes_out_after_the_last_try(wiring: Wiring) -> None:
    tries = 0

    def clash(uow: Uow) -> None:
        nonlocal tries
        tries += 1
        raise IntegrityError("INSERT", {}, Exception("unique"))

    with pytest.raises(IntegrityError):
        wiring.runner.run(clash)
    assert tries == ATTEMPTS


def test_a_locked_database_is_busy_and_nothing_was_stored(wiring: Wiring) -> None:
    runner = dataclasses.replace(wiring.runner, engine=impatient(wiring.settings.database_url))
    with wiring.engine.connect() as holder:
        holder.execute(text("DELETE FROM kernel_worker_beat"))
        with pytest.raises(Busy):
            runner.run(beat)
    assert wiring.runner.read(beats) == []
    runner.run(beat)
    assert wiring.runner.read(beats) == ["w"]
    runner.engine.dispose()


def test_another_fault_of_the_database_is_not_called_busy(wiring: Wiring) -> None:
    with pytest.raises(OperationalError):
        wiring.runner.run(lambda uow: uow.db.execute(text("SELECT 1 FROM no_such_table")))


def test_a_deadlock_is_tried_again(wiring_on_each: Wiring) -> None:
    tries = 0

    class Deadlock(Exception):
        sqlstate = "40P01"

    def unlucky_once(uow: Uow) -> str:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise OperationalError("UPDATE", {}, Deadlock())
        return "done"

    assert wiring_on_each.runner.run(unlucky_once) == "done"
    assert tries == 2


def test_who_finds_the_database_locked_waits_again_before_giving_up(wiring: Wiring) -> None:
    other_process = wiring.engine.connect()
    other_process.execute(text("DELETE FROM kernel_worker_beat"))

    class Turns:
        """Our own process's lock, with somebody else finishing when it is taken for the third time."""

        taken = 0

        def acquire(self, timeout: float) -> bool:
            self.taken += 1
            if self.taken == 3:
                other_process.rollback()
            return timeout > 0

        def release(self) -> None:
            pass

    engine = impatient(wiring.settings.database_url)
    runner = dataclasses.replace(wiring.runner, engine=engine, writing=Turns())  # type: ignore[arg-type]
    runner.run(beat)
    assert runner.writing.taken == 3  # type: ignore[attr-defined]
    other_process.close()
    engine.dispose()


def test_what_a_reading_use_case_writes_is_thrown_away(wiring_on_each: Wiring) -> None:
    wiring_on_each.runner.read(beat)
    assert wiring_on_each.runner.read(beats) == []


def test_a_row_that_was_read_can_be_shown_afterwards(wiring_on_each: Wiring) -> None:
    wiring_on_each.runner.run(beat)
    row = wiring_on_each.runner.read(lambda uow: uow.db.get_one(WorkerBeat, "w"))
    assert (row.name, row.at) == ("w", wiring_on_each.runner.clock.now())


def test_the_clock_is_read_once_for_a_use_case(wiring: Wiring) -> None:
    def slow(uow: Uow) -> bool:
        before = uow.now
        wiring.runner.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined]
        return uow.now == before

    assert wiring.runner.run_as(COMMAND, slow)
