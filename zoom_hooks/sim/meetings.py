"""Meetings: made, changed, started, ended."""

from __future__ import annotations

from collections.abc import Mapping

from zoom_hooks.rtms.codes import Stop
from zoom_hooks.sim import captioning, presence
from zoom_hooks.sim.clock import iso
from zoom_hooks.sim.stage import NoSuchThing, Stage
from zoom_hooks.sim.world import DEFAULT_SETTINGS, SimMeeting


def create_meeting(
    stage: Stage,
    topic: str = "Forum",
    *,
    minutes: int = 90,
    start_ms: int | None = None,
    settings: Mapping[str, object] | None = None,
    meeting_id: str = "",
) -> str:
    """A scheduled meeting with registration by hand and a waiting room, unless `settings` say otherwise."""
    forum = {"approval_type": 1, "waiting_room": True}
    meeting = SimMeeting(
        id=meeting_id or stage.ids.meeting_id(),
        uuid=stage.ids.uuid(),
        topic=topic,
        start_ms=stage.clock.ms() if start_ms is None else start_ms,
        duration=minutes,
        host_id=stage.host_id,
        settings={**DEFAULT_SETTINGS, **forum, **(settings or {})},
    )
    stage.add(meeting)
    return meeting.id


def delete_meeting(stage: Stage, *, meeting_id: str = "") -> None:
    """Somebody deletes it in Zoom by hand: every call about it is refused from now on."""
    meeting = stage.meeting(meeting_id)
    if meeting.state == "started":
        raise NoSuchThing("a meeting that is going on cannot be deleted")
    del stage.meetings[meeting.id]


def change_meeting(stage: Stage, settings: Mapping[str, object], *, meeting_id: str = "") -> None:
    """Somebody changes the meeting's settings in Zoom by hand."""
    stage.meeting(meeting_id).settings.update(settings)


def start_meeting(stage: Stage, *, meeting_id: str = "") -> str:
    """Start it; returns the uuid of this occurrence."""
    meeting = stage.meeting(meeting_id)
    if meeting.state == "started":
        raise NoSuchThing("the meeting is going on already")
    if meeting.state == "ended":
        meeting.uuid = stage.ids.uuid()
        meeting.participants.clear()
        meeting.cues.clear()
        meeting.messages.clear()
        meeting.breakouts.clear()
    meeting.state = "started"
    meeting.started_ms = stage.clock.ms()
    meeting.early.clear()
    stage.tell_about("meeting.started", meeting)
    stage.clients.meeting_changed(meeting, "started")
    return meeting.uuid


def end_meeting(stage: Stage, *, meeting_id: str = "") -> None:
    """Everybody leaves, the caption stream ends, and so does the meeting."""
    meeting = stage.going_on(meeting_id)
    stage.clients.meeting_changed(meeting, "ended")
    stage.quality.flush(meeting.id)
    for person in meeting.participants:
        if person.left_ms is None:
            presence.leave(stage, meeting, person, "host ended the meeting")
    stream = stage.streams.of_meeting(meeting.id)
    if stream is not None:
        captioning.close_stream(stage, stream, Stop.MEETING_ENDED)
    meeting.state = "ended"
    meeting.ended_ms = stage.clock.ms()
    stage.tell_about("meeting.ended", meeting, end_time=iso(meeting.ended_ms))
