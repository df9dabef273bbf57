"""The roll brought up to date from a file, wholly or not at all, on each database."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select

from companion.kernel.uow import Uow
from companion.people import sign_in
from companion.people.tables import Person
from companion.roll import editing, importing, service
from companion.roll.faults import BrokenRoll
from companion.roll.tables import Landlord, LandlordContact, RollImport
from tests.house import House
from tests.roll.test_reading import LINE, file

TWO = file(LINE, "M2,Thornbeck Homes,housing association,1000,,thornbeck.example,,Dora Thorn,dora@thornbeck.example,")


def rows(house: House) -> list[Landlord]:
    return house.run(service.landlords)  # type: ignore[no-any-return]


def count(house: House, table: type) -> int:
    return house.run(lambda uow: uow.db.scalar(select(func.count()).select_from(table)))  # type: ignore[no-any-return]


@pytest.mark.req("LC-10")
def test_a_file_becomes_landlords_with_bands_domains_and_contacts(house_on_each: House) -> None:
    diff = house_on_each.run(importing.apply_import, TWO)
    assert diff.counts == {
        "new": 2, "changed": 0, "gone": 0, "alike": 0, "bands": 0, "unchanged": 0, "need_you": 0, "left_out": 0,
    }  # fmt: skip
    linden, thornbeck = rows(house_on_each)
    assert (linden.name, linden.band) == ("Linden Quay Homes", "OVER")
    assert (thornbeck.band, thornbeck.band_reason) == ("OVER", "boundary")
    contact = house_on_each.run(service.nominating_contact, linden.id)
    assert (contact.name, contact.address) == ("Ann Whitlock", "ann@lindenquay.example")
    found = house_on_each.run(service.landlords_by_address, "somebody@mail.lq.example")
    assert [landlord.id for landlord in found] == [linden.id]


def test_a_dry_run_changes_nothing(house_on_each: House) -> None:
    diff = house_on_each.run(importing.plan_import, TWO)
    assert len(diff.new) == 2
    assert not diff.applied_before
    assert rows(house_on_each) == []
    assert count(house_on_each, RollImport) == 0


@pytest.mark.parametrize("deed", ["named", "promoted", "removed"])
def test_a_contact_whom_staff_replaced_is_not_offered_back_by_the_next_file(house_on_each: House, deed: str) -> None:
    house = house_on_each
    house.run(importing.apply_import, TWO)
    linden = next(row.id for row in rows(house) if row.member_no == "M1")
    if deed == "named":
        house.run(editing.set_contact, linden, name="Ben Achebe", address="ben@lindenquay.example", role="nominating")
    if deed == "promoted":
        house.run(editing.set_contact, linden, name="Ben Achebe", address="ben@lindenquay.example", role="deputy")
    contacts = select(LandlordContact).where(LandlordContact.landlord_id == linden)
    held = {one.role: one.id for one in house.run(lambda uow: list(uow.db.scalars(contacts)))}
    if deed == "promoted":
        house.run(editing.promote_contact, linden, held["deputy"])
    if deed == "removed":
        house.run(editing.remove_contact, linden, held["nominating"])
    other_bytes = TWO + b"\n"
    assert house.run(importing.plan_import, other_bytes).is_empty, "the file says what it said before"
    house.run(importing.apply_import, other_bytes)
    contact = house.run(service.nominating_contact, linden)
    assert (contact.name if contact else None) == (None if deed == "removed" else "Ben Achebe")
    newer = TWO.replace(b"Ann Whitlock", b"Cara Lind").replace(b"ann@lindenquay", b"cara@lindenquay")
    (change,) = house.run(importing.plan_import, newer).changed
    assert set(change.fields) == {"contact_name", "contact_email"}, "somebody new is a change"
    house.run(importing.apply_import, newer)
    assert house.run(service.nominating_contact, linden).name == "Cara Lind"
    assert [one.fields for one in house.run(importing.plan_import, TWO).changed] == [
        ("contact_name", "contact_email")
    ], "and the file's word is what counts again"


def test_numbers_exchanged_in_a_file_are_asked_about_and_make_nobody_somebody_else(house_on_each: House) -> None:
    first, second = TWO.decode().splitlines()[1:]
    second = second.removesuffix(",") + ",X2"
    head = TWO.decode().splitlines()[0]
    house_on_each.run(importing.apply_import, "\n".join((head, first, second)).encode())
    before = {row.rsh_reg_no: row.id for row in rows(house_on_each)}
    turned = "\n".join((head, first.replace("M1,", "M2,", 1), second.replace("M2,", "M1,", 1))).encode()
    questions = house_on_each.run(importing.plan_import, turned).questions
    assert [one.why for one in questions] == ["numbers", "numbers"]
    answers = {one.row.line: str(before[one.row.rsh_reg_no]) for one in questions}
    house_on_each.run(importing.apply_import, turned, answers)
    assert {row.rsh_reg_no: row.id for row in rows(house_on_each)} == before, "nobody became somebody else"


def test_edge_11_the_same_file_twice_changes_nothing(house_on_each: House) -> None:
    house_on_each.run(importing.apply_import, TWO)
    before = [(row.id, row.updated_at) for row in rows(house_on_each)]
    diff = house_on_each.run(importing.apply_import, TWO)
    assert diff.is_empty
    assert diff.applied_before
    assert [(row.id, row.updated_at) for row in rows(house_on_each)] == before
    assert count(house_on_each, RollImport) == 1
    assert count(house_on_each, Person) == 2


def test_nothing_of_a_broken_file_is_imported(house: House) -> None:
    with pytest.raises(BrokenRoll):
        house.run(importing.apply_import, TWO + b"\nM3,Broken,palace,,,,,,,")
    assert rows(house) == []
    assert count(house, Person) == 0


def test_a_changed_file_changes_what_it_says_and_leaves_the_missing_alone(house: House) -> None:
    house.run(importing.apply_import, TWO)
    diff = house.run(importing.apply_import, file(LINE.replace("52,310", "900")))
    assert [change.fields for change in diff.changed] == [("homes",)]
    assert [(entry.before, entry.after) for entry in diff.bands] == [("OVER", "UNDER")]
    linden, thornbeck = rows(house)
    assert (linden.homes, linden.band) == (900, "UNDER")
    assert thornbeck.membership_state == "member"


def test_a_new_contact_takes_over_and_the_old_ones_link_is_dead(house: House) -> None:
    house.run(importing.apply_import, TWO)
    linden = rows(house)[0]
    old = house.run(service.nominating_contact, linden.id)
    session_id = house.forum_session(house.programme())
    token = house.run(link_of, old.person_id, linden.id, session_id)
    house.run(importing.apply_import, TWO.replace(b"Ann Whitlock,ann@", b"Ben Achebe,ben@"))
    assert house.run(service.nominating_contact, linden.id).name == "Ben Achebe"
    assert count(house, LandlordContact) == 2
    with pytest.raises(sign_in.LinkDoesNotWork):
        house.run(sign_in.look_at_link, token, "landlord")


def link_of(uow: Uow, person_id: UUID, landlord_id: UUID, session_id: UUID) -> str:
    return sign_in.make_link(
        uow,
        "landlord",
        person_id=person_id,  # type: ignore[arg-type]
        address="ann@lindenquay.example",
        landlord_id=landlord_id,
        forum_session_id=session_id,
    )


def test_one_person_may_be_the_contact_of_two_landlords(house: House) -> None:
    two = file(LINE, "M2,Linden Quay North,almo,40,,,,Ann Whitlock,ann@lindenquay.example,")
    house.run(importing.apply_import, two)
    assert count(house, Person) == 1
    assert house.run(importing.plan_import, two).is_empty


@pytest.mark.parametrize("typed", ["linden quay HOMES", "LQH", "The Linden Quay Homes Ltd"])
def test_a_typed_name_suggests_a_landlord(house: House, typed: str) -> None:
    house.run(importing.apply_import, TWO)
    assert [found.member_no for found in house.run(service.landlords_by_name, typed)] == ["M1"]


def test_edge_14_all_domains_of_a_landlord_lead_to_it(house: House) -> None:
    house.run(importing.apply_import, TWO)
    for domain in ("lindenquay.example", "lq.example"):
        (found,) = house.run(service.landlords_by_address, f"x@{domain}")
        assert found.member_no == "M1"


@pytest.mark.req("LC-05")
def test_a_landlord_that_has_left_is_nobodys_landlord(house: House) -> None:
    house.run(importing.apply_import, TWO)

    def leave(uow: Uow) -> None:
        for landlord in uow.db.scalars(select(Landlord)):
            landlord.membership_state = "left"

    house.run(leave)
    assert house.run(service.landlords_by_address, "x@lindenquay.example") == []
    assert house.run(service.landlords_by_name, "Linden Quay Homes") == []
