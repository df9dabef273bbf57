"""What is seen in Zoom's own window: who speaks and what they say, the chat, hands, the waiting room.

A practice has no sound; captions stand in for it. Everything is read from the simulated Zoom as it stands. What the
chair does there (lets somebody in, mutes) is noted for the goals that ask.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from zoom_hooks.sim import SimulatedZoom

SHOWN = 12
HEARD_WITHIN_MS = 8_000


@dataclass(frozen=True)
class Line:
    """Something said or written: `key` numbers it."""

    key: int
    name: str
    text: str
    at_ms: int


@dataclass(frozen=True)
class Seen:
    """Zoom's window at a moment. `people` are those in the meeting, `waiting` those in the waiting room, by name."""

    said: tuple[Line, ...] = ()
    chat: tuple[Line, ...] = ()
    people: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    heard: int = 0

    def speaker(self, now_ms: int) -> str:
        """Who has been heard just now."""
        return self.said[-1].name if self.said and now_ms - self.said[-1].at_ms <= HEARD_WITHIN_MS else ""


@dataclass
class Marks:
    """What the chair did in Zoom's window, and who is muted or has a hand up there; from different threads."""

    hands: set[str] = field(default_factory=set)
    muted: set[str] = field(default_factory=set)
    done: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()

    def note(self, what: str, name: str, at_ms: int) -> None:
        """The first time counts."""
        with self._lock:
            self.done.setdefault((what, name), at_ms)

    def so_far(self) -> Mapping[tuple[str, str], int]:
        with self._lock:
            return dict(self.done)


def look(zoom: SimulatedZoom) -> Seen:
    """Zoom's window now; empty before there is a meeting."""

    async def read() -> Seen:
        stage = zoom.stage
        if not stage.meetings:
            return Seen()
        meeting = stage.meeting()
        cues = list(enumerate(meeting.cues))[-SHOWN:]
        written = list(enumerate(meeting.messages))[-SHOWN:]
        here = [one for one in meeting.participants if one.left_ms is None]
        return Seen(
            tuple(Line(key, cue.name, cue.text, cue.end_ms) for key, cue in cues),
            tuple(Line(key, one.name, one.text, one.at_ms) for key, one in written),
            tuple(sorted(one.name for one in here if not one.is_waiting)),
            tuple(sorted(one.name for one in here if one.is_waiting)),
            len(meeting.cues),
        )

    return zoom.wait_for(read())
