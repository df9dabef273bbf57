"""A meeting's settings, read from the simulated Zoom and set there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from companion.intake.settings import read_meeting
from companion.kernel.tables import OutboxEffect
from companion.kernel.uow import Uow
from companion.registration import zoom, zoom_settings
from companion.registration.tables import Registration
from companion.registration.zoom_settings import ZoomReading
from companion.ticks import TICKS
from tests.house import House
from zoom_hooks.rest import ZoomApi
from zoom_hooks.sim import Fault, SimulatedZoom


@pytest.fixture
def session_id(house: House, meeting_id: str) -> UUID:
    return house.forum_session(house.programme(), zoom_meeting_id=meeting_id)


def read(house: House, api: ZoomApi | None, session_id: UUID, what: str = "read") -> ZoomReading:
    read_meeting(house.wiring.runner, api, {"session_id": str(session_id), "what": what})
    found = house.run(zoom_settings.last_reading, session_id)
    assert found is not None
    return found  # type: ignore[no-any-return]


def red(reading: ZoomReading) -> set[str]:
    return {line.name for line in reading.lines if line.ok is False}


def test_nothing_is_said_before_zoom_was_read(house: House, session_id: UUID) -> None:
    assert house.run(zoom_settings.last_reading, session_id) is None


@pytest.mark.req("LC-07", "LC-17")
def test_edge_64_what_zoom_has_is_read_and_set_with_one_button(
    house: House, zoom: SimulatedZoom, api: ZoomApi, meeting_id: str, session_id: UUID
) -> None:
    zoom.change_meeting({"approval_type": 0, "alternative_hosts": "chair@staff.example;"}, meeting_id=meeting_id)
    found = read(house, api, session_id)
    assert found.is_red
    assert found.read_at == house.now
    assert red(found) == {
        "Registration approved by hand",
        "Zoom’s confirmation mails",
        "Zoom’s mails about approval",
        "Muted on entry",
        "One link on several devices",
    }
    assert found.to_set == 5
    mended = read(house, api, session_id, "set")
    assert red(mended) == set()
    assert mended.to_set == 0
    assert house.run(zoom_settings.is_host, session_id, "CHAIR@staff.example")
    assert house.run(zoom_settings.is_host, session_id, "host@sim.example")
    assert not house.run(zoom_settings.is_host, session_id, "ann@lindenquay.example")


def test_edge_70_a_meeting_deleted_by_hand_is_flagged_and_nobody_is_cancelled(
    house: House, zoom: SimulatedZoom, api: ZoomApi, meeting_id: str, session_id: UUID
) -> None:
    landlord_id = house.landlord()
    ann = house.registration(session_id, house.person(), landlord_id=landlord_id)
    assert read(house, api, session_id).problem is None
    zoom.delete_meeting(meeting_id=meeting_id)
    found = read(house, api, session_id)
    assert found.problem is not None
    assert "no such meeting" in found.problem
    assert found.lines, "what was read before stays to be seen"
    stored = house.run(lambda uow: uow.db.get_one(Registration, ann))
    assert (stored.state, stored.seat_no) == ("confirmed", 1)


def test_zoom_away_or_without_an_account_is_said(
    house: House, zoom: SimulatedZoom, api: ZoomApi, meeting_id: str, session_id: UUID
) -> None:
    zoom.answer_with(Fault(503, path=f"/v2/meetings/{meeting_id}"))
    assert "did not answer" in str(read(house, api, session_id).problem)
    assert "No Zoom account" in str(read(house, None, session_id).problem)
    assert read(house, api, session_id).problem is None


def effects(house: House) -> list[str]:
    def kinds(uow: Uow) -> list[str]:
        return [row.payload["what"] for row in uow.db.scalars(select(OutboxEffect)) if row.kind == "zoom.settings"]

    return house.run(kinds)  # type: ignore[no-any-return]


def test_linking_reads_at_once_and_the_tick_every_hour(house: House, api: ZoomApi, meeting_id: str) -> None:
    session_id = house.forum_session(house.programme(), zoom_meeting_id=None)
    house.run(zoom.link_meeting, session_id, meeting_id)
    assert effects(house) == ["read"]
    (tick,) = [tick for tick in TICKS if tick.name == "zoom settings"]
    wiring = replace(house.wiring, zoom=api)
    read(house, api, session_id)
    tick.work(wiring)
    assert effects(house) == ["read"]
    house.wiring.runner.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined]
    tick.work(house.wiring)
    assert effects(house) == ["read"], "without an account there is nobody to ask"
    tick.work(wiring)
    tick.work(wiring)
    assert effects(house) == ["read", "read"]


def test_another_meeting_makes_the_reading_void(house: House, api: ZoomApi, session_id: UUID) -> None:
    read(house, api, session_id)
    house.run(zoom.link_meeting, session_id, "98888888888")
    assert house.run(zoom_settings.last_reading, session_id) is None
