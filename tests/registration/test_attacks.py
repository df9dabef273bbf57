"""Attempts on the rule of two, and on what is not theirs, by whoever holds a link or a form: each by name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from companion.adjustments import service as adjustments
from companion.adjustments.rules import Wish
from companion.adjustments.tables import AdjustmentRequest
from companion.forums import service as forums
from companion.registration import (
    attendance,
    barring,
    deciding,
    desk,
    merging,
    moving,
    offers,
    returning,
    rules,
    service,
)
from companion.roll import editing
from tests.house import House
from tests.registration.post import collect
from tests.registration.test_service import Office


@pytest.fixture
def office(house: House) -> Office:
    return Office(house)


@pytest.fixture
def office_on_each(house_on_each: House) -> Office:
    return Office(house_on_each)


@pytest.mark.req("LC-06")
def test_edge_9_who_gave_an_apology_before_a_merger_gets_no_third_seat_after_it(office_on_each: Office) -> None:
    office, house = office_on_each, office_on_each.house
    other = house.landlord("Thornbeck Homes", domain="thornbeck.example")
    eve = office.register("Eve Thorn", "eve@thornbeck.example", landlord_id=other)
    house.run(service.apologise, eve)
    for name in ("Ann Whitlock", "Ben Achebe"):
        office.register(name)
    house.run(merging.merge_landlords, other, office.landlord_id)
    assert house.run(returning.come_back, eve).state == "waitlisted"
    assert len(house.run(merging.seated_together, office.session_id, office.landlord_id)) == 2
    assert office.row(eve).landlord_id == office.landlord_id, "in the one line that there is now"


def test_edge_9_a_seat_that_a_stray_gives_back_is_offered_to_the_landlord_it_went_into(office: Office) -> None:
    house = office.house
    other = house.landlord("Thornbeck Homes", domain="thornbeck.example")
    ours = [office.register(name) for name in ("Ann Whitlock", "Ben Achebe")]
    eve = office.register("Eve Thorn", "eve@thornbeck.example", landlord_id=other)
    house.run(merging.merge_landlords, other, office.landlord_id)
    cara = office.register("Cara Lind")
    house.run(service.withdraw, ours[0], by="staff")
    assert office.stands(cara)[0] == "waitlisted", "two still hold seats: Ben and Eve"
    house.run(service.withdraw, eve, by="staff")
    assert office.stands(cara)[0] == "offered"


def test_edge_45_nobody_is_given_a_seat_in_a_session_that_was_called_off(office: Office) -> None:
    house = office.house
    ann, ben = office.register("Ann Whitlock"), office.register("Ben Achebe")
    cara, dora = office.register("Cara Lind"), office.register("Dora Lind")
    house.run(service.withdraw, ann, by="landlord")
    pending = house.registration(
        office.session_id,
        house.person("Pat Pending", "pat@lindenquay.example"),
        landlord_id=office.landlord_id,
        seat_no=None,
        state="pending",
    )
    house.run(moving.call_off, office.session_id)
    for attempt, who in ((offers.take_offer, cara), (offers.take_offer, dora), (deciding.approve, pending)):
        with pytest.raises(rules.NotFromHere):
            house.run(attempt, who)
    assert office.stands(ben) == ("confirmed", 2)


def test_a_landlords_link_opens_nothing_of_somebody_who_is_of_no_landlord(office: Office, app: Flask) -> None:
    house = office.house
    contact = house.person("Nora Nominee", "nora@lindenquay.example")
    link = house.signed_in(
        app, contact, kind="landlord", landlord_id=office.landlord_id, forum_session_id=office.session_id
    )
    speaker = house.registration(
        office.session_id,
        house.person("Sam Speaker", "sam@speaks.example"),
        kind="speaker",
        landlord_id=None,
        seat_no=None,
    )
    where = f"/forum-sessions/{office.session_id}/seats/{speaker}"
    assert link.get(f"{where}/support").status_code == 404
    assert link.post(f"{where}/send-again").status_code == 404
    assert link.get(f"{where}/swap").status_code == 404


def test_x_07_who_sat_beside_whom_is_said_of_one_session(office: Office) -> None:
    house = office.house
    elsewhere = house.forum_session(
        house.programme("Tenants Together", profile="BX"), forum_type=None, zoom_meeting_id="977"
    )
    stranger = house.registration(
        elsewhere, house.person("Zoe Stranger", "zoe@home.example"), kind="member", landlord_id=None, seat_no=None
    )
    ann = office.register("Ann Whitlock")
    session = house.run(lambda uow: forums.session_of(uow, office.session_id))
    house.wiring.runner.clock.advance(session.starts_at - house.now)  # type: ignore[attr-defined]
    with pytest.raises(rules.NotFromHere):
        house.run(attendance.mark_present, ann, beside_id=stranger)


@pytest.mark.req("LC-06")
def test_edge_7_a_landlord_that_has_left_puts_nobody_new_on_its_seats(office_on_each: Office) -> None:
    office, house = office_on_each, office_on_each.house
    ann, ben, cara = (office.register(name) for name in ("Ann Whitlock", "Ben Achebe", "Cara Lind"))
    house.run(editing.change_membership, office.landlord_id, "suspend")
    with pytest.raises(rules.NotAMember):
        house.run(service.substitute, ann, name="Dora Lind", address="dora@lindenquay.example", by="landlord")
    house.run(service.withdraw, ben, by="landlord")
    assert house.run(offers.take_offer, cara).state == "waitlisted"
    with pytest.raises(rules.NotAMember):
        house.run(returning.come_back, ben)
    assert house.run(offers.offer_free_seats) == 0
    assert [office.stands(one)[0] for one in (ann, ben, cara)] == ["confirmed", "cancelled", "waitlisted"]
    house.run(service.substitute, ann, name="Dora Lind", address="dora@lindenquay.example", by="staff")

    house.run(editing.change_membership, office.landlord_id, "return")
    assert house.run(offers.offer_free_seats) == 1
    assert office.stands(cara)[0] == "offered", "a member again: nobody waits beside a free seat"
    assert house.run(offers.offer_free_seats) == 0


def test_edge_50_a_supporter_is_not_moved_onto_a_seat_that_ends_with_somebody_elses(office: Office) -> None:
    house = office.house
    ann = office.register("Ann Whitlock")
    wish = Wish("supporter", name="Sue Third", address="sue@lindenquay.example")
    (asked,) = house.run(adjustments.ask, ann, [wish], by="landlord")
    house.run(adjustments.step, asked, "agree")
    supporter = house.run(lambda uow: uow.db.get_one(AdjustmentRequest, asked).supporter_id)
    with pytest.raises(desk.BesideSomebody):
        house.run(desk.move_to_landlord, supporter, office.landlord_id)
    assert office.stands(supporter) == ("confirmed", None)


def test_a_number_of_homes_of_any_length_is_refused_in_words(office: Office) -> None:
    with pytest.raises(editing.BadHomes):
        office.house.run(editing.set_homes, office.landlord_id, "9" * 5_000)


def test_no_letter_gives_a_link_back_to_who_is_on_hold(office: Office) -> None:
    house = office.house
    ann = office.register("Ann Whitlock")
    (asked,) = house.run(adjustments.ask, ann, [Wish("breaks", minutes=45)], by="person")
    collect(house)
    office.bar(ann)
    house.run(barring.follow_bars)
    starts_at = house.now + timedelta(days=12)
    house.run(moving.reschedule, office.session_id, starts_at=starts_at, length=timedelta(minutes=90))
    house.run(adjustments.step, asked, "acknowledge")
    letters = {letter.letter: letter for letter in collect(house) if letter.to == "ann@lindenquay.example"}
    assert set(letters) == {"registration.on_hold", "registration.moved"}
    assert all("/day-link/" not in letter.text + letter.html for letter in letters.values())
    assert "is now on" in letters["registration.moved"].text


@pytest.mark.req("PP-05", "PP-22")
@pytest.mark.parametrize("by", ["landlord", "person", "staff"])
def test_edge_47_nobody_takes_a_name_off_after_the_end_so_that_it_did_not_stay_away(office: Office, by: str) -> None:
    house, ann = office.house, office.register("Ann Whitlock")
    session = house.run(lambda uow: forums.session_of(uow, office.session_id))
    house.wiring.runner.clock.advance(session.ends_at - house.now)  # type: ignore[attr-defined]
    with pytest.raises(rules.NotFromHere):
        house.run(service.withdraw, ann, by=by)
    assert office.stands(ann) == ("confirmed", 1)


@pytest.mark.parametrize("attempt", [service.withdraw, service.apologise, service.send_day_link_again])
def test_edge_45_nothing_is_changed_or_sent_of_a_session_that_was_called_off(office: Office, attempt: Any) -> None:
    house, ann = office.house, office.register("Ann Whitlock")
    house.run(moving.call_off, office.session_id)
    collect(house)
    more = {"by": "landlord"} if attempt is service.withdraw else {}
    with pytest.raises(rules.NotFromHere):
        house.run(attempt, ann, **more)
    assert (office.stands(ann), collect(house)) == (("confirmed", 1), [])
