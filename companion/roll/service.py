"""The roll of member landlords: found by id, by address, by name. What changes it is in `importing` and `editing`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import InstrumentedAttribute

from companion.kernel.errors import NotFound
from companion.kernel.ids import LandlordId, new_id
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people import sign_in
from companion.people.access import Scope
from companion.people.addresses import read_address
from companion.people.tables import Link, Person, PersonEmail
from companion.roll import rules
from companion.roll.domains import domain_of, domains_above, is_free_mail
from companion.roll.tables import Landlord, LandlordAlias, LandlordContact, LandlordDomain


@dataclass(frozen=True)
class Contact:
    """A landlord's nominating contact and where their letters go."""

    person_id: UUID
    name: str
    address: str


class Found(StrEnum):
    """What an address says about its landlord."""

    ONE = "one"
    SEVERAL = "several"  # a group shares the domain: ask which
    NONE = "none"
    FREE_MAIL = "free_mail"  # anybody gets such a mailbox: it says nothing


@dataclass(frozen=True)
class Match:
    """The landlords that an address may belong to, and what that amounts to."""

    found: Found
    landlords: tuple[Landlord, ...] = ()


def scope_of_landlord(uow: Uow, landlord_id: UUID) -> Scope | None:
    """A landlord is its own scope; it belongs to no one programme."""
    return Scope(landlord_id=landlord_id) if uow.db.get(Landlord, landlord_id) else None


def landlord_of(uow: Uow, landlord_id: UUID) -> Landlord:
    """A landlord. Raises NotFound."""
    found = uow.db.get(Landlord, landlord_id)
    if found is None:
        raise NotFound
    return found


def landlords(uow: Uow, *, band: str | None = None, members_only: bool = False) -> list[Landlord]:
    """Landlords by name, of one band where it is given."""
    query = select(Landlord).order_by(Landlord.name_folded, Landlord.id)
    if band is not None:
        query = query.where(Landlord.band == band)
    if members_only:
        query = query.where(Landlord.membership_state == "member")
    return list(uow.db.scalars(query))


def landlords_by_address(uow: Uow, address: str) -> list[Landlord]:
    """The member landlords whose domain an address lies in; those of the closest domain only.

    None for a free mail service; several where a group shares one domain.
    """
    for domain in domains_above(address):
        query = (
            select(Landlord)
            .join(LandlordDomain, LandlordDomain.landlord_id == Landlord.id)
            .where(LandlordDomain.domain == domain, LandlordDomain.verified, Landlord.membership_state == "member")
            .order_by(Landlord.name_folded, Landlord.id)
        )
        found = list(uow.db.scalars(query))
        if found:
            return found
    return []


def match(uow: Uow, address: str) -> Match:
    """Which landlord an address is from: one, several (ask which), none, or a free mailbox, which never says."""
    if is_free_mail(domain_of(address)):
        return Match(Found.FREE_MAIL)
    landlords = tuple(landlords_by_address(uow, address))
    return Match((Found.NONE, Found.ONE)[len(landlords)] if len(landlords) < 2 else Found.SEVERAL, landlords)


def landlords_by_name(uow: Uow, name: str) -> list[Landlord]:
    """The member landlords that a typed name may mean, by name or alias: for suggesting only."""
    key = rules.name_key(name)
    if not key:
        return []
    aliases: dict[UUID, list[str]] = {}
    for entry in uow.db.scalars(select(LandlordAlias)):
        aliases.setdefault(entry.landlord_id, []).append(entry.alias)
    return [
        landlord
        for landlord in landlords(uow, members_only=True)
        if key in {landlord.name_folded, *map(rules.name_key, aliases.get(landlord.id, ()))}
    ]


def nominating_contact(uow: Uow, landlord_id: UUID) -> Contact | None:
    """Who speaks for a landlord, when somebody does and can be written to."""
    query = (
        select(Person)
        .join(LandlordContact, LandlordContact.person_id == Person.id)
        .where(
            LandlordContact.landlord_id == landlord_id, LandlordContact.role == "nominating", Person.state == "active"
        )
        .order_by(Person.created_at, Person.id)
    )
    person = uow.db.scalars(query).first()
    address = people.primary_address(uow, person.id) if person else None
    return Contact(person.id, person.name, address) if person and address else None


def domains_of(
    uow: Uow, *, source: str | None = None, of: Collection[UUID] | None = None
) -> dict[UUID, tuple[str, ...]]:
    """Every landlord's domains; those of one source (roll or staff), or `of` some landlords, where it is given."""
    query = select(LandlordDomain.landlord_id, LandlordDomain.domain).where(_from(LandlordDomain.source, source))
    if of is not None:
        query = query.where(LandlordDomain.landlord_id.in_(of))
    return _grouped(uow, query.order_by(LandlordDomain.domain))


def aliases_of(uow: Uow, *, source: str | None = None) -> dict[UUID, tuple[str, ...]]:
    """Every landlord's other names; those of one source (roll or staff) where it is given."""
    query = select(LandlordAlias.landlord_id, LandlordAlias.alias).where(_from(LandlordAlias.source, source))
    return _grouped(uow, query.order_by(LandlordAlias.alias))


def contacts_of(uow: Uow) -> dict[UUID, Contact]:
    """Every landlord's nominating contact."""
    query = (
        select(LandlordContact.landlord_id, Person.id, Person.name, PersonEmail.address)
        .join(Person, Person.id == LandlordContact.person_id)
        .join(PersonEmail, PersonEmail.person_id == Person.id)
        .where(LandlordContact.role == "nominating")
        .order_by(PersonEmail.may_sign_in, PersonEmail.is_primary, PersonEmail.address.desc())
    )  # the last of each is what `people.primary_address` calls the first
    return {row.landlord_id: Contact(row.id, row.name, row.address) for row in uow.db.execute(query)}


def set_contact(uow: Uow, landlord_id: UUID, person_id: UUID, role: str) -> None:
    """Give somebody a role for a landlord. Whoever was nominating before loses that and the landlord's links."""
    held = list(uow.db.scalars(select(LandlordContact).where(LandlordContact.landlord_id == landlord_id)))
    if role == "nominating":
        for entry in held:
            if entry.role == "nominating" and entry.person_id != person_id:
                remember_file_contact(uow, landlord_id, entry.person_id)
                uow.db.delete(entry)
                end_landlord_links(uow, landlord_id)
    uow.db.flush()
    own = next((entry for entry in held if entry.person_id == person_id), None)
    if own is None:
        uow.db.add(LandlordContact(id=new_id(), landlord_id=landlord_id, person_id=person_id, role=role))
    else:
        own.role = role
    uow.db.flush()


def remember_file_contact(uow: Uow, landlord_id: UUID, person_id: UUID) -> None:
    """Before staff put somebody else in their place: the next file that still names them changes nothing."""
    landlord = landlord_of(uow, landlord_id)
    landlord.file_contact_id = landlord.file_contact_id or person_id


def file_contacts(uow: Uow) -> dict[UUID, tuple[str, str]]:
    """Name and address that the last file gave for landlords whose contact staff have changed since."""
    query = (
        select(Landlord.id, Person.name, PersonEmail.address)
        .join(Person, Person.id == Landlord.file_contact_id)
        .join(PersonEmail, PersonEmail.person_id == Person.id)
        .order_by(PersonEmail.may_sign_in, PersonEmail.is_primary, PersonEmail.address.desc())
    )
    return {row.id: (row.name, row.address) for row in uow.db.execute(query)}


def end_landlord_links(uow: Uow, landlord_id: UUID) -> None:
    """Make every link of a landlord stop working, for every forum session."""
    query = select(Link.forum_session_id).where(Link.kind == "landlord", Link.landlord_id == landlord_id).distinct()
    for session_id in list(uow.db.scalars(query)):
        sign_in.revoke_links(uow, landlord_id=LandlordId(landlord_id), forum_session_id=session_id)


def name_contact(uow: Uow, landlord_id: LandlordId, name: str, address: str, role: str = "nominating") -> None:
    """Give somebody a role for a landlord, by name and address: who is new is made. Whoever was nominating before
    loses that and the landlord's links.

    Raises NotFound, BadName, BadAddress.
    """
    landlord_of(uow, landlord_id)
    name, address = people.read_name(name), read_address(address)
    known = people.found_by(uow, [(name, address)])
    person_id = next(iter(known.values()), None) or people.add_person(uow, name, address).id
    set_contact(uow, landlord_id, person_id, role)
    uow.audit("landlord.contact_named", "landlord", landlord_id, role=role)


def _from(column: InstrumentedAttribute[str], source: str | None) -> ColumnElement[bool]:
    return true() if source is None else column == source


def _grouped(uow: Uow, query: Select[UUID, str]) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, list[str]] = {}
    for landlord_id, value in uow.db.execute(query):
        found.setdefault(landlord_id, []).append(value)
    return {landlord_id: tuple(values) for landlord_id, values in found.items()}
