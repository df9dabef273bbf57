"""From the invitation to both seats held, on a telephone, in a real browser; and the third person's page."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from companion.invitations import service as invitations
from companion.registration import service
from tests.browser.browsing import PageAt, page_is_sound, served
from tests.house import House
from tests.registration.post import collect

pytestmark = [pytest.mark.browser]


def opened(page: Page, address: str, link: str) -> None:
    page.goto(address + link)
    page.locator("main form button").first.click()


@pytest.mark.req("LC-06", "LC-02")
def test_a_landlord_holds_both_seats_from_a_telephone_and_every_station_is_sound(
    page_at: PageAt, app: Flask, house: House
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    session_id = house.forum_session(house.programme())
    house.landlord()
    house.run(invitations.invite, session_id)
    (invitation,) = collect(house)
    with served(app) as address:
        page = page_at(390, 844)
        opened(page, address, invitation.link)
        page.goto(f"{address}/forum-sessions/{session_id}/seats")
        page_is_sound(page)
        page.get_by_role("link", name="Name two people").click()
        for number, name in enumerate(("Farida Khan", "Callum Reid"), start=1):
            page.locator(f"#name-{number}").fill(name)
            page.locator(f"#email-{number}").fill(f"{name.split()[0].lower()}@lindenquay")
        page.get_by_role("button", name="Hold both seats").click()
        expect(page.locator("[data-error-summary]")).to_be_focused()
        page_is_sound(page)
        for number, name in enumerate(("farida", "callum"), start=1):
            page.locator(f"#email-{number}").fill(f"{name}@lindenquay.example")
        page.get_by_role("button", name="Hold both seats").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Type the code we sent")
        page_is_sound(page)
        page.locator("#code").fill(next(one.code for one in collect(house) if one.letter == "people.device_code"))
        page.get_by_role("button", name="Hold both seats").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Both seats are held")
        page_is_sound(page)
        farida = next(letter for letter in collect(house) if letter.to.startswith("farida"))
        opened(page, address, farida.link)
        page.goto(f"{address}/forum-sessions/{session_id}/place")
        page.get_by_role("button", name="I agree to this code").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("You’re ready to join")
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
