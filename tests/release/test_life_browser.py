"""The pages of a gate's life in a real browser, wide and narrow, light and dark: asked, held, corrected, ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from io import BytesIO

import pytest
from playwright.sync_api import Browser, expect

from companion.release import freezing, one_off
from tests.browser.browsing import page_is_sound
from tests.browser.conftest import browser as browser
from tests.house import House
from tests.release.test_browser import Desk
from tests.release.test_uploads import SAVED, TABLE

pytestmark = [pytest.mark.browser, pytest.mark.req("LC-40")]


@pytest.fixture
def desk(house: House, browser: Browser) -> Iterator[Desk]:
    """The office, where approved texts are held."""
    with ExitStack() as stack:
        made = Desk(house, browser, stack)
        runner = made.house.wiring.runner
        held = replace(runner.settings, correction_days=5)
        object.__setattr__(runner, "settings", held)
        yield made


def test_a_correction_is_asked_without_script_on_a_phone(desk: Desk) -> None:
    draft_id = desk.office.drafted()
    desk.office.reviewed(draft_id)
    desk.office.approve(draft_id)
    reader = desk.registrant()
    page = desk.open(reader, desk.shelf, 320, 640, java_script_enabled=False)
    page.get_by_role("link", name="Read it before it goes out").click()
    page.locator("#passage-2").get_by_role("link", name="Something is wrong here").click()
    page.get_by_label("I was misheard").check()
    page.get_by_label("What gives you away").fill("within ten hours")
    page.get_by_role("button", name="Ask for a correction").click()
    expect(page.get_by_text("A reviewer answers, without knowing who asked")).to_be_visible()
    page_is_sound(desk.open(reader, f"{desk.shelf}/check?passage=2", 320, 640, scheme="dark"))
    page_is_sound(desk.open(desk.editor, f"/release/{draft_id}/corrections"))
    page_is_sound(desk.open(desk.editor, desk.stand, 320, 640, scheme="dark"))


def test_what_comes_in_and_what_ends_is_sound(desk: Desk) -> None:
    draft_id = desk.office.drafted()
    desk.office.edit(freezing.cite_lines, draft_id, draft_id, 0, 1)
    job_id = desk.office.edit(one_off.start, "a.txt", SAVED, None)
    one_off.work(desk.house.wiring.runner, job_id)
    desk.app.config["WTF_CSRF_ENABLED"] = False
    desk.upload(SAVED, "a.txt", registrants=(BytesIO(TABLE), "r.csv"))
    page_is_sound(desk.open(desk.editor, f"{desk.stand}/new/look"))
    page_is_sound(desk.open(desk.editor, f"/anonymise?job={job_id}", 320, 640, scheme="dark"))
    page_is_sound(desk.open(desk.editor, f"{desk.stand}/end"))
    page_is_sound(desk.open(desk.editor, f"/release/{draft_id}/freeze", 320, 640, scheme="dark"))
