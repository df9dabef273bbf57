"""The pages of registration: a landlord's seats, a registrant's place, the staff's lists and desk, the overview;
and, on a blueprint of their own, the pages about landlords and people that touch registrations.
"""

from __future__ import annotations

from companion.registration import (
    arrival_pages,
    attendance_pages,
    desk_pages,
    export_pages,
    list_pages,
    lost_pages,
    merge_pages,
    moving_pages,
    overview_pages,
    place_pages,
    roll_pages,
    season_pages,
    seats_pages,
)
from companion.registration.blueprint import bp
from companion.registration.landlord_pages import bp as landlords_bp

__all__ = [
    "arrival_pages",
    "attendance_pages",
    "bp",
    "desk_pages",
    "export_pages",
    "landlords_bp",
    "list_pages",
    "lost_pages",
    "merge_pages",
    "moving_pages",
    "overview_pages",
    "place_pages",
    "roll_pages",
    "season_pages",
    "seats_pages",
]
