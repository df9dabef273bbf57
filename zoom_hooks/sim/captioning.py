"""The caption stream: started, stopped, paused, broken."""

from __future__ import annotations

from collections.abc import Mapping

from zoom_hooks.rtms.codes import SessionState, Stop, StreamState
from zoom_hooks.sim import payloads
from zoom_hooks.sim.stage import NoSuchThing, Stage
from zoom_hooks.sim.streams import Kind, SimStream
from zoom_hooks.sim.world import SimMeeting

REASONS = (*range(1, 21), *range(23, 27))
"""Why a stream may end. Source: developers.zoom.us/docs/rtms/data-types."""


def start_rtms(stage: Stage, *, meeting_id: str = "") -> Mapping[str, object]:
    """The app gets a caption stream; returns the webhook's payload. Refused where the account has no stream left."""
    meeting = stage.going_on(meeting_id)
    stream = stage.streams.of_meeting(meeting.id)
    if stream is None:
        _keep_to_limit(stage, meeting)
        stream = SimStream(stage.ids.hex32(), meeting.id, meeting.uuid)
        stage.streams.by_id[stream.id] = stream
        stage.clients.stream_changed(meeting, stream.id, "started")
    return _announce(stage, stream)


def stop_rtms(stage: Stage, reason: int = Stop.API, *, meeting_id: str = "") -> None:
    """The caption stream ends for this reason (8: consent was revoked)."""
    if reason not in REASONS:
        raise NoSuchThing(f"the reasons are {', '.join(map(str, REASONS))}")
    close_stream(stage, stage.stream(meeting_id), reason)


def pause_rtms(stage: Stage, *, meeting_id: str = "") -> None:
    """Somebody pauses the caption stream: its sockets stay open, nothing flows."""
    stream = stage.stream(meeting_id)
    stream.is_paused = True
    stage.clients.stream_changed(stage.meeting(meeting_id), stream.id, "paused")
    stage.streams.states(stream, SessionState.PAUSED, StreamState.PAUSED)


def resume_rtms(stage: Stage, *, meeting_id: str = "") -> None:
    """The paused caption stream flows again."""
    stream = stage.stream(meeting_id)
    stream.is_paused = False
    stage.clients.stream_changed(stage.meeting(meeting_id), stream.id, "resumed")
    stage.streams.states(stream, SessionState.RESUMED, StreamState.RESUMED)


def cut_media(stage: Stage, kind: Kind = "transcript", *, meeting_id: str = "") -> None:
    """A media socket breaks, and signaling says so."""
    if kind not in ("transcript", "chat", "all"):
        raise NoSuchThing("media sockets are transcript, chat and all")
    stage.streams.cut_media(stage.stream(meeting_id), kind)


def cut_stream(stage: Stage, *, meeting_id: str = "") -> None:
    """Every socket of the stream breaks; `meeting.rtms_interrupted` follows."""
    stage.streams.cut_all(stage.stream(meeting_id))


def fail_over(stage: Stage, *, meeting_id: str = "") -> Mapping[str, object]:
    """The stream moves to another server: the old sockets break, the same stream is announced again."""
    stream = stage.stream(meeting_id)
    stage.streams.cut_all(stream)
    return _announce(stage, stream)


def limit_streams(stage: Stage, most: int | None = None) -> None:
    """From now on the account may have so many streams at once (None: as many as it likes); the last is warned of."""
    stage.stream_limit = most


def nest_stream_events(stage: Stage, is_on: bool = True) -> None:
    """From now on webhooks about streams have their fields one level deeper, as some of Zoom's own prose shows them."""
    stage.nests_streams = is_on


# what the sockets report


def stream_lost(stage: Stage, stream: SimStream) -> None:
    """A client's signaling socket went away: Zoom asks it to come back."""
    payload: payloads.Payload = {"meeting_uuid": stream.meeting_uuid, "rtms_stream_id": stream.id}
    _tell(stage, "meeting.rtms_interrupted", payload)


def close_stream(stage: Stage, stream: SimStream, reason: int) -> None:
    """The stream is over for this reason, and the outside hears of it once."""
    if not stream.is_active:
        return
    stage.streams.stop(stream, reason)
    if stream.meeting_id in stage.meetings:
        stage.clients.stream_changed(stage.meetings[stream.meeting_id], stream.id, "stopped")
    payload: payloads.Payload = {
        "meeting_uuid": stream.meeting_uuid,
        "rtms_stream_id": stream.id,
        "stop_reason": int(reason),
    }
    _tell(stage, "meeting.rtms_stopped", payload)


def _announce(stage: Stage, stream: SimStream) -> Mapping[str, object]:
    payload: dict[str, object] = {
        "account_id": stage.account_id,
        "meeting_id": stream.meeting_id,
        "meeting_uuid": stream.meeting_uuid,
        "operator_id": stage.host_id,
        "is_original_host": True,
        "rtms_stream_id": stream.id,
        "server_urls": f"{stage.stream_url}/signaling",
    }
    _tell(stage, "meeting.rtms_started", payload)
    return payload


def _tell(stage: Stage, event: str, payload: payloads.Payload) -> None:
    stage.tell(event, {"object": payload} if stage.nests_streams else payload)


def _keep_to_limit(stage: Stage, meeting: SimMeeting) -> None:
    if stage.stream_limit is None:
        return
    running = sum(stream.is_active for stream in stage.streams.by_id.values())
    about: payloads.Payload = {
        "account_id": stage.account_id,
        "concurrency_number": running,
        "concurrency_limit": stage.stream_limit,
        "id_field": {"meeting_uuid": meeting.uuid},
    }
    if running >= stage.stream_limit:
        stage.tell("rtms.concurrency_limited", about)
        raise NoSuchThing("the account has no caption stream left")
    if running + 1 == stage.stream_limit:
        stage.tell("rtms.concurrency_near_limit", about)
