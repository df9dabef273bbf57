"""The roll of member landlords: found, and brought up to date from a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import delete, func, select

from companion.kernel.errors import NotFound
from companion.kernel.ids import LandlordId, new_id
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people import sign_in
from companion.people.access import Scope
from companion.people.addresses import fold_address
from companion.people.tables import Link, Person, PersonEmail
from companion.roll import rules
from companion.roll.csv_file import read_roll
from companion.roll.domains import domains_above
from companion.roll.rules import Diff, Known, RollRow
from companion.roll.tables import Landlord, LandlordAlias, LandlordContact, LandlordDomain, RollImport


@dataclass(frozen=True)
class Contact:
    """A landlord's nominating contact and where their letters go."""

    person_id: UUID
    name: str
    address: str


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


def domains_of(uow: Uow) -> dict[UUID, tuple[str, ...]]:
    """Every landlord's domains."""
    found: dict[UUID, tuple[str, ...]] = {}
    for entry in uow.db.scalars(select(LandlordDomain).order_by(LandlordDomain.domain)):
        found[entry.landlord_id] = (*found.get(entry.landlord_id, ()), entry.domain)
    return found


def aliases_of(uow: Uow) -> dict[UUID, tuple[str, ...]]:
    """Every landlord's other names."""
    found: dict[UUID, tuple[str, ...]] = {}
    for entry in uow.db.scalars(select(LandlordAlias).order_by(LandlordAlias.alias)):
        found[entry.landlord_id] = (*found.get(entry.landlord_id, ()), entry.alias)
    return found


def plan_import(uow: Uow, data: bytes) -> Diff:
    """What a file would change, without changing it. Raises BrokenRoll with the line of the first fault."""
    file = read_roll(data)
    digest = hashlib.sha256(data).hexdigest()
    applied = uow.db.scalar(select(func.count()).select_from(RollImport).where(RollImport.file_sha256 == digest))
    diff = rules.difference(file.rows, _known(uow))
    return replace(diff, ignored_columns=file.ignored_columns, digest=digest, applied_before=bool(applied))


def apply_import(uow: Uow, data: bytes) -> Diff:
    """Bring the roll up to date with a file, wholly or not at all, and return what that changed.

    The same file twice changes nothing. Raises BrokenRoll with the line of the first fault.
    """
    diff = plan_import(uow, data)
    for row in diff.new:
        landlord = Landlord(id=new_id(), created_at=uow.now, membership_state="member")
        _write(uow, landlord, row)
    for change in diff.changed:
        _write(uow, landlord_of(uow, change.known.id), change.row)
    record = uow.db.scalar(select(RollImport).where(RollImport.file_sha256 == diff.digest))
    if record is None:
        uow.db.add(RollImport(id=new_id(), file_sha256=diff.digest, applied_at=uow.now, counts=diff.counts))
    elif not diff.is_empty:
        record.applied_at, record.counts = uow.now, diff.counts
    uow.audit("roll.imported", "roll", diff.digest[:16], **diff.counts)
    return diff


def _known(uow: Uow) -> list[Known]:
    domains, aliases, contacts = domains_of(uow), aliases_of(uow), contacts_of(uow)
    return [
        Known(
            landlord.id,
            RollRow(
                line=0,
                member_no=landlord.member_no,
                name=landlord.name,
                kind=landlord.kind,
                homes=landlord.homes,
                homes_as_at=landlord.homes_as_at,
                domains=domains.get(landlord.id, ()),
                aliases=aliases.get(landlord.id, ()),
                contact_name=contacts[landlord.id].name if landlord.id in contacts else None,
                contact_email=contacts[landlord.id].address if landlord.id in contacts else None,
                rsh_reg_no=landlord.rsh_reg_no,
            ),
            landlord.band,
            landlord.membership_state,
        )
        for landlord in landlords(uow)
    ]


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


def _write(uow: Uow, landlord: Landlord, row: RollRow) -> None:
    landlord.member_no, landlord.rsh_reg_no = row.member_no, row.rsh_reg_no
    landlord.name, landlord.name_folded = row.name, rules.name_key(row.name)
    landlord.kind, landlord.homes, landlord.homes_as_at = row.kind, row.homes, row.homes_as_at
    landlord.band, landlord.band_reason = rules.band_of(row.kind, row.homes)
    landlord.membership_state, landlord.left_on, landlord.updated_at = "member", None, uow.now
    uow.db.add(landlord)
    uow.db.flush()
    _rewrite(uow, LandlordId(landlord.id), row.domains, row.aliases)
    _set_contact(uow, LandlordId(landlord.id), row.contact_name, row.contact_email)


def _rewrite(uow: Uow, landlord_id: LandlordId, domains: Iterable[str], aliases: Iterable[str]) -> None:
    uow.db.execute(delete(LandlordDomain).where(LandlordDomain.landlord_id == landlord_id))
    uow.db.execute(delete(LandlordAlias).where(LandlordAlias.landlord_id == landlord_id))
    uow.db.add_all(LandlordDomain(landlord_id=landlord_id, domain=d, source="roll", verified=True) for d in domains)
    uow.db.add_all(LandlordAlias(landlord_id=landlord_id, alias=alias) for alias in aliases)
    uow.db.flush()


def _set_contact(uow: Uow, landlord_id: LandlordId, name: str | None, address: str | None) -> None:
    """Make the file's contact the nominating one. Whoever was it before loses the role and the landlord's links."""
    before = nominating_contact(uow, landlord_id)
    if before and name and address and before.name == name and fold_address(before.address) == fold_address(address):
        return
    if before is not None:
        uow.db.execute(
            delete(LandlordContact).where(
                LandlordContact.landlord_id == landlord_id, LandlordContact.role == "nominating"
            )
        )
        query = select(Link.forum_session_id).where(Link.kind == "landlord", Link.landlord_id == landlord_id).distinct()
        for session_id in list(uow.db.scalars(query)):
            sign_in.revoke_links(uow, landlord_id=landlord_id, forum_session_id=session_id)
    if name is None or address is None:
        return
    known = [
        person
        for person, email in people.persons_with(uow, address)
        if person.name == name and people.primary_address(uow, person.id) == email.address
    ]
    person = known[0] if known else people.add_person(uow, name, address)
    uow.db.add(LandlordContact(id=new_id(), landlord_id=landlord_id, person_id=person.id, role="nominating"))
    uow.db.flush()


def latest_import(uow: Uow) -> RollImport | None:
    """The file applied last."""
    return uow.db.scalars(select(RollImport).order_by(RollImport.applied_at.desc(), RollImport.id)).first()
