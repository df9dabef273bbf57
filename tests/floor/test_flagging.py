"""What the measurements suggest: one tap does it, and nothing of it happens by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from companion.floor import rules
from companion.floor.chairing import decide_from
from companion.floor.events import TurnStarted
from companion.floor.flagging import Flag, flags
from companion.floor.snapshots import Frame, attendee_snapshot, chair_snapshot, stage_snapshot
from tests.floor.evening import START_MS, Evening, person
from tests.floor.test_measuring import lit, words

HOSTS = frozenset({person("chair")})


def told(evening: Evening) -> list[Flag]:
    """The flags that stand now."""
    now_ms = evening.now_ms
    every = flags(evening.floor, now_ms, HOSTS)
    return [one for one in every if one.from_ms <= now_ms and (one.until_ms is None or now_ms < one.until_ms)]


def names(evening: Evening) -> list[str]:
    return [f"{one.name} {evening.name_of(one.participant_id)}" for one in told(evening)]


def called(at: float = 20) -> Evening:
    return Evening().home("Ann", "Linden").home("Ben", "Marram").joins("Ann").joins("Ben").raises("Ann").at(at).calls()


def speaking() -> Evening:
    """Ann has the floor since second 30 and is heard."""
    evening = called().at(30).starts()
    return lit(evening, "Ann", 30)


@pytest.mark.parametrize(("began", "counted_from"), [(24, 24), (31, 31), (10, 17)])
def test_a_start_is_suggested_from_the_first_word_up_to_fifteen_seconds_back(began: float, counted_from: float):
    evening = lit(called().at(32), "Ann", began)
    assert names(evening) == ["first_words Ann"]
    (flag,) = chair_snapshot(evening.floor, evening.all_names(), evening.now_ms)["flags"]
    assert flag["step"] == {"step": "start", "since_ms": str(START_MS + counted_from * 1000)}
    evening.record(*decide_from("start", flag["step"])(evening.floor, evening.now_ms))
    assert evening.elapsed() == 32 - counted_from
    assert evening.at(50).elapsed() == 50 - counted_from
    assert told(evening) == []
    evening.undoes()
    assert evening.floor.called_turn is not None
    assert evening.floor.speaking is None
    assert evening.redoes().elapsed() == 50 - counted_from
    assert evening.replayed().view() == evening.floor.view()


def test_a_start_never_reaches_into_the_turn_or_the_item_before():
    evening = Evening().raises("Ben").raises("Ann").calls().starts().at(28).act(rules.end).calls().at(32)
    lit(evening, "Ann", 20)
    evening.act(rules.start, now_ms=evening.now_ms, since_ms=START_MS + 20_000)
    assert evening.elapsed() == 4
    first = Evening().act(rules.open_item, evening.turn_id()).raises("Ann").calls().at(3)
    first.act(rules.start, now_ms=first.now_ms, since_ms=START_MS - 9_000)
    assert first.elapsed() == 3


def test_a_start_while_somebody_speaks_begins_now():
    evening = speaking().raises("Ben").at(40).calls().at(44)
    evening.act(rules.start, now_ms=evening.now_ms, since_ms=START_MS + 41_000)
    ben, ann = evening.speaking, next(turn for turn in evening.floor.turns.values() if not turn.is_active)
    assert (evening.elapsed(ben), evening.elapsed(ann)) == (0, 14)


@given(st.integers(-100_000, 100_000), st.integers(0, 40_000))
def test_however_far_back_a_start_is_written_the_clock_stays_true(since_ms: int, later_ms: int):
    evening = called()
    began_ms = evening.now_ms
    evening.later(later_ms / 1000)
    turn = evening.floor.called_turn
    assert turn is not None
    evening.record(TurnStarted(turn.id, turn.participant_id, since_ms=began_ms + since_ms))
    assert 0 <= evening.elapsed() * 1000 <= 15_000
    assert evening.speaking.started_at_ms is not None
    assert evening.speaking.started_at_ms >= min(began_ms + since_ms, evening.now_ms)


def test_an_end_is_suggested_after_eight_seconds_of_another_voice():
    evening = lit(speaking().at(60), "Ben", 60)
    assert names(evening.at(62)) == []
    assert names(evening.at(63)) == ["other_voice Ben"]
    assert names(evening.at(67.9)) == ["other_voice Ben"]
    assert names(evening.at(68)) == ["silent Ben"]
    flag = next(one for one in _chair(evening)["flags"] if one["name"] == "silent")
    assert flag["step"] == {"step": "end"}
    before = evening.floor
    evening.record(*decide_from("end", flag["step"])(evening.floor, evening.now_ms))
    assert evening.floor.speaking is None
    assert before.speaking is not None, "nothing ended before the tap"


def test_what_has_no_step_says_so():
    evening = lit(speaking().at(60), "Ben", 60).at(64)
    flag = _chair(evening)["flags"][0]
    assert (flag["words"], flag["step"]) == ("Ann has the floor, and Ben is speaking.", None)


@pytest.mark.parametrize("name", ["chair", "Ann", None])
def test_the_chairs_voice_and_the_speakers_own_interrupt_nobody(name: str | None):
    assert names(lit(speaking().at(60), name, 60).at(90)) == []


def test_whoever_comes_back_after_an_interjection_is_not_flagged():
    evening = lit(lit(speaking().at(60), "Ben", 60).at(62), "Ann", 62)
    assert names(evening.at(80)) == []


def test_nothing_is_suggested_while_the_clock_is_stopped_or_in_a_break():
    assert names(lit(speaking().at(60), "Ben", 60).act(rules.pause).at(80)) == []
    assert names(lit(Evening().at(60), "Ben", 60).act(rules.pause_session).at(80)) == []


def test_speaking_without_the_floor_is_flagged_after_ten_seconds_and_one_tap_gives_it():
    evening = lit(Evening().home("Ben", "Marram").joins("Ben").at(100), "Ben", 100)
    assert names(evening.at(109.9)) == []
    assert names(evening.at(110)) == ["no_floor Ben"]
    (flag,) = _chair(evening)["flags"]
    assert flag["step"] == {
        "step": "give_floor",
        "participant_id": str(person("Ben")),
        "since_ms": str(START_MS + 100_000),
    }
    assert names(lit(Evening().at(100), "chair", 100).at(140)) == []


def test_where_captions_come_a_voice_without_words_is_not_believed_for_long():
    evening = lit(words(Evening().at(100), "Ann", 80, 90), "Ben", 100)
    assert names(evening.at(111)) == ["no_floor Ben"]
    assert names(evening.at(112.5)) == []
    words(evening.at(114), "Ben", 101, 113)
    assert names(evening.at(124)) == ["no_floor Ben"]


def test_captions_alone_are_enough():
    evening = called().at(30).starts()
    words(evening.at(40), "Ann", 30, 39)
    assert names(evening) == []
    words(evening.at(54), "Ben", 41, 53)
    assert names(evening) == ["silent Ben"]


def test_what_is_said_without_the_floor_is_told_as_an_estimate_of_nobody_in_particular():
    evening = Evening().home("Ben", "Marram").joins("Ben").act(rules.open_item, Evening().turn_id()).at(100)
    assert _chair(evening)["estimated"] is None
    lit(lit(evening, "Ben", 10), "chair", 95)
    told = _chair(evening)["estimated"]
    assert told["words"] == "Estimated: about 1 min spoken without the floor by 1 landlord"
    words(words(evening, "Ann", 10, 20), "Ben", 12, 19)
    assert _chair(evening)["estimated"]["words"].endswith("1 time two people at once")


def test_i13_no_measurement_is_in_what_everybody_sees():
    evening = lit(speaking().at(60), "Ben", 60).at(70)
    for frame in (attendee_snapshot(evening.floor, evening.now_ms), stage_snapshot(evening.floor, evening.now_ms)):
        assert {"flags", "estimated"}.isdisjoint(frame)


def _chair(evening: Evening) -> Frame:
    return chair_snapshot(evening.floor, replace(evening.all_names(), hosts=HOSTS), evening.now_ms)
