"""What should be so in Zoom is made so, against the simulated Zoom over real HTTP, and repeating does no harm."""

from __future__ import annotations

from uuid import UUID

import pytest

from companion.intake.effects import make_registrant_so
from companion.kernel.uow import ZOOM, Uow
from companion.registration import service as registrations
from companion.registration import zoom as wishes
from companion.registration.tables import Registration
from tests.house import House
from zoom_hooks.rest import ZoomApi
from zoom_hooks.sim import SimulatedZoom


def seat(house: House, meeting_id: str, local: str = "ann") -> UUID:
    """Somebody with a confirmed seat, wanted in Zoom."""
    session_id = house.forum_session(house.programme(name=f"P {local}"), zoom_meeting_id=meeting_id)
    landlord_id = house.landlord(domain=f"{local}.example")

    def register(uow: Uow) -> UUID:
        result = registrations.register(
            uow,
            session_id,
            kind="landlord",
            name="Ann Whitlock",
            address=f"{local}@{local}.example",
            landlord_id=landlord_id,
            source="web",
        )
        return UUID(str(result.registration_id))

    return house.run(register)  # type: ignore[no-any-return]


def row(house: House, registration_id: UUID) -> Registration:
    return house.run(lambda uow: uow.db.get_one(Registration, registration_id))  # type: ignore[no-any-return]


@pytest.mark.req("LC-05", "LC-06")
def test_who_holds_a_seat_is_registered_and_approved_in_zoom(
    house: House, zoom: SimulatedZoom, api: ZoomApi, meeting_id: str
) -> None:
    registration_id = seat(house, meeting_id)
    make_registrant_so(house.wiring.runner, api, {"registration_id": str(registration_id)})
    stored = row(house, registration_id)
    assert stored.zoom_state == "approved"
    assert zoom.registrant_states(meeting_id) == {stored.zoom_registrant_id: "approved"}
    assert house.run(lambda uow: wishes.join_link(uow, uow.db.get_one(Registration, registration_id)))


def test_doing_it_twice_registers_once(house: House, zoom: SimulatedZoom, api: ZoomApi, meeting_id: str) -> None:
    registration_id = seat(house, meeting_id)
    for _ in range(2):
        make_registrant_so(house.wiring.runner, api, {"registration_id": str(registration_id)})
    assert list(zoom.registrant_states(meeting_id).values()) == ["approved"]


def test_an_answer_that_was_lost_does_not_register_a_second_time(
    house: House, zoom: SimulatedZoom, api: ZoomApi, meeting_id: str
) -> None:
    registration_id = seat(house, meeting_id)
    zoom.register("Ann", "Whitlock", "ann@ann.example", meeting_id=meeting_id)
    make_registrant_so(house.wiring.runner, api, {"registration_id": str(registration_id)})
    assert list(zoom.registrant_states(meeting_id).values()) == ["approved"]
    assert row(house, registration_id).zoom_registrant_id in zoom.registrant_states(meeting_id)


def test_who_withdraws_is_cancelled_in_zoom(house: House, zoom: SimulatedZoom, api: ZoomApi, meeting_id: str) -> None:
    registration_id = seat(house, meeting_id)
    make_registrant_so(house.wiring.runner, api, {"registration_id": str(registration_id)})
    house.wiring.runner.run_as(ZOOM, registrations.withdraw, registration_id, by="person")
    make_registrant_so(house.wiring.runner, api, {"registration_id": str(registration_id)})
    assert list(zoom.registrant_states(meeting_id).values()) == ["cancelled"]
    assert row(house, registration_id).zoom_join_url is None


def test_without_a_zoom_account_nothing_is_done_and_nothing_fails(house: House, meeting_id: str) -> None:
    registration_id = seat(house, meeting_id)
    make_registrant_so(house.wiring.runner, None, {"registration_id": str(registration_id)})
    assert row(house, registration_id).zoom_state == "none"
