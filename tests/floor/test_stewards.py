"""The steward: what a session allows, taking the chair over, moving rows beside the chair, what the chat hints."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from companion.floor import chairing, service
from companion.floor.participants import add
from companion.floor.rules import duties
from companion.kernel.clocks import ManualClock
from companion.kernel.tables import AuditEntry
from companion.kernel.uow import Uow
from companion.people.roles import Role
from tests.floor.meeting import JSON, Meeting
from tests.house import House


class Crew(Meeting):
    """A meeting with two stewards beside the chair."""

    def __init__(self, house: House, app: Flask, clock: ManualClock) -> None:
        super().__init__(house, app, clock)
        self.jonah, self.ruth = self._steward("Jonah Ferreday"), self._steward("Ruth Castell")

    def _steward(self, name: str) -> FlaskClient:
        account = self.house.account(Role.STEWARD, programme_id=self.programme_id, name=name)
        return self.house.signed_in(self.app, account)

    def by(self, client: FlaskClient, step: str, **form: Any) -> Any:
        return client.post(self.url, data={"step": step, **form}, headers=JSON)

    def frame(self) -> dict[str, Any]:
        found: dict[str, Any] = self.chair.get(f"{self.url}/state", headers=JSON).get_json()
        return found

    def names(self) -> list[str]:
        return [row["name"] for row in self.frame()["queue"]]


@pytest.fixture
def crew(house: House, app: Flask, clock: ManualClock) -> Crew:
    crew = Crew(house, app, clock)
    crew.step("start_session")
    return crew


def test_a_steward_keeps_the_queue_and_does_not_end_a_turn(crew: Crew):
    assert crew.by(crew.jonah, "add", who="whi").status_code == 200
    crew.step("call_next")
    crew.step("start")
    refused = crew.by(crew.jonah, "end")
    assert refused.status_code == 403
    assert "for the chair" in refused.get_json()["detail"]
    assert crew.frame()["now"]["name"] == "Ann Whitlock"


def test_the_chair_says_what_stewards_may_do_and_takes_it_away_again(crew: Crew):
    assert crew.step("stewards", queue="yes", turns="yes")["may"] == ["queue", "turns"]
    crew.by(crew.jonah, "add", who="whi")
    assert [crew.by(crew.jonah, step).status_code for step in ("call_next", "start", "end")] == [200] * 3
    crew.step("stewards")
    assert crew.by(crew.jonah, "add", who="obi").status_code == 403
    assert crew.by(crew.jonah, "stewards", queue="yes").status_code == 403


def test_the_table_of_duties_names_only_steps_there_are_and_nobody_grants_themselves_more():
    steps = {*chairing.STEPS, *chairing._WITH_MORE}
    assert {*duties.DUTY_OF, *duties.ALWAYS} <= steps
    assert "stewards" not in duties.DUTY_OF
    assert set(duties.DUTY_OF.values()) == set(duties.DUTIES)


def test_a_steward_takes_the_chair_in_one_step_everybody_who_chairs_sees_it_and_it_is_given_back_in_one(crew: Crew):
    crew.own(crew.ann, "ask")
    assert crew.by(crew.jonah, "call_next").status_code == 403
    frame = crew.by(crew.jonah, "take_chair").get_json()
    assert frame["held"]["name"] == "Jonah Ferreday"
    assert crew.by(crew.jonah, "call_next").status_code == 200
    assert crew.by(crew.ruth, "start").status_code == 403  # the other steward holds nothing
    assert crew.by(crew.ruth, "give_chair_back").status_code == 403
    assert crew.step("start")["held"]["name"] == "Jonah Ferreday"  # the chair is not locked out
    assert crew.by(crew.jonah, "give_chair_back").get_json()["held"] is None
    assert crew.by(crew.jonah, "end").status_code == 403


def test_the_chair_takes_the_chair_back_and_a_second_steward_takes_it_from_the_first(crew: Crew):
    crew.by(crew.jonah, "take_chair")
    assert crew.by(crew.ruth, "take_chair").get_json()["held"]["name"] == "Ruth Castell"
    assert crew.by(crew.jonah, "close_list").status_code == 403
    assert crew.step("give_chair_back")["held"] is None


def test_that_the_chair_was_taken_is_in_the_journal_by_ids_and_in_no_public_frame(crew: Crew):
    crew.by(crew.jonah, "take_chair")
    for client, path in ((crew.ann, "/me/state"), (crew.chair, "/stage/state")):
        assert "Ferreday" not in client.get(crew.url + path, headers=JSON).text


def test_a_steward_undoes_their_own_step_and_not_the_chairs(crew: Crew):
    crew.by(crew.jonah, "add", who="whi")
    crew.step("call_next")
    assert crew.by(crew.jonah, "undo").status_code == 403
    crew.step("undo")
    assert crew.by(crew.jonah, "redo").status_code == 403
    assert crew.by(crew.jonah, "undo").status_code == 200
    assert crew.names() == []
    assert crew.by(crew.jonah, "redo").status_code == 200
    assert crew.names() == ["Ann Whitlock"]


def test_case_63_two_chairs_press_next_at_the_same_moment_and_the_second_is_told(crew: Crew):
    crew.own(crew.ann, "ask")
    crew.own(crew.cara, "ask")
    crew.by(crew.jonah, "take_chair")
    first = crew.frame()["next"]["id"]
    assert crew.step("call", request_id=first)["called"]["name"] == "Ann Whitlock"
    second = crew.by(crew.jonah, "call", request_id=first)
    assert second.status_code == 409
    assert "already" in second.get_json()["detail"]
    assert crew.names() == ["Cara Obi"]


def test_case_64_a_steward_who_moves_while_the_chair_does_is_told_and_the_chair_wins(crew: Crew):
    for name in ("Dev", "Eve", "Fay"):
        crew.step("add", who=name, new="yes")
    crew.step("policy", policy="first_come")
    seen = crew.frame()
    eve, fay = seen["queue"][1]["id"], seen["queue"][2]["id"]
    crew.step("up", request_id=fay, seen=seen["seq"])  # the chair's drag lands first
    assert crew.names() == ["Dev", "Fay", "Eve"]
    told = crew.by(crew.jonah, "up", request_id=eve, seen=seen["seq"])
    assert told.status_code == 409
    assert "look again" in told.get_json()["detail"]
    assert crew.names() == ["Dev", "Fay", "Eve"]
    assert crew.by(crew.jonah, "up", request_id=eve, seen=crew.frame()["seq"]).status_code == 200
    assert crew.step("up", request_id=fay, seen=seen["seq"])["arranged"]["role"] == "chair"  # the other way round too


def heard(crew: Crew, text: str, message_id: str = "m1") -> str | None:
    person = crew.house.run(lambda uow: add(uow, crew.session_id, "Dev Chaudhuri", landlord_id=crew.marram))
    said: str | None = crew.house.run(
        service.heard_in_chat, crew.session_id, person, text, message_id=message_id, at=crew.house.now
    )
    return said


def test_case_18_words_that_sound_like_a_wish_are_a_chip_for_the_steward_and_never_a_hand(crew: Crew):
    assert heard(crew, "I'd like to come in on this") == "suggest"
    [chip] = crew.frame()["suggested"]
    assert (chip["name"], crew.names()) == ("Dev Chaudhuri", [])
    crew.later(40)
    added = crew.by(crew.jonah, "take_suggestion", suggested_seq=chip["seq"]).get_json()
    assert [row["name"] for row in added["queue"]] == ["Dev Chaudhuri"]
    assert added["queue"][0]["since_ms"] == chip["at_ms"]  # at the time of their words
    assert added["suggested"] == []
    again = crew.by(crew.jonah, "dismiss_suggestion", suggested_seq=chip["seq"])
    assert again.status_code == 409


def test_case_18_a_keyword_that_is_quoted_neither_raises_nor_suggests(crew: Crew):
    for number, text in enumerate(("> hand", "Replying to Ann: hand", '"may I speak" is what he wrote', "Re: hand up")):
        assert heard(crew, text, f"q{number}") is None
    assert (crew.frame()["suggested"], crew.names()) == ([], [])


def test_a_chip_that_is_ignored_goes_and_a_hand_of_their_own_takes_it_away(crew: Crew):
    heard(crew, "could we come in on this")
    [chip] = crew.frame()["suggested"]
    assert crew.by(crew.jonah, "dismiss_suggestion", suggested_seq=chip["seq"]).get_json()["suggested"] == []
    person = crew.house.run(lambda uow: add(uow, crew.session_id, "Eve", landlord_id=None))
    for text, message_id in (("I'd like to add something", "a"), ("I would like to add something", "b"), ("hand", "c")):
        crew.house.run(service.heard_in_chat, crew.session_id, person, text, message_id=message_id, at=crew.house.now)
        assert len(crew.frame()["suggested"]) == (text != "hand")
    assert crew.names() == ["Eve"]


def test_the_stewards_page_works_without_script_and_leads_back_to_itself(crew: Crew):
    heard(crew, "I'd like to come in on this")
    crew.house.run(
        lambda uow: service.heard_in_chat(
            uow,
            crew.session_id,
            add(uow, crew.session_id, "Nia Bowen", landlord_id=crew.linden),
            "hand",
            message_id="late",
            at=uow.now - timedelta(minutes=5),
        )
    )
    crew.own(crew.ann, "ask")
    page = crew.jonah.get(f"{crew.url}/steward").text
    assert "2 to answer" in page
    assert page.index("Nia Bowen") < page.index("Dev Chaudhuri")  # the oldest first
    assert "True place: 1st, before Ann Whitlock" in page
    assert "What stewards may do" not in page
    assert "What stewards may do" in crew.chair.get(f"{crew.url}/steward").text
    seq = crew.frame()["tray"][0]["seq"]
    answered = crew.jonah.post(crew.url, data={"step": "admit_late", "tray_seq": seq, "back": "steward"})
    assert (answered.status_code, answered.location) == (303, f"{crew.url}/steward")
    assert crew.names() == ["Nia Bowen", "Ann Whitlock"]
    taken = crew.jonah.post(crew.url, data={"step": "take_chair", "back": "chair"}, follow_redirects=True)
    assert "Jonah Ferreday has the chair since" in taken.text


def test_a_hand_added_by_reference_means_one_of_two_who_are_called_the_same(crew: Crew):
    for landlord_id in (crew.linden, crew.marram):
        crew.house.participant(crew.session_id, "Ann Marsh", landlord_id=landlord_id)
    assert "Several people" in crew.by(crew.jonah, "add", who="ann marsh").get_json()["detail"]
    listed = crew.jonah.get(f"{crew.url}/steward/people", headers=JSON).get_json()
    [ref] = [one["ref"] for one in listed if (one["name"], one["landlord"]) == ("Ann Marsh", "Marram Housing")]
    crew.by(crew.jonah, "add", ref=ref)
    assert [(row["name"], row["landlord"]) for row in crew.frame()["queue"]] == [("Ann Marsh", "Marram Housing")]
    assert crew.by(crew.jonah, "add", ref="p:nobody").status_code == 409
    assert crew.ann.get(f"{crew.url}/steward/people", headers=JSON).status_code == 404


def test_what_somebody_asks_to_be_read_out_is_before_the_chair_and_the_steward_and_nobody_else(crew: Crew):
    crew.own(crew.ann, "ask", kind="read_out", about="We visit within a day.")
    crew.step("call_next")
    assert "Please read out: “We visit within a day.”" in crew.chair.get(crew.url).text
    for client, path in ((crew.cara, "/me"), (crew.cara, "/me/state"), (crew.chair, "/stage")):
        assert "within a day" not in client.get(crew.url + path).text


def test_case_65_a_registrant_or_steward_who_tries_what_is_the_chairs_is_refused_and_it_is_in_the_audit_log(crew: Crew):
    own = crew.own(crew.ann, "ask")["own"]["id"]
    tries = [("call_next", {}), ("lower", {"request_id": own})]
    for step, form in tries:
        assert crew.by(crew.cara, step, **form).status_code in (403, 404)
    assert crew.cara.get(f"{crew.url}/notes", headers=JSON).status_code in (403, 404)
    assert crew.by(crew.jonah, "call_next").status_code == 403
    assert crew.names() == ["Ann Whitlock"]

    def refused(uow: Uow) -> list[tuple[str, str]]:
        query = select(AuditEntry).where(AuditEntry.action == "access.refused").order_by(AuditEntry.seq)
        return [(entry.subject_id, entry.details["what"]) for entry in uow.db.scalars(query)]

    assert crew.house.run(refused) == [
        ("floor.step", "floor.chair"),
        ("floor.step", "floor.chair"),
        ("floor.chair_notes", "floor.chair"),
        ("floor.step", "call_next"),
    ]
