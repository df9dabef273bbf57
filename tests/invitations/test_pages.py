"""The pages of inviting, and what a mail scanner can do with a letter's link: nothing."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from companion.forums import service as forums
from companion.invitations.tables import Invitation
from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.roles import Role
from companion.people.tables import BrowserSession, Link
from companion.roll.tables import Landlord
from tests.house import House
from tests.invitations.test_returned import REPORT
from tests.registration.post import collect


@pytest.fixture
def session_id(house: House) -> UUID:
    return house.forum_session(house.programme(), starts_in=timedelta(days=30))


@pytest.fixture
def organiser(house: House, app: Flask, session_id: UUID) -> FlaskClient:
    return house.signed_in(app, house.account(Role.ORGANISER))


def text(client: FlaskClient, path: str, **more: object) -> str:
    return client.get(path, **more).get_data(as_text=True)  # type: ignore[arg-type]


def only(house: House) -> Invitation:
    return house.run(lambda uow: uow.db.scalars(select(Invitation)).one())  # type: ignore[no-any-return]


def test_a_run_is_looked_at_approved_and_watched(house: House, organiser: FlaskClient, session_id: UUID) -> None:
    house.landlord()
    house.landlord("Thornbeck Homes", domain="thornbeck.example", contact=None)
    path = f"/forum-sessions/{session_id}/invitations"
    page = text(organiser, path)
    assert "1 landlord to invite" in page
    assert "Send 1 letter now" in page
    assert "Thornbeck Homes" in page
    assert collect(house) == [], "looking sends nothing"
    page = organiser.post(path, follow_redirects=True).get_data(as_text=True)
    assert "1 letter is on its way." in page
    assert "On its way" in page
    collect(house)
    page = text(organiser, path)
    assert "Everybody was asked" in page
    assert "late" in page
    assert "None of these." in text(organiser, f"{path}?show=bounced")
    assert organiser.post(f"{path}/stop").status_code == 303


def test_the_letter_is_shown_as_it_will_be_and_tested(house: House, organiser: FlaskClient, session_id: UUID) -> None:
    house.landlord()
    path = f"/forum-sessions/{session_id}/invitations/letter"
    assert organiser.post(path, data={"words": "Bring <b>figures</b>."}).status_code == 303
    assert organiser.post(path, data={"words": "x" * 2_001}).status_code == 422
    page = text(organiser, path)
    assert "Bring &lt;b&gt;figures" in page
    assert "the-landlords-own-link-stands-here" in page
    mail = organiser.get(f"{path}/mail")
    parts = email.message_from_bytes(mail.data, policy=email.policy.default)
    html = parts.get_body(("html",))
    assert parts["To"] == "contact@lindenquay.example"
    assert html is not None
    assert "Bring &lt;b&gt;figures" in html.get_content()
    organiser.post(f"{path}/test")
    (letter,) = collect(house)
    assert letter.to.endswith("@staff.example")
    assert "This is a test." in letter.text
    assert house.run(lambda uow: list(uow.db.scalars(select(Link).where(Link.kind == "landlord")))) == []


def test_a_report_marks_the_letter_and_leads_to_another_contact(
    house: House, organiser: FlaskClient, session_id: UUID
) -> None:
    house.landlord()
    path = f"/forum-sessions/{session_id}/invitations"
    organiser.post(path)
    collect(house)
    assert organiser.post(f"{path}/returned", data={"report": "hello"}).status_code == 422
    page = organiser.post(f"{path}/returned", data={"report": REPORT.decode()}, follow_redirects=True)
    assert "There is no such mailbox" in page.get_data(as_text=True)
    one = f"{path}/{only(house).id}"
    assert organiser.post(f"{one}/readdress", data={"name": "", "email": "dora"}).status_code == 422
    typed = {"name": "Dora Peel", "email": "dora@elsewhere.example"}
    page = organiser.post(f"{one}/readdress", data=typed).get_data(as_text=True)
    assert "is not at Linden Quay Homes" in page
    assert only(house).state == "bounced", "nothing happens before it is confirmed"
    page = organiser.post(f"{one}/readdress", data={**typed, "sure": "yes"}, follow_redirects=True)
    assert "Dora Peel is the contact now" in page.get_data(as_text=True)
    assert [letter.to for letter in collect(house)] == ["dora@elsewhere.example"]
    assert organiser.post(f"{one}/came-back", data={"reason": "said_so"}).status_code == 303
    assert organiser.post(f"{one}/came-back", data={"reason": "said_so"}).status_code == 409
    assert organiser.post(f"{one}/revoke").status_code == 303
    assert "Withdrawn" in text(organiser, one)


@pytest.mark.req("X-06")
def test_edge_38_a_scanner_that_follows_every_link_of_an_invitation_changes_nothing(
    house: House, app: Flask, organiser: FlaskClient, session_id: UUID
) -> None:
    house.landlord()
    organiser.post(f"/forum-sessions/{session_id}/invitations")
    (letter,) = collect(house)
    before = house.run(lambda uow: len(list(uow.db.scalars(select(BrowserSession)))))
    scanner = app.test_client()
    for _ in range(3):
        assert scanner.get(letter.link).status_code == 200
        assert scanner.head(letter.link).status_code == 200
    assert (only(house).state, only(house).answered_at) == ("sent", None)
    assert house.run(lambda uow: len(list(uow.db.scalars(select(BrowserSession))))) == before
    assert scanner.post(letter.link).status_code == 303, "a person still comes in afterwards"


@pytest.mark.req("X-06")
def test_edge_39_the_letters_page_has_a_button_and_nothing_that_presses_it(
    house: House, app: Flask, organiser: FlaskClient, session_id: UUID
) -> None:
    house.landlord()
    organiser.post(f"/forum-sessions/{session_id}/invitations")
    (letter,) = collect(house)
    page = text(app.test_client(), letter.link)
    assert '<button class="btn' in page
    for pressing in ("submit()", "onload", "http-equiv", "autofocus onfocus"):
        assert pressing not in page
    app.config.update(WTF_CSRF_ENABLED=True)
    assert app.test_client().post(letter.link).status_code == 403, "without the page's own token it does nothing"


def test_a_long_list_of_invitations_is_searched_and_comes_a_hundred_at_a_time(
    house: House, organiser: FlaskClient, session_id: UUID
) -> None:
    house.run(_many_invitations, session_id, 105)
    path = f"/forum-sessions/{session_id}/invitations"
    first, last = text(organiser, path), text(organiser, f"{path}?show=waiting&page=2")
    assert "105 found, page 1 of 2." in first
    assert f'href="{path}?show=all&amp;page=2#list"' in first
    assert [name in first for name in ("Quay 099<", "Quay 100<")] == [True, False]
    assert [name in last for name in ("Quay 099<", "Quay 100<")] == [False, True]
    found = text(organiser, f"{path}?q=quay+104")
    assert "Quay 104<" in found
    assert "Quay 001<" not in found
    assert "No landlord fits “Zebra”." in text(organiser, f"{path}?q=Zebra")


def _many_invitations(uow: Uow, session_id: UUID, number: int) -> None:
    contact = people.add_person(uow, "Contact Person", None)
    for count in range(number):
        name = f"Quay {count:03}"
        landlord = Landlord(
            id=new_id(), member_no=name, name=name, name_folded=name.casefold(), kind="housing_association",
            homes=5_000, membership_state="member", band="OVER", band_reason="homes",
            created_at=uow.now, updated_at=uow.now,
        )  # fmt: skip
        uow.db.add(landlord)
        uow.db.flush()
        uow.db.add(
            Invitation(
                id=new_id(), forum_session_id=session_id, landlord_id=landlord.id, contact_person_id=contact.id,
                band_snapshot="OVER", state="sent", sent_at=uow.now,
            )
        )  # fmt: skip


@pytest.mark.req("LC-11")
@pytest.mark.parametrize(
    ("state", "words"),
    [("live", "has begun"), ("ended", "is over"), ("archived", "is over"), ("cancelled", "called off")],
)
def test_where_nobody_can_be_invited_any_more_nobody_is_asked_to_open_names(
    house: House, app: Flask, state: str, words: str
) -> None:
    house.landlord()
    session_id = house.forum_session(house.programme(), state=state)
    organiser = house.signed_in(app, house.account(Role.ORGANISER))
    page = text(organiser, f"/forum-sessions/{session_id}/invitations")
    assert "1 landlord not invited" in page
    assert words in page
    assert "Open registration again" not in page
    assert "Who gets the next" not in page
    answer = organiser.post(f"/forum-sessions/{session_id}/invitations", follow_redirects=True)
    assert words in answer.get_data(as_text=True)
    assert collect(house) == []


def test_a_run_that_was_approved_waits_for_nothing_once_the_session_is_called_off(
    house: House, app: Flask, session_id: UUID
) -> None:
    house.landlord()
    later = house.forum_session(house.programme("Later"), starts_in=timedelta(days=200), zoom_meeting_id=None)
    organiser = house.signed_in(app, house.account(Role.ORGANISER))
    path = f"/forum-sessions/{later}/invitations"
    assert "Approved: 1 letter waits" in organiser.post(path, follow_redirects=True).get_data(as_text=True)
    house.run(lambda uow: setattr(forums.session_of(uow, later), "state", "cancelled"))
    page = text(organiser, path)
    assert "The session was called off" in page
    assert "waits for" not in page
    assert "Stop the run" not in page
