"""The REST endpoints for a cloud recording: its files with a token that opens them, its transcript, its deletion."""

from __future__ import annotations

from zoom_hooks.sim.answers import Answered
from zoom_hooks.sim.asking import MEETING, Asked, find_by_uuid, routes
from zoom_hooks.sim.recordings import transcript_file
from zoom_hooks.sim.registrations import ApiError
from zoom_hooks.sim.stage import Stage
from zoom_hooks.sim.world import SimMeeting


def _recorded(stage: Stage, key: str) -> SimMeeting:
    meeting = find_by_uuid(stage, key)
    if meeting.is_recording_deleted:
        raise ApiError(404, 3301, "This recording does not exist.")
    return meeting


def _list(stage: Stage, asked: Asked, key: str) -> Answered:
    meeting = _recorded(stage, key)
    url = f"{stage.base_url}/rec/download/{meeting.id}"
    files = [transcript_file(meeting, url)] if meeting.state == "ended" else []
    row: dict[str, object] = {"uuid": meeting.uuid, "id": int(meeting.id), "recording_files": files}
    if asked.query.get("include_fields") == "download_access_token":
        token = stage.ids.token(40)
        stage.download_tokens[token] = meeting.id
        row["download_access_token"] = token
    return Answered.of(row)


def _transcript(stage: Stage, _: Asked, key: str) -> Answered:
    meeting = _recorded(stage, key)
    row: dict[str, object] = {"meeting_id": meeting.uuid, "meeting_topic": meeting.topic, "host_id": meeting.host_id}
    if meeting.state == "ended":
        row |= {"can_download": True, "download_url": f"{stage.base_url}/rec/download/{meeting.id}"}
    else:
        row |= {"can_download": False, "download_restriction_reason": "NOT_READY"}
    return Answered.of(row)


def _delete(stage: Stage, asked: Asked, key: str) -> Answered:
    meeting = _recorded(stage, key)
    if asked.query.get("action", "trash") not in ("trash", "delete"):
        raise ApiError(400, 300, "Validation Failed: action")
    meeting.is_recording_deleted = True
    return Answered(204)


ROUTES = routes(
    (
        ("GET", f"{MEETING}/recordings", _list),
        ("DELETE", f"{MEETING}/recordings", _delete),
        ("GET", f"{MEETING}/transcript", _transcript),
    )
)
