"""The staff's pages: decisions, swaps, adding by hand, the door list, and a session's overview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from companion.forums.tables import ForumSession
from companion.kernel.uow import Uow
from companion.people.roles import Role
from companion.registration import service, zoom
from companion.registration.tables import Registration
from tests.house import House
from tests.registration.post import collect
from tests.registration.racing import registrations


@dataclass
class Office:
    """An organiser's browser at one forum session."""

    house: House
    app: Flask
    client: FlaskClient
    programme_id: UUID
    session_id: UUID
    landlord_id: UUID

    def get(self, path: str) -> str:
        answer = self.client.get(f"/forum-sessions/{self.session_id}{path}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        answer = self.client.post(f"/forum-sessions/{self.session_id}{path}", data=fields, follow_redirects=True)
        return answer.status_code, answer.get_data(as_text=True)

    def register(self, name: str, **more: object) -> UUID:
        address = f"{name.split()[0].lower()}@lindenquay.example"
        made = self.house.run(
            service.register, self.session_id, name=name, address=address, landlord_id=self.landlord_id, **more
        )
        return made.registration_id  # type: ignore[no-any-return]

    def row(self, registration_id: UUID) -> Registration:
        return self.house.run(lambda uow: uow.db.get_one(Registration, registration_id))  # type: ignore[no-any-return]


@pytest.fixture
def office(house: House, app: Flask) -> Office:
    programme_id = house.programme()
    session_id, landlord_id = house.forum_session(programme_id), house.landlord()
    organiser = house.account(Role.ORGANISER, programme_id=programme_id)
    return Office(house, app, house.signed_in(app, organiser), programme_id, session_id, landlord_id)


def pending(office: Office, name: str = "Dora Thorn", landlord_id: UUID | None = None) -> UUID:
    return office.house.registration(
        office.session_id,
        office.house.person(name, f"{name.split()[0].lower()}@somewhere.example"),
        landlord_id=landlord_id,
        kind="landlord" if landlord_id else "observer",
        state="pending",
        seat_no=None,
    )


def test_the_list_shows_decisions_seats_and_the_waiting(office: Office) -> None:
    for name in ("Ann Whitlock", "Ben Achebe", "Cara Lind"):
        office.register(name)
    pending(office)
    page = office.get("/registrations")
    assert "For you to decide (1)" in page
    assert "2 seats held, 1 waiting" in page
    assert "Ann Whitlock" in page
    assert "Cara Lind" not in page, "who waits has a list of their own"
    assert "Cara Lind" in office.get("/registrations?show=waiting")
    assert "Dora Thorn" in office.get("/registrations?show=needs")
    assert "Ben Achebe" in office.get("/registrations?q=ach+lind")
    assert "Nobody fits" in office.get("/registrations?q=zzz")


@pytest.mark.req("LC-06")
def test_approving_for_a_landlord_whose_seats_are_held_puts_on_the_waiting_list(office: Office) -> None:
    office.register("Ann Whitlock")
    office.register("Ben Achebe")
    dora = pending(office)
    status, page = office.post(f"/registrations/{dora}/approve", kind="landlord", landlord=str(office.landlord_id))
    assert status == 200
    assert "they are on the waiting list" in page
    assert office.row(dora).state == "waitlisted"


def test_approving_as_a_landlord_without_one_is_refused_in_words(office: Office) -> None:
    dora = pending(office)
    status, page = office.post(f"/registrations/{dora}/approve", kind="landlord", landlord="")
    assert status == 409
    assert "Choose the landlord whose seat this is" in page
    assert office.row(dora).state == "pending"


def test_edge_50_a_speaker_needs_no_seat(office: Office) -> None:
    dora = pending(office)
    office.post(f"/registrations/{dora}/approve", kind="speaker", landlord="")
    assert (office.row(dora).state, office.row(dora).seat_no) == ("confirmed", None)


def test_declining_sends_a_letter(office: Office) -> None:
    dora = pending(office)
    office.post(f"/registrations/{dora}/decline", why="Not a member")
    assert office.row(dora).state == "declined"
    assert [letter.letter for letter in collect(office.house)] == ["registration.ended"]


@pytest.mark.req("LC-06")
def test_staff_cannot_add_a_third_either(office: Office) -> None:
    for name in ("Ann Whitlock", "Ben Achebe"):
        office.register(name)
    fields = {"name": "Cara Lind", "email": "cara@lindenquay.example", "kind": "landlord"}
    status, page = office.post("/registrations", landlord=str(office.landlord_id), **fields)
    assert status == 200
    assert "Both seats of this landlord are held" in page
    held = [found for found in office.house.run(registrations, office.session_id) if found.seat_no]
    assert len(held) == 2


def test_adding_somebody_says_what_is_missing_and_keeps_what_was_typed(office: Office) -> None:
    status, page = office.post("/registrations", name="Cara Lind", email="cara", kind="landlord", landlord="")
    assert status == 422
    assert '<a class="alone" href="#email">' in page
    assert '<a class="alone" href="#landlord">' in page
    assert 'value="Cara Lind"' in page


def test_staff_swap_and_withdraw(office: Office) -> None:
    ann = office.register("Ann Whitlock")
    office.get(f"/registrations/{ann}/swap")
    office.post(f"/registrations/{ann}/swap", name="Cara Lind", email="cara@lindenquay.example")
    assert office.row(ann).state == "replaced"
    cara = next(found for found in office.house.run(registrations, office.session_id) if found.seat_no == 1)
    assert cara.replaces_id == ann
    office.post(f"/registrations/{cara.id}/withdraw")
    assert office.row(cara.id).state == "cancelled"


def test_an_apology_by_telephone_is_noted(office: Office) -> None:
    ann = office.register("Ann Whitlock")
    office.post(f"/registrations/{ann}/apology")
    assert office.row(ann).state == "apology"


def test_edge_18_two_spellings_of_one_mailbox_are_flagged_and_not_merged(office: Office) -> None:
    for name, address in (("Ann Whitlock", "a.b+forum@x.example"), ("Ann B Whitlock", "a.b@x.example")):
        office.house.run(
            service.register, office.session_id, name=name, address=address, landlord_id=office.landlord_id
        )
    page = office.get("/registrations?show=needs")
    assert "Perhaps the same person as" in page
    assert "1 entry looks like somebody else’s." in page
    assert 'href="/people/alike"' in page


def test_a_chair_sees_the_list_and_decides_nothing(office: Office) -> None:
    dora = pending(office)
    chair = office.house.account(Role.CHAIR, programme_id=office.programme_id, name="Chair Person")
    client = office.house.signed_in(office.app, chair)
    page = client.get(f"/forum-sessions/{office.session_id}/registrations/{dora}").get_data(as_text=True)
    assert "Dora Thorn" in page
    assert "Approve" not in page
    path = f"/forum-sessions/{office.session_id}/registrations/{dora}/approve"
    assert client.post(path, data={"kind": "speaker"}).status_code == 404


def test_the_door_list_names_who_may_come_in(office: Office) -> None:
    office.register("Ann Whitlock")
    page = office.get("/door")
    assert "Ann Whitlock" in page
    assert "Linden Quay Homes" in page


@pytest.mark.req("LC-07")
def test_the_overview_says_honestly_what_is_ready(office: Office) -> None:
    office.register("Ann Whitlock")
    page = office.get("")
    assert "Zoom meeting linked" in page
    assert "0 of 1 people agreed to the code" in page
    assert "Version 1, agreed by: Named officer" in page
    status, page = office.post("/meeting", meeting="")
    assert "Zoom meeting not linked" in page
    status, page = office.post("/meeting", meeting="12")
    assert status == 422
    assert "9 to 12 digits" in page


def test_a_session_moves_by_its_buttons_and_refuses_what_does_not_follow(office: Office) -> None:
    assert "Close registration" in office.get("")
    assert "Names closed" in office.post("/move", event="close")[1]
    status, _page = office.post("/move", event="archive")
    assert status == 409
    assert office.post("/move", event="nonsense")[0] == 409


def test_the_list_counts_who_came_once_it_has_begun(office: Office) -> None:
    ann = office.register("Ann Whitlock")
    assert "1 seat held, 0 waiting, 0 agreed to the code." in office.get("/registrations")

    def begun(uow: Uow) -> None:
        uow.db.get_one(ForumSession, office.session_id).state = "ended"
        uow.db.get_one(Registration, ann).state = "attended"

    office.house.run(begun)
    assert "1 seat held, 0 waiting, 1 came." in office.get("/registrations")


def test_starting_is_offered_from_the_day_before_only(house: House, app: Flask) -> None:
    programme_id = house.programme()
    client = house.signed_in(app, house.account(Role.ORGANISER, programme_id=programme_id))
    for days, is_offered in ((60, False), (1, True)):
        session_id = house.forum_session(programme_id, starts_in=timedelta(days=days))
        assert ("Start the session" in client.get(f"/forum-sessions/{session_id}").text) is is_offered


def test_starting_the_day_before_is_asked_about_and_within_the_hour_is_not(house: House, app: Flask) -> None:
    programme_id = house.programme()
    client = house.signed_in(app, house.account(Role.ORGANISER, programme_id=programme_id))
    question, button = "Started now, it is live for everybody", 'value="start"'
    early = f"/forum-sessions/{house.forum_session(programme_id, starts_in=timedelta(minutes=61))}"
    assert question in client.get(early).text
    refused = client.post(f"{early}/move", data={"event": "start"})
    assert refused.status_code == 409
    assert "more than an hour from now" in refused.text
    assert client.post(f"{early}/move", data={"event": "start", "early": "yes"}).status_code == 303
    assert "Live now" in client.get(early).text
    soon = f"/forum-sessions/{house.forum_session(programme_id, starts_in=timedelta(minutes=59))}"
    assert question not in client.get(soon).text
    assert button in client.get(soon).text
    assert client.post(f"{soon}/move", data={"event": "start"}).status_code == 303


@pytest.mark.req("LC-06")
def test_who_comes_by_another_address_is_held_beside_whoever_of_that_name_has_a_seat(office: Office) -> None:
    ann = office.register("Ann Whitlock")
    made = {
        given: office.house.run(
            zoom.zoom_registered,
            office.session_id,
            zoom_registrant_id=f"r-{given}",
            first_name=given,
            last_name="WHITLOCK",
            email=f"{given.lower()}.w@mailbox.example",
        )
        for given in ("Ann", "Dora")
    }
    page = office.get(f"/registrations/{made['Ann'].registration_id}")
    assert "Somebody of this name is registered already" in page
    assert f"/registrations/{ann}" in page
    assert "Linden Quay Homes, seat 1 (ann@lindenquay.example)" in page
    assert "Somebody of this name" not in office.get(f"/registrations/{made['Dora'].registration_id}")
    assert "Somebody of this name" not in office.get(f"/registrations/{ann}"), "it is asked of the newcomer"


def test_whose_landlord_is_not_known_is_not_said_to_be_an_observer(office: Office) -> None:
    made = office.house.run(
        zoom.zoom_registered,
        office.session_id,
        zoom_registrant_id="r1",
        first_name="Dora",
        last_name="Ellis",
        email="dora@mailbox.example",
    )
    assert "Not known yet" in office.get("/registrations?show=needs")
    page = office.get(f"/registrations/{made.registration_id}")
    assert "Landlord not known yet" in page
    assert "Comes as</dt>" not in page
    office.post(f"/registrations/{made.registration_id}/approve", kind="observer")
    assert "Comes as</dt><dd>Observer" in office.get(f"/registrations/{made.registration_id}")


@pytest.mark.parametrize(
    ("state", "who", "shows_attendance"),
    [("open", "Who is coming", False), ("live", "Who is coming", True), ("ended", "Who had a place", True),
     ("cancelled", "Who had a place", False)],
)  # fmt: skip
def test_a_sessions_page_leads_to_attendance_once_it_has_begun(
    office: Office, state: str, who: str, shows_attendance: bool
) -> None:
    office.house.run(lambda uow: setattr(uow.db.get_one(ForumSession, office.session_id), "state", state))
    page = office.get("")
    assert f"{who}: 0 seats held" in page
    assert (f"/forum-sessions/{office.session_id}/attendance" in page) is shows_attendance
