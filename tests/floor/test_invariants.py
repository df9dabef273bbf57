"""The invariants of the floor, over random evenings: whatever is decided, and whatever is written."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from companion.floor import clocks, ordering, rules, undoing
from companion.floor.events import DialogueSet, PolicyName, Recorded, decode, encode
from companion.floor.ids import RequestId
from companion.floor.reducer import reduce, replay
from companion.floor.state import LIVE_STATES, Floor, lane_of
from companion.kernel.errors import DomainError
from tests.floor.evening import START_MS, Evening, item, landlord, person, uid

NAMES = ("Ann", "Ben", "Cara", "Dev", "Eve", "Fay")
HOMES = {"Ann": "Linden", "Ben": "Linden", "Cara": "Marram", "Dev": "Penhallow", "Eve": "Marram"}


class AnEvening(RuleBasedStateMachine):
    """Everybody does whatever the rules allow, at any time; the journal then has to make sense."""

    def __init__(self) -> None:
        super().__init__()
        self.evening = Evening(policy="new_landlords")
        self.evening.homes.update(HOMES)
        self.overtaken: dict[RequestId, int] = {}
        self.earliest_ms = self.latest_ms = self.evening.now_ms

    def attempt(self, verb, *args, role="chair", **kwargs):
        """Do it if the rules allow it; a refusal must leave no trace."""
        before = self.evening.floor
        try:
            self.evening.act(verb, *args, role=role, **kwargs)
        except DomainError:
            assert self.evening.floor is before

    @rule(seconds=st.sampled_from([0, 0.001, 0.4, 3, 11, 47, 130]))
    def time_passes(self, seconds):
        self.evening.later(seconds)
        self.latest_ms = max(self.latest_ms, self.evening.now_ms)

    @rule(seconds=st.sampled_from([0.5, 7, 30]))
    def the_servers_clock_is_set_back(self, seconds):
        self.evening.later(-seconds)
        self.earliest_ms = min(self.earliest_ms, self.evening.now_ms)

    @rule(
        name=st.sampled_from(NAMES),
        source=st.sampled_from(["zoom", "page", "chat"]),
        kind=st.sampled_from(["comment", "question", "access", "point_of_order"]),
        ago=st.sampled_from([0, 0, 5, 40, 100, -60]),
    )
    def raise_hand(self, name, source, kind, ago):
        clock = clock_of(self.evening)
        occurred = (self.evening.now_ms - START_MS) / 1000 - ago
        with suppress(DomainError):
            self.evening.raises(name, source, occurred=occurred, kind=kind)
        assert clock_of(self.evening) == clock

    @rule(name=st.sampled_from(NAMES), source=st.sampled_from(["zoom", "page", "chat"]), everywhere=st.booleans())
    def lower_hand(self, name, source, everywhere):
        clock = clock_of(self.evening)
        with suppress(DomainError):
            self.evening.lowers(name, source, everywhere=everywhere)
        assert clock_of(self.evening) == clock

    @precondition(lambda self: self.evening.floor.waiting())
    @rule(data=st.data(), what=st.sampled_from(["defer", "up", "down", "decline", "unpin", "accept"]))
    def change_a_waiting_row(self, data, what):
        clock = clock_of(self.evening)
        row = data.draw(st.sampled_from(self.evening.floor.waiting()))
        if what == "defer":
            self.attempt(rules.defer, row.id, role="registrant")
        elif what == "decline":
            self.attempt(rules.decline, row.id, "off_topic")
        elif what == "unpin":
            self.attempt(rules.unpin, row.id)
        elif what == "accept":
            self.attempt(rules.accept, row.id)
        else:
            self.attempt(rules.move_by, row.id, -1 if what == "up" else 2, reason="not_heard_yet")
        assert clock_of(self.evening) == clock

    @rule()
    def call_next(self):
        floor = self.evening.floor
        following = ordering.next_up(floor)
        self.attempt(rules.call_next, turn_id=self.evening.turn_id())
        is_by_policy = following is not None and not following.pin and not following.is_invited
        if self.evening.floor is not floor and is_by_policy and floor.policy != "manual":
            for row in ordering.passed_by(floor, following):
                self.overtaken[row.id] = self.overtaken.get(row.id, 0) + 1
                if row.pin is None:
                    assert row.passes < floor.max_passes, "passed by policy beyond the cap"

    @precondition(lambda self: self.evening.floor.waiting())
    @rule(data=st.data())
    def call_somebody(self, data):
        row = data.draw(st.sampled_from(self.evening.floor.waiting()))
        self.attempt(rules.call, row.id, turn_id=self.evening.turn_id(), reason="time")

    @rule(end_running=st.booleans())
    def start(self, end_running):
        self.attempt(rules.start, now_ms=self.evening.now_ms, end_running=end_running)

    @rule(name=st.sampled_from(NAMES))
    def start_directly(self, name):
        now_ms = self.evening.now_ms
        self.attempt(rules.start_for, person(name), turn_id=self.evening.turn_id(), now_ms=now_ms)

    @rule(what=st.sampled_from([rules.pause, rules.resume, rules.end, rules.skip]))
    def handle_the_turn(self, what):
        self.attempt(what)

    @rule()
    def extend(self):
        self.attempt(rules.extend, 30_000)

    @rule(policy=st.sampled_from(get_args(PolicyName)), cap=st.integers(1, 4))
    def set_policy(self, policy, cap):
        self.attempt(rules.set_policy, policy, cap)

    @rule(seed=st.sampled_from([None, 1, 2]))
    def draw_ties(self, seed):
        self.attempt(rules.draw_ties, seed)

    @rule(home=st.sampled_from(["Linden", "Marram", "Penhallow"]))
    def invite(self, home):
        self.attempt(rules.invite, landlord(home))

    @rule(name=st.sampled_from(NAMES), accepts=st.booleans())
    def answer_an_invitation(self, name, accepts):
        if accepts:
            request_id = RequestId(uid(f"invited {self.evening.floor.seq}"))
            self.attempt(rules.accept_invitation, person(name), request_id=request_id, role="registrant")
        else:
            self.attempt(rules.decline_invitation, person(name), role="registrant")

    @rule(name=st.sampled_from(NAMES), known_as=st.sampled_from(["Ann", "Ida"]))
    def recognise(self, name, known_as):
        self.attempt(rules.recognise, person(name), person(known_as), self.evening.home_of(name))

    @rule(on=st.booleans())
    def set_dialogue(self, on):
        self.attempt(rules.set_dialogue, on)

    @rule(what=st.sampled_from(["open", "close", "three"]))
    def handle_the_list(self, what):
        if what == "close":
            self.attempt(rules.close_list)
        else:
            self.attempt(rules.open_list, 3 if what == "three" else None)

    @rule(name=st.sampled_from(["damp", "rents"]))
    def open_item(self, name):
        self.attempt(rules.open_item, item(name), budget_ms=600_000)

    @rule(running=st.sampled_from(["ask", "end", "carry"]), waiting=st.sampled_from(["carry", "expire"]))
    def close_item(self, running, waiting):
        self.attempt(rules.close_item, running=running, hands=waiting)

    @rule(name=st.sampled_from(NAMES), connection=st.sampled_from(["a", "b"]), comes=st.booleans())
    def come_and_go(self, name, connection, comes):
        if comes:
            self.evening.joins(name, connection)
        else:
            self.evening.leaves(name, connection)

    @rule(what=st.sampled_from([rules.pause_session, rules.resume_session]))
    def handle_the_session(self, what):
        self.attempt(what)

    @rule(agreed=st.booleans())
    def undo(self, agreed):
        self.attempt(undoing.undo, now_ms=self.evening.now_ms, agreed=agreed)

    @rule()
    def redo(self):
        self.attempt(undoing.redo)

    @invariant()
    def i1_one_voice_or_two_in_a_dialogue(self):
        floor = self.evening.floor
        active = [turn.id for turn in floor.turns.values() if turn.is_active]
        assert sorted(active) == sorted(floor.active)
        assert len(active) <= (2 if floor.is_dialogue else 1)
        assert len({floor.turns[turn_id].participant_id for turn_id in active}) == len(active)

    @invariant()
    def i2_one_live_request_per_person_and_lane(self):
        live = [row for row in self.evening.floor.requests.values() if row.state in LIVE_STATES]
        assert sorted(row.id for row in live) == sorted(self.evening.floor.live)
        assert len({(row.participant_id, lane_of(row.kind)) for row in live}) == len(live)

    @invariant()
    def i4_elapsed_is_the_sum_of_intervals_that_never_overlap(self):
        floor, now_ms = self.evening.floor, self.latest_ms
        for turn in floor.turns.values():
            stretches = [*turn.intervals]
            if turn.open_since_ms is not None:
                assert turn.state == "running"
                stretches.append((turn.open_since_ms, max(now_ms, turn.open_since_ms)))
            assert clocks.elapsed_ms(turn, now_ms) == sum(end - start for start, end in stretches)
            assert all(start <= end for start, end in stretches)
            assert all(one[1] <= two[0] for one, two in pairwise(stretches))
        if not any(isinstance(one.event, DialogueSet) for one in floor.log):
            total = sum(clocks.elapsed_ms(turn, now_ms) for turn in floor.turns.values())
            assert total <= now_ms - self.earliest_ms

    @invariant()
    def tallies_are_what_the_turns_say(self):
        floor = self.evening.floor
        for participant_id, tally in floor.people.items():
            turns = [one for one in floor.turns.values() if one.participant_id == participant_id and one.was_heard]
            assert tally.turns == len(turns)
            assert tally.spent_ms == sum(end - start for one in turns for start, end in one.intervals)

    @invariant()
    def i5_an_event_applied_twice_is_applied_once(self):
        floor = self.evening.floor
        assert reduce(floor, floor.log[-1]) == floor
        assert replay((*floor.log, *floor.log[-3:])) == floor

    @invariant()
    def i8_the_order_is_total_and_the_same_for_whoever_replays_the_log(self):
        floor = self.evening.floor
        rows = ordering.order(floor)
        assert sorted(row.id for row in rows) == sorted(row.id for row in floor.waiting())
        again = replay(floor.log)
        assert again == floor
        assert ordering.order(again) == rows

    @invariant()
    def i10_undo_then_redo_changes_nothing_but_the_log(self):
        evening = self.evening
        try:
            undone = after(evening, evening.floor, undoing.undo(evening.floor, now_ms=evening.now_ms))
        except DomainError:
            return
        redone = after(evening, undone, undoing.redo(undone))
        assert redone.view() == evening.floor.view()

    @invariant()
    def i14_whatever_is_over_has_a_reason(self):
        floor = self.evening.floor
        assert all(row.reason for row in floor.requests.values() if not row.is_live)
        assert all(turn.end_reason for turn in floor.turns.values() if turn.state in ("ended", "skipped"))
        assert all(ordering.why(floor, row, self.evening.now_ms) for row in floor.waiting())


def clock_of(evening: Evening) -> list[tuple[object, ...]]:
    """What of the active turns no waiting row may touch (I7)."""
    turns = [evening.floor.turns[turn_id] for turn_id in evening.floor.active]
    return [(turn.id, turn.state, turn.intervals, turn.open_since_ms, turn.limit_ms, turn.extensions) for turn in turns]


def after(evening: Evening, floor: Floor, happened: rules.Events) -> Floor:
    """The floor after one more command, beside the evening."""
    command = f"beside {floor.seq}"
    for number, event in enumerate(happened):
        stored = decode(*encode(event))
        recorded = Recorded(floor.seq + 1, f"{command}/{number}", evening.now_ms, evening.now_ms, stored)
        floor = reduce(floor, recorded)
    return floor


AnEvening.TestCase.settings = settings(max_examples=settings().max_examples // 3 + 1, stateful_step_count=40)
TestAnEvening = AnEvening.TestCase


@given(st.lists(st.one_of(st.integers(0, 17), st.just("serve"), st.just("serve")), max_size=70), st.integers(1, 3))
def test_i9_nobody_is_overtaken_by_policy_more_than_the_cap_allows(acts, cap):
    """18 people of 6 landlords; counted here by who asked when, apart from the floor's own counting."""
    evening = Evening(policy="new_landlords").act(rules.set_policy, "new_landlords", cap)
    asked: dict[str, int] = {}
    overtaken: dict[str, int] = {}
    for at, act in enumerate(acts):
        evening.later(1)
        if act != "serve":
            name = f"person {act}"
            if name not in asked:
                evening.home(name, f"landlord {act % 6}").raises(name)
                asked[name], overtaken[name] = at, 0
        elif asked:
            evening.calls()
            served = evening.name_of(evening.floor.called_turn.participant_id)
            for name, since in asked.items():
                if since < asked[served]:
                    overtaken[name] += 1
                    assert overtaken[name] <= cap
            asked.pop(served)
            evening.starts().later(1).act(rules.end)
