"""Whose name is that beside the caption? Zoom shows what people typed: "Sam Okoro (she/her)", "Sam - Peaks", "iPad"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from transcripts.folding import fold_name
from transcripts.forms import Form, name_forms, name_parts
from transcripts.lexicon import words
from transcripts.roster import Participant
from transcripts.session import tokenise
from transcripts.speakers import name_words

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


class DisplayNames:
    """Tells display names apart for one session; remembers its answers, for each name comes hundreds of times."""

    def __init__(self, participants: Iterable[Participant]) -> None:
        self._known = tuple(_known(person) for person in participants)
        self._answers: dict[str, str | None] = {}

    def who(self, label: str) -> str | None:
        """The id of the participant whom a display name stands for; None when nobody or several could be meant.

        Tried in turn: the very name or address, its words in any order among others, first and last name, then a first
        name that only one participant has.
        """
        if label not in self._answers:
            self._answers[label] = self._look_up(label)
        return self._answers[label]

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


def _known(person: Participant) -> _Known:
    parts = name_parts(person.name)
    written = {fold_name(person.name), *([fold_name(person.email)] if person.email else [])}
    ends = (parts[0], parts[-1]) if len(parts) > 1 else ()
    return _Known(
        person.id,
        frozenset(written),
        _alphanumeric(parts),
        _alphanumeric(ends),
        frozenset(parts[0].split("-")) if parts else frozenset(),
    )


def _alphanumeric(parts: Iterable[str]) -> frozenset[str]:
    return frozenset(token for part in parts for token in tokenise(part) if token.isalnum())
