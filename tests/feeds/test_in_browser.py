"""The feeds' page and the connection test in a real browser: they look by themselves, and anybody can use them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from companion.kernel.clocks import to_ms
from companion.kernel.ids import PersonId
from companion.people import sign_in
from companion.people.roles import Role
from tests.browser.browsing import PageAt, page_is_sound, served
from tests.browser.conftest import browser, page_at
from tests.feeds.test_early_meetings import a_whole_meeting, deliver
from tests.house import House

__all__ = ["browser", "page_at"]

pytestmark = [pytest.mark.browser, pytest.mark.req("LC-40")]


def sign_in_as(page: Page, address: str, house: House, who: PersonId) -> None:
    link = {"person_id": who, "address": "col@staff.example", "lives": sign_in.SIGN_IN_LIVES}
    page.goto(f"{address}/sign-in/{house.run(sign_in.make_link, 'sign_in', **link)}")
    page.locator("main form button").first.click()


@pytest.fixture
def session_id(house: House) -> UUID:
    return house.forum_session(house.programme(), starts_in=timedelta(days=7))


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_each_step_turns_to_heard_by_itself_and_what_is_open_stays_open(
    page_at: PageAt, app: Flask, house: House, session_id: UUID, width: int, scheme: Any
) -> None:
    who = PersonId(house.account(Role.ORGANISER, name="Col Barker"))
    with served(app) as address:
        page = page_at(width, 800, scheme)
        sign_in_as(page, address, house, who)
        page.goto(f"{address}/forum-sessions/{session_id}/feeds")
        page.get_by_role("button", name="Test the connection").press("Enter")
        start, end = page.locator("#step-start"), page.locator("#step-end")
        expect(start).to_contain_text("Waiting")
        end.locator("summary").click()
        end.locator("summary").evaluate("one => one.blur()")
        deliver(house, *a_whole_meeting(to_ms(house.now))[:3])
        expect(start).to_contain_text("Heard")
        expect(page.locator("#step-people")).to_contain_text("1 person has come in.")
        expect(end.get_by_text("The host ends it")).to_be_visible()
        page_is_sound(page)
        deliver(house, *a_whole_meeting(to_ms(house.now))[3:])
        expect(end).to_contain_text("Zoom told us that it ended.")
        page.get_by_role("button", name="Finish the test").press("Enter")
        expect(page.get_by_text("Last tested")).to_be_visible()
        page_is_sound(page)


def test_the_chairs_page_tells_of_an_early_meeting_while_it_is_open(
    page_at: PageAt, app: Flask, house: House, session_id: UUID
) -> None:
    who = PersonId(house.account(Role.CHAIR, name="Col Barker"))
    with served(app) as address:
        page = page_at(380, 800, "light")
        sign_in_as(page, address, house, who)
        page.goto(f"{address}/forum-sessions/{session_id}/floor")
        expect(page.get_by_text("The session has not started")).to_be_visible()
        deliver(house, *a_whole_meeting(to_ms(house.now))[:2])
        expect(page.locator(".early-line")).to_contain_text("A meeting runs in Zoom before its time")
        page.get_by_role("link", name="Is it the session?").click()
        page_is_sound(page)
        page.get_by_role("button", name="This is the real session: start it").press("Enter")
        expect(page.locator("#main").get_by_text("The session has begun.").first).to_be_visible()
        expect(page.locator(".early-line")).to_have_count(0)
