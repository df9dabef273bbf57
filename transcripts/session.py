"""A whole session as one folded text, with tokens, so that a name split over two cues is still one name."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from transcripts.cues import Cue
from transcripts.folding import fold, fold_name
from transcripts.lexicon.bodies import KEEP
from transcripts.masks import MASK
from transcripts.speakers import Prefix, recurring, split_speaker

_TOKEN = re.compile(r"[^\W_]+|[^\w ]|_")
_STARTS_A_SENTENCE = frozenset('\n.?!:"(-…;')


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters and digits, or one other character. `opens`: a capital here may only mean a new sentence."""

    start: int
    end: int
    low: str
    capital: bool
    opens: bool


@dataclass(frozen=True)
class Session:
    """The spoken text of all cues, joined: a space inside one speaker's passage, a line feed between speakers.

    `kept` are ranges that nothing may mask: bodies, laws and idioms of the keep list. `is_cased` is False for text
    whose capitals say nothing (all lower case, or all upper). Text that has masks in it counts as cased, so that
    masking the only capitals does not change what is found next time.
    """

    cues: tuple[Cue, ...]
    prefixes: tuple[Prefix | None, ...]
    text: str
    low: str
    tokens: tuple[Token, ...]
    token_starts: tuple[int, ...]
    is_cased: bool
    kept: tuple[tuple[int, int], ...]
    masked: tuple[tuple[int, int], ...]
    small_words: frozenset[str]
    _cue_of: array[int] = field(repr=False)
    _source_start: array[int] = field(repr=False)
    _source_end: array[int] = field(repr=False)

    def token_at(self, position: int) -> int:
        """The number of the token at or before a position of the text."""
        return max(0, bisect_right(self.token_starts, position) - 1)

    def places(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Where a range of the text stands in the cues: (cue, start, end) in each cue's own text."""
        found: dict[int, tuple[int, int]] = {}
        for at in range(start, end):
            cue = self._cue_of[at]
            if cue < 0:
                continue
            low, high = found.get(cue, (self._source_start[at], self._source_end[at]))
            found[cue] = (min(low, self._source_start[at]), max(high, self._source_end[at]))
        return [(cue, low, high) for cue, (low, high) in found.items()]

    def words(self, first: int, last: int) -> str:
        """The folded words of the tokens `[first, last)`, as a reviewer should see them quoted."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def is_kept(self, start: int, end: int) -> bool:
        """Does the range lie inside something that stays?"""
        at = bisect_right(self.kept, (start, len(self.text)))
        return at > 0 and self.kept[at - 1][1] >= end


def build_session(cues: Sequence[Cue], is_known: Callable[[str], bool]) -> Session:
    """Join the cues. `is_known` says whether a display name belongs to somebody of the roster."""
    often = recurring(cue.text for cue in cues)
    prefixes = tuple(nested_prefix(cue.text, lambda label: label in often or is_known(label)) for cue in cues)
    text: list[str] = []
    low: list[str] = []
    cue_of, source_start, source_end = array("l"), array("l"), array("l")

    speaker: str | None = None
    joins: set[int] = set()
    for place, (cue, prefix) in enumerate(zip(cues, prefixes, strict=True)):
        name = fold_name(prefix.name) if prefix else speaker
        if cue_of:
            between = " " if name == speaker else "\n"
            text.append(between)
            low.append(between)
            cue_of.append(-1)
            source_start.append(0)
            source_end.append(0)
        joins.add(len(cue_of))
        speaker = name
        offset = prefix.end if prefix else 0
        folded = fold(cue.text[offset:])
        text.append(folded.text)
        low.append(folded.low)
        cue_of.extend(array("l", [place]) * len(folded.starts))
        source_start.extend([start + offset for start in folded.starts] if offset else folded.starts)
        source_end.extend([end + offset for end in folded.ends] if offset else folded.ends)
    whole, small_text = "".join(text), "".join(low)
    tokens = _tokens(whole, small_text, joins if _cues_begin_with_capitals(whole, joins) else set())
    masked = tuple((found.start(), found.end()) for found in MASK.finditer(small_text))
    return Session(
        cues=tuple(cues),
        prefixes=prefixes,
        text=whole,
        low=small_text,
        tokens=tokens,
        token_starts=tuple(token.start for token in tokens),
        is_cased=bool(masked) or _is_cased(tokens, whole),
        kept=_kept(small_text),
        masked=masked,
        small_words=frozenset(token.low for token in tokens if not token.capital),
        _cue_of=cue_of,
        _source_start=source_start,
        _source_end=source_end,
    )


def nested_prefix(text: str, is_known: Callable[[str], bool]) -> Prefix | None:
    """A speaker's prefix, and every further one behind it, so that nothing that looks like one is left."""
    found = split_speaker(text, is_known)
    if found is None:
        return None
    end = found.end
    while end < len(text):
        further = split_speaker(text[end:], is_known)
        if further is None:
            break
        end += further.end
    return Prefix(found.name, end)


def tokenise(text: str) -> list[str]:
    """The tokens of a folded text, as the session cuts them."""
    return _TOKEN.findall(text)


def _tokens(text: str, low: str, joins: set[int]) -> tuple[Token, ...]:
    tokens: list[Token] = []
    before = "\n"
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        tokens.append(
            Token(start, end, low[start:end], text[start].isupper(), before in _STARTS_A_SENTENCE or start in joins)
        )
        before = found.group()
    return tuple(tokens)


def _cues_begin_with_capitals(text: str, joins: set[int]) -> bool:
    """Does whoever wrote the cues begin each with a capital, also in the middle of a sentence? Then it says nothing."""
    inside = [at for at in joins if 1 < at < len(text) and text[at - 1] == " " and text[at - 2].isalnum()]
    letters = [text[at] for at in inside if text[at].isalpha()]
    return 2 * sum(letter.isupper() for letter in letters) >= len(letters)


def _is_cased(tokens: Sequence[Token], text: str) -> bool:
    words = [token for token in tokens if token.low[0].isalpha()]
    capitals = sum(token.capital for token in words)
    letters = [char for char in text if char.isalpha()]
    shouted = sum(char.isupper() for char in letters)
    return bool(words) and 0.01 * len(words) <= capitals and shouted <= 0.5 * len(letters) + 1


def _kept(low: str) -> tuple[tuple[int, int], ...]:
    return tuple((found.start(), found.end()) for found in _KEEP_PATTERN.finditer(low))


_KEEP_PATTERN = re.compile(
    r"(?<![^\W_])(?:" + "|".join(re.escape(p) for p in sorted(KEEP, key=len, reverse=True)) + r")(?![^\W_])"
)
