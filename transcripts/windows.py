"""Runs of one to five spoken words, with the sounds they make and how ordinary they are.

A session has some four runs a word, of which few come near any name. So they are laid out once, and each sound is
compared with all names once (`Ear.nearest`); only what comes near is looked at in its surroundings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from transcripts.lexicon import words
from transcripts.lexicon.people import FILLERS, NOT_NAMES
from transcripts.lexicon.places import NOBODYS
from transcripts.phonemes import code
from transcripts.reading import in_dictionary, read
from transcripts.session import Session
from transcripts.surroundings import hints, hints_behind
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


#: how much alike a run with so many small words has to be to a name, whatever stands around it
FLOORS = tuple(0.6 + 0.07 * small for small in range(LONGEST + 1))
FLOOR_OF_TALK = 0.86
_TALK = words("i we it he she they you to is was thanks thank")  # a run that begins or ends so is most likely talk
_TALK_BEHIND = _TALK - {"you", "he", "it"}
# of the words that are no names, those that are not even when a like-sounding person speaks next
_NEVER = words(
    "you me us it all both that this them everyone everybody so now very much again for to the a i and in on"
)
_FEWEST_SOUNDS = 4
_ROUNDING = 1e-5


def is_talk(run: Sequence[Unit]) -> bool:
    """Does a run of several words begin or end as talk does?"""
    return run[0].low in _TALK or run[-1].low in _TALK_BEHIND


class Runs:
    """The runs of a session that may be a name; a run is the units `[at, end)`. Those of nothing but words that are
    said all the time are only some of them: where something points to a name."""

    def __init__(self, session: Session) -> None:
        self.units = units(session)
        self._begins = [hints(session, unit.token) for unit in self.units]
        self._ends = [hints_behind(session, unit.token) for unit in self.units]
        self._numbers = {unit.token: number for number, unit in enumerate(self.units)}
        numbers: dict[str, int] = {}
        self._rows = list(self._lay_out(numbers))
        self.sounds = list(numbers)
        """What is said in them, each sound once."""
        self.least = [1.0] * len(self.sounds)
        """Of each sound, how near to a name it has to come at the least."""
        for *_, said, least in self._rows:
            self.least[said] = min(self.least[said], least)

    def near(self, best: Sequence[float], longest: int) -> Iterator[tuple[int, int]]:
        """The runs of at most so many sounds that come as near a name as they have to at the least, in the order of the
        text. `best` says of each of `sounds` how near it comes to any name."""
        before = (-1, -1)
        for at, end, length, said, least in self._rows:
            if best[said] >= least and length <= longest and before != (at, end):
                before = (at, end)
                yield before

    def beside(self, first: int, last: int, longest: int) -> Iterator[tuple[int, int, str]]:
        """The runs that end right before the token `first` and those that begin with the token `last`."""
        behind = self._numbers.get(last)
        if behind is not None:
            yield from ((behind, end, sounds) for end, sounds in self.ends(behind, LONGEST, longest))
        before = self._numbers.get(first - 1, -1)
        for at in range(max(0, before - LONGEST + 1), before + 1):
            yield from ((at, end, said) for end, said in self.ends(at, LONGEST, longest) if end == before + 1)

    def ends(self, at: int, most: int, longest: int) -> Iterator[tuple[int, str]]:
        """Where the runs end that begin with a unit, have so many units and sounds at most; with their sounds."""
        sounds = ""
        for end in range(at, min(at + most, len(self.units))):
            sounds += self.units[end].sounds
            if len(sounds) > longest:
                return
            if len(sounds) >= _FEWEST_SOUNDS and (end > at or not _is_never(self.units[at])):
                yield end + 1, sounds
            if not self.units[end].joins:
                return

    def _lay_out(self, numbers: dict[str, int]) -> Iterator[tuple[int, int, int, int, float]]:
        """Of each run its units, how many sounds it has, the number of what is said, and how near it has to come. A
        word by itself stands there once for each way of saying it, and has to come near only where dictionaries have
        it: else its letters may."""
        plain = [unit.ordinary >= Ordinary.COMMON for unit in self.units]
        small = [unit.ordinary is Ordinary.SMALL for unit in self.units]
        ends_talk = [unit.low in _TALK_BEHIND for unit in self.units]
        for at, first in enumerate(self.units):
            sounds, number = first.sounds, int(small[at])
            tried = not plain[at] or self._begins[at]
            is_tried = tried or self._ends[at]
            if is_tried and len(sounds) >= _FEWEST_SOUNDS and first.low not in NOT_NAMES and not _is_never(first):
                least = 0.0 if first.ordinary is Ordinary.STRANGE else FLOORS[number] - _ROUNDING
                for said in codes(first.low):
                    yield at, at + 1, len(sounds), numbers.setdefault(said, len(numbers)), least
            begins_talk = first.low in _TALK
            end = at + 1
            while self.units[end - 1].joins and end < min(at + LONGEST, len(self.units)):
                sounds += self.units[end].sounds
                number += small[end]
                tried = tried or not plain[end]
                if (tried or self._ends[end]) and len(sounds) >= _FEWEST_SOUNDS:
                    least = FLOOR_OF_TALK if begins_talk or ends_talk[end] else FLOORS[number]
                    yield at, end + 1, len(sounds), numbers.setdefault(sounds, len(numbers)), least - _ROUNDING
                end += 1


def _is_never(unit: Unit) -> bool:
    return unit.low in _NEVER or len(unit.low) == 1
