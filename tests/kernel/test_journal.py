"""The journal: numbered without gaps under any race, each act once, replayed whole or in parts to the same end."""

from __future__ import annotations

import threading
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companion.kernel import journal
from companion.kernel.ids import new_id
from companion.kernel.journal import Fact, Journal
from companion.kernel.uow import Uow
from companion.wiring import Wiring

THREADS, EACH = 20, 4


def fact(key: str, **more: Any) -> Fact:
    return Fact("hand.raised", {"n": 1}, key, "registrant", "page", 1_000, **more)


def append(uow: Uow, stream: UUID, *keys: str) -> list[int]:
    return [event.seq for event in Journal(uow, stream).append(*map(fact, keys))]


def numbered(uow: Uow, stream: UUID) -> list[tuple[int, str]]:
    return [(event.seq, event.idem_key) for event in Journal(uow, stream).events()]


def test_twenty_threads_that_race_leave_no_gap(wiring_on_each: Wiring) -> None:
    stream, start, errors = new_id(), threading.Barrier(THREADS), []

    def race(me: int) -> None:
        start.wait()
        try:
            for n in range(EACH):
                wiring_on_each.runner.run(append, stream, f"{me}:{n}", f"{me}:{n}:more")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=race, args=(me,)) for me in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    stored = wiring_on_each.runner.read(numbered, stream)
    assert [seq for seq, _ in stored] == list(range(1, THREADS * EACH * 2 + 1))
    assert len({key for _, key in stored}) == THREADS * EACH * 2
    assert wiring_on_each.runner.read(lambda uow: journal.heads(uow.db, [stream])) == {stream: len(stored)}


def test_the_same_act_is_stored_once_however_often_it_arrives(wiring_on_each: Wiring) -> None:
    stream, start, given_numbers = new_id(), threading.Barrier(8), []

    def deliver() -> None:
        start.wait()
        given_numbers.append(wiring_on_each.runner.run(append, stream, "delivery-1"))

    threads = [threading.Thread(target=deliver) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert given_numbers == [[1]] * 8
    assert wiring_on_each.runner.run(append, stream, "delivery-1", "next", "next") == [1, 2, 2]


def test_an_append_that_fails_leaves_no_number_behind(wiring_on_each: Wiring) -> None:
    stream = new_id()

    def fails(uow: Uow) -> None:
        append(uow, stream, "lost")
        raise RuntimeError("the use-case failed afterwards")

    wiring_on_each.runner.run(append, stream, "first")
    with pytest.raises(RuntimeError):
        wiring_on_each.runner.run(fails)
    assert wiring_on_each.runner.run(append, stream, "second") == [2]
    assert wiring_on_each.runner.read(numbered, stream) == [(1, "first"), (2, "second")]


def test_streams_are_numbered_apart(wiring_on_each: Wiring) -> None:
    one, two = new_id(), new_id()
    wiring_on_each.runner.run(append, one, "a", "b")
    assert wiring_on_each.runner.run(append, two, "a") == [1]
    heads = wiring_on_each.runner.read(lambda uow: journal.heads(uow.db, [one, two, new_id()]))
    assert heads == {one: 2, two: 1}


def test_the_lock_gives_the_head_to_decide_on(wiring_on_each: Wiring) -> None:
    stream = new_id()
    wiring_on_each.runner.run(append, stream, "a", "b")
    assert wiring_on_each.runner.run(lambda uow: Journal(uow, stream).lock()) == 2


def test_an_event_keeps_who_says_so_and_since_when(wiring_on_each: Wiring) -> None:
    stream, actor = new_id(), new_id()
    whole = fact("k", actor_id=actor, source_version=7, received_at_ms=2_000)

    def keep(uow: Uow) -> tuple[Any, ...]:
        (event,) = Journal(uow, stream).append(whole)
        return (event.type, event.payload, event.actor_id, event.actor_role, event.source, event.source_version,
                event.occurred_at_ms, event.received_at_ms)  # fmt: skip

    expected = ("hand.raised", {"n": 1}, actor, "registrant", "page", 7, 1_000, 2_000)
    assert wiring_on_each.runner.run(keep) == expected


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(st.lists(st.sampled_from([f"act-{n}" for n in range(12)]), max_size=5), max_size=6),
    cut=st.integers(0, 12),
)
def test_a_prefix_and_the_rest_are_the_whole(wiring: Wiring, batches: list[list[str]], cut: int) -> None:
    """Whatever arrives how often, in whatever batches: first arrivals stay, in order, and `since` cuts cleanly."""
    stream = new_id()
    for batch in batches:
        wiring.runner.run(append, stream, *batch)
    firsts = list(dict.fromkeys(key for batch in batches for key in batch))
    whole = wiring.runner.read(numbered, stream)
    assert whole == list(enumerate(firsts, start=1))
    rest = wiring.runner.read(lambda uow: [(e.seq, e.idem_key) for e in journal.events(uow.db, stream, since=cut)])
    assert whole[:cut] + rest == whole
