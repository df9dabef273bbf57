"""Who came to no forum for a year is forgotten: no name, no address is left, and the numbers stay."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from companion.kernel.clocks import ManualClock
from companion.people.roles import Role
from companion.people.tables import Person
from companion.purging import purge
from companion.registration import forgetting
from companion.registration.tables import Registration
from tests.house import House

pytestmark = pytest.mark.req("X-04")
YEAR = timedelta(days=366 + 7)


def came(house: House, session_id: UUID, landlord_id: UUID) -> tuple[UUID, UUID]:
    person_id = house.person("Canary Whitlock", "canary@lindenquay.example")
    return person_id, house.registration(session_id, person_id, landlord_id=landlord_id)


def test_a_year_after_the_last_session_name_and_address_are_gone_from_the_file(
    house: House, clock: ManualClock, sqlite_url: str
) -> None:
    session_id, landlord_id = house.forum_session(house.programme()), house.landlord()
    person_id, registration_id = came(house, session_id, landlord_id)
    clock.advance(timedelta(days=300))
    assert purge(house.wiring.runner)["people"] == 0
    clock.advance(YEAR - timedelta(days=300) + timedelta(hours=2))
    assert purge(house.wiring.runner, dry_run=True)["people"] == 1
    assert purge(house.wiring.runner)["people"] == 1
    assert purge(house.wiring.runner)["people"] == 0
    person = house.run(lambda uow: uow.db.get_one(Person, person_id))
    assert (person.name, person.state) == (forgetting.FORGOTTEN, "erased")
    registration = house.run(lambda uow: uow.db.get_one(Registration, registration_id))
    assert (registration.seat_no, registration.email_id) == (1, None), "that a seat was used stays"
    with house.wiring.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    content = Path(sqlite_url.removeprefix("sqlite:///")).read_bytes()
    assert b"Canary" not in content
    assert b"canary@" not in content
    assert b"contact@lindenquay.example" in content, "a landlord's contact stays"


def test_staff_contacts_and_who_still_comes_are_not_forgotten(house: House, clock: ManualClock) -> None:
    programme_id, landlord_id = house.programme(), house.landlord()
    person_id, _ = came(house, house.forum_session(programme_id), landlord_id)
    house.account(Role.STEWARD)
    clock.advance(YEAR)
    house.registration(
        house.forum_session(programme_id, zoom_meeting_id="98888888888"), person_id, landlord_id=landlord_id
    )
    assert house.run(forgetting.due_for_forgetting) == []


def test_forgetting_works_on_both_databases(house_on_each: House) -> None:
    house = house_on_each
    landlord_id = house.landlord()
    person_id, _ = came(house, house.forum_session(house.programme()), landlord_id)
    assert house.run(forgetting.forget, person_id)
    assert not house.run(forgetting.forget, person_id)
    assert house.run(forgetting.due_for_forgetting) == []
