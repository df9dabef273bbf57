"""The roll's page: a file is looked at first, then applied as it was looked at."""

from __future__ import annotations

import base64
import io
import re
import zlib

import pytest
from flask import Flask
from flask.testing import FlaskClient

from companion.people.roles import Role
from companion.roll import service
from tests.house import House
from tests.roll.test_service import TWO


@pytest.fixture
def organiser(house: House, app: Flask) -> FlaskClient:
    return house.signed_in(app, house.account(Role.ORGANISER))


def upload(client: FlaskClient, data: bytes) -> tuple[int, str]:
    answer = client.post("/roll/check", data={"file": (io.BytesIO(data), "roll.csv")})
    return answer.status_code, answer.get_data(as_text=True)


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


def carried(page: str) -> str:
    found = re.search(r'name="carried" value="([^"]+)"', page)
    assert found
    return found.group(1)


def test_a_file_is_looked_at_then_applied(organiser: FlaskClient, house: House) -> None:
    status, page = upload(organiser, TWO)
    assert status == 200
    assert "2 new, 0 changed, 0 as before." in page
    assert house.run(service.landlords) == []
    answer = organiser.post("/roll/apply", data={"carried": carried(page)}, follow_redirects=True)
    page = answer.get_data(as_text=True)
    assert "The roll is up to date." in page
    assert "Linden Quay Homes" in page
    assert "over 1,000 homes (exactly 1,000)" in page
    assert "Dora Thorn" in page


def test_a_broken_file_says_where_and_changes_nothing(organiser: FlaskClient, house: House) -> None:
    status, page = upload(organiser, TWO + b"\nM3,Broken,palace,,,,,,,")
    assert status == 422
    assert "Line 4: the type “palace” is not one of" in page
    assert '<a class="alone" href="#file">' in page
    assert house.run(service.landlords) == []


def test_no_file_at_all_is_asked_for(organiser: FlaskClient) -> None:
    answer = organiser.post("/roll/check", data={})
    assert answer.status_code == 422
    assert "Choose the roll’s file" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense!",
        base64.b64encode(b"not packed").decode(),
        base64.b64encode(zlib.compress(b"x" * 9_000_000)).decode(),
    ],
)
def test_an_altered_or_overblown_field_imports_nothing(organiser: FlaskClient, house: House, text: str) -> None:
    answer = organiser.post("/roll/apply", data={"carried": text})
    assert answer.status_code == 422
    assert house.run(service.landlords) == []


def test_the_roll_is_for_organisers(house: House, app: Flask) -> None:
    for role in (Role.CHAIR, Role.ADMIN, Role.STEWARD):
        assert house.signed_in(app, house.account(role)).get("/roll").status_code == 403
