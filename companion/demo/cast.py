"""Who plays: 60 people of 35 landlords, and the staff. Nobody in it exists; every address ends in `.example`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import resources

from companion.people.roles import Role


@dataclass(frozen=True)
class Landlord:
    """A landlord of the play, as its roll has it."""

    member_no: str
    name: str
    homes: str
    aliases: tuple[str, ...]
    domains: tuple[str, ...]
    contact_email: str


@dataclass(frozen=True)
class Person:
    """Somebody of a landlord: how they call themselves in Zoom, where they work, and which part they play."""

    landlord: Landlord
    name: str
    email: str
    zoom_name: str
    district: str
    part: str

    @property
    def first(self) -> str:
        """What colleagues call them: for some names that is not the first word."""
        words = self.name.split()
        if words[0] in {"Nguyễn", "Hoàng"}:
            return words[-1]
        return words[1] if words[0] == "Ouyang" else words[0]

    @property
    def is_contact(self) -> bool:
        return self.email == self.landlord.contact_email


@dataclass(frozen=True)
class Member:
    """A member of staff and the roles they hold in the programme."""

    name: str
    email: str
    roles: tuple[Role, ...]


ADMINISTRATOR = Member("Osian Llwydgoed", "osian@forum-office.example", (Role.ADMIN,))
ORGANISER = Member("Bronagh Tierney-Webb", "bronagh@forum-office.example", (Role.ORGANISER,))
CHAIR = Member("Imelda Castlegate", "imelda@forum-office.example", (Role.CHAIR,))
STEWARD = Member("Jonah Ferreday", "jonah@forum-office.example", (Role.STEWARD,))
REVIEWER = Member("Priyanka Vaidya-Cole", "priyanka@forum-office.example", (Role.REVIEWER,))
SECOND_REVIEWER = Member("Callum Strathnairn", "callum@forum-office.example", (Role.REVIEWER, Role.APPROVER))
STAFF = (ORGANISER, CHAIR, STEWARD, REVIEWER, SECOND_REVIEWER)


@dataclass(frozen=True)
class Cast:
    """Everybody, in the order of the roll."""

    landlords: tuple[Landlord, ...]
    people: tuple[Person, ...]

    def of(self, landlord: Landlord) -> tuple[Person, ...]:
        """A landlord's people, its nominating contact first."""
        return tuple(person for person in self.people if person.landlord is landlord)

    def playing(self, *parts: str) -> tuple[Person, ...]:
        """Those who play one of these parts."""
        return tuple(person for person in self.people if person.part in parts)

    def one(self, part: str) -> Person:
        """The one who plays a part."""
        (person,) = self.playing(part)
        return person

    @cached_property
    def by_email(self) -> dict[str, Person]:
        return {person.email: person for person in self.people}

    def names(self) -> Iterator[str]:
        """Every name that no released file and no log may hold: people, staff who are in the room, landlords."""
        for person in self.people:
            yield from (person.name, person.zoom_name)
        for member in (*STAFF, ADMINISTRATOR):
            yield member.name
        for landlord in self.landlords:
            yield landlord.name


def roll_file() -> bytes:
    """The roll as the organiser uploads it."""
    return _file("landlords.csv").encode()


def cast() -> Cast:
    """Read the cast."""
    landlords = tuple(
        Landlord(
            member_no=row["member_no"],
            name=row["name"],
            homes=row["homes"],
            aliases=tuple(alias for alias in row["aliases"].split(";") if alias),
            domains=tuple(row["domains"].split(";")),
            contact_email=row["contact_email"],
        )
        for row in _rows("landlords.csv")
    )
    by_number = {landlord.member_no: landlord for landlord in landlords}
    people = tuple(
        Person(by_number[row["member_no"]], row["name"], row["email"], row["zoom_name"], row["district"], row["part"])
        for row in _rows("people.csv")
    )
    return Cast(landlords, people)


def _file(name: str) -> str:
    return resources.files("companion.demo").joinpath(name).read_text(encoding="utf-8")


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(_file(name).splitlines())
