"""Coming in, the first page, the account, staff and roles, privacy and accessibility, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from companion.kernel.mail import render
from companion.people import service, sign_in
from companion.people.roles import Role
from tests.browser.browsing import PageAt, page_is_sound, served, tab_stops
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.req("LC-40")]


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The address of the product itself, with form tokens on."""
    app.config["WTF_CSRF_ENABLED"] = True
    with served(app) as base:
        yield base


def come_in(page: Page, base: str, house: House, person_id: object) -> None:
    """Sign in as people do: open the link of the letter and press its button."""
    letter = house.run(sign_in.compose_sign_in, {"person_id": str(person_id)})
    page.goto(f"{base}/sign-in/{letter.tokens[0]}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def test_somebody_signs_in_with_the_keyboard_alone(page_at: PageAt, address: str, house: House) -> None:
    person = house.run(service.create_account, "Ruth Whitlock", "ruth@forum.example")
    page = page_at(390, 844)
    page.goto(f"{address}/account")
    page_is_sound(page)
    page.locator("#email").press_sequentially("ruth@")
    page.keyboard.press("Enter")
    page.locator("[data-error-summary]").wait_for()
    page_is_sound(page)
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.locator("#email").fill("ruth@forum.example")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Check your e-mail").wait_for()
    page_is_sound(page)
    letter = house.run(sign_in.compose_sign_in, {"person_id": str(person)})
    assert letter.tokens[0] in render(letter).html
    page.goto(f"{address}/sign-in/{letter.tokens[0]}")
    page_is_sound(page)
    page.get_by_role("button", name="Sign in").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Your account").wait_for()
    page_is_sound(page)
    page.goto(f"{address}/sign-in/{letter.tokens[0]}")
    assert page.get_by_role("heading", name="This link has ended").is_visible()
    page_is_sound(page)


def test_roles_are_granted_and_taken_away_with_the_keyboard(page_at: PageAt, address: str, house: House) -> None:
    house.programme()
    other = house.account(name="Joyce Amadi")
    page = page_at()
    come_in(page, address, house, house.account(Role.ADMIN, name="Ruth Whitlock"))
    page.goto(f"{address}/people/{other}")
    stops = tab_stops(page)
    assert any("Grant the role" in stop for stop in stops)
    page.get_by_role("radio", name="Reviewer").focus()
    page.keyboard.press("Space")
    page.get_by_label("For which programme?").select_option(label="Landlord Connect")
    page.get_by_role("button", name="Grant the role").press("Enter")
    page.locator(".banner", has_text="Reviewer: granted.").wait_for()
    page_is_sound(page)
    page.get_by_role("button", name="Take away Reviewer").press("Enter")
    page.locator(".banner", has_text="Reviewer: taken away.").wait_for()
    assert page.get_by_text("No role yet.").is_visible()


def test_signing_out_from_the_menu_of_a_phone(page_at: PageAt, address: str, house: House, tmp_path: Path) -> None:
    page = page_at(390, 844)
    come_in(page, address, house, house.account(Role.CHAIR))
    page.locator("summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.locator(".banner", has_text="You are signed out.").wait_for()
    page_is_sound(page)
