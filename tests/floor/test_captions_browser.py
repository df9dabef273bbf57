"""Captions on a phone: fetched when opened, readable at 320 px, quiet until asked, dark within seconds."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import page_is_sound
from tests.floor.captioned import ANN, CARA, Captioned
from tests.floor.test_browser import Served, browser, served, stop_timers  # noqa: F401

pytestmark = pytest.mark.browser
SECRET = "quillwort beside the boiler"
SOON_MS = 5_000  # within which everything has to be dark, on the page's own clock


def opened(evening: Captioned, **more: object) -> Page:
    meeting = evening.meeting
    assert isinstance(meeting, Served)
    phone = meeting.own_page(meeting.ann, 320, 640, **more)
    phone.locator("#captions > summary").click()
    return phone


def dark_by_then(phone: Page) -> None:
    """However long the server takes: after five seconds of the page's own nothing is left to read. Then it goes on."""
    phone.clock.run_for(SOON_MS)
    expect(phone.locator("#captions .cc-lines p")).to_have_count(0)
    phone.clock.resume()


def test_lines_come_as_they_are_said_in_a_window_of_their_own(served: Served):  # noqa: F811
    evening = Captioned(served)
    served.step("next_item")
    phone = served.own_page(served.ann, 320, 640)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    assert not phone.evaluate("performance.getEntriesByType('resource').some((one) => one.name.includes('captions'))")
    phone.locator("#captions > summary").click()
    expect(phone.locator("#captions .cc-words")).to_have_text("Captions have not begun.")
    evening.says(CARA, SECRET)
    lines = phone.locator("#captions .cc-lines")
    expect(lines).to_have_text(f"Cara Obi: {SECRET}")
    for number in range(9):
        evening.says((ANN, CARA)[number % 2], f"{number} what somebody says about the repairs in the north of the town")
    expect(lines.locator("p")).to_have_count(8)
    expect(lines.locator("p").last).to_be_in_viewport()
    expect(lines).to_have_attribute("aria-live", "off")
    phone.get_by_label("Read new lines aloud").check()
    expect(lines).to_have_attribute("aria-live", "polite")
    page_is_sound(phone)
    ask = phone.get_by_role("button", name="Ask to speak", exact=True)
    expect(ask).to_be_in_viewport(ratio=1)
    ask.click()
    expect(phone.locator("[data-place]")).to_have_text("1st")
    expect(phone.get_by_role("button", name="Lower my hand")).to_be_in_viewport(ratio=1)
    kept = phone.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}]) + document.cookie")
    assert "repairs" not in kept
    assert phone.evaluate("async () => (await caches.keys()).length") == 0
    phone.locator("#captions > summary").click()
    expect(lines.locator("p")).to_have_count(0)
    page_is_sound(opened(evening, scheme="dark"))


def test_i13_they_go_dark_when_somebody_is_sent_out_and_come_back_afterwards(served: Served):  # noqa: F811
    evening = Captioned(served)
    served.step("next_item")
    evening.says(CARA, SECRET)
    phone = opened(evening, can_hasten=True)
    lines, words = phone.locator("#captions .cc-lines"), phone.locator("#captions .cc-words")
    expect(lines).to_contain_text(SECRET)
    stop_timers(phone)
    evening.sends_out(served.ann)
    dark_by_then(phone)
    expect(words).to_have_text("No captions while you are out for this item.")
    expect(lines.locator("p")).to_have_count(0)
    evening.says(CARA, SECRET)
    served.step("next_item")
    evening.says(CARA, "the next item")
    expect(lines).to_have_text("Cara Obi: the next item")
    stop_timers(phone)
    evening.switch(False)
    dark_by_then(phone)
    expect(words).to_have_text("Captions are switched off here.")
    assert SECRET not in phone.content()


def test_nothing_stays_on_a_screen_that_nobody_answers(served: Served):  # noqa: F811
    evening = Captioned(served)
    evening.says(CARA, SECRET)
    phone = opened(evening, can_hasten=True)
    lines, words = phone.locator("#captions .cc-lines"), phone.locator("#captions .cc-words")
    expect(lines).to_contain_text(SECRET)
    stop_timers(phone)
    phone.context.set_offline(True)
    dark_by_then(phone)
    expect(words).to_have_text("No connection. Captions come back with it.")
    assert SECRET not in phone.content()
    phone.context.set_offline(False)
    expect(lines).to_contain_text(SECRET)
    stop_timers(phone)
    served.ann.post("/sign-out")
    dark_by_then(phone)
    expect(words).to_have_text("Captions are not shown to you any more. Reload the page to see why.")
    assert SECRET not in phone.content()
