"""Every change of a state is in the audit log, from what to what, whatever the use-case says or leaves out (X-01)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import inspect, select

from companion.codes import appointments, documents
from companion.forums import service as forums
from companion.groups import service as groups
from companion.invitations import returns
from companion.kernel import audit
from companion.kernel.db import Base
from companion.kernel.tables import AuditEntry
from companion.kernel.uow import Actor, Uow
from companion.registration import deciding, rules
from companion.registration import service as registrations
from companion.registration.tables import Registration
from companion.roll import editing
from companion.roll.tables import Landlord
from tests.house import House

pytestmark = pytest.mark.req("X-01")
Story = Callable[[House], tuple[UUID, Any, list[Any]]]


def entries_of(house: House, subject_id: UUID) -> list[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.subject_id == str(subject_id)).order_by(AuditEntry.seq)
    return house.run(lambda uow: list(uow.db.scalars(query)))  # type: ignore[no-any-return]


def a_session(house: House) -> tuple[UUID, Any, list[Any]]:
    session_id = house.forum_session(house.programme(), state="open")
    return session_id, lambda uow: forums.move(uow, session_id, "close"), ["session.closed", "open", "closed"]


def an_invitation(house: House) -> tuple[UUID, Any, list[Any]]:
    found = house.invitation(house.forum_session(house.programme()), house.landlord())
    return found, lambda uow: returns.revoke(uow, found), ["invitation.revoked", "sent", "revoked"]


def a_membership(house: House) -> tuple[UUID, Any, list[Any]]:
    found = house.landlord()
    return (
        found,
        lambda uow: editing.change_membership(uow, found, "suspend"),
        ["landlord.membership", "member", "suspended"],
    )


def a_version(house: House) -> tuple[UUID, Any, list[Any]]:
    version_id = house.run(documents.write, house.programme(profile="PP"), "protocol", "Keep to it.")
    return (
        version_id,
        lambda uow: documents.record_agreement(uow, version_id, agreed_by="Panel"),
        ["code.agreed", "draft", "agreed"],
    )


def an_appointment(house: House) -> tuple[UUID, Any, list[Any]]:
    found = house.appointment(house.programme(profile="PP"), house.person())
    return found, lambda uow: appointments.decline(uow, found), ["appointment.declined", "asked", "declined"]


def an_application(house: House) -> tuple[UUID, Any, list[Any]]:
    found = house.application(house.programme(profile="PP"))
    return (
        found,
        lambda uow: groups.refuse(uow, found, "Outside the area"),
        ["application.refused", "received", "refused"],
    )


def a_registration(house: House) -> tuple[UUID, Any, list[Any]]:
    landlord_id = house.landlord()
    found = house.registration(house.forum_session(house.programme()), house.person(), landlord_id=landlord_id)
    return (
        found,
        lambda uow: registrations.withdraw(uow, found, by="staff"),
        ["registration.cancelled", "confirmed", "cancelled"],
    )


@pytest.mark.parametrize(
    "story", [a_session, an_invitation, a_membership, a_version, an_appointment, an_application, a_registration]
)
def test_a_change_of_state_is_told_with_before_after_and_actor(house: House, story: Story) -> None:
    subject_id, deed, expected = story(house)
    staff = Actor("person", house.account())
    house.wiring.runner.run_as(staff, deed)
    entry = entries_of(house, subject_id)[-1]
    assert [entry.action, entry.details["before"], entry.details["state"]] == expected
    assert (entry.actor_kind, entry.actor_id) == ("person", staff.id)


def test_a_change_of_band_is_told_beside_the_act(house: House) -> None:
    landlord_id = house.landlord()
    house.run(editing.set_homes, landlord_id, "980")
    told = entries_of(house, landlord_id)[-1].details
    assert (told["band_before"], told["band"]) == ("OVER", "UNDER")


def test_a_change_that_no_act_names_has_an_entry_of_its_own_and_none_is_told_twice(house: House) -> None:
    landlord_id = house.landlord()

    def quietly(uow: Uow) -> None:
        found = uow.db.get_one(Landlord, landlord_id)
        found.membership_state = "left"
        uow.db.flush()
        found.membership_state = "suspended"

    house.run(quietly)
    (entry,) = entries_of(house, landlord_id)
    assert (entry.action, dict(entry.details)) == ("landlord.changed", {"before": "member", "state": "suspended"})

    def there_and_back(uow: Uow) -> None:
        found = uow.db.get_one(Landlord, landlord_id)
        found.membership_state = "left"
        uow.db.flush()
        found.membership_state = "suspended"

    house.run(there_and_back)
    assert len(entries_of(house, landlord_id)) == 1, "nothing changed"


def test_every_move_of_a_registration_that_the_rules_know_is_told(house: House) -> None:
    """Each of the moves in the table, made on the row itself: none can be made without the log."""
    session_id, landlord_id, person_id = house.forum_session(house.programme()), house.landlord(), house.person()
    seated = {"offered", "confirmed", "attended", "no_show"}
    for before, after in sorted({(before, after) for (_event, before), after in rules.MOVES.items()}):
        made = house.registration(
            session_id, person_id, landlord_id=landlord_id, state=before, seat_no=1 if before in seated else None
        )

        def move(uow: Uow, made: UUID = made, after: str = after) -> None:
            found = uow.db.get_one(Registration, made)
            found.state, found.seat_no = after, 1 if after in seated else None

        house.run(move)
        (entry,) = entries_of(house, made)
        assert (entry.details["before"], entry.details["state"]) == (before, after)
        house.run(lambda uow, made=made: uow.db.delete(uow.db.get_one(Registration, made)))


def test_what_is_watched_has_a_state_and_each_state_of_these_rooms_is_watched() -> None:
    rooms = ("roll", "forums", "codes", "groups", "invitations", "registration", "adjustments")
    # told by the entries of whom or what they belong to: the session, or the person who signed
    otherwise = {"forums_agenda", "invitations_run", "codes_agreement"}
    for mapper in Base.registry.mappers:
        table = mapper.class_.__tablename__
        if table.split("_")[0] in rooms and table not in otherwise:
            has_state = bool({"state", "membership_state"} & set(inspect(mapper.class_).columns.keys()))
            assert has_state == hasattr(mapper.class_, "audited_as"), table
    assert audit.STATES.keys() == {"state", "membership_state", "band"}


def test_an_interim_hold_and_its_end_are_told_from_state_to_state(house: House) -> None:
    landlord_id = house.landlord()
    made = house.registration(
        house.forum_session(house.programme(), starts_in=timedelta(days=9)), house.person(), landlord_id=landlord_id
    )
    house.run(deciding.suspend, made)
    house.run(deciding.lift, made)
    states = [(one.details["before"], one.details["state"]) for one in entries_of(house, made)]
    assert states == [("confirmed", "suspended"), ("suspended", "confirmed")]
