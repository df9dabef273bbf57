"""The time that passes in simulated meetings; it may run faster than the wall's."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class MeetingClock:
    """Meeting time: it stands at `starts_at` when made, and runs `rate` times as fast as `source` (seconds)."""

    def __init__(
        self,
        *,
        starts_at: datetime | None = None,
        rate: float = 1.0,
        source: Callable[[], float] = time.monotonic,
    ) -> None:
        if rate <= 0:
            raise ValueError("a clock's rate is a positive number")
        self.rate = rate
        self._source = source
        self._zero = source()
        self._start_ms = (
            int(time.time() * 1000) if starts_at is None else (starts_at - _EPOCH) // timedelta(milliseconds=1)
        )

    def ms(self) -> int:
        """Meeting time in milliseconds since 1970."""
        return self._start_ms + int((self._source() - self._zero) * self.rate * 1000)

    def now(self) -> datetime:
        return _EPOCH + timedelta(milliseconds=self.ms())

    def real_seconds(self, meeting_seconds: float) -> float:
        """How long a stretch of meeting time takes on the wall."""
        return meeting_seconds / self.rate


def iso(ms: int) -> str:
    """Zoom's spelling of an instant."""
    return (_EPOCH + timedelta(milliseconds=ms)).strftime("%Y-%m-%dT%H:%M:%SZ")
