"""What a reviewer is advised to do with a proposal, and why, sentence by sentence. Pure.

The finder's own reason comes first. To it come what stands around the words, and what was decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from companion.release.rules import DOUBT_BELOW

SURE = 0.95  # so sure that what was kept elsewhere does not change the advice
_SENTENCE_ENDS = re.compile(r"(?<=[.!?;])\s+")
_WORD = re.compile(r"\w[\w’'-]*")


@dataclass(frozen=True)
class Elsewhere:
    """What became of the same words in other places of the session."""

    hidden: int = 0
    kept: int = 0
    waiting: int = 0
    unproposed: int = 0

    @property
    def total(self) -> int:
        return self.hidden + self.kept + self.waiting + self.unproposed


@dataclass(frozen=True)
class Advice:
    """`answer` is `hide` or `keep`; `why` are sentences."""

    answer: str
    is_doubtful: bool
    is_ordinary: bool
    why: tuple[str, ...]


def advise(
    text: str,
    start: int,
    end: int,
    *,
    reason: str,
    confidence: float,
    elsewhere: Elsewhere,
    is_ordinary: Callable[[str], bool],
    has_capitals: bool,
) -> Advice:
    """Weigh a proposal in its cue. `is_ordinary` knows dictionary words, in lower case; `has_capitals` says whether the
    session's text is written with them, since without them a small letter tells nothing."""
    words = text[start:end]
    ordinary = _is_ordinary(words, is_ordinary)
    small = has_capitals and words == words.lower()
    doubtful = confidence < DOUBT_BELOW
    keep = doubtful and ordinary and small
    if elsewhere.hidden != elsewhere.kept and confidence < SURE:
        keep = elsewhere.kept > elsewhere.hidden and (doubtful or not elsewhere.hidden)
    sentences = [*_sentences(reason), *_around(text[end:], small and doubtful, ordinary), *_counted(elsewhere)]
    return Advice("keep" if keep else "hide", doubtful, ordinary, tuple(sentences))


def _is_ordinary(words: str, is_ordinary: Callable[[str], bool]) -> bool:
    single = _WORD.findall(words)
    return len(single) == 1 and is_ordinary(single[0].lower())


def _sentences(reason: str) -> list[str]:
    """A finder's reason as sentences, each with a capital and a full stop."""
    parts = [part.strip().rstrip(";") for part in _SENTENCE_ENDS.split(reason.strip())]
    return [part[0].upper() + part[1:] + ("" if part[-1] in ".!?" else ".") for part in parts if part]


def _around(follows: str, is_small: bool, is_ordinary: bool) -> list[str]:
    if not is_small:
        return []
    after = _WORD.match(follows.lstrip(" "))
    then = f" and followed by “{after.group()}”" if after else ""
    return [f"Here it is in lower case{then}.", *(["It is also an ordinary word."] if is_ordinary else [])]


def _counted(elsewhere: Elsewhere) -> list[str]:
    if not elsewhere.total:
        return []
    parts = [
        f"{number} {word}"
        for number, word in (
            (elsewhere.hidden, "hidden"),
            (elsewhere.kept, "kept"),
            (elsewhere.waiting, "not decided yet"),
            (elsewhere.unproposed, "that nobody proposed"),
        )
        if number
    ]
    times = "once more" if elsewhere.total == 1 else f"{elsewhere.total} more times"
    return [f"The same words come {times}: {', '.join(parts)}."]
