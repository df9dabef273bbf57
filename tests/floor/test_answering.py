"""“I'm ready”: who was called answers by their own page; the chair sees it, nobody else does, and nothing moves."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask

from companion.floor import clocks, errors, rules
from companion.floor.after.tellers import TELL
from companion.floor.events import LimitsSet, TurnAnswered
from companion.floor.snapshots import attendee_snapshot, chair_snapshot, stage_snapshot
from companion.kernel.clocks import ManualClock
from tests.floor.evening import Evening
from tests.floor.meeting import JSON, Meeting
from tests.house import House


@pytest.fixture
def meeting(house: House, app: Flask, clock: ManualClock) -> Meeting:
    return Meeting(house, app, clock)


def called() -> Evening:
    return Evening().raises("Ann").later(1).raises("Ben").later(1).calls("Ann")


def answers(evening: Evening, name: str = "Ann") -> Evening:
    return evening.act(rules.answer_call, evening.hand(name).id, role="registrant")


def is_ready(evening: Evening) -> Any:
    frame = chair_snapshot(evening.floor, evening.all_names(), evening.now_ms)
    return frame["called"] and frame["called"]["is_ready"]


def test_i13_the_chair_sees_that_they_are_ready_and_no_other_screen_does():
    evening = called()
    shown = [see(evening.floor, evening.now_ms) for see in (attendee_snapshot, stage_snapshot)]
    assert is_ready(evening) is False
    answers(evening)
    assert is_ready(evening) is True
    after = [see(evening.floor, evening.now_ms) for see in (attendee_snapshot, stage_snapshot)]
    assert [{**one, "seq": 0} for one in shown] == [{**one, "seq": 0} for one in after]
    assert "ready" not in json.dumps([{**one, "now": None} for one in after])


def test_an_answer_moves_no_clock_no_place_and_counts_once():
    evening = answers(called())
    turn = evening.floor.called_turn
    assert turn is not None
    assert clocks.elapsed_ms(turn, evening.now_ms + 60_000) == 0
    assert evening.queue() == ["Ben"]
    length = len(evening.floor.log)
    assert len(answers(evening).floor.log) == length
    assert evening.floor == evening.replayed()


def test_only_whoever_is_called_can_answer_and_for_that_call_alone():
    evening = called()
    with pytest.raises(errors.NotWaiting):
        answers(evening, "Ben")
    answers(evening).act(rules.skip)
    assert is_ready(evening) is None
    with pytest.raises(errors.NotWaiting):
        answers(evening)
    evening.calls("Ben").act(rules.skip).calls("Ann")
    assert is_ready(evening) is False


def test_a_wrong_call_is_undone_in_one_though_they_have_answered_it_already():
    evening = answers(called()).later(40)
    before = evening.floor.view()
    assert evening.undoes().queue() == ["Ann", "Ben"]
    assert evening.floor.called is None
    evening.redoes()
    assert evening.floor.view() == before


def test_the_timeline_has_it():
    evening = called()
    before = evening.floor
    last = answers(evening).floor.log[-1]
    told = TELL[TurnAnswered](before, evening.floor, last, last.event)
    assert told is not None
    assert told["what"] == "answered"


def test_a_person_answers_on_their_own_page_and_reads_that_it_was_seen(meeting: Meeting):
    meeting.step("start_session")
    meeting.own(meeting.ann, "ask")
    meeting.step("call_next")
    assert meeting.own(meeting.ann, "ready")["own"]["is_ready"] is True
    assert "The chair sees that you’re ready." in meeting.ann.get(f"{meeting.url}/me").text
    assert meeting.chair.get(f"{meeting.url}/state", headers=JSON).get_json()["called"]["is_ready"] is True
    meeting.own(meeting.cara, "ask")
    refused = meeting.cara.post(f"{meeting.url}/me", data={"step": "ready"}, headers=JSON)
    assert refused.status_code == 409


def test_who_has_an_access_need_beside_an_ordinary_hand_is_summoned_for_the_one_that_is_called(meeting: Meeting):
    meeting.step("start_session")
    ordinary = meeting.own(meeting.ann, "ask")["own"]["id"]
    own = meeting.own(meeting.ann, "ask", kind="access")["own"]
    assert own["id"] == ordinary
    (need,) = own["others"]
    meeting.step("call", request_id=need, reason="access_need")
    own = meeting.own(meeting.ann, "ready")["own"]
    assert (own["id"], own["state"], own["is_ready"], own["others"]) == (need, "called", True, [ordinary])
    meeting.step("start")
    meeting.step("end")
    assert meeting.ann.get(f"{meeting.url}/me/state", headers=JSON).get_json()["own"]["id"] == ordinary


# Giving everybody the same


def test_what_one_was_given_is_given_to_everybody_in_one_step_and_is_said_with_its_length():
    evening = Evening(limits=LimitsSet(per_turn_ms=60_000)).raises("Ann").raises("Ben").calls().starts()
    with pytest.raises(errors.NotExtended):
        evening.act(rules.same_for_everyone)
    evening.act(rules.extend, 30_000)
    undo = chair_snapshot(evening.floor, evening.all_names(), evening.now_ms)["undo"]
    assert undo["everyone"] is True
    evening.act(rules.same_for_everyone)
    assert clocks.limit_ms(evening.speaking) == 90_000  # what she was given, and not twice
    undo = chair_snapshot(evening.floor, evening.all_names(), evening.now_ms)["undo"]
    assert (undo["words"], undo["everyone"]) == ("Changed the time limits: 1:30 for each turn", False)
    assert evening.calls().starts().speaking.limit_ms == 90_000


def test_there_is_nothing_to_give_to_everybody_where_turns_have_no_limit():
    evening = Evening(limits=LimitsSet(per_turn_ms=None)).raises("Ann").calls().starts().act(rules.extend, 30_000)
    assert chair_snapshot(evening.floor, evening.all_names(), evening.now_ms)["undo"]["everyone"] is False
    with pytest.raises(errors.NotExtended):
        evening.act(rules.same_for_everyone)
