"""Taking one picture, and asking the page the questions that every page must answer well."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.browsing import no_sideways_scroll, page_is_sound


def take(page: Page, url: str, file: Path) -> str | None:
    """Picture one page; the first complaint about it, or None."""
    page.goto(url)
    page.screenshot(path=file, full_page=True)
    try:
        page_is_sound(page)
        no_sideways_scroll(page)
    except AssertionError as complaint:
        return str(complaint)
    return None
