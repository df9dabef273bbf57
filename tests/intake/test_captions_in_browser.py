"""How captions stand, for who runs the session and for who reviews it: on a telephone in the dark and on a desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from companion.captions.streams import Claim
from companion.kernel.clocks import ManualClock, to_ms
from companion.kernel.ids import PersonId
from companion.kernel.settings import Settings
from companion.people import sign_in
from companion.people.roles import Role
from tests.browser.browsing import PageAt, page_is_sound, served
from tests.house import House
from tests.intake.telling import tell
from zoom_hooks.rtms import Caption, Paused, Resumed, StreamEnded

pytestmark = [pytest.mark.browser, pytest.mark.req("LC-14")]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_captions_that_stopped_are_shown_asked_for_and_explained(
    page_at: PageAt,
    app: Flask,
    house: House,
    clock: ManualClock,
    claim: Claim,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    scheme: Any,
) -> None:
    monkeypatch.setattr(Settings, "has_zoom_app", True)
    monkeypatch.setattr(Settings, "has_zoom_rest", True)
    at_ms = to_ms(house.now)
    words = Caption("7", "Guest 7", "Good morning", at_ms + 60_000, at_ms + 62_000)
    tell(house, claim, [words, Paused(at_ms + 70_000), Resumed(at_ms + 300_000), StreamEnded(1, at_ms + 400_000)])
    clock.advance(timedelta(seconds=420))
    who = PersonId(house.account(Role.ORGANISER, Role.REVIEWER, name="Col Barker"))
    link = {"person_id": who, "address": "col@staff.example", "lives": sign_in.SIGN_IN_LIVES}
    with served(app) as address:
        page = page_at(width, 800, scheme)
        page.goto(f"{address}/sign-in/{house.run(sign_in.make_link, 'sign_in', **link)}")
        page.locator("main form button").first.click()
        page.goto(f"{address}/forum-sessions/{claim.forum_session_id}/zoom")
        expect(page.get_by_text("Captions ended before the meeting did.")).to_be_visible()
        page_is_sound(page)
        ask = page.get_by_role("button", name="Ask Zoom for captions")
        ask.focus()
        ask.press("Enter")
        expect(page.get_by_text("Zoom was asked to start captions at")).to_be_visible()
        page.goto(f"{address}/forum-sessions/{claim.forum_session_id}/release/new")
        expect(page.get_by_text("Captions were paused in Zoom.")).to_be_visible()
        page_is_sound(page)
