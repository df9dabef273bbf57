"""Turn a verified webhook body into an event value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from zoom_hooks.events import (
    ChatMessageSent,
    Decision,
    Event,
    Meeting,
    MeetingEnded,
    MeetingStarted,
    Participant,
    ParticipantJoined,
    ParticipantLeft,
    RecordingFile,
    Registrant,
    RegistrationCreated,
    RegistrationDecided,
    StreamInterrupted,
    StreamStarted,
    StreamStopped,
    TranscriptCompleted,
    Unknown,
    UrlValidation,
    WaitingRoomMove,
    WaitingRoomMoved,
)
from zoom_hooks.wire import Fields, Malformed, read_object


class MalformedEvent(Malformed):
    """The body is not an event of Zoom's: answer 400, for Zoom will not send it better a second time."""


class _Envelope(NamedTuple):
    occurred_at: datetime | None
    account_id: str | None
    top: Fields
    payload: Fields
    object: Fields


def parse(body: bytes) -> Event:
    """The event in these bytes, which must have been verified before.

    Unknown keys are ignored and missing ones are None, except where the event would say nothing without them.
    An event that is not known comes back as Unknown. Raises MalformedEvent, and nothing else, for
    everything unreadable.
    """
    try:
        top = Fields(read_object(body))
        name = top.text("event")
        if name is None:
            raise Malformed("event is missing")
        payload = top.object("payload")
        envelope = _Envelope(
            top.instant_ms("event_ts"), payload.id("account_id"), top, payload, payload.object("object")
        )
        read = _READERS.get(name)
        if read is None:
            return Unknown(envelope.occurred_at, envelope.account_id, name[:200])
        return read(envelope)
    except Malformed as error:
        raise MalformedEvent(str(error)) from error


def _url_validation(e: _Envelope) -> Event:
    return UrlValidation(e.occurred_at, e.account_id, e.payload.text("plainToken") or "")


def _meeting(e: _Envelope) -> Meeting:
    o = e.object
    return Meeting(
        id=o.id("id"),
        uuid=o.id("uuid"),
        host_id=o.id("host_id"),
        topic=o.text("topic"),
        start_time=o.instant("start_time", timezone=o.text("timezone")),
    )


def _started(e: _Envelope) -> Event:
    return MeetingStarted(e.occurred_at, e.account_id, _named_meeting(e))


def _ended(e: _Envelope) -> Event:
    return MeetingEnded(e.occurred_at, e.account_id, _named_meeting(e), e.object.instant("end_time"))


def _named_meeting(e: _Envelope) -> Meeting:
    meeting = _meeting(e)
    if meeting.id is None and meeting.uuid is None:
        raise Malformed("payload.object.id is missing")
    return meeting


def _participant(e: _Envelope) -> Participant:
    p = e.object.object("participant")
    return Participant(
        user_id=p.id("user_id"),
        uuid=p.id("participant_uuid"),
        registrant_id=p.id("registrant_id"),
        account_user_id=p.id("participant_user_id") or p.id("id"),
        name=p.text("user_name"),
        email=p.text("email"),
        phone_number=p.id("phone_number"),
        customer_key=p.id("customer_key"),
    )


def _when(e: _Envelope, key: str) -> datetime | None:
    return e.object.object("participant").instant(key) or e.occurred_at


def _joined(e: _Envelope) -> Event:
    return ParticipantJoined(e.occurred_at, e.account_id, _named_meeting(e), _participant(e), _when(e, "join_time"))


def _left(e: _Envelope) -> Event:
    return ParticipantLeft(e.occurred_at, e.account_id, _named_meeting(e), _participant(e), _when(e, "leave_time"))


def _waiting_room(move: WaitingRoomMove) -> Callable[[_Envelope], Event]:
    def read(e: _Envelope) -> Event:
        return WaitingRoomMoved(
            e.occurred_at, e.account_id, _named_meeting(e), _participant(e), move, _when(e, "date_time")
        )

    return read


def _registrant(e: _Envelope) -> Registrant:
    r = e.object.object("registrant")
    if r.id("id") is None and r.text("email") is None:
        raise Malformed("payload.object.registrant.id is missing")
    return registrant_from(r)


def registrant_from(r: Fields) -> Registrant:
    """A registrant as events and REST lists both spell it."""
    return Registrant(
        id=r.id("id"),
        email=r.text("email"),
        first_name=r.text("first_name"),
        last_name=r.text("last_name"),
        org=r.text("org"),
        job_title=r.text("job_title"),
        status=r.text("status"),
        join_url=r.text("join_url"),
        pin=r.id("participant_pin_code"),
        create_time=r.instant("create_time"),
        answers=tuple((q.text("title") or "", q.text("value") or "") for q in r.objects("custom_questions")),
    )


def _registration_created(e: _Envelope) -> Event:
    return RegistrationCreated(e.occurred_at, e.account_id, _named_meeting(e), _registrant(e))


def _registration(decision: Decision) -> Callable[[_Envelope], Event]:
    def read(e: _Envelope) -> Event:
        return RegistrationDecided(
            e.occurred_at,
            e.account_id,
            _named_meeting(e),
            _registrant(e),
            decision,
            e.payload.id("operator_id"),
        )

    return read


def _stream_fields(e: _Envelope) -> Fields:
    """RTMS payloads are flat in the reference and nested in some of Zoom's prose: read either."""
    return e.object if "rtms_stream_id" in e.object else e.payload


def _stream_started(e: _Envelope) -> Event:
    f = _stream_fields(e)
    return StreamStarted(
        e.occurred_at,
        e.account_id or f.id("account_id"),
        meeting_id=f.id("meeting_id"),
        meeting_uuid=f.required_id("meeting_uuid"),
        stream_id=f.required_id("rtms_stream_id"),
        server_url=f.required_id("server_urls"),
        is_original_host=f.boolean("is_original_host"),
    )


def _stream_interrupted(e: _Envelope) -> Event:
    f = _stream_fields(e)
    return StreamInterrupted(
        e.occurred_at,
        e.account_id or f.id("account_id"),
        meeting_uuid=f.id("meeting_uuid"),
        stream_id=f.required_id("rtms_stream_id"),
        server_url=f.text("server_urls"),
    )


def _stream_stopped(e: _Envelope) -> Event:
    f = _stream_fields(e)
    return StreamStopped(
        e.occurred_at,
        e.account_id or f.id("account_id"),
        meeting_uuid=f.id("meeting_uuid"),
        stream_id=f.required_id("rtms_stream_id"),
        stop_reason=f.integer("stop_reason") if "stop_reason" in f else f.integer("reason"),
    )


def _chat(e: _Envelope) -> Event:
    m = e.object.object("chat_message")
    recipient = (m.text("recipient_type") or "").lower()
    return ChatMessageSent(
        e.occurred_at,
        e.account_id,
        _named_meeting(e),
        message_id=m.id("message_id"),
        sender_user_id=m.id("sender_session_id"),
        sent_at=m.instant("date_time") or e.occurred_at,
        to_everyone=recipient == "everyone",
        sender_name=m.text("sender_name"),
        text=m.text("message_content"),
    )


def recording_file_from(f: Fields) -> RecordingFile:
    """A file as events and REST lists both spell it."""
    return RecordingFile(
        id=f.id("id"),
        file_type=f.text("file_type"),
        recording_type=f.text("recording_type"),
        status=f.text("status"),
        recording_start=f.instant("recording_start"),
        recording_end=f.instant("recording_end"),
        file_size=f.integer("file_size"),
        download_url=f.text("download_url"),
    )


def _transcript_completed(e: _Envelope) -> Event:
    files = tuple(recording_file_from(f) for f in e.object.objects("recording_files"))
    return TranscriptCompleted(e.occurred_at, e.account_id, _named_meeting(e), files, e.top.text("download_token"))


_READERS: dict[str, Callable[[_Envelope], Event]] = {
    "endpoint.url_validation": _url_validation,
    "meeting.started": _started,
    "meeting.ended": _ended,
    "meeting.participant_joined": _joined,
    "meeting.participant_left": _left,
    "meeting.participant_joined_waiting_room": _waiting_room("joined"),
    "meeting.participant_left_waiting_room": _waiting_room("left"),
    "meeting.participant_admitted": _waiting_room("admitted"),
    "meeting.participant_put_in_waiting_room": _waiting_room("put_back"),
    "meeting.registration_created": _registration_created,
    "meeting.registration_approved": _registration("approved"),
    "meeting.registration_cancelled": _registration("cancelled"),
    "meeting.registration_denied": _registration("denied"),
    "meeting.rtms_started": _stream_started,
    "meeting.rtms_interrupted": _stream_interrupted,
    "meeting.rtms_stopped": _stream_stopped,
    "meeting.chat_message_sent": _chat,
    "recording.transcript_completed": _transcript_completed,
}
