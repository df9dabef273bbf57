"""A landlord's pages, from the invitation to both seats held, swapped and given back; by the client, without script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from companion.invitations import runs as invitations
from companion.kernel.clocks import ManualClock
from companion.registration import offers, service
from tests.house import House
from tests.registration.post import collect
from tests.registration.racing import registrations

BOTH = {
    "name-1": "Ann Whitlock",
    "email-1": "ann@lindenquay.example",
    "name-2": "Ben Achebe",
    "email-2": "ben@lindenquay.example",
}


@dataclass
class Landlord:
    """A landlord's browser, opened from its invitation."""

    house: House
    client: FlaskClient
    session_id: UUID
    landlord_id: UUID

    @property
    def seats(self) -> str:
        return f"/forum-sessions/{self.session_id}/seats"

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        answer = self.client.post(self.seats + path, data=fields, follow_redirects=True)
        return answer.status_code, answer.get_data(as_text=True)

    def get(self, path: str = "") -> str:
        answer = self.client.get(self.seats + path)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def code(self) -> str:
        return next(arrived.code for arrived in collect(self.house) if arrived.letter == "people.device_code")

    def verify(self) -> None:
        """Make this device known, by naming nobody."""
        self.post("/decline")
        self.post("/code", deed="decline", code=self.code())

    def held(self) -> dict[int, UUID]:
        found = self.house.run(registrations, self.session_id)
        return {entry.seat_no: entry.id for entry in found if entry.seat_no}


@pytest.fixture
def linden(house: House, app: Flask) -> Landlord:
    session_id, landlord_id = house.forum_session(house.programme()), house.landlord()
    house.run(invitations.approve, session_id)
    client = app.test_client()
    (letter,) = collect(house)
    assert client.get(letter.link).status_code == 200
    assert client.post(letter.link).status_code == 303
    return Landlord(house, client, session_id, landlord_id)


@pytest.mark.req("LC-06", "LC-10")
def test_two_people_are_named_from_the_invitation_and_both_seats_are_held(linden: Landlord) -> None:
    assert "You have two seats at the landlord forum" in linden.get()
    assert "Who is coming?" in linden.get("/names")
    status, page = linden.post("/names", **BOTH)
    assert status == 200
    assert "Type the code we sent" in page
    assert linden.held() == {}, "nothing is held before the device is known"
    status, page = linden.post("/code", deed="names", code=linden.code(), **BOTH)
    assert "Both seats are held" in page
    assert "Ann Whitlock" in page
    assert "Code not agreed yet" in page
    letters = collect(linden.house)
    assert sorted(letter.to for letter in letters) == ["ann@lindenquay.example", "ben@lindenquay.example"]
    assert {letter.letter for letter in letters} == {"registration.day_link"}


def test_the_second_seat_may_stay_empty(linden: Landlord) -> None:
    linden.verify()
    _status, page = linden.post("/names", **{**BOTH, "name-2": "", "email-2": ""})
    assert "One seat is held" in page
    assert "Add someone" in page


@pytest.mark.req("X-06")
def test_edge_38_looking_at_every_link_changes_nothing(linden: Landlord) -> None:
    linden.verify()
    linden.post("/names", **BOTH)
    seat = linden.held()[1]
    letters = collect(linden.house)
    for path in ("", "/names", f"/{seat}/swap", f"/{seat}/withdraw"):
        linden.get(path)
    for letter in letters:
        assert linden.client.get(letter.link).status_code == 200
    assert set(linden.held()) == {1, 2}
    assert collect(linden.house) == []


def test_a_wrong_code_keeps_what_was_typed_and_holds_nothing(linden: Landlord) -> None:
    linden.post("/names", **BOTH)
    right = linden.code()
    wrong = "000000" if right != "000000" else "111111"
    status, page = linden.post("/code", deed="names", code=wrong, **BOTH)
    assert status == 422
    assert "That is not the code we sent" in page
    assert 'value="Ben Achebe"' in page
    assert linden.held() == {}
    linden.post("/code", deed="names", code=right, **BOTH)
    assert set(linden.held()) == {1, 2}


def test_what_was_typed_can_be_corrected_before_the_code_is(linden: Landlord) -> None:
    page = linden.post("/names", **BOTH)[1]
    assert "Change what I typed" in page
    page = linden.post("/code", deed="names", change="yes", **BOTH)[1]
    assert "Who is coming?" in page
    assert 'value="ben@lindenquay.example"' in page
    assert linden.held() == {}
    assert "Leave it as it is" in linden.post("/decline")[1]
    assert "Type the code" not in linden.post("/code", deed="decline", change="yes")[1]


def test_a_seat_that_stays_free_beside_who_waits_is_said_to_be_free(linden: Landlord, clock: ManualClock) -> None:
    for name in ("Ann Whitlock", "Ben Achebe", "Cara Lind"):
        where = {"address": f"{name.split()[0].lower()}@lindenquay.example", "landlord_id": linden.landlord_id}
        linden.house.run(service.register, linden.session_id, name=name, **where)
    assert "When a seat comes free we offer it" in linden.get()
    linden.house.run(service.apologise, linden.held()[1])
    clock.advance(timedelta(days=3))
    linden.house.run(offers.expire_due_offers)
    page = linden.get()
    assert "Cara Lind" in page
    assert "A seat is free. Whoever let an offer of it pass can still take it" in page


def test_who_gets_a_seat_is_said_before_the_code_is_typed(linden: Landlord) -> None:
    house = linden.house
    for name in ("Ann Whitlock", "Ben Achebe", "Cara Lind"):
        address = f"{name.split()[0].lower()}@lindenquay.example"
        made = house.run(
            service.register, linden.session_id, name=name, address=address, landlord_id=linden.landlord_id
        )
    page = linden.post(f"/{linden.held()[1]}/give", asked_id=str(made.registration_id))[1]
    assert "Type the code we sent" in page
    assert "Comes instead</dt><dd><bdi>Cara Lind</bdi>" in page


def test_a_new_code_can_be_asked_for(linden: Landlord, clock: ManualClock) -> None:
    linden.post("/names", **BOTH)
    first = linden.code()
    clock.advance(timedelta(minutes=2))
    status, page = linden.post("/code", deed="names", again="yes", **BOTH)
    assert status == 200
    assert 'value="Ann Whitlock"' in page
    second = linden.code()
    if second != first:
        assert linden.post("/code", deed="names", code=first, **BOTH)[0] == 422
    assert "Both seats are held" in linden.post("/code", deed="names", code=second, **BOTH)[1]


def test_errors_are_listed_with_links_and_what_was_typed_is_kept(linden: Landlord) -> None:
    status, page = linden.post("/names", **{**BOTH, "email-2": "ben@lindenquay", "name-1": " "})
    assert status == 422
    assert '<a class="alone" href="#email-2">' in page
    assert '<a class="alone" href="#name-1">' in page
    assert 'value="ben@lindenquay"' in page
    assert collect(linden.house) == []


def test_nobody_at_all_is_asked_for_at_least_one(linden: Landlord) -> None:
    status, page = linden.post("/names")
    assert status == 422
    assert "Enter at least one person" in page


def test_one_wrong_person_means_nobody_is_registered(linden: Landlord) -> None:
    linden.house.landlord("Thornbeck Homes", domain="thornbeck.example")
    linden.verify()
    status, page = linden.post("/names", **{**BOTH, "email-2": "ben@thornbeck.example"})
    assert status == 422
    assert "belongs to another landlord" in page
    assert linden.held() == {}


def test_sending_the_form_twice_holds_two_seats(linden: Landlord) -> None:
    linden.verify()
    linden.post("/names", **BOTH)
    status, page = linden.post("/names", **BOTH)
    assert status == 200
    assert "Both seats are held" in page
    assert len(linden.house.run(registrations, linden.session_id)) == 2


@pytest.mark.req("LC-06")
def test_two_people_may_share_one_mailbox(linden: Landlord) -> None:
    linden.verify()
    shared = {**BOTH, "email-1": "info@lindenquay.example", "email-2": "info@lindenquay.example"}
    assert "Both seats are held" in linden.post("/names", **shared)[1]


def test_an_empty_form_for_the_second_seat_points_at_the_field_that_is_there(linden: Landlord) -> None:
    linden.verify()
    linden.post("/names", **{"name-1": "Ann Whitlock", "email-1": "ann@lindenquay.example"})
    status, page = linden.post("/names")
    assert status == 422
    assert '<a class="alone" href="#name-2">Enter a name and an e-mail address</a>' in page
    assert 'id="name-2-error"' in page


@pytest.mark.req("LC-06")
def test_a_third_colleague_waits_and_the_page_says_why(linden: Landlord) -> None:
    linden.verify()
    linden.post("/names", **BOTH)
    page = linden.get("/names")
    assert "Two colleagues already hold your landlord’s seats" in page
    _status, page = linden.post("/names", **{"name-1": "Cara Lind", "email-1": "cara@lindenquay.example"})
    assert "waiting list" in page
    assert set(linden.held()) == {1, 2}


def test_a_swap_keeps_the_seat_and_kills_the_old_link(linden: Landlord, app: Flask) -> None:
    linden.verify()
    linden.post("/names", **BOTH)
    old = {letter.to: letter.link for letter in collect(linden.house)}["ann@lindenquay.example"]
    ann = app.test_client()
    ann.post(old)
    _status, page = linden.post(f"/{linden.held()[1]}/swap", name="Cara Lind", email="cara@lindenquay.example")
    assert "Swapped" in page
    assert "Cara Lind" in page
    assert ann.get(f"/forum-sessions/{linden.session_id}/place").status_code == 303, "Ann's browser is signed out"
    assert app.test_client().post(old).status_code == 410
    assert set(linden.held()) == {1, 2}


def test_a_swap_form_says_what_is_wrong_and_keeps_it(linden: Landlord) -> None:
    linden.verify()
    linden.post("/names", **BOTH)
    status, page = linden.post(f"/{linden.held()[1]}/swap", name="Cara Lind", email="cara")
    assert status == 422
    assert 'value="Cara Lind"' in page
    status, page = linden.post(f"/{linden.held()[1]}/swap", name="Ben Achebe", email="ben@lindenquay.example")
    assert status == 409
    assert "registered for this forum session already" in page


def test_giving_a_seat_back_asks_first(linden: Landlord) -> None:
    linden.verify()
    linden.post("/names", **BOTH)
    collect(linden.house)
    seat = linden.held()[1]
    assert "Ann Whitlock can’t come?" in linden.get(f"/{seat}/withdraw")
    linden.post(f"/{seat}/withdraw")
    assert set(linden.held()) == {2}
    assert [letter.to for letter in collect(linden.house)] == ["ann@lindenquay.example"]


def test_send_again_sends_one_letter_a_minute(linden: Landlord) -> None:
    linden.verify()
    linden.post("/names", **BOTH)
    collect(linden.house)
    for _ in range(3):
        linden.post(f"/{linden.held()[1]}/send-again")
    assert [letter.letter for letter in collect(linden.house)] == ["registration.day_link"]


@pytest.mark.req("LC-05")
def test_another_landlords_seats_cannot_be_seen_or_touched(linden: Landlord) -> None:
    house = linden.house
    other = house.landlord("Thornbeck Homes", domain="thornbeck.example")
    theirs = house.run(
        service.register,
        linden.session_id,
        name="Dora Thorn",
        address="dora@thornbeck.example",
        landlord_id=other,
    ).registration_id
    linden.verify()
    for path in (f"/{theirs}/swap", f"/{theirs}/withdraw"):
        assert linden.client.get(linden.seats + path).status_code == 404
        assert linden.client.post(linden.seats + path, data=BOTH).status_code == 404
    status, page = linden.post("/code", deed="withdraw", registration_id=str(theirs), code="123456")
    assert status in (404, 422)
    assert "Dora" not in page
    assert "Dora" not in linden.get()


def test_a_hidden_field_altered_to_anothers_registration_is_not_found(linden: Landlord) -> None:
    house = linden.house
    other = house.landlord("Thornbeck Homes", domain="thornbeck.example")
    theirs = house.run(
        service.register, linden.session_id, name="Dora Thorn", address="d@thornbeck.example", landlord_id=other
    ).registration_id
    linden.post("/decline")
    status, _page = linden.post("/code", deed="withdraw", registration_id=str(theirs), code=linden.code())
    assert status == 404
    assert {entry.state for entry in house.run(registrations, linden.session_id)} == {"confirmed"}


def test_names_closed_is_said_and_swaps_stay_open(linden: Landlord, clock: ManualClock) -> None:
    linden.verify()
    linden.post("/names", **{**BOTH, "name-2": "", "email-2": ""})
    clock.advance(timedelta(days=6, hours=23, minutes=10))
    _status, page = linden.post(f"/{linden.held()[1]}/swap", name="Cara Lind", email="cara@lindenquay.example")
    assert "Swapped" in page
    status, page = linden.post("/names", **{"name-2": "Ben Achebe", "email-2": "ben@lindenquay.example"})
    assert status == 409
    assert "closed" in page
    assert 'value="Ben Achebe"' in page
