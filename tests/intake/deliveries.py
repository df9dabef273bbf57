"""Events as Zoom would send them, for tests: bodies in its own shape, about one meeting."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

MEETING = "91234567890"
OCCURRENCE = "aDYlohsHRtCd4ii1uC2+hA=="
SECRET = "webhook-secret"


def iso(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def body(event: str, ms: int, **inside: Any) -> bytes:
    """A whole delivery about the meeting; `inside` goes under `payload.object`."""
    about = {"id": MEETING, "uuid": OCCURRENCE, "host_id": "HOST", "topic": "Forum", "type": 2, **inside}
    whole = {"event": event, "event_ts": ms, "payload": {"account_id": "ACC", "object": about}}
    return json.dumps(whole, separators=(",", ":")).encode()


def started(ms: int) -> bytes:
    return body("meeting.started", ms, start_time=iso(ms))


def ended(ms: int) -> bytes:
    return body("meeting.ended", ms, end_time=iso(ms))


def joined(ms: int, who: str, *, registrant_id: str | None = None, email: str = "", connection: str = "") -> bytes:
    """Somebody joined: `who` is their in-meeting number and, with a C before it, their connection."""
    person = {
        "user_id": who,
        "user_name": f"Guest {who}",
        "participant_uuid": connection or f"C{who}",
        "registrant_id": registrant_id,
        "email": email,
        "join_time": iso(ms),
    }
    return body("meeting.participant_joined", ms, participant=person)


def left(ms: int, who: str, *, connection: str = "") -> bytes:
    person = {"user_id": who, "user_name": f"Guest {who}", "participant_uuid": connection or f"C{who}"}
    return body("meeting.participant_left", ms, participant={**person, "leave_time": iso(ms)})


def registered(ms: int, registrant_id: str, first: str, last: str, email: str, org: str = "") -> bytes:
    person = {"id": registrant_id, "first_name": first, "last_name": last, "email": email, "org": org}
    return body("meeting.registration_created", ms, registrant={**person, "status": "pending"})


def chat(ms: int, who: str, message_id: str, words: str, to: str = "everyone") -> bytes:
    message = {
        "date_time": iso(ms),
        "sender_session_id": who,
        "sender_name": f"Guest {who}",
        "sender_type": "guest",
        "recipient_type": to,
        "message_id": message_id,
        "message_content": words,
    }
    whole = {
        "event": "meeting.chat_message_sent",
        "event_ts": ms,
        "payload": {"account_id": "ACC", "object": {"id": MEETING, "uuid": OCCURRENCE, "chat_message": message}},
    }
    return json.dumps(whole, separators=(",", ":")).encode()


def stream_said(event: str, ms: int, stream_id: str, **more: Any) -> bytes:
    """A word of Zoom's about a caption stream, flat as Zoom sends it: `rtms_stopped`, `rtms_interrupted`..."""
    payload = {"account_id": "ACC", "meeting_uuid": OCCURRENCE, "rtms_stream_id": stream_id, **more}
    return json.dumps({"event": f"meeting.{event}", "event_ts": ms, "payload": payload}).encode()
