"""Cues put together to paragraphs under the headings of their items, for the formats that people read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transcripts.boilerplate import OPENING, TRANSCRIPT
from transcripts.masks import HANDOVER
from transcripts.released import Line, ReleasedTranscript
from transcripts.replacement import is_handover

_LONG, _TOO_LONG = 100, 200  # words after which a paragraph ends with its sentence, and with its cue
_SENTENCE_ENDS = re.compile(r"(?<=[.?!])\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """An agenda item, or what was said before the first: its heading and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


def parts(released: ReleasedTranscript) -> list[Part]:
    """The release in the order of its items, without times and without sentences that only hand over."""
    headings = dict(released.headings)
    begins = sorted({0, *(number for number in headings if 0 <= number < len(released.lines))})
    found = []
    for start, end in zip(begins, [*begins[1:], len(released.lines)], strict=True):
        heading = headings.get(start, OPENING if headings else TRANSCRIPT)
        part = Part(heading, tuple(_paragraphs(released.lines[start:end])))
        if part.paragraphs or start in headings:
            found.append(part)
    return found


def _paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    words: list[str] = []
    passage: int | None = None
    for line in lines:
        if words and (line.passage != passage or _is_full(words)):
            yield from _kept(words)
            words = []
        passage = line.passage
        words.extend(line.text.split())
    yield from _kept(words)


def _is_full(words: Sequence[str]) -> bool:
    return len(words) >= _TOO_LONG or (len(words) >= _LONG and words[-1].endswith((".", "?", "!")))


def _kept(words: Sequence[str]) -> Iterator[str]:
    """The paragraph without its handovers; none where nothing else was in it."""
    said = _SENTENCE_ENDS.split(" ".join(words).replace(HANDOVER, " "))
    text = " ".join(" ".join(sentence for sentence in said if not is_handover(sentence)).split())
    if text:
        yield text
