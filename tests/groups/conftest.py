"""The browser's fixtures, for applying on a telephone."""

from __future__ import annotations

from tests.browser.conftest import browser, page_at

__all__ = ["browser", "page_at"]
