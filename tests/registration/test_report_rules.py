"""What Zoom's list adds to what we saw: intervals alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.registration.report_rules import CLOSE_ENOUGH, Interval, unseen

T0 = datetime(2026, 2, 1, 10, tzinfo=UTC)


def between(start: float, end: float) -> Interval:
    return T0 + timedelta(minutes=start), T0 + timedelta(minutes=end)


@pytest.mark.parametrize(
    ("seen", "parts"),
    [
        ([], [(0, 60)]),
        ([(0, 60)], []),
        ([(-5, 70)], []),
        ([(0.5, 59.5)], []),  # Zoom's list and its events differ by seconds
        ([(20, 60)], [(0, 20)]),
        ([(0, 20), (40, 60)], [(20, 40)]),
        ([(30, 40), (10, 20)], [(0, 10), (20, 30), (40, 60)]),
        ([(0, 50), (10, 20)], [(50, 60)]),
        ([(70, 80)], [(0, 60)]),
        ([(-30, -20)], [(0, 60)]),
    ],
)
def test_only_what_was_not_seen_is_added(seen: list[tuple[float, float]], parts: list[tuple[float, float]]) -> None:
    assert unseen(between(0, 60), [between(*one) for one in seen]) == [between(*one) for one in parts]


interval = st.tuples(st.integers(0, 5_000), st.integers(1, 2_000)).map(
    lambda one: (T0 + timedelta(seconds=one[0]), T0 + timedelta(seconds=one[0] + one[1]))
)


@given(interval, st.lists(interval, max_size=6))
def test_property_added_parts_lie_inside_overlap_nothing_and_leave_no_minute_out(
    reported: Interval, seen: list[Interval]
) -> None:
    parts = unseen(reported, seen)
    for start, end in parts:
        assert reported[0] <= start < end <= reported[1]
        assert end - start >= CLOSE_ENOUGH
        assert not any(start < other_end and other_start < end for other_start, other_end in seen)
    assert unseen(reported, [*seen, *parts]) == [], "taken in twice, nothing is added the second time"
