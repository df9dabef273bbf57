"""Text as it sounds, with a way back to the text as it stands.

Names hide behind entities, tags, accents, curly apostrophes, zero-width characters and look-alike letters.
Matching happens on folded text; every folded character knows the half-open range of the source it came from.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from transcripts.lexicon.letters import ALIKE, APOSTROPHES, DASHES, SPELT

TAG = re.compile(r"<[/a-zA-Z0-9][^<>]{0,500}>")
_ENTITY = re.compile(r"&(?:amp;){0,3}#?[0-9A-Za-z]{1,31};")
_PIECE = re.compile(f"(?P<tag>{TAG.pattern})|(?P<entity>{_ENTITY.pattern})")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` keeps case, `low` does not; both have one entry in `starts` and `ends` per character."""

    text: str
    low: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@lru_cache(maxsize=8192)
def fold_char(char: str) -> str:
    """The plain Latin letters a character stands for; empty for marks and invisible characters."""
    if char.isascii():
        return " " if char.isspace() else char if char.isprintable() else ""
    for table in (SPELT, ALIKE):
        if char in table:
            return table[char]
    if char in APOSTROPHES:
        return "'"
    if char in DASHES:
        return "-"
    category = unicodedata.category(char)
    if category in ("Cf", "Cc", "Mn", "Me", "Mc", "Cs", "Co", "Cn"):
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return " "
    parts = unicodedata.normalize("NFKD", char)
    if parts == char:
        return char
    return "".join(fold_char(part) for part in parts)


def fold(source: str) -> Folded:
    """Fold a cue's text: tags dropped, entities decoded, runs of white space made one space."""
    if _stays(source):
        return Folded(source, source.lower(), tuple(range(len(source))), tuple(range(1, len(source) + 1)))
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def put(decoded: str, start: int, end: int) -> None:
        for char in decoded:
            for letter in fold_char(char):
                if letter == " " and text and text[-1] == " ":
                    continue
                text.append(letter)
                starts.append(start)
                ends.append(end)

    at = 0
    for piece in _PIECE.finditer(source):
        for place in range(at, piece.start()):
            put(source[place], place, place + 1)
        if piece.lastgroup == "entity":
            put(decode(piece.group()), piece.start(), piece.end())
        at = piece.end()
    for place in range(at, len(source)):
        put(source[place], place, place + 1)
    whole = "".join(text)
    low = whole.lower()
    if len(low) != len(whole):
        low = "".join(letter.lower()[:1] or letter for letter in whole)
    return Folded(whole, low, tuple(starts), tuple(ends))


def _stays(source: str) -> bool:
    """Is there nothing to fold but capitals? So is most of what is said."""
    odd = "<" in source or "&" in source or "  " in source
    return not odd and source.isascii() and source.isprintable()


def fold_name(name: str) -> str:
    """A name in lower case as it would be matched."""
    return fold(name).low.strip()


def decode(entity: str) -> str:
    """An entity's character, however often its ampersand was escaped again."""
    for _ in range(5):
        decoded = html.unescape(entity)
        if decoded == entity:
            break
        entity = decoded
    return entity


def plain(source: str) -> str:
    """A cue's text as a reader sees it: tags dropped, entities decoded, lines kept."""
    without_tags = TAG.sub("", source)
    return _ENTITY.sub(lambda match: decode(match.group()), without_tags)
