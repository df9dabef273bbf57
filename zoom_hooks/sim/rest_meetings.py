"""The REST endpoints for meetings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from zoom_hooks.sim import meetings
from zoom_hooks.sim.answers import Answered
from zoom_hooks.sim.asking import MEETING, Asked, find_meeting, routes
from zoom_hooks.sim.clock import iso
from zoom_hooks.sim.registrations import ApiError
from zoom_hooks.sim.stage import Stage
from zoom_hooks.sim.world import SimMeeting
from zoom_hooks.wire import Fields

HOST_EMAIL = "host@sim.example"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _meeting_row(meeting: SimMeeting) -> dict[str, object]:
    row: dict[str, object] = {
        "id": int(meeting.id),
        "uuid": meeting.uuid,
        "host_id": meeting.host_id,
        "host_email": HOST_EMAIL,
        "topic": meeting.topic,
        "type": 2,
        "status": meeting.state,
        "start_time": iso(meeting.start_ms),
        "duration": meeting.duration,
        "timezone": meeting.timezone,
        "join_url": f"https://zoom.example/j/{meeting.id}",
        "settings": meeting.settings,
    }
    if meeting.settings.get("approval_type") != 2:
        row["registration_url"] = f"https://zoom.example/meeting/register/{meeting.id}"
    return row


def _create(stage: Stage, asked: Asked, user: str) -> Answered:
    if user == "me":
        raise ApiError(400, 300, "Invalid user: me")
    f = asked.json()
    start = f.instant("start_time", timezone=f.text("timezone") or "UTC")
    meeting_id = meetings.create_meeting(
        stage,
        f.text("topic") or "Zoom Meeting",
        minutes=f.integer("duration") or 60,
        start_ms=None if start is None else (start - _EPOCH) // timedelta(milliseconds=1),
        settings={"approval_type": 2, "waiting_room": False, **_settings(f)},
    )
    return Answered.of(_meeting_row(stage.meeting(meeting_id)), 201)


def _settings(f: Fields) -> dict[str, object]:
    wanted = f.object("settings").plain()
    if wanted.get("approval_type", 2) not in (0, 1, 2):
        raise ApiError(400, 300, "Validation Failed: approval_type")
    return wanted


def _get_meeting(stage: Stage, _: Asked, meeting_id: str) -> Answered:
    return Answered.of(_meeting_row(find_meeting(stage, meeting_id)))


def _patch_meeting(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = find_meeting(stage, meeting_id)
    f = asked.json()
    meeting.settings.update(_settings(f))
    meeting.topic = f.text("topic") or meeting.topic
    meeting.duration = f.integer("duration") or meeting.duration
    start = f.instant("start_time", timezone=f.text("timezone") or "UTC")
    if start is not None:
        meeting.start_ms = (start - _EPOCH) // timedelta(milliseconds=1)
    return Answered(204)


def _put_status(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = find_meeting(stage, meeting_id)
    if asked.json().text("action") != "end":
        raise ApiError(400, 300, "Validation Failed: action")
    if meeting.state == "started":
        meetings.end_meeting(stage, meeting_id=meeting.id)
    return Answered(204)


ROUTES = routes(
    (
        ("POST", "/v2/users/([^/]+)/meetings", _create),
        ("GET", MEETING, _get_meeting),
        ("PATCH", MEETING, _patch_meeting),
        ("PUT", f"{MEETING}/status", _put_status),
    )
)
