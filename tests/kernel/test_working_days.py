"""Working days and limits: the dates of the edge cases, and what holds for every date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.kernel.clocks import LONDON
from companion.kernel.working_days import (
    AREAS,
    KNOWN_UNTIL,
    Calendar,
    Clock,
    Lead,
    Limit,
    OneWordingOnly,
    day_of,
    end_of,
    start_of,
)

ENGLAND, SCOTLAND = Calendar("ENG"), Calendar("SCT")
THREE_WEEKS, FIVE_DAYS = Lead(at_least=Limit(21)), Lead(at_least=Limit(5, "working days"))

days = st.dates(date(2024, 1, 1), date(2035, 12, 31))
calendars = st.builds(
    Calendar,
    st.sampled_from(sorted(AREAS)),
    added=st.dictionaries(days, st.just("A one-off"), max_size=3),
    removed=st.frozensets(days, max_size=3),
)
limits = st.builds(Limit, st.integers(0, 60), st.sampled_from(["days", "working days"]))
instants = st.integers(0, 12 * 365 * 86_400).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON).astimezone(UTC)  # type: ignore[misc,arg-type]


@pytest.mark.req("LC-12")
def test_edge_72_agenda_at_a_minute_to_midnight_on_the_21st_day_is_in_time() -> None:
    session = date(2027, 6, 10)
    assert THREE_WEEKS.last_day(session, ENGLAND) == date(2027, 5, 20)
    assert THREE_WEEKS.is_kept(london(2027, 5, 20, 23, 59), session, ENGLAND)
    assert not THREE_WEEKS.is_kept(london(2027, 5, 21, 0, 0), session, ENGLAND)
    assert not THREE_WEEKS.is_kept(london(2027, 5, 21, 0, 1), session, ENGLAND)


def test_edge_73_half_past_eleven_utc_in_summer_is_the_next_day_in_london() -> None:
    assert day_of(datetime(2026, 6, 1, 23, 30, tzinfo=UTC)) == date(2026, 6, 2)
    assert day_of(datetime(2026, 1, 1, 23, 30, tzinfo=UTC)) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("trigger", "due"),
    [
        (london(2027, 3, 10, 9), datetime(2027, 4, 7, 23, tzinfo=UTC)),  # into summer time on 28 March
        (london(2026, 10, 10, 9), datetime(2026, 11, 8, 0, tzinfo=UTC)),  # out of it on 25 October
    ],
)
def test_edge_74_28_days_across_a_clock_change_end_at_local_midnight(trigger: datetime, due: datetime) -> None:
    clock = Clock(day_of(trigger), Limit(28), is_hard=True)
    assert clock.due_at(ENGLAND) == due
    assert due.astimezone(LONDON).hour == 0
    assert clock.is_met(due - timedelta(seconds=1), ENGLAND)
    assert not clock.is_met(due, ENGLAND)


@pytest.mark.req("PP-32")
@pytest.mark.parametrize(
    ("session", "last"), [(date(2026, 4, 9), date(2026, 3, 31)), (date(2027, 1, 5), date(2026, 12, 24))]
)
def test_edge_75_five_working_days_before_skip_easter_and_christmas(session: date, last: date) -> None:
    assert FIVE_DAYS.last_day(session, ENGLAND) == last


def test_edge_76_scotland_keeps_other_days_than_england() -> None:
    assert (SCOTLAND.is_working(date(2026, 8, 3)), ENGLAND.is_working(date(2026, 8, 3))) == (False, True)
    assert (SCOTLAND.is_working(date(2026, 8, 31)), ENGLAND.is_working(date(2026, 8, 31))) == (True, False)
    assert (SCOTLAND.bank_holiday(date(2026, 11, 30)) or "").startswith("Saint Andrew")
    assert ENGLAND.is_working(date(2026, 11, 30))


def test_edge_77_a_one_off_bank_holiday_moves_working_day_limits_only() -> None:
    session, extra = date(2027, 6, 10), date(2027, 6, 8)
    later = Calendar("ENG", added={extra: "A royal wedding"})
    assert FIVE_DAYS.last_day(session, ENGLAND) == date(2027, 6, 3)
    assert FIVE_DAYS.last_day(session, later) == date(2027, 6, 2)
    assert THREE_WEEKS.last_day(session, ENGLAND) == THREE_WEEKS.last_day(session, later)
    moved_away = Calendar("ENG", removed=frozenset({date(2027, 5, 31)}))
    assert moved_away.is_working(date(2027, 5, 31))
    assert not ENGLAND.is_working(date(2027, 5, 31))


def test_edge_78_a_hard_limit_stays_on_christmas_day_and_its_warning_comes_before() -> None:
    raised = date(2026, 12, 11)
    hard, soft = Clock(raised, Limit(14), is_hard=True), Clock(raised, Limit(14))
    assert hard.due_on(ENGLAND) == date(2026, 12, 25)
    assert hard.warn_on(0, ENGLAND) == date(2026, 12, 24)
    assert soft.due_on(ENGLAND) == date(2026, 12, 29), "Christmas, the weekend and Boxing Day's Monday are skipped"


def test_a_lead_is_at_least_or_at_most_and_never_both() -> None:
    with pytest.raises(OneWordingOnly):
        Lead(at_least=Limit(21), at_most=Limit(5, "working days"))
    with pytest.raises(OneWordingOnly):
        Lead()
    literal = Lead(at_most=Limit(5, "working days"))
    session = date(2026, 4, 9)
    assert not literal.is_kept(london(2026, 3, 30, 12), session, ENGLAND)
    assert literal.is_kept(london(2026, 3, 31, 0), session, ENGLAND)
    assert literal.is_kept(london(2026, 4, 8, 12), session, ENGLAND)


def test_edge_80_leap_day_is_a_day_like_any_other() -> None:
    leap = date(2028, 2, 29)
    assert Clock(leap, Limit(28), is_hard=True).due_on(ENGLAND) == date(2028, 3, 28)
    assert Clock(date(2028, 2, 1), Limit(28), is_hard=True).due_on(ENGLAND) == leap
    assert THREE_WEEKS.last_day(date(2028, 3, 21), ENGLAND) == leap


@given(calendars, days, st.integers(1, 60))
def test_counting_back_undoes_counting_forward(calendar: Calendar, day: date, number: int) -> None:
    there = calendar.after(day, number)
    assert calendar.is_working(there)
    assert calendar.count(day, there) == number
    assert calendar.before(there, number) == calendar.or_last(day)


@given(calendars, days, limits, st.booleans(), st.integers(0, 14))
def test_hard_limits_stand_and_warnings_are_working_days_that_are_not_later(
    calendar: Calendar, day: date, limit: Limit, is_hard: bool, days_before: int
) -> None:
    clock = Clock(day, limit, is_hard)
    due, warning = clock.due_on(calendar), clock.warn_on(days_before, calendar)
    assert warning <= due - timedelta(days=days_before)
    assert calendar.is_working(warning)
    assert due >= limit.after(day, calendar)
    if is_hard:
        assert due == limit.after(day, calendar)
    else:
        assert calendar.is_working(due)


@given(calendars, days, limits)
def test_a_lead_is_kept_until_its_last_day_ends_in_london(calendar: Calendar, day: date, limit: Limit) -> None:
    lead = Lead(at_least=limit)
    midnight = end_of(lead.last_day(day, calendar))
    assert lead.is_kept(midnight - timedelta(microseconds=1), day, calendar)
    assert not lead.is_kept(midnight, day, calendar)


@given(instants)
def test_every_instant_is_inside_its_own_day(at: datetime) -> None:
    day = day_of(at)
    assert start_of(day) <= at < end_of(day)
    assert end_of(day) - start_of(day) in {timedelta(hours=23), timedelta(hours=24), timedelta(hours=25)}


@pytest.mark.parametrize("area", sorted(AREAS))
def test_bank_holidays_are_known_for_more_than_a_year_ahead(area: str) -> None:
    """Fails in time for somebody to update the library: real time is meant here."""
    ahead = datetime.now(UTC).year + 2
    assert ahead <= KNOWN_UNTIL
    calendar = Calendar(area)
    first = date(ahead, 1, 1)
    year = [first + timedelta(days=n) for n in range(365)]
    assert 8 <= sum(day.weekday() < 5 and not calendar.is_working(day) for day in year) <= 14
