"""The charts' figures: budgets, waits, and landlords by name with their zeros."""

from __future__ import annotations

import pytest

from companion.floor import rules
from companion.floor.after import figures
from companion.floor.after.record import record_of
from companion.floor.events import SpeakerChanged, VoiceCaptioned
from companion.floor.snapshots import Names
from tests.floor.evening import START_MS, Evening, item, landlord, person


@pytest.fixture
def evening() -> Evening:
    evening = Evening()
    for name, home in (("Ann", "Quay"), ("Ben", "Quay"), ("Cara", "Marram"), ("Dev", "Alder")):
        evening.home(name, home).joins(name)
    evening.act(rules.open_item, item("Damp"), budget_ms=60_000)
    evening.raises("Ann").later(30).speaks("Ann", 90).raises("Cara").later(150)
    for name, seconds in (("Cara", 30), ("Eve", 45)):
        if name == "Eve":
            evening.raises("Eve", kind="answer")
        evening.calls(name).starts(despite_limit=True).later(seconds).act(rules.end)
    return evening


NAMES = Names(
    {person("Ann"): "Ann Whitlock"},
    {landlord("Quay"): "Linden Quay", landlord("Marram"): "Marram Housing", landlord("Alder"): "alder homes"},
    {item("Damp"): "Damp and mould"},
)


@pytest.mark.req("LC-36")
def test_landlords_come_by_name_and_never_by_rank_and_silent_ones_with_a_zero(evening: Evening):
    chart = figures.by_landlord(evening.floor, NAMES, evening.now_ms)
    assert [bar.label for bar in chart.bars] == ["alder homes", "Linden Quay", "Marram Housing", figures.OTHERS]
    assert [bar.cells for bar in chart.bars] == [
        ("0:00", "0", "0 %"),
        ("1:30", "1", "75 %"),
        ("0:30", "1", "25 %"),
        ("0:45", "1", "–"),
    ]
    assert [bar.length for bar in chart.bars] == [0.0, 100.0, 33.33, 50.0]
    assert "Whitlock" not in str(chart)


@pytest.mark.req("LC-36")
def test_beside_the_floor_time_stands_what_was_heard_labelled_as_an_estimate():
    evening = Evening().home("Ann", "Quay").joins("Ann").raises("Ann").raises("Eve").calls("Ann").starts()
    began = evening.now_ms
    evening.later(60).record(
        SpeakerChanged(began + 5_000, person("Ann")), VoiceCaptioned(person("Ann"), began + 5_000, began + 45_000)
    )
    evening.record(SpeakerChanged(began + 45_000, None)).act(rules.end)
    chart = figures.by_landlord(evening.floor, NAMES, evening.now_ms)
    assert chart.head[-1] == "Heard, estimated"
    assert "an estimate that counts for nothing" in chart.about
    (bar,) = chart.bars
    assert bar.cells == ("1:00", "1", "100 %", "0:40")
    assert bar.words == "1:00"
    evening.calls("Eve").starts().later(30)
    at_ms = evening.now_ms - 30_000
    evening.record(SpeakerChanged(at_ms + 10_000, person("Eve"))).act(rules.end)
    others = figures.by_landlord(evening.floor, NAMES, evening.now_ms).bars[-1]
    assert others.cells[-1] == "at most 0:20"


def test_where_zoom_let_nothing_be_heard_the_charts_do_not_speak_of_it(evening: Evening):
    assert "Heard, estimated" not in figures.by_landlord(evening.floor, NAMES, evening.now_ms).head
    record = record_of(evening.floor, evening.now_ms)
    assert "Heard, estimated" not in figures.by_item(record, NAMES, evening.floor, evening.now_ms).head


@pytest.mark.req("LC-20")
def test_an_item_over_its_budget_shows_by_how_much(evening: Evening):
    (bar,) = figures.by_item(record_of(evening.floor, evening.now_ms), NAMES, evening.floor, evening.now_ms).bars
    assert bar.cells == ("2:45", "1:00", "1:45", "3")
    assert round(bar.length + bar.over) == 100
    assert bar.mark == bar.length


def test_waits_are_counted_in_steps(evening: Evening):
    chart = figures.by_wait(evening.floor)
    assert [(bar.label, bar.words) for bar in chart.bars if bar.words != "0"] == [
        ("Under 1 min", "2"),
        ("2 to 5 min", "1"),
    ]


def test_case_74_charts_of_nothing_are_empty():
    floor = Evening(live=False).floor
    assert figures.by_wait(floor).bars == ()
    assert figures.by_landlord(floor, NAMES, START_MS).bars == ()
    assert figures.by_item(record_of(floor, START_MS), NAMES, floor, START_MS).bars == ()
