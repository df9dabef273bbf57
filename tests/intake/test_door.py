"""At the door: whom Zoom shows in its waiting room, what the steward answers, and what follows from it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from companion.floor.journals import floor_of
from companion.intake import door as answers
from companion.intake import events
from companion.kernel.clocks import from_ms, to_ms
from companion.kernel.tables import AuditEntry
from companion.kernel.uow import ZOOM, Uow
from companion.people.roles import Role
from companion.registration import door_rules, door_views, stays, zoom_settings
from companion.registration.door_views import Case, DoorPage
from companion.registration.tables import Participant, Registration
from tests.house import House
from tests.intake import deliveries
from zoom_hooks import reading


class Evening:
    """A live session: Ann and Ben hold Linden Quay's seats, Ann by registrant R1; and what Zoom says about it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.ms = to_ms(house.now)
        self.session_id = house.forum_session(house.programme(), state="live")
        self.landlord_id = house.landlord()
        self.ann = self._seat("Ann Whitlock", "ann@lindenquay.example", 1)
        self.ben = self._seat("Ben Achebe", "ben@lindenquay.example", 2)
        house.run(lambda uow: setattr(uow.db.get_one(Registration, self.ann), "zoom_registrant_id", "R1"))

    def _seat(self, name: str, address: str, seat_no: int) -> UUID:
        person = self.house.person(name, address)
        return self.house.registration(self.session_id, person, landlord_id=self.landlord_id, seat_no=seat_no)

    def says(self, event: str, who: str, name: str, **more: Any) -> None:
        """One webhook about somebody; `who` is their in-meeting number."""
        self.ms += 1000
        clock = self.house.wiring.runner.clock
        clock.advance(max(timedelta(0), from_ms(self.ms) - clock.now()))
        iso = deliveries.iso(self.ms)
        person = {
            "user_id": who,
            "user_name": name,
            "participant_uuid": f"C{who}",
            "join_time": iso,
            "leave_time": iso,
            "date_time": iso,
            **more,
        }
        body = deliveries.body(f"meeting.participant_{event}", self.ms, participant=person)
        self.house.wiring.runner.run_as(ZOOM, events.handle, reading.parse(body))

    def waits(self, who: str, name: str, **more: Any) -> Case:
        self.says("joined_waiting_room", who, name, **more)
        found = [case for case in self.everybody() if case.shown == name]
        return found[-1]

    @property
    def page(self) -> DoorPage:
        return self.house.run(door_views.door_page, self.session_id)  # type: ignore[no-any-return]

    def everybody(self) -> list[Case]:
        page = self.page
        return [*page.cases, *page.expected, *page.recorders, *page.answered]

    def answer(self, use_case: Any, case: Case, **more: Any) -> None:
        self.house.run(use_case, self.session_id, case.entry_id, case.turn, **more)

    def row(self, registration_id: UUID) -> Registration:
        return self.house.run(lambda uow: uow.db.get_one(Registration, registration_id))  # type: ignore[no-any-return]

    def present(self) -> dict[UUID | None, int]:
        """How many participants are in the room, by registration."""

        def count(uow: Uow) -> dict[UUID | None, int]:
            found: dict[UUID | None, int] = {}
            for participant_id in stays.present_in(uow, self.session_id):
                registration_id = uow.db.get_one(Participant, participant_id).registration_id
                found[registration_id] = found.get(registration_id, 0) + 1
            return found

        return self.house.run(count)  # type: ignore[no-any-return]


@pytest.fixture
def evening(house: House) -> Evening:
    return Evening(house)


@pytest.mark.req("LC-06")
def test_edge_58_own_link_needs_no_answer_and_others_wait(evening: Evening) -> None:
    evening.waits("1", "Ann W", registrant_id="R1")
    stranger = evening.waits("2", "Zed Omega")
    page = evening.page
    assert [case.shown for case in page.expected] == ["Ann W"]
    assert [case.shown for case in page.cases] == ["Zed Omega"]
    assert stranger.match is None
    assert page.waiting == 2
    evening.says("admitted", "1", "Ann W", registrant_id="R1")
    evening.says("joined", "1", "Ann W", registrant_id="R1")
    evening.says("left_waiting_room", "2", "Zed Omega")
    page = evening.page
    assert (page.cases, page.expected, page.in_room, page.with_place) == ((), (), 1, 2)


def test_edge_55_the_waiting_room_is_the_same_in_any_order_and_twice(evening: Evening) -> None:
    evening.waits("2", "Zed Omega")
    evening.says("left_waiting_room", "2", "Zed Omega")
    late = evening.ms - 500
    evening.ms = late - 1000
    evening.says("joined_waiting_room", "2", "Zed Omega")
    assert evening.page.cases == ()
    evening.ms = late + 10_000
    evening.says("put_in_waiting_room", "2", "Zed Omega")
    assert [case.shown for case in evening.page.cases] == ["Zed Omega"]


def test_edge_59_another_account_is_left_to_the_steward_who_names_them_in_one_tap(evening: Evening) -> None:
    case = evening.waits("3", "Ann Whitlock", email="private@elsewhere.example")
    assert case.match is not None
    assert (case.match.how, case.match.candidate.registration_id) == ("name", evening.ann)
    assert not case.may_come_in
    evening.answer(answers.say_who, case, registration_id=evening.ann)
    evening.says("joined", "3", "Ann Whitlock", email="private@elsewhere.example")
    assert evening.present() == {evening.ann: 1}
    assert evening.row(evening.ann).state == "attended"


@pytest.mark.req("LC-06")
def test_edge_60_a_caller_is_attached_to_a_registrant_who_is_there_and_stays_one_person(evening: Evening) -> None:
    evening.says("joined", "1", "Ann Whitlock", registrant_id="R1")
    evening.says("joined", "9", "", phone_number="+441514960042")
    (case,) = evening.page.cases
    assert (case.kind, case.shown, case.is_inside) == ("phone", "Phone ··42", True)
    assert evening.present() == {evening.ann: 1, None: 1}
    evening.answer(answers.say_who, case, registration_id=evening.ann)
    assert evening.present() == {evening.ann: 1}
    assert evening.page.in_room == 1
    floor = evening.house.run(floor_of, evening.session_id)
    here = [presence for presence in floor.presences.values() if presence.connections]
    assert len(here) == 1
    assert len(here[0].connections) == 2


def test_edge_61_nine_rejoins_are_one_attendance(evening: Evening) -> None:
    for number in range(9):
        evening.says("joined", str(20 + number), "Ann", registrant_id="R1")
        evening.says("left", str(20 + number), "Ann", registrant_id="R1")
    assert evening.page.cases == ()
    assert evening.present() == {}
    assert evening.row(evening.ann).state == "attended"


def test_edge_63_hosts_and_staff_are_nobodys_registrant_and_need_no_answer(evening: Evening) -> None:
    house = evening.house
    house.run(
        zoom_settings.note_reading, evening.session_id, deliveries.MEETING, {},
        host="host@staff.example", alternative_hosts=["alt@staff.example"],
    )  # fmt: skip
    evening.says("joined", "4", "The host", participant_user_id="HOST")
    evening.says("joined", "5", "Alternative", email="alt@staff.example")
    evening.says("joined_waiting_room", "6", "Host elsewhere", email="HOST@staff.example")
    assert evening.everybody() == []
    roles = evening.house.run(lambda uow: set(uow.db.scalars(select(Participant.role))))
    assert roles == {"host"}, "their voice is no interruption on the floor"


@pytest.mark.req("LC-06")
def test_edge_67_a_forwarded_link_is_an_alert_and_its_user_is_not_its_owner(evening: Evening) -> None:
    evening.says("joined", "1", "Ann Whitlock", registrant_id="R1")
    evening.says("joined", "2", "Ann’s iPad", registrant_id="R1")
    assert evening.page.cases == ()
    evening.says("joined", "3", "Jon Fairweather", registrant_id="R1")
    (case,) = evening.page.cases
    assert (case.kind, case.is_inside) == ("forwarded", True)
    assert evening.present() == {evening.ann: 1, None: 1}
    waiting = evening.waits("4", "Zed Omega", registrant_id="R1")
    assert waiting.kind == "forwarded"
    assert not waiting.may_come_in


@pytest.mark.req("LC-37")
def test_edge_68_a_note_taker_is_refused_by_itself_logged_and_no_attendance(evening: Evening) -> None:
    evening.waits("7", "Notes for Ana", registrant_id="R1")
    assert [case.shown for case in evening.page.recorders] == ["Notes for Ana"]
    evening.says("joined", "8", "Otter.ai", registrant_id="R1")
    assert evening.row(evening.ann).state == "confirmed"
    assert len(evening.page.recorders) == 2
    acts = evening.house.run(lambda uow: [row.action for row in uow.db.scalars(select(AuditEntry))])
    assert acts.count("door.recorder") == 2
    floor = evening.house.run(floor_of, evening.session_id)
    assert not floor.presences, "a recorder is nobody on the floor"
    waiting = next(case for case in evening.page.recorders if not case.is_inside)
    evening.answer(answers.take_back, waiting)
    assert [case.kind for case in (*evening.page.cases, *evening.page.expected)] == ["person"]


@pytest.mark.req("LC-06")
def test_a_swap_at_the_door_passes_the_seat_on_and_can_be_taken_back(evening: Evening) -> None:
    case = evening.waits("3", "Cara Lind", email="cara@lindenquay.example")
    assert case.is_full
    assert "Linden Quay Homes" in case.line or "Your landlord" in case.line
    evening.answer(answers.swap, case, gives_up=evening.ben, name="Cara Lind", address="cara@lindenquay.example")
    assert evening.row(evening.ben).state == "replaced"
    (done,) = evening.page.answered
    assert (done.answer, done.answered_as) == ("swap", "Cara Lind")
    evening.says("joined", "3", "Cara Lind", email="cara@lindenquay.example")
    assert evening.page.in_room == 1
    evening.answer(answers.take_back, evening.page.answered[0])
    page = evening.page
    seats = {seat.name for seat in page.cases[0].seats}
    assert seats == {"Ann Whitlock", "Ben Achebe"}
    assert page.in_room == 0
    assert evening.present() == {None: 1}


def test_of_two_stewards_who_answer_at_once_the_second_is_told(evening: Evening) -> None:
    case = evening.waits("2", "Zed Omega")
    evening.answer(answers.refuse, case)
    with pytest.raises(door_rules.AnsweredAlready):
        evening.answer(answers.say_who, case, registration_id=evening.ben)
    (done,) = evening.page.answered
    assert done.answer == "no"
    evening.answer(answers.take_back, done)
    assert [case.shown for case in evening.page.cases] == ["Zed Omega"]


def test_naming_the_wrong_one_in_the_room_is_taken_back_without_a_trace(evening: Evening) -> None:
    evening.says("joined", "9", "", phone_number="+441514960042")
    (case,) = evening.page.cases
    evening.answer(answers.say_who, case, registration_id=evening.ben)
    assert evening.row(evening.ben).state == "attended"
    evening.answer(answers.take_back, evening.page.answered[0])
    assert evening.row(evening.ben).state == "confirmed"
    assert evening.present() == {None: 1}
    assert [one.kind for one in evening.page.cases] == ["phone"]


def test_a_free_seat_is_given_at_the_door_and_a_third_is_not(evening: Evening) -> None:
    moor = evening.house.landlord("High Moor Housing", domain="highmoor.example")
    case = evening.waits("3", "Dina Moor", email="dina@highmoor.example")
    assert (case.landlord, case.is_full) == ("High Moor Housing", False)
    evening.answer(answers.take_free_seat, case, landlord_id=moor, name="Dina Moor", address="dina@highmoor.example")
    assert evening.page.with_place == 3
    third = evening.waits("4", "Cara Lind", email="cara@lindenquay.example")
    from companion.registration.rules import SeatsTaken

    with pytest.raises(SeatsTaken):
        evening.answer(
            answers.take_free_seat, third, landlord_id=evening.landlord_id, name="Cara Lind",
            address="cara@lindenquay.example",
        )  # fmt: skip


# The page


@pytest.fixture
def steward(evening: Evening, app: Any) -> FlaskClient:
    return evening.house.signed_in(app, evening.house.account(Role.STEWARD))


def test_the_page_shows_the_case_and_takes_each_answer(evening: Evening, steward: FlaskClient) -> None:
    url = f"/forum-sessions/{evening.session_id}/waiting-room"
    assert "Nobody needs an answer" in steward.get(url).text
    case = evening.waits("2", "Cara Lind", email="cara@lindenquay.example")
    page = steward.get(url).text
    for words in (
        "1 to answer",
        "“Cara Lind” wants to come in",
        "seats of Linden Quay Homes: Ann Whitlock, not here",
        "forum@companion.example",
    ):
        assert words in page
    form: dict[str, Any] = {"entry": str(case.entry_id), "turn": case.turn}
    assert steward.post(f"{url}/who", data=form).status_code == 422
    assert "Choose who this is" in steward.post(f"{url}/who", data=form).text
    bad = steward.post(f"{url}/swap", data={**form, "seat": f"from:{evening.ben}", "name": "Cara Lind", "email": "no"})
    assert bad.status_code == 422
    assert 'value="no"' in bad.text
    good = {**form, "seat": f"from:{evening.ben}", "name": "Cara Lind", "email": "cara@lindenquay.example"}
    assert steward.post(f"{url}/swap", data=good).status_code == 303
    assert steward.post(url, data={**form, "answer": "no"}).status_code == 409
    assert "took a seat over" in steward.get(url).text
    assert steward.post(url, data={"entry": "nonsense", "turn": 0, "answer": "no"}).status_code == 303


def test_a_long_list_of_who_it_may_be_is_searched_by_name_or_landlord(evening: Evening, steward: FlaskClient) -> None:
    house = evening.house
    for number in range(14):
        landlord = house.landlord(f"Moor {number:02} Homes", domain=f"moor{number}.example", contact=None)
        person = house.person(f"Dina Moor{number:02}", f"dina@moor{number}.example")
        house.registration(evening.session_id, person, landlord_id=landlord)
    case = evening.waits("2", "iPad (2)")
    url = f"/forum-sessions/{evening.session_id}/waiting-room"
    for path, ann in (("who", "Ann Whitlock, Linden Quay Homes"), ("swap", "Linden Quay Homes: Ann Whitlock")):
        everybody = steward.get(f"{url}/{path}?entry={case.entry_id}").text
        assert all(words in everybody for words in ("Dina Moor07", ann, 'name="q"'))
        found = steward.get(f"{url}/{path}?entry={case.entry_id}&q=linden").text
        assert ann in found
        assert "Dina Moor07" not in found
        assert 'type="radio"' in found
        assert "Nobody fits “zzz”" in steward.get(f"{url}/{path}?entry={case.entry_id}&q=zzz").text
    form: dict[str, Any] = {"entry": str(case.entry_id), "turn": case.turn, "q": "linden"}
    assert "Dina Moor07" not in steward.post(f"{url}/who", data=form).text
    assert steward.post(f"{url}/who", data={**form, "registration": str(evening.ann)}).status_code == 303


def test_a_name_of_zooms_lies_sealed(evening: Evening) -> None:
    evening.waits("2", "Zed Omega", email="zed@elsewhere.example")
    from companion.registration.door_tables import DoorEntry

    row = evening.house.run(lambda uow: uow.db.scalars(select(DoorEntry)).one())
    assert b"Zed" not in row.sealed
    assert "Zed" not in json.dumps([str(value) for value in vars(row).values()])


def test_the_zoom_page_says_what_was_refused_and_asks_again(evening: Evening, app: Any) -> None:
    from companion.registration import zoom_pushing

    house = evening.house
    organiser = house.signed_in(app, house.account(Role.ORGANISER))
    url = f"/forum-sessions/{evening.session_id}/zoom"
    assert "Nothing has been read" in organiser.get(url).text
    house.run(zoom_pushing.note_trouble, evening.ann, "address_refused", code=300)
    house.run(
        zoom_settings.note_reading, evening.session_id, deliveries.MEETING, {"approval_type": 0}, host=None,
        alternative_hosts=[],
    )  # fmt: skip
    page = organiser.get(url).text
    for words in (
        "Zoom does not take this name or address",
        "Zoom’s number 300",
        "Ann Whitlock",
        "approved by itself",
        "Set 1 setting",
    ):
        assert words in page
    for what in ("read", "set", "compare"):
        assert organiser.post(url, data={"what": what}).status_code == 303
    again = {"what": "again", "registration": str(evening.ann)}
    assert organiser.post(url, data=again).status_code == 303
    assert "Zoom does not take" not in organiser.get(url).text
    assert organiser.post(url, data={**again, "registration": "x"}).status_code == 404
    assert organiser.post(url, data={"what": "else"}).status_code == 422
