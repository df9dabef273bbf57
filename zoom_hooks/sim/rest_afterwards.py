"""The REST endpoints for what is left of a meeting: who was there, its recording, its transcript."""

from __future__ import annotations

from zoom_hooks.sim.answers import Answered
from zoom_hooks.sim.asking import MEETING, Asked, find_by_uuid, page, routes
from zoom_hooks.sim.clock import iso
from zoom_hooks.sim.recordings import transcript_file
from zoom_hooks.sim.registrations import ApiError
from zoom_hooks.sim.stage import Stage


def _past(stage: Stage, asked: Asked, key: str) -> Answered:
    meeting = find_by_uuid(stage, key)
    if meeting.state != "ended":
        raise ApiError(400, 3000, "Cannot access meeting information.")
    rows: list[dict[str, object]] = [
        {
            "id": "",
            "name": person.name,
            "user_id": str(person.user_id),
            "registrant_id": person.registrant_id,
            "user_email": person.email,
            "join_time": iso(person.joined_ms),
            "leave_time": iso(person.left_ms or meeting.ended_ms),
            "duration": ((person.left_ms or meeting.ended_ms) - person.joined_ms) // 1000,
            "failover": False,
            "status": "in_waiting_room" if person.is_waiting else "in_meeting",
            "internal_user": False,
        }
        for person in meeting.participants
    ]
    return page(asked, "participants", rows)


def _recordings(stage: Stage, _: Asked, key: str) -> Answered:
    meeting = find_by_uuid(stage, key)
    url = f"{stage.base_url}/rec/download/{meeting.id}"
    files = [transcript_file(meeting, url)] if meeting.state == "ended" else []
    return Answered.of({"uuid": meeting.uuid, "id": int(meeting.id), "recording_files": files})


def _transcript(stage: Stage, _: Asked, key: str) -> Answered:
    meeting = find_by_uuid(stage, key)
    row: dict[str, object] = {"meeting_id": meeting.uuid, "meeting_topic": meeting.topic, "host_id": meeting.host_id}
    if meeting.state == "ended":
        row |= {"can_download": True, "download_url": f"{stage.base_url}/rec/download/{meeting.id}"}
    else:
        row |= {"can_download": False, "download_restriction_reason": "NOT_READY"}
    return Answered.of(row)


ROUTES = routes(
    (
        ("GET", f"{MEETING}/recordings", _recordings),
        ("GET", f"{MEETING}/transcript", _transcript),
        ("GET", "/v2/past_meetings/([^/]+)/participants", _past),
    )
)
