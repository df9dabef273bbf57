"""The way through adjustments in a browser: asked for on a telephone, answered at a desk; each page is sound."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from companion.adjustments.rules import Wish
from companion.people.roles import Role
from tests.adjustments.conftest import Place
from tests.browser.browsing import PageAt, page_is_sound, served, stays_sound_when_narrow_and_dark
from tests.browser.conftest import browser, page_at

__all__ = ["browser", "page_at"]

pytestmark = [pytest.mark.browser, pytest.mark.req("LC-40"), pytest.mark.req("LC-41")]


def look(page: Page) -> None:
    page_is_sound(page)
    stays_sound_when_narrow_and_dark(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 844})


def enter(page: Page, base: str, client: FlaskClient) -> None:
    cookie = client.get_cookie("companion")
    assert cookie is not None
    page.context.add_cookies([{"name": "companion", "value": cookie.value, "url": base}])


@pytest.fixture
def app(app: Flask) -> Flask:
    """With form tokens, as it runs."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app


@pytest.mark.early
def test_edge_125_asked_for_on_a_telephone_with_errors_and_answered_at_a_desk(
    app: Flask, place: Place, page_at: PageAt
) -> None:
    place.house.adjustment(place.ids["ben"], Wish("bsl"))
    with served(app) as base:
        page = page_at(390, 844)
        enter(page, base, place.browser("ann"))
        page.goto(base + place.path("place/support"))
        look(page)
        page.get_by_role("link", name="Say what you need").click()
        look(page)
        for words in ("Breaks", "More time when it is my turn to speak", "Somebody beside me", "Something else"):
            page.get_by_label(words, exact=True).check()
        page.get_by_role("button", name="Go on").click()
        look(page)
        page.get_by_role("button", name="Send").click()
        page.locator(".error-summary:focus").wait_for()
        assert page.get_by_role("alert").get_by_role("link").count() == 4
        look(page)
        for label, text in {
            "Minutes until a break": "45",
            "Minutes for each turn": "3",
            "Their full name": "Sam Reid",
            "Their e-mail": "sam@companion.example",
            "In your own words": "A quiet start, and the slides a day before",
        }.items():
            page.get_by_label(label).fill(text)
        page.get_by_label("Keep this for my next sessions").check()
        page.get_by_role("button", name="Send").click()
        page.locator(".banner-ok").wait_for()
        look(page)

        desk = page_at(1280, 720)
        enter(desk, base, place.staff(Role.ORGANISER))
        desk.goto(base + place.path("support"))
        look(desk)
        desk.get_by_role("button", name="Open what Ben").click()
        look(desk)
        desk.get_by_role("button", name="Suggest another way").click()
        look(desk)
        desk.get_by_label("To them").fill("A captioner who writes every word")
        desk.get_by_role("button", name="Suggest another way").click()
        desk.locator(".banner-ok").wait_for()


def test_the_code_and_the_register_of_permissions_are_sound(app: Flask, place: Place, page_at: PageAt) -> None:
    contact = place.house.person("Contact Two", "two@lindenquay.example")
    link = {"landlord_id": place.landlord_id, "forum_session_id": place.session_id}
    with served(app) as base:
        page = page_at(390, 844)
        enter(page, base, place.house.signed_in(app, contact, "landlord", **link))
        page.goto(base + place.path(f"seats/{place.ids['ann']}/support"))
        page.get_by_label("To take part by telephone").check()
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Send").click()
        look(page)
        desk = page_at(1280, 720)
        enter(desk, base, place.staff(Role.ORGANISER))
        desk.goto(base + place.path("permissions"))
        desk.get_by_role("button", name="Write it down").click()
        look(desk)
