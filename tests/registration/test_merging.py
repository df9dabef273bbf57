"""Two that are one: persons, landlords, and a person who works elsewhere. Nobody loses a seat in silence."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from companion.people import merging as persons
from companion.people.addresses import fold_address
from companion.people.roles import Role
from companion.people.tables import Affiliation, Person, PersonEmail
from companion.registration import landlords, merge_rules, merging, rules, service, twins
from companion.registration.tables import Registration
from companion.roll import editing
from companion.roll import service as roll
from companion.roll.tables import Landlord
from tests.house import House
from tests.registration.test_service import Office


@pytest.fixture
def office(house: House) -> Office:
    return Office(house)


@pytest.fixture
def office_on_each(house_on_each: House) -> Office:
    return Office(house_on_each)


def person_of(office: Office, registration_id: UUID) -> UUID:
    return office.row(registration_id).person_id


def addresses(office: Office, person_id: UUID) -> set[str]:
    query = select(PersonEmail.address).where(PersonEmail.person_id == person_id)
    return office.house.run(lambda uow: set(uow.db.scalars(query)))  # type: ignore[no-any-return]


def test_edge_22_two_seats_of_one_person_free_the_later_for_who_waits(office_on_each: Office) -> None:
    office = office_on_each
    first = office.register("Ann Whitlock", "a.whitlock@lindenquay.example")
    office.house.wiring.runner.clock.advance(timedelta(minutes=1))  # type: ignore[attr-defined]
    second = office.register("Anne Whitlock")
    third = office.register("Cara Lind")
    chosen, other = person_of(office, second), person_of(office, first)
    stays = office.house.run(merging.merge_people, chosen, other, name="Ann Whitlock")
    assert office.stands(first) == ("confirmed", 1)
    assert office.stands(second) == ("cancelled", None)
    assert office.stands(third) == ("offered", 2)
    assert {person_of(office, first), person_of(office, second)} == {stays.id} == {chosen}
    assert addresses(office, chosen) == {"a.whitlock@lindenquay.example", "anne@lindenquay.example"}
    gone = office.house.run(lambda uow: uow.db.get_one(Person, other))
    assert (gone.state, gone.merged_into_id) == ("merged", chosen)
    with pytest.raises(persons.NotTwoPersons):
        office.house.run(merging.merge_people, chosen, other, name="Ann")


def test_a_shared_address_is_kept_once_and_every_reference_follows(office: Office) -> None:
    house = office.house
    first = office.register("Ann Whitlock", "info@lindenquay.example")
    other_session = house.forum_session(office.programme_id, zoom_meeting_id="955")
    second = house.registration(
        other_session, house.person("Anne Whitlock", "INFO@lindenquay.example"), kind="observer", seat_no=None
    )
    chosen = person_of(office, first)
    house.run(merging.merge_people, chosen, person_of(office, second), name="Ann Whitlock")
    assert {fold_address(one) for one in addresses(office, chosen)} == {"info@lindenquay.example"}
    assert person_of(office, second) == chosen


def test_whoever_has_an_account_stays_and_two_accounts_are_not_merged(house: House) -> None:
    account, plain = house.account(Role.STEWARD), house.person()
    stays = house.run(merging.merge_people, plain, account, name="Robin Marsh")
    assert stays.id == account
    with pytest.raises(persons.BothHaveAccounts):
        house.run(merging.merge_people, account, house.account(), name="Robin Marsh")


def test_a_place_on_hold_is_not_lost_by_a_merger(office: Office) -> None:
    now = office.house.now
    held = merge_rules.Place(UUID(int=1), "suspended", now)
    seat = merge_rules.Place(UUID(int=2), "confirmed", now)
    waits = merge_rules.Place(UUID(int=3), "waitlisted", now)
    assert merge_rules.which_goes(held, seat) is seat, "merging must not be a way round a bar"
    assert merge_rules.which_goes(waits, seat) is waits
    assert merge_rules.which_goes(held, held) is None


def test_that_two_are_two_is_remembered(office: Office) -> None:
    house = office.house
    one, two = (person_of(office, office.register(name)) for name in ("Ann Whitlock", "Anne Whitlock"))
    assert len(house.run(twins.pairs)) == 1
    house.run(persons.say_two, two, one)
    assert house.run(twins.pairs) == []


@pytest.mark.req("X-07")
def test_x_07_people_of_other_programmes_are_neither_shown_nor_merged(office: Office) -> None:
    house = office.house
    elsewhere = house.programme("Tenants Together", profile="BX")
    there = house.forum_session(elsewhere, forum_type=None, zoom_meeting_id="977")
    one = person_of(office, office.register("Ann Whitlock"))
    two = house.person("Anne Whitlock", "anne@lindenquay.example")
    house.registration(there, two, landlord_id=office.landlord_id)
    mine = frozenset({office.programme_id})
    assert len(house.run(twins.pairs)) == 1
    assert house.run(twins.pairs, mine) == []
    with pytest.raises(merge_rules.ElsewhereToo):
        house.run(merging.merge_people, one, two, name="Ann", programmes=mine)
    page = house.run(landlords.landlord_page, office.landlord_id, mine)
    assert [one.name for one in page.upcoming] == ["Ann Whitlock"]
    assert page.elsewhere == 1


def test_edge_23_who_moves_to_another_landlord_frees_the_seat_and_registers_anew(office_on_each: Office) -> None:
    office = office_on_each
    ann = office.register("Ann Whitlock")
    office.register("Ben Achebe")
    cara = office.register("Cara Lind")
    other = office.house.landlord("Thornbeck Homes", domain="thornbeck.example")
    assert office.house.run(merging.move_person, ann, other) == 1
    assert office.stands(ann) == ("cancelled", None)
    assert office.stands(cara) == ("offered", 1)
    works = office.house.run(lambda uow: [(one.landlord_id, one.until) for one in uow.db.scalars(select(Affiliation))])
    assert works == [(other, None)]
    again = office.outcome("Ann Whitlock", "ann@lindenquay.example", landlord_id=other, source="staff")
    assert again.state == "confirmed"
    with pytest.raises(merge_rules.SameLandlord):
        office.house.run(merging.move_person, again.registration_id, other)


def test_edge_9_four_people_of_two_merged_landlords_all_stay_until_staff_choose(office_on_each: Office) -> None:
    office = office_on_each
    house = office.house
    other = house.landlord("Thornbeck Homes", domain="thornbeck.example", contact="Dora Thorn")
    ours = [office.register("Ann Whitlock"), office.register("Ben Achebe")]
    theirs = [
        office.register(name, f"{name[:3].lower()}@thornbeck.example", landlord_id=other)
        for name in ("Eve Thorn", "Fay Thorn", "Gil Thorn")
    ]
    house.run(merging.merge_landlords, other, office.landlord_id)
    assert [office.stands(one)[0] for one in (*ours, *theirs)] == ["confirmed"] * 4 + ["waitlisted"]
    page = house.run(landlords.landlord_page, office.landlord_id)
    assert page.crowded == (office.session_id,)
    assert len(house.run(landlords.crowded_landlords, None)) == 1
    assert office.outcome("Hal Lind").state == "waitlisted", "no fifth while four hold two seats"
    house.run(service.withdraw, ours[0], by="staff")
    assert house.run(merging.settle) == 1, "one of theirs sits on the seat that came free; one still has none of ours"
    assert office.outcome("Ivy Lind").state == "waitlisted"
    with pytest.raises(merge_rules.TooManyKept):
        house.run(merging.choose_seats, office.session_id, office.landlord_id, {*ours, *theirs[:2]})
    house.run(merging.choose_seats, office.session_id, office.landlord_id, {ours[1], theirs[1]})
    held = house.run(merging.seated_together, office.session_id, office.landlord_id)
    assert {(one.id, one.landlord_id) for one in held} == {
        (ours[1], office.landlord_id),
        (theirs[1], office.landlord_id),
    }
    assert office.stands(theirs[0])[0] == "cancelled"
    assert house.run(landlords.crowded_landlords, None) == []


def test_edge_9_one_and_one_sit_together_and_what_is_known_goes_over(office: Office) -> None:
    house = office.house
    other = house.landlord("Thornbeck Homes", domain="thornbeck.example", contact="Dora Thorn")
    ann = office.register("Ann Whitlock")
    eve = office.register("Eve Thorn", "eve@thornbeck.example", landlord_id=other)
    house.run(merging.merge_landlords, other, office.landlord_id)
    assert (office.stands(ann), office.stands(eve)) == (("confirmed", 1), ("confirmed", 2))
    assert office.row(eve).landlord_id == office.landlord_id
    (found,) = house.run(roll.landlords_by_address, "anybody@thornbeck.example")
    assert found.id == office.landlord_id
    assert [one.id for one in house.run(roll.landlords_by_name, "Thornbeck Homes")] == [office.landlord_id]
    page = house.run(landlords.landlord_page, office.landlord_id)
    assert {(one.name, one.role) for one in page.contacts} == {
        ("Contact Person", "nominating"),
        ("Dora Thorn", "deputy"),
    }
    with pytest.raises(merge_rules.GoneAlready):
        house.run(merging.merge_landlords, other, office.landlord_id)
    with pytest.raises(rules.NotAMember):
        office.outcome("Gil Thorn", landlord_id=other, source="staff")


@pytest.mark.req("LC-05")
def test_edge_7_a_landlord_that_leaves_keeps_its_people_until_staff_decide(office: Office, app: Flask) -> None:
    house = office.house
    ann, ben = office.register("Ann Whitlock"), office.register("Ben Achebe")
    house.run(editing.change_membership, office.landlord_id, "leave")
    assert [office.stands(one)[0] for one in (ann, ben)] == ["confirmed", "confirmed"]
    with pytest.raises(rules.NotAMember):
        office.outcome("Cara Lind")
    home = house.signed_in(app, house.account(Role.ORGANISER)).get("/").get_data(as_text=True)
    assert "Linden Quay Homes is no member now" in home
    assert "2 people are registered for sessions to come" in home


def test_the_pages_of_a_merger_lead_from_one_to_the_next(office: Office, app: Flask) -> None:
    house = office.house
    client = house.signed_in(app, house.account(Role.ORGANISER))
    other = house.landlord("Thornbeck Homes", domain="thornbeck.example")
    for name in ("Ann Whitlock", "Ben Achebe"):
        office.register(name)
    eve = office.register("Eve Thorn", "eve@thornbeck.example", landlord_id=other)
    number = house.run(lambda uow: uow.db.get_one(Landlord, office.landlord_id).member_no)
    where = f"/roll/landlords/{other}/merge"
    assert "Which landlord did Thornbeck Homes go into?" in client.get(where).get_data(as_text=True)
    assert "Choose a landlord from the list" in client.get(f"{where}?into=nobody").get_data(as_text=True)
    look = client.get(where, query_string={"into": f"Linden Quay Homes ({number})"}).get_data(as_text=True)
    assert "Make them one landlord?" in look
    assert "Eve Thorn" in look
    page = client.post(where, data={"into": number}, follow_redirects=True).get_data(as_text=True)
    assert "more people than two seats" in page
    choose = f"/forum-sessions/{office.session_id}/landlords/{office.landlord_id}/choose"
    assert "Since the merger 3 people hold seats" in client.get(choose).get_data(as_text=True)
    page = client.post(choose, data={"keep": [str(eve)]}, follow_redirects=True).get_data(as_text=True)
    assert "The seats are settled" in page
    assert office.stands(eve) == ("confirmed", 1)


def test_the_pages_about_people_compare_two_and_take_an_answer(office: Office, app: Flask) -> None:
    house = office.house
    client = house.signed_in(app, house.account(Role.ORGANISER))
    regs = [office.register("Ann Whitlock")]
    house.wiring.runner.clock.advance(timedelta(minutes=1))  # type: ignore[attr-defined]
    regs.append(office.register("Anne Whitlock"))
    one, two = (person_of(office, reg) for reg in regs)
    assert "1 pair to look at" in client.get("/people/alike").get_data(as_text=True)
    page = client.get(f"/people/alike?first={one}&second={two}").get_data(as_text=True)
    assert "the place of Anne Whitlock is given back" in page
    assert client.get(f"/people/alike?first={one}&second={one}").status_code == 404
    form = {"first": str(one), "second": str(two), "answer": "one", "stays": str(one)}
    assert "They are one person now" in client.post("/people/alike", data=form, follow_redirects=True).text
    thornbeck = house.landlord("Thornbeck Homes", domain="thornbeck.example")
    moved = f"/registrations/{regs[0]}/moved"
    assert "Ann Whitlock works elsewhere now" in client.get(moved).text
    assert client.post(moved, data={"landlord": "nobody"}).status_code == 422
    page = client.post(moved, data={"landlord": "Thornbeck Homes"}, follow_redirects=True).text
    assert "1 place was given back" in page
    assert house.run(lambda uow: uow.db.get_one(Landlord, thornbeck)).name in page


def test_a_landlords_page_changes_what_is_known_of_it(office: Office, app: Flask) -> None:
    house = office.house
    client = house.signed_in(app, house.account(Role.ORGANISER))
    where = f"/roll/landlords/{office.landlord_id}"

    def post(verb: str, **data: str) -> str:
        return client.post(f"{where}/{verb}", data=data, follow_redirects=True).text

    assert "The domain was added" in post("domains", domain="someone@Bücher.example")
    assert "bücher.example" in client.get(where).text
    assert house.run(roll.match, "x@mail.bücher.example").landlords[0].id == office.landlord_id
    assert "so it cannot be one landlord" in post("domains", domain="gmail.com")
    post("domains", remove="lindenquay.example")
    assert house.run(roll.match, "x@lindenquay.example").found == roll.Found.NONE
    assert "switched off" in client.get(where).text
    post("domains", domain="lindenquay.example")
    assert house.run(roll.match, "x@lindenquay.example").found == roll.Found.ONE
    assert house.run(roll.match, "x@gmail.com").found == roll.Found.FREE_MAIL
    post("aliases", alias="LQH")
    assert house.run(roll.landlords_by_name, "lqh")[0].id == office.landlord_id
    assert "Enter an e-mail address" in post("contacts", name="Dora Thorn", email="dora", role="deputy")
    post("contacts", name="Dora Thorn", email="dora@lindenquay.example", role="deputy")
    page = house.run(landlords.landlord_page, office.landlord_id)
    dora = next(one for one in page.contacts if one.name == "Dora Thorn")
    assert "They nominate now" in post("contacts", promote=str(dora.contact_id))
    assert house.run(roll.nominating_contact, office.landlord_id).name == "Dora Thorn"
    assert "The size was saved" in post("size", homes="1000")
    assert "The forum was saved" in post("band", band="UNDER")
    one = house.run(roll.landlord_of, office.landlord_id)
    assert (one.band, one.band_reason) == ("UNDER", "by_staff")
    assert "follows from the type and the number of homes" in (post("size", homes="5") and post("band", band="OVER"))
    assert "has changed since" in post("membership", event="return")


def test_a_group_that_shares_a_domain_is_told_as_several(office: Office) -> None:
    house = office.house
    house.landlord("Linden Quay North", contact=None)
    found = house.run(roll.match, "x@lindenquay.example")
    assert (found.found, len(found.landlords)) == (roll.Found.SEVERAL, 2)


def test_registrations_of_a_merged_person_are_found_by_whom_they_became(office: Office) -> None:
    one, two = (person_of(office, office.register(name)) for name in ("Ann Whitlock", "Ben Achebe"))
    office.house.run(merging.merge_people, one, two, name="Ann Whitlock")
    owners = office.house.run(lambda uow: set(uow.db.scalars(select(Registration.person_id))))
    assert owners == {one}
