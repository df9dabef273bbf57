"""Accounts of staff: looked at, renamed, closed. Roles are granted in `service.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from companion.kernel.errors import NotFound
from companion.kernel.ids import PersonId
from companion.kernel.uow import Uow
from companion.people import service, sign_in, zoom_identity
from companion.people.access import Scope
from companion.people.roles import Role
from companion.people.service import BadName, read_name
from companion.people.tables import BrowserSession, Link, Person, PersonEmail

__all__ = ["Account", "BadName", "Device", "account_of", "close_account", "every_account", "rename", "scope_of_person"]

Grant = tuple[Role, UUID | None]


@dataclass(frozen=True)
class Device:
    """A browser in which an account is signed in."""

    browser_session_id: UUID
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Account:
    """What an account page shows. `grants` are sorted by role, then programme."""

    person_id: UUID
    name: str
    address: str
    grants: tuple[Grant, ...]
    devices: tuple[Device, ...]


def scope_of_person(uow: Uow, person_id: UUID) -> Scope | None:
    """A person belongs to themselves; None when there is nobody active of that id."""
    person = uow.db.get(Person, person_id)
    return Scope(person_id=person.id) if person is not None and person.state == "active" else None


def account_of(uow: Uow, person_id: PersonId) -> Account:
    """An account with its roles and the browsers it is signed in on, newest first. Raises NotFound for anybody else."""
    query = (
        select(Person, PersonEmail.address)
        .join(PersonEmail, PersonEmail.person_id == Person.id)
        .where(Person.id == person_id, Person.state == "active", PersonEmail.may_sign_in)
    )
    found = uow.db.execute(query).first()
    if found is None:
        raise NotFound
    sessions = uow.db.scalars(
        select(BrowserSession)
        .where(
            BrowserSession.person_id == person_id,
            BrowserSession.kind == "account",
            BrowserSession.ended_at.is_(None),
            BrowserSession.expires_at > uow.now,
        )
        .order_by(BrowserSession.created_at.desc())
    )
    grants = _in_order(service.grants_of(uow, person_id))
    devices = tuple(Device(row.id, row.created_at, row.expires_at) for row in sessions)
    return Account(found.Person.id, found.Person.name, found.address, grants, devices)


def every_account(uow: Uow) -> list[Account]:
    """Every account with its roles, by name; without the browsers it is signed in on."""
    return [
        Account(person.id, person.name, address, _in_order(grants), ())
        for person, address, grants in service.accounts(uow)
    ]


def rename(uow: Uow, person_id: PersonId, name: str) -> None:
    """Change a person's name. Raises BadName."""
    uow.db.get_one(Person, person_id).name = read_name(name)
    uow.audit("person.renamed", "person", person_id)


def close_account(uow: Uow, person_id: PersonId) -> None:
    """Somebody leaves: every role is taken away, nobody signs in by their address, their browsers are signed out.

    The person stays, for what they did is in the log. Raises LastAdministrator.
    """
    for role, programme_id in service.grants_of(uow, person_id):
        service.revoke_role(uow, person_id, role, programme_id=programme_id)
    uow.db.execute(update(PersonEmail).where(PersonEmail.person_id == person_id).values(may_sign_in=False))
    uow.db.execute(
        update(Link)
        .where(Link.person_id == person_id, Link.kind == "sign_in", Link.revoked_at.is_(None))
        .values(revoked_at=uow.now)
    )
    sign_in.end_all_sessions(uow, person_id)
    zoom_identity.unlink(uow, person_id)
    uow.audit("account.closed", "person", person_id)


def _in_order(grants: frozenset[Grant]) -> tuple[Grant, ...]:
    return tuple(sorted(grants, key=lambda grant: (list(Role).index(grant[0]), str(grant[1]))))
