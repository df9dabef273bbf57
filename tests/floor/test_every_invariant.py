"""I1 to I14 over random journals that hold every kind of event, whether it made sense to write it or not.

I6 and I9 speak of what the rules let happen, so their evenings are played by the rules.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from random import Random
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from companion.floor import barring, clocks, events, ordering, rules
from companion.floor.events import (
    AnyEvent,
    HandKind,
    PolicyName,
    PresenceJoined,
    PresenceLeft,
    PresenceRecognised,
    Recorded,
    TurnEnded,
    TurnStarted,
    Undone,
)
from companion.floor.ids import RequestId, TurnId
from companion.floor.receipts import receipts_of, sentences, why_passed
from companion.floor.reducer import reduce, replay
from companion.floor.snapshots import Names, attendee_snapshot, stage_snapshot
from companion.floor.state import LIVE_STATES, Floor, lane_of
from tests.floor.evening import Evening, landlord, person, uid
from tests.floor.logs import journals, written

#: what only moves rows that wait: no clock may notice
OF_WAITING_ROWS = (
    events.HandRaised,
    events.HandLowered,
    events.HandMissed,
    events.HandSeen,
    events.HandDeferred,
    events.HandNoted,
    events.HandAccepted,
    events.HandDeclined,
    events.HandSetAside,
    events.HandDismissed,
    events.TurnCalled,
    events.TurnAnswered,
    events.TurnSkipped,
    events.OrderPinned,
    events.OrderUnpinned,
    events.PolicySet,
    events.TiesDrawn,
    events.LimitsSet,
    events.ListOpened,
    events.ListClosed,
    events.InviteMade,
    events.InviteAccepted,
    events.InviteDeclined,
    events.AlertSnoozed,
    events.PresenceJoined,
    events.PresenceLeft,
)


def steps(log: list[Recorded]) -> list[tuple[Floor, Recorded, Floor]]:
    """Each event with the floor before and after it."""
    floors = [Floor()]
    for recorded in log:
        floors.append(reduce(floors[-1], recorded))
    return list(zip(floors, log, floors[1:], strict=False))


def appended(floor: Floor, *happened: AnyEvent, later_ms: int = 1_000) -> Floor:
    """The floor after more events, each by a source of its own that nothing newer was heard of."""
    for event in happened:
        at_ms = max(floor.log[-1].received_at_ms if floor.log else 0, floor.clock_ms) + later_ms
        seq = floor.seq + 1
        floor = reduce(floor, Recorded(seq, f"more {seq}", at_ms, at_ms, event, source=f"feed {seq}"))
    return floor


def test_the_journals_hold_every_kind_of_event_and_come_to_something():
    kinds: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for seed in range(120):
        log = written(seed, 60)
        kinds.update(type(one.event).__name__ for one in log)
        floor = replay(log)
        states.update(row.state for row in floor.requests.values())
        states.update(f"turn {turn.state}" for turn in floor.turns.values())
        states["overtaken"] += sum(len(row.overtaken) for row in floor.requests.values())
        states["invited"] += sum(row.is_invited for row in floor.requests.values())
    assert {kind.__name__ for kind in get_args(AnyEvent)} == set(kinds)
    rows = ("waiting", "blocked", "called", "speaking", "done", "withdrawn", "declined", "expired", "invited")
    for state in (*rows, "turn running", "turn paused", "turn ended", "turn skipped", "overtaken"):
        assert states[state] >= 3, state


@given(journals())
def test_i1_one_voice_or_two_in_a_dialogue_each_on_a_clock_of_its_own(log: list[Recorded]):
    for _, _, floor in steps(log):
        active = [turn for turn in floor.turns.values() if turn.is_active]
        assert sorted(turn.id for turn in active) == sorted(floor.active)
        assert len(active) <= (2 if floor.is_dialogue else 1)
        assert len({turn.participant_id for turn in active}) == len(active)


@given(journals())
def test_i2_one_live_request_per_person_beside_one_point_of_order_or_access_need(log: list[Recorded]):
    for _, _, floor in steps(log):
        live = [row for row in floor.requests.values() if row.state in LIVE_STATES]
        assert sorted(row.id for row in live) == sorted(floor.live)
        assert len({(row.participant_id, lane_of(row.kind)) for row in live}) == len(live)


@given(journals())
def test_i3_nobody_whom_an_interest_holds_back_is_called_or_on_the_clock(log: list[Recorded]):
    for _, _, floor in steps(log):
        running = [floor.turns[turn_id] for turn_id in floor.active if floor.turns[turn_id].state == "running"]
        called = [floor.called_turn] if floor.called_turn else []
        for one in (*running, *called, *floor.waiting()):
            assert barring.bar_on(floor, one.participant_id, one.landlord_id) is None


@given(journals())
def test_i4_a_turn_is_the_sum_of_its_intervals_and_all_turns_fit_into_the_time_there_was(log: list[Recorded]):
    floor = replay(log)
    assume(log)
    now_ms = max(floor.clock_ms, log[-1].received_at_ms)
    for turn in floor.turns.values():
        stretches = [*turn.intervals]
        if turn.open_since_ms is not None:
            assert turn.state == "running"
            stretches.append((turn.open_since_ms, now_ms))
        assert all(isinstance(ms, int) for stretch in stretches for ms in stretch)
        assert clocks.elapsed_ms(turn, now_ms) == sum(end - start for start, end in stretches)
        assert all(start <= end for start, end in stretches)
        assert all(one[1] <= two[0] for one, two in pairwise(stretches))
    if not any(isinstance(one.event, events.DialogueSet) for one in log):
        first_ms = log[0].received_at_ms - 20_000
        assert sum(clocks.elapsed_ms(turn, now_ms) for turn in floor.turns.values()) <= now_ms - first_ms


@given(journals(), st.data())
def test_i5_an_event_that_comes_again_changes_nothing(log: list[Recorded], data: st.DataObject):
    floor = replay(log)
    assume(log)
    again = data.draw(st.sampled_from(log))
    assert reduce(floor, again) == floor
    cut = data.draw(st.integers(1, len(log)))
    assert replay([*log[:cut], *log[max(cut - 5, 0) : cut], *log[cut:]]) == floor


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["zoom", "page", "chat"])), max_size=12), st.randoms())
def test_i6_hands_of_independent_sources_that_arrive_in_another_order_give_the_same_queue(
    hands: list[tuple[int, str]], chance: Random
):
    """Each source keeps its own order; times are beyond what the clamp may move."""
    happened = [(number, source, at * 11) for at, (number, source) in enumerate(hands, 1)]
    lines: dict[tuple[int, str], list[tuple[int, str, int]]] = {}
    for one in happened:
        lines.setdefault(one[:2], []).append(one)
    mixed = []
    while any(lines.values()):
        mixed.append(chance.choice([line for line in lines.values() if line]).pop(0))
    queues = []
    for arrived in (happened, mixed):
        floor = Floor()
        for seq, (number, source, at) in enumerate(arrived, 1):
            event = events.HandRaised(person(f"p{number}"), RequestId(uid(f"request {number} {source} {at}")))
            floor = reduce(floor, Recorded(seq, f"{seq}", at * 1000, at * 1000, event, source=source))
        queues.append([(row.participant_id, row.raised_at_ms) for row in ordering.order(floor)])
    assert queues[0] == queues[1]


@given(journals())
def test_i7_what_happens_to_waiting_rows_touches_no_running_clock(log: list[Recorded]):
    for before, recorded, after in steps(log):
        if isinstance(recorded.event, OF_WAITING_ROWS):
            assert clocks_of(before) == clocks_of(after)


@given(journals(), st.sampled_from(get_args(PolicyName)))
def test_i8_the_order_is_total_and_the_same_for_whoever_replays_the_journal(log: list[Recorded], policy: PolicyName):
    floor = appended(replay(log), events.PolicySet(policy, 3))
    rows = ordering.order(floor)
    assert sorted(row.id for row in rows) == sorted(row.id for row in floor.waiting())
    assert len({row.id for row in rows}) == len(rows)
    again = replay(floor.log)
    assert again == floor
    assert ordering.order(again) == rows
    here = [row for row in rows if not floor.is_away(row.participant_id)]
    assert ordering.next_up(floor) in (here or [None])


@pytest.mark.parametrize("cap", [1, 2, 3])
@pytest.mark.parametrize("policy", ["new_voices", "new_landlords", "round_robin", "least_heard"])
def test_i9_by_no_order_is_anybody_passed_more_often_than_the_cap_allows(policy: PolicyName, cap: int):
    """Crowded evenings in which the order would pass people for ever: the cap is what stops it, and does so often."""
    stopped = sum(times_at_the_cap(busy_evening(Random(seed), 90), policy, cap) for seed in range(3))
    assert stopped >= 3


@given(st.integers(0, 2**32), st.sampled_from([one for one in get_args(PolicyName) if one != "manual"]))
def test_i9_holds_on_any_evening(seed: int, policy: PolicyName):
    times_at_the_cap(busy_evening(Random(seed), 60), policy, 1 + seed % 3)


def busy_evening(chance: Random, length: int) -> list[str | int]:
    """Who asks (0 to 17), who is served, who goes: more ask than are served, and some landlords ask far more often."""
    acts: list[str | int] = []
    for _ in range(length):
        what = chance.choices(["ask", "serve", "leave"], [12, 9, 1])[0]
        acts.append(min(chance.randrange(18), chance.randrange(18)) if what == "ask" else what)
    return acts


def times_at_the_cap(acts: list[str | int], policy: PolicyName, cap: int) -> int:
    """Play the acts, 18 people of 6 landlords: nobody is passed beyond the cap. How often it was reached.

    Counted by who asked when, apart from the floor's own counting.
    """
    evening = Evening().act(rules.set_policy, policy, cap)
    passed: dict[str, int] = {}
    reached = 0
    for act in acts:
        evening.later(1)
        if act == "serve" and passed:
            evening.calls()
            called = evening.floor.called_turn
            assert called is not None
            served = evening.name_of(called.participant_id)
            before = list(passed)[: list(passed).index(served)]
            for name in before:
                passed[name] += 1
                reached += passed[name] == cap
                assert passed[name] <= cap
                assert evening.hand(name).passes == passed[name]
            del passed[served]
            evening.starts().later(40).act(rules.end)
        elif act == "leave" and passed:
            evening.lowers(next(iter(passed)))
            del passed[next(iter(passed))]
        elif isinstance(act, int) and f"person {act}" not in passed:
            evening.home(f"person {act}", f"landlord {act % 6}").raises(f"person {act}")
            passed[f"person {act}"] = 0
    return reached


@given(journals(), st.data())
def test_i10_undone_and_done_again_everything_is_as_it_was_but_the_journal(log: list[Recorded], data: st.DataObject):
    floor = replay(log)
    undone_before = {one.event.target_seq for one in log if isinstance(one.event, Undone)}
    targets = [one.seq for one in log if not isinstance(one.event, Undone) and one.seq not in undone_before]
    assume(targets)
    undone = appended(floor, Undone(data.draw(st.sampled_from(targets))))
    assert appended(undone, Undone(undone.seq), later_ms=5).view() == floor.view()


@given(journals())
def test_i11_what_an_item_or_a_landlord_has_had_is_what_its_turns_took_and_never_less(log: list[Recorded]):
    spent_before: dict[object, int] = {}
    for _, recorded, floor in steps(log):
        now_ms = max(floor.clock_ms, recorded.received_at_ms)
        assert_spent_is_what_the_turns_took(floor, now_ms)
        if not isinstance(recorded.event, Undone | PresenceRecognised):
            assert all(floor.heard[one].spent_ms >= had for one, had in spent_before.items())
        spent_before = {one: tally.spent_ms for one, tally in floor.heard.items()}
        assert all((left := clocks.limit_for(floor, one, now_ms)[0]) is None or left >= 0 for one in floor.landlords)


@given(journals(), st.integers(0, 6), st.sampled_from(["comment", "answer"]))
def test_i11_the_time_of_a_telephone_is_its_landlords_once_it_is_recognised(
    log: list[Recorded], number: int, kind: HandKind
):
    """A caller of no landlord speaks and goes on speaking; then somebody says who it is."""
    caller, known_as = person("a telephone"), person(f"p{number}")
    spoke = TurnStarted(TurnId(uid("first")), caller, kind=kind, limit_ms=60_000)
    speaks = TurnStarted(TurnId(uid("second")), caller, kind=kind, limit_ms=60_000)
    floor = appended(replay(log), spoke, TurnEnded(spoke.turn_id), speaks, later_ms=7_000)
    assert floor.turns[spoke.turn_id].landlord_id is None
    after = appended(floor, PresenceRecognised(caller, known_as, landlord("l0")))
    assert_spent_is_what_the_turns_took(after, after.clock_ms)
    if after.turns[spoke.turn_id].participant_id == known_as:
        home = after.turns[spoke.turn_id].charged_to
        had = floor.heard[home].turns if home in floor.heard else 0
        assert (home is None) == (kind == "answer")
        assert home is None or after.heard[home].turns >= had + 2


def assert_spent_is_what_the_turns_took(floor: Floor, now_ms: int) -> None:
    heard = [turn for turn in floor.turns.values() if turn.was_heard]
    for item_id in floor.items:
        of_item = sum(clocks.elapsed_ms(turn, now_ms) for turn in heard if turn.item_id == item_id)
        assert clocks.item_spent_ms(floor, item_id, now_ms) == of_item >= 0
    assert set(floor.heard) == {turn.charged_to for turn in heard if turn.charged_to is not None}
    for landlord_id, tally in floor.heard.items():
        charged = [turn for turn in heard if turn.charged_to == landlord_id]
        assert tally.turns == len(charged)
        assert clocks.landlord_spent_ms(floor, landlord_id, now_ms) == sum(
            clocks.elapsed_ms(turn, now_ms) for turn in charged
        )


@given(journals(), st.integers(0, 6))
def test_i12_coming_back_under_another_id_sheds_no_place_pass_time_or_block(log: list[Recorded], number: int):
    floor, who = replay(log), person(f"p{number}")
    known = floor.presences.get(who)
    gone = [PresenceLeft(who, name) for name, _ in known.connections] if known else []
    back = appended(floor, *gone, PresenceJoined(who, floor.known.get(who), "a new one"))
    assert back.requests == floor.requests
    assert (back.people, back.heard, back.declarations) == (floor.people, floor.heard, floor.declarations)
    assert not back.is_away(who)
    new = person("as somebody new")
    recognised = appended(back, PresenceRecognised(who, new, floor.known.get(who)))
    mine = [row.id for row in floor.requests.values() if row.participant_id == who]
    for request_id in mine:
        before, after = floor.requests[request_id], recognised.requests[request_id]
        assert after.participant_id == new
        kept = lambda row: (row.raised_at_ms, row.place_ms, row.passes, row.state, row.overtaken)  # noqa: E731
        assert kept(after) == kept(before)
    assert recognised.people.get(new) == floor.people.get(who)
    barred = barring.bar_on(floor, who) is None
    assert (barring.bar_on(recognised, new) is None) == barred


@given(journals(), st.sampled_from(["landlords", "pseudonyms"]))
def test_i13_nothing_private_reaches_an_attendee_or_the_stage(log: list[Recorded], mode: events.StageMode):
    """Names of those who wait, ids, notes, interests, reasons, marks and shares: looked for in the bytes."""
    floor = appended(replay(log), events.StageSet(mode))
    people = {who: f"SECRET NAME {at}" for at, who in enumerate(floor.known)}
    homes = {one: f"HOME {at}" for at, one in enumerate(floor.landlords)}
    names = Names(people, homes, {})
    now_ms = floor.log[-1].received_at_ms
    for frame in (
        attendee_snapshot(floor, now_ms, names=names, seed=b"s"),
        stage_snapshot(floor, now_ms, names=names, seed=b"s"),
    ):
        sent = json.dumps(frame)
        secrets = ["SECRET NAME", "passes", "moved", "why", "marks", "note", "access", "interest", "top_share"]
        secrets += ["HOME"] if mode == "pseudonyms" else []
        secrets += [str(who) for who in floor.known] + [str(one) for one in floor.landlords]
        secrets += [str(row.note_id) for row in floor.requests.values() if row.note_id]
        secrets += [str(one) for one in floor.declarations]
        for secret in secrets:
            assert secret not in sent, secret


@given(journals())
def test_i14_whatever_is_over_has_a_reason_and_every_overtaking_an_explanation(log: list[Recorded]):
    floor = replay(log)
    assert all(row.reason for row in floor.requests.values() if not row.is_live)
    assert all(turn.end_reason for turn in floor.turns.values() if turn.state in ("ended", "skipped"))
    assert all(ordering.why(floor, row, floor.clock_ms) for row in floor.waiting())
    for row in floor.requests.values():
        assert row.passes <= len(row.overtaken)
        assert all(why_passed(one) and one.turn_id in floor.turns for one in row.overtaken)
    for found in receipts_of(floor).values():
        told = " ".join(sentences(found, str))
        assert told.startswith("You asked at ")
        assert "It ended at" not in told


def clocks_of(floor: Floor) -> list[tuple[object, ...]]:
    """What of the turns that have the floor no waiting row may touch."""
    turns = [floor.turns[turn_id] for turn_id in floor.active]
    return [(turn.id, turn.state, turn.intervals, turn.open_since_ms, turn.limit_ms, turn.extensions) for turn in turns]
