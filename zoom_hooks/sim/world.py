"""What exists in the simulated Zoom: meetings, who registered, who is there. Plain state, changed on one
thread only.
"""

from __future__ import annotations

import base64
import random
from dataclasses import dataclass, field
from typing import Literal

RegistrantState = Literal["pending", "approved", "denied", "cancelled"]
MeetingState = Literal["waiting", "started", "ended"]
Role = Literal["host", "co-host", "attendee"]

DEFAULT_SETTINGS: dict[str, object] = {
    "approval_type": 2,
    "registration_type": 1,
    "registrants_confirmation_email": True,
    "registrants_email_notification": True,
    "close_registration": False,
    "allow_multiple_devices": True,
    "waiting_room": False,
    "mute_upon_entry": False,
    "join_before_host": False,
    "jbh_time": 0,
    "auto_recording": "none",
    "alternative_hosts": "",
    "meeting_authentication": False,
    "auto_start_meeting_summary": False,
    "auto_start_ai_companion_questions": False,
}


@dataclass(slots=True)
class SimRegistrant:
    id: str
    first_name: str
    last_name: str
    email: str
    org: str
    answers: list[dict[str, str]]
    state: RegistrantState
    created_ms: int
    join_url: str
    pin: str = ""
    adds: dict[str, int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class SimParticipant:
    user_id: int
    uuid: str
    name: str
    email: str
    registrant_id: str
    phone_number: str
    joined_ms: int
    left_ms: int | None = None
    is_waiting: bool = False
    role: Role = "attendee"
    zoom_user_id: str = ""
    feedback: str = ""
    breakout: str = ""
    is_muted: bool = False

    @property
    def is_present(self) -> bool:
        return self.left_ms is None and not self.is_waiting

    @property
    def is_in_charge(self) -> bool:
        """Whether they run the meeting, alone or with others."""
        return self.role != "attendee"

    def is_meant_by(self, who: str | int) -> bool:
        """Whether this is their in-meeting number, their name, or their uuid in any spelling."""
        if who in (self.user_id, str(self.user_id), self.name):
            return True
        return isinstance(who, str) and plain_uuid(who) == plain_uuid(self.uuid)


def plain_uuid(uuid: str) -> str:
    """A participant's uuid without dashes, in lower case: webhooks and client may spell it differently."""
    return uuid.replace("-", "").lower()


@dataclass(slots=True)
class SpokenCue:
    start_ms: int
    end_ms: int
    name: str
    text: str


@dataclass(slots=True)
class Written:
    """A message to everybody in the chat."""

    at_ms: int
    name: str
    text: str


@dataclass(slots=True)
class SimMeeting:
    id: str
    uuid: str
    topic: str
    start_ms: int
    duration: int
    host_id: str
    timezone: str = "Europe/London"
    state: MeetingState = "waiting"
    started_ms: int = 0
    ended_ms: int = 0
    settings: dict[str, object] = field(default_factory=lambda: dict(DEFAULT_SETTINGS))
    questions: list[dict[str, object]] = field(default_factory=list)
    custom_questions: list[dict[str, object]] = field(default_factory=list)
    registrants: dict[str, SimRegistrant] = field(default_factory=dict)
    participants: list[SimParticipant] = field(default_factory=list)
    cues: list[SpokenCue] = field(default_factory=list)
    is_recording_deleted: bool = False
    waiting_room_text: tuple[str, str] = ("", "")
    messages: list[Written] = field(default_factory=list)
    early: list[str] = field(default_factory=list)
    breakouts: dict[str, str] = field(default_factory=dict)

    def present(self, who: str | int) -> SimParticipant | None:
        """The latest participant here or waiting with this user id or name."""
        for participant in reversed(self.participants):
            if participant.left_ms is None and participant.is_meant_by(who):
                return participant
        return None

    def was_here(self, who: str | int) -> SimParticipant | None:
        """The latest participant with this user id or name, gone or not."""
        return next((one for one in reversed(self.participants) if one.is_meant_by(who)), None)


class Ids:
    """Identifiers that look like Zoom's: the same ones for the same seed, unguessable ones without."""

    def __init__(self, seed: int | None) -> None:
        self._random = random.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311 - asked for
        self._user_id = 16778240

    def meeting_id(self) -> str:
        return "9" + "".join(self._random.choice("0123456789") for _ in range(10))

    def uuid(self) -> str:
        """Base64 of sixteen bytes; some hold `/` or begin with it, as Zoom's do."""
        return base64.b64encode(self._random.randbytes(16)).decode()

    def guid(self) -> str:
        h = self._random.randbytes(16).hex().upper()
        return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"

    def hex32(self) -> str:
        return self._random.randbytes(16).hex()

    def token(self, length: int = 22) -> str:
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
        return "".join(self._random.choice(alphabet) for _ in range(length))

    def pin(self) -> str:
        """What a registrant types on the telephone."""
        return "".join(self._random.choice("0123456789") for _ in range(6))

    def user_id(self) -> int:
        """The number within a meeting: a new one on each join."""
        self._user_id += 1024
        return self._user_id
