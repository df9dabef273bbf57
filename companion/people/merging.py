"""Two persons are one: everything that points at the one points at the other from then on.

Whatever a higher room must do first (a seat too many is released) is done there; see `registration/merging.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Column, Table, select, update
from sqlalchemy.exc import IntegrityError

from companion.kernel.db import Base
from companion.kernel.errors import DomainError
from companion.kernel.uow import Uow
from companion.people import service
from companion.people.alike import in_order
from companion.people.tables import Person, PersonEmail, TwoPeople


class NotTwoPersons(DomainError):
    message = "One of the two is gone already. Load the page again."


class BothHaveAccounts(DomainError):
    message = "Both sign in with an account of their own. Close one of the accounts first; the administrator can."


def who_stays(uow: Uow, chosen_id: UUID, other_id: UUID) -> tuple[Person, Person]:
    """(who stays, who goes): whoever has an account stays, else the one chosen.

    Raises NotTwoPersons, BothHaveAccounts.
    """
    chosen, other = (uow.db.get(Person, person_id, with_for_update=True) for person_id in (chosen_id, other_id))
    if chosen is None or other is None or chosen is other or {chosen.state, other.state} != {"active"}:
        raise NotTwoPersons
    has_account = [service.sign_in_address(uow, person.id) is not None for person in (chosen, other)]
    if all(has_account):
        raise BothHaveAccounts
    return (other, chosen) if has_account[1] else (chosen, other)


def merge(uow: Uow, stays: Person, goes: Person, *, name: str) -> None:
    """Make two persons one, under a name. What would be said of one person twice stays with the old record."""
    _move_addresses(uow, stays, goes)
    uow.db.flush()
    repoint(uow, "people_person.id", goes.id, stays.id, but={"people_email.person_id", "people_two_people"})
    goes.state, goes.merged_into_id = "merged", stays.id
    stays.name = service.read_name(name)
    uow.db.flush()
    uow.audit("person.merged", "person", goes.id, into=str(stays.id))


def say_two(uow: Uow, first: UUID, second: UUID) -> None:
    """Remember that two persons are two, so that nobody asks again."""
    low, high = in_order(first, second)
    if uow.db.get(Person, low) is None or uow.db.get(Person, high) is None or low == high:
        raise NotTwoPersons
    if uow.db.get(TwoPeople, (low, high)) is None:
        by = uow.actor.id if uow.actor.kind == "person" else None
        uow.db.add(TwoPeople(first_id=low, second_id=high, decided_at=uow.now, decided_by_id=by))
    uow.audit("person.said_two", "person", low, other=str(high))


def said_two(uow: Uow) -> frozenset[tuple[UUID, UUID]]:
    """The pairs that somebody said are two people."""
    return frozenset(
        (row.first_id, row.second_id) for row in uow.db.execute(select(TwoPeople.first_id, TwoPeople.second_id))
    )


def repoint(uow: Uow, target: str, old: UUID, new: UUID, *, but: Collection[str] = ()) -> None:
    """Let every reference to `old` be one to `new`, in whichever room's table it is: found in the schema itself, so
    that a new table needs no line here. `but` names tables, or columns, that are somebody's own to do.
    """
    uow.db.flush()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if table.name in but or f"{table.name}.{column.name}" in but:
                continue
            if any(key.target_fullname == target for key in column.foreign_keys):
                _move(uow, table, column, old, new)
    uow.db.expire_all()


def _move(uow: Uow, table: Table, column: Column[UUID], old: UUID, new: UUID) -> None:
    try:
        with uow.db.begin_nested():
            uow.db.execute(update(table).where(column == old).values({column.name: new}))
        return
    except IntegrityError:
        pass  # one of the rows is there for the other already; the others move
    for row in uow.db.execute(select(*table.primary_key.columns).where(column == old)).all():
        this = [key == value for key, value in zip(table.primary_key.columns, row, strict=True)]
        try:
            with uow.db.begin_nested():
                uow.db.execute(update(table).where(*this).values({column.name: new}))
        except IntegrityError:
            continue


def _move_addresses(uow: Uow, stays: Person, goes: Person) -> None:
    own = {
        email.folded: email for email in uow.db.scalars(select(PersonEmail).where(PersonEmail.person_id == stays.id))
    }
    for email in list(uow.db.scalars(select(PersonEmail).where(PersonEmail.person_id == goes.id))):
        same = own.get(email.folded)
        if same is None:
            email.person_id, email.is_primary = stays.id, not own
            continue
        repoint(uow, "people_email.id", email.id, same.id)
        uow.db.delete(uow.db.get_one(PersonEmail, email.id))
        uow.db.flush()
