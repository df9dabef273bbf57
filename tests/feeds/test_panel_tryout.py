"""Our page inside Zoom during a try-out: hands are counted for the connection test, and reach no queue."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from companion.feeds import practice
from companion.feeds.tables import Tryout
from companion.forums.tables import ForumSession
from companion.kernel.clocks import to_ms
from companion.people.gate import PANEL
from companion.people.roles import Role
from companion.wiring import Wiring
from tests.feeds.test_early_meetings import deliver, state, traces
from tests.house import House
from tests.intake import deliveries
from tests.intake.in_zoom import Client, linked, make_app, with_app


@pytest.fixture
def installed(wiring: Wiring) -> Wiring:
    return with_app(wiring)


@pytest.fixture
def house(installed: Wiring) -> House:
    return House(installed)


@pytest.fixture
def app(installed: Wiring) -> Flask:
    return make_app(installed)


@pytest.fixture
def programme(house: House) -> UUID:
    return house.programme()


@pytest.fixture
def session_id(house: House, programme: UUID) -> UUID:
    return house.forum_session(programme, starts_in=timedelta(hours=3))


def tryout(house: House) -> Tryout:
    (found,) = house.run(lambda uow: list(uow.db.query(Tryout)))
    return found  # type: ignore[no-any-return]


def test_a_hand_of_a_try_out_is_counted_and_in_no_queue(
    app: Flask, house: House, programme: UUID, session_id: UUID
) -> None:
    linked(house, house.account(Role.CHAIR, programme_id=programme))
    deliver(house, deliveries.started(to_ms(house.now)))
    zoom = Client(app, house)
    page = zoom.opens()
    assert page.status_code == 200
    assert "This is a try-out" in page.text
    assert zoom.browser.post(f"{PANEL}/trying", data={"what": "open"}).status_code == 204
    assert (tryout(house).hands, tryout(house).panel_at) == (0, house.now)
    assert zoom.browser.post(f"{PANEL}/trying", data={"what": "hand"}).status_code == 204
    assert tryout(house).hands == 1
    assert zoom.browser.post(f"{PANEL}/trying", data={"what": "anything"}).status_code == 422
    assert set(traces(house).values()) == {0}
    assert state(house, session_id) == "open"


def test_who_has_no_role_in_the_session_tells_nothing(app: Flask, house: House, session_id: UUID) -> None:
    linked(house, house.account(Role.CHAIR, programme_id=house.programme("Another")))
    deliver(house, deliveries.started(to_ms(house.now)))
    zoom = Client(app, house)
    assert "Not yours to run" in zoom.opens().text
    assert zoom.browser.post(f"{PANEL}/trying", data={"what": "hand"}).status_code == 404
    assert app.test_client().post(f"{PANEL}/trying", data={"what": "hand"}).status_code == 404
    assert tryout(house).hands == 0


def test_no_host_can_name_a_session_that_is_hours_away(
    app: Flask, house: House, programme: UUID, session_id: UUID
) -> None:
    """Where no webhook told of the meeting either: its hands would be in the session's queue."""
    linked(house, house.account(Role.CHAIR, programme_id=programme))
    zoom = Client(app, house)
    assert "none of the forum sessions that you run" in zoom.opens().text
    assert zoom.browser.post(f"{PANEL}/meeting", data={"session_id": str(session_id)}).status_code == 404
    assert house.run(lambda uow: uow.db.get_one(ForumSession, session_id).zoom_meeting_uuid) is None


def test_once_it_is_the_session_the_panel_is_the_chairs_page(
    app: Flask, house: House, programme: UUID, session_id: UUID
) -> None:
    linked(house, house.account(Role.CHAIR, programme_id=programme))
    deliver(house, deliveries.started(to_ms(house.now)))
    zoom = Client(app, house)
    zoom.opens()
    house.run(practice.this_is_it, session_id, tryout(house).id)
    deliver(house)
    assert zoom.browser.post(f"{PANEL}/trying", data={"what": "open"}).status_code == 404, "and the page loads again"
    assert zoom.browser.get(PANEL).location == f"{PANEL}/{session_id}"
