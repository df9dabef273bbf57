"""Colleagues by other ways: a forwarded link, a shared mailbox, a wish for a swap, and what was given back too soon."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from companion.effects import LETTERS
from companion.forums.tables import ForumSession
from companion.invitations import runs
from companion.kernel.clocks import ManualClock
from companion.kernel.ids import new_id
from companion.kernel.mail import message, render
from companion.kernel.uow import Uow
from companion.people.addresses import read_address
from companion.people.tables import Bar
from companion.registration import claims, mailboxes, returning, rules, service, zoom
from companion.registration.tables import ColleagueClaim, Registration
from tests.house import House
from tests.registration.post import Arrived, collect
from tests.registration.racing import registrations

NAMES = ("D’Arcy O'Neill", "Sukarno", "N" * 120, "שרה לוי")


class Forum:
    """One session, one landlord, and its contact's link."""

    def __init__(self, house: House, app: Flask) -> None:
        self.house, self.app = house, app
        self.session_id, self.landlord_id = house.forum_session(house.programme()), house.landlord()
        house.run(runs.approve, self.session_id)
        self.invitation = next(one for one in collect(house) if one.letter == "invitations.invitation")

    def register(self, name: str, address: str | None = None) -> Any:
        return self.house.run(
            service.register,
            self.session_id,
            name=name,
            address=address or f"{name.split()[0].lower()}@lindenquay.example",
            landlord_id=self.landlord_id,
        ).registration_id

    def row(self, registration_id: Any) -> Registration:
        return self.house.run(lambda uow: uow.db.get_one(Registration, registration_id))  # type: ignore[no-any-return]

    def post(self, client: FlaskClient, path: str, **fields: str) -> tuple[int, str]:
        answer = client.post(path, data=fields, follow_redirects=True)
        return answer.status_code, answer.get_data(as_text=True)

    def claim(self, name: str, address: str) -> Arrived:
        status, page = self.post(self.app.test_client(), f"{self.invitation.link}/colleague", name=name, email=address)
        assert (status, "Look in your mailbox" in page) == (200, True), page
        return next(one for one in collect(self.house) if one.letter == "registration.colleague")

    def contacts_browser(self, link: str | None = None) -> FlaskClient:
        """The contact's browser, on a device that is known."""
        client = self.app.test_client()
        client.post(link or self.invitation.link)
        seats = f"/forum-sessions/{self.session_id}/seats"
        client.post(f"{seats}/code", data={"deed": "", "again": "yes"})
        code = next(one.code for one in collect(self.house) if one.letter == "people.device_code")
        client.post(f"{seats}/code", data={"deed": "", "code": code})
        return client


@pytest.fixture
def forum(house: House, app: Flask) -> Forum:
    return Forum(house, app)


@pytest.mark.req("LC-06", "X-06")
def test_edge_40_a_colleague_with_the_forwarded_link_registers_as_themselves(forum: Forum) -> None:
    letter = forum.claim("Dev Rao", "dev.rao@webmail.example")
    assert letter.to == "dev.rao@webmail.example"
    assert forum.house.run(registrations, forum.session_id) == [], "the mailbox is not proved yet"
    browser = forum.app.test_client()
    assert "Register me" in browser.get(letter.link).get_data(as_text=True)
    assert forum.house.run(registrations, forum.session_id) == [], "looking changes nothing"
    _status, page = forum.post(browser, letter.link)
    assert "Dev Rao, agree to the code" in page.replace("<bdi>", "").replace("</bdi>", "")
    (made,) = forum.house.run(registrations, forum.session_id)
    assert (made.state, made.seat_no, made.landlord_id) == ("confirmed", 1, forum.landlord_id)
    arrived = {one.letter: one.to for one in collect(forum.house)}
    assert arrived["registration.contact_notice"] == "contact@lindenquay.example"
    assert arrived["registration.day_link"] == "dev.rao@webmail.example"
    assert browser.post(letter.link).status_code == 410, "the button works once"
    seats = f"/forum-sessions/{forum.session_id}/seats"
    assert browser.get(seats).status_code == 404, "they come in as themselves, not as the contact"


def test_a_claim_says_what_is_wrong_keeps_it_and_is_limited(forum: Forum) -> None:
    forum.house.landlord("Thornbeck Homes", domain="thornbeck.example")
    path, browser = f"{forum.invitation.link}/colleague", forum.app.test_client()
    for name, address, words in (
        ("Dev Rao", "dev@", "Enter an e-mail address"),
        ("", "dev@webmail.example", "Enter a name"),
        ("Dev Rao", "dev@thornbeck.example", "belongs to another landlord"),
    ):
        status, page = forum.post(browser, path, name=name, email=address)
        assert status == 422
        assert words in page
        assert f'value="{address}"' in page
    for _ in range(claims.MOST_AN_HOUR):
        assert forum.post(browser, path, name="Dev Rao", email="dev@webmail.example")[0] == 200
    assert forum.post(browser, path, name="Dev Rao", email="dev@webmail.example")[0] == 422


def test_the_code_comes_from_the_programme_and_says_whom_to_ask(forum: Forum) -> None:
    client = forum.app.test_client()
    client.post(forum.invitation.link)
    client.post(f"/forum-sessions/{forum.session_id}/seats/code", data={"deed": "", "again": "yes"})
    (letter,) = collect(forum.house)
    assert letter.subject == "Your code for Landlord Connect"
    for form in (letter.text, letter.html):
        assert "forum@companion.example" in form
        assert "on a new device" in form
        assert form.count(letter.code) == 1


def test_a_claim_ends_after_a_day_and_lies_sealed(forum: Forum, clock: ManualClock) -> None:
    letter = forum.claim("Dev Rao", "dev.rao@webmail.example")
    row = forum.house.run(lambda uow: uow.db.query(ColleagueClaim).one())
    assert b"dev.rao" not in row.sealed
    clock.advance(claims.LIVES)
    assert forum.app.test_client().post(letter.link).status_code == 410


@pytest.mark.req("LC-06")
def test_a_wish_for_a_swap_is_granted_with_one_button(forum: Forum) -> None:
    ann, ben, cara = (forum.register(name) for name in ("Ann Whitlock", "Ben Achebe", "Cara Lind"))
    forum.house.run(service.ask_for_swap, cara, message="I know the new rules")
    letter = next(one for one in collect(forum.house) if one.letter == "registration.swap_wanted")
    assert "I know the new rules" in letter.text
    assert str(cara) in letter.link
    browser = forum.app.test_client()
    assert "A colleague asks for a seat" in browser.get(letter.link).get_data(as_text=True)
    _status, page = forum.post(browser, letter.link.partition("?")[0], asks=str(cara))
    assert "Give this seat" in page
    browser = forum.contacts_browser(letter.link.partition("?")[0])
    seats = f"/forum-sessions/{forum.session_id}/seats"
    _status, page = forum.post(browser, f"{seats}/{ben}/give", asked_id=str(cara))
    assert "Cara Lind has the seat" in page
    assert (forum.row(cara).state, forum.row(cara).seat_no, forum.row(ben).state) == ("confirmed", 2, "replaced")
    _status, page = forum.post(browser, f"{seats}/{ann}/give", asked_id=str(cara))
    assert "does not wait for a seat any more" in page
    assert forum.row(ann).state == "confirmed"


def test_a_colleagues_apology_is_undone_while_the_seat_is_free(forum: Forum, clock: ManualClock) -> None:
    ann = forum.register("Ann Whitlock")
    collect(forum.house)
    clock.advance(timedelta(minutes=1))
    browser, seats = forum.contacts_browser(), f"/forum-sessions/{forum.session_id}/seats"
    assert "They can’t come: give the seat back" in browser.get(f"{seats}/{ann}/withdraw").get_data(as_text=True)
    _status, page = forum.post(browser, f"{seats}/{ann}/apology", why="On leave")
    assert "Undo" in page
    assert forum.row(ann).state == "apology"
    _status, page = forum.post(browser, f"{seats}/{ann}/undo")
    assert "Undone" in page
    assert (forum.row(ann).state, forum.row(ann).seat_no) == ("confirmed", 1)
    assert [one.letter for one in collect(forum.house) if one.to.startswith("ann")] == ["registration.day_link"]


def test_undoing_after_the_seat_has_gone_waits_and_after_swaps_closed_is_refused(
    forum: Forum, clock: ManualClock
) -> None:
    ann, _ben, _cara = (forum.register(name) for name in ("Ann Whitlock", "Ben Achebe", "Cara Lind"))
    forum.house.run(service.apologise, ann)
    assert forum.house.run(returning.come_back, ann).state == "waitlisted", "the seat is offered to Cara"
    forum.house.run(service.withdraw, ann, by="person")
    clock.advance(timedelta(days=6, hours=23, minutes=31))
    with pytest.raises(rules.NotFromHere):
        forum.house.run(returning.come_back, ann)


def test_a_persons_own_apology_tells_the_contact_and_takes_the_entry_out_of_the_calendar(
    forum: Forum, app: Flask
) -> None:
    ann = forum.register("Ann Whitlock")
    link = next(one.link for one in collect(forum.house) if one.letter == "registration.day_link")
    browser = app.test_client()
    _status, page = forum.post(browser, link, deed="agree")
    assert "ready to join" in page
    place = f"/forum-sessions/{forum.session_id}/place"
    first = Calendar.from_ical(browser.get(f"{place}/calendar.ics").data).walk("VEVENT")[0]
    forum.post(browser, f"{place}/apology", why="A clash")
    sent = forum.house.run(_composed)
    assert "registration.contact_notice" in sent
    ended = message(render(sent["registration.ended"]), sender="forum@companion.example")
    (file,) = list(ended.iter_attachments())
    assert (file.get_content_type(), file.get_param("method")) == ("text/calendar", "CANCEL")
    last = Calendar.from_ical(file.get_content()).walk("VEVENT")[0]
    assert (last["UID"], last["STATUS"]) == (first["UID"], "CANCELLED")
    assert last["SEQUENCE"] > first["SEQUENCE"]
    assert "place is yours again" in forum.post(browser, f"{place}/come-back")[1]
    again = Calendar.from_ical(browser.get(f"{place}/calendar.ics").data).walk("VEVENT")[0]
    assert again["SEQUENCE"] > last["SEQUENCE"]
    assert forum.row(ann).state == "confirmed"


@pytest.mark.req("LC-06")
def test_two_people_on_one_mailbox_are_two_in_zoom_and_each_letter_says_whom_it_is_for(forum: Forum) -> None:
    ann, ben = (forum.register(name, "info@lindenquay.example") for name in ("Ann Whitlock", "Ben Achebe"))
    subjects = {one.subject for one in collect(forum.house) if one.letter == "registration.day_link"}
    assert {subject.partition(":")[0] for subject in subjects} == {"Ann Whitlock", "Ben Achebe"}
    emails = [forum.house.run(zoom.wanted, who).email for who in (ann, ben)]
    assert len(set(emails)) == 2
    assert "info@lindenquay.example" in emails
    (ours,) = set(emails) - {"info@lindenquay.example"}
    assert read_address(ours) == ours
    found = forum.house.run(mailboxes.registration_behind, forum.session_id, ours)
    assert found.id in (ann, ben)
    assert forum.house.run(mailboxes.registration_behind, forum.session_id, "place-x@companion.example") is None


def test_a_seat_that_passes_on_within_one_mailbox_never_revives_the_old_registrant(
    forum: Forum, clock: ManualClock
) -> None:
    ann = forum.register("Ann Whitlock", "info@lindenquay.example")
    clock.advance(timedelta(minutes=1))
    ben = forum.house.run(
        service.substitute, ann, name="Ben Achebe", address="info@lindenquay.example", by="landlord"
    ).registration_id
    assert forum.house.run(zoom.wanted, ben).email.startswith(mailboxes.PREFIX)
    clock.advance(timedelta(minutes=1))
    forum.house.run(service.withdraw, ben, by="landlord")
    back = forum.register("Ann Whitlock", "info@lindenquay.example")
    assert forum.house.run(zoom.wanted, back).email == "info@lindenquay.example", "the same person is the same there"


@pytest.mark.parametrize("name", NAMES)
def test_edge_52_every_name_survives_form_page_letter_and_calendar(forum: Forum, name: str) -> None:
    escaped = str(forum.app.jinja_env.filters["e"](name))
    forum.house.run(_call_session, forum.session_id, name)
    browser, seats = forum.contacts_browser(), f"/forum-sessions/{forum.session_id}/seats"
    fields = {"name-1": name, "email-1": "somebody@lindenquay.example"}
    _status, page = forum.post(browser, f"{seats}/names", **fields)
    assert escaped in page
    composed = forum.house.run(_composed)["registration.day_link"]
    mail = message_from_bytes(bytes(message(render(composed), sender="forum@companion.example")), policy=policy.SMTP)
    for kind, words in (("plain", name), ("html", escaped)):
        body = mail.get_body((kind,))
        assert body is not None
        assert words in body.get_content(), kind
    (letter,) = collect(forum.house)
    client = forum.app.test_client()
    assert escaped in client.get(letter.link).text
    assert escaped in client.post(letter.link, follow_redirects=True).text
    (event,) = Calendar.from_ical(client.get(f"/forum-sessions/{forum.session_id}/place/calendar.ics").data).walk(
        "VEVENT"
    )
    assert event["SUMMARY"] == f"Forum with {name}"


def _call_session(uow: Uow, session_id: Any, name: str) -> None:
    uow.db.get_one(ForumSession, session_id).title = f"Forum with {name}"


@pytest.mark.parametrize("deed", ["names", "swap", "colleague"])
def test_edge_42_who_is_barred_is_refused_by_every_way_in_words_that_tell_others_nothing(
    forum: Forum, deed: str
) -> None:
    ben = forum.register("Ben Achebe")
    ann = forum.register("Ann Whitlock")
    forum.house.run(service.withdraw, ann, by="landlord")
    forum.house.run(_bar, forum.row(ann).person_id)
    browser, seats = forum.contacts_browser(), f"/forum-sessions/{forum.session_id}/seats"
    collect(forum.house)
    asked = {"name": "Ann Whitlock", "email": "ann@lindenquay.example"}
    if deed == "names":
        status, page = forum.post(browser, f"{seats}/names", **{f"{field}-2": value for field, value in asked.items()})
    elif deed == "swap":
        status, page = forum.post(browser, f"{seats}/{ben}/swap", **asked)
    else:
        forum.post(forum.app.test_client(), f"{forum.invitation.link}/colleague", **asked)
        (letter,) = [one for one in collect(forum.house) if one.letter == "registration.colleague"]
        status, page = forum.post(forum.app.test_client(), letter.link)
    said = page.partition("<main")[2].partition("</main")[0]
    assert status == 409
    assert rules.Unavailable.message in said
    assert [one.letter for one in collect(forum.house)] == [], "no letter tells of it either"
    for words in (said, browser.get(seats).text):
        assert not re.search(
            r"\b(barred|bar|case|conduct|sanction|concern|complaint)\b", words.partition("<main")[2] or words, re.I
        )
    assert (forum.row(ben).state, forum.row(ann).state) == ("confirmed", "cancelled")


def _bar(uow: Uow, person_id: Any) -> None:
    uow.db.add(Bar(id=new_id(), person_id=person_id, scope="all", source_id=new_id(), starts_at=uow.now))


@pytest.mark.req("LC-06")
def test_a_web_address_in_the_place_of_a_name_is_refused_and_nobody_is_written_to(forum: Forum) -> None:
    browser, seats = forum.contacts_browser(), f"/forum-sessions/{forum.session_id}/seats"
    fields = {"name-1": "Win at evil.com/now", "email-1": "somebody@lindenquay.example"}
    status, page = forum.post(browser, f"{seats}/names", **fields)
    assert status == 422
    assert "Seat 1: enter a person’s name, not a web or e-mail address" in page
    assert not collect(forum.house)


def _composed(uow: Any) -> dict[str, Any]:
    from sqlalchemy import select

    from companion.kernel.tables import OutboxEffect

    query = select(OutboxEffect).where(OutboxEffect.kind == "letter", OutboxEffect.state == "new")
    found = {}
    for effect in uow.db.scalars(query):
        letter = LETTERS[effect.payload["letter"]](uow, effect.payload)
        if letter is not None:
            found[effect.payload["letter"]] = letter
    return found
