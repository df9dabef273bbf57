"""Stretches of listening and the gaps between them: whatever of a meeting was not heard is marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.captions.listening import (
    HANDED_OVER,
    LOST,
    NOT_BEGUN,
    OVER,
    PAUSED,
    REASONS,
    STOPPED,
    WITHDRAWN,
    Break,
    Evidence,
    Gap,
    Stretch,
    gaps_between,
    listen,
    why_stopped,
)

pytestmark = pytest.mark.req("LC-14")


def test_a_silence_between_two_signs_of_one_connection_is_heard() -> None:
    assert listen(None, [Evidence(10, 12), Evidence(90, 91)]) == [Stretch(10, 91)]


def test_a_break_ends_a_stretch_at_its_last_sign_and_the_next_sign_begins_another() -> None:
    told = [Evidence(10, 12), Break(LOST), Evidence(50, 55), Break(PAUSED, 60), Break(LOST)]
    assert listen(None, told) == [Stretch(10, 12, LOST), Stretch(50, 60, PAUSED)]


def test_words_sent_late_from_before_the_last_sign_say_nothing_about_the_time_since() -> None:
    broken = Stretch(10, 50, HANDED_OVER)
    assert listen(broken, [Evidence(20, 30)]) == [broken]
    assert listen(broken, [Evidence(20, 30), Evidence(80, 81)]) == [broken, Stretch(80, 81)]
    assert listen(Stretch(10, 50), [Evidence(20, 30)]) == [Stretch(10, 50)]


def test_a_meeting_that_nobody_heard_is_one_gap() -> None:
    assert gaps_between((0, 100), []) == (Gap(0, 100, NOT_BEGUN),)
    assert gaps_between((0, 100), [], is_over=False) == (Gap(0, None, NOT_BEGUN),)


def test_each_gap_says_why_by_how_the_listening_before_it_ended() -> None:
    heard = [Stretch(10, 30, PAUSED), Stretch(40, 60, LOST), Stretch(45, 50, STOPPED), Stretch(70, 90, OVER)]
    assert gaps_between((0, 100), heard) == (
        Gap(0, 10, NOT_BEGUN),
        Gap(30, 40, PAUSED),
        Gap(60, 70, LOST),
        Gap(90, 100, OVER),
    )


def test_the_time_of_a_withdrawn_stream_was_not_heard_and_says_so() -> None:
    assert gaps_between((0, 100), [Stretch(5, 5, WITHDRAWN)]) == (Gap(0, 5, NOT_BEGUN), Gap(5, 100, WITHDRAWN))


def test_what_was_withdrawn_is_not_taken_for_an_accident_because_another_streams_last_sentence_overlaps() -> None:
    """An accident's gap is filled from the recording, and what Zoom withdrew must never come back."""
    heard = [Stretch(0, 60, LOST), Stretch(50, 50, WITHDRAWN)]
    assert gaps_between((0, 200), heard) == (Gap(60, 200, WITHDRAWN),)
    heard.append(Stretch(100, 120, LOST))
    assert gaps_between((0, 200), heard) == (Gap(60, 100, WITHDRAWN), Gap(120, 200, LOST))


@pytest.mark.parametrize(
    ("reason", "why"), [(6, OVER), (8, WITHDRAWN), (1, STOPPED), (23, STOPPED), (14, LOST), (None, LOST), (99, LOST)]
)
def test_every_stop_reason_is_an_answer_in_words(reason: int | None, why: str) -> None:
    assert why_stopped(reason) == why
    assert REASONS[why]


TIMES = st.integers(0, 60)
STRETCHES = st.lists(st.builds(lambda at, long: Stretch(at, at + long, LOST), TIMES, st.integers(0, 20)), max_size=8)


@given(begin=TIMES, long=st.integers(0, 60), heard=STRETCHES)
def test_property_every_moment_of_a_meeting_is_heard_or_marked_and_never_both(
    begin: int, long: int, heard: list[Stretch]
) -> None:
    gaps = gaps_between((begin, begin + long), heard)
    for at in range(begin, begin + long):
        is_heard = any(stretch.from_ms <= at < stretch.until_ms for stretch in heard)
        marked = [gap for gap in gaps if gap.from_ms <= at < (gap.until_ms or 0)]
        assert (len(marked) == 1) is not is_heard
    assert list(gaps) == sorted(gaps, key=lambda gap: gap.from_ms)
    assert all(begin <= gap.from_ms < (gap.until_ms or 0) <= begin + long for gap in gaps)
