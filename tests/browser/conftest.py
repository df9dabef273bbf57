"""Fixtures for tests that need a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.browsing import PageAt, Scheme, launch, open_page, served, why_no_browser
from tests.browser.kitchen import kitchen


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium for one module; a skip with its reason where there is none, a failure where one is required."""
    reason = why_no_browser()
    if reason is not None:
        if os.environ.get("COMPANION_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def page_at(browser: Browser) -> Iterator[PageAt]:
    """`page_at(width, height, scheme)` opens a fresh page; all are closed after the test."""
    pages: list[Page] = []

    def opened(width: int = 1280, height: int = 720, scheme: Scheme = "light", **more: object) -> Page:
        pages.append(open_page(browser, width, height, scheme, **more))
        return pages[-1]

    yield opened
    for page in pages:
        page.context.close()


@pytest.fixture(scope="module")
def ground() -> Iterator[str]:
    """The address of the kitchen: every part of the ground on a few pages."""
    with served(kitchen()) as address:
        yield address
