"""What may be done to a caption stream, and how long what it brought is kept: pure decisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from companion.kernel.errors import DomainError

LEASE = timedelta(seconds=10)  # renewed every second: a process that dies costs a meeting no more than this
KEEP_AT_MOST = timedelta(days=60)
REVOKED = 8  # Zoom's stop reason by which what was collected has to be deleted
LONGEST_WAIT = timedelta(minutes=5)
LIVE = frozenset({"wanted", "following", "interrupted"})


class FenceIsOld(DomainError):
    """Another process follows this stream now; what the old one still sends is refused."""

    message = "Another process follows this caption stream now."


class StreamIsOver(DomainError):
    """The stream ended, or Zoom revoked it."""

    message = "This caption stream is over."


@dataclass(frozen=True)
class Candidate:
    """A stream that could be followed, as far as the choice needs to know."""

    stream_id: UUID
    meeting_uuid: str
    state: str
    is_original_host: bool
    lease_until: datetime | None
    created_at: datetime
    next_try_at: datetime | None = None


def choose(candidates: Iterable[Candidate], now: datetime) -> UUID | None:
    """The stream to follow next: one per meeting, the original host's first, then the oldest; None when all is well.

    Two participants who bring the app give two streams of one meeting with the same words in them. A stream that Zoom
    refused us is left alone until its time has come; the other one of that meeting may be had meanwhile.
    """
    live = [candidate for candidate in candidates if candidate.state in LIVE]
    busy = {candidate.meeting_uuid for candidate in live if candidate.lease_until and candidate.lease_until > now}
    ready = [candidate for candidate in live if candidate.next_try_at is None or candidate.next_try_at <= now]
    free = [candidate for candidate in ready if candidate.meeting_uuid not in busy]
    free.sort(key=lambda candidate: (not candidate.is_original_host, candidate.created_at, str(candidate.stream_id)))
    return free[0].stream_id if free else None


def wait_after(refusals: int) -> timedelta:
    """How long to leave a stream alone that Zoom refused us so many times in a row: twice as long each time."""
    return min(timedelta(seconds=2 ** min(refusals, 16)), LONGEST_WAIT)


def check_fence(*, state: str, fence: int, held: int) -> None:
    """Whether a follower may still store: not once the stream was revoked, nor when somebody else claimed it since.

    The last words of a stream come in after Zoom's word that it ended, so an ended one still takes them.
    Raises StreamIsOver, FenceIsOld.
    """
    if state == "revoked":
        raise StreamIsOver
    if fence != held:
        raise FenceIsOld
