"""What a date means: the window of invitations, the agenda's day, capacity, clashes; and the year as a whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.forums import planning, season
from companion.forums.planning import Capacity, Days, Other, Outlook
from companion.kernel.clocks import LONDON
from companion.kernel.ids import new_id
from companion.kernel.working_days import Calendar

PROGRAMME = new_id()
JUNE = datetime(2027, 6, 10, 9, 30, tzinfo=UTC)
FEBRUARY = datetime(2027, 2, 9, 9, 0, tzinfo=UTC)
ENGLAND = Calendar("ENG")


def look(starts_at: datetime = JUNE, **more: Any) -> Outlook:
    values: dict[str, Any] = {
        "profile": "LC",
        "forum_type": "UNDER",
        "programme_id": PROGRAMME,
        "starts_at": starts_at,
        "length": timedelta(minutes=90),
        "now": FEBRUARY,
        "calendar": ENGLAND,
        "others": (),
        "capacity": None,
    }
    return planning.outlook(**(values | more))


def other(starts_at: datetime, forum_type: str = "UNDER", programme_id: UUID = PROGRAMME) -> Other:
    return Other(new_id(), "Another", programme_id, forum_type, starts_at, starts_at + timedelta(minutes=90))


@pytest.mark.req("LC-11")
def test_edge_71_window_of_the_31st_of_may_is_clamped_to_the_months_ends() -> None:
    assert planning.invitation_window(date(2026, 5, 31)) == Days(date(2026, 2, 28), date(2026, 3, 31))
    assert planning.invitation_window(date(2028, 5, 31)) == Days(date(2028, 2, 29), date(2028, 3, 31))
    assert planning.letter_days(date(2026, 5, 31), ENGLAND) == Days(date(2026, 3, 2), date(2026, 3, 31)), "no Saturday"


@pytest.mark.req("LC-11", "LC-12")
def test_a_date_says_when_letters_leave_and_when_the_agenda_is_due() -> None:
    seen = look()
    assert seen.letters == Days(date(2027, 3, 10), date(2027, 4, 9)), "10 April is a Saturday"
    assert seen.agenda_by == date(2027, 5, 20)
    assert seen.doubts == ()
    assert not seen.letters_late


def test_a_group_of_residents_has_no_window_and_counts_working_days() -> None:
    seen = look(
        datetime(2027, 1, 5, 10, tzinfo=UTC), profile="PP", forum_type=None, now=datetime(2026, 11, 2, tzinfo=UTC)
    )
    assert seen.letters is None
    assert seen.agenda_by == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("starts_at", "said"),
    [
        (datetime(2027, 6, 12, 9, 30, tzinfo=UTC), "Saturday 12 June is at the weekend."),
        (datetime(2027, 5, 31, 9, 30, tzinfo=UTC), "Monday 31 May is a bank holiday in England"),
    ],
)
def test_a_day_nobody_works_is_told_and_a_better_one_named(starts_at: datetime, said: str) -> None:
    seen = look(starts_at)
    assert seen.doubts[0].startswith(said)
    assert seen.better is not None
    assert look(datetime.combine(seen.better, starts_at.timetz())).doubts == ()


def test_a_session_at_the_same_time_and_one_that_is_close_are_told_apart() -> None:
    (overlap,) = look(others=[other(JUNE + timedelta(minutes=60), "LA", new_id())]).doubts
    assert "at the same time" in overlap
    (close,) = look(others=[other(JUNE - timedelta(weeks=3))]).doubts
    assert close == "The same landlords meet on Thursday 20 May, 3 weeks apart."
    assert look(others=[other(JUNE - timedelta(weeks=3), "LA"), other(JUNE + timedelta(weeks=24))]).doubts == ()


def test_a_date_that_is_too_soon_says_what_is_too_late() -> None:
    seen = look(now=datetime(2027, 5, 25, 9, tzinfo=UTC))
    assert seen.letters_late
    assert [doubt.split(",")[0] for doubt in seen.doubts] == [
        "The time to invite is over",
        "The agenda should have been out by Thursday 20 May. It can still go out; the miss is recorded.",
    ]
    assert seen.better is None, "a later day is the organiser's to choose; this is no clash"


def test_capacity_is_compared_with_every_seat_and_with_what_usually_happens() -> None:
    capacity = Capacity(landlords=296, limit=500, usual_share=0.61)
    assert (capacity.seats, capacity.is_enough, capacity.expected, capacity.warn_at) == (592, False, 361, 400)
    assert Capacity(landlords=250, limit=500).is_enough
    assert Capacity(landlords=250, limit=500).expected is None


@pytest.mark.parametrize(
    ("taken", "begins"), [(399, None), (400, "400 of the 500"), (500, "500 people"), (501, "501 people")]
)
def test_capacity_warns_at_four_fifths_and_when_it_is_full(taken: int, begins: str | None) -> None:
    said = planning.capacity_warning(taken, 500)
    assert said is None if begins is None else (said or "").startswith(begins)


@given(st.dates(date(2024, 1, 1), date(2090, 12, 31)))
def test_the_window_keeps_its_order_and_its_letters_leave_on_working_days(day: date) -> None:
    window, letters = planning.invitation_window(day), planning.letter_days(day, ENGLAND)
    assert window.first < window.last < day
    assert window.first <= letters.first <= letters.last <= window.last
    assert ENGLAND.is_working(letters.first)
    assert ENGLAND.is_working(letters.last)


# The year


def held(month: int, day: int, *, kept: bool = True) -> season.Held:
    on = date(2027, month, day)
    letters = planning.letter_days(on, ENGLAND)
    return season.Held("OVER", on, letters, planning.agenda_by("LC", on, ENGLAND), new_id() if kept else None)


@pytest.mark.req("LC-09")
@pytest.mark.parametrize(
    ("today", "number", "short"),
    [
        (date(2027, 8, 31), 0, False),  # still being planned
        (date(2027, 9, 1), 0, True),
        (date(2027, 9, 1), 1, True),
        (date(2027, 12, 1), 2, False),
        (date(2028, 10, 1), 0, False),  # another year is looked at
    ],
)
def test_a_year_is_short_only_late_in_it_and_below_two_over_the_programme(
    today: date, number: int, short: bool
) -> None:
    days = [("OVER", date(2027, 5, 25)), ("LA", date(2027, 11, 16)), ("LA", date(2026, 5, 1))]
    counted = season.pace(2027, today, [*days[:number], days[2]], began_on=date(2026, 1, 1))
    assert (counted.number, counted.is_short) == (number, short)


@pytest.mark.req("LC-09")
def test_a_year_counts_each_type_and_a_programme_that_began_in_autumn_owes_nothing() -> None:
    days: list[tuple[str | None, date]] = [("OVER", date(2027, 10, 5)), ("OVER", date(2027, 12, 7))]
    counted = season.pace(2027, date(2027, 9, 2), days, began_on=date(2027, 8, 30))
    assert counted.by_type == {"OVER": 2}
    assert not season.pace(2027, date(2027, 11, 1), [], began_on=date(2027, 8, 30)).is_short


def test_a_lane_draws_what_is_kept_and_outlines_what_is_not() -> None:
    lane = season.lane("Over 1,000 homes", 2027, [held(11, 16), held(5, 25, kept=False)])
    assert lane.days == ("Tue 25 May, not kept yet", "Tue 16 Nov")
    assert {bar.kind for bar in lane.bars if bar.x < 500} == {"plan"}
    assert {bar.kind for bar in lane.bars if bar.x > 600} == {"inv", "agenda", "day"}
    assert "session Tuesday 16 November, letters Monday 16 August to Thursday 16 September" in lane.said
    january = season.lane("Over 1,000 homes", 2026, [held(1, 12)])
    assert january.days == ()
    assert [bar.kind for bar in january.bars] == ["inv", "agenda"], "its letters leave the year before"


def test_what_comes_next_is_in_order_and_leaves_out_what_has_passed() -> None:
    found = season.steps([held(6, 10), held(6, 23, kept=False)], date(2027, 4, 1))
    assert [step.title for step in found] == [
        "Last day for the letters for 10 June",
        "The agenda of 10 June must be out",
        "The session of 10 June",
    ]


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_every_day_stands_inside_its_year_and_in_order(day: date) -> None:
    here = season.position(day, day.year)
    assert 0 <= here < season.YEAR_WIDTH
    assert here < season.position(day + timedelta(days=1), day.year)


def test_the_day_of_an_outlook_is_londons() -> None:
    assert look(datetime(2027, 6, 10, 23, 15, tzinfo=UTC)).day == date(2027, 6, 11)
    assert datetime(2027, 6, 10, 23, 15, tzinfo=UTC).astimezone(LONDON).day == 11
