"""Lists of all hands: only changes are written, an old hand is no new one, and newer news wins."""

from __future__ import annotations

from itertools import count

from companion.floor import rules
from companion.floor.ids import RequestId
from tests.floor.evening import START_MS, Evening, person, uid

NUMBERS = count()


def listed(evening: Evening, *names: str, at: float | None = None) -> Evening:
    """A list as of `at` seconds after the start, heard now."""
    occurred_ms = evening.now_ms if at is None else START_MS + round(at * 1000)
    happened = rules.hands_listed(
        evening.floor,
        {person(name): evening.home_of(name) for name in names},
        source="zoom",
        version=occurred_ms,
        occurred_at_ms=occurred_ms,
        received_at_ms=evening.now_ms,
        new_request_id=lambda: RequestId(uid(f"listed {next(NUMBERS)}")),
    )
    return evening.record(*happened, occurred=(occurred_ms - START_MS) / 1000, source="zoom", role="zoom")


def test_a_list_that_says_nothing_new_writes_nothing():
    evening = listed(Evening(), "Ann")
    seq = evening.floor.seq
    listed(evening.later(15), "Ann")
    listed(evening.later(15), "Ann")
    assert evening.floor.seq == seq


def test_case_16_a_list_that_omits_a_hand_once_keeps_it_and_twice_lowers_it():
    evening = listed(Evening(), "Ann", "Ben")
    assert listed(evening.later(15), "Ben").queue() == ["Ann", "Ben"]
    assert listed(evening.later(15), "Ann", "Ben").queue() == ["Ann", "Ben"]
    assert listed(evening.later(15), "Ben").queue() == ["Ann", "Ben"]
    assert listed(evening.later(15), "Ben").queue() == ["Ben"]


def test_a_hand_left_up_after_its_turn_is_not_raised_again_until_it_has_been_down():
    evening = listed(Evening(), "Ann").later(1).speaks("Ann", 30)
    listed(evening.later(15), "Ann")
    assert evening.queue() == []
    for names in ((), (), ("Ann",)):
        listed(evening.later(15), *names)
    assert evening.queue() == ["Ann"]


def test_of_whom_the_source_has_said_something_newer_an_old_list_says_nothing():
    evening = Evening().at(20).raises("Ann", "zoom").at(21)
    listed(evening, at=10)
    listed(evening.later(1), at=11)
    assert evening.queue() == ["Ann"]
    evening.at(30).lowers("Ann", "zoom")
    seq = evening.floor.seq
    listed(evening.at(31), "Ann", at=25)
    assert evening.queue() == []
    assert evening.floor.seq == seq, "what says nothing is not written"


def test_a_hand_by_another_way_stands_though_the_list_has_none():
    evening = listed(Evening(), "Ann").later(1).raises("Ann", "page")
    for _ in range(2):
        listed(evening.later(15))
    assert evening.hand("Ann").sources == ("page",)


def test_what_the_list_shows_while_the_list_of_speakers_is_closed_waits_until_it_opens():
    evening = Evening().act(rules.close_list)
    listed(evening, "Ann")
    assert evening.queue() == []
    listed(evening.act(rules.open_list).later(15), "Ann")
    assert evening.queue() == ["Ann"]


def test_after_the_end_a_list_says_nothing():
    evening = listed(Evening(), "Ann").act(rules.end_session)
    seq = evening.floor.seq
    assert listed(evening.later(15), "Ben").floor.seq == seq
