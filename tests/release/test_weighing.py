"""What a reviewer is advised, and how far a proposal reaches: pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.release.reach import WAYS, reached
from companion.release.weighing import Advice, Elsewhere, advise

GRACE = "So we gave contractors a grace period of five days."
ORDINARY = {"grace", "period", "will"}


def advice(
    words: str,
    text: str = GRACE,
    *,
    confidence: float = 0.5,
    elsewhere: Elsewhere | None = None,
    reason: str = "a Grace is in the room",
    has_capitals: bool = True,
) -> Advice:
    start = text.index(words)
    return advise(
        text,
        start,
        start + len(words),
        reason=reason,
        confidence=confidence,
        elsewhere=elsewhere or Elsewhere(),
        is_ordinary=ORDINARY.__contains__,
        has_capitals=has_capitals,
    )


def test_an_ordinary_word_in_small_letters_is_advised_to_stay_and_the_reasons_are_sentences() -> None:
    found = advice("grace", elsewhere=Elsewhere(hidden=1, kept=1, waiting=2))
    assert found.answer == "keep"
    assert found.is_doubtful
    assert found.why == (
        "A Grace is in the room.",
        "Here it is in lower case and followed by “period”.",
        "It is also an ordinary word.",
        "The same words come 4 more times: 1 hidden, 1 kept, 2 not decided yet.",
    )


@pytest.mark.parametrize(
    ("words", "more", "answer"),
    [
        ("grace", {"has_capitals": False}, "hide"),  # without capitals a small letter tells nothing
        ("grace", {"confidence": 0.9}, "hide"),  # sure enough
        ("contractors", {}, "hide"),  # no dictionary word: recall first
        ("grace", {"elsewhere": Elsewhere(hidden=3, kept=1)}, "hide"),  # hidden elsewhere more often
        ("contractors", {"elsewhere": Elsewhere(kept=2)}, "keep"),
        ("contractors", {"elsewhere": Elsewhere(kept=2), "confidence": 0.8}, "keep"),
        ("contractors", {"elsewhere": Elsewhere(kept=2, hidden=1), "confidence": 0.8}, "hide"),
        ("contractors", {"elsewhere": Elsewhere(kept=9), "confidence": 0.97}, "hide"),  # nobody is advised to keep it
    ],
)
def test_the_advice_follows_doubt_the_word_and_what_was_decided_elsewhere(
    words: str, more: dict[str, object], answer: str
) -> None:
    assert advice(words, **more).answer == answer  # type: ignore[arg-type]


def test_a_reason_of_several_sentences_becomes_several() -> None:
    found = advice("grace", confidence=1, reason="it sounds like Grace Oyelaran; two finders agree. look at it")
    assert found.why == ("It sounds like Grace Oyelaran.", "Two finders agree.", "Look at it.")


NAMES = "I asked Mary Ann O’Neil-Roy, who said so."


@pytest.mark.parametrize(
    ("words", "way", "after"),
    [
        ("asked", "more", "asked Mary Ann O’Neil-Roy"),  # a name is taken in whole
        ("Mary Ann", "more", "Mary Ann O’Neil-Roy"),
        ("O’Neil-Roy", "more", "O’Neil-Roy, who"),
        ("O’Neil-Roy", "more-before", "Mary Ann O’Neil-Roy"),
        ("asked", "more-before", "I asked"),
        ("Mary Ann", "less", "Mary"),
        ("Mary Ann", "less-before", "Ann"),
        ("Mary", "less", "Mary"),  # one word stays
        ("so", "more", "so"),  # there is no more
        ("I", "more-before", "I"),
        ("Ann O’Ne", "more", "Ann O’Neil-Roy"),  # a word cut through is made whole
    ],
)
def test_a_proposal_reaches_a_word_or_a_name_further_or_a_word_less(words: str, way: str, after: str) -> None:
    start = NAMES.index(words)
    begin, end = reached(NAMES, start, start + len(words), way)
    assert NAMES[begin:end] == after


@given(st.text("aB ,.’-é😀", max_size=30), st.data())
def test_widening_and_narrowing_property_stays_in_the_text_and_moves_one_end_the_right_way(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for way, (side, takes) in WAYS.items():
        begin, stop = reached(text, start, end, way)
        assert 0 <= begin <= stop <= len(text)
        assert (begin if side == "end" else stop) == (start if side == "end" else end)
        assert (stop - begin >= end - start) if takes else (stop - begin <= end - start)
