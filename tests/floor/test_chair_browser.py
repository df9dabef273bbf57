"""The chair's page in a real browser: hard moments, reasons in one tap, keys of one's own, and what is said aloud."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from companion.wiring import Wiring
from tests.browser.browsing import page_is_sound
from tests.floor.serving import with_system_clock
from tests.floor.test_browser import AT_ONCE, Served, browser, stop_timers

__all__ = ["browser"]
pytestmark = pytest.mark.browser
#: remembers all that is put into the page's announcer, whatever replaces it
LISTEN = """window.said = [];
const announcer = document.getElementById('announcer');
new MutationObserver(() => { if (announcer.textContent) window.said.push(announcer.textContent); })
  .observe(announcer, {childList: true, characterData: true, subtree: true});"""

#: the dial of one state alone on the page, as grey as paper
SHOW_ONLY_THE_SHAPE = """state => {
  const dial = document.getElementById(`dial-${state}`).content.firstElementChild.cloneNode(true);
  const block = document.createElement('section');
  block.id = 'kept'; block.className = 'floor'; block.dataset.state = state;
  block.append(dial);
  document.body.replaceChildren(...[...document.querySelectorAll('template')], block);
}"""


@pytest.fixture
def served(wiring: Wiring, browser: Browser) -> Iterator[Served]:
    with ExitStack() as stack:
        yield Served(with_system_clock(wiring), browser, stack)


def said(page: Page) -> list[str]:
    return page.evaluate("window.said")  # type: ignore[no-any-return]


@pytest.mark.req("LC-16")
def test_key_c_marks_the_case_gives_the_words_and_goes_when_the_turn_has_ended(served: Served):
    served.busy()
    page = served.chairs_page(can_hasten=True)
    page.evaluate(AT_ONCE, ["c", "e"])  # E too soon after C to be meant
    expect(page.locator("#case [data-says]")).to_contain_text("I have to stop you there, Ann.")
    expect(page.locator("#next")).to_be_hidden()
    page_is_sound(page)
    page.clock.fast_forward(1000)  # and here it is meant
    page.get_by_role("button", name="End the turn").click()
    expect(page.locator("#case")).to_be_hidden()
    expect(page.locator("#next")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator("#case")).to_be_visible()
    page.get_by_role("button", name="They may go on").click()
    expect(page.locator("#case")).to_be_hidden()


def test_a_moved_row_is_explained_in_one_tap(served: Served):
    served.busy()
    page = served.chairs_page()
    page.keyboard.press("j")
    page.keyboard.press("Shift+J")
    expect(page.locator("#why [data-words]")).to_have_text("Cara Obi is 2 now. Why?")
    page.get_by_role("button", name="Short of time").first.click()
    expect(page.locator("#why")).to_be_hidden()
    expect(page.locator(".queue li:nth-child(2) .q-marks")).to_contain_text("Moved: short of time")


@pytest.mark.req("BX-27")
def test_words_for_a_hard_moment_are_there_by_one_key_and_noted_by_one_tap(served: Served):
    served.busy()
    page = served.chairs_page()
    page.keyboard.press("w")
    warning = page.locator("#moment-warning")
    expect(warning).to_contain_text("“Ann, please keep to the code that we all accepted.")
    warning.get_by_role("button", name="Note that I said it").click()
    expect(page.locator("#directions li")).to_contain_text("Ann Whitlock: warned")
    page.locator("#moment-break").get_by_role("button", name="Take a break").click()
    expect(page.locator("#now .who")).to_have_text("Ann Whitlock")
    expect(page.locator("#now")).to_have_attribute("data-state", "paused")


def test_the_order_is_chosen_knowing_what_it_costs_and_somebody_is_found_by_letters(served: Served):
    served.busy()
    page = served.chairs_page()
    page.keyboard.press("p")
    expect(page.locator("#policy-menu .drop")).to_contain_text("Nobody is passed. Whoever asks most speaks most.")
    page.get_by_role("button", name="One turn per landlord").click()
    expect(page.locator("#policy")).to_have_text("One turn per landlord in rotation")
    page.keyboard.press("/")
    page.locator("#find-who").press_sequentially("aoi")
    expect(page.locator("#find-said")).to_have_text("Aoife Ní Bhriain")
    page.keyboard.press("Enter")
    expect(page.locator(".queue li:focus .nm")).to_contain_text("Aoife")


def test_a_key_is_given_another_letter_and_the_page_remembers_it(served: Served):
    served.busy()
    page = served.chairs_page()
    page.keyboard.press("?")
    page.locator("#remap-what").select_option("c")
    page.locator("#remap-key").fill("n")
    page.locator("#remap").get_by_role("button", name="Set").click()
    expect(page.locator("#remap-said")).to_have_text("N is taken by another key.")
    page.locator("#remap-key").fill("y")
    page.locator("#remap").get_by_role("button", name="Set").click()
    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(page.locator('[data-press="c"] kbd')).to_have_text("Y")
    page.keyboard.press("c")
    expect(page.locator("#case")).to_be_hidden()
    page.keyboard.press("y")
    expect(page.locator("#case")).to_be_visible()


def test_case_70_twenty_hands_in_two_seconds_are_two_announcements(served: Served):
    served.step("start_session")
    page = served.chairs_page(can_hasten=True)
    page.evaluate(LISTEN)
    served.step("add", who="Siân Prydderch", new="yes")
    expect(page.locator("#announcer")).to_have_text("Siân Prydderch, asks to speak. 1 waiting")
    stop_timers(page)  # however long it takes here, it is one moment there
    for number in range(19):
        served.step("add", who=f"Caller {number}", new="yes")
    expect(page.locator("#queue-title")).to_have_text("20 waiting")
    page.clock.run_for(5000)
    expect(page.locator("#announcer")).to_have_text("19 more hands, 20 waiting")
    assert said(page) == ["Siân Prydderch, asks to speak. 1 waiting", "19 more hands, 20 waiting"]


def test_somebody_who_wants_quiet_hears_of_no_hand(served: Served):
    served.step("start_session")
    page = served.chairs_page(can_hasten=True)
    page.keyboard.press("?")
    page.locator("#spoken").select_option("off")
    page.evaluate(LISTEN)
    served.step("add", who="Siân Prydderch", new="yes")
    expect(page.locator("#queue-title")).to_have_text("1 waiting")
    page.clock.run_for(5000)
    assert said(page) == []


def test_case_77_what_is_not_saved_says_so_is_tried_again_and_keeps_its_order(served: Served):
    served.busy()
    page = served.chairs_page(can_hasten=True)
    left = [2]

    def busy(route: Route) -> None:
        if route.request.method == "POST" and left[0]:
            left[0] -= 1
            route.fulfill(status=503, json={"title": "Busy"})
        else:
            route.continue_()

    page.route("**/floor", busy)
    page.keyboard.press("e")
    expect(page.locator("#undo-words")).to_have_text("Not saved, trying again")
    expect(page.locator("#now .digits")).not_to_be_empty()
    page.keyboard.press("n")  # waits for the first, and comes after it
    for _ in range(4):
        page.clock.run_for(2500)
        page.wait_for_timeout(50)
    expect(page.locator("#now-tag")).to_have_text("Called")
    assert left == [0]


def test_after_the_end_the_page_offers_what_comes_next_and_no_list(served: Served):
    served.busy()
    page = served.chairs_page()
    served.step("end_session")
    expect(page.locator("#now .who")).to_have_text("The session is over")
    for name in ("Minutes", "Timeline"):
        expect(page.get_by_role("link", name=name)).to_be_visible()
    for name in ("Open the list", "Next item", "Add"):
        expect(page.get_by_role("button", name=name)).to_be_hidden()
    page_is_sound(page)


@pytest.mark.parametrize("medium", ["forced colours", "print"])
def test_case_73_six_timer_states_differ_without_colour_and_without_words(served: Served, medium: str):
    served.busy()
    page = served.chairs_page()
    if medium == "print":
        page.emulate_media(media="print")
    else:
        page.emulate_media(forced_colors="active")
    pictures = set()
    for state in ("ready", "running", "warning", "over", "paused", "unknown"):
        page.evaluate(SHOW_ONLY_THE_SHAPE, state)
        pictures.add(page.locator("#kept .dial").screenshot())
    assert len(pictures) == 6


def test_whatever_is_told_the_page_fits_its_screen(served: Served):
    served.busy()
    page = served.chairs_page()
    page.evaluate("for (const id of ['hint', 'tray']) document.getElementById(id).hidden = false")
    for kind in ("alert", "silent"):
        page.evaluate("kind => { document.getElementById('hint').dataset.kind = kind; }", kind)
        assert page.evaluate("document.documentElement.scrollHeight") <= 720


@pytest.mark.parametrize("width", [1280, 380])
def test_case_68_whoever_is_called_what_the_buttons_stay_where_they_are(served: Served, width: int):
    landlord = served.house.landlord("Greater Wetherby and Upper Ouse Valley Housing Partnership", domain="gw.example")
    names = ["W" * 80, "Maximiliane Wilhelmina Featherstonehaugh-Cholmondeley of Saltmarsh and Easterham"]
    served.step("start_session")
    served.step("next_item")
    for name in (*names, "مريم عبد الرحمن الفاسي القيرواني بن يوسف", "👩‍👩‍👧‍👦 Siân 🎉 Prydderch"):
        served.house.participant(served.session_id, name, landlord_id=landlord)
        served.step("add", who=name)
    page = served.chairs_page(width=width, height=720)
    for key, tag in (("n", "Called"), ("s", "Now speaking")):
        page.keyboard.press(key)
        expect(page.locator("#now-tag")).to_have_text(tag)
        expect(page.locator("#now .who")).to_have_text(names[0])
        expect(page.locator("#next .who")).to_have_text(names[1])
        expect(page.locator("#undo-words")).to_contain_text(names[0])
        assert page.evaluate("document.documentElement.scrollHeight") <= 720
        for button in ("#now-acts", "#next .acts", "#undo"):
            expect(page.locator(button).locator("button:visible").first).to_be_in_viewport(ratio=1)
    page_is_sound(page)


def test_a_start_a_week_early_is_asked_about_and_then_done(served: Served):
    served.plan(timedelta(days=7))
    for width, height, scheme in ((320, 640, "dark"), (380, 720, "light"), (1280, 720, "light")):
        page = served.chairs_page(width=width, height=height, scheme=scheme)
        page.locator("#start-early summary").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Start it now")).to_be_in_viewport()
        page_is_sound(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#start-early")).to_be_hidden()
    expect(page.get_by_role("button", name="First item")).to_be_visible()
