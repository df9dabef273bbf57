"""The register of permissions: nobody may record or share unless it is written down, and then until its end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from companion.codes import permission_rules, permissions
from companion.codes.permission_rules import Grant
from companion.codes.tables import PermissionGrant
from companion.kernel.clocks import ManualClock
from companion.people.roles import Role
from companion.purging import purge
from tests.house import House

pytestmark = pytest.mark.req("LC-37")
NOW = datetime(2027, 5, 25, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
TYPED = {"kind": "recording", "who": "Amal Reid", "what": "Sound, for the minutes", "given_by": "Named officer"}


@pytest.fixture
def session_id(house: House) -> UUID:
    return house.forum_session(house.programme())


@pytest.fixture
def organiser(house: House, app: Flask) -> FlaskClient:
    return house.signed_in(app, house.account(Role.ORGANISER))


def test_by_default_nobody_may_anything() -> None:
    assert list(permission_rules.standing([], NOW).values()) == [
        "Nobody may record",
        "Nobody may share content",
        "Nobody may speak of a personal case",
    ]


def test_a_permission_ends_by_itself_and_when_it_is_taken_back() -> None:
    grant = Grant("recording", NOW + HOUR)
    assert permission_rules.standing([grant], NOW)["recording"] == "1 person may record"
    assert permission_rules.standing([grant], NOW)["sharing"] == "Nobody may share content"
    assert permission_rules.standing([grant], NOW + HOUR)["recording"] == "Nobody may record"
    taken_back = Grant("recording", NOW + HOUR, is_withdrawn=True)
    assert permission_rules.standing([taken_back], NOW)["recording"] == "Nobody may record"


def test_the_organiser_writes_it_down_and_takes_it_back(house: House, session_id: UUID, organiser: FlaskClient) -> None:
    path = f"/forum-sessions/{session_id}/permissions"
    assert "Nobody may record" in organiser.get(path).text
    assert "Nobody may record" in organiser.get(f"/forum-sessions/{session_id}").text
    refused = organiser.post(path, data=TYPED | {"who": " "})
    assert refused.status_code == 422
    assert 'href="#who"' in refused.text
    assert "Sound, for the minutes" in refused.text
    for wrong in ({"expires-day": "31", "expires-month": "2", "expires-year": "2028"}, {"expires-day": "x"}):
        assert 'href="#expires"' in organiser.post(path, data=TYPED | wrong).text
    assert organiser.post(path, data=TYPED).status_code == 303
    (row,) = house.run(lambda uow: uow.db.scalars(select(PermissionGrant)).all())
    assert b"Amal" not in row.sealed
    page = organiser.get(path).text
    assert "Amal Reid" in page
    assert "1 person may record" in page
    overview = organiser.get(f"/forum-sessions/{session_id}").text
    assert "1 person may record" in overview
    assert "Amal" not in overview
    withdraw = f"{path}/{row.id}/withdraw"
    assert organiser.post(withdraw).status_code == 303
    assert organiser.post(withdraw).status_code == 409
    assert "Nobody may record" in organiser.get(path).text


@pytest.mark.req("X-04")
def test_a_year_after_its_end_it_is_gone(house: House, session_id: UUID, clock: ManualClock) -> None:
    house.permission(session_id)
    clock.advance(timedelta(days=370))
    assert purge(house.wiring.runner)["permissions"] == 0
    clock.advance(timedelta(days=5))
    assert purge(house.wiring.runner)["permissions"] == 1
    assert house.run(permissions.due_for_purging) == []
