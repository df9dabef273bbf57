"""Where time comes in. Edges read a clock once; nothing below them does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Says what time it is, as an aware UTC datetime."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ManualClock:
    """A clock for tests: it stands where it was put."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        self._at = at

    def advance(self, by: timedelta) -> None:
        self._at += by


@dataclass(frozen=True)
class Pace:
    """How a forum session's own time runs beside the machine's: `rate` domain seconds per real second.

    A real session has rate 1 and both anchors equal. A demo or rehearsal runs faster, for domain time only: tokens,
    leases and freshness stay on system time.
    """

    anchor_real: datetime
    anchor_domain: datetime
    rate: float = 1.0

    def at(self, now: datetime) -> datetime:
        """The forum session's time at the system time `now`."""
        return self.anchor_domain + (now - self.anchor_real) * self.rate


def to_ms(at: datetime) -> int:
    """Integer milliseconds since the epoch, exactly (no float in between)."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    """The instant of integer milliseconds since the epoch."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)


def london_date(at: datetime) -> str:
    """The date people read, such as "Tuesday 25 May 2027", in Europe/London."""
    local = at.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y}"


def london_time(at: datetime) -> str:
    """The time people read, such as "10:30", in Europe/London."""
    return f"{at.astimezone(LONDON):%H:%M}"
