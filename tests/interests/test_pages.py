"""Declaring before the meeting and answering, through the pages."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from companion.interests import rules
from companion.interests.tables import Declaration
from companion.kernel.clocks import ManualClock
from companion.people.roles import Role
from companion.people.tables import BrowserSession
from tests.house import House
from tests.interests.conftest import Forum

SECRET = "my brother’s firm repairs our lifts"


@pytest.fixture
def ann(forum: Forum, app: Flask) -> FlaskClient:
    return forum.house.signed_in(
        app, forum.people["Ann"], "day", registration_id=forum.registrations["Ann"], forum_session_id=forum.session
    )


@pytest.fixture
def chair(forum: Forum, app: Flask) -> FlaskClient:
    return forum.house.signed_in(app, forum.chair)


def declarations(house: House) -> list[Declaration]:
    return house.wiring.runner.read(lambda uow: list(uow.db.scalars(select(Declaration))))


def url(forum: Forum, more: str = "") -> str:
    return f"/forum-sessions/{forum.session}/interests{more}"


@pytest.mark.req("PP-39", "PP-40", "BX-39")
def test_a_registrant_is_asked_by_item_and_the_chair_answers(
    forum: Forum, ann: FlaskClient, chair: FlaskClient
) -> None:
    page = ann.get(url(forum, "/me")).text
    assert all(title in page for title in ("Welcome", "Damp and mould", "Prejudicial", "influence a decision"))
    form = {"item_id": str(forum.items[1]), "nature": "prejudicial", "concerns": SECRET}
    assert ann.post(url(forum, "/me"), data=form).status_code == 303
    page = ann.get(url(forum, "/me")).text
    assert "Not answered yet" in page
    assert SECRET in page
    (made,) = declarations(forum.house)
    listed = chair.get(url(forum)).text
    assert "1 waits for an answer" in listed
    assert SECRET in listed
    answer = {"effects": ["no_speech", "no_vote"], "why": "He gains by it"}
    assert chair.post(f"/interests/{made.id}", data=answer).status_code == 303
    assert "No speaking, no vote" in chair.get(url(forum)).text
    page = ann.get(url(forum, "/me")).text
    assert "No speaking, no vote" in page
    assert "He gains by it" in page


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays(forum: Forum, ann: FlaskClient) -> None:
    answer = ann.post(url(forum, "/me"), data={"nature": "personal", "concerns": SECRET})
    assert answer.status_code == 422
    assert "Choose the item" in answer.text
    assert SECRET in answer.text
    answer = ann.post(url(forum, "/me"), data={"item_id": str(forum.items[0]), "nature": "financial"})
    assert answer.status_code == 422


def test_nothing_to_declare_is_one_press_and_counted_for_the_staff(
    forum: Forum, ann: FlaskClient, chair: FlaskClient
) -> None:
    ann.post(url(forum, "/me"), data={"step": "nothing"})
    assert "You said that you have nothing to declare" in ann.get(url(forum, "/me")).text
    assert "1 of 3 with a place said" in chair.get(url(forum)).text


def test_the_organiser_and_the_steward_see_that_not_what(forum: Forum, app: Flask) -> None:
    forum.declares("Ann", concerns=SECRET)
    for role in (Role.ORGANISER, Role.STEWARD):
        viewer = forum.house.signed_in(app, forum.house.account(role, programme_id=forum.programme, name="Lou Reed"))
        page = viewer.get(url(forum)).text
        assert "Ann Whitlock" in page
        assert SECRET not in page
        assert "Keep this answer" not in page
        (made,) = declarations(forum.house)
        assert viewer.post(f"/interests/{made.id}", data={"effects": "no_vote"}).status_code in (403, 404)


@pytest.mark.req("PP-42")
def test_the_officer_decides_as_well_and_may_lift_it(forum: Forum, app: Flask) -> None:
    declared = forum.declares("Ann")
    account = forum.house.account(Role.LEAD_OFFICER, programme_id=forum.programme, name="Ola Brandt")
    officer = forum.house.signed_in(app, account)
    officer.post(f"/interests/{declared}", data={"effects": "leave_item"})
    assert forum.row(declared).effects == ["leave_item"]
    officer.post(f"/interests/{declared}", data={"step": "lift"})
    assert forum.row(declared).state == "lifted"
    assert "dealt with already" in officer.post(
        f"/interests/{declared}", data={"step": "lift"}, follow_redirects=True
    ).text  # fmt: skip


def test_staff_note_what_they_were_told(forum: Forum, app: Flask, chair: FlaskClient) -> None:
    form = {
        "registration_id": str(forum.registrations["Ben"]),
        "item_id": str(forum.items[0]),
        "nature": "group",
        "concerns": SECRET,
    }
    assert chair.post(url(forum), data=form).status_code == 303
    (made,) = declarations(forum.house)
    assert (made.how, made.nature, made.person_id) == ("oral", "group", forum.people["Ben"])
    assert "Choose who it is" in chair.post(url(forum), data={}, follow_redirects=True).text


@pytest.mark.req("BX-39")
def test_a_landlords_contact_declares_for_the_landlord_after_a_code_on_a_new_device(forum: Forum, app: Flask) -> None:
    house = forum.house
    contact = house.person("Contact Two", "two@lindenquay.example")
    browser = house.signed_in(app, contact, "landlord", landlord_id=forum.linden, forum_session_id=forum.session)

    def verify(uow: object, is_verified: bool) -> None:
        found = uow.db.query(BrowserSession).filter_by(person_id=contact)  # type: ignore[attr-defined]
        found.update({"verified_at": uow.now if is_verified else None})  # type: ignore[attr-defined]

    form = {"item_id": str(forum.items[0]), "nature": "personal", "concerns": SECRET}
    house.run(verify, False)
    answer = browser.post(url(forum, "/landlord"), data=form)
    assert answer.status_code == 422
    assert "The code we sent" in answer.text
    assert SECRET in answer.text
    assert re.search(f'value="{forum.items[0]}"[^>]* checked', answer.text)
    wrong = browser.post(url(forum, "/landlord"), data={**form, "code": "000000"})
    assert (wrong.status_code, "code-error" in wrong.text) == (422, True)
    assert declarations(house) == []
    house.run(verify, True)
    assert browser.post(url(forum, "/landlord"), data=form).status_code == 303
    (made,) = declarations(house)
    assert (made.scope, made.landlord_id) == ("landlord", forum.linden)
    assert "Not answered yet" in browser.get(url(forum, "/landlord")).text
    browser.post(url(forum, "/landlord"), data={"step": "take_back", "declaration_id": str(made.id)})
    assert forum.row(made.id).state == "withdrawn"


def test_before_the_agenda_is_out_there_is_nothing_to_choose(forum: Forum, app: Flask) -> None:
    house = forum.house
    session = house.forum_session(forum.programme, title="Next month")
    registration = house.registration(session, forum.people["Ann"], landlord_id=forum.linden)
    ann = house.signed_in(app, forum.people["Ann"], "day", registration_id=registration, forum_session_id=session)
    page = ann.get(f"/forum-sessions/{session}/interests/me").text
    assert "The agenda is not out yet" in page
    assert "Damp and mould" not in page


def test_a_declaration_of_an_unknown_id_is_not_found(chair: FlaskClient) -> None:
    assert chair.post(f"/interests/{UUID(int=7)}").status_code == 404


def test_threat_38_declaring_and_taking_back_without_end_is_a_flood_before_the_meeting_too(
    forum: Forum, ann: FlaskClient, clock: ManualClock
) -> None:
    form = {"item_id": str(forum.items[1]), "nature": "personal"}
    for _ in range(rules.MOST_OWN_ACTS_A_MINUTE // 2):
        ann.post(url(forum, "/me"), data=form)
        standing = [one.id for one in declarations(forum.house) if one.state == "declared"]
        ann.post(url(forum, "/me"), data={"step": "take_back", "declaration_id": str(standing[-1])})
    ann.post(url(forum, "/me"), data=form)
    assert "That was a lot in a short time" in ann.get(url(forum, "/me")).text
    assert [one.state for one in declarations(forum.house)] == ["withdrawn"] * (rules.MOST_OWN_ACTS_A_MINUTE // 2)
    clock.advance(timedelta(seconds=61))
    ann.post(url(forum, "/me"), data=form)
    assert "declared" in [one.state for one in declarations(forum.house)]
