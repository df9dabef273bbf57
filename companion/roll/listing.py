"""The roll as its page lists it: searched, by band and membership, so many at a time."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from companion.kernel.uow import Uow
from companion.people.tables import Person
from companion.roll import importing, rules
from companion.roll.domains import in_letters
from companion.roll.tables import Landlord, LandlordAlias, LandlordContact, LandlordDomain, RollImport

PER_PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty means everything. Whoever has left is listed only where that is asked for."""

    words: str = ""
    band: str = ""
    state: str = ""
    page: int = 1


@dataclass(frozen=True)
class Line:
    """One landlord on the roll's page."""

    landlord: Landlord
    domains: tuple[str, ...]
    contact: str | None


@dataclass(frozen=True)
class RollPage:
    """A page of the roll, how many there are in all, and when it was last brought up to date."""

    wanted: Wanted
    lines: tuple[Line, ...]
    found: int
    on_roll: int
    in_review: int
    latest: RollImport | None

    @property
    def pages(self) -> int:
        return max(1, -(-self.found // PER_PAGE))


def roll_page(uow: Uow, wanted: Wanted) -> RollPage:
    """The landlords that are looked for, by name."""
    query = _matching(wanted)
    found = uow.db.scalar(select(func.count()).select_from(query.subquery())) or 0
    start = (min(wanted.page, max(1, -(-found // PER_PAGE))) - 1) * PER_PAGE
    ordered = query.order_by(Landlord.name_folded, Landlord.id).offset(start).limit(PER_PAGE)
    landlords = list(uow.db.scalars(ordered))
    ids = [landlord.id for landlord in landlords]
    domains, contacts = _domains(uow, ids), _contacts(uow, ids)
    staying = select(func.count()).select_from(Landlord).where(Landlord.membership_state != "left")
    return RollPage(
        wanted,
        tuple(Line(one, domains.get(one.id, ()), contacts.get(one.id)) for one in landlords),
        found,
        uow.db.scalar(staying) or 0,
        uow.db.scalar(staying.where(Landlord.band == rules.REVIEW)) or 0,
        importing.latest_import(uow),
    )


def in_review(uow: Uow) -> list[Landlord]:
    """The landlords whose size nobody knows: what a person must look up (C-03)."""
    query = select(Landlord).where(Landlord.band == rules.REVIEW, Landlord.membership_state != "left")
    return list(uow.db.scalars(query.order_by(Landlord.name_folded, Landlord.id)))


def _matching(wanted: Wanted) -> Select[Landlord]:
    query = select(Landlord)
    if wanted.band in rules.BAND_WORDS:
        query = query.where(Landlord.band == wanted.band)
    if wanted.state in rules.MEMBERSHIP_WORDS:
        query = query.where(Landlord.membership_state == wanted.state)
    elif not wanted.words:
        query = query.where(Landlord.membership_state != "left")
    words = wanted.words.strip()
    if words:
        folded = rules.name_key(words)
        plain = words.casefold().lstrip("@")
        aliases = select(LandlordAlias.landlord_id).where(
            func.lower(LandlordAlias.alias).contains(plain, autoescape=True)
        )
        domains = select(LandlordDomain.landlord_id).where(LandlordDomain.domain.contains(plain, autoescape=True))
        hits = [
            Landlord.member_no == words,
            Landlord.rsh_reg_no == words,
            Landlord.id.in_(aliases),
            Landlord.id.in_(domains),
        ]
        if folded:
            hits.append(Landlord.name_folded.contains(folded, autoescape=True))
        query = query.where(or_(*hits))
    return query


def _domains(uow: Uow, ids: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = {}
    query = select(LandlordDomain).where(LandlordDomain.landlord_id.in_(ids)).order_by(LandlordDomain.domain)
    for entry in uow.db.scalars(query):
        found[entry.landlord_id] = (*found.get(entry.landlord_id, ()), in_letters(entry.domain))
    return found


def _contacts(uow: Uow, ids: list[UUID]) -> dict[UUID, str]:
    query = (
        select(LandlordContact.landlord_id, Person.name)
        .join(Person, Person.id == LandlordContact.person_id)
        .where(LandlordContact.landlord_id.in_(ids), LandlordContact.role == "nominating")
    )
    return {row.landlord_id: row.name for row in uow.db.execute(query)}
