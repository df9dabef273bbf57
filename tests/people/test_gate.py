"""The gate through a browser: a session cannot be planted, kept past its end, or sent elsewhere."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from companion.kernel.clocks import ManualClock
from companion.kernel.ids import PersonId
from companion.people import service, sign_in
from companion.people.gate import safe_next
from companion.people.roles import Role
from tests.house import House

ELSEWHERE = [
    "https://evil.example", "http://evil.example/", "//evil.example", "///evil.example", "////evil.example",
    "\\\\evil.example", "/\\evil.example", "\\/evil.example", "/\\/evil.example", "/\t/evil.example",
    "/\n/evil.example", "/\r/evil.example", "\t//evil.example", " //evil.example", "\x00//evil.example",
    "/\x00/evil.example", "/\x7f/evil.example", "/\x1f/evil.example", "javascript:alert(1)", "JAVASCRIPT:alert(1)",
    "data:text/html,x", "vbscript:x", "evil.example", "evil.example/account", "@evil.example", "user@evil.example",
    "https:evil.example", "https:/evil.example", "http:///evil.example", "https://localhost@evil.example",
    "https://localhost.evil.example", "ftp://evil.example", "mailto:a@evil.example", "?next=//evil.example",
    "#//evil.example", "account", "./account", "../account", "", "/ok\\evil",
]  # fmt: skip


def sign_in_link(house: House, person_id: UUID) -> str:
    token = house.run(
        lambda uow: sign_in.make_link(uow, "sign_in", person_id=PersonId(person_id), address="a@quay.example")
    )
    return f"/sign-in/{token}"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_only_a_path_of_ours_is_gone_back_to(target: str) -> None:
    assert safe_next(target) is None


@pytest.mark.parametrize("target", ["/", "/account", "/people?sort=name", "/forum-sessions/x/floor#now", "/a//b"])
def test_a_path_of_ours_is_gone_back_to(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize("target", ELSEWHERE[::5])
def test_signing_in_with_any_hostile_next_ends_at_home(
    client: FlaskClient, house: House, target: str, clock: ManualClock
) -> None:
    person_id = house.account()
    address = house.run(service.sign_in_address, person_id)
    asked = client.post("/sign-in", data={"email": address, "next": target})
    assert asked.location == "/sign-in/check-your-mail"
    assert client.post(sign_in_link(house, person_id)).location == "/"


def test_a_session_planted_before_signing_in_is_not_the_one_afterwards(app: Flask, house: House) -> None:
    victim, attacker = app.test_client(), app.test_client()
    attacker.post(sign_in_link(house, house.account(name="Mallory Pike")))
    with attacker.session_transaction() as cookie:
        planted = dict(cookie)
    with victim.session_transaction() as cookie:
        cookie.update(planted, left_behind="by the attacker")
    victim.post(sign_in_link(house, house.account(name="Robin Marsh")))
    with victim.session_transaction() as cookie:
        assert "left_behind" not in cookie
        assert cookie["_user_id"] != planted["_user_id"]
    assert "Robin Marsh" in victim.get("/account").text
    assert "Robin Marsh" not in attacker.get("/account").text


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(app: Flask, house: House) -> None:
    mine, thief = app.test_client(), app.test_client()
    mine.post(sign_in_link(house, house.account()))
    with mine.session_transaction() as cookie:
        stolen = dict(cookie)
    with thief.session_transaction() as cookie:
        cookie.update(stolen)
    assert thief.get("/account").status_code == 200
    mine.post("/sign-out")
    assert thief.get("/account").status_code == 303
    assert mine.get("/account").status_code == 303


def test_a_session_ends_after_twelve_hours_and_when_the_account_is_closed(
    app: Flask, house: House, clock: ManualClock
) -> None:
    from companion.people import accounts

    person_id = house.account()
    first, second = app.test_client(), app.test_client()
    first.post(sign_in_link(house, person_id))
    clock.advance(timedelta(hours=11, minutes=59))
    assert first.get("/account").status_code == 200
    second.post(sign_in_link(house, person_id))
    clock.advance(timedelta(minutes=1))
    assert first.get("/account").status_code == 303
    assert second.get("/account").status_code == 200
    house.run(accounts.close_account, PersonId(person_id))
    assert second.get("/account").status_code == 303


def test_a_role_that_is_taken_away_closes_the_page_at_once(app: Flask, house: House) -> None:
    house.account(Role.ADMIN)
    person_id = house.account(Role.ADMIN)
    browser = house.signed_in(app, person_id)
    assert browser.get("/people").status_code == 200
    house.run(lambda uow: service.revoke_role(uow, PersonId(person_id), Role.ADMIN, programme_id=None))
    assert browser.get("/people").status_code == 403


def test_a_script_is_told_401_and_a_person_is_sent_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/account", headers={"Accept": "application/json"}).status_code == 401
    sent = client.get("/account", headers={"Accept": "text/html"})
    assert (sent.status_code, sent.location) == (303, "/sign-in?next=/account")


def test_asking_for_a_link_looks_the_same_for_a_known_and_an_unknown_address(app: Flask, house: House) -> None:
    address = house.run(service.sign_in_address, house.account())
    answers = []
    for typed in (address, "nobody@forum.example"):
        browser = app.test_client()
        first = browser.post("/sign-in", data={"email": typed})
        second = browser.get(first.location)
        answers.append((first.status_code, sorted(first.headers.keys()), first.text, second.status_code, second.text))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost:99999", "a b", "[::1"])
def test_a_letter_links_to_the_configured_address_whatever_host_was_asked(
    client: FlaskClient, house: House, host: str
) -> None:
    person_id = house.account()
    address = house.run(service.sign_in_address, person_id)
    client.post("/sign-in", data={"email": address}, headers={"Host": host})
    letter = house.run(sign_in.compose_sign_in, {"person_id": str(person_id)})
    assert letter is not None
    assert letter.context["url"].startswith("http://localhost/sign-in/")
