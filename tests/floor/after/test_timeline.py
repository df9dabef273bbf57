"""The timeline that answers a complaint: everything in it, with who did it and why; own parts without others' names."""

from __future__ import annotations

from typing import get_args

import pytest
from msgspec.structs import replace

from companion.floor import events, rules
from companion.floor.after import telling
from companion.floor.after.tellers import TELL
from companion.floor.after.timeline import part_of, timeline_of
from companion.floor.snapshots import Names
from tests.floor.evening import Evening, item, person, uid


@pytest.fixture
def evening() -> Evening:
    """Ann asks, then Ben and Cara; Cara is moved up and heard; Ann is called, does not answer, and is called again."""
    evening = Evening().home("Ann", "Linden").home("Ben", "Linden").home("Cara", "Marram")
    evening.act(rules.open_item, item("Damp"), budget_ms=600_000)
    for name in ("Ann", "Ben", "Cara"):
        evening.joins(name).later(5).raises(name)
    evening.act(rules.move_by, evening.hand("Cara").id, -2, reason="access_need")
    evening.later(10).speaks("Cara", 50)
    evening.calls("Ann").later(20).act(rules.skip, "no_answer")
    return evening.later(5).speaks("Ben", 30).speaks("Ann", 61)


def names_of(evening: Evening) -> Names:
    everybody = ("Ann", "Ben", "Cara")
    return Names({person(name): name for name in everybody}, {}, {item("Damp"): "Damp and mould"})


def told(evening: Evening) -> list[str]:
    return [telling.for_staff(entry, names_of(evening)) for entry in timeline_of(evening.floor)]


@pytest.mark.req("LC-23")
def test_every_step_of_a_turn_is_told_with_who_did_it_and_why(evening: Evening):
    lines = told(evening)
    assert "Ann asked to speak on the page." in lines
    assert "Cara was moved up before Ann, Ben: access need, by the chair." in lines
    assert "Cara was called before Ann, Ben: moved by the chair: access need, by the chair." in lines
    assert "Ann was passed over after the call; the place was kept: no answer, by the chair." in lines
    assert "Ann finished after 61 seconds, by the chair." in [
        line.replace("1:01 minutes", "61 seconds") for line in lines
    ]
    assert "Item opened: Damp and mould, by the chair." in lines


def test_ones_own_part_has_nobody_elses_name_and_nobody_elses_needs(evening: Evening):
    own = part_of(timeline_of(evening.floor), person("Ann"))
    lines = [telling.for_own(entry, person("Ann"), names_of(evening)) for entry in own]
    whole = " ".join(lines)
    assert "Cara" not in whole
    assert "Ben" not in whole
    assert "access" not in whole
    assert "Somebody was moved up before you: the chair’s decision, by the chair." in lines
    assert "You asked to speak on the page." in lines
    assert any(line.startswith("You were called") for line in lines)


def test_who_was_moved_reads_the_reason_given_for_themselves(evening: Evening):
    own = part_of(timeline_of(evening.floor), person("Cara"))
    lines = [telling.for_own(entry, person("Cara"), names_of(evening)) for entry in own]
    assert "You were moved up before 2 people who asked earlier: access need, by the chair." in lines


def test_what_was_taken_back_stays_in_the_line_and_says_so():
    evening = Evening().raises("Ann").calls().starts().later(4).undoes()
    entries = timeline_of(evening.floor)
    started = next(entry for entry in entries if entry.what == "started")
    assert started.taken_back_ms == evening.now_ms
    assert next(entry for entry in entries if entry.what == "asked").taken_back_ms is None


def test_old_news_and_late_hands_are_told_as_what_they_were():
    evening = Evening().raises("Ann", "zoom", occurred=0).speaks("Ann")
    evening.record(*rules.raise_hand(
        evening.floor, person("Ann"), request_id=uid("late"), source="zoom",
        occurred_at_ms=evening.now_ms - 200_000, received_at_ms=evening.now_ms,
    ), source="zoom", role="zoom")  # fmt: skip
    assert timeline_of(evening.floor)[-1].what == "came_late"


def test_a_name_of_whoever_did_it_is_said_to_staff(evening: Evening):
    entry = timeline_of(evening.floor)[-1]
    staff = {person("chair"): "Robin Marsh"}
    assert telling.for_staff(entry, names_of(evening), staff).endswith("by the chair.")
    assert "by the chair (Robin Marsh)." in telling.for_staff(
        replace(entry, by_id=person("chair")), names_of(evening), staff
    )


#: events that are no entry of their own, and why
UNTOLD = {
    events.Undone: "marks the entry that it takes back",
    events.Unrecognised: "is another room's, or of a later version",
}


def test_every_event_has_a_sentence():
    missing = set(get_args(events.AnyEvent)) - set(TELL) - set(UNTOLD)
    assert not missing, "add a row to TELL in companion/floor/after/tellers.py, and its sentence to telling.py"


def test_a_caller_who_is_recognised_has_one_part_from_the_beginning():
    evening = Evening().raises("Kit").later(3)
    evening.record(events.PresenceRecognised(person("Kit"), person("Ann"))).speaks("Ann", 20)
    part = [entry.what for entry in part_of(timeline_of(evening.floor), person("Ann"))]
    assert part == ["asked", "recognised", "called", "started", "ended"]


def test_who_was_passed_reads_the_same_reason_as_on_the_receipt():
    evening = Evening(policy="new_landlords").home("Ann", "Linden").home("Ben", "Linden").home("Cara", "Marram")
    evening.raises("Ann").speaks("Ann", 5).raises("Ben").later(2).raises("Cara").speaks(None, 9)
    part = part_of(timeline_of(evening.floor), person("Ben"))
    lines = [telling.for_own(entry, person("Ben"), names_of(evening)) for entry in part]
    assert "Somebody was called before you: landlords not yet heard went first." in lines
