"""Turn a verified webhook body into an event value."""

from __future__ import annotations

import re

from zoom_hooks import reading_people as people
from zoom_hooks import reading_streams as streams
from zoom_hooks.envelope import Envelope, named_meeting
from zoom_hooks.events import (
    ChatMessageSent,
    Decision,
    Event,
    MeetingEnded,
    MeetingStarted,
    RecordingCompleted,
    RecordingFile,
    Registrant,
    RegistrationCreated,
    RegistrationDecided,
    TranscriptCompleted,
    Unknown,
    UrlValidation,
)
from zoom_hooks.reading_people import Reader
from zoom_hooks.wire import Fields, Malformed, read_object

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+){1,3}", re.ASCII)


class MalformedEvent(Malformed):
    """The body is not an event of Zoom's: answer 400, for Zoom will not send it better a second time."""


def parse(body: bytes) -> Event:
    """The event in these bytes, which must have been verified before.

    Unknown keys are ignored and missing ones are None, except where the event would say nothing without them.
    An event that is not known comes back as Unknown. Raises MalformedEvent, and nothing else, for
    everything unreadable.
    """
    return parse_named(body)[1]


def parse_named(body: bytes) -> tuple[str, Event]:
    """The same with Zoom's name for it, such as `meeting.started`; for one that is none of Zoom's names, `other`."""
    try:
        top = Fields(read_object(body))
        name = top.text("event")
        if name is None:
            raise Malformed("event is missing")
        envelope = Envelope.of(top)
        read = _READERS.get(name)
        if read is None:
            shown = name if _NAME.fullmatch(name) else "other"
            return shown, Unknown(envelope.occurred_at, envelope.account_id, name[:200])
        return name, read(envelope)
    except Malformed as error:
        raise MalformedEvent(str(error)) from error


def _url_validation(e: Envelope) -> Event:
    return UrlValidation(e.occurred_at, e.account_id, e.payload.text("plainToken") or "")


def _started(e: Envelope) -> Event:
    return MeetingStarted(e.occurred_at, e.account_id, named_meeting(e))


def _ended(e: Envelope) -> Event:
    return MeetingEnded(e.occurred_at, e.account_id, named_meeting(e), e.object.instant("end_time"))


def _registrant(e: Envelope) -> Registrant:
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


def _registration_created(e: Envelope) -> Event:
    return RegistrationCreated(e.occurred_at, e.account_id, named_meeting(e), _registrant(e))


def _registration(decision: Decision) -> Reader:
    def read(e: Envelope) -> Event:
        return RegistrationDecided(
            e.occurred_at,
            e.account_id,
            named_meeting(e),
            _registrant(e),
            decision,
            e.payload.id("operator_id"),
        )

    return read


def _chat(e: Envelope) -> Event:
    m = e.object.object("chat_message")
    recipient = (m.text("recipient_type") or "").lower()
    return ChatMessageSent(
        e.occurred_at,
        e.account_id,
        named_meeting(e),
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


def _recording(kind: type[RecordingCompleted] | type[TranscriptCompleted]) -> Reader:
    def read(e: Envelope) -> Event:
        files = tuple(recording_file_from(f) for f in e.object.objects("recording_files"))
        return kind(e.occurred_at, e.account_id, named_meeting(e), files, e.top.text("download_token"))

    return read


_READERS: dict[str, Reader] = {
    "endpoint.url_validation": _url_validation,
    "meeting.started": _started,
    "meeting.ended": _ended,
    "meeting.participant_joined": people.joined,
    "meeting.participant_left": people.left,
    "meeting.participant_joined_waiting_room": people.waiting_room("joined"),
    "meeting.participant_left_waiting_room": people.waiting_room("left"),
    "meeting.participant_admitted": people.waiting_room("admitted"),
    "meeting.participant_put_in_waiting_room": people.waiting_room("put_back"),
    "meeting.participant_jbh_waiting": people.host_awaited("waiting"),
    "meeting.participant_jbh_waiting_left": people.host_awaited("left"),
    "meeting.participant_jbh_joined": people.host_awaited("joined"),
    "meeting.participant_role_changed": people.role_changed,
    "meeting.participant_joined_breakout_room": people.breakout_room("entered"),
    "meeting.participant_left_breakout_room": people.breakout_room("left"),
    "meeting.participant_bind": people.phone_bound,
    "meeting.participant_feedback": people.survey_answered,
    "meeting.registration_created": _registration_created,
    "meeting.registration_approved": _registration("approved"),
    "meeting.registration_cancelled": _registration("cancelled"),
    "meeting.registration_denied": _registration("denied"),
    "meeting.rtms_started": streams.stream_started,
    "meeting.rtms_interrupted": streams.stream_interrupted,
    "meeting.rtms_stopped": streams.stream_stopped,
    "rtms.concurrency_limited": streams.streams_limited(is_reached=True),
    "rtms.concurrency_near_limit": streams.streams_limited(is_reached=False),
    "meeting.chat_message_sent": _chat,
    "recording.completed": _recording(RecordingCompleted),
    "recording.transcript_completed": _recording(TranscriptCompleted),
}

#: the events that have a value of their own
KNOWN = frozenset(_READERS)
