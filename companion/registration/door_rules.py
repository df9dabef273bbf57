"""Who somebody at the door may be: their own link, their address, or a guess by the name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from rapidfuzz import fuzz

from companion.kernel.errors import BadInput, DomainError
from companion.registration.names import ALIKE, same_name, words_of

SURE_ENOUGH = 0.75  # of 1: below this a likeness is not worth saying
CLEARLY = 0.1  # and the next one must be so far behind
#: what a device puts into a name by itself, and what people add
DEVICE = frozenset(
    (
        "ipad", "iphone", "galaxy", "samsung", "android", "phone", "mobile", "tablet", "laptop", "macbook", "pixel",
        "huawei", "surface", "pc", "mac", "zoom", "user", "guest", "s", "my", "the", "on", "tv", "room", "work",
        "home", "office", "admin",
    )
)  # fmt: skip
#: note-takers by what they call themselves (LC-37); a person with such a surname is not one
RECORDERS = re.compile(
    r"\b(otter\s*(?:\.\s*ai|pilot|notetaker)|fireflies(?:\s*\.\s*ai)?|fathom(?:\s+(?:ai|note\w*))|read\s*\.\s*ai|tl;?dv|meetgeek|"
    r"avoma|sembly(?:\s*ai)?|supernormal|circleback|krisp(?:\s*ai)?|notta(?:\s*(?:ai|bot))?|fellow\s*(?:\.\s*app|ai)|"
    r"gong\s*(?:\.\s*io|recorder|bot)|chorus\s*(?:\.\s*ai|bot)|grain\s*(?:ai|notetaker|recorder)|granola(?:\s*ai)?|jamie\s+ai|"
    r"copilot|ai\s+companion|airgram|bluedot|tactiq|rewatch|vowel\s*ai|loom\s*(?:ai|recorder)|spinach\s*(?:\.\s*io|ai)|"
    r"note[\s-]*takers?|ai\s+notes?|meeting\s+(?:notes?|recorder|assistant|bot)|minute[\s-]*taker\s+bot|"
    r"transcri(?:ber|ption|be)(?:\s*bot)?|record(?:er|ing)\s*bot|scribe\s*(?:ai|bot))(?!\w)",
    re.IGNORECASE,
)
NOTES_FOR = re.compile(
    r"^\s*(?:ai\s+)?notes\s+(?:for|of|by)\b|[’']s\s+(?:ai\s+)?(?:notes|assistant|bot)\s*$", re.IGNORECASE
)


class AnsweredAlready(DomainError):
    message = "Somebody else answered this a moment ago. Look at how it stands; you can take their answer back."


class NobodyChosen(BadInput):
    message = "Choose who this is"


def is_recorder(name: str) -> bool:
    """Whether a name is that of a note-taking tool: it records, and is not let in unless a person says otherwise."""
    return bool(RECORDERS.search(name) or NOTES_FOR.search(name))


@dataclass(frozen=True)
class Candidate:
    """Somebody whom the person at the door may be."""

    registration_id: UUID
    name: str = field(repr=False)
    address: str | None = field(repr=False)
    landlord: str | None = field(repr=False)
    landlord_id: UUID | None
    zoom_registrant: str | None
    state: str
    is_present: bool = False

    @property
    def has_place(self) -> bool:
        return self.state in ("confirmed", "attended")


@dataclass(frozen=True)
class Match:
    """Who it is or may be, and how we know: `registrant_id`, `email`, or `name`, which is a guess."""

    candidate: Candidate
    how: str

    @property
    def is_guess(self) -> bool:
        return self.how == "name"


def best_match(
    candidates: Sequence[Candidate], *, registrant: str | None, address: str | None, name: str
) -> Match | None:
    """The person behind a link, else the one of an address that is one person's, else a guess by the name."""
    for candidate in _best_first(candidates):
        if registrant is not None and candidate.zoom_registrant == registrant:
            return Match(candidate, "registrant_id")
    if address:
        found = [one for one in _best_first(candidates) if (one.address or "").casefold() == address.casefold()]
        alike = [one for one in found if likeness(name, one.name) >= SURE_ENOUGH]
        if len({one.name.casefold() for one in found}) == 1 or alike:
            return Match((alike or found)[0], "email")
    ranked = sorted(
        ((likeness(name, one.name, one.landlord), not one.is_present, one.has_place, -number, one)
         for number, one in enumerate(_best_first(candidates))),
        key=lambda row: row[:4],
        reverse=True,
    )  # fmt: skip
    if not ranked or ranked[0][0] < SURE_ENOUGH:
        return None
    best = ranked[0]
    rivals = [row for row in ranked[1:] if row[4].name.casefold() != best[4].name.casefold()]
    if rivals and best[0] - rivals[0][0] < CLEARLY and rivals[0][1] == best[1]:
        return None
    return Match(best[4], "name")


def likeness(shown: str, name: str, landlord: str | None = None) -> float:
    """How well a shown name fits a person's, from 0 to 1: every word of it must be one of theirs, short or misspelt."""
    of_landlord = set(words_of(landlord or ""))
    words = _own_words(shown)
    names_landlord = any(word in of_landlord for word in words)
    own = [word for word in words if word not in of_landlord or word in words_of(name)]
    theirs = words_of(name)
    if not own or not theirs:
        return 0.0
    scores = [max(_word(word, other) for other in theirs) for word in own]
    whole = min(1.0, len(own) / len(theirs))
    score = sum(scores) / len(scores) * (0.8 + 0.2 * whole) if min(scores) > 0 else 0.0
    return min(1.0, score + 0.1) if names_landlord and score > 0 else score


def is_other_person(shown: str, names: Iterable[str]) -> bool:
    """Whether a second joiner on one link is somebody else (edge 67): a device's own name is nobody's."""
    if not _own_words(shown):
        return False
    return not any(same_name(shown, name) or likeness(shown, name) >= SURE_ENOUGH for name in names if name)


def line_to_paste(*, landlord: str | None, is_full: bool, mailbox: str, is_recorder: bool = False) -> str:
    """What the steward pastes to somebody who is not let in: why, what they can do, and the transcript. No names."""
    if is_recorder:
        return (
            "Hello. Tools that record or take notes are not let in. We make a transcript of the forum ourselves; "
            f"write to {mailbox} and we’ll send it to you."
        )
    promise = f"We’ll send you the transcript if you write to {mailbox}."
    if is_full:
        who = landlord or "Your landlord"
        return f"Hello. {who} already has two people registered. Please ask one of them to swap with you. {promise}"
    return f"Hello. We can’t find you among the people registered, so we can’t let you in today. {promise}"


def _own_words(shown: str) -> list[str]:
    return [word for word in words_of(shown) if word not in DEVICE and not word.isdigit()]


def _best_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    rank = {"attended": 0, "confirmed": 0, "offered": 1, "waitlisted": 2, "pending": 3}
    return sorted(candidates, key=lambda one: rank.get(one.state, 4))


def _word(shown: str, theirs: str) -> float:
    if shown == theirs:
        return 1.0
    if theirs.startswith(shown) or shown.startswith(theirs):
        return 0.85 if min(len(shown), len(theirs)) >= 3 else 0.7
    return 0.8 if len(shown) > 2 and fuzz.ratio(shown, theirs) >= ALIKE else 0.0
