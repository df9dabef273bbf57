"""A registrant's own pages: the code before the link, the third person's page, offers, apologies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from companion.codes import service as codes
from companion.forums.tables import ForumSession
from companion.kernel.clocks import ManualClock
from companion.kernel.uow import Uow
from companion.registration import service, zoom
from companion.registration.tables import Registration, RegistrationNote
from tests.house import House
from tests.registration.post import Arrived, collect

JOIN_URL = "https://zoom.example/w/91234567890?tk=secret-link-of-ann"


@dataclass
class Evening:
    """A forum session with Ann and Ben on their landlord's seats and Cara waiting; each with a browser."""

    house: House
    app: Flask
    session_id: UUID
    landlord_id: UUID
    ids: dict[str, UUID]
    clients: dict[str, FlaskClient]

    def get(self, who: str) -> str:
        answer = self.clients[who].get(f"/forum-sessions/{self.session_id}/place")
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def post(self, who: str, deed: str, **fields: str) -> str:
        path = f"/forum-sessions/{self.session_id}/place/{deed}"
        answer = self.clients[who].post(path, data=fields, follow_redirects=True)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)

    def open(self, letter: Arrived) -> FlaskClient:
        client = self.app.test_client()
        assert client.post(letter.link).status_code == 303
        return client

    def row(self, who: str) -> Registration:
        return self.house.run(lambda uow: uow.db.get_one(Registration, self.ids[who]))  # type: ignore[no-any-return]


@pytest.fixture
def evening(house: House, app: Flask) -> Evening:
    session_id, landlord_id = house.forum_session(house.programme()), house.landlord()
    made = Evening(house, app, session_id, landlord_id, {}, {})
    for name in ("Ann Whitlock", "Ben Achebe", "Cara Lind"):
        short = name.split()[0].lower()
        address = f"{short}@lindenquay.example"
        outcome = house.run(service.register, session_id, name=name, address=address, landlord_id=landlord_id)
        made.ids[short] = outcome.registration_id
    for letter in collect(house):
        made.clients[letter.to.partition("@")[0]] = made.open(letter)
    return made


def tell_zoom(evening: Evening, who: str, **more: Any) -> None:
    evening.house.run(zoom.told, evening.ids[who], state="approved", registrant_id=f"zoom-{who}", **more)


@pytest.mark.req("LC-02")
def test_the_join_link_is_shown_only_after_the_code_was_agreed_to(evening: Evening) -> None:
    tell_zoom(evening, "ann", join_url=JOIN_URL)
    before = evening.get("ann")
    assert "agree to the code" in before
    assert "Speak respectfully" in before
    assert "secret-link-of-ann" not in before
    assert collect(evening.house) == [], "the joining letter waits for the code too"
    after = evening.post("ann", "agree")
    assert "ready to join" in after
    assert JOIN_URL.replace("&", "&amp;") in after
    (letter,) = collect(evening.house)
    assert letter.letter == "registration.joining"
    assert JOIN_URL in letter.text
    asking = re.search(r'<a href="([^"]+)">(?:(?!</a>).)*Ask to speak', after)
    assert asking
    assert evening.clients["ann"].get(asking.group(1)).status_code == 200


@pytest.mark.req("LC-02")
def test_who_agreed_before_zoom_answered_gets_the_link_when_it_does(evening: Evening) -> None:
    page = evening.post("ann", "agree")
    assert "The link into the meeting comes here before the session" in page
    tell_zoom(evening, "ann", join_url=JOIN_URL, pin="445566")
    assert [letter.letter for letter in collect(evening.house)] == ["registration.joining"]
    assert JOIN_URL in evening.get("ann")


def test_the_join_link_lies_sealed_in_the_database(evening: Evening) -> None:
    tell_zoom(evening, "ann", join_url=JOIN_URL, pin="445566")
    row = evening.row("ann")
    assert row.zoom_join_url is not None
    assert b"secret-link" not in row.zoom_join_url
    assert row.zoom_pin is not None
    assert b"445566" not in row.zoom_pin


@pytest.mark.req("LC-06")
def test_the_third_person_reads_why_and_sees_no_names(evening: Evening) -> None:
    page = evening.get("cara")
    assert "Two colleagues already hold your landlord’s seats" in page
    assert "Held by a colleague" in page
    assert "You are first in line." in page
    for stranger in ("Ann", "Whitlock", "Ben", "Achebe", "ann@", "ben@"):
        assert stranger not in page


@pytest.mark.req("LC-06")
def test_the_third_persons_letter_says_why_without_a_name(house: House) -> None:
    session_id, landlord_id = house.forum_session(house.programme()), house.landlord()
    for name in ("Ann Whitlock", "Ben Achebe", "Cara Lind"):
        address = f"{name.split()[0].lower()}@lindenquay.example"
        house.run(service.register, session_id, name=name, address=address, landlord_id=landlord_id)
    letter = next(arrived for arrived in collect(house) if arrived.letter == "registration.waiting")
    assert letter.to == "cara@lindenquay.example"
    assert "Two colleagues already hold your landlord’s seats" in letter.text
    assert "first in line" in letter.text
    assert "Ann" not in letter.text + letter.html
    assert "Ben" not in letter.text + letter.html


def test_a_wish_for_a_swap_reaches_the_contact_once_a_day(evening: Evening) -> None:
    for _ in range(2):
        assert "Passed on" in evening.post("cara", "swap-wanted", message="I know the new rules")
    (letter,) = collect(evening.house)
    assert letter.to == "contact@lindenquay.example"
    assert "Cara Lind would like a seat" in letter.text


@pytest.mark.req("LC-06")
def test_a_freed_seat_is_offered_and_taken_with_one_tap(evening: Evening) -> None:
    evening.post("ben", "apology", why="A clash")
    assert evening.row("ben").state == "apology"
    offer = next(letter for letter in collect(evening.house) if letter.letter == "registration.offer")
    assert offer.to == "cara@lindenquay.example"
    assert "A seat is free for you" in evening.get("cara")
    assert "agree to the code" in evening.post("cara", "take")
    assert (evening.row("cara").state, evening.row("cara").seat_no) == ("confirmed", 2)


def test_edge_37_an_offer_that_ended_shows_the_current_position(evening: Evening, clock: ManualClock) -> None:
    evening.post("ben", "apology")
    evening.house.run(service.register, evening.session_id, name="Dev Rao", address="dev@lindenquay.example",
                      landlord_id=evening.landlord_id)  # fmt: skip
    clock.advance(timedelta(hours=49))
    page = evening.post("cara", "take")
    assert "That offer has ended" in page
    assert evening.row("cara").state == "waitlisted"


def test_who_let_an_offer_lapse_may_still_take_the_seat_while_it_is_free(evening: Evening, clock: ManualClock) -> None:
    evening.post("ben", "apology")
    clock.advance(timedelta(hours=49))
    page = evening.post("cara", "take")
    assert "The seat is yours" in page, "nobody else wants it"


def test_an_apologys_reason_is_kept_sealed(evening: Evening) -> None:
    evening.post("ann", "apology", why="My daughter is ill")

    def note(uow: Uow) -> tuple[bytes, str]:
        found = uow.db.scalars(select(RegistrationNote)).one()
        return found.sealed, uow.keys.open_text(found.sealed, row=f"registration_note:{found.id}")

    sealed, text = evening.house.run(note)
    assert text == "My daughter is ill"
    assert b"daughter" not in sealed


def test_edge_46_an_apology_after_the_start_counts_as_late(evening: Evening, clock: ManualClock) -> None:
    clock.advance(timedelta(days=7, minutes=10))
    evening.post("ann", "apology")
    assert (evening.row("ann").state, evening.row("ann").reason_code) == ("apology", "late")


def test_the_transcript_can_be_asked_for(evening: Evening) -> None:
    assert "Noted" in evening.post("cara", "transcript-wanted")


def test_a_days_link_opens_one_place_only(evening: Evening) -> None:
    other = evening.house.forum_session(evening.house.programme("Another"), starts_in=timedelta(days=20))
    assert evening.clients["ann"].get(f"/forum-sessions/{other}/place").status_code == 404
    assert evening.clients["ann"].get(f"/forum-sessions/{evening.session_id}/seats").status_code == 404
    assert evening.clients["ann"].get(f"/forum-sessions/{evening.session_id}/registrations").status_code == 404


@pytest.mark.req("LC-02")
@pytest.mark.parametrize("way", ["place", "link"])
def test_edge_41_a_code_replaced_while_it_was_read_is_asked_anew_and_what_was_typed_stays(
    evening: Evening, way: str
) -> None:
    house = evening.house
    tell_zoom(evening, "ann", join_url=JOIN_URL)
    house.run(service.send_day_link_again, evening.ids["ann"])
    (letter,) = [one for one in collect(house) if one.to == "ann@lindenquay.example"]
    client = evening.open(letter) if way == "place" else evening.app.test_client()
    place = f"/forum-sessions/{evening.session_id}/place"
    shown = _shown(client.get(place if way == "place" else letter.link).text)
    programme_id = house.run(lambda uow: uow.db.get_one(ForumSession, evening.session_id)).programme_id
    new = house.run(codes.write_version, programme_id, "Be kind, and be brief.")
    house.run(codes.put_in_force, new, agreed_by="Named officer")

    path, more = (f"{place}/agree", {}) if way == "place" else (letter.link, {"deed": "agree"})
    page = client.post(path, data={"version": shown, **more}, follow_redirects=True).text
    assert "secret-link" not in page, "the old text is no way in"
    assert not house.run(codes.has_accepted, evening.row("ann").person_id, programme_id)
    assert "Be kind, and be brief." in page
    assert "has changed since you opened the page" in page
    assert "Ann Whitlock" in page
    assert (evening.row("ann").state, evening.row("ann").seat_no) == ("confirmed", 1)
    assert _shown(page) == [str(new)]
    page = client.post(f"{place}/agree", data={"version": _shown(page)}, follow_redirects=True).text
    assert "secret-link" in page


def _shown(page: str) -> list[str]:
    return re.findall(r'name="version" value="([^"]+)"', page)


def test_the_calendar_entry_has_no_secret(evening: Evening) -> None:
    tell_zoom(evening, "ann", join_url=JOIN_URL)
    answer = evening.clients["ann"].get(f"/forum-sessions/{evening.session_id}/place/calendar.ics")
    assert answer.mimetype == "text/calendar"
    text = answer.get_data(as_text=True)
    assert "DTSTART;TZID=Europe/London:20270601T103000" in text
    assert "secret-link" not in text


def test_somebody_waiting_cannot_agree_themselves_in(evening: Evening) -> None:
    assert "That has changed since you opened the page" in evening.post("cara", "agree")
    assert evening.row("cara").state == "waitlisted"


@pytest.mark.req("PP-05")
def test_a_reminders_second_link_leads_straight_to_the_apology(evening: Evening) -> None:
    evening.house.run(service.send_day_link_again, evening.ids["ann"])
    (letter,) = collect(evening.house)
    client = evening.app.test_client()
    page = client.get(f"{letter.link}?to=cannot").text
    assert "Ann Whitlock</bdi>, you can’t come?" in page
    assert evening.row("ann").state == "confirmed"  # a scanner that follows links gives nothing back
    answer = client.post(letter.link, data={"deed": "cannot", "why": "A funeral"}, follow_redirects=True)
    assert "Your apology is noted" in answer.text
    assert (evening.row("ann").state, evening.row("cara").state) == ("apology", "offered")
    assert "you can’t come?" not in client.get(f"{letter.link}?to=cannot").text


def test_the_confidentiality_agreement_is_reached_from_ones_own_place(house: House, app: Flask) -> None:
    programme_id = house.programme(profile="PP")
    session_id, tess = (
        house.forum_session(programme_id, forum_type=None),
        house.person("Tess Ward", "tess@home.example"),
    )
    mine = house.registration(session_id, tess, kind="member", seat_no=None)
    client = house.signed_in(app, tess, "day", registration_id=mine, forum_session_id=session_id)
    house.run(service.accept_code, mine)
    place = f"/forum-sessions/{session_id}/place"
    assert "Confidentiality agreement" not in client.get(place).text
    house.document(programme_id, "confidentiality")
    assert f'href="{place}/confidentiality"' in client.get(place).text
