"""Registrations made in Zoom meet the same rule, and what should be so there is said as data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from companion.kernel.uow import Uow
from companion.registration import service, zoom
from companion.registration.tables import Registration
from tests.house import House
from tests.registration.post import collect, wanted_in_zoom
from tests.registration.racing import at_once, registrations


def from_zoom(house: House, session_id: UUID, name: str, email: str, number: int = 1, **more: Any) -> Registration:
    """Somebody fills in Zoom's own form."""
    first, _, last = name.partition(" ")
    outcome = house.run(
        zoom.zoom_registered,
        session_id,
        zoom_registrant_id=f"zoom-{number}",
        first_name=first,
        last_name=last,
        email=email,
        **more,
    )
    return row(house, outcome.registration_id)


def row(house: House, registration_id: UUID) -> Registration:
    return house.run(lambda uow: uow.db.get_one(Registration, registration_id))  # type: ignore[no-any-return]


def seat(house: House, session_id: UUID, landlord_id: UUID, name: str) -> UUID:
    address = f"{name.split()[0].lower()}@lindenquay.example"
    made = house.run(service.register, session_id, name=name, address=address, landlord_id=landlord_id)
    return made.registration_id  # type: ignore[no-any-return]


@pytest.fixture
def place(house_on_each: House) -> tuple[House, UUID, UUID]:
    house = house_on_each
    return house, house.forum_session(house.programme()), house.landlord()


Place = tuple[House, UUID, UUID]


@pytest.mark.req("LC-06")
def test_who_holds_a_seat_is_wanted_approved(place: Place) -> None:
    house, session_id, landlord_id = place
    ann = seat(house, session_id, landlord_id, "Ann Whitlock")
    found = from_zoom(house, session_id, "Ann Whitlock", "ANN@lindenquay.example")
    assert found.id == ann
    assert (found.zoom_registrant_id, found.zoom_wanted, found.zoom_state) == ("zoom-1", "approved", "pending")
    wish = house.run(zoom.wanted, ann)
    assert (wish.wanted, wish.state, wish.email) == ("approved", "pending", "ann@lindenquay.example")
    assert (wish.first_name, wish.last_name, wish.meeting_id) == ("Ann", "Whitlock", "91234567890")


@pytest.mark.req("LC-06")
def test_a_free_seat_is_given_to_who_writes_from_the_landlords_own_domain(place: Place) -> None:
    house, session_id, landlord_id = place
    found = from_zoom(house, session_id, "Cara Lind", "cara@mail.lindenquay.example")
    assert (found.state, found.seat_no, found.landlord_id) == ("confirmed", 1, landlord_id)
    assert found.zoom_wanted == "approved"
    letters = {letter.letter: letter for letter in collect(house)}
    assert letters["registration.contact_notice"].to == "contact@lindenquay.example"
    assert letters["registration.day_link"].to == "cara@mail.lindenquay.example"


@pytest.mark.req("LC-06")
def test_edge_53_a_third_person_waits_here_and_there_and_gets_one_letter(place: Place) -> None:
    house, session_id, landlord_id = place
    seat(house, session_id, landlord_id, "Ann Whitlock")
    seat(house, session_id, landlord_id, "Ben Achebe")
    collect(house)
    before = wanted_in_zoom(house)
    for _ in range(3):
        found = from_zoom(house, session_id, "Cara Lind", "cara@lindenquay.example")
        assert (found.state, found.zoom_wanted, found.zoom_state) == ("waitlisted", "pending", "pending")
    letters = [letter for letter in collect(house) if letter.to == "cara@lindenquay.example"]
    assert [letter.letter for letter in letters] == ["registration.waiting"]
    assert wanted_in_zoom(house) == before, "nothing is to be done in Zoom: pending is what they are"
    assert len(house.run(registrations, session_id)) == 3


@pytest.mark.req("LC-06")
def test_racing_deliveries_of_one_registration_make_one(place: Place) -> None:
    house, session_id, _landlord_id = place
    results = at_once(
        [lambda: from_zoom(house, session_id, "Cara Lind", "cara@lindenquay.example").state for _ in range(6)]
    )
    assert results == ["confirmed"] * 6
    assert len(house.run(registrations, session_id)) == 1


@pytest.mark.parametrize(
    ("email", "reason"),
    [("somebody@gmail.com", "unknown_landlord"), ("somebody@elsewhere.example", "unknown_landlord")],
)
def test_an_unknown_address_waits_for_the_organiser(house: House, email: str, reason: str) -> None:
    session_id = house.forum_session(house.programme())
    house.landlord()
    found = from_zoom(house, session_id, "Dora Thorn", email)
    assert (found.state, found.kind, found.reason_code) == ("pending", "observer", reason)
    assert found.zoom_wanted == "pending"


def test_edge_13_a_domain_of_several_landlords_is_for_the_organiser_to_sort(house: House) -> None:
    session_id = house.forum_session(house.programme())
    house.landlord("Linden North", domain="linden.example")
    house.landlord("Linden South", domain="linden.example", contact=None)
    found = from_zoom(house, session_id, "Dora Thorn", "dora@linden.example")
    assert (found.state, found.reason_code, found.landlord_id) == ("pending", "several_landlords", None)


def test_edge_17_a_private_address_that_claims_a_landlord_is_pending_and_its_contact_is_told(house: House) -> None:
    session_id, landlord_id = house.forum_session(house.programme()), house.landlord()
    found = from_zoom(house, session_id, "Dora Thorn", "dora@gmail.com", org_answer="linden quay HOMES")
    assert (found.state, found.reason_code, found.landlord_id) == ("pending", "address_elsewhere", landlord_id)
    assert "contact@lindenquay.example" in [letter.to for letter in collect(house)]


@pytest.mark.req("LC-10")
def test_another_bands_landlord_is_not_turned_away_by_a_machine(house: House) -> None:
    session_id, _ = house.forum_session(house.programme()), house.landlord(band="UNDER", homes=400)
    found = from_zoom(house, session_id, "Cara Lind", "cara@lindenquay.example")
    assert (found.state, found.reason_code) == ("pending", "wrong_forum")


def test_two_people_of_one_mailbox_stay_two(house: House) -> None:
    session_id, landlord_id = house.forum_session(house.programme()), house.landlord()
    house.run(
        service.register, session_id, name="Ann Whitlock", address="info@lindenquay.example", landlord_id=landlord_id
    )
    ben = from_zoom(house, session_id, "Ben Achebe", "info@lindenquay.example")
    assert ben.seat_no == 2
    ann = from_zoom(house, session_id, "Annie Whitlock", "info@lindenquay.example", number=2)
    assert ann.seat_no == 1, "a name that is like the one we have is hers"


def test_an_address_that_is_none_changes_nothing(house: House) -> None:
    session_id = house.forum_session(house.programme())
    args = {"zoom_registrant_id": "z", "first_name": "A", "last_name": "B", "email": "nonsense"}
    assert house.run(zoom.zoom_registered, session_id, **args) is None
    assert house.run(registrations, session_id) == []


@pytest.mark.parametrize("name", ["", "\u202e\u0000", "A" * 300])
def test_odd_names_are_taken_in(house: House, name: str) -> None:
    session_id = house.forum_session(house.programme())
    house.landlord()
    assert from_zoom(house, session_id, name, "cara@lindenquay.example").state == "confirmed"


def test_a_seat_queues_its_approval_once_and_giving_it_back_its_cancelling(house: House) -> None:
    session_id, landlord_id = house.forum_session(house.programme()), house.landlord()
    ann = seat(house, session_id, landlord_id, "Ann Whitlock")
    assert wanted_in_zoom(house) == [str(ann)]
    house.run(zoom.told, ann, state="approved", registrant_id="zoom-9", join_url="https://zoom.example/j")
    assert wanted_in_zoom(house) == [str(ann)]
    house.run(service.withdraw, ann, by="landlord")
    assert wanted_in_zoom(house) == [str(ann), str(ann)]
    assert house.run(zoom.wanted, ann).wanted == "cancelled"
    house.run(zoom.told, ann, state="cancelled")
    assert row(house, ann).zoom_join_url is None


def test_who_left_before_zoom_was_told_is_not_wanted_there(house: House) -> None:
    session_id, landlord_id = house.forum_session(house.programme()), house.landlord()
    ann = seat(house, session_id, landlord_id, "Ann Whitlock")
    house.run(service.withdraw, ann, by="landlord")
    assert house.run(zoom.wanted, ann) is None


def test_a_wish_that_changed_while_zoom_was_told_is_queued_again(house: House) -> None:
    session_id, landlord_id = house.forum_session(house.programme()), house.landlord()
    ann = seat(house, session_id, landlord_id, "Ann Whitlock")
    house.run(service.withdraw, ann, by="landlord")
    house.wiring.runner.clock.advance(timedelta(seconds=5))  # type: ignore[attr-defined]
    house.run(zoom.told, ann, state="approved", registrant_id="zoom-9")
    assert house.run(zoom.wanted, ann).wanted == "cancelled"
    assert wanted_in_zoom(house) == [str(ann), str(ann)]


def test_a_decision_made_in_zoom_takes_nobodys_seat(house: House) -> None:
    session_id, landlord_id = house.forum_session(house.programme()), house.landlord()
    ann = seat(house, session_id, landlord_id, "Ann Whitlock")
    house.run(zoom.told, ann, state="approved", registrant_id="zoom-9")
    house.run(zoom.zoom_decided, session_id, zoom_registrant_id="zoom-9", decision="denied")
    found = row(house, ann)
    assert (found.state, found.seat_no, found.zoom_state) == ("confirmed", 1, "denied")
    house.run(zoom.zoom_decided, session_id, zoom_registrant_id="nobody", decision="denied")


@pytest.mark.req("LC-07")
def test_linking_a_meeting_later_wants_everybody_with_a_seat_in_it(house: House) -> None:
    session_id = house.forum_session(house.programme(), zoom_meeting_id=None)
    landlord_id = house.landlord()
    ann = seat(house, session_id, landlord_id, "Ann Whitlock")
    assert wanted_in_zoom(house) == []
    house.run(zoom.link_meeting, session_id, "912 3456 7890")
    assert wanted_in_zoom(house) == [str(ann)]
    assert house.run(zoom.wanted, ann).meeting_id == "91234567890"
    house.run(zoom.link_meeting, session_id, "91234567890")
    assert wanted_in_zoom(house) == [str(ann)], "the same number again changes nothing"


def test_the_audit_log_names_nobody(house: House) -> None:
    from sqlalchemy import select

    from companion.kernel.tables import AuditEntry

    session_id, landlord_id = house.forum_session(house.programme()), house.landlord()
    seat(house, session_id, landlord_id, "Ann Whitlock")
    from_zoom(house, session_id, "Cara Lind", "cara@lindenquay.example")

    def words(uow: Uow) -> str:
        return " ".join(f"{entry.action} {entry.details}" for entry in uow.db.scalars(select(AuditEntry)))

    said = house.run(words)
    assert "registration.made" in said
    for name in ("Ann", "Whitlock", "Cara", "lindenquay"):
        assert name not in said
