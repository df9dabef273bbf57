"""What goes to Zoom's REST API and comes back from it, as values. Names, addresses and links stay out of reprs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from zoom_hooks.events import RecordingFile


@dataclass(frozen=True, slots=True)
class NewRegistrant:
    """What Zoom needs to register somebody. With `auto_approve` a manual meeting admits them at once."""

    first_name: str = field(repr=False)
    email: str = field(repr=False)
    last_name: str = field(default="", repr=False)
    org: str = field(default="", repr=False)
    answers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    auto_approve: bool | None = None


@dataclass(frozen=True, slots=True)
class AddedRegistrant:
    registrant_id: str
    join_url: str | None = field(repr=False)
    pin: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class MeetingDetails:
    """A meeting as Zoom has it. `settings` is Zoom's own object."""

    id: str
    uuid: str | None
    topic: str | None = field(repr=False)
    start_time: datetime | None
    registration_url: str | None = field(repr=False)
    settings: Mapping[str, object] = field(repr=False)
    host_email: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Stay:
    """One unbroken presence of somebody in a past meeting."""

    user_id: str | None
    registrant_id: str | None
    joined_at: datetime | None
    left_at: datetime | None
    name: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    was_waiting: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """A cloud recording's files. `download_token` opens them for an hour; without one, our own token does."""

    uuid: str | None
    files: tuple[RecordingFile, ...]
    download_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TranscriptInfo:
    """Where a meeting's transcript is, or why it is not there yet."""

    can_download: bool
    restriction: str | None
    download_url: str | None = field(repr=False)
