"""A webhook's envelope, and what most events have in it: the meeting, somebody, and when."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from zoom_hooks.events import Meeting, Participant
from zoom_hooks.in_client import participant_key
from zoom_hooks.wire import Fields, Malformed


class Envelope(NamedTuple):
    occurred_at: datetime | None
    account_id: str | None
    top: Fields
    payload: Fields
    object: Fields

    @classmethod
    def of(cls, top: Fields) -> Envelope:
        """Raises Malformed when the payload is not one."""
        payload = top.object("payload")
        return cls(top.instant_ms("event_ts"), payload.id("account_id"), top, payload, payload.object("object"))


def meeting_of(e: Envelope) -> Meeting:
    o = e.object
    return Meeting(
        id=o.id("id"),
        uuid=o.id("uuid"),
        host_id=o.id("host_id"),
        topic=o.text("topic"),
        start_time=o.instant("start_time", timezone=o.text("timezone")),
    )


def named_meeting(e: Envelope) -> Meeting:
    """Raises Malformed for an event that does not say which meeting it is about."""
    meeting = meeting_of(e)
    if meeting.id is None and meeting.uuid is None:
        raise Malformed("payload.object.id is missing")
    return meeting


def participant_of(e: Envelope) -> Participant:
    p = e.object.object("participant")
    uuid = p.id("participant_uuid")
    return Participant(
        user_id=number_in_meeting(p, "user_id"),
        uuid=participant_key(uuid) if uuid is not None else None,
        registrant_id=p.id("registrant_id"),
        account_user_id=p.id("participant_user_id") or p.id("id"),
        name=p.text("user_name"),
        email=p.text("email"),
        phone_number=p.id("phone_number"),
        customer_key=p.id("customer_key"),
    )


def number_in_meeting(p: Fields, key: str) -> str | None:
    """Somebody's number in the meeting. 0 is nobody's: two people who had it would be taken for one."""
    found = p.id(key)
    return None if found == "0" else found


def when(e: Envelope, *keys: str) -> datetime | None:
    """The first of these times of the participant that Zoom gave, else the event's own."""
    participant = e.object.object("participant")
    return next((at for at in (participant.instant(key) for key in keys) if at is not None), e.occurred_at)
