"""Chat words: the whole message is one of the agreed phrases, or it is no hand."""

from __future__ import annotations

import time

import pytest

from companion.floor.chat_words import Wish, suggests, wish_in
from tests.floor.chat_lines import lines, score

HANDS = [
    "hand",
    "Hand.",
    "HAND UP",
    "hand up!",
    "  hand   up  ",
    "q+",
    "Q+",
    "stack",
    "/speak",
    "request to speak",
    "Requesting to speak",
    "May I speak?",
    "may i speak",
    "Can I come in?",
    "I’d like to speak.",
    "✋",
    "✋🏽",
    "🙋🏿‍♀️",
]
NO_HANDS = [
    "on the other hand we found the opposite",
    "On the other hand…",
    "hand over to Ann",
    "Can you hand up the papers",
    "hands up if you agree",
    "second-hand",
    "stacked",
    "we stack the repairs by week",
    "lower rents would help",
    "> hand",
    '"hand" is what she wrote',
    "Ann wrote: hand up",
    "I raise my hand to that team",
    "hand?",
    "q",
    "",
    "   ",
    "thanks all",
    "no need, withdraw the paper",
    "point of order was raised last time",
    "may I speak for everyone when I say thank you",
]


@pytest.mark.req("LC-19")
@pytest.mark.parametrize("message", HANDS)
def test_case_17_an_agreed_phrase_is_a_hand(message: str):
    assert wish_in(message) == Wish("raise")


@pytest.mark.req("LC-19")
@pytest.mark.parametrize("message", NO_HANDS)
def test_case_17_a_phrase_within_other_words_is_no_hand(message: str):
    assert wish_in(message) is None


@pytest.mark.req("LC-19")
def test_case_17_what_it_is_about_becomes_a_private_note_in_the_writers_words():
    assert wish_in("q+ to ask re Damp") == Wish("raise", about="ask re Damp")
    assert wish_in("/speak first visits") == Wish("raise", about="first visits")
    assert wish_in("q+ing the data") is None


@pytest.mark.parametrize(
    ("message", "act"),
    [("q-", "lower"), ("lower my hand", "lower"), ("Withdraw.", "lower"), ("q- later", "later"), ("q?", "place")],
)
def test_a_hand_can_be_lowered_deferred_and_asked_about_by_chat(message: str, act: str):
    assert wish_in(message) == Wish(act)


def test_point_of_order_is_its_own_kind():
    assert wish_in("Point of order!") == Wish("raise", "point_of_order")


@pytest.mark.parametrize(
    "message",
    [
        "I'd like to come in on this",
        "could we add something about voids please",
        "my hand is up by the way",
        "I have a question for the panel",
        "Can I just come in here",
    ],
)
def test_a_looser_phrase_is_only_a_suggestion_to_the_staff(message: str):
    assert wish_in(message) is None
    assert suggests(message)


@pytest.mark.parametrize(
    "message",
    [
        *NO_HANDS[:6],
        "> can I come in",
        "“I'd like to speak” is what he said",
        "I don't want to speak",
        "hand",
        "x" * 300,
    ],
)
def test_quotations_negations_and_agreed_phrases_are_no_suggestion(message: str):
    assert not suggests(message)


@pytest.mark.parametrize(
    ("message", "item"),
    [
        ("declare interest", ""),
        ("Declare an interest.", ""),
        ("declare interest in this item", ""),
        ("Declare interest item 3", "3"),
        ("declare an interest in agenda item 12!", "12"),
    ],
)
def test_an_interest_is_declared_by_an_agreed_phrase(message: str, item: str):
    assert wish_in(message) == Wish("declare", about=item)


@pytest.mark.parametrize(
    "message",
    ["I have no interest to declare", "who has to declare interest?", "> declare interest", "declare interest rates"],
)
def test_what_merely_mentions_an_interest_declares_none(message: str):
    assert wish_in(message) is None


@pytest.mark.req("LC-19")
def test_q4_hands_in_the_chat_are_noticed_and_none_goes_up_that_was_not_meant():
    held_out, tuned = lines(held_out=True), lines(held_out=False)
    assert len(held_out) + len(tuned) >= 300
    for part in (tuned, held_out):
        assert len(part) >= 200
        found = score(part)
        assert found.precision >= 0.995
        assert found.recall >= 0.95
        assert found.suggestions_right >= 0.9


@pytest.mark.parametrize("said", ["the tenant told us: {}", "> {}", "“{}”", "Ann: {}", "she wrote {}"])
@pytest.mark.parametrize("wish", [line.text for line in lines(held_out=False) if line.label == "wish"][::9])
def test_what_is_quoted_or_reported_is_nobodys_wish(wish: str, said: str):
    assert wish_in(said.format(wish)) is None
    assert not suggests(said.format(wish))


@pytest.mark.parametrize(
    "message", ["a" * 200, "i'd " * 50, "can we " * 28, "“" * 200, "hand " * 40, "would like to " * 14]
)
def test_no_message_takes_long_to_read(message: str):
    began = time.process_time()
    suggests(message)
    wish_in(message)
    assert time.process_time() - began < 1.0  # what is read in a way that explodes takes minutes
