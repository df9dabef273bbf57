"""The pages of inviting: the run and its watch, the letter, and one landlord's invitation."""

from __future__ import annotations

from companion.invitations import one_pages, run_pages
from companion.invitations.blueprint import bp

__all__ = ["bp", "one_pages", "run_pages"]
