"""How well Zoom hears, and when it says so: captions misheard, late, or joined. The recording keeps what was said."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from zoom_hooks.sim.clock import MeetingClock
from zoom_hooks.sim.smalltalk import mishear

_JOINED_WITHIN_MS = 6_000


@dataclass(frozen=True, slots=True)
class Heard:
    """A caption on its way: who said it, what was heard, and when, in meeting milliseconds."""

    meeting_id: str
    user_id: int
    name: str
    text: str
    start_ms: int
    end_ms: int


@dataclass(slots=True)
class Quality:
    """`mishear_one_in` words (0: none) is wrong, captions come `late_ms` late, and sentences run together if `joins`.

    Belongs to one event loop; `send` gets each caption when it is due and returns how many sockets got it.
    """

    clock: MeetingClock
    send: Callable[[Heard], int]
    mishear_one_in: int = 0
    late_ms: int = 0
    joins: bool = False
    random: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - a play, not a secret
    _kept: dict[str, Heard] = field(default_factory=dict)
    _later: set[asyncio.TimerHandle] = field(default_factory=set)

    def hear(self, said: Heard) -> int:
        """Pass a caption on as well as captions are now; 0 when it comes later."""
        text = mishear(said.text, self.mishear_one_in, self.random)
        heard = Heard(said.meeting_id, said.user_id, said.name, text, said.start_ms, said.end_ms)
        if self.joins:
            return self._join(heard)
        self.flush(said.meeting_id)
        return self._deliver(heard)

    def flush(self, meeting_id: str) -> None:
        """Let go of what was kept to be joined with more."""
        kept = self._kept.pop(meeting_id, None)
        if kept is not None:
            self._deliver(kept)

    def close(self) -> None:
        """Forget what is late."""
        for handle in self._later:
            handle.cancel()
        self._later.clear()

    def _join(self, heard: Heard) -> int:
        kept = self._kept.get(heard.meeting_id)
        if kept is None:
            self._kept[heard.meeting_id] = heard
            self._after(_JOINED_WITHIN_MS, lambda: self.flush(heard.meeting_id))
            return 0
        if kept.user_id != heard.user_id:
            self.flush(heard.meeting_id)
            return self._join(heard)
        del self._kept[heard.meeting_id]
        both = Heard(
            heard.meeting_id, heard.user_id, heard.name, f"{kept.text} {heard.text}", kept.start_ms, heard.end_ms
        )
        return self._deliver(both)

    def _deliver(self, heard: Heard) -> int:
        if self.late_ms <= 0:
            return self.send(heard)
        self._after(self.late_ms, lambda: self.send(heard))
        return 0

    def _after(self, ms: int, act: Callable[[], object]) -> None:
        def run() -> None:
            self._later.discard(handle)
            act()

        handle = asyncio.get_running_loop().call_later(self.clock.real_seconds(ms / 1000), run)
        self._later.add(handle)
