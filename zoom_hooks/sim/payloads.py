"""The bodies of Zoom's webhooks, as the simulated Zoom sends them."""

from __future__ import annotations

import json

from zoom_hooks.sim.clock import iso
from zoom_hooks.sim.registrations import as_row
from zoom_hooks.sim.world import SimMeeting, SimParticipant, SimRegistrant

Payload = dict[str, object]


def compact(event: str, event_ts: int, payload: Payload, **top: object) -> bytes:
    """The bytes that are signed: compact JSON in UTF-8."""
    body = {"event": event, "event_ts": event_ts, "payload": payload, **top}
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def about(account_id: str, meeting: SimMeeting, *, id_as_number: bool = False, **more: object) -> Payload:
    """A payload about a meeting. Zoom writes its number as text in some events and as a number in others."""
    meeting_object: dict[str, object] = {
        "id": int(meeting.id) if id_as_number else meeting.id,
        "uuid": meeting.uuid,
        "host_id": meeting.host_id,
        "topic": meeting.topic,
        "type": 2,
        "start_time": iso(meeting.started_ms or meeting.start_ms),
        "timezone": meeting.timezone,
        "duration": meeting.duration,
        **more,
    }
    return {"account_id": account_id, "object": meeting_object}


def participant(person: SimParticipant, **more: object) -> Payload:
    """Somebody present, with blanks where Zoom sends blanks."""
    row: Payload = {
        "user_id": str(person.user_id),
        "user_name": person.name,
        "id": person.zoom_user_id,
        "participant_user_id": person.zoom_user_id,
        "participant_uuid": person.uuid,
        "email": person.email,
        **more,
    }
    if person.registrant_id:
        row["registrant_id"] = person.registrant_id
    if person.phone_number:
        row["phone_number"] = person.phone_number
    return row


def decided(person: SimRegistrant) -> Payload:
    """A registrant in a decision's event: who, and the join link once approved."""
    row = as_row(person)
    keys = ("id", "first_name", "last_name", "email", "join_url", "participant_pin_code")
    return {key: row[key] for key in keys if key in row}


def chat_message(person: SimParticipant, message_id: str, text: str, *, at_ms: int, is_private: bool) -> Payload:
    """A chat message as accounts with chat monitoring hear of it."""
    row: Payload = {
        "date_time": iso(at_ms),
        "sender_session_id": str(person.user_id),
        "sender_name": person.name,
        "sender_email": person.email,
        "sender_type": "host" if person.is_in_charge else "guest",
        "recipient_type": "individual" if is_private else "everyone",
        "message_id": message_id,
        "message_content": text,
    }
    if is_private:
        row |= {"recipient_session_id": "1", "recipient_name": "Host"}
    return row
