"""The pages of adjustments: a registrant's own, a landlord's for a colleague, the organiser's, and the chair's."""

from __future__ import annotations

from companion.adjustments import landlord_pages, own_pages, staff_pages
from companion.adjustments.blueprint import bp

__all__ = ["bp", "landlord_pages", "own_pages", "staff_pages"]
