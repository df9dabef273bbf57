"""A meeting's settings as they should be."""

from __future__ import annotations

from typing import Any

RIGHT: dict[str, Any] = {
    "approval_type": 1,
    "registrants_confirmation_email": False,
    "registrants_email_notification": False,
    "close_registration": False,
    "waiting_room": True,
    "join_before_host": False,
    "mute_upon_entry": True,
    "allow_multiple_devices": False,
    "auto_recording": "none",
    "auto_start_meeting_summary": False,
}
