"""Who and what a session talks about: the people present, those spoken of, their landlords, addresses and numbers."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from lab import names
from lab.evaluation.cases import Label
from lab.evaluation.people import Landlord, Somebody, draw_landlords, draw_person
from lab.evaluation.pieces import Piece
from lab.evaluation.readable import lines, table
from transcripts import Org, Participant, Roster

OFF_ROSTER = ("res", "res2", "col", "con", "cllr")
ROLES = (
    "Head of Repairs", "Resident Engagement Manager", "Tenant Board Member", "Director of Homes", "Complaints Lead",
    "Neighbourhood Housing Officer", "Policy Officer", "Resident Scrutiny Panel Member", "Assistant Director, Assets",
    "Customer Insight Manager", "Building Safety Manager", "Income Manager",
)  # fmt: skip


@dataclass
class Cast:
    """Everybody of one session. `chair` is the first of `people`; `places` gives the landlord of each person."""

    people: list[Somebody]
    landlords: list[Landlord]
    roll: list[Landlord]
    strangers: list[Landlord]
    places: dict[str, Landlord]
    rng: random.Random
    group: str | None
    taken: set[str] = field(default_factory=set)
    spoken_of: dict[str, list[Somebody]] = field(default_factory=dict)

    def landlord_of(self, person: Somebody) -> Landlord:
        """Where this person works or lives."""
        return self.places[person.id]

    def somebody_else(self, kind: str, *, known: bool) -> Somebody:
        """A person who is not on the roster, of the kind that a slot names; `known`: one spoken of before, if any."""
        before = self.spoken_of.setdefault(kind.rstrip("2"), [])
        if known and before:
            return before[-1]
        group = self.group or self.rng.choice(names.GROUPS)
        before.append(draw_person(f"{kind[:3]}{len(before)}", group, self.rng, self.taken))
        return before[-1]


def make_cast(seed: int, group: str | None, size: int) -> Cast:
    """Draw everybody's names. The same seed gives the same landlords, whoever the people are."""
    rng = random.Random(f"names {seed} {group}")
    bodies = draw_landlords(size // 2 + 9, random.Random(f"landlords {seed}"))
    count = max(4, size // 2)
    landlords, roll, strangers = bodies[:count], bodies[count : count + 5], bodies[count + 5 :]
    taken: set[str] = set()
    people = [draw_person(f"p{number}", group or rng.choice(names.GROUPS), rng, taken) for number in range(size)]
    places = {person.id: landlords[number % count] for number, person in enumerate(people)}
    return Cast(people, landlords, roll, strangers, places, rng, group, taken)


def roster_of(cast: Cast) -> Roster:
    """The roster as the companion would have it from registrations and the roll."""
    participants = []
    for number, person in enumerate(cast.people):
        landlord = cast.landlord_of(person)
        email = f"{_ascii(person.first)}.{_ascii(person.last)}@{landlord.domain}"
        role = "Chair" if number == 0 else ROLES[number % len(ROLES)]
        participants.append(Participant(person.id, person.listed, email, role, landlord.id))
    return Roster(tuple(participants), tuple(map(_org, cast.landlords)), tuple(map(_org, cast.roll)))


def person_piece(person: Somebody, form: str, label: Label, rng: random.Random) -> Piece:
    """A person's name as gold; the title of a formal name is not part of it."""
    return Piece(
        person.said(form, rng), label, f"p:{person.id}" if label is Label.PERSON else f"x:{person.id}", person.group
    )


def thing(slot: str, landlord: Landlord, rng: random.Random) -> Piece:
    """An address, a number, a date: whatever a slot without a person names. Raises KeyError for a slot nobody knows."""
    if slot == "homes":
        return Piece(f"{landlord.homes:,}", Label.OTHER, f"h:{landlord.id}")
    if slot == "district":
        return Piece(landlord.district, Label.OTHER, f"d:{landlord.id}")
    make, label = _THINGS[slot]
    text = make(rng)
    return Piece(text, label, f"t:{text}")


def _org(one: Landlord) -> Org:
    return Org(one.id, one.name, one.aliases, one.homes, one.domain, (one.district,))


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in plain if char.isascii() and char.isalpha())


def _word(kind: str) -> Callable[[random.Random], str]:
    return lambda rng: rng.choice(table("landscape")[kind])


def _street(rng: random.Random) -> str:
    return (
        f"{rng.randrange(2, 190)} {rng.choice(table('landscape')['street'])} {rng.choice(table('landscape')['road'])}"
    )


def _road(rng: random.Random) -> str:
    return f"{rng.choice(table('landscape')['street'])} {rng.choice(table('landscape')['road'])}"


def _block(rng: random.Random) -> str:
    return f"{rng.choice(table('landscape')['street'])} {rng.choice(('House', 'Court', 'Point', 'Tower', 'Lodge'))}"


def _postcode(rng: random.Random) -> str:
    area = rng.choice(("B", "LS", "NG", "SE", "M", "CF", "BS", "HU", "S", "NE"))
    return f"{area}{rng.randrange(1, 29)} {rng.randrange(1, 9)}{rng.choice('ABDEFGHJLN')}{rng.choice('PQRSTUWXYZ')}"


def _phone(rng: random.Random) -> str:
    return rng.choice(
        (
            f"07700 900{rng.randrange(1000):03d}",
            f"0115 496 0{rng.randrange(1000):03d}",
            f"020 7946 0{rng.randrange(1000):03d}",
        )
    )


def _reference(rng: random.Random) -> str:
    return rng.choice(
        (
            f"{rng.randrange(202100000, 202500000)}",
            f"CRM-{rng.randrange(10000, 99999)}",
            f"{rng.randrange(2020, 2026)}/{rng.randrange(1000, 9999)}",
        )
    )


def _email(rng: random.Random) -> str:
    first, last = rng.choice(lines("rare_names")).split("|")[1:]
    return f"{_ascii(first)}.{_ascii(last)}@{rng.choice(('mailbox', 'webpost', 'homeline'))}.example"


def _birthday(rng: random.Random) -> str:
    month = rng.choice(
        [
            "January",
            "February",
            "March",
            "April",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ]
    )
    return f"{rng.randrange(1, 29)} {month} {rng.randrange(1934, 2004)}"


_THINGS: dict[str, tuple[Callable[[random.Random], str], Label]] = {
    "street": (_street, Label.ID),
    "road": (_road, Label.ID),
    "block": (_block, Label.ID),
    "estate": (lambda rng: f"{_word('street')(rng)} {rng.choice(('estate', 'Estate'))}", Label.ID),
    "flat": (lambda rng: f"flat {rng.randrange(1, 90)}", Label.ID),
    "postcode": (_postcode, Label.ID),
    "phone": (_phone, Label.ID),
    "ref": (_reference, Label.ID),
    "email": (_email, Label.ID),
    "birthday": (_birthday, Label.ID),
    "town": (_word("town"), Label.EITHER),
    "firm": (_word("firm"), Label.EITHER),
}
