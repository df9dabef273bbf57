"""The error page, where even the database does not answer."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from companion.kernel.errors import Busy
from companion.people.roles import Role
from companion.web.errors import WORDS
from tests.house import House


@pytest.fixture
def broken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser at an installation whose every question to the database fails."""
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    def fail(*_args: object, **_more: object) -> object:
        raise Busy

    monkeypatch.setattr("companion.app.gate.read", fail)
    return app.test_client()


def test_error_page_is_shown_even_when_the_navigation_cannot_be_read(broken: FlaskClient) -> None:
    page = broken.get("/sign-in")
    assert page.status_code == 503
    assert "We cannot answer just now" in page.text
    assert "Skip to the main part" in page.text
    assert page.headers["Retry-After"] == "2"


def test_script_gets_problem_details_with_the_same_words(client: FlaskClient) -> None:
    answer = client.get("/nowhere", headers={"Accept": "application/json"})
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["title"] == WORDS[404][0]
    assert WORDS[404][2] in answer.json["detail"]


@pytest.mark.parametrize("status", list(WORDS))
def test_every_status_says_what_is_so_and_then_what_to_do(status: int) -> None:
    title, what, todo = WORDS[status]
    assert not title.endswith(".")
    assert what.endswith(".")
    assert todo.endswith(".")
    assert "!" not in title + what + todo


def test_an_administrator_is_told_to_grant_themselves_the_role(app: Flask, house: House) -> None:
    page = house.signed_in(app, house.account(Role.ADMIN)).get("/roll")
    assert page.status_code == 403
    assert "grant yourself the role under People" in page.text
    page = house.signed_in(app, house.account(Role.CHAIR)).get("/roll")
    assert "ask the administrator" in page.text or page.status_code == 200


def test_a_form_that_stood_open_too_long_says_so_and_nothing_of_roles(app: Flask) -> None:
    app.config.update(WTF_CSRF_ENABLED=True, PROPAGATE_EXCEPTIONS=False)
    page = app.test_client().post("/sign-in", data={"email": "ann@lindenquay.example"})
    assert page.status_code == 403
    assert "That page had been open too long" in page.text
    assert "role" not in page.text.partition("<h1")[2].partition("</main>")[0]
