"""A code binds only when agreed; who accepted which version may join."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from companion.codes import rules, service
from companion.codes.tables import PolicyVersion
from companion.forums import service as forums
from companion.kernel.clocks import ManualClock
from companion.kernel.uow import Uow
from companion.people.roles import Role
from tests.house import House

NOW = datetime(2027, 5, 1, tzinfo=UTC)


def version(number: int, days_ago: int, *, reaccept: bool = True) -> rules.VersionFacts:
    return rules.VersionFacts(UUID(int=number), number, NOW - timedelta(days=days_ago), reaccept, timedelta(days=14))


def stands(current: rules.VersionFacts, older: list[rules.VersionFacts], *accepted: int) -> bool:
    return rules.acceptance_stands(current, older, {UUID(int=number) for number in accepted}, NOW)


@pytest.mark.req("LC-02")
def test_the_current_version_is_what_must_be_accepted() -> None:
    assert stands(version(1, 100), [], 1)
    assert not stands(version(1, 100), [])
    assert not stands(version(2, 30), [version(1, 100)], 1)


def test_a_fresh_version_leaves_days_of_grace_to_who_accepted_the_one_before() -> None:
    assert stands(version(2, 13), [version(1, 100)], 1)
    assert not stands(version(2, 14), [version(1, 100)], 1)
    assert not stands(version(2, 1), [version(1, 100)]), "grace is not for newcomers"


def test_a_version_with_small_changes_need_not_be_accepted_anew() -> None:
    assert stands(version(2, 300, reaccept=False), [version(1, 900)], 1)
    assert not stands(version(3, 300, reaccept=False), [version(2, 400), version(1, 900)], 1), "version 2 did ask"


@given(st.integers(1, 5), st.sets(st.integers(1, 5)), st.lists(st.booleans(), min_size=5, max_size=5))
def test_who_accepted_nothing_never_stands(current: int, accepted: set[int], reaccept: list[bool]) -> None:
    older = [version(number, 900 - number, reaccept=reaccept[number - 1]) for number in range(1, current)]
    known = {number for number in accepted if number <= current}
    now = version(current, 100, reaccept=reaccept[current - 1])
    if not known:
        assert not stands(now, older)
    elif current in known:
        assert stands(now, older, *known)


@pytest.fixture
def programme_id(house_on_each: House) -> UUID:
    return house_on_each.run(  # type: ignore[no-any-return]
        forums.create_programme, name="Tenant Voice", profile="BX", mailbox="forum@companion.example"
    )


@pytest.mark.req("BX-66")
def test_edge_124_no_version_binds_without_a_recorded_agreement(house_on_each: House, programme_id: UUID) -> None:
    house = house_on_each
    version_id = house.run(service.ensure_code, programme_id)
    assert house.run(service.code_in_force, programme_id) is None
    with pytest.raises(rules.NeedsAgreement):
        house.run(service.put_in_force, version_id, agreed_by="  ")

    def cheat(uow: Uow) -> None:
        uow.db.get_one(PolicyVersion, version_id).state = "in_force"

    with pytest.raises(IntegrityError):
        house.run(cheat)
    house.run(service.put_in_force, version_id, agreed_by="Tenant Panel", minute_ref="Item 4, 2 March")
    found = house.run(service.code_in_force, programme_id)
    assert (found.agreed_by, found.minute_ref, found.number) == ("Tenant Panel", "Item 4, 2 March", 1)
    with pytest.raises(rules.AlreadySettled):
        house.run(service.put_in_force, version_id, agreed_by="Tenant Panel")


def test_the_shipped_codes_are_whole_and_different() -> None:
    texts = {profile: service.shipped_text(profile) for profile in ("LC", "PP", "BX")}
    assert len(set(texts.values())) == 3
    for profile, text in texts.items():
        assert text.splitlines()[0] == rules.TITLES[profile]
        assert len(text.split()) > 120


def test_making_sure_of_a_code_twice_makes_one(house_on_each: House, programme_id: UUID) -> None:
    first = house_on_each.run(service.ensure_code, programme_id)
    assert house_on_each.run(service.ensure_code, programme_id, agreed_by="Tenant Panel") == first
    assert house_on_each.run(service.ensure_code, programme_id, agreed_by="Tenant Panel") == first
    assert len(house_on_each.run(service.versions, programme_id)) == 1


@pytest.mark.req("LC-02")
def test_a_code_that_was_replaced_cannot_be_accepted_and_days_of_grace_end(house: House, clock: ManualClock) -> None:
    programme_id = house.programme()
    person_id = house.person()
    old = house.run(service.code_in_force, programme_id)
    house.run(service.accept, person_id, old.id)
    house.run(service.accept, person_id, old.id)
    assert house.run(service.has_accepted, person_id, programme_id)
    new = house.run(service.write_version, programme_id, "Be kind.")
    house.run(service.put_in_force, new, agreed_by="Named officer")
    with pytest.raises(rules.NoCodeInForce):
        house.run(service.accept, house.person("Ben Achebe", "ben@x.example"), old.id)
    assert house.run(service.has_accepted, person_id, programme_id), "in its days of grace"
    clock.advance(timedelta(days=15))
    assert not house.run(service.has_accepted, person_id, programme_id)
    house.run(service.accept, person_id, new)
    assert house.run(service.has_accepted, person_id, programme_id)


def test_another_programmes_code_is_another_code(house: House) -> None:
    mine, other = house.programme(), house.programme("Tenant Voice", "BX")
    person_id = house.person()
    house.run(service.accept, person_id, house.run(service.code_in_force, other).id)
    assert not house.run(service.has_accepted, person_id, mine)


def test_an_organiser_writes_a_version_and_records_its_agreement(house: House, app: Flask) -> None:
    programme_id = house.run(
        forums.create_programme, name="Tenant Voice", profile="BX", mailbox="forum@companion.example"
    )
    client = house.signed_in(app, house.account(Role.ORGANISER, programme_id=programme_id))
    path = f"/programmes/{programme_id}/code"
    assert "Tenant Panel" in client.get(path).get_data(as_text=True)
    assert client.post(path, data={"body": "  "}).status_code == 422
    page = client.post(path, data={"body": "Be <kind>.\n\nListen."}, follow_redirects=True).get_data(as_text=True)
    assert "Be &lt;kind&gt;." in page
    version_id = house.run(service.versions, programme_id)[0].id
    refused = client.post(f"{path}/{version_id}/in-force", data={"agreed_by": ""})
    assert refused.status_code == 422
    assert "approving body has agreed" in refused.get_data(as_text=True)
    fields = {"agreed_by": "Tenant Panel", "minute_ref": "Item 4"}
    page = client.post(f"{path}/{version_id}/in-force", data=fields, follow_redirects=True).get_data(as_text=True)
    assert "Agreed by: Tenant Panel, Item 4" in page
    other = house.programme()
    assert client.post(f"/programmes/{other}/code/{version_id}/in-force", data=fields).status_code == 404
