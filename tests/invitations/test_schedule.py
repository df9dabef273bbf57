"""When letters leave and when reminders go: in the window, on working days, at a decent hour. Values only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.invitations import rules, schedule
from companion.invitations.schedule import Asked, leaves_at, reminder_at, reminder_due
from companion.kernel.clocks import LONDON
from companion.kernel.working_days import Calendar

ENGLAND = Calendar("ENG")


def at(text: str) -> datetime:
    """An instant written as London's clock shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.req("LC-11")
@pytest.mark.parametrize(
    ("session", "approved", "leaves", "why"),
    [
        ("2027-05-25T10:30", "2027-01-10T12:00", "2027-02-25T09:30", "the window's first day is a Thursday"),
        ("2027-05-28T10:30", "2027-01-10T12:00", "2027-03-01T09:30", "28 February is a Sunday"),
        ("2027-03-25T10:30", "2026-11-10T12:00", "2026-12-29T09:30", "Christmas, then Boxing Day is given on Monday"),
        ("2027-05-25T10:30", "2027-03-02T11:15", "2027-03-02T11:15", "approved within the window, in office hours"),
        ("2027-05-25T10:30", "2027-03-02T06:15", "2027-03-02T09:30", "before breakfast"),
        ("2027-05-25T10:30", "2027-03-05T19:15", "2027-03-08T09:30", "on a Friday evening"),
        ("2027-05-25T10:30", "2027-03-25T19:15", "2027-03-25T19:15", "the window's last evening: at once"),
        ("2027-05-25T10:30", "2027-05-01T23:00", "2027-05-01T23:00", "past the window: at once, and late"),
    ],
)
def test_letters_leave_on_the_first_working_morning_of_the_window(
    session: str, approved: str, leaves: str, why: str
) -> None:
    assert leaves_at(at(session), at(approved), ENGLAND) == at(leaves), why


MOMENTS = st.timedeltas(timedelta(0), timedelta(days=1096)).map(lambda since: datetime(2026, 1, 1, tzinfo=UTC) + since)


@given(starts=MOMENTS, approved=MOMENTS)
def test_no_letter_leaves_before_its_approval_or_its_window_nor_late_without_need(
    starts: datetime, approved: datetime
) -> None:
    leaves = leaves_at(starts, approved, ENGLAND)
    opens, _closes = rules.window(starts)
    assert leaves >= approved
    assert leaves.astimezone(LONDON).date() >= opens
    assert rules.is_late(starts, leaves) == rules.is_late(starts, approved)
    if leaves not in (approved, schedule._morning(opens)):
        assert schedule.is_office_hour(leaves, ENGLAND)


SESSION, CLOSES = at("2027-05-25T10:30"), at("2027-05-24T17:00")  # four weeks before is 27 April, one week 18 May


def due(now: str, asked: Asked) -> str | None:
    return reminder_due(asked, starts_at=SESSION, closes_at=CLOSES, now=at(now), calendar=ENGLAND)


@pytest.mark.req("LC-11")
def test_a_reminder_goes_four_weeks_before_and_one_week_before_each_once() -> None:
    asked = Asked(at("2027-03-01T09:30"))
    assert due("2027-04-26T12:00", asked) is None
    assert due("2027-04-27T09:29", asked) is None
    assert due("2027-04-27T09:30", asked) == "first"
    once = Asked(asked.sent_at, at("2027-04-27T09:30"))
    assert due("2027-05-17T12:00", once) is None
    assert due("2027-05-18T09:30", once) == "last"
    assert due("2027-05-20T12:00", Asked(asked.sent_at, once.first_reminded_at, at("2027-05-18T09:30"))) is None


def test_no_reminder_at_night_at_the_weekend_or_once_names_are_closed() -> None:
    asked = Asked(at("2027-03-01T09:30"))
    assert due("2027-04-28T18:00", asked) is None
    assert due("2027-05-01T12:00", asked) is None, "a Saturday"
    assert due("2027-05-03T12:00", asked) is None, "a bank holiday"
    assert due("2027-05-24T16:59", asked) == "last"
    assert due("2027-05-24T17:00", asked) is None


def test_nobody_is_reminded_of_a_letter_that_has_just_come() -> None:
    late = Asked(at("2027-05-14T12:00"))
    assert due("2027-05-18T12:00", late) is None
    assert due("2027-05-19T12:00", late) == "last"


def test_a_reminder_that_falls_on_a_holiday_goes_on_the_working_day_before() -> None:
    session = at("2027-05-31T10:30")  # four weeks before is the early May bank holiday, a Monday
    assert reminder_at("first", session, ENGLAND) == at("2027-04-30T09:30")


@given(starts=MOMENTS, sent_before=st.timedeltas(timedelta(0), timedelta(days=95)), data=st.data())
def test_however_often_one_looks_a_landlord_gets_two_reminders_at_most(
    starts: datetime, sent_before: timedelta, data: st.DataObject
) -> None:
    """Walk the hours from the letter to the start: each reminder once, in order, in office hours, before the close."""
    closes = starts - timedelta(hours=17)
    asked, given_at = Asked(starts - sent_before), []
    step = data.draw(st.timedeltas(timedelta(minutes=50), timedelta(hours=9)))
    now = asked.sent_at
    while now < starts:
        which = reminder_due(asked, starts_at=starts, closes_at=closes, now=now, calendar=ENGLAND)
        if which is not None:
            assert schedule.is_office_hour(now, ENGLAND)
            assert now < closes
            given_at.append(which)
            asked = Asked(
                asked.sent_at,
                now if which == "first" else asked.first_reminded_at,
                now if which == "last" else asked.last_reminded_at,
            )
        now += step
    assert given_at in ([], ["first"], ["last"], ["first", "last"])
