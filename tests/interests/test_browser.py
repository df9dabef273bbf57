"""A declared interest in a real browser: declared on a telephone, answered in the chair, live for both, and sound."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import no_sideways_scroll, page_is_sound
from tests.floor.test_browser import Served, browser, served

__all__ = ["browser", "served"]
pytestmark = [pytest.mark.browser, pytest.mark.req("PP-40", "BX-40")]


def test_declared_on_the_telephone_answered_in_the_chair_and_told_at_once(served: Served) -> None:
    served.step("start_session")
    served.step("next_item")
    served.own(served.cara, "ask")
    chair = served.chairs_page()
    ann = served.own_page(served.ann, 320, 640)
    ann.get_by_role("button", name="Ask to speak").click()
    expect(chair.locator("#queue li")).to_have_count(2)

    ann.get_by_text("Declare an interest in this item").click()
    ann.get_by_label("What it concerns").fill("my brother’s firm repairs our lifts")
    ann.get_by_label("What kind of interest").select_option("prejudicial")
    page_is_sound(ann)
    ann.get_by_role("button", name="Declare it").click()
    expect(ann.locator("#interest")).to_contain_text("The chair has not answered yet")
    expect(ann.get_by_role("button", name="Lower my hand")).to_be_visible()

    panel = chair.locator("#interests")
    expect(panel).to_contain_text("Ann Whitlock, Linden Quay Homes: prejudicial interest in this item")
    expect(panel).to_contain_text("“my brother’s firm repairs our lifts”")
    expect(chair.locator("#queue li")).to_have_count(1)
    page_is_sound(chair)
    expect(chair.get_by_role("button", name="Undo")).to_be_in_viewport()
    _picture(chair, "chair-asked")
    _picture(ann, "own-asked")
    panel.get_by_role("button", name="No speaking: Ann Whitlock").click()
    expect(panel).to_contain_text("Ann Whitlock, Linden Quay Homes: no speaking")
    expect(panel).to_contain_text("Hand kept, place kept: Ann Whitlock")
    page_is_sound(chair)
    _picture(chair, "chair-answered")
    expect(ann.locator("#interest")).to_contain_text("Please listen only")
    page_is_sound(ann)

    panel.get_by_role("button", name="Lift it: Ann Whitlock").click()
    expect(panel).to_be_hidden()
    expect(chair.locator("#queue li")).to_have_count(2)

    chair.keyboard.press("i")
    expect(chair.get_by_label("Who", exact=True)).to_be_focused()
    chair.keyboard.type("Cara")
    page_is_sound(chair)
    _picture(chair, "chair-forms")
    chair.keyboard.press("Enter")
    expect(panel).to_contain_text("Cara Obi")
    no_sideways_scroll(served.chairs_page(width=380))
    strip = served.chairs_page(width=380)
    _picture(strip, "strip")


def _picture(page: object, name: str) -> None:
    """Kept where somebody who looks at pictures asks for them."""
    folder = os.environ.get("COMPANION_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"interest-{name}.png", full_page=False)  # type: ignore[attr-defined]
