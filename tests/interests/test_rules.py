"""The words and states of a declaration, on values."""

from __future__ import annotations

from contextlib import suppress
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.interests import rules
from companion.kernel.errors import BadInput

ACTS = ("confirm", "dismiss", "decide", "withdraw", "lift")


@pytest.mark.req("PP-39", "BX-39")
def test_the_kinds_of_interest_are_named_and_explained() -> None:
    assert {"personal", "prejudicial"} <= set(rules.NATURES)
    assert all(said and meaning.endswith(".") for said, meaning in rules.NATURES.values())
    with pytest.raises(BadInput):
        rules.read_nature("financial")


@pytest.mark.req("BX-40", "BX-41")
def test_effects_combine_and_none_is_noted() -> None:
    assert rules.read_effects(["no_vote", "no_speech", "no_vote"]) == ("no_speech", "no_vote")
    assert rules.read_effects(["noted", ""]) == ()
    assert rules.effect_words(()) == "Noted"
    assert rules.effect_words(("no_vote", "no_speech")) == "No speaking, no vote"
    assert rules.effect_words(None) == "Not answered yet"
    with pytest.raises(BadInput):
        rules.read_effects(["off_with_it"])


@pytest.mark.req("PP-42")
def test_a_decision_may_be_changed_but_what_is_over_stays_over() -> None:
    assert rules.state_after("declared", "decide") == "decided"
    assert rules.state_after("decided", "decide") == "decided"
    for over in ("withdrawn", "lifted", "dismissed", "nothing"):
        for act in ACTS:
            with pytest.raises(rules.AlreadyAnswered):
                rules.state_after(over, act)


def test_what_was_answered_can_no_longer_be_taken_back_by_its_declarer() -> None:
    with pytest.raises(rules.AlreadyAnswered):
        rules.state_after("decided", "withdraw")


def test_nobody_decides_on_their_own_interest() -> None:
    me, other = uuid4(), uuid4()
    rules.check_decider((other, None), me)
    rules.check_decider((None,), None)
    with pytest.raises(rules.NotByYourself):
        rules.check_decider((other, me), me)


@given(st.text())
def test_a_count_is_a_whole_number_or_refused(text: str) -> None:
    with suppress(BadInput):
        assert 0 <= rules.read_count(text, "in favour") < 10_000
