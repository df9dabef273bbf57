"""Somebody is asked to do something beyond the meetings; it begins with an explicit acceptance."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from companion.codes import appointments, service
from companion.codes.tables import Appointment
from companion.kernel.errors import BadInput
from companion.people.roles import Role
from tests.house import House


@pytest.fixture
def group(house: House) -> UUID:
    return house.programme("Tenant Voice", "BX")


def ask(house: House, group: UUID, person_id: UUID, activity: str = "outside_body") -> UUID:
    return house.run(appointments.ask, group, person_id, activity=activity, what="Regional tenants’ board")  # type: ignore[no-any-return]


def state(house: House, appointment_id: UUID) -> str:
    return house.run(lambda uow: uow.db.get_one(Appointment, appointment_id).state)  # type: ignore[no-any-return]


@pytest.mark.req("BX-03", "BX-05", "PP-01")
def test_a_representative_accepts_the_present_version_before_it_begins(house: House, group: UUID) -> None:
    ann = house.person()
    house.run(service.accept_all, ann, group)
    version = house.run(service.write_version, group, "Be kind, here and elsewhere.")
    house.run(service.put_in_force, version, agreed_by="Tenant Panel")
    one = ask(house, group, ann)
    with pytest.raises(appointments.NotBoundYet):
        house.run(appointments.appoint, one)
    assert house.run(service.has_accepted, ann, group), "in days of grace for meetings, which is not enough here"
    house.run(appointments.appoint, one, witnessed=True)
    assert state(house, one) == "appointed"
    house.run(appointments.end, one)
    with pytest.raises(appointments.SettledAlready):
        house.run(appointments.end, one)


def test_who_would_rather_not_is_not_asked_again_by_the_same_line(house: House, group: UUID) -> None:
    one = ask(house, group, house.person(), "task")
    house.run(appointments.decline, one)
    with pytest.raises(appointments.SettledAlready):
        house.run(appointments.appoint, one, witnessed=True)


@pytest.mark.req("X-02")
def test_landlords_are_appointed_to_nothing(house: House) -> None:
    with pytest.raises(BadInput):
        ask(house, house.programme(), house.person())


def test_an_organiser_asks_witnesses_and_ends(house: House, app: Flask, group: UUID) -> None:
    ann = house.person()
    client = house.signed_in(app, house.account(Role.ORGANISER, programme_id=group))
    path = f"/programmes/{group}/appointments"
    assert "People do so when they join" in client.get(path).get_data(as_text=True)
    house.run(service.accept_all, ann, group)
    house.document(group, "terms")
    assert client.post(path, data={"person": "x"}).status_code == 422
    assert client.post(path, data={"person": str(ann), "activity": "panel", "what": ""}).status_code == 422
    fields = {"person": str(ann), "activity": "panel", "what": "Repairs panel"}
    page = client.post(path, data=fields, follow_redirects=True).get_data(as_text=True)
    assert "Not accepted yet: <b>Terms of Reference</b>" in page
    (one,) = house.run(appointments.of_programme, group)
    deeds = f"{path}/{one.appointment.id}"
    page = client.post(deeds, data={"deed": "appoint"}, follow_redirects=True).get_data(as_text=True)
    assert "taking part never stands for that" in page
    client.post(deeds, data={"deed": "witnessed"})
    assert state(house, one.appointment.id) == "appointed"
    client.post(deeds, data={"deed": "end"})
    assert state(house, one.appointment.id) == "ended"


@pytest.mark.req("BX-03", "BX-05", "PP-01")
def test_somebody_accepts_and_takes_it_on_by_their_own_page(house: House, app: Flask, group: UUID) -> None:
    ann, session_id = house.person(), house.forum_session(group, forum_type=None)
    house.run(service.accept_all, ann, group)
    mine = house.registration(session_id, ann, kind="member", seat_no=None)
    phone = house.signed_in(app, ann, "day", forum_session_id=session_id, registration_id=mine)
    place = f"/forum-sessions/{session_id}/place"
    assert "beyond the meetings" not in phone.get(place).get_data(as_text=True)
    one, other = ask(house, group, ann), ask(house, group, house.person("Ben Achebe", "ben@x.example"))
    assert "asked to do something beyond the meetings" in phone.get(place).get_data(as_text=True)
    house.document(group, "terms", "Come prepared.")
    page = phone.get(f"{place}/asked").get_data(as_text=True)
    assert "Regional tenants’ board" in page
    assert "Come prepared." in page
    assert state(house, one) == "asked", "looking changes nothing"
    unread = {"appointment": str(one), "deed": "take"}
    phone.post(f"{place}/asked", data=unread)
    assert state(house, one) == "asked", "nobody accepts a text that was not on their page"
    (asked,) = house.run(appointments.asked_of, ann, group)
    read = {**unread, "version": [str(version.id) for _, version in asked.to_accept]}
    done = phone.post(f"{place}/asked", data=read, follow_redirects=True).get_data(as_text=True)
    assert "It is yours" in done
    assert "Nothing is asked of you now" in done
    assert state(house, one) == "appointed"
    for what, status in ((str(other), 404), ("x", 303)):
        answered = phone.post(f"{place}/asked", data={"appointment": what, "deed": "decline"})
        assert answered.status_code == status
    assert state(house, other) == "asked"


def test_somebody_would_rather_not_by_their_own_page(house: House, app: Flask, group: UUID) -> None:
    ann, session_id = house.person(), house.forum_session(group, forum_type=None)
    mine = house.registration(session_id, ann, kind="member", seat_no=None)
    one = ask(house, group, ann, "task")
    phone = house.signed_in(app, ann, "day", forum_session_id=session_id, registration_id=mine)
    phone.post(f"/forum-sessions/{session_id}/place/asked", data={"appointment": str(one), "deed": "decline"})
    assert state(house, one) == "declined"
