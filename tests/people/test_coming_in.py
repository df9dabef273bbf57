"""Sign-in by link, through the pages: nothing is told about who has an account, and a look spends nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from companion.kernel.clocks import ManualClock
from companion.kernel.ids import PersonId
from companion.kernel.mail import Letter, render
from companion.kernel.tables import OutboxEffect
from companion.kernel.uow import Uow
from companion.people import sign_in
from companion.people.roles import Role
from companion.people.tables import BrowserSession
from tests.house import House


def queued(house: House) -> list[dict[str, Any]]:
    """The letters that wait in the outbox."""
    waiting = select(OutboxEffect).where(OutboxEffect.state == "new")
    return house.run(lambda uow: [effect.payload for effect in uow.db.scalars(waiting)])  # type: ignore[no-any-return]


def sent_link(house: House) -> str:
    """The path of the sign-in link in the newest letter, composed as the worker does it."""
    letter: Letter = house.run(sign_in.compose_sign_in, queued(house)[-1])
    address = re.search(r"http://localhost(/sign-in/\S+)", render(letter).text)
    assert address is not None
    return address.group(1)


def account_with_address(house: House, name: str = "Ruth Whitlock", address: str = "ruth@forum.example") -> Any:
    from companion.people import service

    return house.run(service.create_account, name, address)


def test_whoever_asks_gets_the_same_answer_and_only_an_account_gets_a_letter(client: FlaskClient, house: House) -> None:
    account_with_address(house)
    known = client.post("/sign-in", data={"email": "Ruth@Forum.example"})
    assert len(queued(house)) == 1
    unknown = client.post("/sign-in", data={"email": "nobody@forum.example"})
    assert len(queued(house)) == 1
    assert (
        (known.status_code, known.location)
        == (unknown.status_code, unknown.location)
        == (303, "/sign-in/check-your-mail")
    )


def test_mistyped_address_is_kept_and_named(client: FlaskClient) -> None:
    page = client.post("/sign-in", data={"email": "<b>ruth@"})
    assert page.status_code == 422
    assert "<title>Error: Sign in" in page.text
    assert 'value="&lt;b&gt;ruth@"' in page.text
    assert 'href="#email"' in page.text


def test_looking_at_a_link_spends_nothing_and_its_button_opens_one_session(client: FlaskClient, house: House) -> None:
    account_with_address(house)
    client.post("/sign-in", data={"email": "ruth@forum.example"})
    link = sent_link(house)
    for _ in range(3):
        assert "Ruth Whitlock" in client.get(link).text
    assert client.post(link).status_code == 303
    assert "Your account" in client.get("/account").text
    assert client.post(link).status_code == 410
    assert client.get(link).status_code == 410
    assert house.run(lambda uow: len(list(uow.db.scalars(select(BrowserSession))))) == 1


def test_link_leads_back_to_the_page_that_asked_but_never_to_another_site(client: FlaskClient, house: House) -> None:
    account_with_address(house)
    asked = client.get("/account")
    assert asked.location == "/sign-in?next=/account"
    for wanted, reached in [
        ("/account", "/account"),
        ("//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil", "/"),
    ]:
        client.post("/sign-in", data={"email": "ruth@forum.example", "next": wanted})
        token = house.run(_fresh_token, "ruth@forum.example")
        assert client.post(f"/sign-in/{token}").location == reached
        client.post("/sign-out")


def _fresh_token(uow: Uow, address: str) -> str:
    from companion.people import service

    person = service.find_account(uow, address)
    assert person is not None
    return sign_in.make_link(uow, "sign_in", person_id=PersonId(person.id), address=address)


def test_link_ends_after_fifteen_minutes(client: FlaskClient, house: House, clock: ManualClock) -> None:
    account_with_address(house)
    token = house.run(_fresh_token, "ruth@forum.example")
    clock.advance(timedelta(minutes=14, seconds=59))
    assert client.get(f"/sign-in/{token}").status_code == 200
    clock.advance(timedelta(seconds=1))
    page = client.get(f"/sign-in/{token}")
    assert page.status_code == 410
    assert "Send me a new link" in page.text


@pytest.mark.parametrize("path", ["sign-in", "landlord-link", "day-link"])
@pytest.mark.parametrize("token", ["x", "a" * 43, "é" * 20, "%00", "..%5c..", "%ff"])
def test_guessed_links_all_get_the_same_ended_page(client: FlaskClient, path: str, token: str) -> None:
    for page in (client.get(f"/{path}/{token}"), client.post(f"/{path}/{token}")):
        assert page.status_code == 410
        assert "This link has ended" in page.text


def test_link_of_one_kind_does_not_open_another(client: FlaskClient, house: House) -> None:
    account_with_address(house)
    token = house.run(_fresh_token, "ruth@forum.example")
    assert client.post(f"/landlord-link/{token}").status_code == 410
    assert client.post(f"/day-link/{token}").status_code == 410
    assert client.post(f"/sign-in/{token}").status_code == 303


def test_link_pages_send_no_referrer(client: FlaskClient) -> None:
    assert client.get("/sign-in/abc").headers["Referrer-Policy"] == "no-referrer"
    assert client.get("/day-link/abc").headers["Referrer-Policy"] == "no-referrer"


def test_signing_out_ends_the_session_for_a_copied_cookie_too(app: Flask, house: House) -> None:
    client = house.signed_in(app, house.account(Role.CHAIR))
    with client.session_transaction() as cookie:
        copied = cookie["_user_id"]
    assert client.get("/account").status_code == 200
    client.post("/sign-out")
    assert client.get("/account").status_code == 303
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie["_user_id"] = copied
        cookie["_fresh"] = True
    assert thief.get("/account").status_code == 303


def test_a_second_link_in_one_browser_leaves_no_session_behind_that_nobody_could_sign_out(
    app: Flask, house: House
) -> None:
    ruth = account_with_address(house)
    browser, copied = house.signed_in(app, ruth), app.test_client()
    with browser.session_transaction() as cookie, copied.session_transaction() as copy:
        copy["_user_id"] = cookie["_user_id"]
    assert copied.get("/account").status_code == 200
    token = house.run(sign_in.make_link, "sign_in", person_id=ruth, address="ruth@forum.example")
    assert browser.post(f"/sign-in/{token}").status_code == 303
    assert browser.get("/account").status_code == 200
    assert copied.get("/account").status_code == 303


def test_signing_out_everywhere_ends_every_browser(app: Flask, house: House) -> None:
    person = house.account(Role.CHAIR)
    here, there = house.signed_in(app, person), house.signed_in(app, person)
    here.post("/account/sign-out-everywhere")
    assert here.get("/account").status_code == 303
    assert there.get("/account").status_code == 303


def test_signing_out_needs_a_post_and_a_form_token(app: Flask, house: House) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = house.signed_in(app, house.account(Role.CHAIR))
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 403
    assert client.get("/account").status_code == 200


def test_name_can_be_changed_and_a_bad_one_comes_back(app: Flask, house: House) -> None:
    client = house.signed_in(app, house.account(Role.CHAIR, name="Robin Marsh"))
    refused = client.post("/account/name", data={"name": "  "})
    assert refused.status_code == 422
    assert "Enter a name" in refused.text
    client.post("/account/name", data={"name": "Robin\u202e  Marsh-Ní Bhriain"})
    assert "Robin Marsh-Ní Bhriain" in client.get("/account").text


def test_letters_carry_the_secret_and_their_kept_copy_does_not(house: House) -> None:
    person = account_with_address(house, name="Ruth <Whitlock>")
    letter: Letter = house.run(sign_in.compose_sign_in, {"person_id": str(person)})
    rendered = render(letter)
    (token,) = letter.tokens
    assert token in rendered.text
    assert token in rendered.html
    assert "Ruth &lt;Whitlock&gt;" in rendered.html
    assert "Ruth <Whitlock>" in rendered.text
    assert token not in rendered.redacted(letter.tokens)


def test_device_code_letter_shows_the_code_once_in_each_form() -> None:
    letter = Letter("ann@lindenquay.example", "Your code", "people/device_code", {"code": "042137", "minutes": 30})
    rendered = render(letter)
    assert rendered.text.count("042137") == rendered.html.count("042137") == 1
    assert "30 minutes" in rendered.text
