"""The REST endpoints for a meeting that is going on."""

from __future__ import annotations

from zoom_hooks.sim import captioning
from zoom_hooks.sim.answers import Answered
from zoom_hooks.sim.asking import Asked, find_meeting, routes
from zoom_hooks.sim.registrations import ApiError
from zoom_hooks.sim.stage import NoSuchThing, Stage


def _rtms(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = find_meeting(stage, meeting_id)
    action = asked.json().text("action")
    if meeting.state != "started":
        raise ApiError(400, 3000, "Cannot access meeting information.")
    try:
        if action == "start":
            captioning.start_rtms(stage, meeting_id=meeting.id)
        elif action == "stop":
            captioning.stop_rtms(stage, meeting_id=meeting.id)
        elif action == "pause":
            captioning.pause_rtms(stage, meeting_id=meeting.id)
        elif action == "resume":
            captioning.resume_rtms(stage, meeting_id=meeting.id)
        else:
            raise ApiError(400, 300, "Validation Failed: action")
    except NoSuchThing as error:
        raise ApiError(400, 300, str(error)) from error
    return Answered(202)


def _control(stage: Stage, asked: Asked, meeting_id: str) -> Answered:
    meeting = find_meeting(stage, meeting_id)
    f = asked.json()
    if meeting.state != "started":
        raise ApiError(400, 3000, "Cannot access meeting information.")
    if f.text("method") != "waiting_room.update":
        raise ApiError(400, 300, "Validation Failed: method")
    words = f.object("params")
    meeting.waiting_room_text = (words.text("waiting_room_title") or "", words.text("waiting_room_description") or "")
    return Answered(202)


ROUTES = routes(
    (
        ("PATCH", "/v2/live_meetings/([^/]+)/rtms_app/status", _rtms),
        ("PATCH", "/v2/live_meetings/([^/]+)/events", _control),
    )
)
