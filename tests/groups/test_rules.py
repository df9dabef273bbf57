"""Who may apply, and who may take part on a day. Values only."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.groups import rules
from companion.groups.forms import read_applicant, read_end
from companion.groups.rules import Flag

TYPED = {
    "name": "Tess Ward",
    "email": "tess@home.example",
    "applies_as": "tenant",
    "breach": "yes",
    "sanction": "yes",
    "legal_case": "yes",
}


@pytest.mark.req("PP-34")
@pytest.mark.parametrize("kind", list(rules.APPLIES_AS))
def test_any_tenant_shared_owner_or_leaseholder_may_apply(kind: str) -> None:
    applicant, errors = read_applicant({**TYPED, "applies_as": kind}, "PP")
    assert errors == []
    assert applicant is not None
    assert applicant.declared == ("breach", "sanction", "legal_case")


@pytest.mark.req("PP-34", "PP-43", "PP-44")
@pytest.mark.parametrize("condition", ["breach", "sanction", "legal_case"])
def test_each_of_the_three_conditions_must_be_declared(condition: str) -> None:
    applicant, errors = read_applicant({**TYPED, condition: ""}, "PP")
    assert applicant is None
    assert [error.field for error in errors] == [condition]


def test_the_conditions_are_one_profiles_alone() -> None:
    applicant, errors = read_applicant({**TYPED, "breach": "", "sanction": "", "legal_case": ""}, "BX")
    assert errors == []
    assert applicant is not None
    assert applicant.declared == ()
    assert "LC" not in rules.GROUP_PROFILES, "they never bind landlords' programmes (C-17)"


def test_one_way_to_reach_somebody_is_enough_and_none_is_not() -> None:
    for way in ({"phone": "0115 496 0123"}, {"post": "1 High Street\nMatlock"}, {"email": "tess@home.example"}):
        assert read_applicant({**TYPED, "email": "", **way}, "PP")[1] == []
    assert [error.field for error in read_applicant({**TYPED, "email": ""}, "PP")[1]] == ["email"]
    assert [error.field for error in read_applicant({**TYPED, "phone": "no"}, "PP")[1]] == ["phone"]


@pytest.mark.req("PP-44")
def test_a_flag_keeps_somebody_out_to_its_last_day_and_not_a_day_longer() -> None:
    flag = Flag("sanction", date(2027, 5, 1), date(2027, 5, 31))
    days = [date(2027, 4, 30), date(2027, 5, 1), date(2027, 5, 31), date(2027, 6, 1)]
    assert [rules.may_take_part([flag], day) for day in days] == [True, False, False, True]
    assert rules.may_take_part([Flag("sanction", date(2027, 5, 1), None, is_lifted=True)], days[1])
    assert not rules.may_take_part([], days[0], has_ended=True)


DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
FLAGS = st.builds(Flag, st.sampled_from(list(rules.FLAG_WORDS)), DAYS, st.none() | DAYS, st.booleans())


@given(flags=st.lists(FLAGS, max_size=5), day=DAYS)
def test_lifting_everything_lets_everybody_in_and_one_flag_more_never_does(flags: list[Flag], day: date) -> None:
    lifted = [Flag(flag.kind, flag.starts_on, flag.ends_on, is_lifted=True) for flag in flags]
    assert rules.may_take_part(lifted, day)
    if not rules.may_take_part(flags, day):
        assert not rules.may_take_part([*flags, Flag("breach", day, None)], day)


@given(day=DAYS)
def test_a_member_is_asked_again_a_calendar_year_later(day: date) -> None:
    again = rules.ask_again_on(day)
    assert timedelta(days=365) <= again - day <= timedelta(days=366)
    assert (again.month, again.day) in {(day.month, day.day), (2, 28)}


def test_an_end_is_a_date_that_exists_or_nothing() -> None:
    assert read_end({}) == (None, None)
    assert read_end({"ends-day": "31", "ends-month": "5", "ends-year": "2027"}) == (date(2027, 5, 31), None)
    assert read_end({"ends-day": "31", "ends-month": "6", "ends-year": "2027"})[1] is not None
