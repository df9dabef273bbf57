"""Fixtures for tests that need a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browsing import Chromium, PageAt, Scheme, open_page, served
from tests.browser.kitchen import kitchen


@pytest.fixture
def browser(chromium: Chromium) -> Iterator[Browser]:
    """Chromium, for one test."""
    with chromium.at_hand() as lent:
        yield lent


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
