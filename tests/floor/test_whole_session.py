"""A whole forum session in real Chromium: a chair at the keys, a steward, two registrants and a stage, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from companion.wiring import Wiring
from tests.floor.screens import Screens
from tests.floor.test_browser import browser, stop_timers  # noqa: F401

pytestmark = pytest.mark.browser


@pytest.fixture
def screens(wiring: Wiring, browser: Browser) -> Iterator[Screens]:  # noqa: F811
    with ExitStack() as stack:
        yield Screens(wiring, browser, stack)


@pytest.mark.early
@pytest.mark.req("LC-17", "LC-18", "LC-20")
def test_five_screens_agree_through_a_whole_session(screens: Screens):
    screens.open_all()
    _lobby(screens)
    _first_speaker(screens)
    _interest_while_waiting(screens)
    _over_time_and_the_next_item(screens)
    _interest_while_speaking(screens)
    _the_chairs_link_is_cut(screens)
    _the_steward_takes_the_chair(screens)
    _a_registrant_drops_and_comes_back(screens)
    _a_case_is_raised_and_taken_back(screens)
    _list_closed_and_the_end(screens)


def _lobby(screens: Screens) -> None:
    chair = screens.chairs
    screens.agree()
    screens.sound(chair.page)
    chair.choose(chair.button("Start the session"))
    chair.choose(chair.button("First item"))
    for page in (chair.page, screens.stage, screens.anns):
        expect(page.locator("[data-item-title]").first).to_have_text("Welcome")
    for phone in screens.phones.values():
        phone.get_by_role("button", name="Ask to speak", exact=True).click()
        expect(phone.locator("#place")).to_be_visible()
    screens.stewards.keyboard.press("a")
    screens.stewards.keyboard.type("pri")
    expect(screens.stewards.locator("#hits li")).to_have_count(1)
    screens.stewards.keyboard.press("Enter")
    expect(screens.stewards.locator("#add-said")).to_have_text("Added Priya Shah, 3 of 3")
    screens.agree("Ann Whitlock", "Cara Obi", "Priya Shah")


def _first_speaker(screens: Screens) -> None:
    """Three keys (Q5), a summons on the telephone, and one time on every screen."""
    chair = screens.chairs
    chair.press("n")
    expect(screens.anns.locator("#summons")).to_be_visible()
    screens.agree("Cara Obi", "Priya Shah", called="Ann Whitlock")
    chair.press("s")
    expect(screens.anns.locator("#now-tag")).to_have_text("You have the floor")
    screens.agree("Cara Obi", "Priya Shah", speaking="Ann Whitlock")
    screens.clocks_agree(meanwhile=screens.sound)
    chair.press("e")
    expect(screens.anns.locator("#now")).to_be_hidden()
    assert chair.presses == 3
    screens.agree("Cara Obi", "Priya Shah")


def _interest_while_waiting(screens: Screens) -> None:
    chair, phone = screens.chairs, screens.caras
    phone.get_by_text("Declare an interest in this item").click()
    phone.get_by_label("What kind of interest").select_option("prejudicial")
    phone.get_by_role("button", name="Declare it").click()
    expect(phone.locator("#interest")).to_contain_text("The chair has not answered yet")
    expect(chair.page.locator("#interest-asks")).to_contain_text("Cara Obi")
    chair.choose(chair.button("Noted: Cara Obi"))
    expect(chair.page.locator("#interest-asks li")).to_have_count(0)
    screens.agree("Cara Obi", "Priya Shah")
    screens.serve("Cara Obi")


def _over_time_and_the_next_item(screens: Screens) -> None:
    chair = screens.chairs
    chair.press("n")
    expect(chair.page.locator("#now-tag")).to_have_text("Called")
    chair.press("s")
    expect(screens.stage.locator("#now .who")).to_have_text("Priya Shah")
    screens.leaping.leap(124)
    for page in screens.all:
        expect(page.locator("#now")).to_have_attribute("data-state", "over")
        expect(page.locator("#now .word")).to_have_text(re.compile("Time is up|Please finish"))
    expect(chair.page.locator("#says")).to_contain_text("Please finish your sentence")
    screens.sound(chair.page, screens.stage)
    chair.choose(chair.page.locator("#next-ask > summary"))
    chair.choose(chair.button("End the turn", "#next-ask"))
    for page in (chair.page, screens.stage, screens.anns):
        expect(page.locator("[data-item-title]").first).to_have_text("Damp and mould")
    screens.agree()


def _interest_while_speaking(screens: Screens) -> None:
    """Nobody is cut off: the clock stops, and the chair is asked."""
    chair, phone = screens.chairs, screens.anns
    phone.get_by_role("button", name="Ask to speak", exact=True).click()
    expect(chair.page.locator("#next .who")).to_have_text("Ann Whitlock")
    chair.press("n")
    expect(chair.page.locator("#now-tag")).to_have_text("Called")
    chair.press("s")
    expect(phone.locator("#now-tag")).to_have_text("You have the floor")
    phone.get_by_text("Declare an interest in this item").click()
    phone.get_by_label("What kind of interest").select_option("personal")
    phone.get_by_role("button", name="Declare it").click()
    for page in screens.all:
        expect(page.locator("#now")).to_have_attribute("data-state", "paused")
    screens.agree(speaking="Ann Whitlock")
    chair.choose(chair.button("Noted: Ann Whitlock"))
    chair.press("s")
    expect(phone.locator("#now")).to_have_attribute("data-state", "running")
    chair.press("e")
    expect(phone.locator("#now")).to_be_hidden()
    screens.agree()


def _the_chairs_link_is_cut(screens: Screens) -> None:
    chair, page = screens.chairs, screens.chairs.page
    screens.caras.get_by_role("button", name="Ask to speak", exact=True).click()
    expect(page.locator("#next .who")).to_have_text("Cara Obi")
    chair.press("n")
    expect(page.locator("#now-tag")).to_have_text("Called")
    chair.press("s")
    expect(screens.caras.locator("#now-tag")).to_have_text("You have the floor")
    screens.agree(speaking="Cara Obi")
    before = screens.truth()
    page.context.set_offline(True)
    stop_timers(page)  # a press is kept for half a minute of the page's own time, however long it takes here
    chair.press("+")
    expect(page.locator("#undo-words")).to_have_text("Not saved, trying again")
    screens.cut(page)
    expect(page.locator("#now-tag")).to_contain_text("Last seen")
    expect(page.locator("#now .digits")).to_be_empty()
    screens.anns.get_by_role("button", name="Ask to speak", exact=True).click()
    expect(screens.stewards.locator("#queue [data-name]")).to_have_text(["Ann Whitlock"])
    page.clock.resume()
    screens.mend(page)
    expect(page.locator("#undo-words")).to_contain_text("Gave more time to Cara Obi")
    frame = screens.agree("Ann Whitlock", speaking="Cara Obi")
    assert frame["now"]["clock"]["limit_ms"] == before["now"]["clock"]["limit_ms"] + 30_000  # sent once


def _the_steward_takes_the_chair(screens: Screens) -> None:
    chair, steward = screens.chairs, screens.stewards
    steward.get_by_role("button", name="Take the chair").click()
    expect(steward).to_have_url(f"{screens.base}{screens.url}")
    steward.wait_for_selector("body[data-ready]")
    expect(chair.page.locator("#held")).to_contain_text("Jonah Ferreday has the chair")
    steward.keyboard.press("e")
    expect(chair.page.locator("#now-tag")).to_have_text("The floor")
    screens.agree("Ann Whitlock")
    screens.sound(chair.page)
    chair.choose(chair.button("Back to the chair"))
    expect(steward.locator("#held")).to_be_hidden()
    steward.goto(f"{screens.base}{screens.url}/steward")
    steward.wait_for_selector("body[data-ready]")
    screens.agree("Ann Whitlock")


def _a_registrant_drops_and_comes_back(screens: Screens) -> None:
    phone = screens.caras
    phone.get_by_role("button", name="Ask to speak", exact=True).click()
    expect(phone.locator("[data-place]")).to_have_text("2nd")
    screens.cut(phone)
    expect(phone.locator("[data-place]")).to_have_text("2nd")
    screens.sound(phone)
    screens.rejoins_in_zoom("Cara Obi")
    screens.mend(phone)
    expect(phone.locator("#back")).to_have_text("Welcome back. You’re still 2nd.")
    screens.agree("Ann Whitlock", "Cara Obi")


def _a_case_is_raised_and_taken_back(screens: Screens) -> None:
    chair = screens.chairs
    chair.press("c")
    expect(chair.page.locator("#case")).to_contain_text("We can’t discuss individual cases here")
    expect(chair.page.locator("#undo-words")).to_contain_text("Marked an individual case")
    chair.press("u")
    expect(chair.page.locator("#case")).to_be_hidden()
    screens.agree("Ann Whitlock", "Cara Obi")


def _list_closed_and_the_end(screens: Screens) -> None:
    chair = screens.chairs
    chair.press("l")
    for page in (screens.stage, chair.page):
        expect(page.locator("[data-item-words]")).to_contain_text("list closed")
    chair.press("n")
    expect(screens.anns.locator("#summons")).to_be_visible()
    chair.press("u")
    expect(screens.anns.locator("#summons")).to_be_hidden()
    screens.agree("Ann Whitlock", "Cara Obi")
    chair.choose(chair.page.locator("#session > summary"))
    chair.choose(chair.button("End the session"))
    for phone in screens.phones.values():
        expect(phone.locator("#why-not")).to_contain_text("The session is over")
    screens.agree()
    screens.sound()
    phone = screens.anns
    phone.get_by_role("link", name="What became of my hands").click()
    expect(phone.locator("main")).to_contain_text("Send it in writing")
    chair.page.goto(f"{screens.base}{screens.url}/minutes")
    expect(chair.page.locator("h1")).to_be_visible()
    screens.sound(phone, chair.page)
