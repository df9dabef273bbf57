"""What is said and written in a meeting."""

from __future__ import annotations

import json

from zoom_hooks.rtms.codes import ENGLISH, Happening, Msg
from zoom_hooks.sim.stage import Stage
from zoom_hooks.sim.world import SpokenCue


def caption(
    stage: Stage,
    who: str | int,
    text: str,
    start_ms: int | None = None,
    end_ms: int | None = None,
    *,
    meeting_id: str = "",
) -> int:
    """Zoom hears a sentence; times in meeting milliseconds, now by default. Returns how many sockets got it."""
    meeting = stage.going_on(meeting_id)
    person = stage.present(meeting, who)
    until = stage.clock.ms() if end_ms is None else end_ms
    since = until - 400 * max(1, len(text.split())) if start_ms is None else start_ms
    meeting.cues.append(SpokenCue(since, until, person.name, text))
    stream = stage.streams.of_meeting(meeting.id)
    content: dict[str, object] = {
        "user_id": person.user_id,
        "user_name": person.name,
        "data": text,
        "start_time": since,
        "end_time": until,
        "timestamp": until,
        "language": ENGLISH,
        "attribute": 1,
    }
    message = {"msg_type": Msg.TRANSCRIPT, "content": content}
    return 0 if stream is None else stage.streams.data(stream, "transcript", message)


def chat(
    stage: Stage, who: str | int, text: str, *, private: bool = False, plain: bool = False, meeting_id: str = ""
) -> int:
    """Somebody writes in the chat, to all or (`private`) to the host; `plain` is the form of older servers.

    Returns how many sockets got it.
    """
    meeting = stage.going_on(meeting_id)
    person = stage.present(meeting, who)
    stream = stage.streams.of_meeting(meeting.id)
    if stream is None:
        return 0
    sender = {"user_id": person.user_id, "user_name": person.name}
    inner = {
        "operation_type": 1,
        "message_id": stage.ids.guid(),
        "chat_session": {"type": 2 if private else 1, "id": meeting.uuid},
        "sender": sender,
        "receiver": {"user_id": 1, "user_name": "Host"} if private else None,
        "data": text,
    }
    data = text if plain else json.dumps(inner, ensure_ascii=False)
    content: dict[str, object] = {**sender, "timestamp": stage.clock.ms(), "data": data}
    return stage.streams.data(stream, "chat", {"msg_type": Msg.CHAT, "content": content})


def active_speaker(stage: Stage, who: str | int, *, meeting_id: str = "") -> None:
    """Zoom highlights somebody's tile."""
    meeting = stage.going_on(meeting_id)
    person = stage.present(meeting, who)
    speaker = {"user_id": person.user_id, "user_name": person.name}
    stage.happened(meeting, Happening.ACTIVE_SPEAKER, speaker)
    stage.clients.active_speaker(meeting, person)
