"""The pages of groups: applying, answering the yearly question, and the staff's side of both."""

from __future__ import annotations

from companion.groups import public_pages, staff_pages
from companion.groups.blueprint import bp

__all__ = ["bp", "public_pages", "staff_pages"]
