"""The landlord's journey on a telephone: from the invitation to two held seats, each step sound, each tap counted."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.browsing import PageAt, page_is_sound, served, stays_sound_when_narrow_and_dark
from tests.browser.journey import GOAL_SECONDS, GOAL_TAPS, Thumb, hold_two_seats, invited
from tests.house import House
from tests.registration.post import collect

pytestmark = [pytest.mark.browser]


@pytest.mark.req("LC-02", "LC-06", "LC-40")
def test_two_seats_are_held_within_eight_taps_and_a_minute(page_at: PageAt, app: Flask, house: House) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    letter = invited(house)
    with served(app) as address:
        page = page_at(390, 844, has_touch=True)
        thumb = Thumb(page)
        hold_two_seats(thumb, house, address + letter.link, at_each=page_is_sound)
        assert thumb.taps <= GOAL_TAPS
        assert thumb.seconds - thumb.machine < GOAL_SECONDS  # the machine's part: tests/bench
        page_is_sound(page)
        stays_sound_when_narrow_and_dark(page)
        farida = next(one for one in collect(house) if one.to.startswith("farida"))
        page.set_viewport_size({"width": 390, "height": 844})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(address + farida.link)
        page_is_sound(page)
        agreeing = Thumb(page)
        agreeing.tap(page.get_by_role("button", name="I agree to this code"))
        expect(page.get_by_role("heading", level=1)).to_have_text("You’re ready to join")
        assert agreeing.taps == 1, "the code takes one tap"
        page_is_sound(page)
        stays_sound_when_narrow_and_dark(page)
