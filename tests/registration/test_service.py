"""Registering, leaving, swapping, holding and closing out, on each database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.tables import Bar, Person, PersonEmail
from companion.registration import barring, deciding, offers, rules, service
from companion.registration.records import Outcome
from companion.registration.tables import Registration
from companion.roll import editing
from tests.house import House
from tests.registration.post import collect


class Office:
    """One landlord at one forum session, and short words for what is done there."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.programme_id = house.programme()
        self.session_id = house.forum_session(self.programme_id)
        self.landlord_id = house.landlord()

    def register(self, name: str, address: str | None = None, **more: Any) -> UUID:
        return self.outcome(name, address, **more).registration_id

    def outcome(self, name: str, address: str | None = None, **more: Any) -> Outcome:
        values = {"landlord_id": self.landlord_id} | more
        address = address or f"{name.split()[0].lower()}@lindenquay.example"
        return self.house.run(service.register, self.session_id, name=name, address=address, **values)  # type: ignore[no-any-return]

    def row(self, registration_id: UUID) -> Registration:
        return self.house.run(lambda uow: uow.db.get_one(Registration, registration_id))  # type: ignore[no-any-return]

    def stands(self, registration_id: UUID) -> tuple[str, int | None]:
        found = self.row(registration_id)
        return found.state, found.seat_no

    def bar(self, registration_id: UUID, ends_at: datetime | None = None, **more: Any) -> None:
        def write(uow: Uow) -> None:
            person_id = uow.db.get_one(Registration, registration_id).person_id
            values = {"scope": "all", "source_id": new_id(), "starts_at": uow.now, "ends_at": ends_at} | more
            uow.db.add(Bar(id=new_id(), person_id=person_id, **values))

        self.house.run(write)


@pytest.fixture
def office(house: House) -> Office:
    return Office(house)


@pytest.fixture
def office_on_each(house_on_each: House) -> Office:
    return Office(house_on_each)


@pytest.mark.req("LC-06")
def test_the_first_two_are_seated_and_the_third_waits(office_on_each: Office) -> None:
    assert [office_on_each.outcome(name).seat_no for name in ("Ann Whitlock", "Ben Achebe", "Cara Lind")] == [
        1,
        2,
        None,
    ]
    assert office_on_each.outcome("Dev Rao").state == "waitlisted"


@pytest.mark.req("LC-06")
def test_edge_13_every_landlord_of_a_group_has_two_seats_of_its_own(office_on_each: Office) -> None:
    other = office_on_each.house.landlord("Linden North", domain="lindenquay.example", contact=None)
    for name, landlord_id in (("A A", None), ("B B", None), ("C C", other), ("D D", other)):
        more = {"landlord_id": landlord_id} if landlord_id else {}
        assert office_on_each.outcome(name, f"{name[0]}@lindenquay.example", **more).is_seated


def test_edge_20_a_person_registers_once_by_whichever_spelling_of_their_address(office: Office) -> None:
    office.register("Ann Whitlock")
    for name, address in (("ann whitlock", "ann@lindenquay.example"), ("Ann Whitlock", "ANN@LINDENQUAY.example")):
        with pytest.raises(rules.AlreadyRegistered):
            office.register(name, address)


def test_edge_20_a_second_address_of_a_person_is_no_second_place(office: Office) -> None:
    person_id = office.row(office.register("Ann Whitlock")).person_id

    def at_home_too(uow: Uow) -> None:
        person = uow.db.get_one(Person, person_id)
        for email in (people.add_email(uow, person, "ann@home.example"), *uow.db.scalars(select(PersonEmail))):
            email.verified_at = uow.now

    office.house.run(at_home_too)
    with pytest.raises(rules.AlreadyRegistered):
        office.register("Ann Whitlock", "ann@home.example")
    assert office.outcome("Ben Achebe").seat_no == 2, "Ann holds one seat"


def test_edge_21_two_people_of_the_same_name_are_two_people(office: Office) -> None:
    one = office.register("Ann Whitlock", "ann@lindenquay.example")
    two = office.register("Ann Whitlock", "ann.w@lindenquay.example")
    assert office.row(one).person_id != office.row(two).person_id


def test_edge_24_a_person_of_two_landlords_has_one_place(office: Office) -> None:
    other = office.house.landlord("Linden North", domain="lindenquay.example", contact=None)
    office.register("Ann Whitlock")
    with pytest.raises(rules.AlreadyRegistered):
        office.register("Ann Whitlock", landlord_id=other)


@pytest.mark.req("LC-10")
@pytest.mark.parametrize("way", ["web", "staff", "zoom"])
def test_edge_6_who_was_invited_registers_in_that_band_and_the_next_session_uses_the_new_one(
    office: Office, way: str
) -> None:
    invited, later = office.session_id, office.house.forum_session(office.programme_id, zoom_meeting_id=None)
    office.house.invitation(invited, office.landlord_id)
    office.house.run(editing.set_homes, office.landlord_id, "980")
    made = office.register("Ann Whitlock", source=way)
    assert (office.stands(made), office.row(made).band_snapshot) == (("confirmed", 1), "OVER")
    office.session_id = later
    with pytest.raises(rules.WrongForum):
        office.register("Ann Whitlock", source=way)


@pytest.mark.req("LC-10")
def test_edge_6_a_revoked_invitation_says_nothing_about_the_band(office: Office) -> None:
    office.house.invitation(office.session_id, office.landlord_id, state="revoked")
    office.house.run(editing.set_homes, office.landlord_id, "980")
    with pytest.raises(rules.WrongForum):
        office.register("Ann Whitlock")


@pytest.mark.req("LC-10")
def test_edge_6_a_registration_keeps_the_band_it_was_made_in(office: Office) -> None:
    ann = office.register("Ann Whitlock")
    office.house.run(lambda uow: setattr(uow.db.get_one(service.Landlord, office.landlord_id), "band", "UNDER"))
    assert office.row(ann).band_snapshot == "OVER"
    assert office.stands(ann) == ("confirmed", 1)
    with pytest.raises(rules.WrongForum):
        office.register("Ben Achebe")


@pytest.mark.parametrize("by", ["landlord", "staff"])
def test_edge_33_after_the_close_a_landlords_swap_is_refused_and_staff_still_make_it(office: Office, by: str) -> None:
    ann = office.register("Ann Whitlock")
    office.house.wiring.runner.clock.advance(timedelta(days=7) - timedelta(minutes=30))  # type: ignore[attr-defined]
    attempt = {"name": "Ben Achebe", "address": "ben@lindenquay.example", "by": by}
    if by == "landlord":
        with pytest.raises(rules.NamesClosed):
            office.house.run(service.substitute, ann, **attempt)
        assert office.stands(ann) == ("confirmed", 1)
    else:
        assert office.house.run(service.substitute, ann, **attempt).seat_no == 1
        assert office.stands(ann) == ("replaced", None)


@pytest.mark.req("LC-05")
def test_nobody_is_approved_for_a_landlord_that_is_no_member_by_then(office: Office) -> None:
    person = office.house.person("Ann Whitlock", "ann@lindenquay.example")
    waits = office.house.registration(
        office.session_id, person, landlord_id=office.landlord_id, state="pending", seat_no=None
    )
    office.house.run(editing.change_membership, office.landlord_id, "suspend")
    with pytest.raises(rules.NotAMember):
        office.house.run(deciding.approve, waits)
    assert office.stands(waits) == ("pending", None)


def test_who_is_barred_is_not_approved_either(office: Office) -> None:
    person = office.house.person("Ann Whitlock", "ann@lindenquay.example")
    waits = office.house.registration(
        office.session_id, person, landlord_id=office.landlord_id, state="pending", seat_no=None
    )
    office.bar(waits)
    with pytest.raises(rules.Unavailable):
        office.house.run(deciding.approve, waits)
    assert office.stands(waits) == ("pending", None)


def test_edge_34_a_chain_of_swaps_keeps_one_seat_and_its_history(office_on_each: Office) -> None:
    before = office_on_each.register("Ann Whitlock")
    chain = [before]
    for name in ("Ben Achebe", "Cara Lind"):
        address = f"{name.split()[0].lower()}@lindenquay.example"
        made = office_on_each.house.run(service.substitute, before, name=name, address=address, by="landlord")
        assert office_on_each.row(made.registration_id).replaces_id == before
        before = made.registration_id
        chain.append(before)
    assert [office_on_each.stands(one) for one in chain] == [("replaced", None), ("replaced", None), ("confirmed", 1)]


def test_edge_31_a_seat_does_not_pass_to_another_landlords_person(office: Office) -> None:
    office.house.landlord("Thornbeck Homes", domain="thornbeck.example")
    ann = office.register("Ann Whitlock")
    with pytest.raises(service.AddressElsewhere):
        office.house.run(service.substitute, ann, name="Dora", address="dora@thornbeck.example", by="landlord")
    assert office.stands(ann) == ("confirmed", 1)


def test_edge_32_a_seat_does_not_pass_to_somebody_barred_and_nobody_learns_why(office: Office) -> None:
    ann, ben = office.register("Ann Whitlock"), office.register("Ben Achebe")
    office.house.run(service.withdraw, ben, by="landlord")
    office.bar(ben)
    with pytest.raises(rules.Unavailable) as refused:
        office.house.run(service.substitute, ann, name="Ben Achebe", address="ben@lindenquay.example", by="landlord")
    assert "bar" not in refused.value.message.split()


def test_who_waits_moves_up_by_a_swap(office_on_each: Office) -> None:
    ann, _ben, cara = (office_on_each.register(name) for name in ("Ann Whitlock", "Ben Achebe", "Cara Lind"))
    made = office_on_each.house.run(
        service.substitute, ann, name="Cara Lind", address="cara@lindenquay.example", by="landlord"
    )
    assert made.registration_id == cara
    assert office_on_each.stands(cara) == ("confirmed", 1)


def test_a_swap_with_who_holds_the_other_seat_or_with_oneself_is_refused(office: Office) -> None:
    ann, _ben = office.register("Ann Whitlock"), office.register("Ben Achebe")
    for name, refusal in (("Ben Achebe", rules.AlreadyRegistered), ("Ann Whitlock", service.SamePerson)):
        address = f"{name.split()[0].lower()}@lindenquay.example"
        with pytest.raises(refusal):
            office.house.run(service.substitute, ann, name=name, address=address, by="landlord")


def test_edge_35_who_withdrew_may_come_back_and_then_waits_last(office: Office) -> None:
    ann = office.register("Ann Whitlock")
    office.house.run(service.withdraw, ann, by="landlord")
    assert office.outcome("Ann Whitlock").seat_no == 1
    again = office.register("Ben Achebe")
    cara = office.register("Cara Lind")
    office.house.run(service.withdraw, again, by="landlord")
    assert office.stands(cara) == ("offered", 2)
    assert office.outcome("Ben Achebe").state == "waitlisted"


@pytest.mark.req("LC-06")
def test_a_freed_seat_is_offered_in_order_and_goes_on_when_nobody_answers(office_on_each: Office) -> None:
    _ann, ben, cara, dev = (
        office_on_each.register(name) for name in ("Ann Whitlock", "Ben Achebe", "Cara Lind", "Dev Rao")
    )
    office_on_each.house.run(service.withdraw, ben, by="landlord")
    assert (office_on_each.stands(cara), office_on_each.stands(dev)) == (("offered", 2), ("waitlisted", None))
    assert office_on_each.house.run(offers.expire_due_offers) == 0
    office_on_each.house.wiring.runner.clock.advance(timedelta(hours=48))  # type: ignore[attr-defined]
    assert office_on_each.house.run(offers.expire_due_offers) == 1
    assert (office_on_each.stands(cara), office_on_each.stands(dev)) == (("waitlisted", None), ("offered", 2))
    assert office_on_each.row(cara).reason_code == "offer_lapsed"
    assert (office_on_each.row(cara).wait_rank or 0) > 0


def test_a_bar_holds_a_registration_and_its_end_gives_first_refusal(office_on_each: Office) -> None:
    ann, _ben, cara = (office_on_each.register(name) for name in ("Ann Whitlock", "Ben Achebe", "Cara Lind"))
    collect(office_on_each.house)
    office_on_each.bar(ann, ends_at=office_on_each.house.now + timedelta(days=2))
    office_on_each.house.run(deciding.suspend, ann)
    assert (office_on_each.stands(ann), office_on_each.stands(cara)) == (("suspended", None), ("offered", 1))
    letter = next(letter for letter in collect(office_on_each.house) if letter.to == "ann@lindenquay.example")
    for word in ("bar", "conduct", "case", "concern"):
        assert word not in letter.text.lower().split()
    with pytest.raises(rules.Unavailable):
        office_on_each.house.run(deciding.lift, ann)
    office_on_each.house.wiring.runner.clock.advance(timedelta(days=2))  # type: ignore[attr-defined]
    office_on_each.house.run(deciding.lift, ann)
    assert office_on_each.stands(ann) == ("waitlisted", None), "the seat is another's now; Ann is first in line"
    dev = office_on_each.register("Dev Rao")
    assert (office_on_each.row(ann).wait_rank or 0) < (office_on_each.row(dev).wait_rank or 0)


def test_edge_43_a_bar_that_ends_the_day_before_gives_the_seat_back_while_it_is_free(office_on_each: Office) -> None:
    office = office_on_each
    clock = office.house.wiring.runner.clock
    ann, ben = office.register("Ann Whitlock"), office.register("Ben Achebe")
    assert office.house.run(barring.follow_bars) == 0
    office.bar(ann, ends_at=office.house.now + timedelta(days=6))
    assert office.house.run(barring.follow_bars) == 1
    assert (office.stands(ann), office.stands(ben)) == (("suspended", None), ("confirmed", 2))
    assert office.house.run(barring.follow_bars) == 0
    clock.advance(timedelta(days=6))  # type: ignore[attr-defined]
    assert office.house.run(barring.follow_bars) == 1
    assert office.stands(ann) == ("confirmed", 1)


def test_a_bar_that_ends_after_names_are_closed_brings_nobody_back_by_itself(office: Office) -> None:
    ann = office.register("Ann Whitlock")
    office.bar(ann, ends_at=office.house.now + timedelta(days=6, hours=23, minutes=30))
    office.house.run(barring.follow_bars)
    office.house.wiring.runner.clock.advance(timedelta(days=6, hours=23, minutes=40))  # type: ignore[attr-defined]
    assert office.house.run(barring.follow_bars) == 0
    assert office.stands(ann) == ("suspended", None)


@pytest.mark.parametrize(
    ("bar", "refused"),
    [({}, True), ({"scope": "rooms"}, False), ({"ends_at": "past"}, False), ({"lifted_at": "past"}, False)],
)
def test_edge_98_only_a_bar_in_force_that_covers_sessions_refuses(
    house: House, bar: dict[str, Any], refused: bool
) -> None:
    office = Office(house)
    ann = office.register("Ann Whitlock")
    office.house.run(service.withdraw, ann, by="landlord")
    past = house.now - timedelta(hours=1)
    office.bar(ann, **{name: past if value == "past" else value for name, value in bar.items()})
    if refused:
        with pytest.raises(rules.Unavailable):
            office.register("Ann Whitlock")
    else:
        assert office.outcome("Ann Whitlock").is_seated


def test_edge_49_a_no_show_registers_for_the_next_session_as_anybody(office: Office) -> None:
    person = office.house.person("Ann Whitlock", "ann@lindenquay.example")
    office.house.registration(office.session_id, person, landlord_id=office.landlord_id, state="no_show")
    next_one = office.house.forum_session(office.programme_id, zoom_meeting_id=None)
    made = office.house.run(
        service.register,
        next_one,
        name="Ann Whitlock",
        address="ann@lindenquay.example",
        landlord_id=office.landlord_id,
    )
    assert made.is_seated


@pytest.mark.parametrize("name", ["D’Arcy O'Neill", "Sukarno", "N" * 120, "שרה לוי", "Nguyễn Thị Bích Liên"])
def test_edge_52_every_name_survives_to_its_letter(office: Office, name: str) -> None:
    office.register(name, "somebody@lindenquay.example")
    (letter,) = collect(office.house)
    assert name in letter.text


def test_edge_5_a_landlord_with_an_unknown_size_is_pending_and_then_approved(office: Office) -> None:
    landlord_id = office.house.landlord("Quiet Homes", homes=None, band="REVIEW", domain="quiet.example")
    made = office.outcome("Ann Whitlock", "ann@quiet.example", landlord_id=landlord_id)
    assert made.state == "pending"
    assert [letter.letter for letter in collect(office.house)] == ["registration.received"]
    assert office.house.run(deciding.approve, made.registration_id).seat_no == 1


def test_what_is_over_cannot_be_withdrawn_again(office: Office) -> None:
    ann = office.register("Ann Whitlock")
    office.house.run(service.withdraw, ann, by="landlord")
    with pytest.raises(rules.NotFromHere):
        office.house.run(service.withdraw, ann, by="landlord")
