"""Minutes out of intervals, what an apology counts as, and when a reminder is due: values in, values out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.registration.attendance_rules import (
    SaidLater,
    apology_counts_as,
    came_late,
    may_close,
    presence,
    reminder_due,
    said,
)

START = datetime(2027, 5, 25, 9, 30, tzinfo=UTC)
END = START + timedelta(minutes=90)
LONG_AGO = timedelta(days=30)
INTERVALS = st.lists(
    st.tuples(st.integers(0, 120), st.integers(0, 60)).map(lambda pair: (at(pair[0]), at(pair[0] + pair[1]))),
    min_size=1,
    max_size=9,
)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def minutes(*intervals: tuple[int, int]) -> int:
    found = presence([(at(begin), at(end)) for begin, end in intervals], END)
    assert found is not None
    return found.minutes


def test_edge_60_two_devices_at_once_are_not_counted_twice() -> None:
    assert minutes((0, 80), (10, 90)) == 90
    assert minutes((0, 90), (10, 20)) == 90


def test_edge_61_nine_drops_and_rejoins_are_one_attendance() -> None:
    assert minutes(*((turn * 10, turn * 10 + 8) for turn in range(9))) == 72


@given(INTERVALS)
def test_a_presence_is_never_longer_than_its_span_nor_than_its_stays_together(
    intervals: list[tuple[datetime, datetime | None]],
) -> None:
    found = presence(intervals, END)
    assert found is not None
    assert found.last is not None
    together = sum(((end or END) - begin for begin, end in intervals), timedelta())
    assert timedelta(minutes=found.minutes) <= min(found.last - found.first, together)
    assert presence([*intervals, *intervals], END) == found
    assert presence(reversed(intervals), END) == found


def test_who_is_still_there_has_no_end_yet() -> None:
    found = presence([(at(0), at(5)), (at(20), None)], at(50))
    assert found is not None
    assert (found.last, found.minutes) == (None, 35)
    assert presence([], END) is None


@pytest.mark.req("PP-05")
def test_a_few_minutes_are_not_late() -> None:
    assert not came_late(at(4), START)
    assert came_late(at(6), START)


@pytest.mark.parametrize(("minute", "counts"), [(-1, "before"), (0, "late"), (89, "late"), (90, "after")])
def test_edge_46_what_an_apology_counts_as(minute: int, counts: str) -> None:
    assert apology_counts_as(at(minute), START, END) == counts


def test_what_was_said_lies_in_the_past() -> None:
    assert said(at(1), START) == START
    with pytest.raises(SaidLater):
        said(at(2), START)


@pytest.mark.parametrize("state", ["draft", "scheduled", "open", "closed", "live", "cancelled"])
def test_edge_45_attendance_closes_only_after_a_session_that_ended(state: str) -> None:
    assert not may_close(state, END, END + timedelta(days=9))
    assert may_close("ended", END, END + timedelta(days=1))
    assert not may_close("ended", END, END + timedelta(hours=23))


@pytest.mark.req("PP-05")
@pytest.mark.parametrize(
    ("before", "due"),
    [
        (timedelta(days=8), None),
        (timedelta(days=7), "week"),
        (timedelta(days=3), "week"),
        (timedelta(days=2), None),
        (timedelta(days=1), "day"),
        (timedelta(hours=3), None),  # half past seven in London: a quarter of an hour too early
        (timedelta(hours=2), None),
        (-timedelta(hours=1), None),
    ],
)
def test_reminders_go_a_week_and_a_day_before(before: timedelta, due: str | None) -> None:
    shift = timedelta(minutes=15) if before == timedelta(hours=3) else timedelta()
    assert reminder_due(START - before - shift, START, registered=LONG_AGO) == due


def test_no_reminder_at_night_nor_to_who_registered_since_yesterday() -> None:
    assert reminder_due(START - timedelta(days=5, hours=6), START, registered=LONG_AGO) is None
    assert reminder_due(START - timedelta(days=1), START, registered=timedelta(hours=23)) is None
