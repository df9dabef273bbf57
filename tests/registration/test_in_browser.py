"""What is wrong on the names form, and the third person's page, on a telephone in a real browser."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from companion.registration import service
from tests.browser.browsing import PageAt, page_is_sound, served
from tests.browser.journey import invited
from tests.house import House
from tests.registration.post import collect

pytestmark = [pytest.mark.browser]


def opened(page: Page, address: str, link: str) -> None:
    page.goto(address + link)
    page.locator("main form button").first.click()


@pytest.mark.req("LC-06")
def test_what_is_wrong_is_said_above_with_the_focus_on_it(page_at: PageAt, app: Flask, house: House) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    letter = invited(house)
    with served(app) as address:
        page = page_at(390, 844)
        opened(page, address, letter.link)
        page.locator("#name-1").fill("Farida Khan")
        page.locator("#email-1").fill("farida@lindenquay")
        page.get_by_role("button", name="Hold both seats").click()
        expect(page.locator("[data-error-summary]")).to_be_focused()
        expect(page.locator("#email-1")).to_have_value("farida@lindenquay")
        page_is_sound(page)


@pytest.mark.req("LC-06")
def test_the_third_persons_page_is_sound(page_at: PageAt, app: Flask, house: House) -> None:
    session_id, landlord_id = house.forum_session(house.programme()), house.landlord()
    for name in ("ann", "ben", "cara"):
        address = f"{name}@lindenquay.example"
        house.run(service.register, session_id, name=name.title(), address=address, landlord_id=landlord_id)
    letter = next(letter for letter in collect(house) if letter.letter == "registration.waiting")
    with served(app) as address:
        page = page_at(390, 844)
        opened(page, address, letter.link)
        page.goto(f"{address}/forum-sessions/{session_id}/place")
        expect(page.get_by_role("heading", level=1)).to_have_text("Two colleagues already hold your landlord’s seats")
        page_is_sound(page)
        page.get_by_role("button", name="Ask for a swap").click()
        expect(page.locator("main").get_by_text("Passed on.")).to_be_visible()
        expect(page.get_by_text("You asked for a swap on")).to_be_visible()
