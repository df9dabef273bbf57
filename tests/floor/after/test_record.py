"""The meeting in figures: items against their budgets, breaks, hands, turns, landlords; all from the journal."""

from __future__ import annotations

import pytest

from companion.floor import clocks, rules
from companion.floor.after.record import left_waiting, record_of
from tests.floor.evening import START_MS, Evening, item, person


@pytest.fixture
def evening() -> Evening:
    evening = Evening().home("Ann", "Linden").home("Ben", "Linden").home("Cara", "Marram").home("Dev", "Penhallow")
    for name in ("Ann", "Ben", "Cara", "Dev"):
        evening.joins(name)
    evening.act(rules.open_item, item("Damp"), budget_ms=60_000)
    evening.later(10).raises("Ann").later(20).speaks("Ann", 70)
    evening.act(rules.pause_session).later(300).act(rules.resume_session)
    evening.act(rules.close_item).act(rules.open_item, item("Next"), budget_ms=None)
    evening.raises("Ben").raises("Cara").later(1).lowers("Ben", everywhere=True)
    return evening.later(30).raises("Dev").later(9).act(rules.end_session)


@pytest.mark.req("LC-20", "LC-23")
def test_items_have_their_time_against_their_budget(evening: Evening):
    record = record_of(evening.floor, evening.now_ms, [item("Damp"), item("Next"), item("Never")])
    damp, following, never = record.items
    assert (damp.budget_ms, damp.used_ms, damp.over_ms) == (60_000, 70_000, 10_000)
    assert (damp.turns, damp.hands, damp.landlords) == (1, 1, 1)
    assert damp.open_ms == 400_000
    assert (following.used_ms, following.over_ms, following.hands) == (0, 0, 3)
    assert (never.openings, never.open_ms) == ((), 0)


def test_a_session_counts_landlords_breaks_and_who_was_left(evening: Evening):
    record = record_of(evening.floor, evening.now_ms)
    assert (record.present, record.heard) == (3, 1)
    assert (record.hands, record.turns, record.withdrawn, record.left_waiting) == (4, 1, 1, 2)
    assert [end - start for start, end in record.breaks] == [300_000]
    assert (record.started_ms, record.ended_ms, record.is_over) == (START_MS, evening.now_ms, True)
    assert [row.participant_id for row in left_waiting(evening.floor)] == [person("Cara"), person("Dev")]
    assert (record.waits.called, record.waits.longest_ms) == (1, 20_000)


def test_figures_before_the_end_count_until_now():
    evening = Evening().act(rules.open_item, item("Damp"), budget_ms=None).raises("Ann").calls().starts().later(7)
    record = record_of(evening.floor, evening.now_ms)
    assert (record.items[0].used_ms, record.items[0].open_ms, record.is_over) == (7_000, 7_000, False)
    paused = evening.act(rules.pause_session).later(5)
    assert record_of(paused.floor, paused.now_ms).breaks == ((paused.now_ms - 5_000, paused.now_ms),)


def test_what_was_undone_is_in_no_figure():
    evening = Evening().raises("Ann").act(rules.pause_session).undoes().calls().starts().undoes()
    record = record_of(evening.floor, evening.now_ms)
    assert (record.breaks, record.turns, record.waits.called) == ((), 0, 0)


@pytest.mark.req("LC-20")
def test_the_time_of_the_items_sums_to_the_time_of_all_turns(evening: Evening):
    record = record_of(evening.floor, evening.now_ms)
    turns = sum(clocks.elapsed_ms(turn, evening.now_ms) for turn in evening.floor.turns.values())
    assert sum(one.used_ms for one in (*record.items, record.between)) == record.used_ms == turns


def test_case_74_an_empty_session_has_a_record_without_division_by_zero():
    record = record_of(Evening(live=False).floor, START_MS)
    assert (record.hands, record.turns, record.present, record.items, record.started_ms) == (0, 0, 0, (), None)
