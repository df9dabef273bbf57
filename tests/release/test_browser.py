"""The review in a real browser: keys, selected words, narrow screens, and no script at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from companion.release.review import resolve_speaker
from tests.browser.browsing import open_page, page_is_sound, served
from tests.browser.conftest import browser as browser
from tests.house import House
from tests.release.office import SAID
from tests.release.test_pages import Pages

pytestmark = [pytest.mark.browser, pytest.mark.req("LC-40")]


class Desk(Pages):
    """The office's pages, opened in Chromium."""

    def __init__(self, house: House, chromium: Browser, stack: ExitStack) -> None:
        super().__init__(house)
        self.app.config["WTF_CSRF_ENABLED"] = True
        self._chromium, self._stack = chromium, stack
        self.base = stack.enter_context(served(self.app))

    def open(self, who: FlaskClient, path: str, width: int = 1280, height: int = 900, **more: object) -> Page:
        page = open_page(self._chromium, width, height, **more)
        self._stack.callback(page.context.close)
        cookie = who.get_cookie("companion")
        assert cookie is not None
        page.context.add_cookies([{"name": "companion", "value": cookie.value, "url": self.base}])
        page.goto(self.base + path)
        return page


@pytest.fixture
def desk(house: House, browser: Browser) -> Iterator[Desk]:
    with ExitStack() as stack:
        yield Desk(house, browser, stack)


def select(page: Page, words: str) -> None:
    """Select words of the transcript as a mouse does."""
    page.wait_for_selector("body[data-ready]")
    page.evaluate(
        """words => {
          for (const caption of document.querySelectorAll(".as-heard")) {
            const walk = document.createTreeWalker(caption, NodeFilter.SHOW_TEXT);
            for (let node = walk.nextNode(); node; node = walk.nextNode()) {
              const at = node.data.indexOf(words);
              if (at < 0) continue;
              getSelection().setBaseAndExtent(node, at, node, at + words.length);
              document.dispatchEvent(new MouseEvent("mouseup"));
              return;
            }
          }
          throw new Error("not in the transcript");
        }""",
        words,
    )


def press(page: Page, key: str) -> None:
    """Press a key once the page listens."""
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press(key)


def test_the_stations_of_a_review_are_sound_wide_or_narrow_and_dark(desk: Desk) -> None:
    draft_id = desk.office.drafted((*SAID, ("zoom-17", "I am on the telephone.")))
    # every page is also asked by the walk in tests/browser; here are the stations that it does not reach
    page_is_sound(desk.open(desk.editor, desk.stand))
    page_is_sound(desk.open(desk.editor, f"/release/{draft_id}/review"))
    page_is_sound(desk.open(desk.editor, f"/release/{draft_id}/review", 320, 640, scheme="dark"))
    page_is_sound(desk.open(desk.editor, f"/release/{draft_id}/many", 320, 640, scheme="dark"))
    desk.office.edit(resolve_speaker, draft_id, "zoom-17", None)
    desk.office.reviewed(draft_id)
    page_is_sound(desk.open(desk.approver, f"/release/{draft_id}/approve", 320, 640, scheme="dark"))
    desk.office.approve(draft_id)
    page_is_sound(desk.open(desk.editor, desk.shelf, 320, 640))


def test_a_transcript_is_reviewed_with_the_keyboard_alone(desk: Desk) -> None:
    draft_id = desk.office.drafted()
    page = desk.open(desk.editor, f"/release/{draft_id}/review")
    expect(page.locator("#why")).to_have_text("“Linden Quay”")
    press(page, "n")
    expect(page.locator("#why")).to_have_text("“Ann Whitlock”")
    press(page, "r")
    expect(page.locator("mark.sp-keep", has_text="Ann Whitlock")).to_be_visible()
    press(page, "u")
    expect(page.locator("#why")).to_have_text("“Ann Whitlock”")
    for _ in range(3):
        before = page.locator("#why").inner_text()
        press(page, "a")
        expect(page.locator("#why")).not_to_have_text(before)
    expect(page.locator("h1")).to_have_text("Every proposal is decided")
    assert {span.decision for span in desk.office.spans(draft_id)} == {"accepted"}


def test_selected_words_are_hidden_where_they_were_selected(desk: Desk) -> None:
    draft_id = desk.office.drafted((("ann", "😀 Grace said 😀 so, and we gave a period of grace, a long grace."),))
    page = desk.open(desk.editor, f"/release/{draft_id}/review")
    select(page, "a long grace")
    expect(page.locator("[data-words]")).to_have_text("a long grace")
    page.locator("#picked-as").select_option("something else")
    page.locator("[data-picked] button", has_text="Hide").click()
    expect(page.locator(".read .gone", has_text="[removed]")).to_be_visible()
    span = next(span for span in desk.office.spans(draft_id) if span.finder == "reviewer")
    assert "😀 Grace said 😀 so, and we gave a period of grace, a long grace."[span.start : span.end] == "a long grace"


def test_letters_typed_into_a_field_answer_nothing(desk: Desk) -> None:
    draft_id = desk.office.drafted()
    page = desk.open(desk.editor, f"/release/{draft_id}/review")
    page.wait_for_selector("body[data-ready]")
    page.locator("#find").press_sequentially("arun")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nobody said")).to_be_visible()
    assert {span.decision for span in desk.office.spans(draft_id)} == {"undecided"}


def test_without_script_every_step_is_a_button(desk: Desk) -> None:
    draft_id = desk.office.drafted()
    page = desk.open(desk.editor, f"/release/{draft_id}/review", java_script_enabled=False)
    for _ in range(3):
        page.get_by_role("button", name="Hide it as").click()
    page.get_by_role("button", name="Run the leak audit").click()
    page.get_by_role("button", name="The review is done").click()
    assert desk.office.draft(draft_id).state == "reviewed"


AGAIN = (
    ("ann", "I agree with Ben Adeyemi on that, and with Ben Adeyemi Cole of Marram."),
    ("cara", "So Ben Adeyemi has said before, and nobody minded."),
)


def test_answers_go_wider_and_everywhere_by_keys_and_the_page_is_never_loaded_again(desk: Desk) -> None:
    draft_id = desk.office.drafted(AGAIN)
    page = desk.open(desk.editor, f"/release/{draft_id}/review")
    page.wait_for_selector("body[data-ready]")
    page.evaluate("window.still = true")
    words = page.locator("#why")
    before = words.inner_text()
    press(page, "w")
    expect(words).not_to_have_text(before)
    press(page, "Shift+W")
    expect(words).to_have_text(before)
    press(page, "v")
    expect(page.locator("[data-everywhere-key=a]")).to_be_visible()
    press(page, "a")
    expect(page.locator(".banner", has_text="One undo takes all back")).to_be_visible()
    press(page, "u")
    expect(words).to_have_text(before)
    assert {span.decision for span in desk.office.spans(draft_id)} == {"undecided"}
    assert page.evaluate("window.still") is True


def test_words_are_selected_and_hidden_with_the_keyboard_alone(desk: Desk) -> None:
    draft_id = desk.office.drafted(AGAIN)
    page = desk.open(desk.editor, f"/release/{draft_id}/review?page=1")
    press(page, "s")
    picked = page.locator("[data-words]")
    expect(picked).to_have_text(page.locator("#here").inner_text())
    page.keyboard.press("ArrowRight")
    expect(picked).to_have_text("on")
    page.keyboard.press("Shift+ArrowRight")
    expect(picked).to_have_text("on that")
    page.keyboard.press("h")
    expect(page.locator(".banner", has_text="Hidden.")).to_be_visible()
    span = next(span for span in desk.office.spans(draft_id) if span.finder == "reviewer")
    assert AGAIN[0][1][span.start : span.end] == "on that"


def test_an_answer_given_while_the_server_is_away_is_not_lost(desk: Desk) -> None:
    draft_id = desk.office.drafted(AGAIN)
    page = desk.open(desk.editor, f"/release/{draft_id}/review")
    page.wait_for_selector("body[data-ready]")
    first = page.locator("#why").inner_text()
    page.route("**/spans/**", lambda route: route.abort())
    press(page, "a")
    expect(page.get_by_text("Not saved, trying again")).to_be_visible()
    page.unroute("**/spans/**")
    expect(page.get_by_text("Not saved, trying again")).to_have_count(0)
    assert first
    assert [span.decision for span in desk.office.spans(draft_id)].count("accepted") == 1
