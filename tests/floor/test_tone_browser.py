"""What a clock says beside its face: a tone for the chair who wants one, and a word to whoever speaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from companion.wiring import Wiring
from tests.browser.browsing import page_is_sound
from tests.floor.screens import Screens
from tests.floor.test_browser import browser

__all__ = ["browser"]
pytestmark = pytest.mark.browser
#: remembers every tone instead of sounding it
LISTEN = """window.tones = [];
const silent = () => ({ setValueAtTime() {}, linearRampToValueAtTime() {} });
window.AudioContext = class {
  currentTime = 0;
  createOscillator() {
    const start = () => window.tones.push(voice.frequency.value);
    const voice = { frequency: {}, connect: (next) => next, start, stop() {} };
    return voice;
  }
  createGain() { return { gain: silent(), connect: (next) => next }; }
};"""


@pytest.fixture
def screens(wiring: Wiring, browser: Browser) -> Iterator[Screens]:
    with ExitStack() as stack:
        yield Screens(wiring, browser, stack)


@pytest.mark.req("LC-20")
def test_a_tone_is_heard_only_where_it_was_switched_on_and_the_speaker_is_told_that_time_is_up(screens: Screens):
    chair = screens.page(screens.chair, "", prepare=LISTEN)
    phone = screens.page(screens.ann, "/me", 390, 844)
    screens.step("start_session")
    screens.own(screens.ann, "ask")
    screens.step("call_next")
    screens.step("start")
    expect(phone.locator("#now-tag")).to_have_text("You have the floor")
    screens.leaping.leap(91)
    screens.step("open_list")
    expect(chair.locator("#now")).to_have_attribute("data-state", "warning")
    assert chair.evaluate("window.tones") == []
    chair.keyboard.press("?")
    page_is_sound(chair)
    chair.get_by_label("A soft tone").check()
    chair.wait_for_function("() => window.tones.length === 1")
    screens.leaping.leap(30)
    screens.step("open_list", places=3)
    expect(chair.locator("#now")).to_have_attribute("data-state", "over")
    chair.wait_for_function("() => window.tones.includes(330)")
    assert chair.evaluate("window.tones") == [440, 330]
    expect(phone.locator("#alarm")).to_have_text("Your time is up. Please finish.")
    screens.step("end")
    expect(phone.locator("#alarm")).to_have_text("")
