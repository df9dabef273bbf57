"""What is said and written in a meeting, and how well Zoom hears it."""

from __future__ import annotations

import json
import random

from zoom_hooks.rtms.codes import ENGLISH, Happening, Msg
from zoom_hooks.sim import payloads
from zoom_hooks.sim.quality import Heard
from zoom_hooks.sim.stage import Stage
from zoom_hooks.sim.world import SpokenCue, Written


def caption(
    stage: Stage,
    who: str | int,
    text: str,
    start_ms: int | None = None,
    end_ms: int | None = None,
    *,
    meeting_id: str = "",
) -> int:
    """Zoom hears a sentence; times in meeting milliseconds, now by default.

    Returns how many sockets got it: none while captions come late or joined, and none of who is muted.
    """
    meeting = stage.going_on(meeting_id)
    person = stage.present(meeting, who)
    if person.is_muted:
        return 0
    until = stage.clock.ms() if end_ms is None else end_ms
    since = until - 400 * max(1, len(text.split())) if start_ms is None else start_ms
    meeting.cues.append(SpokenCue(since, until, person.name, text))
    return stage.quality.hear(Heard(meeting.id, person.user_id, person.name, text, since, until))


def send_caption(stage: Stage, heard: Heard) -> int:
    """A caption goes out on the meeting's stream, if there is one; returns how many sockets got it."""
    stream = stage.streams.of_meeting(heard.meeting_id)
    content: dict[str, object] = {
        "user_id": heard.user_id,
        "user_name": heard.name,
        "data": heard.text,
        "start_time": heard.start_ms,
        "end_time": heard.end_ms,
        "timestamp": heard.end_ms,
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
    if not private:
        meeting.messages.append(Written(stage.clock.ms(), person.name, text))
    message_id = stage.ids.guid()
    if stage.tells_chat:
        about = payloads.chat_message(person, message_id, text, at_ms=stage.clock.ms(), is_private=private)
        named = {"id": int(meeting.id), "uuid": meeting.uuid, "chat_message": about}
        stage.tell("meeting.chat_message_sent", {"account_id": stage.account_id, "object": named})
    stream = stage.streams.of_meeting(meeting.id)
    if stream is None:
        return 0
    sender = {"user_id": person.user_id, "user_name": person.name}
    inner = {
        "operation_type": 1,
        "message_id": message_id,
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
    if person.is_muted:
        return
    speaker = {"user_id": person.user_id, "user_name": person.name}
    stage.happened(meeting, Happening.ACTIVE_SPEAKER, speaker)
    stage.clients.active_speaker(meeting, person)


def chat_webhooks(stage: Stage, is_on: bool = True) -> None:
    """From now on chat messages come as webhooks too, as in accounts with chat monitoring."""
    stage.tells_chat = is_on


def mute(stage: Stage, who: str | int, is_on: bool = True, *, meeting_id: str = "") -> None:
    """Somebody is muted: what they say is not heard, until they are unmuted."""
    meeting = stage.going_on(meeting_id)
    stage.present(meeting, who).is_muted = is_on


def caption_quality(
    stage: Stage, *, mishear_one_in: int = 0, late_seconds: int = 0, joins: bool = False, seed: int = 1
) -> None:
    """From now on one word in so many is misheard, captions come late, or run together; without arguments, none."""
    if not 0 <= mishear_one_in <= 1000 or not 0 <= late_seconds <= 600:
        raise ValueError("one word in 2 to 1000 (0: none), and at most 600 seconds late")
    quality = stage.quality
    quality.mishear_one_in, quality.late_ms, quality.joins = mishear_one_in, late_seconds * 1000, joins
    quality.random = random.Random(seed)  # noqa: S311 - a play, not a secret
    for meeting_id in stage.meetings:
        quality.flush(meeting_id)
