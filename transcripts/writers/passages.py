"""Cues put together to paragraphs, for the formats that people read."""

from __future__ import annotations

from collections.abc import Iterator

from transcripts.released import ReleasedTranscript


def paragraphs(released: ReleasedTranscript) -> Iterator[tuple[str | None, str]]:
    """Every passage as (heading of the agenda item that begins with it, text), in order, without times."""
    headings = dict(released.headings)
    heading: str | None = None
    words: list[str] = []
    passage: int | None = None
    for number, line in enumerate(released.lines):
        if words and (line.passage != passage or number in headings):
            yield heading, " ".join(words)
            heading, words = None, []
        heading = headings.get(number, heading)
        passage = line.passage
        words.extend(line.text.split())
    if words:
        yield heading, " ".join(words)
