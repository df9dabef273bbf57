"""Whose name is that beside the caption? Zoom shows what people typed: "Sam Okoro (she/her)", "Sam - Peaks", "iPad"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from transcripts.folding import fold_name
from transcripts.forms import Form, name_forms, name_parts, short_forms
from transcripts.lexicon import words
from transcripts.lexicon.people import TITLES
from transcripts.roster import Participant, Roster, org_of
from transcripts.session import tokenise
from transcripts.speakers import name_words
from transcripts.words import is_ordinary

_DEVICES = words(
    "iphone ipad samsung galaxy android laptop macbook zoom room boardroom meeting user guest host phone pc desktop "
    "tablet huawei cohost s"
)


@dataclass(frozen=True, slots=True)
class _Known:
    id: str
    written: frozenset[str]
    all_words: frozenset[str]
    first_and_last: frozenset[str]
    firsts: frozenset[str]
    also: frozenset[str]
    lasts: frozenset[str]
    initials: str
    landlord: frozenset[str]

    def explains(self, label: str) -> bool:
        """Is every word of a display name this person's, and at least one of them more than an initial?

        A device ("Sam's iPad") may be passed round, so it explains nothing.
        """
        said = _telling(label)
        if set(name_words(label)) & (_DEVICES - {"s"}):
            return False
        if "".join(said) in _rows(self.initials):
            return bool(said)
        named = [word for word in said if self._is_part(word)]
        others = [word for word in said if word not in named and word not in self.landlord]
        if not any(word in self.lasts | self.firsts | self.also for word in named):
            return bool(named) and not others and len(named) == 1 and len(named[0]) > 2
        return not set("".join(others)) - set(self.initials) and all(len(word) < 4 for word in others)

    def _is_part(self, word: str) -> bool:
        cut = len(word) > 2 and any(first.startswith(word) for first in self.firsts)
        return cut or word in self.all_words or word in self.also or word in self.firsts


def _rows(initials: str) -> tuple[str, ...]:
    """The initials as they may be typed: "TJA", "TJ", "TA"."""
    return tuple({initials, initials[:2], initials[:1] + initials[-1:]}) if len(initials) > 1 else ()


class DisplayNames:
    """Tells display names apart for one session; remembers its answers, for each name comes hundreds of times."""

    def __init__(self, roster: Roster) -> None:
        self._known = tuple(_known(person, roster) for person in roster.participants)
        self._answers: dict[str, str | None] = {}

    def who(self, label: str) -> str | None:
        """The id of the participant whom a display name stands for; None when nobody or several could be meant.

        Tried in turn: the very name or address, its words in any order among others, first and last name, then a first
        name that only one participant has; last, every word explained by one participant only, as a part of the name, a
        short form, an initial, or their landlord ("Ken S", "Cllr Mellish", "TJ", "Bhavna C (PHG)").
        """
        if label not in self._answers:
            self._answers[label] = self._look_up(label)
        return self._answers[label]

    def typed_forms(self, label: str) -> tuple[Form, ...]:
        """Forms for what a participant typed for themselves: the others will call them so ("Sukhi" for Sukhdeep).

        Their landlord's words and ordinary ones ("Chair") are left to the forms of the roster.
        """
        person = next((known for known in self._known if known.id == self.who(label)), None)
        if person is None:
            return ()
        own = [
            word for word in _telling(label) if len(word) > 2 and word not in person.landlord and not is_ordinary(word)
        ]
        how = "a participant, as they call themselves"
        return tuple(form for word in own for form in name_forms(word, f"p:{person.id}", "participant", how))

    def is_known(self, label: str) -> bool:
        """Does a display name belong to somebody of the roster?"""
        return self.who(label) is not None

    def _look_up(self, label: str) -> str | None:
        folded, said = fold_name(label), frozenset(name_words(label))
        alone = next(iter(said)) if len(said) == 1 else None
        for among in (
            [known.id for known in self._known if folded in known.written],
            [known.id for known in self._known if known.all_words and known.all_words <= said],
            [known.id for known in self._known if known.first_and_last and known.first_and_last <= said],
            [known.id for known in self._known if alone in known.firsts],
            [known.id for known in self._known if known.explains(label)],
        ):
            if among:
                return among[0] if len(among) == 1 else None
        return None


def stranger_forms(labels: Iterable[str]) -> tuple[Form, ...]:
    """Forms for speakers whom the roster does not know: their names are masked all the same."""
    found: list[Form] = []
    for label in labels:
        bare = " ".join(word for word in name_words(label) if word not in _DEVICES and not word.isdigit())
        if bare:
            found.extend(name_forms(bare, f"x:{label}", "participant", "a speaker who is not on the roster"))
    return tuple(found)


def _telling(label: str) -> list[str]:
    said = [word for word in name_words(label.replace("'s ", " ").replace("’s ", " ")) if not word.isdigit()]
    return [word for word in said if word not in _DEVICES - {"s"} and word not in TITLES]


def _known(person: Participant, roster: Roster) -> _Known:
    org = org_of(roster, person)
    named = [tokenise(fold_name(name)) for name in (org.name, *org.aliases)] if org else []
    body = {token for tokens in named for token in tokens}
    body |= {"".join(token[0] for token in tokens if token.isalnum()) for tokens in named}
    parts = name_parts(person.name)
    written = {fold_name(person.name), *([fold_name(person.email)] if person.email else [])}
    ends = (parts[0], parts[-1]) if len(parts) > 1 else ()
    return _Known(
        person.id,
        frozenset(written),
        _alphanumeric(parts),
        _alphanumeric(ends),
        frozenset(parts[0].split("-")) if parts else frozenset(),
        frozenset(short_forms(parts[0])) if parts else frozenset(),
        _alphanumeric(parts[-1:]) if len(parts) > 1 else frozenset(),
        "".join(token[0] for part in parts for token in tokenise(part) if token.isalnum()),
        frozenset(body),
    )


def _alphanumeric(parts: Iterable[str]) -> frozenset[str]:
    return frozenset(token for part in parts for token in tokenise(part) if token.isalnum())
