"""The REST endpoints for who was in a meeting that is over: the list, and the account's report."""

from __future__ import annotations

from zoom_hooks.sim.answers import Answered
from zoom_hooks.sim.asking import Asked, find_by_uuid, page, routes
from zoom_hooks.sim.clock import iso
from zoom_hooks.sim.registrations import ApiError
from zoom_hooks.sim.stage import Stage
from zoom_hooks.sim.world import SimMeeting


def _rows(meeting: SimMeeting, *, has_registrants: bool) -> list[dict[str, object]]:
    if meeting.state != "ended":
        raise ApiError(400, 3000, "Cannot access meeting information.")
    rows = []
    for person in meeting.participants:
        left_ms = person.left_ms or meeting.ended_ms
        row: dict[str, object] = {
            "id": "",
            "name": person.name,
            "user_id": str(person.user_id),
            "user_email": person.email,
            "join_time": iso(person.joined_ms),
            "leave_time": iso(left_ms),
            "duration": (left_ms - person.joined_ms) // 1000,
            "failover": False,
            "status": "in_waiting_room" if person.is_waiting else "in_meeting",
            "internal_user": False,
        }
        if has_registrants:
            row["registrant_id"] = person.registrant_id
        rows.append(row)
    return rows


def _past(stage: Stage, asked: Asked, key: str) -> Answered:
    return page(asked, "participants", _rows(find_by_uuid(stage, key), has_registrants=True))


def _report(stage: Stage, asked: Asked, key: str) -> Answered:
    """Without the parameter the report names no registrant."""
    named = asked.query.get("include_fields") == "registrant_id"
    return page(asked, "participants", _rows(find_by_uuid(stage, key), has_registrants=named))


ROUTES = routes(
    (
        ("GET", "/v2/past_meetings/([^/]+)/participants", _past),
        ("GET", "/v2/report/meetings/([^/]+)/participants", _report),
    )
)
