"""Captions as a participant saves them in Zoom: a line `[Name] 14:02:11`, the words below it, a blank line.

The times are the saver's local time of day; the file says neither date nor time zone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transcripts.cues import Cue
from transcripts.lines import TranscriptError
from transcripts.saved import TIME, Dropped, Said, cues_from, time_of

HEAD = re.compile(rf"\[(.*)\][ \t]+{TIME}[ \t]*")


def read_saved_captions(lines: Sequence[str]) -> tuple[tuple[Cue, ...], tuple[Dropped, ...], int]:
    """The cues, what was dropped, and the time of day in milliseconds that the cues' times count from.

    Raises TranscriptError with the line of words that no name and time stand above, and for a file without words.
    """
    entries: list[Said] = []
    empty = 0
    head: tuple[int, int, str | None] | None = None
    words: list[str] = []

    def close() -> None:
        nonlocal empty
        if head is not None and words:
            entries.append(Said(*head, "\n".join(words)))
        elif head is not None:
            empty += 1

    for number, line in enumerate(lines, 1):
        found = HEAD.fullmatch(line)
        if found:
            close()
            head, words = (number, time_of(found, 2, number), found.group(1).strip() or None), []
        elif not line.strip():
            continue
        elif head is None:
            raise TranscriptError(
                number, "these words have no line with a name and a time above them ([Name] 14:02:11)."
            )
        else:
            words.append(line.strip())
    close()
    if not entries:
        raise TranscriptError(len(lines), "the file ends without a single caption.")
    start = entries[0].at_ms
    return cues_from(entries, start_ms=start), _counted(empty), start


def _counted(empty: int) -> tuple[Dropped, ...]:
    return (Dropped("captions without words", empty),) if empty else ()
