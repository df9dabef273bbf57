"""What holds whatever is said."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transcripts.people import ROSTER, cues_of
from transcripts import Cue, Policy, apply, audit, propose

# Whole sessions are dear: a third of the profile's examples (the `long` profile still tries thousands).
_some = settings(max_examples=max(20, settings().max_examples // 3))
_NAMES = [person.name for person in ROSTER.participants] + [org.name for org in (*ROSTER.orgs, *ROSTER.roll)]
_SHAPES: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.lower,
    str.title,
    lambda name: name.replace(" ", "\u00a0"),
    lambda name: name + "'s",
    lambda name: name.replace("'", "\u2019"),
    lambda name: "\u200b".join(name),
    lambda name: name.replace("&", "&amp;"),
    lambda name: "".join(f"&#{ord(char)};" for char in name),
]
_named = st.tuples(st.sampled_from(_NAMES), st.sampled_from(_SHAPES)).map(lambda pair: pair[1](pair[0]))
_WORDS = (
    "well I think that the damp in our block is bad and repairs take weeks , so . what do you want ? then we said no"
)
_plain = st.sampled_from(_WORDS.split())
_text = st.lists(st.one_of(_plain, _plain, _named), min_size=1, max_size=14).map(" ".join)
_anything = st.one_of(_text, st.text(max_size=60).map(lambda text: text.replace("-->", "")))
_speaker = st.sampled_from(
    ["", "", "Sam Okoro: ", "Will Price: ", "Ottoline Crabbe: ", "iPhone 2: ", "<v Siân Ní Bhriain>"]
)
_cue = st.tuples(_speaker, _anything).map("".join)
_cues = st.lists(_cue, min_size=1, max_size=6).map(lambda texts: cues_of(*texts))
_policy = st.sampled_from(Policy)


@_some
@given(_cues, _policy)
def test_spans_are_sorted_apart_and_in_range(cues: tuple[Cue, ...], policy: Policy) -> None:
    spans = propose(cues, ROSTER, labels=policy).spans
    for span in spans:
        assert 0 <= span.start < span.end <= len(cues[span.cue].text)
        assert 0 < span.confidence <= 1
        assert span.reason
        assert span.finder
    for one, other in pairwise(spans):
        assert (one.cue, one.end) <= (other.cue, other.start) or one.cue < other.cue


@_some
@given(_cues, _policy)
def test_number_order_and_times_of_cues_never_change(cues: tuple[Cue, ...], policy: Policy) -> None:
    left = apply(cues, propose(cues, ROSTER, labels=policy).spans)
    assert [(cue.index, cue.start_ms, cue.end_ms) for cue in left] == [(c.index, c.start_ms, c.end_ms) for c in cues]


@pytest.mark.req("LC-13")
@_some
@given(st.lists(st.tuples(_speaker, _text).map("".join), min_size=1, max_size=6))
def test_no_name_of_the_roster_survives_in_any_case_or_place(texts: list[str]) -> None:
    cues = cues_of(*texts)
    left = apply(cues, propose(cues, ROSTER).spans)
    assert [leak for leak in audit("\n".join(cue.text for cue in left), ROSTER) if leak.hard] == []


@_some
@given(_speaker, st.lists(_anything, min_size=1, max_size=6))
def test_anonymising_twice_changes_nothing_of_what_one_person_says(speaker: str, said: list[str]) -> None:
    """A second run no longer knows where the speaker changed and may join what the first kept apart: one speaker."""
    cues = cues_of(*(speaker + text for text in said))
    once = apply(cues, propose(cues, ROSTER).spans)
    assert apply(once, propose(once, ROSTER).spans) == once


@_some
@given(_cues)
def test_text_outside_the_spans_is_untouched(cues: tuple[Cue, ...]) -> None:
    spans = propose(cues, ROSTER).spans
    for cue, left in zip(cues, apply(cues, spans), strict=True):
        inside = {at for span in spans if span.cue == cue.index for at in range(span.start, span.end)}
        kept = [char for at, char in enumerate(cue.text) if at not in inside]
        if left.text != "[handover]" and "<" not in cue.text:
            assert not set(kept) - set(left.text)
