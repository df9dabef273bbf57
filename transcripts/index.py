"""The session index: every form of everybody and every body that may be named, in two tiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transcripts.folding import fold_name
from transcripts.forms import Form, name_forms, name_parts, org_forms, person_forms
from transcripts.particulars import district_forms, role_forms
from transcripts.roster import Roster
from transcripts.session import tokenise
from transcripts.speakers import name_words


@dataclass(frozen=True)
class Index:
    """`forms` of people and landlords in the meeting (masked however loosely they are named) and of the rest of the
    roll (masked by name, or where a cue points to them)."""

    roster: Roster
    forms: tuple[Form, ...]

    def is_known(self, label: str) -> bool:
        """Is a display name that of somebody on the roster?"""
        return speaker_of(self.roster, label) is not None


def build_index(roster: Roster) -> Index:
    """All forms of a roster."""
    return Index(roster, tuple(_forms(roster)))


def _forms(roster: Roster) -> Iterator[Form]:
    for person in roster.participants:
        yield from person_forms(person)
    for org in roster.orgs:
        yield from org_forms(org, present=True)
    for org in roster.roll:
        yield from org_forms(org, present=False)
    yield from role_forms(roster)
    yield from district_forms(roster)


def speaker_of(roster: Roster, label: str) -> str | None:
    """The id of the participant whom a display name stands for; None when nobody or several could be meant.

    Tried in turn: the very name, its words in any order among others ("Sam Okoro - Peaks"), first and last name,
    then a first name that only one participant has.
    """
    words = name_words(label)
    folded = fold_name(label)
    same = [p.id for p in roster.participants if folded in (fold_name(p.name), fold_name(p.email or "\n"))]
    if len(same) == 1:
        return same[0]
    for wanted in (_all_words, _first_and_last):
        among = [p.id for p in roster.participants if wanted(p.name) and wanted(p.name) <= set(words)]
        if len(among) == 1:
            return among[0]
    if len(words) == 1:
        alone = [p.id for p in roster.participants if words[0] in (name_parts(p.name) or [""])[0].split("-")]
        return alone[0] if len(alone) == 1 else None
    return None


def strangers(labels: list[str]) -> tuple[Form, ...]:
    """Forms for speakers whom the roster does not know: their names are masked all the same."""
    found: list[Form] = []
    for label in labels:
        bare = " ".join(name_words(label))
        found.extend(name_forms(bare, f"x:{bare}", "participant", "a speaker who is not on the roster"))
    return tuple(found)


def _all_words(name: str) -> set[str]:
    return {token for part in name_parts(name) for token in tokenise(part) if token.isalnum()}


def _first_and_last(name: str) -> set[str]:
    parts = name_parts(name)
    if len(parts) < 2:
        return set()
    return {token for part in (parts[0], parts[-1]) for token in tokenise(part) if token.isalnum()}
