"""The pages of declared interests: a registrant's, a landlord's, and those of the staff who answer."""

from __future__ import annotations

from companion.interests import own_pages, staff_pages
from companion.interests.blueprint import bp

__all__ = ["bp", "own_pages", "staff_pages"]
