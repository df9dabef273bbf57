"""What a recording tells of the times without captions: placed right, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.captions.backfill import AGREES_MS, SHORTEST_MS, Part, Sentence, fill, fillable
from companion.captions.listening import (
    HANDED_OVER,
    LOST,
    NOT_BEGUN,
    OVER,
    PAUSED,
    REASONS,
    STOPPED,
    WITHDRAWN,
    Gap,
)

T0 = 1_800_000_000_000
EVERY = 10_000


def said(number: int) -> Sentence:
    """The number-th sentence of a meeting, eight seconds long, of words that are its own."""
    start = T0 + number * EVERY
    return Sentence(start, start + 8_000, " ".join(f"w{number}x{place}" for place in range(8)))


def later(sentences: list[Sentence], since: int, by_ms: int) -> list[Sentence]:
    """The same meeting with a pause before the sentence at `since`, in which nothing was said."""
    moved = [replace(one, start_ms=one.start_ms + by_ms, end_ms=one.end_ms + by_ms) for one in sentences[since:]]
    return [*sentences[:since], *moved]


def recorded(sentences: list[Sentence], *, until_ms: int = 0) -> Part:
    """The recording of these. One that was paused ends later than its clock says."""
    return Part(sentences[0].start_ms, max(until_ms, sentences[-1].end_ms), tuple(sentences))


def texts(sentences: tuple[Sentence, ...] | list[Sentence]) -> list[str]:
    return [one.text for one in sentences]


@pytest.mark.req("LC-14")
@given(st.integers(2, 40), st.data())
def test_whatever_was_missed_comes_back_once_and_at_its_place(length: int, data: st.DataObject) -> None:
    """Any sentences may have been missed; the recording has all of them. Nothing heard comes a second time."""
    meeting = [said(number) for number in range(length)]
    missed = data.draw(st.integers(0, length - 1)), data.draw(st.integers(1, 6))
    lost = meeting[missed[0] : missed[0] + missed[1]]
    heard = [one for one in meeting if one not in lost]
    gap = Gap(lost[0].start_ms - 500, lost[-1].end_ms + 500, LOST)
    (filled,) = fill([gap], heard, [recorded(meeting)])
    assert list(filled.sentences) == lost
    assert gap.from_ms <= filled.from_ms < filled.until_ms <= gap.until_ms  # type: ignore[operator]


@pytest.mark.req("LC-14")
@given(st.integers(1, 9), st.integers(1, 8), st.integers(1, 4), st.integers(AGREES_MS + 1, 600_000))
def test_after_a_pause_of_the_recording_words_are_moved_to_where_they_were_said(
    paused_at: int, more: int, missed: int, pause: int
) -> None:
    """The pause lies before the gap, and captions on both sides say how far the recording's clock is behind."""
    tape = [said(number) for number in range(20 + missed)]
    meeting = later(tape, paused_at, pause)
    first = paused_at + more
    lost = meeting[first : first + missed]
    heard = [one for one in meeting if one not in lost]
    gap = Gap(lost[0].start_ms - 500, lost[-1].end_ms + 500, LOST)
    (filled,) = fill([gap], heard, [recorded(tape, until_ms=meeting[-1].end_ms)])
    assert list(filled.sentences) == lost


@pytest.mark.req("LC-14")
@given(st.integers(0, 3), st.integers(AGREES_MS + 1, 600_000))
def test_where_the_recording_paused_inside_the_gap_nothing_is_guessed(place: int, pause: int) -> None:
    """Captions before it and after it disagree on the recording's clock: the gap stays, and is shown."""
    tape = [said(number) for number in range(24)]
    meeting = later(tape, 11 + place, pause)
    heard = [*meeting[:10], *meeting[14:]]
    gap = Gap(meeting[9].end_ms, meeting[14].start_ms, LOST)
    assert fill([gap], heard, [recorded(tape, until_ms=meeting[-1].end_ms)]) == []


def test_only_what_was_recorded_of_a_gap_is_told() -> None:
    """The recording was switched on in the middle of a gap: its first half stays a gap."""
    meeting = [said(number) for number in range(10)]
    gap = Gap(T0 + 2 * EVERY, T0 + 8 * EVERY, NOT_BEGUN)
    (filled,) = fill([gap], [], [recorded(meeting[5:])])
    assert (filled.from_ms, filled.until_ms) == (meeting[5].start_ms, gap.until_ms)
    assert list(filled.sentences) == meeting[5:8]


def test_a_silence_in_a_gap_is_told_too() -> None:
    quiet = Part(T0, T0 + 100_000, (said(9),))
    (filled,) = fill([Gap(T0 + 10_000, T0 + 30_000, LOST)], [], [quiet])
    assert filled.sentences == ()


def test_a_recording_of_another_day_tells_nothing() -> None:
    elsewhere = Part(T0 - 86_400_000, T0 - 86_300_000, (replace(said(1), start_ms=0, end_ms=9),))
    assert fill([Gap(T0, T0 + 60_000, LOST)], [], [elsewhere]) == []


def test_parts_are_laid_each_by_its_own_clock() -> None:
    meeting = [said(number) for number in range(12)]
    gaps = [Gap(meeting[2].start_ms, meeting[3].end_ms, LOST), Gap(meeting[9].start_ms, meeting[9].end_ms, HANDED_OVER)]
    heard = [one for place, one in enumerate(meeting) if place not in (2, 3, 9)]
    found = fill(gaps, heard, [recorded(meeting[6:]), recorded(meeting[:6])])
    assert [texts(one.sentences) for one in found] == [texts(meeting[2:4]), texts(meeting[9:10])]
    assert [one.reason for one in found] == [LOST, HANDED_OVER]


def test_what_was_heard_at_the_edge_is_not_said_twice() -> None:
    """Captions and recording cut sentences differently: half of one was heard before the line broke."""
    heard = Sentence(T0, T0 + 9_000, "We moved to a same-day call for damp, and it works.")
    again = Sentence(T0 + 8_000, T0 + 12_000, "for damp, and it works.")
    new = Sentence(T0 + 12_000, T0 + 14_000, "Yes.")
    (filled,) = fill([Gap(T0 + 9_000, T0 + 20_000, LOST)], [heard], [Part(T0, T0 + 30_000, (again, new))])
    assert texts(filled.sentences) == ["Yes."]


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_what_people_stopped_is_filled_only_where_the_recording_was_the_plan(reason: str) -> None:
    gap = Gap(T0, T0 + SHORTEST_MS, reason)
    by_accident = reason in (NOT_BEGUN, LOST, HANDED_OVER, OVER)
    assert bool(fillable([gap], is_wanted=False)) is by_accident
    assert bool(fillable([gap], is_wanted=True)) is (by_accident or reason in (PAUSED, STOPPED))
    assert reason != WITHDRAWN or not fillable([gap], is_wanted=True), "what Zoom withdrew never comes back"


def test_an_open_gap_and_a_short_one_are_left() -> None:
    assert fillable([Gap(T0, None, LOST), Gap(T0, T0 + SHORTEST_MS - 1, LOST)], is_wanted=True) == ()
