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


def somebody(who: str, **more: Any) -> dict[str, Any]:
    return {"user_id": who, "user_name": f"Guest {who}", "participant_uuid": f"C{who}", **more}


def breakout(ms: int, who: str, *, entered: bool) -> bytes:
    """Somebody entered a breakout room, or left it for the main room."""
    move, at = ("joined", "join_time") if entered else ("left", "leave_time")
    event = f"meeting.participant_{move}_breakout_room"
    return body(event, ms, participant=somebody(who, **{at: iso(ms)}), breakout_room_uuid="ROOM==")


def role(ms: int, who: str, now: str) -> bytes:
    return body("meeting.participant_role_changed", ms, participant=somebody(who, date_time=iso(ms), new_role=now))


def bound(ms: int, phone: str, to: str) -> bytes:
    """A telephone turned out to be the audio of another connection."""
    its = {"bind_user_id": to, "bind_participant_uuid": f"C{to}", "phone_number": "441134960000"}
    return body("meeting.participant_bind", ms, participant=somebody(phone, date_time=iso(ms), **its))


def by_phone(ms: int, who: str) -> bytes:
    person = {"user_id": who, "user_name": "441134960000", "participant_uuid": f"C{who}"}
    return body(
        "meeting.participant_joined",
        ms,
        participant={**person, "phone_number": "441134960000", "join_time": iso(ms)},
    )


def host_awaited(ms: int, move: str, name: str, **more: Any) -> bytes:
    """`move` as Zoom spells it: `waiting`, `waiting_left`, `joined`."""
    return body(f"meeting.participant_jbh_{move}", ms, participant={"user_name": name, **more})


def streams_limited(ms: int, *, is_reached: bool = True) -> bytes:
    event = "rtms.concurrency_limited" if is_reached else "rtms.concurrency_near_limit"
    payload = {"operator_id": "USER", "concurrency_number": 2001, "id_field": {"meeting_uuid": OCCURRENCE}}
    return json.dumps({"event": event, "event_ts": ms, "payload": payload}).encode()
