"""The waiting room beside a steward's hands: whoever comes is told, and nothing moves under the focus."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from companion.kernel.ids import PersonId
from companion.people import sign_in
from companion.people.roles import Role
from tests.browser.browsing import PageAt, page_is_sound, served
from tests.house import House
from tests.intake.test_door import Evening

pytestmark = [pytest.mark.browser]
LOOKS_AGAIN = 5_100


def signed_in(page: Page, house: House, address: str) -> None:
    col = PersonId(house.account(Role.STEWARD, name="Col Barker"))
    link = {"person_id": col, "address": "col@staff.example", "lives": sign_in.SIGN_IN_LIVES}
    page.goto(f"{address}/sign-in/{house.run(sign_in.make_link, 'sign_in', **link)}")
    page.locator("main form button").first.click()


def test_newcomers_are_told_and_nothing_moves_under_the_focus(page_at: PageAt, app: Flask, house: House) -> None:
    evening = Evening(house)
    evening.waits("1", "Zed Omega")
    with served(app) as address:
        page = page_at(390, 844)
        page.clock.install()
        signed_in(page, house, address)
        page.goto(f"{address}/forum-sessions/{evening.session_id}/waiting-room")
        refusal = page.get_by_role("button", name="No, I’ll send the line to Zed Omega")
        refusal.focus()
        evening.waits("2", "Yara Quist")
        evening.waits("3", "iPad (2)")
        page.clock.run_for(LOOKS_AGAIN)
        more = page.get_by_role("button", name="2 more have come: show them")
        expect(more).to_be_visible()
        page.clock.run_for(60)
        expect(page.locator("#announcer")).to_have_text("2 more have come")
        expect(refusal).to_be_focused()
        expect(page.locator(".inbox > li")).to_have_count(1)
        page_is_sound(page)
        more.click()
        expect(page.locator(".inbox > li")).to_have_count(3)
        expect(page.get_by_role("heading", name="“Yara Quist” wants to come in")).to_be_focused()
        expect(page.get_by_role("heading", level=1)).to_have_text("3 to answer")
        expect(more).to_be_hidden()


def test_who_types_about_one_is_told_of_the_next(page_at: PageAt, app: Flask, house: House) -> None:
    evening = Evening(house)
    case = evening.waits("1", "Zed Omega")
    with served(app) as address:
        page = page_at(390, 844)
        page.clock.install()
        signed_in(page, house, address)
        with page.expect_response("**/waiting-room"):
            page.goto(f"{address}/forum-sessions/{evening.session_id}/waiting-room/swap?entry={case.entry_id}")
        name = page.get_by_label("Full name of who comes")
        name.fill("Cara Li")
        evening.waits("2", "Yara Quist")
        page.clock.run_for(LOOKS_AGAIN)
        expect(page.get_by_text("One more has come to the door")).to_be_visible()
        expect(name).to_be_focused()
        expect(name).to_have_value("Cara Li")
        page_is_sound(page)
