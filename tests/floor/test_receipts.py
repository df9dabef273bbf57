"""Receipts: every request can be told when it was asked, what became of it, and who went before it and why."""

from __future__ import annotations

import pytest
from hypothesis import given

from companion.floor import receipts, rules
from companion.floor.events import Recorded
from companion.floor.reducer import replay
from companion.floor.state import Request
from tests.floor.evening import START_MS, Evening, item, person, uid
from tests.floor.logs import journals


def clock(ms: int) -> str:
    """Seconds since the start."""
    return str((ms - START_MS) // 1000)


def said(evening: Evening, name: str) -> tuple[str, ...]:
    rows = [row for row in evening.floor.requests.values() if row.participant_id == person(name)]
    return receipts.sentences(receipts.receipt(evening.floor, rows[-1]), clock)


def people(evening: Evening | None = None) -> Evening:
    evening = evening or Evening(policy="new_landlords")
    for name, home in (("Ann", "Linden"), ("Ben", "Linden"), ("Cara", "Marram"), ("Dev", "Tern"), ("Eve", "Wren")):
        evening.home(name, home).joins(name)
    return evening


@pytest.mark.req("LC-18", "BX-11")
def test_a_receipt_says_when_it_was_asked_and_served_and_who_went_before_and_why():
    evening = (
        people().raises("Ann").speaks("Ann", 60).at(100).raises("Cara").at(101).raises("Ann").at(102).raises("Dev")
    )
    evening.at(110).speaks("Cara", 30).speaks("Dev", 30).speaks("Ann", 45)
    assert said(evening, "Ann") == (
        "You asked at 101 and had the floor at 170, for 0:45.",
        "1 who had asked before you spoke first.",
        "1 who asked later went before you: landlords not yet heard went first.",
    )


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("time", "the chair took somebody first who was short of time"),
        ("access_need", "the chair let them go first"),
        (None, "the chair called them first"),
    ],
)
def test_whom_the_chair_chose_is_told_with_the_reason_unless_it_is_theirs_to_keep(reason: str | None, words: str):
    evening = people(Evening()).raises("Ann").later(1).raises("Cara").calls("Cara", reason=reason).starts()
    assert said(evening, "Ann")[-1] == f"1 who asked later went before you: {words}."


def test_each_reason_for_going_first_is_told_in_its_own_words():
    evening = people(Evening()).raises("Ann").later(1)
    evening.raises("Cara", kind="access").speaks(None, 10).later(1)
    evening.raises("Dev", kind="point_of_order").act(rules.accept, evening.hand("Dev").id).speaks(None, 10).later(1)
    evening.raises("Eve").act(rules.move_by, evening.hand("Eve").id, -1, reason="last_point").speaks(None, 10).later(1)
    evening.act(rules.start_for, person("Ben"), turn_id=uid("direct"), now_ms=evening.now_ms).act(rules.end)
    evening.leaves("Ann").later(1).raises("Cara").speaks(None, 10).joins("Ann")
    assert [why for why, _ in receipts.receipt(evening.floor, evening.hand("Ann")).went_before] == [
        "the chair let them go first",
        "it was a point of order",
        "the chair took a point close to the last one first",
        "the chair gave them the floor directly",
        "you were not in the meeting then",
    ]


def test_letting_others_go_first_and_not_answering_are_told_as_ones_own_doing():
    evening = people(Evening()).raises("Ann").later(1).raises("Cara").later(1)
    evening.act(rules.defer, evening.hand("Ann").id).speaks("Cara", 10).later(1)
    evening.calls().act(rules.skip).raises("Dev").speaks(None, 10)
    assert receipts.receipt(evening.floor, evening.hand("Ann")).went_before == (
        ("you let others go first", 1),
        ("you had been called and did not answer", 1),
    )


def test_who_was_called_and_did_not_speak_has_not_gone_before_anybody():
    evening = people(Evening()).raises("Ann").later(1).raises("Cara").calls("Cara", reason="time").act(rules.skip)
    assert said(evening, "Ann") == ("You asked at 0.", "Your hand is up.")


def test_an_officers_answer_is_nobodys_turn():
    evening = people(Evening()).raises("Ann")
    evening.act(rules.start_for, person("chair"), turn_id=uid("answer"), now_ms=evening.now_ms, kind="answer")
    assert receipts.receipt(evening.floor, evening.hand("Ann")).went_before == ()


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("lower", "Your hand was lowered at 5."),
        ("decline", "The chair did not take it at 5: single cases cannot be discussed here."),
        ("close", "The item was closed at 5 before your turn. You can send it in writing."),
        ("end", "The session ended at 5 before your turn. You can send it in writing."),
    ],
)
def test_case_76_every_way_of_ending_has_its_sentence(how: str, words: str):
    evening = people(Evening()).act(rules.open_item, item("damp")).raises("Ann").later(5)
    if how == "lower":
        evening.lowers("Ann")
    elif how == "decline":
        evening.act(rules.decline, evening.hand("Ann").id, "individual_case")
    elif how == "close":
        evening.act(rules.close_item, hands="expire")
    else:
        evening.act(rules.end_session)
    assert said(evening, "Ann") == ("You asked at 0.", words)


def test_undoing_a_call_takes_the_overtaking_back():
    evening = people(Evening()).raises("Ann").later(1).raises("Cara").calls("Cara")
    assert len(evening.hand("Ann").overtaken) == 1
    assert evening.undoes().hand("Ann").overtaken == ()


@given(journals())
def test_i14_every_ending_has_a_reason_and_every_overtaking_an_explanation(log: list[Recorded]):
    floor = replay(log)
    for request_id, found in receipts.receipts_of(floor).items():
        row: Request = floor.requests[request_id]
        assert row.is_live or row.reason
        told = receipts.sentences(found, clock)
        assert told[0].startswith("You asked at ")
        assert "It ended at" not in " ".join(told)
        assert all(why and count for why, count in found.went_before)
        assert row.passes <= len(row.overtaken)
        assert all(one.turn_id in floor.turns for one in row.overtaken)
