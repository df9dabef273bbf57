"""When time is up: told, stopped or ended, as the chair set it; and a clock that starts with the call."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from companion.floor import clocks, rules, wording
from companion.floor.events import LimitsSet, OnExpiry
from companion.floor.expiring import expire_due
from companion.floor.journals import floor_of
from companion.floor.ordering import next_up
from companion.floor.snapshots import chair_snapshot
from companion.kernel.clocks import ManualClock
from companion.worker import Worker
from tests.floor.evening import Evening
from tests.floor.meeting import Meeting
from tests.house import House


def limits(on_expiry: OnExpiry = "notify", *, auto_start: bool = False) -> LimitsSet:
    return LimitsSet(per_turn_ms=60_000, grace_ms=10_000, on_expiry=on_expiry, auto_start=auto_start)


def expires(evening: Evening) -> bool:
    """Let the machine act where it may, at the moment at which time and grace were over."""
    over = rules.expired(evening.floor, evening.now_ms)
    if over is not None:
        at_ms, turn = over
        evening.record(
            *rules.expire(turn), occurred=(at_ms - evening.floor.log[0].received_at_ms) / 1000, role="system"
        )
    return over is not None


@pytest.mark.req("LC-20")
def test_nobody_is_cut_off_unless_the_chair_has_set_it():
    evening = Evening(limits=limits()).raises("Ann").calls().starts().later(600)
    assert not expires(evening)
    assert evening.clock().state == "over"


@pytest.mark.req("LC-20")
@pytest.mark.parametrize(("on_expiry", "state"), [("auto_pause", "paused"), ("auto_end", "ended")])
def test_time_and_grace_over_the_clock_stops_or_the_turn_ends_to_the_millisecond(on_expiry: OnExpiry, state: str):
    evening = Evening(limits=limits(on_expiry)).raises("Ann").calls().starts().later(69.9)
    assert not expires(evening)
    evening.later(2.3)
    assert expires(evening)
    (turn,) = evening.floor.turns.values()
    assert (turn.state, clocks.elapsed_ms(turn, evening.now_ms)) == (state, 70_000)
    assert not expires(evening.later(60))


def test_who_is_let_go_on_after_it_is_left_alone_and_more_time_puts_it_in_force_again():
    evening = Evening(limits=limits("auto_pause")).raises("Ann").calls().starts().later(70)
    assert expires(evening)
    evening.later(5).act(rules.resume).later(100)
    assert not expires(evening)
    evening.act(rules.extend, 200_000)
    assert not expires(evening)
    assert expires(evening.later(101))


def test_an_end_by_the_machine_is_undone_like_any_other():
    evening = Evening(limits=limits("auto_end")).raises("Ann").calls().starts().later(70)
    assert expires(evening)
    evening.later(4).undoes().later(30)
    assert evening.elapsed() == 100
    assert not expires(evening)


def test_the_turn_that_runs_keeps_the_setting_with_which_it_began():
    evening = Evening(limits=limits("notify")).raises("Ann").calls().starts()
    evening.act(rules.set_limits, limits("auto_end")).later(600)
    assert not expires(evening)
    evening.act(rules.end).raises("Ben").calls().starts().later(71)
    assert expires(evening)


def test_a_break_and_a_pause_stop_this_clock_too():
    evening = Evening(limits=limits("auto_end")).raises("Ann").calls().starts().later(30).act(rules.pause).later(900)
    assert not expires(evening)
    evening.act(rules.resume).act(rules.pause_session).later(900)
    assert not expires(evening)
    assert not expires(evening.act(rules.resume_session).later(39.9))
    assert expires(evening.later(0.2))


@given(st.lists(st.tuples(st.sampled_from(["wait", "pause", "resume", "extend"]), st.integers(1, 90)), max_size=12))
def test_it_never_comes_before_the_grace_is_over_and_never_twice_for_one_stretch(acts: list[tuple[str, int]]):
    evening = Evening(limits=limits("auto_pause")).raises("Ann").calls().starts()
    for act, seconds in acts:
        paused = evening.speaking.state == "paused"
        if act == "pause" and not paused:
            evening.act(rules.pause)
        elif act == "resume" and paused:
            evening.act(rules.resume)
        elif act == "extend":
            evening.act(rules.extend, seconds * 1000)
        evening.later(seconds)
        turn = evening.speaking
        if expires(evening):
            limit = clocks.limit_ms(turn)
            assert limit is not None
            assert clocks.elapsed_ms(evening.speaking, evening.now_ms) >= limit + turn.grace_ms
            assert evening.speaking.state == "paused"
            assert not expires(evening)


@pytest.mark.req("LC-20")
def test_after_the_grace_the_clock_says_please_finish():
    evening = Evening(limits=limits()).home("Ann", "Linden").raises("Ann").calls().starts().later(65)
    words = []
    for _ in range(2):
        frame = chair_snapshot(evening.floor, evening.all_names(), evening.now_ms)
        words.append(wording.face(frame["now"]["clock"]).word)
        evening.later(5)
    assert words == ["Time is up", "Please finish"]


# The clock that starts with the call (Q5)


def test_with_a_call_that_starts_the_clock_a_speaker_costs_two_presses():
    evening = Evening(limits=limits(auto_start=True)).raises("Ann").later(1).raises("Ben")
    for name in ("Ann", "Ben"):
        first = next_up(evening.floor)
        assert first is not None
        called = rules.call_next(evening.floor, turn_id=evening.turn_id())
        evening.record(*rules.with_start(evening.floor, called, evening.now_ms)).later(20)
        assert evening.name_of(evening.speaking.participant_id) == name
        assert evening.elapsed() == 20
        evening.record(*rules.end_or_next(evening.floor, evening.now_ms))
    assert [turn.state for turn in evening.floor.turns.values()] == ["ended", "ended"]


def test_who_is_called_while_another_speaks_begins_when_that_one_ends():
    evening = Evening(limits=limits(auto_start=True)).raises("Ann").calls().starts().raises("Ben")
    called = rules.call_next(evening.floor, turn_id=evening.turn_id())
    assert rules.with_start(evening.floor, called, evening.now_ms) == called
    evening.record(*called).later(10).record(*rules.end_or_next(evening.floor, evening.now_ms)).later(3)
    assert evening.name_of(evening.speaking.participant_id) == "Ben"
    assert evening.elapsed() == 3
    evening.undoes()
    assert evening.name_of(evening.speaking.participant_id) == "Ann"


def test_where_hardly_any_time_is_left_the_chair_is_asked_and_nothing_starts_by_itself():
    evening = Evening(limits=limits(auto_start=True)).home("Ann", "Linden").raises("Ann")
    evening.act(rules.set_limits, LimitsSet(60_000, per_landlord_ms=5_000, auto_start=True))
    called = rules.call_next(evening.floor, turn_id=evening.turn_id())
    assert rules.with_start(evening.floor, called, evening.now_ms) == called


# Through the chair's page and the worker


@pytest.fixture
def meeting(house: House, app: Flask, clock: ManualClock) -> Meeting:
    meeting = Meeting(house, app, clock)
    meeting.step("start_session")
    meeting.own(meeting.ann, "ask")
    meeting.step("limits", seconds=60, grace=10, on_expiry="auto_end")
    return meeting


@pytest.mark.req("LC-20")
def test_the_worker_ends_a_turn_that_is_over_where_the_chair_set_it(meeting: Meeting):
    runner = meeting.house.wiring.runner
    meeting.step("call_next")
    meeting.step("start")
    meeting.later(69)
    Worker(meeting.house.wiring).step()
    assert meeting.chair.get(f"{meeting.url}/state").get_json()["now"] is not None
    meeting.later(4)
    worker = Worker(meeting.house.wiring)
    worker.step()
    assert meeting.chair.get(f"{meeting.url}/state").get_json()["now"] is None
    (turn,) = meeting.house.run(floor_of, meeting.session_id).turns.values()
    assert (turn.end_reason, clocks.elapsed_ms(turn, 0)) == ("time_up", 70_000)
    assert expire_due(runner) == 0
    timeline = meeting.chair.get(f"/forum-sessions/{meeting.session_id}/floor/timeline").text
    assert re.search(r"Ann Whitlock finished after [^<]*: the time was up, by the service", timeline)


def test_the_chair_sets_that_a_call_starts_the_clock(meeting: Meeting):
    assert meeting.step("limits", auto_start="yes")["limits"]["auto_start"] is True
    assert meeting.step("call_next")["now"]["name"] == "Ann Whitlock"
    meeting.own(meeting.cara, "ask")
    assert meeting.step("call_next")["called"]["name"] == "Cara Obi"
    assert meeting.step("end")["now"]["name"] == "Cara Obi"
    assert meeting.step("end")["now"] is None
    page = meeting.chair.get(meeting.url).text
    assert '<option value="yes" selected>The call</option>' in page
