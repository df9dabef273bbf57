"""The messages of a caption stream: ours as dicts to send, Zoom's as values. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zoom_hooks.rtms.codes import (
    CONTENT_TEXT,
    ENGLISH,
    Happening,
    Media,
    Msg,
    SessionState,
    StreamState,
    stream_signature,
)
from zoom_hooks.rtms.items import ActiveSpeaker, Caption, ChatMessage, ChatOperation, Feed, Item, Joined, Left
from zoom_hooks.wire import Fields, Malformed, read_object

Message = dict[str, object]
_EPOCH_MS_FROM = 10**12
_SUBSCRIBED = (Happening.ACTIVE_SPEAKER, Happening.JOIN, Happening.LEAVE, Happening.MEDIA_INTERRUPTED)
_OPERATIONS: Mapping[int, ChatOperation] = {
    1: "new",
    2: "deleted",
    3: "edited",
    4: "emoji_added",
    5: "emoji_removed",
}
MEDIA_TYPE: Mapping[Feed, int] = {"transcript": Media.TRANSCRIPT, "chat": Media.CHAT}


@dataclass(frozen=True, slots=True)
class AppCredentials:
    """The client id and secret of the app that the stream was started for."""

    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StreamKey:
    """Which stream, and the proof that we may have it."""

    meeting_uuid: str
    stream_id: str
    credentials: AppCredentials

    def proof(self) -> Message:
        c = self.credentials
        signature = stream_signature(c.client_id, c.client_secret, self.meeting_uuid, self.stream_id)
        return {"meeting_uuid": self.meeting_uuid, "rtms_stream_id": self.stream_id, "signature": signature}


def encode(message: Mapping[str, object], *, binary: bool) -> str | bytes:
    text = json.dumps(message, separators=(",", ":"), ensure_ascii=False)
    return text.encode() if binary else text


def signaling_request(key: StreamKey, sequence: int) -> Message:
    head = {"msg_type": Msg.SIGNALING_REQ, "protocol_version": 1, "sequence": sequence}
    return {**head, **key.proof(), "buffer_data": False}


def media_request(key: StreamKey, sequence: int, feeds: Sequence[Feed]) -> Message:
    head = {"msg_type": Msg.DATA_REQ, "protocol_version": 1, "sequence": sequence}
    message = {
        **head,
        **key.proof(),
        "media_type": sum(MEDIA_TYPE[feed] for feed in feeds),
        "payload_encryption": False,
    }
    if "transcript" in feeds:
        # the language is pinned: detecting it delays the first captions by up to half a minute
        transcript = {"content_type": CONTENT_TEXT, "src_language": ENGLISH, "enable_lid": False}
        message["media_params"] = {"transcript": transcript}
    return message


def event_subscription() -> Message:
    events = [{"event_type": happening, "subscribe": True} for happening in _SUBSCRIBED]
    return {"msg_type": Msg.EVENT_SUBSCRIPTION, "events": events}


def ready(key: StreamKey) -> Message:
    return {"msg_type": Msg.CLIENT_READY, "rtms_stream_id": key.stream_id}


def keep_alive_answer(question: Mapping[str, object]) -> Message:
    """Both numbers come back as they were sent, each where it was there."""
    echo = {name: question[name] for name in ("sequence", "timestamp") if question.get(name) is not None}
    return {"msg_type": Msg.KEEP_ALIVE_RESP, **echo}


def media_url(server_urls: object, feed: Feed) -> str | None:
    """Where to get this feed: its own address, else the one for all, else any that is there."""
    if isinstance(server_urls, str):
        return server_urls or None
    if not isinstance(server_urls, dict):
        return None
    for name in (feed, "all", *server_urls):
        url = server_urls.get(name)
        if isinstance(url, str) and url.startswith("ws"):
            return url
    return None


def data_from(message: Fields, *, first_packet_ms: int | None) -> Caption | ChatMessage | None:
    """The caption or chat message in this; None when it holds neither. Raises Malformed."""
    kind = message.integer("msg_type")
    content = message.object("content")
    if kind == Msg.TRANSCRIPT:
        return _caption(content, first_packet_ms)
    if kind == Msg.CHAT:
        return _chat(content)
    return None


def _caption(c: Fields, first_packet_ms: int | None) -> Caption | None:
    text, stamp = c.text("data"), c.integer("timestamp")
    start, end = c.integer("start_time"), c.integer("end_time")
    if text is None:
        return None
    if start is None or end is None:
        start = end = stamp
    if start is None or end is None:
        return None
    if start < _EPOCH_MS_FROM:
        # counted from the stream's beginning rather than from 1970
        base = first_packet_ms if first_packet_ms is not None else (stamp - end if stamp else 0)
        start, end = start + base, end + base
    return Caption(c.id("user_id"), c.text("user_name"), text, start, max(start, end), c.integer("language"))


def _chat(c: Fields) -> ChatMessage | None:
    raw, stamp = c.text("data"), c.integer("timestamp")
    if raw is None:
        return None
    user_id, user_name = c.id("user_id"), c.text("user_name")
    try:
        inner = Fields(read_object(raw))
    except Malformed:
        return ChatMessage(user_id, user_name, raw, stamp)
    sender, where = inner.object("sender"), inner.object("chat_session").integer("type")
    operation = _OPERATIONS.get(inner.integer("operation_type") or 1)
    if operation is None:
        return None
    return ChatMessage(
        sender.id("user_id") or user_id,
        sender.text("user_name") or user_name,
        inner.text("data") or "",
        stamp,
        message_id=inner.id("message_id"),
        operation=operation,
        to_everyone=None if where is None else where == 1,
    )


def people_from(event: Fields) -> list[Item]:
    """Who speaks, came or went, from an event update. Raises Malformed."""
    kind, at_ms = event.integer("event_type"), event.integer("timestamp")
    if kind == Happening.ACTIVE_SPEAKER:
        user_id = event.id("user_id") or event.id("new_id") or event.id("current_id")
        return [ActiveSpeaker(None if user_id == "0" else user_id, event.text("user_name"), at_ms)]
    people = event.objects("participants") or ((event,) if "user_id" in event else ())
    if kind == Happening.JOIN:
        return [Joined(p.required_id("user_id"), p.text("user_name"), at_ms) for p in people]
    if kind == Happening.LEAVE:
        return [Left(p.required_id("user_id"), at_ms) for p in people]
    return []


@dataclass(frozen=True, slots=True)
class Change:
    """What a state message means for us."""

    ended: bool = False
    paused: bool = False
    resumed: bool = False
    media_interrupted: bool = False
    reason: int | None = None
    at_ms: int | None = None


def change_from(message: Fields) -> Change:
    """The meaning of a session or stream state message. Raises Malformed."""
    kind, state, at_ms = message.integer("msg_type"), message.integer("state"), message.integer("timestamp")
    reason = message.integer("stop_reason") if "stop_reason" in message else message.integer("reason")
    if kind == Msg.SESSION_STATE:
        return Change(
            ended=state == SessionState.STOPPED,
            paused=state == SessionState.PAUSED,
            resumed=state == SessionState.RESUMED,
            reason=reason,
            at_ms=at_ms,
        )
    return Change(
        ended=state == StreamState.TERMINATED,
        paused=state == StreamState.PAUSED,
        resumed=state == StreamState.RESUMED,
        media_interrupted=state == StreamState.INTERRUPTED,
        reason=reason,
        at_ms=at_ms,
    )
