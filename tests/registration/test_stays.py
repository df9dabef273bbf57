"""Joins and leaves of one connection, paired: whatever order they came in, and within Zoom's whole seconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.registration.stays import pair

START = datetime(2027, 5, 25, 9, 30, tzinfo=UTC)


def at(second: int) -> datetime:
    return START + timedelta(seconds=second)


@pytest.mark.parametrize(
    ("joins", "leaves", "ends", "unknown"),
    [
        ([0], [], [None], []),
        ([0], [5], [5], []),
        ([], [5], [], [5]),
        ([0, 10], [5], [5, None], []),
        ([0, 10], [15], [None, 15], []),
        ([0, 10], [5, 15], [5, 15], []),
        ([0], [5, 15], [5], [15]),
        ([10], [5], [None], [5]),
        ([0, 60], [60], [60, None], []),  # moved to another room within a second: here still
        ([60], [60], [60], []),  # in and out again within a second
        ([0, 60], [30, 60], [30, 60], []),
        ([0, 60], [60, 90], [60, 90], []),
    ],
)
def test_a_leave_ends_the_join_before_it(
    joins: list[int], leaves: list[int], ends: list[int | None], unknown: list[int]
) -> None:
    found, left_over = pair(map(at, joins), map(at, leaves))
    wanted = {at(join): None if end is None else at(end) for join, end in zip(joins, ends, strict=True)}
    assert found == wanted
    assert left_over == {at(one) for one in unknown}


SECONDS = st.sets(st.integers(0, 30), max_size=8)


@given(SECONDS, SECONDS)
def test_property_no_stay_overlaps_the_next_and_no_leave_is_used_twice_or_lost(
    joins: set[int], leaves: set[int]
) -> None:
    ends, unknown = pair(map(at, joins), map(at, leaves))
    closed = [end for end in ends.values() if end is not None]
    assert sorted([*closed, *unknown]) == sorted(at(one) for one in leaves)
    starts = sorted(ends)
    for start, following in zip_longest(starts, starts[1:]):
        end = ends[start]
        assert end is None or (start <= end and (following is None or end <= following))
