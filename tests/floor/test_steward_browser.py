"""The steward's page in a real browser: a hand by three letters, the inbox by keys, the chair taken over."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from companion.floor import service
from companion.floor.participants import add
from companion.people.roles import Role
from tests.browser.browsing import page_is_sound, stays_sound_when_narrow_and_dark
from tests.floor.test_browser import Served, browser, served  # noqa: F401

pytestmark = pytest.mark.browser


@pytest.fixture
def jonah(served: Served) -> FlaskClient:  # noqa: F811
    account = served.house.account(Role.STEWARD, programme_id=served.programme_id, name="Jonah Ferreday")
    return served.house.signed_in(served.app, account)


def stewards_page(served: Served, client: FlaskClient) -> Page:  # noqa: F811
    page = served.page(client, "/steward")
    page.wait_for_selector("body[data-ready]")
    return page


@pytest.mark.req("LC-18")
def test_three_letters_and_enter_put_a_hand_on_every_screen(
    served: Served,  # noqa: F811
    jonah: FlaskClient,
):
    served.step("start_session")
    page, chair, phone = stewards_page(served, jonah), served.chairs_page(), served.own_page(served.cara)
    stage = served.page(served.chair, "/stage", 960, 540)
    stage.wait_for_selector("body[data-ready]")
    page.keyboard.press("a")
    page.keyboard.type("whi")
    expect(page.locator("#hits li")).to_have_text(["Ann Whitlock, Linden Quay Homes"])
    page.keyboard.press("Enter")
    expect(chair.locator("#next .who")).to_have_text("Ann Whitlock")
    expect(stage.locator("#next li b")).to_have_text("Ann Whitlock")
    expect(phone.locator("[data-count]")).to_have_text("1 person is waiting.")
    expect(page.locator("#queue [data-name]")).to_have_text("Ann Whitlock")
    expect(page.locator("#add-said")).to_have_text("Added Ann Whitlock, 1 of 1")
    expect(page.locator("#add-who")).to_be_focused()


def test_two_of_one_name_are_told_apart_and_nobody_is_added_by_guessing(served: Served, jonah: FlaskClient):  # noqa: F811
    served.step("start_session")
    for landlord_id in (served.linden, served.marram):
        served.house.participant(served.session_id, "Ann Marsh", landlord_id=landlord_id)
    page = stewards_page(served, jonah)
    page.locator("#add-who").focus()
    page.keyboard.type("mars")
    expect(page.locator("#hits li")).to_have_text(["Ann Marsh, Linden Quay Homes", "Ann Marsh, Marram Housing"])
    page.keyboard.press("Enter")
    expect(page.locator("#add-said")).to_have_text("2 fit: choose with the arrow keys, or type on")
    expect(page.locator("#queue li")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page_is_sound(page)
    page.keyboard.press("Enter")
    expect(page.locator("#queue [data-landlord]")).to_have_text("Marram Housing")


def test_the_inbox_comes_by_itself_is_answered_by_keys_and_the_chair_is_taken_in_one_step(
    served: Served,  # noqa: F811
    jonah: FlaskClient,
):
    served.busy()
    page, chair = stewards_page(served, jonah), served.chairs_page()
    expect(page.locator("#ib")).to_have_text("Nothing to answer")
    person = served.house.run(lambda uow: add(uow, served.session_id, "Ruth Castell", landlord_id=served.marram))
    served.house.run(
        service.heard_in_chat,
        served.session_id,
        person,
        "I'd like to come in on this",
        message_id="m",
        at=served.house.now,
    )
    expect(page.locator("#ib")).to_have_text("1 to answer")
    page_is_sound(page)
    stays_sound_when_narrow_and_dark(page)
    page.keyboard.press("j")
    expect(page.locator(".inbox .is-open")).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator("#ib")).to_have_text("Nothing to answer")
    expect(page.locator("#queue [data-name]").last).to_have_text("Ruth Castell")
    page.get_by_role("button", name="Take the chair").click()
    expect(page).to_have_url(f"{served.base}{served.url}")
    expect(chair.locator("#held")).to_contain_text("Jonah Ferreday has the chair since")
    page_is_sound(chair)
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("e")
    expect(chair.locator("#now-tag")).to_have_text("The floor")
    chair.locator("#held button").click()
    expect(chair.locator("#held")).to_be_hidden()


def test_the_stewards_keys_have_the_letters_that_the_chair_gave_them_and_go_with_the_switch(
    served: Served,  # noqa: F811
    jonah: FlaskClient,
):
    served.busy()
    page = stewards_page(served, jonah)
    expect(page.locator("#keys-hint")).to_contain_text("A to add a hand")
    page.evaluate("() => localStorage.setItem('fc-key-letters-chair', JSON.stringify({a: 'y'}))")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("#keys-hint")).to_contain_text("Y to add a hand")
    page.keyboard.press("a")
    expect(page.locator("#add-who")).not_to_be_focused()
    page.keyboard.press("y")
    expect(page.locator("#add-who")).to_be_focused()
    page.evaluate("() => localStorage.setItem('fc-keys', 'off')")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("y")
    expect(page.locator("#add-who")).not_to_be_focused()


def test_after_the_end_the_steward_is_offered_no_hand_and_no_chair(served: Served, jonah: FlaskClient):  # noqa: F811
    served.busy()
    page = stewards_page(served, jonah)
    served.step("end_session")
    offered = ("#adding", "#take", "#keys-hint", "#queue-empty")
    for part in offered:
        expect(page.locator(part)).to_be_hidden()
    page.keyboard.press("a")
    expect(page.locator("#add-who")).not_to_be_focused()
    page.reload()
    for part in offered:
        expect(page.locator(part)).to_be_hidden()
    page_is_sound(page)


def test_the_stewards_clock_keeps_within_its_panel_at_320_pixels(served: Served, jonah: FlaskClient):  # noqa: F811
    served.step("start_session")
    served.step("limits", seconds="1")
    served.own(served.ann, "ask")
    served.step("call_next")
    served.step("start")
    page = served.page(jonah, "/steward", 320, 640)
    expect(page.locator("#now")).to_have_attribute("data-state", "over")
    expect(page.locator("#now .word")).to_have_text("Time is up")
    for digits in ("+0:08", "+12:34"):
        inside = page.evaluate(
            """digits => {
              const shown = document.querySelector("#now .digits");
              shown.textContent = digits;
              shown.dataset.letters = digits.length;
              const panel = document.querySelector("#now").getBoundingClientRect();
              const word = document.querySelector("#now .word").getBoundingClientRect();
              return word.right <= panel.right - 8;
            }""",
            digits,
        )
        assert inside, digits
