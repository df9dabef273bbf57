"""What an attacker, a slip or bad luck tries on the pages of the floor, each through HTTP as a browser would."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from companion.floor import participants, rules, service
from companion.floor.journals import floor_of
from companion.floor.state import Floor
from companion.kernel.clocks import Clock
from companion.kernel.ids import LandlordId
from companion.people.roles import Role
from companion.registration.tables import Participant, Registration
from tests.floor.meeting import JSON, Meeting
from tests.house import House


@pytest.fixture
def meeting(house: House, app: Flask, clock: Clock) -> Meeting:
    made = Meeting(house, app, clock)
    made.step("start_session")
    return made


def floor(meeting: Meeting) -> Floor:
    return meeting.house.wiring.runner.read(floor_of, meeting.session_id)


def steward(meeting: Meeting, name: str = "Sam Reed") -> tuple[UUID, FlaskClient]:
    person = meeting.house.account(Role.STEWARD, programme_id=meeting.programme_id, name=name)
    return person, meeting.house.signed_in(meeting.app, person)


def press(meeting: Meeting, client: FlaskClient, step: str, **form: Any) -> int:
    return client.post(meeting.url, data={"step": step, **form}, headers=JSON).status_code


def own(meeting: Meeting, client: FlaskClient, step: str, **form: Any) -> int:
    return client.post(f"{meeting.url}/me", data={"step": step, **form}, headers=JSON).status_code


# Rights


def test_a_steward_cannot_bring_back_what_the_chair_took_back(meeting: Meeting):
    """By undoing and redoing a step of their own, and then pressing redo once more."""
    _, sam = steward(meeting)
    assert press(meeting, sam, "add", who="Ann") == 200
    meeting.step("policy", policy="manual")
    meeting.step("undo")
    assert press(meeting, sam, "undo") == press(meeting, sam, "redo") == 200
    assert press(meeting, sam, "redo") == 403
    assert floor(meeting).policy == "new_landlords"
    meeting.step("redo")
    assert floor(meeting).policy == "manual"


def test_case_52_naming_another_deputy_ends_the_first_ones_part_and_a_press_that_comes_twice_is_one(meeting: Meeting):
    sam_id, sam = steward(meeting)
    kim_id, kim = steward(meeting, "Kim Lowe")
    meeting.step("next_item")
    for _ in range(2):
        assert press(meeting, meeting.chair, "interest_aside", deputy_id=str(sam_id)) == 200
    assert sum(one.is_standing for one in floor(meeting).declarations.values()) == 1
    assert press(meeting, sam, "policy", policy="manual") == 200
    assert press(meeting, meeting.chair, "interest_aside", deputy_id=str(kim_id)) == 200
    assert press(meeting, sam, "policy", policy="first_come") == 403
    assert press(meeting, kim, "policy", policy="first_come") == 200
    assert press(meeting, meeting.chair, "policy", policy="manual") == 409
    assert sum(one.is_standing for one in floor(meeting).declarations.values()) == 1


def test_case_52_who_has_stood_aside_is_nobodys_deputy_for_that_item(meeting: Meeting):
    sam_id, sam = steward(meeting)
    chair_id = next(one.actor_id for one in floor(meeting).log if one.actor_role == "chair")
    meeting.step("next_item")
    meeting.step("interest_aside", deputy_id=str(sam_id))
    assert press(meeting, sam, "interest_aside", deputy_id=str(chair_id)) == 422
    assert press(meeting, sam, "policy", policy="manual") == 200  # somebody still has the controls


def test_a_deputys_controls_end_with_the_item_and_with_the_interest(meeting: Meeting):
    sam_id, sam = steward(meeting)
    meeting.step("next_item")
    meeting.step("interest_aside", deputy_id=str(sam_id))
    assert press(meeting, sam, "next_item") == 200
    assert press(meeting, sam, "policy", policy="manual") == 403
    assert press(meeting, meeting.chair, "policy", policy="manual") == 200


def test_a_steward_reads_no_concern_and_lifts_nothing_that_was_answered(meeting: Meeting):
    _, sam = steward(meeting)
    meeting.step("next_item")
    meeting.own(meeting.ann, "interest", nature="personal", concerns="About my road")
    [declared] = floor(meeting).declarations
    assert sam.get(f"{meeting.url}/interests").get_json() == {}
    assert meeting.chair.get(f"{meeting.url}/interests").get_json() == {str(declared): "About my road"}
    for step in ("interest_lift", "interest_decide", "interest_statement"):
        assert press(meeting, sam, step, declaration_id=str(declared), effects="no_speech") == 403, step
    assert floor(meeting).declarations[declared].is_undecided


def test_a_statement_is_allowed_to_nobody_but_whom_the_interest_is_about(meeting: Meeting):
    meeting.step("next_item")
    meeting.own(meeting.cara, "ask")
    meeting.own(meeting.ann, "interest", nature="personal")
    [declared] = floor(meeting).declarations
    [cara] = [row.participant_id for row in floor(meeting).waiting()]
    step = "interest_statement"
    assert press(meeting, meeting.chair, step, declaration_id=str(declared), participant_id=str(cara)) == 404
    assert floor(meeting).declarations[declared].statement_for == ()


# After the end


def test_nobody_is_put_in_a_queue_that_is_over_from_the_late_tray(meeting: Meeting):
    known = meeting.house.run(lambda uow: participants.find(uow, meeting.session_id, "Ann"))
    ann = meeting.house.run(participants.ensure, meeting.session_id, known).participant_id
    late_ms = meeting.house.now - timedelta(seconds=200)
    meeting.house.run(service.heard_in_chat, meeting.session_id, ann, "hand", message_id="m1", at=late_ms)
    [hand] = floor(meeting).tray
    meeting.step("end_session")
    assert "ended" in meeting.refused("admit_late", tray_seq=hand.seq)
    assert not floor(meeting).live


def test_nobody_is_put_in_a_queue_that_is_over_by_an_invitation(meeting: Meeting):
    meeting.own(meeting.ann, "ask")
    meeting.own(meeting.ann, "take_back")
    meeting.step("invite", landlord_id=str(meeting.linden))
    [invite] = floor(meeting).invites
    meeting.step("end_session")
    meeting.refused("accept_invite", seq=invite.seq, who="Ann")
    assert own(meeting, meeting.ann, "come_in") == 409
    assert not floor(meeting).live


# One press, one row


def test_a_caller_whom_one_press_added_is_one_person_however_often_it_arrives(meeting: Meeting):
    for _ in range(5):
        meeting.step("add", who="Caller on 42", new="yes", key="0123456789ab")
    with meeting.house.wiring.runner.reading() as uow:
        assert uow.db.scalar(select(func.count()).select_from(Participant)) == 1
    meeting.step("interest_declare", who="Caller on 42", item_id=agenda_of(meeting)[0])  # one, so found by name


def agenda_of(meeting: Meeting) -> list[str]:
    from companion.forums import service as forums

    with meeting.house.wiring.runner.reading() as uow:
        return [str(item.id) for item in forums.agenda(uow, meeting.session_id)]


def test_a_key_is_its_senders_own_and_another_persons_press_with_it_is_another(meeting: Meeting):
    key = "0123456789ab"
    for client in (meeting.ann, meeting.cara):
        meeting.own(client, "ask", key=key)
    assert len(floor(meeting).live) == 2
    meeting.own(meeting.ann, "take_back", key=key)  # the same key on another button is another press
    meeting.own(meeting.ann, "ask", key=key, kind="access", about="Another body")
    assert [row.kind for row in floor(meeting).waiting()] == ["comment"]


def test_lowering_one_row_leaves_another_of_the_same_person_up(meeting: Meeting):
    meeting.own(meeting.ann, "ask")
    meeting.own(meeting.ann, "ask", kind="access")
    ordinary = next(row for row in floor(meeting).waiting() if row.kind == "comment")
    meeting.step("lower", request_id=str(ordinary.id))
    assert [row.kind for row in floor(meeting).waiting()] == ["access"]
    meeting.step("undo")
    assert len(floor(meeting).waiting()) == 2


def test_a_row_that_is_over_is_not_lowered_again_with_the_one_that_came_after_it(meeting: Meeting):
    meeting.own(meeting.ann, "ask")
    [old] = floor(meeting).live
    meeting.own(meeting.ann, "take_back")
    meeting.later(5)
    meeting.own(meeting.ann, "ask")
    assert "not up" in meeting.refused("lower", request_id=str(old))
    assert floor(meeting).live


def test_undoing_what_staff_added_leaves_the_hand_that_its_person_raised_too(meeting: Meeting):
    meeting.step("add", who="Ann")
    meeting.later(5)
    meeting.own(meeting.ann, "ask", about="About damp")
    meeting.step("undo")
    [row] = floor(meeting).waiting()
    assert row.sources == ("page",)
    meeting.step("redo")
    assert floor(meeting).waiting()[0].sources == ("staff", "page")


def test_a_supporters_name_gets_nobody_round_an_interest(meeting: Meeting):
    """The steward adds the supporter of somebody who may not speak in this item, or notes that they came in."""
    house = meeting.house
    with house.wiring.runner.reading() as uow:
        ann = uow.db.scalars(select(Registration).order_by(Registration.created_at)).first()
    beside = house.registration(
        meeting.session_id, house.person("Sam Reid", "sam@c.example"), kind="supporter", seat_no=None
    )
    house.run(lambda uow: setattr(uow.db.get_one(Registration, beside), "supports_id", ann.id))
    meeting.step("next_item")
    meeting.step("add", who="Sam Reid")
    assert [row["name"] for row in meeting.step("snooze")["queue"]] == ["Ann Whitlock"]
    meeting.step("interest_declare", who="Ann", nature="prejudicial")
    assert meeting.step("snooze")["queue"] == []
    meeting.step("lower", request_id=str(floor(meeting).live[0]))
    assert "interest" in meeting.refused("add", who="Sam Reid")


# A flood


@pytest.mark.parametrize("flood", ["about", "later"])
def test_threat_38_one_registrants_flood_ends_soon_and_leaves_the_others_alone(meeting: Meeting, flood: str):
    for client in (meeting.ann, meeting.cara):
        meeting.own(client, "ask")
    codes = [own(meeting, meeting.ann, flood, about=f"Damp in winter {number}") for number in range(60)]
    assert codes.count(200) == codes.index(409) == rules.MAX_OWN_ACTS_A_MINUTE - 1
    assert own(meeting, meeting.cara, "take_back") == 200
    meeting.later(61)
    assert own(meeting, meeting.ann, flood, about="Damp again") == 200


def test_threat_38_declaring_and_taking_back_without_end_is_a_flood_too(meeting: Meeting):
    meeting.step("next_item")
    codes = []
    for _ in range(40):
        codes.append(own(meeting, meeting.ann, "interest", nature="personal"))
        standing = [str(one.id) for one in floor(meeting).declarations.values() if one.is_standing]
        codes.append(own(meeting, meeting.ann, "interest_back", declaration_id=(standing or [""])[-1]))
    assert codes.count(200) == rules.MAX_OWN_ACTS_A_MINUTE


# What one device keeps


def test_the_mark_of_a_poll_is_its_registrants_own(meeting: Meeting):
    """Or else a device in other hands would be told that nothing has changed, and show what the last one wrote."""
    state = f"{meeting.url}/me/state"
    meeting.own(meeting.ann, "ask", about="Only mine")
    ann, cara = (client.get(state).headers["ETag"] for client in (meeting.ann, meeting.cara))
    assert ann != cara
    assert meeting.cara.get(state, headers={"If-None-Match": ann}).status_code == 200
    assert meeting.ann.get(state, headers={"If-None-Match": ann}).status_code == 304


# Others' things


def test_ids_of_another_session_do_nothing_here(house: House, app: Flask, clock: Clock):
    here, there = Meeting(house, app, clock), _another(house, app, clock)
    for one in (here, there):
        one.step("start_session")
        one.step("next_item")
        one.own(one.ann, "ask")
        one.own(one.cara, "ask")
        one.step("call_next")
        one.step("interest_declare", who="Cara", nature="personal")
        one.step("count_hands", question="Shall we go on?", in_favour="3")
    theirs, before = floor(there), floor(there).view()
    mine = floor(here)
    request, turn = str(theirs.live[0]), str(theirs.called)
    declaration, show = str(next(iter(theirs.declarations))), str(next(iter(theirs.shows)))
    person, item = str(next(iter(theirs.known))), str(theirs.item_id)
    forms = {
        "lower": {"request_id": request},
        "call": {"request_id": request},
        "move": {"request_id": request, "anchor_id": str(mine.live[0])},
        "up": {"request_id": request},
        "why": {"request_id": request},
        "defer": {"request_id": request},
        "decline": {"request_id": request},
        "accept": {"request_id": request},
        "unpin": {"request_id": request},
        "bring_back": {"turn_id": turn},
        "give_floor": {"participant_id": person},
        "add": {"ref": f"p:{person}"},
        "next_item": {"item_id": item, "running": "end"},
        "interest_declare": {"who": "Ann", "item_id": item, "nature": "personal"},
        "interest_decide": {"declaration_id": declaration, "effects": "no_speech"},
        "interest_lift": {"declaration_id": declaration},
        "interest_confirm": {"declaration_id": declaration},
        "interest_statement": {"declaration_id": declaration, "participant_id": person},
        "count_hands": {"item_id": item, "question": "Theirs?"},
        "correct_count": {"show_id": show, "in_favour": "99"},
    }
    for step, form in forms.items():
        code = press(here, here.chair, step, **form)
        assert code in (404, 409, 422), (step, code)
    assert own(here, here.ann, "interest_back", declaration_id=declaration) == 404
    assert floor(there).view() == before
    assert floor(here).view() == mine.view()


def _another(house: House, app: Flask, clock: Clock) -> Meeting:
    """A second session of the same people's programme, with registrants of its own."""
    made = object.__new__(Meeting)
    made.house, made.app, made.clock = house, app, clock
    made.programme_id = house.programme("Another programme")
    made.session_id = house.forum_session(made.programme_id, state="open", starts_in=timedelta(minutes=-1))
    made.linden = house.landlord("Sallow Homes", domain="sallow.example")
    made.marram = house.landlord("Teasel Housing", domain="teasel.example")
    made.chair = house.signed_in(app, house.account(Role.CHAIR, programme_id=made.programme_id, name="Nia Penn"))
    for name, landlord in (("Ann", made.linden), ("Cara", made.marram)):
        person = house.person(f"{name} Elsewhere", f"{name.lower()}@sallow.example")
        place = house.registration(made.session_id, person, landlord_id=LandlordId(landlord))
        client = house.signed_in(app, person, "day", forum_session_id=made.session_id, registration_id=place)
        setattr(made, name.lower(), client)
    return made
