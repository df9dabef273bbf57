"""Who is told that a transcript is out, and that their fresh link opens it."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from companion.invitations.tables import Invitation
from companion.kernel.ids import new_id
from companion.kernel.tables import OutboxEffect
from companion.kernel.uow import Uow
from companion.release import publishing
from companion.release.tables import Draft
from companion.roll.tables import LandlordContact
from companion.worker import Worker
from tests.house import House
from tests.release.conftest import without_hold
from tests.release.office import Office


class Announced:
    """A released evening with one person who came, one who waited and one who withdrew; the letters are sent."""

    def __init__(self, house: House) -> None:
        self.house = House(without_hold(house.wiring))
        self.office = Office(self.house)
        session_id = self.office.session_id
        landlord_id = self.house.landlord("Saltmarsh Homes", domain="saltmarsh.example")
        seats = (("Gwen", "attended", 1), ("Hal", "waitlisted", None), ("Ivo", "cancelled", None))
        for name, state, seat_no in seats:
            person_id = self.house.person(f"{name} Prosser", f"{name.lower()}@saltmarsh.example")
            self.house.registration(session_id, person_id, landlord_id=landlord_id, state=state, seat_no=seat_no)
        self.draft_id = self.office.drafted()
        self.office.reviewed(self.draft_id)
        self.office.approve(self.draft_id)
        Worker(self.house.wiring).drain()

    def letters(self) -> dict[str, str]:
        """Address → text of each letter that says the transcript is out."""
        folder = Path(self.house.wiring.settings.mail_url.removeprefix("file:"))
        found = {}
        for file in folder.glob("*.eml"):
            mail = message_from_bytes(file.read_bytes(), policy=policy.default)
            body = mail.get_body(("plain",))
            if "is out" in mail["Subject"] and body is not None:
                found[str(mail["To"])] = str(body.get_content())
        return found


@pytest.mark.req("LC-15")
def test_who_came_and_who_waited_are_told_that_the_transcript_is_out_and_nobody_else(house: House) -> None:
    letters = Announced(house).letters()
    assert set(letters) == {"gwen@saltmarsh.example", "hal@saltmarsh.example"}


@pytest.mark.req("LC-15", "X-06")
def test_the_letters_fresh_link_leads_to_the_transcript_after_the_session_is_over(house: House, app: Flask) -> None:
    announced = Announced(house)
    text = announced.letters()["gwen@saltmarsh.example"]
    found = re.search(r"/day-link/\S+", text)
    assert found is not None
    client = app.test_client()
    assert client.get(found[0]).status_code == 200
    assert client.post(found[0]).status_code == 303
    page = client.get(f"/forum-sessions/{announced.office.session_id}/transcript")
    assert page.status_code == 200
    assert "download" in page.text


def test_a_contact_who_took_part_gets_one_letter_and_one_who_did_not_gets_theirs(house: House) -> None:
    office = Office(House(without_hold(house.wiring)))
    came = house.landlord("Saltmarsh Homes", domain="saltmarsh.example", contact="Gwen Prosser")
    stayed_away = house.landlord("Quayside Row", domain="quaysiderow.example", contact="Hal Prosser")

    def invite(uow: Uow) -> UUID:
        contacts = {contact.landlord_id: contact.person_id for contact in uow.db.scalars(select(LandlordContact))}
        for landlord_id in (came, stayed_away):
            uow.db.add(
                Invitation(
                    id=new_id(),
                    forum_session_id=office.session_id,
                    landlord_id=landlord_id,
                    contact_person_id=contacts[landlord_id],
                    state="sent",
                    sent_at=uow.now,
                    band_snapshot="OVER",
                )
            )
        return contacts[came]

    house.registration(office.session_id, house.run(invite), landlord_id=came, state="attended")
    draft_id = office.drafted()
    office.reviewed(draft_id)
    office.approve(draft_id)
    effects = house.run(
        lambda uow: [
            set(effect.payload) - {"letter", "draft_id"}
            for effect in uow.db.scalars(select(OutboxEffect).where(OutboxEffect.kind == "letter"))
            if effect.payload["letter"] == "release.out"
        ]
    )
    assert sorted(effects, key=str) == [{"invitation_id"}, {"registration_id"}]


def test_a_transcript_withdrawn_before_its_letter_left_is_not_announced(house: House) -> None:
    office = Office(House(without_hold(house.wiring)))
    person_id = house.person("Gwen Prosser", "gwen@saltmarsh.example")
    house.registration(office.session_id, person_id, kind="member", seat_no=None)
    draft_id = office.drafted()
    office.reviewed(draft_id)
    office.approve(draft_id)
    office.as_person(office.editor, publishing.withdraw, draft_id)
    Worker(office.house.wiring).drain()

    def look(uow: object) -> tuple[UUID, list[str]]:
        db = uow.db  # type: ignore[attr-defined]
        effects = db.scalars(select(OutboxEffect).where(OutboxEffect.kind == "letter"))
        states = [effect.state for effect in effects if effect.payload["letter"] == "release.out"]
        return db.get_one(Draft, draft_id).id, states

    assert house.run(look)[1] == ["dropped"]
