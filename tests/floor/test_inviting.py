"""Inviting those who have not been heard: a prompt now and then, a private answer, a place at the head."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from companion.floor import errors, rules
from companion.floor.snapshots import attendee_snapshot, chair_snapshot
from companion.kernel.clocks import ManualClock
from tests.floor.evening import Evening, item, landlord, person, uid
from tests.floor.meeting import JSON, Meeting
from tests.house import House


def an_evening() -> Evening:
    """Five landlords are here; Ann of Linden has spoken four times."""
    evening = Evening(policy="new_landlords")
    for name, home in (("Ann", "Linden"), ("Cara", "Marram"), ("Dev", "Penhallow"), ("Eve", "Tern"), ("Gus", "Wren")):
        evening.home(name, home).joins(name)
    for _ in range(4):
        evening.later(5).raises("Ann").speaks("Ann", 60)
    return evening.later(1)


def chair(evening: Evening) -> dict[str, Any]:
    return json.loads(json.dumps(chair_snapshot(evening.floor, evening.all_names(), evening.now_ms)))


def accepts(evening: Evening, name: str) -> Evening:
    request_id = uid(f"invited {name}")
    return evening.act(rules.accept_invitation, person(name), request_id=request_id, role="registrant")


@pytest.mark.req("BX-11")
def test_after_four_turns_the_chair_is_prompted_with_a_landlord_that_has_neither_spoken_nor_asked():
    evening = an_evening().raises("Cara")
    assert chair(evening)["invite"] == {
        "landlord_id": str(landlord("Penhallow")),
        "words": "Would Penhallow like to come in? Not heard yet.",
    }
    evening.act(rules.invite, landlord("Penhallow"))
    assert chair(evening)["invite"] is None
    assert [one["landlord"] for one in chair(evening)["invited"]] == ["Penhallow"]
    assert chair(evening)["undo"]["words"] == "Invited Penhallow"


def test_who_accepts_stands_at_the_head_with_the_reason_and_the_list_may_be_closed():
    evening = an_evening().raises("Cara").later(1).act(rules.invite, landlord("Penhallow")).act(rules.close_list)
    accepts(evening.later(20), "Dev")
    assert evening.queue() == ["Dev", "Cara"]
    assert evening.why("Dev")[0] == "invited: not yet heard"
    assert chair(evening)["queue"][0]["marks"] == ["new", "invited"]
    assert chair(evening)["invited"] == []


def test_who_accepted_and_then_lets_others_go_first_is_at_the_head_no_more():
    evening = accepts(an_evening().raises("Cara").later(1).act(rules.invite, landlord("Penhallow")), "Dev")
    evening.later(1).act(rules.defer, evening.hand("Dev").id)
    assert evening.queue() == ["Cara", "Dev"]


def test_a_hand_that_is_up_already_is_lifted_as_it_stands():
    evening = an_evening().raises("Cara").later(1).raises("Dev").later(1).act(rules.invite, None, person("Eve"))
    evening.later(1).raises("Eve", kind="question")
    assert chair(evening)["invited"] == []
    with pytest.raises(errors.NotInvited):
        accepts(evening, "Eve")


def test_declining_is_private_and_silences_the_prompt_for_that_landlord_in_this_item():
    evening = an_evening().act(rules.open_item, item("damp")).act(rules.invite, landlord("Marram"))
    everybody = attendee_snapshot(evening.floor, evening.now_ms, names=evening.all_names())
    evening.act(rules.decline_invitation, person("Cara"), role="registrant")
    after = attendee_snapshot(evening.floor, evening.now_ms, names=evening.all_names())
    assert {**after, "seq": everybody["seq"], "invited": everybody["invited"]} == everybody
    assert "Marram" not in json.dumps(everybody)
    with pytest.raises(errors.NobodyToInvite):
        evening.act(rules.invite, landlord("Marram"))
    for _ in range(4):
        evening.later(5).raises("Ann").speaks("Ann", 60)
    assert chair(evening)["invite"]["landlord_id"] == str(landlord("Penhallow"))
    evening.act(rules.close_item).act(rules.open_item, item("rents"))
    assert chair(evening)["invite"]["landlord_id"] == str(landlord("Marram"))


def test_an_invitation_ends_when_somebody_of_that_landlord_comes_in_or_the_item_closes():
    evening = an_evening().act(rules.open_item, item("damp")).act(rules.invite, landlord("Marram"))
    evening.raises("Cara")
    with pytest.raises(errors.NotInvited):
        accepts(evening, "Cara")
    evening = an_evening().act(rules.open_item, item("damp")).act(rules.invite, landlord("Marram"))
    evening.act(rules.close_item)
    with pytest.raises(errors.NotInvited):
        accepts(evening, "Cara")


def test_nobody_is_invited_who_is_not_here_has_been_heard_or_was_asked_before():
    evening = an_evening().leaves("Eve")
    for home in ("Linden", "Tern", "nobody"):
        with pytest.raises(errors.NobodyToInvite):
            evening.act(rules.invite, landlord(home))
    with pytest.raises(errors.NobodyToInvite):
        evening.act(rules.invite, None, person("Ann"))
    evening.act(rules.invite, landlord("Wren"))
    with pytest.raises(errors.NotInvited):
        accepts(evening, "Cara")


def test_the_prompt_can_be_put_off_for_four_more_turns():
    evening = an_evening().act(rules.snooze, "invite").later(1)
    assert chair(evening)["invite"] is None
    for _ in range(4):
        evening.later(5).raises("Ann").speaks("Ann", 60)
    assert chair(evening)["invite"] is not None


def test_the_prompt_waits_while_somebody_is_owed_the_next_turn():
    evening = an_evening().act(rules.set_policy, "new_landlords", 1).raises("Ann").later(1).raises("Cara")
    evening.speaks("Cara", 10)
    assert evening.hand("Ann").passes == 1
    assert chair(evening)["invite"] is None
    assert chair(evening.speaks("Ann", 10))["invite"] is not None


def test_undoing_an_invitation_asks_first_when_it_has_been_accepted():
    evening = accepts(an_evening().act(rules.invite, landlord("Marram")), "Cara")
    with pytest.raises(errors.OthersDepend):
        evening.undoes()
    evening.undoes(agreed=True)
    assert evening.queue() == []
    assert evening.floor.invites == ()


def test_the_chair_notes_an_answer_given_aloud():
    evening = an_evening().act(rules.invite, landlord("Marram"))
    seq = evening.floor.invites[0].seq
    evening.act(rules.accept_for, seq, person("Cara"), request_id=uid("aloud"))
    assert evening.queue() == ["Cara"]
    with pytest.raises(errors.NotInvited):
        evening.act(rules.end_invitation, seq)


# Through the pages


@pytest.fixture
def meeting(house: House, app: Flask, clock: ManualClock) -> Meeting:
    return Meeting(house, app, clock)


def own(meeting: Meeting, client: FlaskClient) -> dict[str, Any]:
    return client.get(f"{meeting.url}/me/state").get_json()


def invited(meeting: Meeting) -> None:
    """Cara's landlord is here, and the chair asks whether it would like to come in."""
    meeting.step("start_session")
    meeting.own(meeting.cara, "ask")
    meeting.own(meeting.cara, "take_back")
    meeting.own(meeting.ann, "ask")
    meeting.later(1)
    meeting.step("invite", landlord_id=str(meeting.marram))


def test_only_the_page_of_whoever_is_invited_recognises_it_and_a_yes_stands_at_the_head(meeting: Meeting):
    invited(meeting)
    mine, others = own(meeting, meeting.cara), own(meeting, meeting.ann)
    assert set(mine["invited"]) & set(mine["own_tokens"])
    assert not set(others["invited"]) & set(others["own_tokens"])
    after = meeting.own(meeting.cara, "come_in")
    assert after["queue"][0] == after["own"]["id"]
    assert after["invited"] == []


def test_a_no_is_told_to_nobody_and_a_second_answer_finds_the_invitation_ended(meeting: Meeting):
    invited(meeting)
    assert meeting.own(meeting.cara, "no_thanks")["own"] is None
    answer = meeting.cara.post(f"{meeting.url}/me", data={"step": "come_in"}, headers=JSON)
    assert answer.status_code == 409
    assert "invitation has ended" in answer.get_json()["detail"]


def test_the_steward_notes_by_a_few_letters_who_said_yes_aloud(meeting: Meeting):
    invited(meeting)
    seq = meeting.chair.get(f"{meeting.url}/state").get_json()["invited"][0]["seq"]
    frame = meeting.step("accept_invite", seq=seq, who="cara")
    assert [row["name"] for row in frame["queue"]] == ["Cara Obi", "Ann Whitlock"]
    assert frame["queue"][0]["marks"] == ["new", "invited"]


@pytest.mark.req("LC-18")
def test_the_registrants_page_has_the_receipt_of_their_last_request(meeting: Meeting):
    meeting.step("start_session")
    meeting.own(meeting.ann, "ask")
    assert own(meeting, meeting.ann)["receipt"] == []
    meeting.step("call_next")
    meeting.step("start")
    meeting.later(40)
    meeting.step("end")
    [said] = own(meeting, meeting.ann)["receipt"]
    assert said.startswith("You asked at ")
    assert said.endswith(", for 0:40.")
