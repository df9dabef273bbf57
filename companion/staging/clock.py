"""A play's time: it runs with the wall's until the meeting begins, and then as fast as was asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from companion.kernel.clocks import Pace
from zoom_hooks.sim import MeetingClock


class EveningClock(MeetingClock):
    """A meeting clock that can be put forward once, to just before the start, and sped up there."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        super().__init__(starts_at=datetime.fromtimestamp(now(), UTC), source=now)
        self.pace = Pace(self.now(), self.now())

    def put_forward(self, to: datetime, *, rate: float) -> Pace:
        """Let it stand at `to` now and run `rate` times as fast from here on; returns the pace to tell others."""
        real = datetime.fromtimestamp(self._source(), UTC)
        self.rate = rate
        self._zero = real.timestamp()
        self._start_ms = int(to.timestamp() * 1000)
        self.pace = Pace(real, to, rate)
        return self.pace

    def go_on(self, rate: float) -> Pace:
        """Let it run `rate` times as fast from now on, without a jump; returns the pace to tell others."""
        return self.put_forward(self.now(), rate=rate)

    def real_at(self, at_ms: int) -> float:
        """The wall's time (seconds since 1970) at which it shows `at_ms`."""
        return self._zero + (at_ms - self._start_ms) / 1000 / self.rate
