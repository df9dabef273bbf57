"""Clocks: exact milliseconds, a session's own pace, and dates as people in London read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.kernel.clocks import ManualClock, Pace, SystemClock, from_ms, london_date, london_time, to_ms

INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (hypothesis wants naive bounds)


@given(ms=st.integers(0, 7_000_000_000_000))
def test_milliseconds_go_there_and_back_exactly(ms: int) -> None:
    assert to_ms(from_ms(ms)) == ms


@given(at=INSTANTS)
def test_an_instant_loses_less_than_a_millisecond_and_never_gains(at: datetime) -> None:
    assert timedelta(0) <= at - from_ms(to_ms(at)) < timedelta(milliseconds=1)


@given(at=INSTANTS, hours=st.integers(-12, 14))
def test_milliseconds_do_not_depend_on_the_zone_an_instant_is_written_in(at: datetime, hours: int) -> None:
    assert to_ms(at.astimezone(timezone(timedelta(hours=hours)))) == to_ms(at)


@given(at=INSTANTS, anchor=INSTANTS)
def test_a_real_session_runs_on_the_machines_time(at: datetime, anchor: datetime) -> None:
    assert Pace(anchor, anchor).at(at) == at


def test_a_demo_runs_faster_from_its_anchor_on() -> None:
    real, domain = datetime(2027, 5, 25, 9, 0, tzinfo=UTC), datetime(2027, 5, 26, 10, 0, tzinfo=UTC)
    pace = Pace(real, domain, rate=30.0)
    assert pace.at(real) == domain
    assert pace.at(real + timedelta(minutes=1)) == domain + timedelta(minutes=30)


@given(
    real=INSTANTS,
    rate=st.floats(0.1, 600),
    steps=st.lists(st.integers(0, 3_600_000), min_size=1, max_size=10),
)
def test_a_sessions_own_time_never_runs_backwards(real: datetime, rate: float, steps: list[int]) -> None:
    pace = Pace(real, datetime(2027, 1, 1, tzinfo=UTC), rate)
    now = real
    for step in steps:
        later = now + timedelta(milliseconds=step)
        assert pace.at(later) >= pace.at(now)
        now = later


@pytest.mark.parametrize(
    ("utc", "date", "time"),
    [
        (datetime(2027, 1, 12, 10, 30, tzinfo=UTC), "Tuesday 12 January 2027", "10:30"),
        (datetime(2027, 5, 25, 9, 30, tzinfo=UTC), "Tuesday 25 May 2027", "10:30"),
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "Sunday 28 March 2027", "00:59"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "Sunday 28 March 2027", "02:00"),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "Sunday 31 October 2027", "01:30"),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "Sunday 31 October 2027", "01:30"),
        (datetime(2027, 6, 30, 23, 30, tzinfo=UTC), "Thursday 1 July 2027", "00:30"),
    ],
)
def test_people_read_london_dates_through_summer_time(utc: datetime, date: str, time: str) -> None:
    assert (london_date(utc), london_time(utc)) == (date, time)


def test_the_systems_clock_is_aware_and_a_manual_one_stands_still() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
    clock = ManualClock(datetime(2027, 5, 25, tzinfo=UTC))
    assert clock.now() == clock.now()
    clock.advance(timedelta(days=1))
    assert clock.now() == datetime(2027, 5, 26, tzinfo=UTC)
