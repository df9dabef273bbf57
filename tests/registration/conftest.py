"""The browser's fixtures, for the walk over a landlord's telephone."""

from __future__ import annotations

from tests.browser.conftest import browser, page_at

__all__ = ["browser", "page_at"]
