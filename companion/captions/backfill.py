"""What of a recording's transcript belongs into the times of which no captions reached us. Pure.

A recording's clock stands still while the recording is paused, and its transcript says nothing of pauses. So it is laid
over the captions by the words that both hold, before and after each gap, and where the two sides disagree nothing is
placed: a gap that is shown is better than words at the wrong place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median_low

from companion.captions.listening import HANDED_OVER, LOST, NOT_BEGUN, OVER, PAUSED, STOPPED, Gap

SHORTEST_MS = 5_000
"""A shorter gap is neither marked nor filled: sentences begin and end unevenly by as much."""

BY_ACCIDENT = frozenset({NOT_BEGUN, LOST, HANDED_OVER, OVER})
BY_PEOPLE = frozenset({PAUSED, STOPPED})
WORDS_IN_COMMON = 6
AGREES_MS = 3_000  # the two clocks, and where two recognisers see a sentence begin
NEAR_MS = 15_000
MOST_SHIFT_MS = 6 * 3_600_000
_ANCHORS = 3


@dataclass(frozen=True)
class Sentence:
    """Something said, from when to when in the meeting's time; `speaker` is a name as Zoom shows it, or empty."""

    start_ms: int
    end_ms: int
    text: str = field(repr=False)
    speaker: str = field(default="", repr=False)


@dataclass(frozen=True)
class Part:
    """One file of a recording: when it began and ended, and its sentences by its own clock."""

    from_ms: int
    until_ms: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Filled:
    """What a recording tells of a gap: from when to when, and what was said. A silence has no sentences."""

    from_ms: int
    until_ms: int
    reason: str
    sentences: tuple[Sentence, ...]


def fillable(gaps: Iterable[Gap], *, is_wanted: bool) -> tuple[Gap, ...]:
    """The gaps that a recording may fill. Where somebody stopped or paused the captions, only `is_wanted` fills: the
    session was planned to be transcribed from its recording. What Zoom withdrew is never brought back.
    """
    reasons = BY_ACCIDENT | BY_PEOPLE if is_wanted else BY_ACCIDENT
    return tuple(
        gap
        for gap in gaps
        if gap.reason in reasons and gap.until_ms is not None and gap.until_ms - gap.from_ms >= SHORTEST_MS
    )


def fill(gaps: Sequence[Gap], heard: Sequence[Sentence], parts: Sequence[Part]) -> list[Filled]:
    """What these parts tell of these gaps, in order; `heard` is what captions brought of the meeting."""
    found = []
    for part in parts:
        marks = _marks(heard, part.sentences)
        for gap in gaps:
            from_ms, until_ms = max(gap.from_ms, part.from_ms), min(gap.until_ms or gap.from_ms, part.until_ms)
            shift_ms = _shift(marks, gap)
            if until_ms <= from_ms or shift_ms is None:
                continue
            placed = (
                Sentence(one.start_ms + shift_ms, one.end_ms + shift_ms, one.text, one.speaker)
                for one in part.sentences
            )
            near = _words_near(heard, gap)
            inside = tuple(one for one in placed if _is_mostly_in(one, from_ms, until_ms) and not _is_in(one, near))
            found.append(Filled(from_ms, until_ms, gap.reason, inside))
    return sorted(found, key=lambda one: one.from_ms)


def _marks(heard: Sequence[Sentence], recorded: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Moments that both know: when by the captions, and how much later that is than by the recording's clock."""
    ours, theirs = _phrases(heard), _phrases(recorded)
    return sorted((ours[phrase], ours[phrase] - theirs[phrase]) for phrase in ours.keys() & theirs.keys())


def _phrases(sentences: Sequence[Sentence]) -> dict[tuple[str, ...], int]:
    """Runs of words that occur once, and when the first of them was said, about."""
    words: list[tuple[str, int]] = []
    for one in sorted(sentences, key=lambda one: one.start_ms):
        own = _words(one.text)
        length = max(one.end_ms - one.start_ms, 0)
        words.extend((word, one.start_ms + length * place // len(own)) for place, word in enumerate(own))
    found: dict[tuple[str, ...], int] = {}
    twice = set()
    for start in range(len(words) - WORDS_IN_COMMON + 1):
        phrase = tuple(word for word, _ in words[start : start + WORDS_IN_COMMON])
        if phrase in found:
            twice.add(phrase)
        found[phrase] = words[start][1]
    return {phrase: at for phrase, at in found.items() if phrase not in twice}


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold().replace("’", "").replace("'", ""))


def _shift(marks: Sequence[tuple[int, int]], gap: Gap) -> int | None:
    """How far to move a recording's sentences at this gap; None where its clock stood still in between, or is no clock
    of this meeting. Without a mark it is believed.
    """
    moments = [at for at, _ in marks]
    until_ms = gap.until_ms if gap.until_ms is not None else gap.from_ms
    before = [shift for _, shift in marks[: bisect_right(moments, gap.from_ms)][-_ANCHORS:]]
    after = [shift for _, shift in marks[bisect_left(moments, until_ms) :][:_ANCHORS]]
    sides = [median_low(side) for side in (before, after) if side]
    if not sides:
        return 0
    if max(sides) - min(sides) > AGREES_MS or not -NEAR_MS <= sides[0] <= MOST_SHIFT_MS:
        return None
    return sides[0]


def _is_mostly_in(one: Sentence, from_ms: int, until_ms: int) -> bool:
    length = one.end_ms - one.start_ms
    if length <= 0:
        return from_ms <= one.start_ms < until_ms
    return (min(one.end_ms, until_ms) - max(one.start_ms, from_ms)) * 2 >= length


def _words_near(heard: Sequence[Sentence], gap: Gap) -> str:
    """What captions brought just before a gap and just after it, as one run of words."""
    until_ms = gap.until_ms if gap.until_ms is not None else gap.from_ms
    near = (one for one in heard if one.end_ms >= gap.from_ms - NEAR_MS and one.start_ms <= until_ms + NEAR_MS)
    return f" {' | '.join(' '.join(_words(one.text)) for one in sorted(near, key=lambda one: one.start_ms))} "


def _is_in(one: Sentence, near: str) -> bool:
    """Whether a sentence was heard at the gap's edge already. One or two words are said again and again."""
    words = _words(one.text)
    return len(words) > 2 and f" {' '.join(words)} " in near
