"""Zoom's people become participants by its ids, then by address, never by name; and the roster of a session."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from companion.kernel.uow import Uow
from companion.registration import participants, rules, service, zoom
from companion.registration.tables import Participant, Registration
from companion.roll.tables import LandlordAlias
from tests.house import House
from transcripts.roster import read_roster

MEETING = "meeting-uuid=="


@pytest.fixture
def session_id(house: House) -> UUID:
    return house.forum_session(house.programme(), state="live")


@pytest.fixture
def ann(house: House, session_id: UUID) -> UUID:
    landlord_id = house.landlord()
    made = house.run(
        service.register,
        session_id,
        name="Ann Whitlock",
        address="ann@lindenquay.example",
        landlord_id=landlord_id,
        source="staff",
    )
    house.run(zoom.told, made.registration_id, state="approved", registrant_id="zoom-ann")
    return made.registration_id  # type: ignore[no-any-return]


def join(house: House, session_id: UUID, name: str, number: int, **more: Any) -> UUID:
    values: dict[str, Any] = {"email": None, "registrant_id": None} | more
    return house.run(  # type: ignore[no-any-return]
        participants.participant_joined,
        session_id,
        meeting_uuid=MEETING,
        aliases={"user_id": str(number), "participant_uuid": f"uuid-{number}"},
        connection=f"uuid-{number}",
        name=name,
        at=house.now,
        **values,
    )


def participant(house: House, participant_id: UUID) -> Participant:
    return house.run(lambda uow: uow.db.get_one(Participant, participant_id))  # type: ignore[no-any-return]


def test_edge_58_somebody_without_an_address_is_known_by_registrant_id(
    house: House, session_id: UUID, ann: UUID
) -> None:
    found = participant(house, join(house, session_id, "A. Phone", 1, registrant_id="zoom-ann"))
    assert (found.registration_id, found.matched_by) == (ann, "registrant_id")
    state = house.run(lambda uow: uow.db.get_one(Registration, ann).state)
    assert state == "attended"


def test_without_one_an_address_will_do(house: House, session_id: UUID, ann: UUID) -> None:
    found = participant(house, join(house, session_id, "Ann", 1, email="Ann@LindenQuay.example"))
    assert (found.registration_id, found.matched_by) == (ann, "email")


def test_edge_59_a_name_matches_nobody(house: House, session_id: UUID, ann: UUID) -> None:
    found = participant(house, join(house, session_id, "Ann Whitlock", 1, email="ann@private.example"))
    assert (found.registration_id, found.matched_by) == (None, "none")


def test_a_shared_address_matches_nobody(house: House, session_id: UUID) -> None:
    landlord_id = house.landlord()
    for name in ("Ann Whitlock", "Ben Achebe"):
        house.run(
            service.register,
            session_id,
            name=name,
            address="info@lindenquay.example",
            landlord_id=landlord_id,
            source="staff",
        )
    found = participant(house, join(house, session_id, "Ann", 1, email="info@lindenquay.example"))
    assert found.registration_id is None


def test_a_second_device_is_the_same_participant(house: House, session_id: UUID, ann: UUID) -> None:
    first = join(house, session_id, "Ann", 1, registrant_id="zoom-ann")
    assert join(house, session_id, "Ann’s phone", 2, registrant_id="zoom-ann") == first
    for number in ("1", "2"):
        alias = house.run(participants.participant_by_alias, session_id, MEETING, "user_id", number)
        assert alias == first


def test_ids_of_another_occurrence_mean_somebody_else(house: House, session_id: UUID) -> None:
    first = join(house, session_id, "Ann", 1)
    assert house.run(participants.participant_by_alias, session_id, "another==", "user_id", "1") is None
    assert house.run(participants.participant_by_alias, session_id, MEETING, "user_id", "1") == first


def test_who_was_heard_before_they_were_known_keeps_what_they_said(house: House, session_id: UUID, ann: UUID) -> None:
    heard = house.run(
        participants.participant_seen, session_id, meeting_uuid=MEETING, user_id="1", name="Ann W", at=house.now
    )
    assert join(house, session_id, "Ann W", 1, registrant_id="zoom-ann") == heard
    assert house.run(participants.names_in_session, session_id) == {heard: ("Ann Whitlock", "Linden Quay Homes")}


def test_a_hand_raised_on_the_page_and_a_voice_in_the_meeting_are_one_person(
    house: House, session_id: UUID, ann: UUID
) -> None:
    own = house.run(participants.participant_of_registration, ann)
    assert house.run(participants.participant_of_registration, ann) == own
    heard = house.run(
        participants.participant_seen, session_id, meeting_uuid=MEETING, user_id="1", name="Ann W", at=house.now
    )
    assert heard != own
    assert join(house, session_id, "Ann W", 1, registrant_id="zoom-ann") == own
    assert house.run(participants.participant_by_alias, session_id, MEETING, "user_id", "1") == own
    names = house.run(participants.names_in_session, session_id)
    assert names[heard] == names[own] == ("Ann Whitlock", "Linden Quay Homes")


def test_who_has_no_place_cannot_ask_to_speak(house: House, session_id: UUID, ann: UUID) -> None:
    house.run(service.withdraw, ann, by="staff")
    with pytest.raises(rules.NotFromHere):
        house.run(participants.participant_of_registration, ann)


def test_zooms_name_lies_sealed_and_is_shown_to_those_who_may(house: House, session_id: UUID) -> None:
    found = join(house, session_id, "Zebedee Quillfeather (guest)", 1)
    assert b"Quillfeather" not in participant(house, found).sealed_name
    assert house.run(participants.names_in_session, session_id) == {found: ("Zebedee Quillfeather (guest)", None)}
    house.wiring.keys.shred(purpose="forum_session", subject=session_id)
    assert house.run(participants.names_in_session, session_id) == {found: ("", None)}


def test_a_joined_person_still_waiting_for_a_seat_is_not_marked_as_attending(house: House, session_id: UUID) -> None:
    landlord_id = house.landlord()
    waiting = house.registration(
        session_id,
        house.person("Cara Lind", "cara@lindenquay.example"),
        landlord_id=landlord_id,
        state="waitlisted",
        seat_no=None,
    )
    join(house, session_id, "Cara", 1, email="cara@lindenquay.example")
    assert house.run(lambda uow: uow.db.get_one(Registration, waiting).state) == "waitlisted"


@pytest.mark.req("LC-13")
def test_the_roster_has_everybody_and_every_landlord_and_is_read_by_the_anonymiser(
    house: House, session_id: UUID, ann: UUID
) -> None:
    other = house.landlord("Thornbeck Homes", domain="thornbeck.example", homes=1_020)
    house.run(lambda uow: add_alias(uow, other))
    join(house, session_id, "Annie W (LQH)", 1, registrant_id="zoom-ann")
    join(house, session_id, "iPhone 7", 2)
    plain = house.run(participants.roster_of, session_id)
    roster = read_roster(json.dumps(plain).encode())
    names = {person.name for person in roster.participants}
    assert names == {"Ann Whitlock", "Annie W (LQH)", "iPhone 7"}
    assert {org.name for org in roster.orgs} == {"Linden Quay Homes"}
    (thornbeck,) = roster.roll
    assert (thornbeck.aliases, thornbeck.homes, thornbeck.domain) == (("Beckers",), 1_020, "thornbeck.example")
    assert "ann@lindenquay.example" in {person.email for person in roster.participants}
    assert house.run(participants.roster_of, session_id) == plain, "always in the same order"


def add_alias(uow: Uow, landlord_id: UUID) -> None:
    uow.db.add(LandlordAlias(landlord_id=landlord_id, alias="Beckers"))
