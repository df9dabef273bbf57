"""Properties of journals as such: arrival order, anything at all that was written, and size."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.floor import barring, clocks, ordering, reducer
from companion.floor.events import (
    MEASURED,
    AnyEvent,
    HandLowered,
    HandRaised,
    PresenceJoined,
    Recorded,
    TurnCalled,
    TurnEnded,
    TurnStarted,
    Undone,
)
from companion.floor.ids import RequestId, TurnId
from companion.floor.reducer import reduce, replay
from companion.floor.snapshots import Names, attendee_snapshot, chair_snapshot, stage_snapshot
from companion.floor.state import Floor
from tests.floor.evening import START_MS, landlord, person, uid
from tests.floor.logs import anything, recorded

NAMES = ("Ann", "Ben", "Cara", "Dev")
SOURCES = ("zoom", "page", "chat")


Report = tuple[str, str, int, bool]  # whose hand, by which source, when, up or down


def reports(seed: int) -> tuple[list[Report], list[Report], list[Report]]:
    """What some people did by several sources at once, by time; and two orders of arrival, each true to every source.

    Times are 11 s and more apart, beyond what the clamp may move.
    """
    chance = random.Random(seed)
    happened = [
        (chance.choice(NAMES[:2]), chance.choice(SOURCES), at * 11_000, chance.random() < 0.6)
        for at in range(1, chance.randint(2, 40))
    ]
    return happened, arrival(happened, chance), arrival(happened, chance)


def arrival(happened: list[Report], chance: random.Random) -> list[Report]:
    lines: dict[tuple[str, str], list[Report]] = {}
    for report in happened:
        lines.setdefault(report[:2], []).append(report)
    arrived: list[Report] = []
    while lines:
        line = chance.choice(sorted(lines))
        arrived.append(lines[line].pop(0))
        if not lines[line]:
            del lines[line]
    return arrived


def asking_since(happened: list[Report]) -> list[tuple[str, int]]:
    """Who asks in the end, and since when without a gap, by looking at the hands as they went up and down."""
    up: dict[str, set[str]] = {}
    since: dict[str, int] = {}
    for name, source, at_ms, is_up in happened:
        hands = up.setdefault(name, set())
        if is_up and not hands:
            since[name] = at_ms
        (hands.add if is_up else hands.discard)(source)
    return sorted(((name, since[name]) for name, hands in up.items() if hands), key=lambda one: one[1])


def floor_after(arrived: Sequence[Report]) -> Floor:
    """All of it heard within the clamp's reach, so that each time is believed as it is told."""
    floor = Floor()
    for seq, (name, source, at_ms, is_up) in enumerate(arrived, 1):
        event: AnyEvent = HandLowered(person(name))
        if is_up:
            event = HandRaised(person(name), RequestId(uid(f"request {name} {source} {at_ms}")))
        floor = reduce(floor, recorded(seq, event, at_ms, at_ms, source))
    return floor


@given(st.lists(st.integers(0, 2**32), min_size=4, max_size=4))
def test_i6_the_arrival_order_of_independent_sources_does_not_matter(seeds: list[int]):
    """Each waits since the first of their hands went up, as long as one of them was up all the time."""
    for seed in seeds:
        happened, *orders = reports(seed)
        truth = [(person(name), at_ms) for name, at_ms in asking_since(happened)]
        for arrived in (happened, *orders):
            assert [(row.participant_id, row.raised_at_ms) for row in ordering.order(floor_after(arrived))] == truth


def assert_i3_nobody_held_back_has_the_floor(floor: Floor) -> None:
    """Whoever an interest keeps silent is neither called nor on the clock, and no row of theirs waits."""
    on_the_clock = [floor.turns[turn_id] for turn_id in floor.active if floor.turns[turn_id].state == "running"]
    called = [floor.called_turn] if floor.called_turn else []
    for one in (*on_the_clock, *called, *floor.waiting()):
        assert barring.bar_on(floor, one.participant_id, one.landlord_id) is None
    for row in floor.held_back():
        assert barring.bar_on(floor, row.participant_id, row.landlord_id) is not None


@given(st.lists(st.tuples(anything(), st.integers(-20_000, 20_000), st.integers(0, 60_000)), max_size=40))
def test_the_reducer_takes_whatever_was_written_and_keeps_its_invariants(acts: list[tuple[AnyEvent, int, int]]):
    floor, now_ms = Floor(), START_MS
    for seq, (event, skew_ms, later_ms) in enumerate(acts, 1):
        now_ms += later_ms
        floor = reduce(floor, recorded(seq, event, now_ms + skew_ms, now_ms))
        assert len(floor.active) <= (2 if floor.is_dialogue else 1)
        assert_i3_nobody_held_back_has_the_floor(floor)
    assert replay(floor.log) == floor
    assert sum(clocks.elapsed_ms(turn, now_ms) for turn in floor.turns.values()) <= 2 * (now_ms - START_MS + 10_000)
    assert {row.id for row in ordering.order(floor)} == {row.id for row in floor.waiting()}
    assert chair_snapshot(floor, Names(), now_ms)["seq"] == len(acts)
    shown = [seq for seq, (event, *_) in enumerate(acts, 1) if not isinstance(event, MEASURED)]
    for frame in (attendee_snapshot(floor, now_ms), stage_snapshot(floor, now_ms)):
        assert frame["seq"] == max(shown, default=0)


@given(st.lists(anything(), max_size=25), anything(MEASURED))
def test_who_is_heard_changes_nothing_that_attendees_or_the_stage_are_shown(acts: list[AnyEvent], heard: AnyEvent):
    before = replay(recorded(seq, event, START_MS, START_MS) for seq, event in enumerate(acts, 1))
    after = reduce(before, recorded(len(acts) + 1, heard, START_MS, START_MS))
    for show in (attendee_snapshot, stage_snapshot):
        assert show(after, START_MS + 5_000) == show(before, START_MS + 5_000)


@given(st.lists(st.tuples(anything(), st.integers(0, 60_000)), min_size=2, max_size=30), st.data())
def test_replaying_a_prefix_and_then_the_rest_equals_the_whole(acts: list[tuple[AnyEvent, int]], data: st.DataObject):
    log, now_ms = [], START_MS
    for seq, (event, later_ms) in enumerate(acts, 1):
        now_ms += later_ms
        log.append(recorded(seq, event, now_ms, now_ms))
    cut = data.draw(st.integers(0, len(log)))
    floor = replay(log[:cut])
    for one in log[cut:]:
        floor = reduce(floor, one)
    assert floor == replay(log)


@given(st.lists(anything(), min_size=1, max_size=25), st.data())
def test_i10_undoing_the_undoing_of_any_event_restores_everything(acts: list[AnyEvent], data: st.DataObject):
    log = [recorded(seq, event, START_MS + seq * 700, START_MS + seq * 700) for seq, event in enumerate(acts, 1)]
    before = replay(log)
    target = data.draw(st.integers(1, len(log)))
    if isinstance(log[target - 1].event, Undone):
        return
    now_ms = START_MS + 100_000
    undone = reduce(before, recorded(len(log) + 1, Undone(target), now_ms, now_ms))
    restored = reduce(undone, recorded(len(log) + 2, Undone(len(log) + 1), now_ms + 5, now_ms + 5))
    if target in {one.event.target_seq for one in log if isinstance(one.event, Undone)}:
        return  # it was undone before: undoing it once more and back leaves it undone by the first
    assert restored.view() == before.view()


def long_journal(events: int) -> list[Recorded]:
    """A long, busy session: 60 people who raise, are called, speak and go, in turn."""
    chance = random.Random(7)
    log: list[Recorded] = []

    def add(event: AnyEvent) -> None:
        now_ms = START_MS + len(log) * 900
        log.append(recorded(len(log) + 1, event, now_ms, now_ms))

    waiting: list[tuple[str, RequestId]] = []
    for number in range(60):
        add(PresenceJoined(person(f"p{number}"), landlord(f"l{number % 35}")))
    while len(log) < events:
        name = f"p{chance.randrange(60)}"
        request = RequestId(uid(f"r{len(log)}"))
        if name not in [one for one, _ in waiting]:
            add(HandRaised(person(name), request, landlord(f"l{int(name[1:]) % 35}")))
            waiting.append((name, request))
        if len(waiting) > 12:
            name, request = waiting.pop(chance.randrange(len(waiting)))
            turn = TurnId(uid(f"t{len(log)}"))
            add(TurnCalled(turn, request))
            add(TurnStarted(turn, person(name), request_id=request, limit_ms=120_000))
            add(TurnEnded(turn))
    return log[:events]


def test_p6_a_journal_of_ten_thousand_events_is_folded_in_one_pass(monkeypatch: pytest.MonkeyPatch):
    """Each event once, whatever was undone. How long that takes is `tests.bench.floor`'s to say."""
    log = long_journal(10_000)
    ended = [one.seq for one in log if isinstance(one.event, TurnEnded)]
    for target in ended[:30]:
        log.append(recorded(len(log) + 1, Undone(target), log[-1].received_at_ms + 900, log[-1].received_at_ms + 900))
    folded: list[int] = []
    apply = reducer._applied

    def counted(floor: Floor, one: Recorded) -> Floor:
        folded.append(one.seq)
        return apply(floor, one)

    monkeypatch.setattr(reducer, "_applied", counted)
    floor = replay(log)
    assert folded == [seq for seq in range(1, 10_001) if seq not in ended[:30]]
    assert (floor.seq, len(floor.turns) > 2_000) == (10_030, True)
    folded.clear()
    reduce(floor, recorded(10_031, HandLowered(person("p1")), floor.clock_ms, floor.clock_ms))
    assert folded == [10_031], "one more event folds nothing again"
