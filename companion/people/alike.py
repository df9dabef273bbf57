"""Whether two persons may be one: reasons that add up, for somebody to decide. Nothing is merged by itself. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

SUSPICIOUS = 60
SIMILAR = 88  # of 100, by rapidfuzz: a letter or a nickname's difference in a name of usual length
#: reason → what it counts. A shared mailbox alone is common, and so is a name; together they say something.
WEIGHTS = {"mailbox": 60, "phone": 60, "same_name": 50, "similar_name": 45, "address": 40, "landlord": 15}
REASON_WORDS = {
    "mailbox": "one mailbox, spelled in two ways",
    "phone": "the same telephone",
    "same_name": "the same name",
    "similar_name": "names much alike",
    "address": "the same address",
    "landlord": "the same landlord",
}
MOST_IN_GROUP = 60  # nobody can compare more; a group this large says nothing about two of it


@dataclass(frozen=True)
class Facts:
    """What is known of one person. `addresses` are (folded, canonical)."""

    person_id: UUID
    name: str
    addresses: frozenset[tuple[str, str]] = frozenset()
    landlords: frozenset[UUID] = frozenset()
    phones: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Suspicion:
    """Two persons who may be one, and why."""

    first: Facts
    second: Facts
    reasons: tuple[str, ...]

    @property
    def score(self) -> int:
        return sum(WEIGHTS[reason] for reason in self.reasons)


def suspicion(first: Facts, second: Facts) -> Suspicion:
    """Why two persons may be one; the order of the two makes no difference to the reasons."""
    from rapidfuzz import fuzz  # brings numpy where that is installed: not for pages that compare nobody

    reasons = []
    same = {folded for folded, _ in first.addresses} & {folded for folded, _ in second.addresses}
    canonical = {spelled for _, spelled in first.addresses} & {spelled for _, spelled in second.addresses}
    if same:
        reasons.append("address")
    elif canonical:
        reasons.append("mailbox")
    if first.phones & second.phones:
        reasons.append("phone")
    mine, theirs = name_fold(first.name), name_fold(second.name)
    if mine and mine == theirs:
        reasons.append("same_name")
    elif mine and theirs and fuzz.token_sort_ratio(mine, theirs) >= SIMILAR:
        reasons.append("similar_name")
    if first.landlords & second.landlords:
        reasons.append("landlord")
    return Suspicion(first, second, tuple(reasons))


def suspects(people: Iterable[Facts], decided: frozenset[tuple[UUID, UUID]] = frozenset()) -> list[Suspicion]:
    """The pairs that somebody should look at, most suspicious first; not those already said to be two people."""
    known = list(people)
    pairs: dict[tuple[UUID, UUID], Suspicion] = {}
    for keys in (_mailboxes, _landlords, _phones):
        for first, second in _together(known, keys):
            pair = in_order(first.person_id, second.person_id)
            if pair in decided or pair in pairs:
                continue
            found = suspicion(first, second)
            if found.score >= SUSPICIOUS:
                pairs[pair] = found
    return sorted(pairs.values(), key=lambda one: (-one.score, one.first.name, str(one.first.person_id)))


def in_order(first: UUID, second: UUID) -> tuple[UUID, UUID]:
    """Two ids, the lower first."""
    return (first, second) if first < second else (second, first)


def name_fold(name: str) -> str:
    """A name without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.split())


def _mailboxes(facts: Facts) -> Iterable[Hashable]:
    return {canonical for _, canonical in facts.addresses}


def _landlords(facts: Facts) -> Iterable[Hashable]:
    return facts.landlords


def _phones(facts: Facts) -> Iterable[Hashable]:
    return facts.phones


def _together(people: list[Facts], keys: Callable[[Facts], Iterable[Hashable]]) -> Iterator[tuple[Facts, Facts]]:
    """The pairs that share a key."""
    groups: dict[Hashable, list[Facts]] = {}
    for facts in people:
        for key in keys(facts):
            groups.setdefault(key, []).append(facts)
    for group in groups.values():
        if len(group) <= MOST_IN_GROUP:
            yield from combinations(group, 2)
