"""Identity: one person is one row whatever Zoom calls them, two people never become one by a name."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from companion.floor import chairing, rules, service
from companion.floor.events import InterestDeclared
from companion.floor.journals import By, floor_of
from companion.floor.ordering import order
from companion.floor.participants import names_of
from companion.interests.tables import Declaration
from companion.kernel.clocks import ManualClock
from companion.kernel.ids import ForumSessionId, LandlordId, ParticipantId
from companion.kernel.uow import Uow
from companion.registration import participants
from companion.registration.tables import Participant, Registration
from tests.floor.evening import Evening, item, landlord, person
from tests.floor.meeting import Meeting
from tests.house import House


def recognised(evening: Evening, name: str, known_as: str) -> Evening:
    return evening.act(rules.recognise, person(name), person(known_as), evening.home_of(known_as))


@pytest.mark.req("LC-18")
def test_case_13_a_telephone_that_turns_out_to_be_somebody_keeps_its_place_and_time():
    evening = Evening(policy="new_landlords").home("Ann", "Linden").home("Ben", "Linden").joins("Ann")
    evening.raises("phone").speaks("phone", 30).later(1).raises("phone", source="staff").later(1).raises("Cara")
    recognised(evening, "phone", "Ann")
    assert evening.queue() == ["Cara", "Ann"]
    assert evening.floor.people[person("Ann")].spent_ms == evening.floor.heard[landlord("Linden")].spent_ms == 30_000
    assert person("phone") not in evening.floor.people
    assert evening.replayed() == evening.floor


def test_two_hands_that_turn_out_to_be_one_persons_are_one_row_that_asked_first():
    evening = Evening().home("Ann", "Linden").raises("phone").later(1).raises("Cara").later(1).raises("Ann", "chat")
    evening.act(rules.move_by, evening.hand("Cara").id, 1)
    recognised(evening, "phone", "Ann")
    assert evening.queue() == ["Ann", "Cara"]
    assert set(evening.hand("Ann").sources) == {"page", "chat"}
    assert [row.reason for row in evening.floor.requests.values() if not row.is_live] == ["same_person"]
    evening.lowers("Ann", "page")
    assert evening.queue() == ["Ann", "Cara"]
    evening.lowers("Ann", "chat")
    assert evening.queue() == ["Cara"]


def test_i12_who_was_passed_as_a_telephone_has_been_passed():
    evening = (
        Evening().home("Ann", "Linden").raises("phone").later(1).raises("Cara").calls("Cara", reason="time").starts()
    )
    evening.later(1).raises("Ann")
    recognised(evening, "phone", "Ann")
    assert evening.hand("Ann").passes == 1
    assert len(evening.hand("Ann").overtaken) == 1


def test_i14_the_receipt_of_the_hand_that_goes_is_kept_and_nobody_has_passed_themselves():
    evening = Evening().home("Ann", "Linden").raises("Ann").later(1).raises("Cara").later(1).raises("phone")
    evening.calls("Cara", reason="time").starts().calls("phone", reason="time")
    assert evening.hand("Ann").passes == 2
    recognised(evening, "phone", "Ann")
    row = evening.hand("Ann")
    assert (row.state, row.passes) == ("called", 1)
    assert [evening.floor.turns[one.turn_id].participant_id for one in row.overtaken] == [person("Cara")]


def test_who_speaks_goes_on_speaking_on_the_same_clock():
    evening = Evening().home("Ann", "Linden").raises("phone").calls().starts().later(20)
    recognised(evening, "phone", "Ann").later(5)
    assert (evening.speaking.participant_id, evening.elapsed()) == (person("Ann"), 25)
    assert evening.act(rules.end).floor.heard[landlord("Linden")].spent_ms == 25_000


def test_an_interest_goes_along_with_whoever_declared_it():
    evening = Evening().home("Ann", "Linden").act(rules.open_item, item("damp")).raises("phone")
    evening.home("phone", "Linden")
    evening.record(InterestDeclared(person("declaration"), item("damp"), person("phone")))
    assert evening.queue() == []
    recognised(evening, "phone", "Ann")
    assert [row.participant_id for row in evening.floor.held_back()] == [person("Ann")]


def test_while_both_have_the_floor_two_stay_two():
    evening = Evening().act(rules.set_dialogue, True).raises("phone").raises("Ann")
    evening.calls().starts().calls().starts()
    before = evening.floor.view()
    recognised(evening, "phone", "Ann")
    assert evening.floor.view() == before


def test_taking_it_back_makes_them_two_again_as_if_it_had_never_been_said():
    evening = Evening().home("Ann", "Linden").raises("phone").speaks("phone", 20).later(1).raises("phone").raises("Ann")
    before = evening.floor.view()
    recognised(evening, "phone", "Ann")
    evening.act(rules.unrecognise, person("phone"), person("Ann"))
    assert evening.floor.view() == before


# Through registration and the journal


class Room:
    """A live meeting as Zoom's webhooks and the steward show it."""

    def __init__(self, house: House, app: Flask, clock: ManualClock) -> None:
        self.meeting = Meeting(house, app, clock)
        self.house, self.clock = house, clock
        self.session_id = ForumSessionId(self.meeting.session_id)
        self.meeting.step("start_session")

    def joins(self, name: str, connection: str, **aliases: str) -> ParticipantId:
        registrant = aliases.pop("registrant", None)

        def arrive(uow: Uow) -> ParticipantId:
            participant_id = participants.participant_joined(
                uow,
                self.session_id,
                meeting_uuid="m",
                aliases=aliases,
                connection=connection,
                name=name,
                email=None,
                registrant_id=registrant,
                at=self.clock.now(),
            )
            home = participants.landlord_of(uow, participant_id)
            service.arrived(
                uow, self.session_id, participant_id, landlord_id=home, connection=connection, at=self.clock.now()
            )
            return participant_id

        return self.house.run(arrive)

    def leaves(self, connection: str) -> None:
        def depart(uow: Uow) -> None:
            gone = participants.participant_left(
                uow, self.session_id, meeting_uuid="m", connection=connection, at=self.clock.now()
            )
            assert gone is not None
            service.departed(uow, self.session_id, gone, connection=connection, at=self.clock.now())

        self.house.run(depart)

    def listed(self, *up: ParticipantId) -> None:
        self.later(15)
        self.house.run(service.hands_listed, self.session_id, up, at=self.clock.now())

    def says(self, who: ParticipantId, text: str) -> str | None:
        number = str(self.clock.now().timestamp())
        return self.house.run(service.heard_in_chat, self.session_id, who, text, message_id=number, at=self.clock.now())

    def adds(self, name: str) -> None:
        form = {"who": name, "new": "yes"}
        self.house.run(chairing.add_hand, self.session_id, form, By("steward"), f"add {name}")

    def later(self, seconds: float) -> None:
        self.clock.advance(timedelta(seconds=seconds))

    def queue(self) -> list[str]:
        def names(uow: Uow) -> list[str]:
            known = names_of(uow, self.session_id)
            return [known.person(row.participant_id) for row in order(floor_of(uow, self.session_id))]

        return self.house.run(names)


@pytest.fixture
def room(house: House, app: Flask, clock: ManualClock) -> Room:
    return Room(house, app, clock)


def test_case_10_to_a_breakout_room_and_back_under_a_new_number_is_the_same_row(room: Room):
    one = room.joins("Gus", "c1", participant_uuid="u1", user_id="17")
    room.says(one, "hand")
    room.later(1)
    room.adds("Hal")
    room.leaves("c1")
    again = room.joins("Gus", "c2", participant_uuid="u1", user_id="99")
    assert again == one
    assert room.queue() == ["Gus", "Hal"]


def test_case_11_two_people_of_one_name_are_never_merged_by_it(room: Room):
    one, two = room.joins("Sam Lee", "c1", user_id="1"), room.joins("Sam Lee", "c2", user_id="2")
    assert one != two
    room.says(one, "hand")
    room.later(1)
    room.says(two, "hand")
    assert room.queue() == ["Sam Lee", "Sam Lee"]
    room.later(1)
    room.says(one, "q-")
    assert room.queue() == ["Sam Lee"]


def test_case_12_renaming_oneself_changes_nothing(room: Room):
    one = room.joins("Alan", "c1", participant_uuid="u1", user_id="1")
    room.says(one, "hand")
    assert room.joins("Alan (he/him) – Metro", "c2", participant_uuid="u1", user_id="2") == one
    assert len(room.queue()) == 1


def test_case_13_a_caller_is_a_row_and_keeps_its_place_when_the_steward_says_who_it_is(room: Room):
    caller = room.joins("Phone ··42", "c1", user_id="42")
    room.listed(caller)
    room.later(1)
    room.meeting.own(room.meeting.cara, "ask")
    assert room.queue() == ["Phone ··42", "Cara Obi"]
    room.later(1)
    room.meeting.own(room.meeting.ann, "ask")

    def attach(uow: Uow) -> tuple[ParticipantId, UUID]:
        ann = uow.db.scalar(select(Participant).where(Participant.landlord_id == room.meeting.linden))
        assert ann is not None
        assert ann.registration_id is not None
        its = participants.Connection("m", "c1", {"user_id": "42"})
        now = participants.attach(uow, caller, ann.registration_id, its)
        home = LandlordId(room.meeting.linden)
        service.recognised(uow, room.session_id, caller, now, landlord_id=home)
        return now, ann.registration_id

    room.house.run(attach)
    assert room.queue() == ["Ann Whitlock", "Cara Obi"]
    own = room.meeting.ann.get(f"{room.meeting.url}/me/state").get_json()
    assert own["queue"].index(own["own"]["id"]) == 0


@pytest.mark.req("PP-40", "BX-40")
def test_what_a_guest_declared_is_theirs_once_the_steward_says_who_it_is_and_no_more_when_that_was_wrong(room: Room):
    """On their own page, to be taken back by them, and never to be decided by themselves."""
    room.meeting.step("next_item")
    guest = room.joins("iPad", "c1", user_id="42")
    room.says(guest, "declare interest")
    (claim,) = room.meeting.chair.get(f"{room.meeting.url}/state").get_json()["interests"]["asks"]
    room.meeting.step("interest_confirm", declaration_id=claim["id"])
    its = participants.Connection("m", "c1", {"user_id": "42"})

    def row(uow: Uow) -> tuple[UUID | None, UUID | None, UUID | None]:
        found = uow.db.get_one(Declaration, UUID(claim["id"]))
        return found.participant_id, found.person_id, found.landlord_id

    def attach(uow: Uow) -> tuple[ParticipantId, UUID, UUID | None]:
        ann = uow.db.scalars(select(Registration).where(Registration.landlord_id == room.meeting.linden)).one()
        now = participants.attach(uow, guest, ann.id, its)
        service.recognised(uow, room.session_id, guest, now, landlord_id=LandlordId(room.meeting.linden))
        return now, ann.id, ann.person_id

    assert room.house.run(row) == (guest, None, None)
    now, registration_id, ann_id = room.house.run(attach)
    assert room.house.run(row) == (now, ann_id, room.meeting.linden)
    assert "Not answered yet" in room.meeting.ann.get(f"/forum-sessions/{room.session_id}/interests/me").text

    def detach(uow: Uow) -> None:
        participants.detach(uow, guest, registration_id, its)
        service.unrecognised(uow, room.session_id, guest, now)

    room.house.run(detach)
    assert room.house.run(row) == (guest, None, None)
    assert "Not answered yet" not in room.meeting.ann.get(f"/forum-sessions/{room.session_id}/interests/me").text


def test_what_somebody_declared_before_zoom_said_who_they_are_is_theirs_when_it_does(room: Room):
    room.meeting.step("next_item")
    guest = room.joins("iPad", "c1", participant_uuid="u1", user_id="42")
    room.says(guest, "declare interest")
    with_id = room.house.run(
        lambda uow: uow.db.scalars(select(Registration).where(Registration.landlord_id == room.meeting.linden)).one().id
    )

    def learn(uow: Uow) -> None:
        uow.db.get_one(Registration, with_id).zoom_registrant_id = "r9"

    room.house.run(learn)
    assert room.joins("Ann", "c2", participant_uuid="u1", user_id="43", registrant="r9") == guest
    found = room.house.run(lambda uow: uow.db.scalars(select(Declaration)).one())
    assert found.person_id is not None


def test_case_14_a_rooms_device_with_several_people_has_a_row_and_a_time_for_each(room: Room):
    for seat in ("Room A: seat 1", "Room A: seat 2", "Room A: seat 3"):
        room.adds(seat)
        room.later(2)
    assert room.queue() == ["Room A: seat 1", "Room A: seat 2", "Room A: seat 3"]
    floor = room.house.run(floor_of, room.session_id)
    asked = [row.raised_at_ms for row in order(floor)]
    assert [ms - asked[0] for ms in asked] == [0, 2000, 4000]


def test_case_15_with_every_address_missing_people_are_known_by_their_other_ids(room: Room):
    guest = room.joins("Guest", "c0", user_id="1")
    gus = room.joins("Gus", "c1", participant_uuid="u1", user_id="2", registrant="r1")
    room.says(guest, "hand")
    room.later(1)
    room.says(gus, "hand")
    assert room.joins("Gus", "c2", participant_uuid="u9", user_id="3", registrant="r1") == gus
    assert room.joins("Guest", "c3", user_id="4") != guest
    assert room.queue() == ["Guest", "Gus"]


def test_case_16_a_list_that_omits_a_hand_once_keeps_it_and_twice_lowers_it(room: Room):
    gus, hal = room.joins("Gus", "c1", user_id="1"), room.joins("Hal", "c2", user_id="2")
    room.listed(gus, hal)
    room.listed(hal)
    assert room.queue() == ["Gus", "Hal"]
    room.listed(gus, hal)
    room.listed(hal)
    assert room.queue() == ["Gus", "Hal"]
    room.listed(hal)
    assert room.queue() == ["Hal"]


def test_case_18_a_phrase_inside_a_quotation_raises_no_hand(room: Room):
    gus = room.joins("Gus", "c1", user_id="1")
    for text in ('"hand"\nwhat did you mean?', "> hand", "you wrote: q+", "he said “hand up”"):
        assert room.says(gus, text) is None
        room.later(1)
    assert room.queue() == []


def test_case_34_the_chairs_page_offers_who_was_cut_off_and_is_back_to_go_on_next(room: Room):
    gus = room.joins("Gus", "c1", participant_uuid="u1", user_id="1")
    room.says(gus, "hand")
    room.meeting.step("call_next")
    room.meeting.step("start")
    room.later(20)
    room.leaves("c1")
    room.later(60)
    room.meeting.step("end")
    room.meeting.own(room.meeting.ann, "ask")
    room.joins("Gus", "c2", participant_uuid="u1", user_id="2")
    page = room.meeting.chair.get(room.meeting.url).get_data(as_text=True)
    assert "Gus was cut off and is back." in page
    assert "Let them go on next" in page
    alert = room.meeting.chair.get(f"{room.meeting.url}/state").get_json()["alert"]
    room.later(1)
    assert room.meeting.step(**alert["step"])["alert"] is None
    assert room.queue() == ["Gus", "Ann Whitlock"]
