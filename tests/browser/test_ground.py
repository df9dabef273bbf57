"""The ground that every page stands on: base page, macros, error pages, live layout, in a real browser."""

from __future__ import annotations

import pytest

from companion.web.errors import WORDS
from tests.browser.browsing import (
    PageAt,
    axe_clean,
    no_csp_reports,
    no_script_errors,
    no_sideways_scroll,
    page_is_sound,
    stays_sound_when_narrow_and_dark,
    tab_stops,
    targets_are_large,
)
from tests.browser.kitchen import ERRORS

pytestmark = [pytest.mark.browser, pytest.mark.req("LC-40")]

PAGES = ["/parts", "/parts?alone", "/form", "/form?errors", "/live"]


@pytest.mark.parametrize("path", PAGES)
def test_every_part_is_accessible_wide_and_light_narrow_and_dark(page_at: PageAt, ground: str, path: str) -> None:
    page = page_at(1280, 720, "light")
    page.goto(ground + path)
    page_is_sound(page)
    stays_sound_when_narrow_and_dark(page)


def test_every_error_page_says_what_is_so_and_what_to_do(page_at: PageAt, ground: str) -> None:
    page = page_at(320, 640)
    for status in WORDS:
        page.goto(f"{ground}/errors/{status}")
        if status in {404, 503}:
            page_is_sound(page)
        assert page.get_by_text("What to do:").is_visible()
        assert page.get_by_text(f"Error {status} · quote 7f3a9c").is_visible()


def test_keyboard_reaches_every_control_in_reading_order(page_at: PageAt, ground: str) -> None:
    page = page_at(1280, 720)
    page.goto(f"{ground}/form")
    stops = tab_stops(page)
    assert stops[0].endswith("Skip to the main part")
    named = [stop.split()[0] for stop in stops]
    fields = [
        "input#name[name]",
        "input#email[email]",
        "textarea#notes[notes]",
        "select#landlord[landlord]",
        "input#date[date-day]",
        "input#agree[agree]",
    ]
    assert [name for name in named if name in fields] == fields
    assert any(stop.endswith("Sign out") for stop in stops)
    assert any("Dark colours" in stop for stop in stops)


def test_skip_link_leads_past_the_header(page_at: PageAt, ground: str) -> None:
    page = page_at(1280, 720)
    page.goto(f"{ground}/form")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "name"


def test_refused_form_moves_the_focus_to_the_summary_and_its_links_into_the_fields(
    page_at: PageAt, ground: str
) -> None:
    page = page_at(390, 844)
    page.goto(f"{ground}/form?errors")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    for error in ERRORS:
        page.locator(f"[data-error-summary] a[href='#{error.field}']").click()
        assert page.evaluate("document.activeElement.id") == error.field
        assert page.locator(f"#{error.field}-error").inner_text().endswith(error.message)
    described = page.locator("#email").get_attribute("aria-describedby")
    assert described == "email-hint email-error"


def test_what_was_typed_comes_back_as_text_and_never_as_markup(page_at: PageAt, ground: str) -> None:
    page = page_at()
    page.goto(f"{ground}/form?errors")
    assert page.input_value("#name") == "Callum <b>Reid</b>"
    assert page.input_value("#date") == "31"
    assert page.input_value("#landlord") == "b"
    assert page.is_checked("input[value=comment]")
    assert page.is_checked("input[value=damp]")


def test_colours_follow_the_device_until_somebody_chooses(page_at: PageAt, ground: str) -> None:
    page = page_at(scheme="light")
    page.goto(f"{ground}/form")
    theme = page.locator("html")
    page.get_by_role("button", name="Dark colours").click()
    assert theme.get_attribute("data-bs-theme") == "dark"
    page.goto(f"{ground}/parts")
    assert theme.get_attribute("data-bs-theme") == "dark"
    page.get_by_role("button", name="Light colours").click()
    assert page.evaluate("localStorage.getItem('fc-theme')") is None
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("html[data-bs-theme=dark]", state="attached")


def test_pages_work_without_script(page_at: PageAt, ground: str) -> None:
    page = page_at(320, 640, java_script_enabled=False)
    page.goto(f"{ground}/form?errors")
    assert not page.locator("[data-theme-switch]").is_visible()
    page.locator("summary").click()
    assert page.get_by_role("link", name="Landlords").is_visible()
    page.get_by_role("button", name="Hold both seats").first.click()
    page.get_by_role("heading", name="Sent").wait_for()


def test_second_press_of_a_button_sends_nothing(page_at: PageAt, ground: str) -> None:
    page = page_at()
    page.goto(f"{ground}/form")
    page.evaluate(
        """() => { window.prevented = [];
          addEventListener('submit', e => { window.prevented.push(e.defaultPrevented); e.preventDefault(); }); }"""
    )
    page.get_by_role("button", name="Give the seat back").evaluate("button => { button.click(); button.click(); }")
    assert page.evaluate("window.prevented") == [False, True]


def test_leaving_a_page_with_typed_text_asks_first(page_at: PageAt, ground: str) -> None:
    page = page_at()
    asked: list[str] = []

    def stay(dialog):  # type: ignore[no-untyped-def]
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay)
    page.goto(f"{ground}/form")
    page.goto(f"{ground}/parts")
    assert asked == []
    page.goto(f"{ground}/form")
    page.locator("#notes").type("We cut the first visit to one day")
    page.goto(f"{ground}/parts")
    assert asked == ["beforeunload"]
    page.goto(f"{ground}/form")
    page.locator("#notes").type("We cut the first visit to one day")
    page.get_by_role("button", name="Hold both seats").first.click()
    page.get_by_role("heading", name="Sent").wait_for()
    assert asked == ["beforeunload"]


def test_copy_button_copies_the_line_beside_it(page_at: PageAt, ground: str) -> None:
    page = page_at(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{ground}/parts")
    page.locator("[data-copy]").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "Say “hand up” here to ask to speak"


def test_refusal_takes_the_focus_and_good_news_is_spoken(page_at: PageAt, ground: str) -> None:
    page = page_at()
    page.goto(f"{ground}/parts")
    assert page.evaluate("document.activeElement.textContent").startswith("Take note.")
    page.goto(f"{ground}/parts?only=ok")
    page.wait_for_function(
        "() => document.getElementById('announcer').textContent === 'Done. This is a banner of the kind ok.'"
    )
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_menu_of_a_phone_closes_on_escape(page_at: PageAt, ground: str) -> None:
    page = page_at(390, 844)
    page.goto(f"{ground}/parts")
    assert not page.get_by_role("link", name="Landlords").is_visible()
    page.locator("summary").click()
    page.get_by_role("link", name="Landlords").focus()
    axe_clean(page)
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Landlords").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_timer_states_differ_by_shape_and_word_without_colour(page_at: PageAt, ground: str) -> None:
    page = page_at(forced_colors="active")
    page.goto(f"{ground}/parts")
    looks = page.evaluate(
        """() => [...document.querySelectorAll('.floor[data-state]')].map(
          floor => [floor.querySelector('.dial').innerHTML, floor.querySelector('.word').textContent])"""
    )
    assert len(looks) == 6
    assert len({shape for shape, _ in looks}) == 6
    assert len({word for _, word in looks}) == 6


def test_clock_shows_no_digits_while_reconnecting(page_at: PageAt, ground: str) -> None:
    page = page_at()
    page.goto(f"{ground}/parts")
    assert page.locator(".floor[data-state=unknown] .digits").count() == 0


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (1024, 768)])
def test_stage_shows_long_names_whole_and_nothing_overlaps(
    page_at: PageAt, ground: str, width: int, height: int
) -> None:
    page = page_at(width, height)
    page.goto(f"{ground}/stage")
    inside = page.evaluate(
        """() => {
          const box = selector => document.querySelector(selector).getBoundingClientRect();
          const floor = box('.floor'), foot = box('.foot'), last = box('.side li:last-child');
          const names = [...document.querySelectorAll('.who, .side b')];
          const whole = names.every(name => name.scrollHeight <= name.clientHeight + 2);
          return {whole, clock: box('.clock').bottom <= floor.bottom, next: last.bottom <= foot.top + 1,
            fits: document.documentElement.scrollHeight <= innerHeight,
            least: Math.min(...[...document.querySelectorAll('.tag, .who, .of, .word, .side b, .ll, .foot p, .foot b')]
              .map(e => parseFloat(getComputedStyle(e).fontSize))) / Math.min(innerHeight, innerWidth * .5625)};
        }"""
    )
    assert inside.pop("least") >= 0.045
    assert inside == {"whole": True, "clock": True, "next": True, "fits": True}


@pytest.mark.parametrize("width", [320, 380, 800])
def test_marks_never_squeeze_a_name_in_the_queue(page_at: PageAt, ground: str, width: int) -> None:
    page = page_at(width, 640)
    page.goto(f"{ground}/live")
    widths = page.eval_on_selector_all(".queue .nm", "names => names.map(name => name.getBoundingClientRect().width)")
    assert min(widths) >= 100
    no_sideways_scroll(page)


def test_mail_reads_well_on_a_phone(page_at: PageAt, ground: str) -> None:
    page = page_at(320, 640)
    page.route("**/mail", _without_policy)
    page.goto(f"{ground}/mail")
    assert page.get_by_role("link", name="See your seats").is_visible()
    axe_clean(page)
    no_script_errors(page)


def _without_policy(route) -> None:  # type: ignore[no-untyped-def]
    """A mail is read in a mail program, which has no policy of ours."""
    answer = route.fetch()
    route.fulfill(response=answer, headers={"content-type": "text/html; charset=utf-8"})


def test_questions_of_the_harness_catch_what_they_ask_for(page_at: PageAt, ground: str) -> None:
    page = page_at(320, 640)
    page.goto(f"{ground}/form")
    page_is_sound(page)
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.evaluate(
            """() => { const image = document.createElement('img'); image.src = 'http://127.0.0.9/x.png';
              document.querySelector('h1').append(image); }"""
        )
    with pytest.raises(AssertionError, match="Content Security Policy"):
        no_csp_reports(page)
    with pytest.raises(AssertionError, match="image-alt"):
        axe_clean(page)
    page.evaluate(
        """() => { const button = document.createElement('button');
          Object.assign(button.style, {width: '500px', height: '9px'});
          document.querySelector('main').append(button); }"""
    )
    with pytest.raises(AssertionError, match="scrolls sideways"):
        no_sideways_scroll(page)
    with pytest.raises(AssertionError, match="under 44 px"):
        targets_are_large(page)
