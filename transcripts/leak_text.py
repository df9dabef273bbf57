"""How the leak audit reads: words with their places, folded by its own rules, labels taken out."""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from transcripts.lexicon.bodies import KEEP
from transcripts.lexicon.letters import ALIKE, APOSTROPHES, SPELT
from transcripts.masks import MASK
from transcripts.passages import Passage

MASKED = "\x1f"  # stands where a mask stood
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<[0-9:.]{5,16}>")
_PLAIN_TAG = re.compile(r"</?(?:[biucvq]|p|em|rt|ruby|lang|strong|span)>|<[0-9:.]{5,16}>")
_LETTERS = str.maketrans({**SPELT, **ALIKE, **dict.fromkeys(APOSTROPHES, "'")})
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|=[0-9A-F]{2})")
_PACKED = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/_-]{8,4000}={0,2}(?![A-Za-z0-9+/])")
_TURNED = re.compile("[\u202d\u202e\u2066\u2067\u2068]")  # text after these is shown the other way round
_SHORTENED = frozenset(("mr", "mrs", "ms", "dr", "st", "cllr", "prof", "rev"))
_ENDS = '.?!:"('


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text. `opens`: it begins a sentence or follows a mask, so its capital proves nothing.

    `gap` is what stands between it and the word before; `prose` is False where a program wrote it.
    """

    low: str
    shown: str
    passage: int
    capital: bool
    opens: bool
    gap: str = " "
    prose: bool = True


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
        spoken = [word for word in self.words if word.prose]
        capitals = sum(word.capital for word in spoken)
        return 0.005 * len(spoken) <= capitals <= 0.6 * len(spoken) + 3

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

    def times(self, low: str) -> int:
        """How often a word stands in the text."""
        return len(self._at.get(low, ()))

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

    def is_prose(self, first: int, last: int) -> bool:
        """Did people say all of these words?"""
        return all(word.prose for word in self.words[first:last])

    def quote(self, first: int, last: int) -> str:
        """The words as they stand."""
        return " ".join(word.shown for word in self.words[first:last])

    def where(self, at: int) -> str:
        """The place of a word."""
        return self.passages[self.words[at].passage].where


def read_text(passages: Sequence[Passage]) -> AuditText:
    """Fold and cut the passages into words; what is packed or turned round in them is read as well."""
    every = [*passages, *(inner for passage in passages for inner in _within(passage))]
    words: list[Word] = []
    lines: list[str] = []
    opens = True
    gap = "\n"
    for number, passage in enumerate(every):
        line = _folded(passage.text)
        lines.append(line.lower())
        end = 0
        for found in _WORD.finditer(line):
            between = line[end : found.start()]
            gap += between
            begins = any(mark in between for mark in _ENDS + MASKED) and not (
                between == ". " and _is_short(words, number)
            )
            opens = opens or begins or (end == 0 and number > 0)
            shown = found.group()
            words.append(Word(shown.lower(), shown, number, shown[0].isupper(), opens, gap, passage.prose))
            opens, end, gap = False, found.end(), ""
        opens = opens or line[end:].strip(" ,;'") != ""
        gap += line[end:] + "\n"
    at: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        at[word.low].append(place)
    return AuditText(tuple(every), tuple(words), tuple(lines), at)


def _is_short(words: Sequence[Word], passage: int) -> bool:
    """Does the full stop belong to the word before it: "G. Price", "Mr. Price"?"""
    before = words[-1] if words and words[-1].passage == passage else None
    return before is not None and before.capital and (len(before.low) == 1 or before.low in _SHORTENED)


def _within(passage: Passage) -> Iterator[Passage]:
    text = passage.text
    if "<" in text or "&" in text:
        for tag in _TAG.finditer(_unescaped(text)):
            if not _PLAIN_TAG.fullmatch(tag.group()):
                yield Passage(f"{passage.where}, a tag", tag.group()[1:-1].lstrip("/"), prose=False)
    if _TURNED.search(text):
        yield Passage(f"{passage.where}, read backwards", text[::-1], prose=False)
    if _ESCAPED.search(text):
        plain = unquote(re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: chr(int(found.group(1), 16)), text))
        plain = re.sub(r"(?:\\x|=)([0-9A-Fa-f]{2})", lambda found: chr(int(found.group(1), 16)), plain)
        yield Passage(f"{passage.where}, its escapes undone", plain, prose=False)
    for packed in _PACKED.finditer(text):
        inner = _unpacked(packed.group())
        if inner:
            yield Passage(f"{passage.where}, unpacked", inner, prose=False)


def _unpacked(packed: str) -> str:
    letters = packed.rstrip("=").replace("-", "+").replace("_", "/")
    if letters.isalpha() and (letters.islower() or letters.isupper() or letters.istitle()):
        return ""  # a word
    for is_hex in (False, True):
        try:
            inside = bytes.fromhex(packed) if is_hex else base64.b64decode(letters + "=" * (-len(letters) % 4))
            inner = inside.decode("utf-8")
        except (binascii.Error, ValueError):
            continue
        if inner.isprintable() and sum(char.isalpha() for char in inner) > 0.6 * len(inner):
            return inner
    return ""


def _unescaped(text: str) -> str:
    for _ in range(3):
        if "&" not in text:
            break
        text = html.unescape(text)
    return text


def _folded(text: str) -> str:
    text = MASK.sub(f" {MASKED} ", _TAG.sub("", _unescaped(text))).translate(_LETTERS)
    kept = []
    for char in text if text.isascii() else unicodedata.normalize("NFKD", text):
        if not char.isspace() and char != MASKED and unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc", "Co", "Cn"):
            continue
        kept.append(char)
    return "".join(kept).translate(_LETTERS)
