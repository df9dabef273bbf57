"""Invented people and landlords for a session: who they are, and how somebody would speak of them."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from lab import names
from lab.evaluation.readable import lines, table

PART: Final = "test"
RARE = "rare"  # a group of its own: names of every origin that are in hardly any list


@dataclass(frozen=True)
class Somebody:
    """A person of the session. `group` says whose sounds the name has; `listed` how the roster writes it."""

    id: str
    first: str
    last: str
    group: str
    title: str
    listed: str = ""
    role: str = ""
    org: str = ""

    def said(self, field_name: str, rng: random.Random) -> str:
        """The name as it is spoken: first, last, full, formal (Mr Last), initials."""
        first = self.first
        if field_name in ("first", "full") and rng.random() < 0.1:
            first = rng.choice(table("short_names").get(first.casefold(), (first,)))
            first = first[0].upper() + first[1:]
        return {
            "first": first,
            "last": self.last,
            "full": f"{first} {self.last}",
            "formal": f"{self.title} {self.last}",
            "initials": f"{self.first[0]}{re.sub(r'[^A-ZÀ-Þ]', '', self.last)[:1]}",
        }[field_name]


@dataclass(frozen=True)
class Landlord:
    """A landlord of the session. `short` is the name without its kind, `spoken` are other ways to say it."""

    id: str
    name: str
    short: str
    aliases: tuple[str, ...]
    homes: int
    domain: str
    district: str
    place: str
    ordinary: bool = False
    spoken: tuple[str, ...] = field(default=())

    def said(self, field_name: str, rng: random.Random) -> str:
        """The name in full, short, by an alias, or whichever comes to mind."""
        if field_name == "full":
            return self.name
        if field_name == "short":
            return self.short
        if field_name == "any":
            return rng.choice((self.name, self.short, self.short, *self.aliases, *self.aliases))
        raise KeyError(field_name)


def draw_person(id_: str, group: str, rng: random.Random, taken: set[str]) -> Somebody:
    """Somebody whose first and last name nobody else in the session has. One in nine has a name of no list at all."""
    while True:
        if group == RARE or rng.random() < 0.11:
            group_of, first, _ = rng.choice(_rare())
            last = rng.choice([last for other, _, last in _rare() if other == group_of])
        else:
            group_of = group
            first, last = rng.choice(names.first_names(group, PART)), rng.choice(names.last_names(group, PART))
        if group != RARE and rng.random() < 0.07:
            other = rng.choice(names.last_names(group, PART))
            last = f"{last}-{other}" if other != last else last
        if {_key(first), _key(last)} & taken or _key(first) == _key(last):
            continue
        taken |= {_key(first), _key(last)}
        title = rng.choice(("Mr", "Mrs", "Ms", "Miss", "Mrs", "Mr", "Dr"))
        return Somebody(id_, first, last, group_of, title, listed=_listed(first, last, rng))


def display_name(person: Somebody, landlord: Landlord | None, rng: random.Random) -> str:
    """What a participant typed into Zoom."""
    chance = rng.random()
    if landlord is not None and chance < 0.18:
        return f"{person.first} {person.last} ({landlord.short})"
    if landlord is not None and chance < 0.26:
        return f"{person.first} {person.last} - {landlord.short}"
    if chance < 0.32:
        return f"{person.first} {person.last} ({rng.choice(('she/her', 'he/him', 'they/them'))})"
    return f"{person.first} {person.last}"


def draw_landlords(count: int, rng: random.Random, prefix: str = "o") -> list[Landlord]:
    """Landlords of every sort: named after places, saints, plain words, or a set of initials."""
    parts = _parts()
    out: list[Landlord] = []
    seen: set[str] = set()
    while len(out) < count:
        one = _landlord(f"{prefix}{len(out) + 1}", parts, rng)
        if one.short.casefold() not in seen:
            seen.add(one.short.casefold())
            out.append(one)
    return out


def _landlord(id_: str, parts: Mapping[str, tuple[str, ...]], rng: random.Random) -> Landlord:
    place = rng.choice(parts["start"]).capitalize() + rng.choice(parts["end"])
    district = rng.choice(parts["start"]).capitalize() + rng.choice(parts["end"])
    kind = rng.choice(parts["kind"])
    chance = rng.random()
    aliases: list[str] = []
    ordinary = False
    if chance < 0.22:
        short = rng.choice(parts["plain"])
        kind = rng.choice(("Housing", "Homes", "Group", "Living", "Housing Association", "", ""))
        name, ordinary = f"{short} {kind}".strip(), True
    elif chance < 0.34:
        other = rng.choice(parts["start"]).capitalize() + rng.choice(parts["end"])
        short, kind = f"{place} and {other}", rng.choice(("Homes", "Housing Group", "Housing Association"))
        name = f"{place} & {other} {kind}" if rng.random() < 0.5 else f"{short} {kind}"
        aliases.append(
            f"{place[0]}&{other[0]}" if rng.random() < 0.5 else "".join(w[0] for w in (place, other, *kind.split()))
        )
    elif chance < 0.5:
        kind = rng.choice(
            ("Borough Council", "City Council", "District Council", "County Homes", "Metropolitan Borough Council")
        )
        short, name, district = place, f"{place} {kind}", place
        aliases.append("".join(word[0] for word in name.split()))
    elif chance < 0.62:
        saint = rng.choice(parts["saint"])
        short, name = saint, f"{saint} {kind}"
    else:
        short, name = place, f"{place} {kind}"
        if rng.random() < 0.5:
            aliases.append("".join(word[0] for word in name.split()))
    domain = re.sub(r"[^a-z]", "", short.lower()) + rng.choice((".org.example", ".example", "homes.example"))
    homes = rng.choice((rng.randrange(300, 3_000), rng.randrange(3_000, 30_000), rng.randrange(10, 90) * 1_000))
    return Landlord(id_, name, short, tuple(aliases), homes, domain, district, place, ordinary)


@cache
def _rare() -> tuple[tuple[str, str, str], ...]:
    split = (line.split("|") for line in lines("rare_names"))
    return tuple((group, first, last) for group, first, last in split)


def _parts() -> dict[str, tuple[str, ...]]:
    return table("landlord_parts")


def _listed(first: str, last: str, rng: random.Random) -> str:
    chance = rng.random()
    if chance < 0.05:
        return f"{first} {rng.choice('ABCDEGHJKLMNPRST')}. {last}"
    if chance < 0.08:
        return f"{last}, {first}"
    if chance < 0.2:
        plain = unicodedata.normalize("NFKD", f"{first} {last}")
        return "".join(char for char in plain if not unicodedata.combining(char))
    return f"{first} {last}"


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in plain if char.isalpha())
