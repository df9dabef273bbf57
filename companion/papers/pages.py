"""The pages of agenda and papers: the organiser's desk, and what readers see."""

from __future__ import annotations

from companion.papers import desk_pages, reading_pages
from companion.papers.blueprint import bp

__all__ = ["bp", "desk_pages", "reading_pages"]
