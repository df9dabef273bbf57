"""How a session stands with the recording of its meeting, in words and figures. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

#: why there is nothing of a recording, or it is still there → what a person can do
TROUBLES = {
    "no_right": "Our app may not do this in Zoom. Its administrator adds the scope",
    "refused": "Zoom refused. Look at the recording in Zoom’s own pages.",
    "unreadable": "What Zoom sent is no transcript that can be read. Download it in Zoom and upload it here.",
    "still_there": "Zoom said that it deleted the recording, and still lists it. Delete it in Zoom’s own pages.",
}


def in_words(trouble: str | None, scope: str | None) -> str | None:
    """A word of TROUBLES as a sentence, with the scope that is missing where that is the trouble; None for none."""
    if trouble is None:
        return None
    return f"{TROUBLES[trouble]} {scope or ''}".strip() + ("." if trouble == "no_right" else "")


@dataclass(frozen=True)
class RecordingState:
    """How a session stands with its recording, for the people who look after it."""

    state: str
    next_ask_at: datetime | None
    trouble: str | None
    taken_at: datetime | None
    cues: int
    filled_minutes: int
    is_used: bool
    deletion_asked_at: datetime | None
    deletion_trouble: str | None
    deleted_at: datetime | None

    @property
    def may_delete(self) -> bool:
        """Whether a person can have it deleted in Zoom now."""
        return (
            self.deleted_at is None
            and self.state != "none"
            and (self.deletion_asked_at is None or self.deletion_trouble is not None)
        )
