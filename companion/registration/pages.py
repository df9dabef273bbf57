"""The pages of registration: a landlord's seats, a registrant's place, the staff's list, a session's overview."""

from __future__ import annotations

from companion.registration import list_pages, overview_pages, place_pages, seats_pages
from companion.registration.blueprint import bp

__all__ = ["bp", "list_pages", "overview_pages", "place_pages", "seats_pages"]
