"""Accounts and roles: names as people write them, one account per address, and always an administrator left."""

from __future__ import annotations

import threading
import unicodedata
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import func, select

from companion.kernel.errors import BadInput
from companion.kernel.ids import PersonId
from companion.kernel.tables import AuditEntry
from companion.kernel.uow import Uow
from companion.people import accounts, service
from companion.people.roles import GRANTABLE, OUTSIDERS, ROLE_WORDS, Role
from companion.people.service import AddressTaken, BadName, LastAdministrator, read_name
from companion.people.tables import Person, RoleGrant
from tests.house import House


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Ann   Whitlock ", "Ann Whitlock"),
        ("Siân Ó Dálaigh", "Siân Ó Dálaigh"),
        ("Nguyễn Thị Lan", "Nguyễn Thị Lan"),
        ("Zoe\u0308", "Zoë"),
        ("Ann\u202eWhitlock", "AnnWhitlock"),
        ("Ann\x00\u200bWhitlock", "AnnWhitlock"),
        ("Ann\nWhitlock\u2028Bcc", "Ann Whitlock Bcc"),
        ("O’Neil-Smythe, M. (Dr)", "O’Neil-Smythe, M. (Dr)"),
    ],
)
def test_a_name_is_kept_as_people_write_it(typed: str, name: str) -> None:
    assert read_name(typed) == name


@pytest.mark.parametrize("typed", ["", "  ", "\u202e\u200b", "\ud800", "x" * 121])
def test_nothing_and_far_too_much_are_no_names(typed: str) -> None:
    with pytest.raises(BadName):
        read_name(typed)


@given(text=st.text(st.characters(), max_size=150))
@example(text="e\u200d\u0301")
def test_any_name_that_is_taken_is_one_composed_line(text: str) -> None:
    try:
        name = read_name(text)
    except BadName:
        return
    assert name == " ".join(name.split())
    assert unicodedata.is_normalized("NFC", name)
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in name)
    assert read_name(name) == name


def count(house: House, table: Any) -> int:
    return house.run(lambda uow: uow.db.scalar(select(func.count()).select_from(table)))  # type: ignore[no-any-return]


def test_an_address_signs_in_to_one_account_but_may_be_shared_otherwise(house_on_each: House) -> None:
    house = house_on_each
    house.run(service.create_account, "Robin Marsh", "robin@forum.example")
    with pytest.raises(AddressTaken):
        house.run(service.create_account, "Robin Again", "ROBIN@Forum.example")
    one = house.person("Ann Whitlock", "info@lindenquay.example")
    two = house.person("Ben Okafor", "info@lindenquay.example")
    found = house.run(lambda uow: [p.id for p, _ in service.persons_with(uow, "INFO@lindenquay.example")])
    assert set(found) == {one, two}


def test_of_racing_accounts_with_one_address_one_is_made(house_on_each: House) -> None:
    start, outcomes = threading.Barrier(6), []

    def make(n: int) -> None:
        start.wait()
        try:
            house_on_each.run(service.create_account, f"Robin {n}", "robin@forum.example")
            outcomes.append("made")
        except Exception as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=make, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["AddressTaken"] * 5 + ["made"]
    assert count(house_on_each, Person) == 1


def test_every_role_can_be_granted_or_comes_with_a_link_and_is_explained() -> None:
    assert set(GRANTABLE) | OUTSIDERS == set(Role)
    assert set(ROLE_WORDS) == set(GRANTABLE)
    assert len(GRANTABLE) == 11


@pytest.mark.parametrize("role", sorted(OUTSIDERS))
def test_an_outsiders_role_is_not_granted(house: House, role: Role) -> None:
    person_id = house.account()
    with pytest.raises(BadInput):
        house.run(service.grant_role, PersonId(person_id), role, programme_id=None, granted_by=None)


@pytest.mark.req("X-01")
def test_a_role_is_granted_once_revoked_not_deleted_and_both_are_in_the_audit_log(house: House) -> None:
    programme_id, person_id = house.programme(), PersonId(house.account())
    for _ in range(2):
        house.run(service.grant_role, person_id, Role.CHAIR, programme_id=programme_id, granted_by=None)
    assert count(house, RoleGrant) == 1
    house.run(service.revoke_role, person_id, Role.CHAIR, programme_id=None)
    assert house.run(service.grants_of, person_id) == {(Role.CHAIR, programme_id)}
    house.run(service.revoke_role, person_id, Role.CHAIR, programme_id=programme_id)
    assert house.run(service.grants_of, person_id) == frozenset()
    assert count(house, RoleGrant) == 1
    acts = house.run(
        lambda uow: [(e.action, e.subject_id) for e in uow.db.scalars(select(AuditEntry).order_by(AuditEntry.seq))]
    )
    assert acts[-2:] == [("role.granted", str(person_id)), ("role.revoked", str(person_id))]


def test_the_last_administrator_stays(house: House) -> None:
    first, second = house.account(Role.ADMIN), house.account(Role.ADMIN)
    house.run(service.revoke_role, PersonId(first), Role.ADMIN, programme_id=None)
    for act in (_revoke, accounts.close_account):
        with pytest.raises(LastAdministrator):
            house.run(act, PersonId(second))
    assert house.run(service.grants_of, second) == {(Role.ADMIN, None)}


def test_two_administrators_cannot_take_the_role_from_each_other_in_one_moment(house_on_each: House) -> None:
    house = house_on_each
    for _ in range(3):
        both = [house.account(Role.ADMIN), house.account(Role.ADMIN)]
        start = threading.Barrier(2)
        refused: list[UUID] = []

        def take(person_id: UUID, start: threading.Barrier = start, refused: list[UUID] = refused) -> None:
            start.wait()
            try:
                house.run(_revoke, PersonId(person_id))
            except LastAdministrator:
                refused.append(person_id)

        threads = [threading.Thread(target=take, args=(person_id,)) for person_id in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 1
        _forget_administrators(house)


def test_closing_an_account_takes_its_roles_and_its_way_in_but_keeps_the_person(house: House) -> None:
    programme_id = house.programme()
    person_id = PersonId(house.account(Role.CHAIR, programme_id=programme_id))
    address = house.run(service.sign_in_address, person_id)
    house.run(accounts.close_account, person_id)
    assert address is not None
    assert house.run(service.grants_of, person_id) == frozenset()
    assert house.run(service.find_account, address) is None
    assert house.run(lambda uow: uow.db.get_one(Person, person_id).state) == "active"


def _revoke(uow: Uow, person_id: PersonId) -> None:
    service.revoke_role(uow, person_id, Role.ADMIN, programme_id=None)


def _forget_administrators(house: House) -> None:
    def forget(uow: Uow) -> None:
        for grant in uow.db.scalars(select(RoleGrant).where(RoleGrant.revoked_at.is_(None))):
            grant.revoked_at = uow.now

    house.run(forget)
