"""Fixtures of a rehearsal: a browser."""

from __future__ import annotations

from tests.browser.conftest import browser, page_at

__all__ = ["browser", "page_at"]
