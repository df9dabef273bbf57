"""Our page inside Zoom at the sizes that Zoom's side panel has: low, narrow, and with everything told at once."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from companion.people.roles import Role
from companion.wiring import Wiring
from tests.browser.browsing import page_is_sound
from tests.browser.conftest import browser as browser
from tests.floor.serving import with_system_clock
from tests.intake.test_panel_browser import Night, queue
from tests.intake.test_panel_browser import night as night
from tests.intake.test_panel_browser import zoom as zoom
from tests.intake.zoom_client import BRIDGE
from zoom_hooks.sim import SimulatedZoom

pytestmark = pytest.mark.browser

SIZES = ((380, 620), (380, 720), (320, 620), (320, 720))
#: whether a press in the middle of an element would reach it
IS_PRESSED = """button => {
  const box = button.getBoundingClientRect();
  const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return Boolean(hit) && (hit === button || button.contains(hit));
}"""
NEWS = """([id, kind]) => {
  for (const other of ['hint', 'flag', 'tray']) document.getElementById(other).hidden = other !== id;
  if (kind) document.getElementById(id).dataset.kind = kind;
}"""


def can_be_pressed(page: Page, name: str) -> None:
    button = page.get_by_role("button", name=name)
    expect(button).to_be_in_viewport(ratio=1)
    assert button.evaluate(IS_PRESSED), name


def test_who_waits_at_the_door_is_let_in_at_every_size_whatever_else_is_told(
    night: Night, zoom: SimulatedZoom, browser: Browser
) -> None:
    night.comes("Ann Whitlock", night.house.landlord())
    night.comes("Cleo Marsh", night.house.landlord("Marram Housing", domain="marram.example"), waits=True)
    night.comes("iPhone", waits=True)
    robin = night.staff("Robin Marsh", "U1", Role.CHAIR)
    robin.opens(browser, night.base)
    page = robin.is_ready()
    zoom.raise_hand("Ann Whitlock", meeting_id=night.meeting_id)
    robin.tells()
    expect(queue(page)).to_have_count(1)
    expect(page.locator("#zoom-before")).to_be_visible()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        can_be_pressed(page, "Let in Cleo Marsh")
    page_is_sound(page)
    page.get_by_role("button", name="Looked").click()
    expect(page.locator("#zoom-before")).to_be_hidden()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for news in (["hint", "alert"], ["hint", "invite"], ["hint", "silent"], ["flag", ""], ["tray", ""]):
            page.evaluate(NEWS, news)
            can_be_pressed(page, "Let in Cleo Marsh")
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(page.locator("#in-zoom > summary")).to_have_text("People in Zoom (2 wait)")


def test_before_the_start_the_button_that_adds_a_hand_stands_within_the_narrowest_panel(
    wiring: Wiring, zoom: SimulatedZoom, browser: Browser
) -> None:
    with ExitStack() as stack:
        night = Night(with_system_clock(wiring), zoom, browser, stack, begun=False)
        robin = night.staff("Robin Marsh", "U1", Role.CHAIR)
        robin.opens(browser, night.base, width=320)
        page = robin.is_ready()
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            expect(page.locator("#add > summary")).to_be_in_viewport(ratio=1)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_after_zooms_client_was_away_every_hand_stands_once_also_after_a_reload_and_with_a_second_page(
    night: Night, zoom: SimulatedZoom, browser: Browser
) -> None:
    meeting = {"meeting_id": night.meeting_id}
    night.comes("Ann Whitlock", night.house.landlord())
    night.comes("Ben Ashdown")
    robin = night.staff("Robin Marsh", "U1", Role.CHAIR)
    robin.opens(browser, night.base)
    page = robin.is_ready()
    zoom.raise_hand("Ann Whitlock", **meeting)
    robin.tells()
    expect(queue(page)).to_have_count(1)
    zoom.sdk_line(False)
    zoom.raise_hand("Ben Ashdown", **meeting)
    zoom.sdk_line(True)
    robin.tells()
    expect(queue(page)).to_have_count(2)
    page.reload()
    robin.is_ready()
    expect(queue(page)).to_have_count(2)
    second = page.context.new_page()
    second.expose_function("zoomClientCalls", robin._called)
    second.add_init_script(BRIDGE)
    second.goto(page.url)
    second.wait_for_selector("body[data-ready][data-zoom=yes][data-host]")
    zoom.lower_hand("Ann Whitlock", **meeting)
    zoom.raise_hand("Robin Marsh", **meeting)
    robin._next, events = zoom.sdk_events(robin.who, robin._next or 0, meeting_id=night.meeting_id)
    for event in events:
        for one in (page, second):
            one.evaluate("event => window.zoomClientTells(event)", event)
    for one in (page, second):
        expect(queue(one).locator("[data-name]")).to_have_text(["Ben Ashdown", "Robin Marsh"])
    assert night.waiting == 2


def test_a_client_that_does_not_answer_is_told_in_words_for_people(
    night: Night, zoom: SimulatedZoom, browser: Browser
) -> None:
    night.comes("Cleo Marsh", waits=True)
    robin = night.staff("Robin Marsh", "U1", Role.CHAIR)
    robin.opens(browser, night.base)
    page = robin.is_ready()
    expect(page.locator("#zoom-door")).to_be_visible()
    zoom.sdk_line(False)
    page.get_by_role("button", name="Let in Cleo Marsh").click()  # Zoom's SDK itself gives up, after ten seconds
    expect(page.locator("#said")).to_have_text("Zoom did not answer. Do it in Zoom’s own window.")
    zoom.sdk_line(True)
