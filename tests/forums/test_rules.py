"""What may happen to a forum session, and the dates that follow from its start."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from companion.forums import forms, rules
from companion.kernel.working_days import Calendar, day_of

START = datetime(2027, 5, 25, 9, 30, tzinfo=UTC)
STATES = tuple(rules.STATE_WORDS)


def test_a_session_goes_from_draft_to_archived() -> None:
    state = "draft"
    for event in ("schedule", "open", "close", "start", "end", "archive"):
        state = rules.moved(state, event)
    assert state == "archived"


@pytest.mark.parametrize("state", ["live", "ended", "archived", "cancelled"])
def test_what_has_begun_or_is_over_is_not_called_off(state: str) -> None:
    with pytest.raises(rules.NotFromHere):
        rules.moved(state, "cancel")


def test_every_move_is_between_known_states_and_has_words() -> None:
    for (event, start), end in rules.MOVES.items():
        assert start in STATES
        assert end in STATES
        assert event in rules.EVENT_WORDS


@pytest.mark.req("LC-08")
def test_a_session_lasts_ninety_minutes_unless_said_otherwise() -> None:
    dates = rules.dates_for(START)
    assert dates.ends_at - START == timedelta(minutes=90)
    assert rules.dates_for(START, timedelta(minutes=45)).ends_at == START + timedelta(minutes=45)


def test_names_close_at_five_in_london_the_day_before_in_summer_and_winter() -> None:
    assert rules.dates_for(START).registration_closes_at == datetime(2027, 5, 24, 16, tzinfo=UTC)
    winter = datetime(2027, 11, 25, 10, 30, tzinfo=UTC)
    assert rules.dates_for(winter).registration_closes_at == datetime(2027, 11, 24, 17, tzinfo=UTC)


@pytest.mark.req("LC-12")
def test_the_agenda_is_due_three_weeks_before() -> None:
    assert rules.AGENDA_LEADS["LC"].last_day(day_of(START), Calendar()) == date(2027, 5, 4)


@pytest.mark.req("LC-08")
def test_an_agenda_longer_than_the_session_is_told_and_not_forbidden() -> None:
    assert rules.agenda_doubt([30, 30, 30], timedelta(minutes=90)) is None
    assert rules.agenda_doubt([60, 40], timedelta(minutes=90)) == (
        "The items add up to 100 minutes, 10 more than the session has."
    )


@pytest.mark.req("LC-10")
def test_a_landlord_forum_needs_a_type_and_a_residents_group_has_none() -> None:
    length, now = timedelta(minutes=90), START - timedelta(days=1)
    for forum_type in rules.FORUM_TYPES:
        rules.check_plan("LC", forum_type, START, length, now)
    rules.check_plan("BX", None, START, length, now)
    for profile, forum_type in (("LC", None), ("LC", "HUGE"), ("BX", "OVER")):
        with pytest.raises(rules.BadPlan):
            rules.check_plan(profile, forum_type, START, length, now)


def test_a_session_in_the_past_or_without_length_is_refused() -> None:
    for starts_at, minutes in ((START, 5), (START, 1000), (START - timedelta(days=2), 90)):
        with pytest.raises(rules.BadPlan):
            rules.check_plan("LC", "OVER", starts_at, timedelta(minutes=minutes), START - timedelta(days=1))


TYPED = {
    "forum_type": "LA",
    "title": "",
    "date-day": "25",
    "date-month": "5",
    "date-year": "2027",
    "time": "10:30",
    "minutes": "90",
}


def test_a_typed_start_is_londons() -> None:
    plan, errors = forms.read_plan(TYPED, "LC", START - timedelta(days=9))
    assert errors == []
    assert plan is not None
    assert plan.starts_at == START


@pytest.mark.parametrize(
    ("field", "typed", "wrong"),
    [
        ("date-day", "31", None),
        ("date-day", "32", "date"),
        ("date-month", "x", "date"),
        ("date-year", "1999", "date"),
        ("date-year", "2026", "date"),
        ("time", "25:00", "time"),
        ("time", "noon", "time"),
        ("time", "9.30", None),
        ("minutes", "-90", "minutes"),
        ("minutes", "٩٠", "minutes"),
        ("forum_type", "", "forum_type"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_at_its_field(field: str, typed: str, wrong: str | None) -> None:
    plan, errors = forms.read_plan({**TYPED, field: typed}, "LC", datetime(2027, 1, 1, tzinfo=UTC))
    assert [error.field for error in errors] == ([wrong] if wrong else [])
    assert (plan is None) == bool(wrong)


def test_the_31st_of_february_does_not_exist() -> None:
    plan, errors = forms.read_plan({**TYPED, "date-day": "31", "date-month": "2"}, "LC", START - timedelta(days=9))
    assert plan is None
    assert errors[0].field == "date"
