"""What the two plain text files have in common: somebody said something at a time of day, or of the recording."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from transcripts.cues import Cue
from transcripts.lines import MAX_CUES, TranscriptError

TIME = r"([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:[ \t\u00a0\u202f]?([AaPp])\.?[Mm]\.?)?"
LONGEST_DISPLAY_NAME = 200
DAY_MS = 24 * 3600 * 1000
MOST_DAYS = 3
_MS_PER_WORD = 400
_SHORTEST_MS = 1000


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something of a file that does not belong into a transcript: `what` is a plural ("private messages")."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Said:
    """One entry: the line of the file it begins at, its time of day, the display name or None, and the words."""

    line: int
    at_ms: int
    name: str | None
    text: str


def time_of(found: re.Match[str], group: int, line: int) -> int:
    """The time that TIME matched at `group`, in milliseconds. Raises TranscriptError for 25:00:00, 12:60:00, 13 pm."""
    hours, minutes, seconds = (int(found.group(group + part)) for part in range(3))
    half = (found.group(group + 3) or "").lower()
    if hours > 23 or minutes > 59 or seconds > 59 or (half and not 1 <= hours <= 12):
        raise TranscriptError(line, "there is no such time of day.")
    if half:
        hours = hours % 12 + (12 if half == "p" else 0)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


def cues_from(entries: Sequence[Said], *, start_ms: int = 0) -> tuple[Cue, ...]:
    """Cues in the file's order, with times counted from `start_ms`; a time that runs back is read as the one before.

    A jump back of more than twelve hours is midnight. A cue lasts as long as its words take to say, at the most until
    the next one. The display name is written as a voice tag, for there the file itself says that it is a name.
    Raises TranscriptError for too many entries and for a name that no one can have.
    """
    if len(entries) > MAX_CUES:
        raise TranscriptError(
            entries[MAX_CUES].line, f"there are more than {MAX_CUES:,} entries, which no meeting has."
        )
    starts: list[int] = []
    last = start_ms
    for entry in entries:
        last = max(last, _nearest(entry.at_ms, last))
        if last > MOST_DAYS * DAY_MS:
            raise TranscriptError(entry.line, f"the times run through more than {MOST_DAYS} days, as no meeting does.")
        starts.append(last - start_ms)
    return tuple(
        Cue(place, starts[place], _end(starts, place, entry), _payload(entry)) for place, entry in enumerate(entries)
    )


def _nearest(at_ms: int, last: int) -> int:
    """The time of day on that day which brings it closest to `last`; on the first day at the earliest."""
    days = max(0, round((last - at_ms) / DAY_MS))
    return at_ms + days * DAY_MS


def _end(starts: Sequence[int], place: int, entry: Said) -> int:
    end = starts[place] + max(_SHORTEST_MS, _MS_PER_WORD * len(entry.text.split()))
    return min(end, starts[place + 1]) if place + 1 < len(starts) else end


def _payload(entry: Said) -> str:
    text = html.escape(entry.text, quote=False)
    if not entry.name:
        return text
    name = html.escape(entry.name, quote=False)
    if len(name) > LONGEST_DISPLAY_NAME:
        raise TranscriptError(entry.line, "the name here is longer than any display name in Zoom.")
    return f"<v {name}>{text}"
