"""Accounts and roles on the administrator's pages."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from companion.kernel.tables import AuditEntry
from companion.people import accounts, service
from companion.people.roles import GRANTABLE, Role
from tests.house import House


@pytest.fixture
def admin(app: Flask, house: House) -> FlaskClient:
    """The only administrator's browser."""
    return house.signed_in(app, house.account(Role.ADMIN, name="Asha Verma"))


def grants(house: House, person_id: UUID) -> set[tuple[Role, UUID | None]]:
    return set(house.wiring.runner.read(service.grants_of, person_id))


def test_new_account_is_made_and_may_do_nothing_yet(admin: FlaskClient, house: House) -> None:
    made = admin.post("/people", data={"name": "Joyce Amadi", "email": "joyce@forum.example"})
    assert made.status_code == 303
    assert grants(house, UUID(made.location.rpartition("/")[2])) == set()
    assert "No role yet" in admin.get("/people").text


@pytest.mark.parametrize(
    ("name", "email", "field"),
    [
        ("", "joyce@forum.example", "name"),
        ("Joyce Amadi", "joyce@", "email"),
        ("Joyce Amadi", "taken@forum.example", "email"),
    ],
)
def test_refused_account_keeps_what_was_typed_and_links_to_the_field(
    admin: FlaskClient, house: House, name: str, email: str, field: str
) -> None:
    house.run(service.create_account, "Colin Tranter", "taken@forum.example")
    page = admin.post("/people", data={"name": name, "email": email})
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert f'value="{email}"' in page.text


def test_role_is_granted_for_one_programme_and_taken_away_again(admin: FlaskClient, app: Flask, house: House) -> None:
    programme = house.programme()
    person = house.account(name="Joyce Amadi")
    admin.post(f"/people/{person}/roles", data={"role": "chair", "programme": str(programme)})
    assert grants(house, person) == {(Role.CHAIR, programme)}
    assert "for Landlord Connect" in admin.get(f"/people/{person}").text
    admin.post(f"/people/{person}/roles/revoke", data={"role": "chair", "programme": str(programme)})
    assert grants(house, person) == set()


def test_role_change_holds_for_a_browser_that_is_signed_in_already(
    admin: FlaskClient, app: Flask, house: House
) -> None:
    person = house.account(Role.CHAIR, name="Joyce Amadi")
    browser = house.signed_in(app, person)
    assert browser.get("/people").status_code == 403
    admin.post(f"/people/{person}/roles", data={"role": "admin", "programme": "all"})
    assert browser.get("/people").status_code == 200
    admin.post(f"/people/{person}/roles/revoke", data={"role": "admin", "programme": "all"})
    assert browser.get("/people").status_code == 403


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"role": "registrant"},
        {"role": "zoom"},
        {"role": "chair", "programme": "not-one"},
        {"role": "chair", "programme": str(uuid4())},
    ],
)
def test_roles_that_cannot_be_granted_are_refused_in_words(
    admin: FlaskClient, house: House, data: dict[str, str]
) -> None:
    person = house.account(name="Joyce Amadi")
    page = admin.post(f"/people/{person}/roles", data=data)
    assert page.status_code == 422
    assert "Choose a" in page.text
    assert grants(house, person) == set()


def test_last_administrator_stays(admin: FlaskClient, house: House) -> None:
    (account,) = house.wiring.runner.read(accounts.every_account)
    for path in ("roles/revoke", "close"):
        page = admin.post(f"/people/{account.person_id}/{path}", data={"role": "admin", "programme": "all"})
        assert page.status_code == 409
        assert "only administrator" in page.text
    assert (Role.ADMIN, None) in grants(house, account.person_id)


def test_closed_account_is_signed_out_and_stays_out(admin: FlaskClient, app: Flask, house: House) -> None:
    person = house.run(service.create_account, "Joyce Amadi", "joyce@forum.example")
    house.run(service.grant_role, person, Role.CHAIR, programme_id=None, granted_by=None)
    browser = house.signed_in(app, person)
    assert admin.post(f"/people/{person}/close").status_code == 303
    assert browser.get("/account").status_code == 303
    assert grants(house, person) == set()
    assert house.wiring.runner.read(service.find_account, "joyce@forum.example") is None
    assert admin.get(f"/people/{person}").status_code == 404
    assert "Joyce Amadi" not in admin.get("/people").text


def test_every_change_of_a_role_is_in_the_audit_log_with_who_did_it(admin: FlaskClient, house: House) -> None:
    person = house.account(name="Joyce Amadi")
    admin.post(f"/people/{person}/roles", data={"role": "steward", "programme": "all"})
    entry = house.run(
        lambda uow: uow.db.scalars(
            select(AuditEntry).where(AuditEntry.action == "role.granted").order_by(AuditEntry.seq.desc())
        ).first()
    )
    assert entry.actor_kind == "person"
    assert entry.subject_id == str(person)
    assert entry.details["role"] == "steward"


@pytest.mark.parametrize("role", [role for role in GRANTABLE if role is not Role.ADMIN])
def test_only_administrators_open_these_pages(app: Flask, house: House, role: Role) -> None:
    person = house.account(role)
    browser = house.signed_in(app, person)
    assert browser.get("/people").status_code == 403
    assert browser.get(f"/people/{person}").status_code == 404
    assert browser.post(f"/people/{person}/roles", data={"role": "admin"}).status_code == 404
    assert "People" not in browser.get("/").text.split("</header>")[0]
