"""Persons and accounts: found, made, given roles. Links and browser sessions are in `sign_in.py`."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, insert, select

from companion.kernel.errors import BadInput, DomainError
from companion.kernel.ids import PersonId, new_id
from companion.kernel.uow import Uow
from companion.people.access import Viewer
from companion.people.addresses import canonical_address, fold_address, read_address
from companion.people.roles import GRANTABLE, Role
from companion.people.tables import Person, PersonEmail, RoleGrant
from companion.people.web_addresses import holds_web_address

MOST_LETTERS = 120
AT_ONCE = 500  # values in one query: databases have a limit

# Asked by every request of an account, so put together once.
_GRANTS = select(RoleGrant.role, RoleGrant.programme_id).where(
    RoleGrant.person_id == bindparam("person_id"), RoleGrant.revoked_at.is_(None)
)


class BadName(BadInput):
    message = "Enter a name"


class LastAdministrator(DomainError):
    message = "This is the only administrator. Make somebody else administrator first."


class AddressTaken(DomainError):
    message = "Another account already signs in with this address."


def read_name(text: str) -> str:
    """A typed name, tidied: composed Unicode, single blanks, no control or direction-changing characters.

    Raises BadName when nothing is left, when it is longer than MOST_LETTERS, or when it holds a web or e-mail address.
    """
    kept = "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    # Composed last: what was taken out may have stood between a letter and its accent.
    name = " ".join(unicodedata.normalize("NFC", kept).split())
    if not name:
        raise BadName
    if len(name) > MOST_LETTERS:
        raise BadName(f"Enter a name of at most {MOST_LETTERS} letters")
    if holds_web_address(name):
        raise BadName("Enter a person’s name, not a web or e-mail address")
    return name


def add_person(uow: Uow, name: str, address: str | None, *, may_sign_in: bool = False) -> Person:
    """Store a new person, with an address where there is one.

    Raises BadName, BadAddress, or AddressTaken when an account signs in with that address already.
    """
    person = Person(id=new_id(), name=read_name(name), state="active", created_at=uow.now)
    uow.db.add(person)
    if address is not None:
        add_email(uow, person, address, may_sign_in=may_sign_in)
    uow.db.flush()
    uow.audit("person.added", "person", person.id)
    return person


def add_people(uow: Uow, given: Sequence[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """Store many new persons at once, each with one address: (name, folded address) → person.

    Raises BadName, BadAddress.
    """
    made: dict[tuple[str, str], UUID] = {}
    persons: list[dict[str, object]] = []
    emails: list[dict[str, object]] = []
    for typed_name, typed_address in given:
        name, address = read_name(typed_name), read_address(typed_address)
        person_id, folded = new_id(), fold_address(address)
        made[name, folded] = person_id
        persons.append({"id": person_id, "name": name, "state": "active", "created_at": uow.now})
        emails.append(
            {
                "id": new_id(), "person_id": person_id, "address": address, "folded": folded,
                "canonical": canonical_address(address), "is_primary": True, "may_sign_in": False,
            }
        )  # fmt: skip
        uow.audit("person.added", "person", person_id)
    if persons:
        uow.db.execute(insert(Person), persons)
        uow.db.execute(insert(PersonEmail), emails)
    return made


def found_by(uow: Uow, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """Of many (name, address), the persons of that name whose letters go to that address: by (name, folded address)."""
    pairs = {(name, fold_address(address)) for name, address in wanted}
    folded = sorted({address for _, address in pairs})
    found: dict[tuple[str, str], UUID] = {}
    for start in range(0, len(folded), AT_ONCE):
        query = (
            select(Person.id, Person.name, PersonEmail.folded)
            .join(PersonEmail, PersonEmail.person_id == Person.id)
            .where(PersonEmail.folded.in_(folded[start : start + AT_ONCE]), Person.state == "active")
            .order_by(Person.created_at.desc(), Person.id.desc())
        )
        for row in uow.db.execute(query):
            if (row.name, row.folded) in pairs:
                found[row.name, row.folded] = row.id  # the last is whom we knew first
    letters_to = _primaries(uow, set(found.values()))
    return {key: person_id for key, person_id in found.items() if letters_to.get(person_id) == key[1]}


def _primaries(uow: Uow, person_ids: set[UUID]) -> dict[UUID, str]:
    """Where each person's letters go (folded): what `primary_address` says, for many."""
    asked, found = sorted(person_ids), {}
    for start in range(0, len(asked), AT_ONCE):
        query = (
            select(PersonEmail.person_id, PersonEmail.folded)
            .where(PersonEmail.person_id.in_(asked[start : start + AT_ONCE]))
            .order_by(PersonEmail.may_sign_in, PersonEmail.is_primary, PersonEmail.address.desc())
        )
        found.update({row.person_id: row.folded for row in uow.db.execute(query)})
    return found


def add_email(uow: Uow, person: Person, address: str, *, may_sign_in: bool = False) -> PersonEmail:
    """Give a person an address. Raises BadAddress, AddressTaken."""
    address = read_address(address)
    if may_sign_in and find_account(uow, address) is not None:
        raise AddressTaken
    email = PersonEmail(
        id=new_id(),
        person_id=person.id,
        address=address,
        folded=fold_address(address),
        canonical=canonical_address(address),
        is_primary=True,
        may_sign_in=may_sign_in,
    )
    uow.db.flush()
    uow.db.add(email)
    uow.db.flush()
    return email


def find_account(uow: Uow, address: str) -> Person | None:
    """The active account that signs in with an address."""
    query = (
        select(Person)
        .join(PersonEmail, PersonEmail.person_id == Person.id)
        .where(PersonEmail.folded == fold_address(address), PersonEmail.may_sign_in, Person.state == "active")
    )
    return uow.db.scalar(query)


def persons_with(uow: Uow, address: str) -> list[tuple[Person, PersonEmail]]:
    """Every active person with exactly this address; several when a mailbox is shared."""
    query = (
        select(Person, PersonEmail)
        .join(PersonEmail, PersonEmail.person_id == Person.id)
        .where(PersonEmail.folded == fold_address(address), Person.state == "active")
        .order_by(Person.created_at, Person.id)
    )
    return [(person, email) for person, email in uow.db.execute(query)]


def primary_address(uow: Uow, person_id: UUID) -> str | None:
    """Where a person's letters go."""
    query = (
        select(PersonEmail.address)
        .where(PersonEmail.person_id == person_id)
        .order_by(PersonEmail.may_sign_in.desc(), PersonEmail.is_primary.desc(), PersonEmail.address)
    )
    return uow.db.scalars(query).first()


def sign_in_address(uow: Uow, person_id: UUID) -> str | None:
    """The address that an account signs in with; None for somebody without one."""
    query = select(PersonEmail.address).where(PersonEmail.person_id == person_id, PersonEmail.may_sign_in)
    return uow.db.scalars(query).first()


def names_of(uow: Uow, person_ids: set[UUID]) -> dict[UUID, str]:
    """The names of persons, for a screen of somebody who may see names."""
    query = select(Person.id, Person.name).where(Person.id.in_(person_ids))
    return {row.id: row.name for row in uow.db.execute(query)}


def create_account(uow: Uow, name: str, address: str) -> PersonId:
    """Make an account that can sign in; it may do nothing until a role is granted. Raises as `add_person` does."""
    person = add_person(uow, name, address, may_sign_in=True)
    uow.audit("account.created", "person", person.id)
    return PersonId(person.id)


def grant_role(
    uow: Uow, person_id: PersonId, role: Role, *, programme_id: UUID | None, granted_by: UUID | None
) -> None:
    """Grant a role, for one programme or (None) for all. Granting what is held already changes nothing.

    Raises BadInput for a role that comes with a link and is not granted.
    """
    if role not in GRANTABLE:
        raise BadInput(f"{role.value} is not a role that can be granted")
    held = grants_of(uow, person_id)
    if (role, programme_id) in held:
        return
    uow.db.add(
        RoleGrant(
            id=new_id(),
            person_id=person_id,
            role=role.value,
            programme_id=programme_id,
            granted_by_id=granted_by,
            granted_at=uow.now,
        )
    )
    uow.audit("role.granted", "person", person_id, role=role.value, programme_id=_text(programme_id))


def revoke_role(uow: Uow, person_id: PersonId, role: Role, *, programme_id: UUID | None) -> None:
    """Take a role away, at once: browser sessions read the grants anew on every request.

    Raises LastAdministrator rather than leave the system without one.
    """
    if role is Role.ADMIN and _administrators(uow) == {person_id}:
        raise LastAdministrator
    query = select(RoleGrant).where(
        RoleGrant.person_id == person_id, RoleGrant.role == role.value, RoleGrant.revoked_at.is_(None)
    )
    for grant in uow.db.scalars(query):
        if grant.programme_id == programme_id:
            grant.revoked_at = uow.now
            uow.audit("role.revoked", "person", person_id, role=role.value, programme_id=_text(programme_id))


def grants_of(uow: Uow, person_id: UUID) -> frozenset[tuple[Role, UUID | None]]:
    """The roles a person holds now."""
    return frozenset(
        (Role(role), programme_id) for role, programme_id in uow.db.execute(_GRANTS, {"person_id": person_id})
    )


def accounts(uow: Uow) -> list[tuple[Person, str, frozenset[tuple[Role, UUID | None]]]]:
    """Every account with its sign-in address and roles, by name."""
    query = (
        select(Person, PersonEmail.address)
        .join(PersonEmail, PersonEmail.person_id == Person.id)
        .where(PersonEmail.may_sign_in, Person.state == "active")
        .order_by(Person.name, Person.id)
    )
    return [(person, address, grants_of(uow, person.id)) for person, address in uow.db.execute(query)]


def account_viewer(uow: Uow, person_id: UUID, name: str, browser_session_id: UUID) -> Viewer:
    """A signed-in account as the access table sees it."""
    return Viewer(
        kind="account",
        person_id=person_id,
        browser_session_id=browser_session_id,
        grants=grants_of(uow, person_id),
        is_verified=True,
        name=name,
    )


def _administrators(uow: Uow) -> set[UUID]:
    # Locked, so that two administrators cannot take the role from each other in the same moment.
    query = select(RoleGrant).where(RoleGrant.role == Role.ADMIN.value, RoleGrant.revoked_at.is_(None))
    return {grant.person_id for grant in uow.db.scalars(query.order_by(RoleGrant.id).with_for_update())}


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None
