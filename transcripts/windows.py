"""Runs of one to five spoken words, with the sounds they make and how ordinary they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from transcripts.lexicon import words
from transcripts.lexicon.people import FILLERS
from transcripts.lexicon.places import NOBODYS
from transcripts.phonemes import code
from transcripts.reading import in_dictionary, read
from transcripts.session import Session
from transcripts.words import common_words, is_ordinary

LONGEST = 5
_ENDS = words("s t re ve ll d m")
_JOINTS = frozenset((" ", "-", "'", ". "))


class Ordinary(IntEnum):
    """How little it says that a word was said."""

    STRANGE = 0  # in no dictionary
    RARE = 1  # in the dictionary, seldom said
    COMMON = 2
    SMALL = 3  # "the", "so", "with"


@dataclass(frozen=True, slots=True)
class Unit:
    """A spoken word. `joins`: nothing but a space, a hyphen or an apostrophe parts it from the next."""

    token: int
    low: str
    ordinary: Ordinary
    sounds: str
    joins: bool


@lru_cache(maxsize=65_536)
def ordinariness(word: str) -> Ordinary:
    """How ordinary a lower-case word is."""
    place = common_words().get(word)
    if place is None:
        if not is_ordinary(word):
            placed = word in NOBODYS or word.removesuffix("s") in NOBODYS
            return Ordinary.RARE if placed or _is_made(word) else Ordinary.STRANGE
        return Ordinary.COMMON if word.endswith("s") and word[:-1] in common_words() else Ordinary.RARE
    return Ordinary.SMALL if place < _SMALL else Ordinary.COMMON


def _is_made(word: str) -> bool:
    """Is it made of an ordinary word, or spelt as Americans do? The list of ordinary words holds no such."""
    if not in_dictionary(word):
        return False
    british = word.replace("ense", "ence").replace("or", "our").replace("iz", "is")
    return bool(_ENDINGS.search(word)) or is_ordinary(british) or is_ordinary(word.removesuffix("er") + "re")


_SMALL = 300
_ENDINGS = re.compile(
    r".{3}(?:ally|ly|ics?|ism|ist|tion|sion|ing|ed|ment|ness|less|able|ible|ity|ous|ive|ular|ial|ology|ship|piece|like)s?$"
)


@lru_cache(maxsize=65_536)
def codes(word: str) -> tuple[str, ...]:
    """The code strings of a word, the likeliest way of saying it first; never empty."""
    return tuple(dict.fromkeys(code(said) for said in read(word) if said)) or ("",)


def units(session: Session) -> list[Unit]:
    """The spoken words of a session; the s of a possessive and hesitations part words and are none."""
    found: list[Unit] = []
    tokens = session.tokens
    for at, token in enumerate(tokens):
        low = token.low
        if not low.isalpha() or len(low) > 30 or (low in FILLERS and low not in ("ah", "like")):
            continue
        if low in _ENDS and at and tokens[at - 1].low == "'":
            continue
        if low.endswith("n") and at + 2 < len(tokens) and tokens[at + 1].low == "'" and tokens[at + 2].low == "t":
            continue
        following = at + 2 if at + 1 < len(tokens) and tokens[at + 1].low in ("-", "'", ".") else at + 1
        joins = following < len(tokens) and session.low[token.end : tokens[following].start] in _JOINTS
        found.append(Unit(at, low, ordinariness(low), codes(low)[0], joins))
    return found
