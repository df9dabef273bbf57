"""One-off bank holidays: what they move, and that everybody can see it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from companion.forums import bank_holidays
from companion.forums import service as forums
from companion.kernel.clocks import ManualClock
from companion.kernel.errors import BadInput
from companion.kernel.tables import AuditEntry
from companion.people.roles import Role
from tests.house import House

EXTRA = date(2027, 6, 8)


@pytest.fixture(autouse=True)
def _in_february(clock: ManualClock) -> None:
    clock.set(datetime(2027, 2, 9, 9, tzinfo=UTC))


def session(house: House, profile: str) -> UUID:
    programme = house.programme(f"Programme {profile}", profile)
    kind = "UNDER" if profile == "LC" else None
    starts_at = datetime(2027, 6, 10, 9, 30, tzinfo=UTC)
    return house.run(forums.plan_session, programme, forum_type=kind, title="", starts_at=starts_at)  # type: ignore[no-any-return]


def due(house: House, session_id: UUID) -> date:
    return house.run(lambda uow: bank_holidays.agenda_by(uow, forums.session_of(uow, session_id)))  # type: ignore[no-any-return]


@pytest.mark.req("PP-32", "LC-12")
def test_edge_77_a_day_added_later_moves_working_day_limits_and_is_audited(house_on_each: House) -> None:
    house = house_on_each
    working, calendar = session(house, "PP"), session(house, "LC")
    assert (due(house, working), due(house, calendar)) == (date(2027, 6, 3), date(2027, 5, 20))
    moved = house.run(bank_holidays.change, area="ENG", day=EXTRA, kind="added", name="A royal wedding")
    assert [(held.id, was, now) for held, was, now in moved] == [(working, date(2027, 6, 3), date(2027, 6, 2))]
    assert (due(house, working), due(house, calendar)) == (date(2027, 6, 2), date(2027, 5, 20))
    house.run(bank_holidays.undo, house.run(bank_holidays.changes)[0].id)
    assert due(house, working) == date(2027, 6, 3)
    actions = house.run(lambda uow: list(uow.db.scalars(select(AuditEntry.action).order_by(AuditEntry.seq))))
    assert actions[-4:] == [
        "bank_holiday.added",
        "agenda.deadline_moved",
        "bank_holiday.undone",
        "agenda.deadline_moved",
    ]


def test_a_day_that_is_worked_after_all_and_one_elsewhere(house: House) -> None:
    house.run(bank_holidays.change, area="ENG", day=date(2027, 5, 31), kind="removed", name="")
    assert house.run(bank_holidays.calendar, "ENG").is_working(date(2027, 5, 31))
    assert not house.run(bank_holidays.calendar, "WLS").is_working(date(2027, 5, 31))
    house.run(bank_holidays.change, area="ENG", day=date(2027, 5, 31), kind="added", name="After all not")
    assert house.run(bank_holidays.changes) == [], "saying the opposite takes the change back"


@pytest.mark.parametrize(
    ("area", "day", "kind", "name"),
    [
        ("ENG", date(2027, 5, 31), "added", "Known already"),
        ("ENG", EXTRA, "removed", "Never was one"),
        ("ENG", EXTRA, "added", " "),
        ("FRA", EXTRA, "added", "Elsewhere"),
    ],
)
def test_a_change_that_says_nothing_is_refused(house: House, area: str, day: date, kind: str, name: str) -> None:
    with pytest.raises(BadInput):
        house.run(bank_holidays.change, area=area, day=day, kind=kind, name=name)


def test_the_page_keeps_a_change_names_what_moved_and_takes_it_back(house: House, app: Flask) -> None:
    session(house, "PP")
    organiser = house.signed_in(app, house.account(Role.ORGANISER))
    typed = {"area": "ENG", "kind": "added", "name": "A royal wedding", "date-month": "6", "date-year": "2027"}
    wrong = organiser.post("/bank-holidays", data={**typed, "date": "31"})
    assert wrong.status_code == 422
    assert 'href="#date"' in wrong.text
    assert 'value="A royal wedding"' in wrong.text
    page = organiser.post("/bank-holidays", data={**typed, "date": "8"}, follow_redirects=True).text
    assert "is now due by Wednesday 2 June, not Thursday 3 June" in page
    assert "Tuesday 8 June 2027" in page
    (made,) = house.run(bank_holidays.changes)
    page = organiser.post(f"/bank-holidays/{made.id}/undo", follow_redirects=True).text
    assert "No change was made." in page
