"""What a caption stream tells, as values. Ids are text; times are Zoom's milliseconds since 1970. Names
and words stay out of reprs.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from zoom_hooks.errors import ZoomError
from zoom_hooks.rtms.codes import Stop

Feed = Literal["transcript", "chat"]
ChatOperation = Literal["new", "deleted", "edited", "emoji_added", "emoji_removed"]

BROKEN = frozenset({*range(10, 20), 24})
"""Stop reasons that mean that the stream broke rather than ended."""


@dataclass(frozen=True, slots=True)
class Connected:
    """Data flows on these feeds from here on. Comes again after every reconnection."""

    feeds: tuple[Feed, ...]


@dataclass(frozen=True, slots=True)
class Disconnected:
    """These feeds broke off. They are connected anew by themselves; what was missed comes as a Gap afterwards."""

    feeds: tuple[Feed, ...]


@dataclass(frozen=True, slots=True)
class StillConnected:
    """A silence: Zoom says that these feeds are connected and had nothing to tell up to now."""

    feeds: tuple[Feed, ...]
    at_ms: int


@dataclass(frozen=True, slots=True)
class Caption:
    """One utterance. A later one of the same person and start replaces it."""

    user_id: str | None
    user_name: str | None = field(repr=False)
    text: str = field(repr=False)
    start_ms: int
    end_ms: int
    language: int | None = None


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message in the chat. With `to_everyone` False it was private and is not to be kept; None means
    that Zoom did not say.
    """

    user_id: str | None
    user_name: str | None = field(repr=False)
    text: str = field(repr=False)
    sent_ms: int | None
    message_id: str | None = None
    operation: ChatOperation = "new"
    to_everyone: bool | None = None


@dataclass(frozen=True, slots=True)
class ActiveSpeaker:
    """Zoom's highlighted tile moved; None is nobody. It flips at every cough: wait a second or two before
    believing it.
    """

    user_id: str | None
    user_name: str | None = field(repr=False)
    at_ms: int | None


@dataclass(frozen=True, slots=True)
class Joined:
    user_id: str
    user_name: str | None = field(repr=False)
    at_ms: int | None


@dataclass(frozen=True, slots=True)
class Left:
    user_id: str
    at_ms: int | None


@dataclass(frozen=True, slots=True)
class Paused:
    """Somebody paused the stream: from here on, hearing nothing does not mean silence."""

    at_ms: int | None


@dataclass(frozen=True, slots=True)
class Resumed:
    at_ms: int | None


@dataclass(frozen=True, slots=True)
class FeedRefused:
    """Zoom will not send this feed in this meeting; the other one goes on."""

    feed: Feed
    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What was said in this time may be missing: nothing was connected. An unknown end is None."""

    feed: Feed
    from_ms: int | None
    to_ms: int | None


@dataclass(frozen=True, slots=True)
class StreamEnded:
    """The last value of every stream. `reason` is Zoom's number and `at_ms` its time, None when Zoom never said."""

    reason: int | None
    at_ms: int | None = field(default=None, compare=False)

    @property
    def is_revoked(self) -> bool:
        """Consent was withdrawn: what was collected has to be deleted."""
        return self.reason == Stop.REVOKED

    @property
    def may_be_restarted(self) -> bool:
        """It broke rather than ended: ask Zoom to start another."""
        return self.reason is None or self.reason in BROKEN


Item: TypeAlias = (
    Connected
    | Disconnected
    | StillConnected
    | Caption
    | ChatMessage
    | ActiveSpeaker
    | Joined
    | Left
    | Paused
    | Resumed
    | FeedRefused
    | Gap
    | StreamEnded
)
Sink: TypeAlias = Callable[[Item], Awaitable[None]]


class StreamRefused(ZoomError):
    """Zoom would not let us into the stream at all: wrong credentials, or a stream that is not there."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"the caption stream was refused (status {status}: {reason})")
        self.status = status
        self.reason = reason
