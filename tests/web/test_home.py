"""The first page: what needs somebody now, and nothing that is not theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.people.access import Viewer
from companion.people.roles import Role
from companion.release.tables import Draft
from companion.web import home
from tests.house import House


def draft(house: House, session_id: UUID, state: str, editor_id: UUID | None = None) -> None:
    """A draft of a transcript in that state."""

    def make(uow: Uow) -> None:
        uow.db.add(
            Draft(
                id=new_id(),
                forum_session_id=session_id,
                version=1,
                state=state,
                source="captions",
                roster_digest="0" * 64,
                pipeline_version="1",
                sealed_roster=b"",
                editor_id=editor_id,
                created_at=uow.now,
            )
        )

    house.run(make)


def test_stranger_sees_the_front_page_with_both_ways_in(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "Coming to a forum?" in page
    assert 'href="/sign-in"' in page


def test_staff_see_the_sessions_of_their_programmes_only(app: Flask, house: House) -> None:
    mine, other = house.programme("Landlord Connect"), house.programme("Harrowdale panel", "BX")
    house.forum_session(mine, title="Over 1,000 homes")
    house.forum_session(other, title="Residents of Harrowdale", forum_type=None)
    page = house.signed_in(app, house.account(Role.CHAIR, programme_id=mine)).get("/").text
    assert "Over 1,000 homes" in page
    assert "Residents of Harrowdale" not in page


def test_account_without_a_role_sees_no_session(app: Flask, house: House) -> None:
    house.forum_session(house.programme())
    page = house.signed_in(app, house.account()).get("/").text
    assert "Nothing waits for you." in page
    assert "Over 1,000 homes" not in page


def test_live_session_stands_first(app: Flask, house: House) -> None:
    programme = house.programme()
    house.forum_session(programme, title="In a week")
    house.forum_session(programme, title="Right now", state="live", starts_in=timedelta(minutes=-10))
    page = house.signed_in(app, house.account(Role.CHAIR)).get("/").text
    assert "Right now is live" in page
    assert page.index(">Right now</a></h3>") < page.index(">In a week</a></h3>")


def test_waiting_list_is_told_to_the_organiser_with_its_number(app: Flask, house: House) -> None:
    session = house.forum_session(house.programme())
    landlord = house.landlord()
    for name, state, seat in [("Ann", "confirmed", 1), ("Ben", "confirmed", 2), ("Cy", "waitlisted", None)]:
        person = house.person(f"{name} Whitlock", f"{name}@lindenquay.example")
        house.registration(session, person, landlord_id=landlord, state=state, seat_no=seat)
    organiser = house.signed_in(app, house.account(Role.ORGANISER)).get("/").text
    assert "1 person waits for a seat" in organiser
    assert "2 seats held, 1 waiting" in organiser
    assert "waits for a seat" not in house.signed_in(app, house.account(Role.CHAIR)).get("/").text
    assert "Whitlock" not in organiser.split("<main")[1]


def test_reviewed_transcript_asks_for_a_second_person_and_never_for_its_editor(app: Flask, house: House) -> None:
    session = house.forum_session(house.programme(), state="ended", starts_in=timedelta(days=-1))
    editor = house.account(Role.REVIEWER, name="Joyce Amadi")
    draft(house, session, "reviewed", editor)
    assert "a second person must approve" in house.signed_in(app, editor).get("/").text
    assert "Approve the transcript" in house.signed_in(app, house.account(Role.APPROVER)).get("/").text
    assert "transcript" not in house.signed_in(app, house.account(Role.CHAIR)).get("/").text.split("<main")[1]


def test_undecided_draft_asks_a_reviewer_to_read(app: Flask, house: House) -> None:
    session = house.forum_session(house.programme(), state="ended", starts_in=timedelta(days=-1))
    draft(house, session, "redacted")
    assert "Read the transcript of" in house.signed_in(app, house.account(Role.REVIEWER)).get("/").text


def test_administrator_is_told_of_accounts_that_can_do_nothing(app: Flask, house: House) -> None:
    house.account(name="Joyce Amadi")
    assert "1 account has no role yet" in house.signed_in(app, house.account(Role.ADMIN)).get("/").text


def test_privacy_and_accessibility_are_open_to_everybody(client: FlaskClient) -> None:
    for path, words in [("/privacy", "Chatham House Rule"), ("/accessibility", "Web Content Accessibility Guidelines")]:
        page = client.get(path)
        assert page.status_code == 200
        assert words in page.text
        assert 'href="/privacy"' in page.text
        assert 'href="/accessibility"' in page.text


def test_landlords_contact_comes_straight_to_the_seats(app: Flask, house: House) -> None:
    session, landlord = house.forum_session(house.programme()), house.landlord()
    contact = house.person("Contact Two", "two@lindenquay.example")
    browser = house.signed_in(app, contact, "landlord", landlord_id=landlord, forum_session_id=session)
    assert browser.get("/").location == f"/forum-sessions/{session}/seats"


def test_registrant_chooses_between_place_and_transcript_once_there_is_one(app: Flask, house: House) -> None:
    session, landlord = house.forum_session(house.programme(), state="ended"), house.landlord()
    person = house.person()
    registration = house.registration(session, person, landlord_id=landlord)
    browser = house.signed_in(app, person, "day", registration_id=registration, forum_session_id=session)
    assert browser.get("/").location == f"/forum-sessions/{session}/place"
    house.draft(session, version=1, state="released", text="Damp is everywhere.")
    page = browser.get("/").text
    assert f"/forum-sessions/{session}/place" in page
    assert f"/forum-sessions/{session}/transcript" in page


def test_a_session_that_fills_the_zoom_plan_is_told_on_the_first_page(house: House) -> None:
    house.forum_session(house.programme(), title="Spring")
    organiser = Viewer("account", grants=frozenset({(Role.ORGANISER, None)}))

    def needs(uow: Uow) -> list[home.Need]:
        (card,) = home.session_cards(uow, organiser)
        filling = tuple(replace(card, seats_held=number) for number in (399, 400, 500))
        return list(home._room_needs(uow, organiser, filling))

    found = house.run(needs)
    assert [(need.title, need.is_urgent) for need in found] == [("Spring fills up", False), ("Spring fills up", True)]


def test_a_new_installation_is_led_step_by_step(app: Flask, house: House) -> None:
    admin_id = house.account(Role.ADMIN)
    admin = house.signed_in(app, admin_id)
    assert "Begin with a programme" in admin.get("/").text
    programme_id = house.programme()
    page = admin.get("/").text
    assert "Begin with a programme" not in page
    assert "Nobody is an organiser yet" in page
    organiser = house.signed_in(app, house.account(Role.ORGANISER, programme_id=programme_id))
    assert "Nobody is an organiser yet" not in admin.get("/").text
    page = organiser.get("/").text
    assert "The roll is empty" in page
    assert "No session is planned" in page
    house.landlord()
    house.forum_session(programme_id)
    page = organiser.get("/").text
    assert "The roll is empty" not in page
    assert "No session is planned" not in page


def test_a_programme_of_residents_asks_for_no_roll(app: Flask, house: House) -> None:
    organiser = house.signed_in(app, house.account(Role.ORGANISER, programme_id=house.programme(profile="PP")))
    assert "The roll is empty" not in organiser.get("/").text
