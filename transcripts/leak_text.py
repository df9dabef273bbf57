"""How the leak audit reads: words with their places, folded by its own rules, labels taken out."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from transcripts.carriers import Passage
from transcripts.lexicon.bodies import KEEP
from transcripts.lexicon.letters import ALIKE, APOSTROPHES, SPELT
from transcripts.masks import MASK

_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_LETTERS = str.maketrans({**SPELT, **ALIKE, **dict.fromkeys(APOSTROPHES, "'")})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text. `opens`: it begins a sentence or follows a mask, so its capital proves nothing."""

    low: str
    shown: str
    passage: int
    capital: bool
    opens: bool


@dataclass(frozen=True)
class AuditText:
    """All words of all passages in one row, so that a name split over two lines is still one name."""

    passages: tuple[Passage, ...]
    words: tuple[Word, ...]
    lines: tuple[str, ...]
    _at: dict[str, list[int]] = field(repr=False)

    @cached_property
    def is_cased(self) -> bool:
        """Do capitals mean anything in this text?"""
        capitals = sum(word.capital for word in self.words)
        return 0.005 * len(self.words) <= capitals <= 0.6 * len(self.words) + 3

    @cached_property
    def _joined(self) -> tuple[str, dict[int, int], dict[int, int]]:
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        length = 0
        for number, word in enumerate(self.words):
            starts[length] = number
            length += len(word.low)
            ends[length] = number + 1
        return "".join(word.low for word in self.words), starts, ends

    @cached_property
    def _kept(self) -> frozenset[int]:
        kept: set[int] = set()
        for phrase in KEEP:
            sought = tuple(_WORD.findall(phrase))
            for first, last in self.places(sought):
                kept.update(range(first, last))
        return frozenset(kept)

    def is_kept(self, at: int) -> bool:
        """Does a word belong to a body, law or idiom that stays?"""
        return at in self._kept

    def places(self, sought: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """Where a sequence of words stands, as (first, behind last)."""
        if not sought:
            return
        for first in self._at.get(sought[0], ()):
            last = first + len(sought)
            if last <= len(self.words) and all(self.words[first + k].low == low for k, low in enumerate(sought)):
                yield first, last

    def joined_places(self, letters: str) -> Iterator[tuple[int, int]]:
        """Where whole words, run together, spell these letters."""
        joined, starts, ends = self._joined
        at = joined.find(letters)
        while at >= 0:
            if at in starts and at + len(letters) in ends:
                yield starts[at], ends[at + len(letters)]
            at = joined.find(letters, at + 1)

    def has_capitals(self, first: int, last: int) -> bool:
        """Do all words but "and" and "of" carry a capital?"""
        named = [word for word in self.words[first:last] if word.low not in ("and", "of", "s")]
        kept = all(self.is_kept(at) for at in range(first, last))
        return bool(named) and all(word.capital for word in named) and not kept

    def quote(self, first: int, last: int) -> str:
        """The words as they stand."""
        return " ".join(word.shown for word in self.words[first:last])

    def where(self, at: int) -> str:
        """The place of a word."""
        return self.passages[self.words[at].passage].where


def read_text(passages: Sequence[Passage]) -> AuditText:
    """Fold and cut the passages into words."""
    words: list[Word] = []
    lines: list[str] = []
    opens = True
    for number, passage in enumerate(passages):
        line = _folded(passage.text)
        lines.append(line.lower())
        end = 0
        for found in _WORD.finditer(line):
            between = line[end : found.start()]
            opens = opens or any(mark in between for mark in '.?!:"\x1f(') or (end == 0 and number > 0)
            shown = found.group()
            words.append(Word(shown.lower(), shown, number, shown[0].isupper(), opens))
            opens, end = False, found.end()
        opens = opens or line[end:].strip(" ,;'") != ""
    at: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        at[word.low].append(place)
    return AuditText(tuple(passages), tuple(words), tuple(lines), at)


def _folded(text: str) -> str:
    for _ in range(3):
        text = html.unescape(text)
    text = MASK.sub(" \x1f ", _TAG.sub("", text)).translate(_LETTERS)
    kept = []
    for char in unicodedata.normalize("NFKD", text):
        if char != "\x1f" and unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc", "Co", "Cn"):
            continue
        kept.append(char)
    return "".join(kept).translate(_LETTERS)
