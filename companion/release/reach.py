"""How far a proposal reaches: a word more, or a word less, at either end. Pure; offsets are code points."""

from __future__ import annotations

import re

#: what a key does → (which end moves, whether it takes a word in)
WAYS = {"more": ("end", True), "less": ("end", False), "more-before": ("start", True), "less-before": ("start", False)}
_WORD = re.compile(r"\w(?:[\w’'.&-]*\w)?")


def reached(text: str, start: int, end: int, way: str) -> tuple[int, int]:
    """A stretch of a text with one word more or less at one end.

    A name is taken in whole: its words in a row begin with capitals. Nothing changes where there is no further word, or
    only one left. Raises KeyError for an unknown way.
    """
    side, takes = WAYS[way]
    words = [(found.start(), found.end()) for found in _WORD.finditer(text)]
    if side == "end":
        return start, _taken(text, end, words) if takes else _dropped(start, end, words)
    if takes:
        before = [word for word in words if word[0] < start]
        names = _name(text, before[::-1])
        return (names[-1][0] if names else start), end
    inside = [word for word in words if word[0] >= start and word[1] <= end]
    return (inside[1][0] if len(inside) > 1 else start), end


def _taken(text: str, end: int, words: list[tuple[int, int]]) -> int:
    names = _name(text, [word for word in words if word[1] > end])
    return names[-1][1] if names else end


def _dropped(start: int, end: int, words: list[tuple[int, int]]) -> int:
    inside = [word for word in words if word[0] >= start and word[1] <= end]
    return inside[-2][1] if len(inside) > 1 else end


def _name(text: str, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first of these words, and those that follow it while all have capitals and only blanks are between them."""
    run = words[:1]
    for word in words[1:]:
        low, high = sorted((run[-1], word))
        if not (text[run[-1][0]].isupper() and text[word[0]].isupper()) or text[low[1] : high[0]].strip():
            break
        run.append(word)
    return run
