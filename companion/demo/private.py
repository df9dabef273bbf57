"""What nobody may read afterwards: every name, landlord, number of homes, address, place and passer-by of the evening.

A plain search by a list that the play itself kept, so it shares nothing with the anonymiser or its audit. Case counts,
and a first name that is also a word (Will, Hope, May) counts only where it cannot be the start of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from companion.demo.cast import STAFF, Cast
from companion.demo.talk import heard, spoken

WORDS_TOO = frozenset(
    {"Will", "Hope", "May", "Mark", "Grace", "Rose", "Joy", "Bill", "Frank", "Bell", "Stone", "Brook"}
)
TITLES = frozenset({"Mrs", "Mr", "Miss"})
SHORTEST = 3


@dataclass(frozen=True)
class Private:
    """Searches texts for everything private that was, or could have been, said. `said` is what the talk collected."""

    cast: Cast
    said: frozenset[str] = frozenset()

    def found_in(self, text: str) -> list[str]:
        """Everything private in a text, as it stands there."""
        return [match[0] for match in self._pattern.finditer(text)]

    def kinds_in(self, text: str) -> list[tuple[str, str]]:
        """The same, each with what a reviewer would hide it as."""
        landlords, places, numbers = set(self._landlords()), self._places(), {one.homes for one in self.cast.landlords}
        found = []
        for words in self.found_in(text):
            kind = "landlord" if words in landlords else "place" if words in places else "participant"
            found.append((words, "number of homes" if words in numbers else kind))
        return found

    def is_innocent(self, text: str) -> bool:
        """Whether a text shares no word, in any case, with anything private, and holds no figure."""
        return not words_of(text) & self._words and not any(character.isdigit() for character in text)

    def phrases(self) -> set[str]:
        """All of it, longest phrases and single parts of names alike."""
        whole = {*self._names(), *self.said, *self._landlords(), *(one.homes for one in self.cast.landlords)}
        for person in self.cast.people:
            whole |= {person.email, spoken(person.email), person.district}
        names = {*self._names(), *(one for one in self.said if one not in self._places())}
        return whole | {part for name in names for part in parts(name)}

    @cached_property
    def _words(self) -> set[str]:
        return {word for phrase in self.phrases() for word in words_of(phrase)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        phrases = self.phrases()
        sure = sorted(phrases - WORDS_TOO, key=len, reverse=True)
        words = sorted(phrases & WORDS_TOO)
        either = "|".join(map(re.escape, sure))
        inside = "|".join(words)
        return re.compile(rf"(?<!\w)(?:{either})(?!\w)|(?<=[a-z,] )(?:{inside})(?!\w)")

    def _names(self) -> Iterator[str]:
        for name in [person.name for person in self.cast.people] + [member.name for member in STAFF]:
            yield name
            yield heard(name)

    def _landlords(self) -> Iterator[str]:
        for landlord in self.cast.landlords:
            yield landlord.name
            yield from landlord.aliases

    def _places(self) -> set[str]:
        return {person.district for person in self.cast.people}


def parts(name: str) -> Iterable[str]:
    """The parts of a name by which somebody would be known: not titles, not particles, not initials."""
    for part in re.split(r"[\s\-]+", name):
        if len(part) >= SHORTEST and part[:1].isupper() and part not in TITLES:
            yield part


def words_of(text: str) -> set[str]:
    """The words of a text, folded."""
    return set(re.findall(r"\w+", heard(text).casefold()))
