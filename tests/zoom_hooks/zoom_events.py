"""Every event of Zoom's that we have a meaning for, whole and in its own shape, and all the ways of writing it down."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

ABOUT: dict[str, Any] = {
    "id": "91234567890",
    "uuid": "/aDYlohsHRtCd4ii1uC2+hA==",
    "host_id": "HOST_1",
    "topic": "Forum, spring",
    "type": 2,
    "start_time": "2026-02-01T10:00:00Z",
    "timezone": "Europe/London",
    "duration": 90,
}
SOMEBODY: dict[str, Any] = {
    "user_id": "16778240",
    "user_name": "Sam Okoro, Zoë’s colleague",
    "id": "ACCOUNT_OF_SAM",
    "participant_user_id": "ACCOUNT_OF_SAM",
    "participant_uuid": "0B6F2C1E-93A4-5D27-A1C0-7E55D1B0A9F2",
    "registrant_id": "pXk2Qw7LTn-registrant",
    "email": "sam@northhomes.example",
    "customer_key": "34958",
}
REGISTRANT: dict[str, Any] = {
    "id": "pXk2Qw7LTn-registrant",
    "first_name": "Sam",
    "last_name": "Okoro",
    "email": "sam@northhomes.example",
    "org": "North Homes",
    "custom_questions": [{"title": "Which landlord do you represent?", "value": "North Homes"}],
    "status": "pending",
    "join_url": "https://zoom.example/w/91234567890?tk=secret",
    "participant_pin_code": 380303,
}
STREAM: dict[str, Any] = {
    "meeting_id": "91234567890",
    "meeting_uuid": "/aDYlohsHRtCd4ii1uC2+hA==",
    "rtms_stream_id": "609340fb2a7946909659956c8aa9250c",
}
FILES: list[dict[str, Any]] = [
    {
        "id": "ed6c2f27-2ae7-42f4-b3d0-835b493e4fa8",
        "meeting_id": "/aDYlohsHRtCd4ii1uC2+hA==",
        "recording_start": "2026-02-01T10:00:05Z",
        "recording_end": "2026-02-01T11:30:00Z",
        "recording_type": "audio_transcript",
        "file_type": "TRANSCRIPT",
        "file_extension": "VTT",
        "file_size": 9876,
        "download_url": "https://zoom.example/rec/download/secret",
        "status": "completed",
    }
]
AT = "2026-02-01T10:01:00Z"


def _of(participant: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    about = {**ABOUT, **more}
    return {"object": about if participant is None else {**about, "participant": participant}}


def _moved(**more: Any) -> dict[str, Any]:
    return _of({**SOMEBODY, **more})


def _chat() -> dict[str, Any]:
    message = {
        "date_time": AT,
        "sender_session_id": "16778240",
        "sender_name": "Sam Okoro",
        "sender_email": "sam@northhomes.example",
        "sender_type": "guest",
        "recipient_type": "everyone",
        "message_id": "MS17RDk0QTY3QUQtQkFGQy04QTJFLTI2RUEtNkYxQjRBRTU1MTk5fQ==",
        "message_content": "Hand up, please",
    }
    return {"object": {"id": ABOUT["id"], "uuid": ABOUT["uuid"], "chat_message": message}}


def _recording() -> dict[str, Any]:
    return _of(share_url="https://zoom.example/rec/share/secret", recording_count=1, recording_files=FILES)


def _survey() -> dict[str, Any]:
    said = {
        "satisfied": False,
        "feedback_details": [{"id": "2", "name": "Poor audio quality"}],
        "comments": "Sam could not hear",
    }
    return _of({**SOMEBODY, "feedback": said})


_BY = {"operator": "organiser@forum.example", "operator_id": "OPERATOR"}
_WAITED = {key: SOMEBODY[key] for key in ("id", "user_name", "customer_key", "registrant_id")}
_PHONE = {**SOMEBODY, "user_id": "16784384", "participant_uuid": "1C7", "phone_number": "441134960000"}
_ROOM = {"breakout_room_uuid": "FkQbpP2UR028mDrwzEahqw=="}

#: event name → payload
PAYLOADS: dict[str, dict[str, Any]] = {
    "endpoint.url_validation": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"},
    "meeting.started": _of(),
    "meeting.ended": _of(end_time="2026-02-01T11:30:00Z"),
    "meeting.participant_joined": _moved(join_time=AT),
    "meeting.participant_left": _moved(leave_time=AT, leave_reason="left the meeting.<br>Reason: left the meeting"),
    "meeting.participant_joined_waiting_room": _moved(date_time=AT),
    "meeting.participant_left_waiting_room": _moved(date_time=AT),
    "meeting.participant_admitted": _moved(date_time=AT),
    "meeting.participant_put_in_waiting_room": _moved(date_time=AT),
    "meeting.participant_jbh_waiting": _of(_WAITED),
    "meeting.participant_jbh_waiting_left": _of(_WAITED),
    "meeting.participant_jbh_joined": _of(_WAITED),
    "meeting.participant_role_changed": _moved(date_time=AT, old_role="attendee", new_role="co-host"),
    "meeting.participant_joined_breakout_room": _of({**SOMEBODY, "join_time": AT}, **_ROOM),
    "meeting.participant_left_breakout_room": _of({**SOMEBODY, "leave_time": AT, "leave_reason": "left"}, **_ROOM),
    "meeting.participant_bind": _of(
        {**_PHONE, "bind_user_id": "16778240", "bind_participant_uuid": "0B6F", "date_time": AT}
    ),
    "meeting.participant_feedback": _survey(),
    "meeting.registration_created": _of(registrant=REGISTRANT),
    "meeting.registration_approved": {**_of(registrant=REGISTRANT), **_BY},
    "meeting.registration_cancelled": {**_of(registrant=REGISTRANT), **_BY},
    "meeting.registration_denied": {**_of(registrant=REGISTRANT), **_BY},
    "meeting.rtms_started": {
        **STREAM,
        "operator_id": "USER",
        "is_original_host": True,
        "server_urls": "wss://rtms-host.example:443",
    },
    "meeting.rtms_interrupted": {**STREAM, "server_urls": "wss://rtms-other.example:443"},
    "meeting.rtms_stopped": {**STREAM, "stop_reason": 6},
    "rtms.concurrency_limited": {
        "operator_id": "USER",
        "concurrency_number": 2001,
        "id_field": {"meeting_uuid": "/aDYlohsHRtCd4ii1uC2+hA=="},
    },
    "rtms.concurrency_near_limit": {"operator_id": "USER", "concurrency_number": 1900, "id_field": {}},
    "meeting.chat_message_sent": _chat(),
    "recording.completed": _recording(),
    "recording.transcript_completed": _recording(),
}
#: whose payload Zoom shows flat in one place and under `object` in another
FLAT_OR_NESTED = frozenset(name for name in PAYLOADS if "rtms" in name)
#: ids that come as numbers and as text
NUMBERS = ("id", "user_id", "bind_user_id", "meeting_id", "sender_session_id", "customer_key", "participant_pin_code")
#: without these an event would say nothing
NEEDED = (
    "event",
    "payload",
    "id",
    "uuid",
    "meeting_uuid",
    "rtms_stream_id",
    "server_urls",
    "plainToken",
    "object",
    "registrant",
)


def whole(name: str) -> dict[str, Any]:
    """A whole delivery of this event, to be changed at will."""
    payload = {"account_id": "ACC", **PAYLOADS[name]}
    event: dict[str, Any] = {"event": name, "event_ts": 1769940061000, "payload": payload}
    if name.startswith("recording."):
        event["download_token"] = "token-for-24-hours"
    return json.loads(json.dumps(event))  # type: ignore[no-any-return]


def compact(event: dict[str, Any]) -> bytes:
    """As Zoom writes it."""
    return json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()


@st.composite
def written_differently(draw: st.DrawFn, name: str) -> bytes:
    """The same event in other words: ids as numbers, keys in another order and unknown ones, indented, escaped."""
    event = whole(name)
    if name in FLAT_OR_NESTED:
        event["payload"] = _somewhere(draw, event["payload"])
    changed = _rewritten(draw, event)
    indent = draw(st.sampled_from([None, 1, 4, "\t"]))
    text = json.dumps(changed, indent=indent, ensure_ascii=draw(st.booleans()))
    return draw(st.sampled_from(["", "\n", " \r\n "])).encode() + text.encode() + draw(st.sampled_from([b"", b"\n"]))


def _somewhere(draw: st.DrawFn, payload: dict[str, Any]) -> dict[str, Any]:
    """Each key flat or under `object`."""
    nested = draw(st.sets(st.sampled_from(sorted(payload))))
    flat = {key: value for key, value in payload.items() if key not in nested}
    return {**flat, "object": {key: payload[key] for key in nested}} if nested else flat


def _rewritten(draw: st.DrawFn, value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        keys = draw(st.permutations(sorted(value)))
        unknown = draw(st.dictionaries(st.text("xyz", min_size=9, max_size=9), st.integers() | st.none(), max_size=2))
        return {**unknown, **{one: _rewritten(draw, value[one], one) for one in keys}}
    if isinstance(value, list):
        return [_rewritten(draw, one) for one in value]
    if key in NUMBERS and str(value).isdigit():
        return draw(st.sampled_from([str(value), int(value), f" {value} "]))
    return value


@st.composite
def with_blanks(draw: st.DrawFn, name: str) -> bytes:
    """The event with some of what it may do without left out, null or blank."""
    event = whole(name)
    for holder, key in _leaves(event):
        how = draw(st.sampled_from(["kept", "kept", "left out", "null", "blank"]))
        if how == "left out":
            del holder[key]
        elif how != "kept":
            is_text = isinstance(holder[key], str)
            holder[key] = "  " if how == "blank" and is_text else None
    return compact(event)


def _leaves(value: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    found = []
    for key, inner in value.items():
        if isinstance(inner, dict):
            found += _leaves(inner)
        if key not in NEEDED:
            found.append((value, key))
    return found
