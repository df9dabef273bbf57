"""The registrant's page on a bad line and in a tiny window: one press, the same place, a word of welcome."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import page_is_sound
from tests.floor.test_browser import Served, browser, served  # noqa: F401

pytestmark = pytest.mark.browser


def test_case_19_two_presses_offline_are_one_request_and_the_page_says_welcome_back(served: Served):  # noqa: F811
    served.step("start_session")
    phone = served.own_page(served.ann, can_hasten=True)
    phone.context.set_offline(True)
    button = phone.get_by_role("button", name="Ask to speak", exact=True)
    button.click()
    button.click(force=True)
    expect(phone.locator("#said")).to_contain_text("Not saved, trying again")
    phone.clock.fast_forward(5000)
    with served.leaping.standing():
        served.own(served.cara, "ask")
        phone.context.set_offline(False)
        expect(phone.locator("[data-place]")).to_have_text("1st")  # the press says how long ago it was
    frame = served.step("policy", policy="first_come")
    assert [row["name"] for row in frame["queue"]] == ["Ann Whitlock", "Cara Obi"]
    phone.context.set_offline(True)
    served.live.hang_up()
    phone.clock.fast_forward(7000)
    expect(phone.locator("#link-state")).to_have_attribute("data-state", "lost")
    phone.context.set_offline(False)
    expect(phone.locator("#back")).to_have_text("Welcome back. You’re still 1st.")
    assert phone.title().startswith("1st in the queue")
    page_is_sound(phone)
    phone.set_viewport_size({"width": 320, "height": 256})  # case 72: 1280 x 1024 at 400 %
    lower = phone.get_by_role("button", name="Lower my hand")
    expect(lower).to_be_in_viewport(ratio=1)
    box = lower.bounding_box()
    assert box is not None
    assert box["height"] >= 56


def test_what_the_chair_undoes_of_my_turn_is_undone_on_my_phone_at_once(served: Served):  # noqa: F811
    served.step("start_session")
    served.own(served.cara, "ask")
    served.own(served.ann, "ask")
    phone = served.own_page(served.cara, prepare="Math.random = () => 1;")
    for step in ("call_next", "start"):
        served.step(step)
    expect(phone.locator("#now-tag")).to_have_text("You have the floor")
    served.step("end")
    expect(phone.get_by_role("button", name="Ask to speak", exact=True)).to_be_visible()
    served.step("undo")
    expect(phone.locator("#now-tag")).to_have_text("You have the floor", timeout=2500)  # sooner than it could ask
    served.step("undo")
    expect(phone.locator("#summons")).to_be_visible(timeout=2500)
    phone.get_by_role("button", name="I’m ready").click()
    expect(phone.locator("#is-ready")).to_have_text("The chair sees that you’re ready.")
    page_is_sound(phone)
    served.step("undo")
    expect(phone.locator("[data-place]")).to_have_text("1st")
    served.step("call_next")
    expect(phone.get_by_role("button", name="I’m ready")).to_be_visible()  # a call of its own
