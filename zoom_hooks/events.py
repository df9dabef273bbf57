"""What Zoom's webhooks say, as values: ids are text, blanks are None, times are aware UTC.

Names, addresses, links and tokens are left out of every repr, so an event can be logged by mistake without
harm.
`zoom_hooks.reading.parse` makes these from bytes. Source: developers.zoom.us/docs/api/meetings/events and
/docs/api/rtms/events.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

WaitingRoomMove = Literal["joined", "left", "admitted", "put_back"]
Decision = Literal["approved", "cancelled", "denied"]
HostWait = Literal["waiting", "left", "joined"]
BreakoutMove = Literal["entered", "left"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting an event is about. `uuid` names one occurrence of it, `id` the number that people dial."""

    id: str | None
    uuid: str | None
    host_id: str | None = None
    topic: str | None = field(default=None, repr=False)
    start_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody present. Only `registrant_id` survives leaving and coming back; everything may be missing.

    `user_id` is the number within the meeting and new on each join; `uuid` is one connection;
    `account_user_id` is set for
    people signed in to Zoom.
    """

    user_id: str | None
    uuid: str | None
    registrant_id: str | None
    account_user_id: str | None
    name: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    phone_number: str | None = field(default=None, repr=False)
    customer_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Registrant:
    """Somebody who filled in the registration form. `answers` are (question as shown, answer) in Zoom's
    order.
    """

    id: str | None
    email: str | None = field(default=None, repr=False)
    first_name: str | None = field(default=None, repr=False)
    last_name: str | None = field(default=None, repr=False)
    org: str | None = field(default=None, repr=False)
    job_title: str | None = field(default=None, repr=False)
    status: str | None = None
    join_url: str | None = field(default=None, repr=False)
    pin: str | None = field(default=None, repr=False)
    create_time: datetime | None = None
    answers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class RecordingFile:
    """One file of a cloud recording; a meeting recorded in parts has several of each type."""

    id: str | None
    file_type: str | None
    recording_type: str | None
    status: str | None
    recording_start: datetime | None
    recording_end: datetime | None
    file_size: int | None
    download_url: str | None = field(default=None, repr=False)

    @property
    def is_transcript(self) -> bool:
        """Zoom's own transcript, with names of speakers, rather than captions or chat."""
        return (self.file_type or "").upper() == "TRANSCRIPT" or (
            self.recording_type or ""
        ).lower() == "audio_transcript"


@dataclass(frozen=True, slots=True)
class Heard:
    """What every event has: Zoom's time of it (None when Zoom gave none) and the account it came from."""

    occurred_at: datetime | None
    account_id: str | None


@dataclass(frozen=True, slots=True)
class UrlValidation(Heard):
    """Zoom asks whether this address is ours. Answer with `signatures.challenge_answer`, after verifying."""

    plain_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MeetingStarted(Heard):
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class MeetingEnded(Heard):
    meeting: Meeting
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ParticipantJoined(Heard):
    meeting: Meeting
    participant: Participant
    joined_at: datetime | None


@dataclass(frozen=True, slots=True)
class ParticipantLeft(Heard):
    """May arrive after the same person came back: compare `left_at` with the latest join before believing
    it.
    """

    meeting: Meeting
    participant: Participant
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class WaitingRoomMoved(Heard):
    meeting: Meeting
    participant: Participant
    move: WaitingRoomMove
    moved_at: datetime | None


@dataclass(frozen=True, slots=True)
class HostAwaited(Heard):
    """Somebody waits because the host has not arrived, gave that up, or came in before the host.

    Zoom says neither connection nor in-meeting number here, and the registrant id not in each of the three.
    """

    meeting: Meeting
    participant: Participant
    move: HostWait


@dataclass(frozen=True, slots=True)
class RoleChanged(Heard):
    """Somebody was made host, co-host or attendee, in Zoom's words; None where it did not say."""

    meeting: Meeting
    participant: Participant
    old_role: str | None
    new_role: str | None
    changed_at: datetime | None

    @property
    def is_host_now(self) -> bool:
        """Whether they run the meeting from now on, alone or with others."""
        return self.new_role in ("host", "co-host")


@dataclass(frozen=True, slots=True)
class BreakoutRoomMoved(Heard):
    """Somebody entered or left a breakout room. Leaving for one also shows as a leave and a join, in any order."""

    meeting: Meeting
    participant: Participant
    room_uuid: str | None
    move: BreakoutMove
    moved_at: datetime | None


@dataclass(frozen=True, slots=True)
class PhoneBound(Heard):
    """A telephone turned out to be the audio of somebody who is in the meeting: the two are one person."""

    meeting: Meeting
    phone: Participant
    to_user_id: str | None
    to_uuid: str | None
    bound_at: datetime | None


@dataclass(frozen=True, slots=True)
class SurveyAnswered(Heard):
    """Somebody answered Zoom's survey at the end of a meeting. It has nothing to do with hands or reactions."""

    meeting: Meeting
    participant: Participant
    is_satisfied: bool | None
    complaints: tuple[str, ...] = ()
    comment: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class RegistrationCreated(Heard):
    meeting: Meeting
    registrant: Registrant


@dataclass(frozen=True, slots=True)
class RegistrationDecided(Heard):
    meeting: Meeting
    registrant: Registrant
    decision: Decision
    operator_id: str | None


@dataclass(frozen=True, slots=True)
class StreamStarted(Heard):
    """A caption stream is ready to be joined. The same `stream_id` again means another server: move to its
    address.
    """

    meeting_id: str | None
    meeting_uuid: str
    stream_id: str
    server_url: str
    is_original_host: bool | None = None


@dataclass(frozen=True, slots=True)
class StreamInterrupted(Heard):
    """The stream's server lost us: connect again within about a minute, to `server_url` when there is a
    new one.
    """

    meeting_uuid: str | None
    stream_id: str
    server_url: str | None


@dataclass(frozen=True, slots=True)
class StreamStopped(Heard):
    meeting_uuid: str | None
    stream_id: str
    stop_reason: int | None

    @property
    def is_revoked(self) -> bool:
        """Consent was withdrawn: what was collected has to be deleted."""
        return self.stop_reason == 8


@dataclass(frozen=True, slots=True)
class StreamsLimited(Heard):
    """The app's account has as many streams as it may have, or nearly: then no new one starts.

    `meeting_uuid` is that of the meeting whose stream met the limit, when Zoom says so.
    """

    is_reached: bool
    streams: int | None
    meeting_uuid: str | None


@dataclass(frozen=True, slots=True)
class ChatMessageSent(Heard):
    """A message in the meeting's chat; only accounts with chat monitoring get these."""

    meeting: Meeting
    message_id: str | None
    sender_user_id: str | None
    sent_at: datetime | None
    to_everyone: bool
    sender_name: str | None = field(default=None, repr=False)
    text: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class RecordingCompleted(Heard):
    """The recording is there; its transcript comes later, or never. The token opens the files for 24 hours."""

    meeting: Meeting
    files: tuple[RecordingFile, ...]
    download_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TranscriptCompleted(Heard):
    """Zoom has written the recording's transcript. The token opens the files for 24 hours."""

    meeting: Meeting
    files: tuple[RecordingFile, ...]
    download_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Unknown(Heard):
    """A well-formed event that this library gives no meaning to. Count it, answer 200, and go on."""

    event: str


Event: TypeAlias = (
    UrlValidation
    | MeetingStarted
    | MeetingEnded
    | ParticipantJoined
    | ParticipantLeft
    | WaitingRoomMoved
    | HostAwaited
    | RoleChanged
    | BreakoutRoomMoved
    | PhoneBound
    | SurveyAnswered
    | RegistrationCreated
    | RegistrationDecided
    | StreamStarted
    | StreamInterrupted
    | StreamStopped
    | StreamsLimited
    | ChatMessageSent
    | RecordingCompleted
    | TranscriptCompleted
    | Unknown
)
