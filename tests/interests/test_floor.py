"""Declared interests through the pages of a live meeting: the chair's, the steward's, the registrants', the stage's."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from companion.floor import service as floor
from companion.interests import service as interests
from companion.kernel.clocks import ManualClock
from companion.people.roles import Role
from companion.registration.tables import Participant
from tests.floor.meeting import JSON, Meeting
from tests.house import House

SECRET = "my brother’s firm repairs our lifts"


class Evening(Meeting):
    """The first item is open; Dana is steward beside Robin in the chair."""

    def __init__(self, house: House, app: Flask, clock: ManualClock) -> None:
        super().__init__(house, app, clock)
        self.dana_id = house.account(Role.STEWARD, programme_id=self.programme_id, name="Dana Pike")
        self.dana = house.signed_in(app, self.dana_id)
        self.step("start_session")
        self.step("next_item")

    def by(self, client: FlaskClient, step: str, **form: Any) -> Any:
        return client.post(self.url, data={"step": step, **form}, headers=JSON)

    def frame(self) -> dict[str, Any]:
        found: dict[str, Any] = self.chair.get(f"{self.url}/state", headers=JSON).get_json()
        return found

    @property
    def panel(self) -> dict[str, Any]:
        found: dict[str, Any] = self.frame()["interests"]
        return found

    def declares(self, client: FlaskClient, **form: Any) -> dict[str, Any]:
        return self.own(client, "interest", **{"nature": "personal", "concerns": SECRET, **form})

    def decides(self, *effects: str) -> dict[str, Any]:
        (ask,) = self.panel["asks"]
        return self.step("interest_decide", declaration_id=ask["id"], effects=" ".join(effects))

    def participant(self, name: str) -> UUID:
        def find(uow: Any) -> UUID:
            from companion.floor.participants import everybody

            return next(one.participant_id for one in everybody(uow, self.session_id) if one.name.startswith(name))

        found: UUID = self.house.run(find)
        return found

    def joins(self, name: str, connection: str = "a") -> None:
        self.house.run(
            floor.arrived, self.session_id, self.participant(name), landlord_id=self.linden, connection=connection,
            at=self.house.now,
        )  # fmt: skip

    def leaves(self, name: str, connection: str = "a") -> None:
        self.house.run(
            floor.departed, self.session_id, self.participant(name), connection=connection, at=self.house.now
        )


@pytest.fixture
def evening(house: House, app: Flask, clock: ManualClock) -> Evening:
    return Evening(house, app, clock)


@pytest.mark.req("PP-40", "BX-39", "BX-40")
def test_a_registrant_declares_on_their_page_and_the_chair_answers_with_one_press(evening: Evening) -> None:
    evening.own(evening.ann, "ask")
    mine = evening.declares(evening.ann, nature="prejudicial")
    (told,) = mine["interests"].values()
    assert "has not answered yet" in told["words"]
    assert mine["own"]["state"] == "blocked"
    assert [(one["who"], one["nature"], one["is_now"]) for one in evening.panel["asks"]] == [
        ("Ann Whitlock", "prejudicial interest", True)
    ]
    assert [one["name"] for one in evening.panel["held"]] == ["Ann Whitlock"]
    frame = evening.decides("noted")
    assert frame["interests"]["asks"] == []
    assert [(row["name"], row["marks"]) for row in frame["queue"]] == [("Ann Whitlock", ["new", "interest"])]


def test_the_page_without_script_says_it_and_takes_the_form(evening: Evening) -> None:
    page = evening.ann.get(f"{evening.url}/me").text
    assert "Declare an interest in this item" in page
    item = page.split('name="item_id" value="')[1].split('"')[0]
    answer = evening.ann.post(f"{evening.url}/me", data={"step": "interest", "nature": "personal", "item_id": item})
    assert answer.status_code == 303
    page = evening.ann.get(f"{evening.url}/me").text
    assert "You declared an interest in this item." in page
    chair = evening.chair.get(evening.url).text
    assert "Declared interests" in chair
    assert 'value="no_speech"' in chair


def test_what_nobody_answered_is_taken_back_on_the_page(evening: Evening) -> None:
    (told,) = evening.declares(evening.ann)["interests"].values()
    mine = evening.own(evening.ann, "interest_back", declaration_id=told["take_back"])
    assert mine["interests"] == {}
    answer = evening.cara.post(
        f"{evening.url}/me", data={"step": "interest_back", "declaration_id": told["take_back"]}, headers=JSON
    )
    assert answer.status_code == 404


def test_case_41_the_refusal_is_told_to_that_person_alone(evening: Evening) -> None:
    evening.declares(evening.ann)
    evening.decides("no_speech")
    answer = evening.ann.post(f"{evening.url}/me", data={"step": "ask"}, headers=JSON)
    assert answer.status_code == 409
    assert "waits until the item is over" in answer.get_json()["detail"]
    assert evening.cara.get(f"{evening.url}/me/state", headers=JSON).get_json()["interests"] == {}


@pytest.mark.req("BX-40")
def test_case_45_asked_to_leave_is_watched_until_they_left_and_when_they_come_back(evening: Evening) -> None:
    evening.own(evening.ann, "ask")
    evening.joins("Ann")
    evening.declares(evening.ann)
    evening.later(5)
    evening.decides("leave_item", "no_vote")
    seen = []

    def inbox() -> str:
        found: str = evening.dana.get(f"{evening.url}/steward").text
        return found

    def look() -> None:
        seen.append(evening.panel["standing"][0]["people"][0]["presence"])

    look()
    assert "is asked to leave for this item" in inbox()
    evening.later(20)
    evening.leaves("Ann")
    look()
    assert "Ann Whitlock, Linden Quay Homes" not in inbox()
    evening.later(20)
    evening.joins("Ann", "b")
    look()
    assert "is back during the item" in inbox()
    evening.leaves("Ann", "b")
    assert seen == ["here", "left", "back"]
    assert evening.panel["readmit"] == []
    evening.step("next_item")
    assert evening.panel["readmit"] == ["Ann Whitlock"]
    assert "Ann Whitlock, Linden Quay Homes: the item is over" in inbox()
    evening.later(2)
    evening.joins("Ann", "c")
    assert evening.panel["readmit"] == []
    assert [row["name"] for row in evening.frame()["queue"]] == ["Ann Whitlock"]


@pytest.mark.req("BX-40")
def test_case_49_the_chair_allows_a_statement_which_staff_see(evening: Evening) -> None:
    for who in (evening.ann, evening.cara):
        evening.own(who, "ask")
    evening.declares(evening.ann)
    evening.decides("no_speech")
    (one,) = evening.panel["standing"]
    wrong = evening.by(
        evening.chair, "interest_statement", declaration_id=one["id"], participant_id=str(evening.participant("Cara"))
    )
    assert wrong.status_code == 404
    frame = evening.step("interest_statement", declaration_id=one["id"], participant_id=one["people"][0]["id"])
    assert frame["interests"]["standing"][0]["people"][0]["statement"]
    evening.step("call_next")
    assert evening.step("start")["now"]["is_statement"]


@pytest.mark.req("PP-40")
def test_case_50_the_words_are_in_no_frame_page_or_export_but_the_chairs_own(evening: Evening) -> None:
    evening.declares(evening.ann)
    (ask,) = evening.panel["asks"]
    words = evening.chair.get(f"{evening.url}/interests", headers=JSON).get_json()
    assert words == {ask["id"]: SECRET}
    assert SECRET in evening.chair.get(evening.url).get_data(as_text=True)
    assert evening.dana.get(f"{evening.url}/interests", headers=JSON).get_json() == {}
    evening.decides("no_speech")
    elsewhere = [
        evening.chair.get(f"{evening.url}/state", headers=JSON).data,
        evening.dana.get(evening.url).data,
        evening.ann.get(f"{evening.url}/me").data,
        evening.cara.get(f"{evening.url}/me").data,
        evening.cara.get(f"{evening.url}/me/state", headers=JSON).data,
        evening.chair.get(f"{evening.url}/stage").data,
        evening.chair.get(f"{evening.url}/stage/state", headers=JSON).data,
        evening.chair.get(f"{evening.url}/paper").data,
    ]
    for data in elsewhere:
        assert b"brother" not in data
    for data in elsewhere[3:7]:
        assert b"interest was declared" not in data
        assert ask["id"].encode() not in data


#: who may read what an interest concerns once it is answered, and where
READABLE = {("chair", "floor.chair_concerns"), ("chair", "interests.interests")}
ROOMS = {"after", "floor", "interests", "release", "steward"}


def test_case_50_no_other_page_or_file_of_the_session_has_the_words(evening: Evening, app: Flask) -> None:
    """Every address of the live and later rooms that can be read, minutes, timeline and the log's export among them."""
    evening.declares(evening.ann)
    evening.decides("no_speech")
    evening.step("end_session")
    shown, seen = set(), 0
    for rule in app.url_map.iter_rules():
        room = rule.endpoint.partition(".")[0]
        if "GET" not in (rule.methods or ()) or rule.arguments != {"session_id"} or room not in ROOMS:
            continue
        with app.test_request_context():
            path = rule.build({"session_id": evening.session_id})
        assert path is not None
        for who, client in (("chair", evening.chair), ("cara", evening.cara)):
            answer = client.get(path[1])
            seen += answer.status_code == 200
            if b"brother" in answer.data or SECRET.encode() in answer.data:
                shown.add((who, rule.endpoint))
    assert seen > 15
    assert shown == READABLE


def test_i13_nothing_of_an_interest_is_in_what_others_are_sent(evening: Evening) -> None:
    before = evening.cara.get(f"{evening.url}/me/state", headers=JSON).get_json()
    evening.declares(evening.ann)
    evening.decides("leave_item")
    after = evening.cara.get(f"{evening.url}/me/state", headers=JSON).get_json()
    for frame in (before, after):
        for name in ("seq", "now_ms"):
            frame.pop(name)
    assert json.dumps(before, sort_keys=True) == json.dumps(after, sort_keys=True)


def test_case_43_the_voice_is_paused_and_the_chair_lets_it_go_on(evening: Evening) -> None:
    evening.own(evening.ann, "ask")
    evening.step("call_next")
    evening.step("start")
    evening.later(20)
    evening.declares(evening.ann)
    assert evening.frame()["now"]["paused_by"] == "interest"
    assert "not answered it yet" in evening.refused("resume")
    assert evening.decides("noted")["now"]["clock"]["ticking"]


@pytest.mark.req("PP-42")
def test_the_next_item_waits_for_an_answer_or_is_opened_knowingly(evening: Evening) -> None:
    items = [item for item, _ in evening.house.run(_items, evening.session_id)]
    evening.declares(evening.ann, item_id=str(items[1]))
    assert evening.panel["knowingly"]
    assert "not answered yet" in evening.refused("next_item")
    assert evening.frame()["item"]["id"] == str(items[0])
    assert evening.step("next_item", knowingly="yes")["item"]["id"] == str(items[1])


def _items(uow: Any, session_id: UUID) -> list[tuple[UUID, str]]:
    from companion.forums import service as forums

    return [(item.id, item.title) for item in forums.agenda(uow, session_id)]


@pytest.mark.req("BX-40")
def test_a_steward_notes_and_confirms_and_only_who_chairs_decides(evening: Evening) -> None:
    assert evening.by(evening.dana, "interest_declare", who="Cara", scope="landlord").status_code == 200
    (ask,) = evening.panel["asks"]
    assert (ask["who"], ask["landlord"]) == ("Marram Housing", "the landlord as a whole")
    for step in ("interest_decide", "interest_lift"):
        assert evening.by(evening.dana, step, declaration_id=ask["id"]).status_code == 403
    evening.by(evening.dana, "take_chair")
    assert evening.by(evening.dana, "interest_decide", declaration_id=ask["id"], no_speech="yes").status_code == 200
    assert evening.panel["standing"][0]["effects"] == ["no_speech"]


def test_case_52_the_chair_stands_aside_for_the_item_and_the_deputy_has_the_controls(evening: Evening) -> None:
    evening.own(evening.ann, "ask")
    assert evening.by(evening.dana, "call_next").status_code == 403
    frame = evening.step("interest_aside", deputy_id=str(evening.dana_id))
    assert (frame["interests"]["aside"]["chair"], frame["interests"]["aside"]["deputy"]) == ("Robin Marsh", "Dana Pike")
    assert "stood aside" in evening.refused("call_next")
    assert evening.by(evening.dana, "call_next").status_code == 200
    assert evening.by(evening.dana, "next_item").status_code == 200
    assert evening.step("start")["now"]["name"] == "Ann Whitlock"
    assert evening.by(evening.dana, "end").status_code == 403


def test_case_52_the_chair_comes_back_without_naming_anybody_and_there_is_one_deputy_at_a_time(
    evening: Evening,
) -> None:
    evening.own(evening.ann, "ask")
    erin = evening.house.signed_in(
        evening.app, erin_id := evening.house.account(Role.STEWARD, programme_id=evening.programme_id, name="Erin Vale")
    )
    assert "been dealt with" in evening.refused("interest_aside_over")
    evening.step("interest_aside", deputy_id=str(evening.dana_id))
    assert '<div id="aside-over">' in evening.chair.get(evening.url).text
    assert '<div id="aside-over" hidden>' in evening.dana.get(evening.url).text
    assert evening.by(evening.dana, "interest_aside_over").status_code == 409
    evening.step("interest_aside", deputy_id=str(erin_id))
    assert evening.by(evening.dana, "call_next").status_code == 403
    assert evening.by(erin, "call_next").status_code == 200
    assert evening.step("interest_aside_over")["interests"]["aside"] is None
    assert evening.by(erin, "start").status_code == 403
    assert evening.step("start")["now"]["name"] == "Ann Whitlock"


@pytest.mark.req("BX-41")
def test_who_may_not_vote_is_shown_to_the_counter_and_left_out(evening: Evening) -> None:
    evening.declares(evening.ann)
    assert evening.decides("no_vote")["interests"]["may_not_vote"] == ["Ann Whitlock"]
    assert "<b>Do not vote:</b>" in evening.dana.get(evening.url).text
    answer = evening.by(evening.dana, "count_hands", question="Write to the council?", in_favour="7", against="1")
    assert answer.status_code == 200
    (show,) = evening.house.run(lambda uow: list(floor.floor_of(uow, evening.session_id).shows.values()))
    assert (show.in_favour, show.against, show.abstained, show.left_out) == (7, 1, 0, 1)
    corrected = evening.by(evening.dana, "correct_count", show_id=str(show.show_id), in_favour="8")
    assert corrected.status_code == 200
    assert evening.by(evening.dana, "count_hands", question="", in_favour="7").status_code == 422
    assert evening.by(evening.dana, "count_hands", question="Yes?", in_favour="many").status_code == 422


def test_an_interest_of_another_session_is_none_of_this_chairs(evening: Evening) -> None:
    house = evening.house
    other = house.forum_session(evening.programme_id, state="live", starts_in=timedelta(0), title="Another")
    registration = house.registration(other, house.person("Fay Moor", "fay@moor.example"), landlord_id=evening.marram)
    declared = house.run(interests.declare_own, registration, house.first_item(other), "personal")
    assert evening.by(evening.chair, "interest_decide", declaration_id=str(declared)).status_code == 404
    assert evening.by(evening.chair, "interest_decide", declaration_id="x").status_code == 422


def test_case_48_a_new_name_in_zoom_does_not_shed_it(evening: Evening) -> None:
    evening.declares(evening.ann)
    evening.decides("no_speech")

    ann = evening.participant("Ann")

    def rename(uow: Any) -> None:
        found = uow.db.get(Participant, ann)
        found.sealed_name = uow.keys.seal(
            "Somebody", purpose="forum_session", subject=evening.session_id, row=f"registration_participant:{found.id}"
        )

    evening.house.run(rename)
    evening.joins("Ann", "new")
    assert evening.by(evening.chair, "add", who="Ann").status_code == 409


def test_a_phrase_in_the_chat_is_a_claim_that_the_steward_confirms(evening: Evening) -> None:
    evening.own(evening.ann, "ask")

    def writes(text: str, message_id: str) -> Any:
        return evening.house.run(
            floor.heard_in_chat, evening.session_id, ann, text, message_id=message_id, at=evening.house.now
        )

    ann = evening.participant("Ann")
    assert writes("declare interest item 9", "m0") == "declare"
    assert evening.frame()["interests"] is None
    writes("Declare interest", "m1")
    writes("Declare interest", "m1")
    (claim,) = evening.panel["asks"]
    assert (claim["is_claim"], claim["is_now"], claim["who"]) == (True, True, "Ann Whitlock")
    assert [row["name"] for row in evening.frame()["queue"]] == ["Ann Whitlock"]
    assert "declares an interest in “Welcome”?" in evening.dana.get(f"{evening.url}/steward").text
    assert evening.by(evening.dana, "interest_confirm", declaration_id=claim["id"]).status_code == 200
    assert evening.frame()["queue"] == []
    writes("declare interest item 2", "m2")
    other = next(one for one in evening.panel["asks"] if one["is_claim"])
    assert evening.by(evening.dana, "interest_lift", declaration_id=other["id"]).status_code == 200
    assert [one["is_claim"] for one in evening.panel["asks"]] == [False]
