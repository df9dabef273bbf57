"""About how long somebody waits: from the turns and changes of speaker so far, where it can be told."""

from __future__ import annotations

import pytest
from hypothesis import given

from companion.floor import rules, waits
from companion.floor.events import LimitsSet, Recorded
from companion.floor.reducer import replay
from companion.floor.wording import wait_words
from tests.floor.evening import Evening
from tests.floor.logs import journals


def spoken(count: int, *, seconds: float, between: float) -> Evening:
    """So many turns of so many seconds each, with so much between them."""
    evening = Evening(limits=LimitsSet(per_turn_ms=120_000))
    for number in range(count):
        evening.raises(f"person {number}").calls(f"person {number}").later(between).starts()
        evening.later(seconds).act(rules.end)
    return evening


@pytest.mark.parametrize(("turns", "change_s"), [(1, 8), (3, 8), (6, 20), (9, 20)])
def test_the_change_of_speaker_is_the_middle_of_those_so_far_once_there_are_enough(turns: int, change_s: int):
    assert waits.change_over_ms(spoken(turns, seconds=60, between=20).floor) == change_s * 1000


def test_a_long_silence_between_two_turns_was_no_change_of_speaker():
    evening = spoken(7, seconds=30, between=5)
    evening.later(600).raises("late").calls().starts().act(rules.end)
    assert waits.change_over_ms(evening.floor) == 5_000


def test_a_turn_is_told_from_three_quarters_of_the_usual_one_to_the_limit_each_with_the_change():
    assert waits.per_turn_ms(spoken(6, seconds=40, between=10).floor) == (30_000 + 10_000, 120_000 + 10_000)


@given(journals())
def test_whatever_happened_the_range_is_a_range_and_the_change_a_short_while(log: list[Recorded]):
    floor = replay(log)
    low_ms, high_ms = waits.per_turn_ms(floor)
    assert 0 <= waits.change_over_ms(floor) <= waits.LONGEST_CHANGE_MS
    assert 0 < low_ms <= high_ms


def test_a_wait_that_two_more_may_lengthen_is_told_as_so_much_longer_at_most():
    frame = {"firm": [1, 3, 0], "wait": {"rest_ms": 0, "low_ms": 60_000, "high_ms": 120_000}}
    told = [wait_words(frame, place) for place in (1, 2, 3)]
    assert told == ["about a minute or less", "about 1–6 min", "The order may change, so that new voices are heard"]
