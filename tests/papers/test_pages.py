"""Agenda and papers by their pages: what each reader sees, and the organiser's desk."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from companion.codes import agreements, documents
from companion.forums import agendas
from companion.forums.tables import Agenda
from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.papers import announcing, service
from companion.people import service as people
from companion.people.roles import Role
from companion.registration.tables import Registration
from tests.house import House


@pytest.fixture
def group(house: House) -> UUID:
    return house.programme("Customer Voice", "PP")


@pytest.fixture
def session_id(house: House, group: UUID) -> UUID:
    return house.forum_session(group, forum_type=None, starts_in=timedelta(days=30))


@pytest.fixture
def ann(house: House) -> UUID:
    return house.person()


def member(house: House, session_id: UUID, person_id: UUID) -> UUID:
    return house.registration(session_id, person_id, kind="member", seat_no=None)


@pytest.fixture
def reader(house: House, app: Flask, session_id: UUID, ann: UUID) -> FlaskClient:
    registration = member(house, session_id, ann)
    return house.signed_in(app, ann, "day", registration_id=registration, forum_session_id=session_id)


@pytest.fixture
def organiser(house: House, app: Flask, group: UUID) -> FlaskClient:
    return house.signed_in(app, house.account(Role.ORGANISER, programme_id=group))


def text(client: FlaskClient, path: str, **data: Any) -> str:
    answer = client.post(path, data=data, follow_redirects=True) if data else client.get(path, follow_redirects=True)
    return answer.get_data(as_text=True)


@pytest.mark.req("LC-04")
def test_early_sight_opens_after_its_reader_says_that_they_know(
    house: House, reader: FlaskClient, session_id: UUID
) -> None:
    paper_id = house.paper(session_id, "A new scheme", "early_sight", text="It may change.")
    path = f"/forum-sessions/{session_id}/reading"
    assert "I know that these are early" in text(reader, path)
    assert "is an early view" in text(reader, f"/papers/{paper_id}/open", x="y")
    assert "Opens when you have said" in text(reader, f"/papers/{paper_id}")
    text(reader, f"{path}/early-sight", x="y")
    assert "It may change." not in text(reader, f"/papers/{paper_id}"), "a link alone opens and notes nothing"
    assert "It may change." in text(reader, f"/papers/{paper_id}/open", x="y")
    assert "You have opened everything. Only you see this." in text(reader, path)


@pytest.mark.req("LC-04", "PP-12")
def test_a_landlords_contact_sees_the_agenda_and_open_papers_only(house: House, app: Flask) -> None:
    landlord = house.landlord()
    session_id = house.forum_session(house.programme())
    contact = house.person("Contact Two", "two@lindenquay.example")
    client = house.signed_in(app, contact, "landlord", landlord_id=landlord, forum_session_id=session_id)
    path = f"/forum-sessions/{session_id}/reading"
    assert "not out yet" in text(client, path)
    house.run(agendas.add_item, session_id, title="A merger", kind="update", minutes=5, is_confidential=True)
    house.run(agendas.add_item, session_id, title="TSM results", kind="update", minutes=5)
    house.publish_agenda(session_id)
    opened = house.paper(session_id, "Repairs in figures")
    early = house.paper(session_id, "A new scheme", "early_sight")
    page = text(client, path)
    assert "Repairs in figures" in page
    assert "tenant satisfaction measures" in page
    for hidden in ("A merger", "A new scheme", "Not read yet"):
        assert hidden not in page
    assert "What we know." in text(client, f"/papers/{opened}/open", x="y")
    assert "people who hold a place" in text(client, f"/papers/{early}/open", x="y")


@pytest.mark.req("PP-12")
def test_confidential_papers_show_no_title_before_the_signature(
    house: House, reader: FlaskClient, session_id: UUID, group: UUID, ann: UUID
) -> None:
    house.document(group, agreements.KIND, "I keep it to myself.")
    paper_id = house.paper(session_id, "Merger with High Moor", "confidential")
    path = f"/forum-sessions/{session_id}/reading"
    page = text(reader, path)
    assert "A confidential paper" in page
    assert "Merger" not in page
    assert "signed the confidentiality agreement" in text(reader, f"/papers/{paper_id}/open", x="y")
    digest = house.run(documents.in_force, group, agreements.KIND).sha256
    house.run(agreements.sign, ann, group, name="Ann Whitlock", sha256=digest)
    assert "Not to be passed on" in text(reader, f"/papers/{paper_id}/open", x="y")


def test_a_file_comes_as_an_attachment_whatever_it_is(house: House, reader: FlaskClient, session_id: UUID) -> None:
    paper_id = house.paper(session_id, data=b"<!doctype html><p>Hello")
    answer = reader.post(f"/papers/{paper_id}/open")
    assert answer.data == b"<!doctype html><p>Hello"
    assert answer.headers["Content-Disposition"] == "attachment; filename=forum-paper-v1.html"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert reader.get(f"/papers/{paper_id}").status_code == 303


@pytest.mark.req("BX-31")
def test_readers_see_what_changed_and_what_the_meeting_goes_by(
    house: House, reader: FlaskClient, organiser: FlaskClient, session_id: UUID, group: UUID
) -> None:
    house.document(group, "terms", "Who we are.")
    agenda = f"/forum-sessions/{session_id}/agenda"

    def publish() -> None:
        house.run(agendas.review, session_id, not_a_case=True, words_looked_at=True)
        assert "Published." in text(organiser, f"{agenda}/publish", x="y")

    publish()
    page = text(reader, f"/forum-sessions/{session_id}/reading")
    assert "Terms of Reference, version 1" in page
    assert "Changed since" not in page
    house.run(agendas.add_item, session_id, title="Heat", kind="other", minutes=5)
    assert "Heat" not in text(reader, f"/forum-sessions/{session_id}/reading")
    publish()
    page = text(reader, f"/forum-sessions/{session_id}/reading")
    assert "Changed since first published." in page
    assert "<b>Heat</b>: new" in page


def test_an_organiser_adds_replaces_posts_and_sees_who_opened(
    house: House, organiser: FlaskClient, session_id: UUID, ann: UUID
) -> None:
    path = f"/forum-sessions/{session_id}/papers"
    wrong = organiser.post(f"{path}/new", data={"title": "", "text": "Kept words."})
    assert wrong.status_code == 422
    assert "Kept words." in wrong.get_data(as_text=True)
    bad = {"title": "Figures", "marking": "open", "file": (BytesIO(b"MZ"), "figures.pdf")}
    refused = organiser.post(f"{path}/new", data=bad)
    assert 'href="#file"' in refused.get_data(as_text=True)
    good = {"title": "Figures", "marking": "confidential", "file": (BytesIO(b"%PDF-1.7"), "figures.exe")}
    page = organiser.post(f"{path}/new", data=good, follow_redirects=True).get_data(as_text=True)
    assert "Nobody can open what is confidential" in page
    (shown,) = house.run(service.papers_of, session_id)
    paper = f"/papers/{shown.paper.id}"
    assert organiser.post(f"{paper}/open").data == b"%PDF-1.7"
    assert "Robin Marsh" in text(organiser, f"{paper}/openings")
    assert "is unread for everybody" in text(organiser, f"{paper}/replace", text="In words.")
    assert "In words." in text(organiser, f"{paper}/replace")
    member(house, session_id, ann)
    house.publish_agenda(session_id)
    house.run(announcing.announce, house.run(lambda uow: uow.db.scalars(select(Agenda.id)).one()))
    assert "To post" in text(organiser, f"{path}/by-post", person=str(ann))
    assert "exists" not in text(organiser, f"{path}/posted", person=str(ann), **{"on-day": "31", "on-month": "2"})
    day = {"on-day": "25", "on-month": "5", "on-year": "2027"}
    assert "Posted on Tuesday 25 May 2027" in text(organiser, f"{path}/posted", person=str(ann), **day)
    assert "No papers." in text(organiser, f"{paper}/withdraw", x="y")


def test_a_long_list_of_who_was_sent_the_agenda_is_searched_and_a_button_comes_back_to_its_place(
    house: House, organiser: FlaskClient, session_id: UUID
) -> None:
    ids = house.run(_many_members, session_id, 105)
    house.publish_agenda(session_id)
    house.run(announcing.announce, house.run(lambda uow: uow.db.scalars(select(Agenda.id)).one()))
    path = f"/forum-sessions/{session_id}/papers"
    first, last = text(organiser, path), text(organiser, f"{path}?page=2")
    assert "105 found, page 1 of 2." in first
    assert f'href="{path}?page=2#sent"' in first
    assert [name in first for name in ("Tess 099<", "Tess 100<")] == [True, False]
    assert [name in last for name in ("Tess 099<", "Tess 100<")] == [False, True]
    found = text(organiser, f"{path}?q=tess+104")
    assert "Tess 104<" in found
    assert "Tess 001<" not in found
    assert "105 by e-mail" in found, "the sentence is about everybody"
    answer = organiser.post(f"{path}/by-post?q=tess+104", data={"person": str(ids[104])})
    assert answer.location == f"{path}?q=tess+104#sent"
    assert "Nobody fits “Zebra”." in text(organiser, f"{path}?q=Zebra")


def _many_members(uow: Uow, session_id: UUID, number: int) -> list[UUID]:
    made = []
    for count in range(number):
        person = people.add_person(uow, f"Tess {count:03}", None)
        email = people.add_email(uow, person, f"tess{count}@home.example")
        uow.db.add(
            Registration(
                id=new_id(), forum_session_id=session_id, kind="member", person_id=person.id, email_id=email.id,
                state="confirmed", source="staff", created_at=uow.now, updated_at=uow.now,
            )
        )  # fmt: skip
        made.append(person.id)
    return made
