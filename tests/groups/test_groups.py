"""Applying, deciding, being a member, the yearly question, and what becomes of the data."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from companion import purging
from companion.groups import members, service
from companion.groups.rules import Applicant, NoApplications, NotOpen, ReasonMissing
from companion.groups.tables import Application, Member
from companion.kernel.clocks import ManualClock
from companion.kernel.errors import TooOften
from companion.kernel.uow import Uow
from companion.people.roles import Role
from companion.registration import barring
from companion.registration import service as registration
from companion.registration.rules import Unavailable
from companion.registration.tables import Registration
from tests.house import House
from tests.registration.post import collect

TESS = Applicant("Tess Ward", "tess@home.example", "", "", "tenant", ("breach", "sanction", "legal_case"))
TYPED = {
    "name": "Tess Ward",
    "email": "tess@home.example",
    "applies_as": "tenant",
    "breach": "yes",
    "sanction": "yes",
    "legal_case": "yes",
}


@pytest.fixture
def group(house: House) -> UUID:
    return house.programme("Customer Voice", profile="PP")


def apply(house: House, group: UUID, applicant: Applicant = TESS) -> UUID:
    assert house.run(service.apply, group, applicant)
    return house.run(service.queue, group)[-1].application.id  # type: ignore[no-any-return]


def count(house: House, table: Any) -> int:
    return house.run(lambda uow: uow.db.scalar(select(func.count()).select_from(table)))  # type: ignore[no-any-return]


@pytest.mark.req("PP-35")
def test_an_application_waits_for_staff_for_ten_working_days_and_is_answered_by_mail(house: House, group: UUID) -> None:
    application_id = apply(house, group)
    (letter,) = collect(house)
    assert (letter.to, letter.subject) == ("tess@home.example", "We have your application")
    # From Tuesday 25 May 2027 over the bank holiday of 31 May.
    assert house.run(service.opened, application_id).application.due_on == date(2027, 6, 9)
    assert "Wednesday 9 June 2027" in letter.text
    assert not house.run(service.apply, group, TESS), "the same one waits already"
    sealed = house.run(lambda uow: uow.db.get_one(Application, application_id).sealed)
    assert b"Tess" not in sealed


@pytest.mark.req("PP-34")
def test_who_is_approved_is_a_member_and_registers_without_waiting_again(house: House, group: UUID) -> None:
    session_id = house.forum_session(group, forum_type=None)
    application_id = apply(house, group)
    collect(house)
    house.run(service.approve, application_id)
    assert "Welcome" in collect(house)[0].text

    def register(name: str, address: str) -> str:
        made = house.run(registration.register, session_id, name=name, address=address, kind="member", source="zoom")
        return made.state  # type: ignore[no-any-return]

    assert register("Tess Ward", "tess@home.example") == "confirmed"
    assert register("Una Stranger", "una@home.example") == "pending"


@pytest.mark.req("PP-34")
def test_who_is_refused_reads_why_and_may_apply_again(house: House, group: UUID) -> None:
    application_id = apply(house, group)
    collect(house)
    with pytest.raises(ReasonMissing):
        house.run(service.refuse, application_id, " ")
    house.run(service.refuse, application_id, "There is a breach of tenancy open until June.")
    (letter,) = collect(house)
    assert letter.subject == "Your application"
    assert "open until June" in letter.text
    assert f"/groups/{group}/apply" in letter.text
    with pytest.raises(NotOpen):
        house.run(service.approve, application_id)
    apply(house, group)


def test_landlords_programmes_take_no_applications(house: House) -> None:
    with pytest.raises(NoApplications):
        house.run(service.apply, house.programme(), TESS)


def test_a_flood_of_applications_is_stopped(house: House, group: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_AN_HOUR", 2)
    for number in range(2):
        apply(house, group, Applicant(f"Tess {number}", "", "0115 496 0123", "", "tenant"))
    with pytest.raises(TooOften):
        house.run(service.apply, group, TESS)


def may(house: House, group: UUID, member_id: UUID) -> bool:
    person_id = house.run(lambda uow: uow.db.get_one(Member, member_id).person_id)
    return house.run(members.may_take_part, person_id, group)  # type: ignore[no-any-return]


@pytest.mark.req("PP-44")
def test_a_sanction_keeps_a_member_out_to_its_end_and_then_no_longer(
    house: House, group: UUID, clock: ManualClock
) -> None:
    member_id = house.member(group)
    house.run(members.flag, member_id, "sanction", ends_on=house.now.date() + timedelta(days=30))
    assert not may(house, group, member_id)
    clock.advance(timedelta(days=31))
    assert may(house, group, member_id)
    house.run(members.flag, member_id, "breach")
    assert not may(house, group, member_id)
    house.run(members.lift, member_id, "breach")
    assert may(house, group, member_id)


@pytest.mark.req("PP-43", "PP-44")
def test_who_loses_eligibility_loses_the_place_they_hold_until_it_is_over(house: House, group: UUID) -> None:
    """The conditions continue: a place held before is on hold, its link is dead, and it comes back by itself."""
    session_id, member_id = house.forum_session(group, forum_type=None), house.member(group)
    other = house.forum_session(house.programme("Another group", profile="PP"), forum_type=None, zoom_meeting_id=None)

    def register(into: UUID) -> UUID:
        them = {"name": "Tess Ward", "address": "tess@home.example", "kind": "member", "source": "staff"}
        return house.run(registration.register, into, **them).registration_id  # type: ignore[no-any-return]

    def stands(registration_id: UUID) -> tuple[str, str | None]:
        found = house.run(lambda uow: uow.db.get_one(Registration, registration_id))
        return found.state, found.reason_code

    here, elsewhere = register(session_id), register(other)
    collect(house)
    house.run(members.flag, member_id, "legal_case")
    assert house.run(barring.follow_bars) == 1
    assert (stands(here), stands(elsewhere)) == (("suspended", "not_eligible"), ("confirmed", None))
    (letter,) = collect(house)
    assert letter.subject.endswith("is on hold")
    assert "legal" not in letter.text
    with pytest.raises(Unavailable):
        register(house.forum_session(group, forum_type=None, zoom_meeting_id=None))
    house.run(members.lift, member_id, "legal_case")
    assert house.run(barring.follow_bars) == 1
    assert stands(here) == ("confirmed", None)


@pytest.mark.req("PP-43")
def test_once_a_year_a_member_is_asked_and_what_they_report_keeps_them_out(
    house: House, group: UUID, clock: ManualClock, app: Flask
) -> None:
    member_id = house.member(group)
    house.member(house.programme("Panel", "BX"), "Vic Reed", "vic@home.example")
    clock.advance(timedelta(days=364))
    assert house.run(members.ask_due) == 0
    clock.advance(timedelta(days=2))  # over 29 February
    assert house.run(members.ask_due) == 1, "only the profile that has conditions asks"
    assert house.run(members.ask_due) == 0, "once"
    (letter,) = collect(house)
    assert letter.subject == "Your membership, once a year"
    phone = app.test_client()
    page = phone.get(letter.link).get_data(as_text=True)
    assert "Is it all still so?" in page
    assert may(house, group, member_id), "looking changes nothing"
    assert phone.post(letter.link).status_code == 422
    assert "You take a break" in phone.post(letter.link, data={"changed": "legal_case"}).get_data(as_text=True)
    assert not may(house, group, member_id)
    assert phone.get(letter.link).status_code == 410


def test_what_is_past_its_date_goes_with_its_key(house: House, group: UUID, clock: ManualClock) -> None:
    application_id = apply(house, group)
    member_id = house.run(service.approve, application_id)
    house.run(members.flag, member_id, "breach")
    house.run(members.end, member_id)
    clock.advance(timedelta(days=366))
    counts = purging.purge(house.wiring.runner)
    assert (counts["applications"], counts["members"]) == (1, 1)
    assert (count(house, Application), count(house, Member)) == (0, 0)
    assert application_id not in house.wiring.runner.keys.subjects(service.PURPOSE)


@pytest.mark.req("PP-34", "PP-35")
def test_somebody_applies_on_a_telephone_and_staff_decide(house: House, group: UUID, app: Flask) -> None:
    phone, path = app.test_client(), f"/groups/{group}/apply"
    assert "I have no legal case open" in phone.get(path).get_data(as_text=True)
    refused = phone.post(path, data={**TYPED, "sanction": "", "name": "Tess <b>"})
    assert refused.status_code == 422
    assert "Tess &lt;b&gt;" in refused.get_data(as_text=True), "what was typed is kept"
    assert "Check your answers" in phone.post(path, data=TYPED).get_data(as_text=True)
    assert 'value="Tess Ward"' in phone.post(path, data={**TYPED, "change": "yes"}).get_data(as_text=True)
    assert count(house, Application) == 0
    done = {**TYPED, "sure": "yes"}
    phone.post(path, data={**done, "homepage": "http://spam.example"})
    assert count(house, Application) == 0, "a program filled in what people do not see"
    assert "10 working days" in phone.post(path, data=done, follow_redirects=True).get_data(as_text=True)
    staff = house.signed_in(app, house.account(Role.ORGANISER, programme_id=group))
    page = staff.get(f"/programmes/{group}/group").get_data(as_text=True)
    assert "1 application to decide" in page
    application_id = house.run(service.queue, group)[0].application.id
    page = staff.post(f"/applications/{application_id}/refuse", data={})
    assert page.status_code == 422
    for shown in ("<h1>Tess Ward</h1>", "tess@home.example", "I have no legal case open"):
        assert shown in page.get_data(as_text=True)
    page = staff.post(f"/applications/{application_id}/approve", follow_redirects=True).get_data(as_text=True)
    assert "May take part" in page
    (member,) = house.run(members.members, group)
    one = f"/group-members/{member.member.id}"
    wrong = {"kind": "sanction", "ends-day": "31", "ends-month": "2", "ends-year": "2028"}
    assert staff.post(f"{one}/flag", data=wrong).status_code == 422
    assert "Takes a break" in staff.post(f"{one}/flag", data={"kind": "sanction"}, follow_redirects=True).get_data(
        as_text=True
    )
    staff.post(f"{one}/lift", data={"kind": "sanction"})
    assert staff.post(f"{one}/confirmed").status_code == 303
    assert "Membership ended" in staff.post(f"{one}/end", follow_redirects=True).get_data(as_text=True)


def test_a_member_without_email_is_asked_by_staff(house: House, group: UUID, clock: ManualClock) -> None:
    house.member(group, address=None)
    clock.advance(timedelta(days=400))
    assert house.run(members.ask_due) == 1
    assert collect(house) == []
    clock.advance(timedelta(days=29))
    (line,) = house.run(members.members, group)
    assert line.is_overdue

    def close(uow: Uow) -> None:
        members.confirm(uow, line.member.id)

    house.run(close)
    assert not house.run(members.members, group)[0].is_overdue
