"""The floor's pages through the HTTP client: who may, what each step does, and that everything works without script."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from companion.adjustments import service as adjustments
from companion.adjustments.rules import Wish
from companion.floor import service
from companion.floor.journals import floor_of
from companion.floor.participants import add
from companion.kernel.clocks import ManualClock, to_ms
from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.registration.tables import Registration
from companion.release.cases import passages_of
from tests.floor.meeting import JSON, Meeting
from tests.house import House


@pytest.fixture
def meeting(house: House, app: Flask, clock: ManualClock) -> Meeting:
    return Meeting(house, app, clock)


@pytest.mark.req("LC-18", "LC-20")
def test_an_evening_of_two_speakers_from_hand_to_end(meeting: Meeting):
    meeting.step("start_session")
    meeting.own(meeting.ann, "ask")
    meeting.later(1)
    own = meeting.own(meeting.cara, "ask")
    assert own["queue"].index(own["own"]["id"]) == 1
    frame = meeting.step("call", request_id=own["queue"][0])
    assert (frame["called"]["name"], frame["next"]["name"]) == ("Ann Whitlock", "Cara Obi")
    frame = meeting.step("start")
    assert frame["now"]["landlord"] == "Linden Quay Homes"
    meeting.later(95)
    frame = meeting.step("extend", seconds=30)
    assert frame["now"]["clock"]["elapsed_ms"] == 95_000
    assert frame["now"]["clock"]["limit_ms"] == 150_000
    frame = meeting.step("end")
    assert frame["now"] is None
    assert frame["next"]["why"][0] == "landlord not yet heard"
    assert meeting.step("undo")["now"]["name"] == "Ann Whitlock"
    assert meeting.step("redo")["now"] is None


def test_without_script_every_step_answers_with_a_redirect_and_the_page_shows_it(meeting: Meeting):
    meeting.chair.post(meeting.url, data={"step": "start_session"})
    asked = meeting.ann.post(f"{meeting.url}/me", data={"step": "ask", "kind": "question"})
    assert (asked.status_code, asked.location) == (303, f"{meeting.url}/me")
    page = meeting.ann.get(f"{meeting.url}/me").get_data(as_text=True)
    assert "1st" in page
    assert "Lower my hand" in page
    page = meeting.chair.get(meeting.url).get_data(as_text=True)
    assert "> Ann</span></span> <kbd" in page  # the button that calls her
    assert "landlord not yet heard" in page
    called = meeting.chair.post(meeting.url, data={"step": "call_next"})
    assert (called.status_code, called.location) == (303, meeting.url)
    assert "You’re next" in meeting.ann.get(f"{meeting.url}/me").get_data(as_text=True)
    refused = meeting.chair.post(meeting.url, data={"step": "call_next"}, follow_redirects=True)
    assert "called already" in refused.get_data(as_text=True)


@pytest.mark.parametrize("state", ["waitlisted", "pending", "apology", "suspended"])
def test_who_has_no_place_reads_no_live_page_and_is_led_to_their_own(meeting: Meeting, state: str):
    meeting.step("start_session")
    meeting.own(meeting.ann, "ask")  # so that they have a participant id from before
    meeting.step("call_next")
    meeting.step("start")

    def lose_the_place(uow: Uow) -> None:
        uow.db.execute(update(Registration).values(state=state, seat_no=None))

    meeting.house.run(lose_the_place)
    page = meeting.ann.get(f"{meeting.url}/me")
    assert (page.status_code, page.location) == (303, f"/forum-sessions/{meeting.session_id}/place")
    for path in ("/me/state", "/me/ticket"):
        answer = meeting.ann.get(meeting.url + path, headers=JSON)
        assert answer.status_code == 403
        assert "Whitlock" not in answer.text
    refused = meeting.ann.post(f"{meeting.url}/me", data={"step": "ask"}, headers=JSON)
    assert refused.status_code == 403


def test_the_registrants_own_page_leads_to_asking_to_speak(meeting: Meeting):
    place = f"/forum-sessions/{meeting.session_id}/place"
    assert meeting.ann.post(f"{place}/agree").status_code == 303
    before, _, _ = meeting.ann.get(place).text.partition("Ask to speak")
    link = before.rpartition('<a href="')[2].partition('"')[0]
    assert meeting.ann.get(link).status_code == 200


@pytest.mark.req("LC-17")
def test_the_registrants_page_asks_to_stay_muted_until_called(meeting: Meeting):
    page = meeting.ann.get(f"/forum-sessions/{meeting.session_id}/floor/me")
    assert "Stay muted until called" in page.text


def test_a_step_that_lost_its_field_never_shows_names_on_the_stage(meeting: Meeting):
    assert meeting.step("stage", mode="pseudonyms")["stage_mode"] == "pseudonyms"
    assert meeting.step("stage")["stage_mode"] == "pseudonyms"
    assert "could not be read" in meeting.refused("stage", mode="everything")


def test_the_same_press_sent_twice_happens_once(meeting: Meeting):
    meeting.step("start_session")
    key = str(new_id())
    for _ in range(2):
        meeting.own(meeting.ann, "ask")
        meeting.own(meeting.cara, "ask")
    meeting.step("call_next", key=key)
    frame = meeting.step("call_next", key=key)
    assert frame["called"]["name"] == "Ann Whitlock"
    assert len(frame["queue"]) == 1


def test_the_chair_calls_whom_the_button_names_or_hears_that_they_are_gone(meeting: Meeting):
    meeting.step("start_session")
    own = meeting.own(meeting.ann, "ask")
    meeting.own(meeting.cara, "ask")
    meeting.own(meeting.ann, "take_back")
    assert "not up any more" in meeting.refused("call", request_id=own["own"]["id"])


def test_a_note_reaches_the_chair_alone_and_not_the_journal_or_a_frame(meeting: Meeting):
    meeting.step("start_session")
    own = meeting.own(meeting.ann, "ask", about="first visits within a day")
    assert own["own"]["note"] == "first visits within a day"
    notes = meeting.chair.get(f"{meeting.url}/notes", headers=JSON).get_json()
    assert notes == {own["own"]["id"]: "first visits within a day"}
    assert "first visits" in meeting.chair.get(meeting.url).get_data(as_text=True)
    for path in ("/state", "/stage/state"):
        assert "first visits" not in meeting.chair.get(meeting.url + path).get_data(as_text=True)
    assert "first visits" not in meeting.cara.get(f"{meeting.url}/me/state").get_data(as_text=True)
    assert meeting.cara.get(f"{meeting.url}/notes").status_code == 404


def test_i13_the_mark_of_a_note_changes_with_it_and_stands_in_the_chairs_frame_alone(meeting: Meeting):
    meeting.step("start_session")

    def mark() -> str:
        ((row,),) = [meeting.chair.get(f"{meeting.url}/state", headers=JSON).get_json()["queue"]]
        return row["note"]

    meeting.own(meeting.ann, "ask")
    assert mark() is None
    meeting.own(meeting.ann, "about", about="first visits within a day")
    first = mark()
    meeting.own(meeting.ann, "about", about="how long repairs take")
    assert first != mark() is not None
    for path in ("/stage/state", "/me/state"):
        client = meeting.cara if path == "/me/state" else meeting.chair
        for one in (first, mark()):
            assert one not in client.get(meeting.url + path).get_data(as_text=True)


@pytest.mark.req("LC-16")
@pytest.mark.parametrize(
    "about",
    ["my case with 202312345", "damp at 12 Acorn Street", "call me on 07700 900123", "flat in SW1A 1AA", "my repair"],
)
def test_a_note_about_an_individual_case_is_refused_and_says_where_to_go(meeting: Meeting, about: str):
    meeting.step("start_session")
    answer = meeting.ann.post(f"{meeting.url}/me", data={"step": "ask", "about": about}, headers=JSON)
    assert answer.status_code == 409
    assert "complaints procedure" in answer.get_json()["detail"]
    assert meeting.chair.get(f"{meeting.url}/state").get_json()["queue"] == []


def test_the_steward_adds_a_hand_by_three_letters_of_somebody_not_seen_yet(meeting: Meeting):
    meeting.step("start_session")
    frame = meeting.step("add", who="whi")
    assert [(row["name"], row["sources"]) for row in frame["queue"]] == [("Ann Whitlock", ["staff"])]
    assert "Nobody here is called that" in meeting.refused("add", who="zzz")
    frame = meeting.step("add", who="Phone ··42", new="yes")
    assert frame["queue"][-1]["name"] == "Phone ··42"
    meeting.own(meeting.ann, "ask")
    assert len(meeting.chair.get(f"{meeting.url}/state").get_json()["queue"]) == 2


def test_several_of_that_name_are_not_guessed_at(meeting: Meeting):
    meeting.step("start_session")
    meeting.house.run(lambda uow: add(uow, meeting.session_id, "Ann Whitlock"))
    assert "Several people" in meeting.refused("add", who="ann")


@pytest.mark.req("LC-20")
def test_the_next_item_opens_with_its_budget_and_carries_the_turn(meeting: Meeting):
    meeting.step("start_session")
    frame = meeting.step("next_item")
    assert (frame["item"]["number"], frame["item"]["of"], frame["item"]["title"]) == (1, 3, "Welcome")
    meeting.own(meeting.ann, "ask")
    meeting.step("call_next")
    meeting.step("start")
    assert "still has the floor" in meeting.refused("next_item")
    frame = meeting.step("next_item", running="carry")
    assert (frame["item"]["number"], frame["now"]["name"]) == (2, "Ann Whitlock")
    meeting.step("next_item", running="end")
    assert meeting.step("next_item")["item"] is None
    assert "not on the list" in meeting.refused("next_item")


@pytest.mark.req("LC-41")
def test_more_time_that_was_granted_runs_on_that_persons_clock_and_nobody_is_told_why(meeting: Meeting):
    registration_id = meeting.house.run(
        lambda uow: uow.db.scalar(select(Registration.id).where(Registration.landlord_id == meeting.linden))
    )
    wish = meeting.house.adjustment(registration_id, Wish("more_time", minutes=3))
    meeting.house.run(adjustments.step, wish, "agree")
    meeting.step("start_session")
    meeting.own(meeting.ann, "ask")
    meeting.own(meeting.cara, "ask")
    called = meeting.step("call_next")["called"]
    assert (called["clock"]["limit_ms"], called["limit_cause"]) == (180_000, "turn")
    assert meeting.step("start")["now"]["clock"]["limit_ms"] == 180_000
    meeting.step("end")
    meeting.step("call_next")
    assert meeting.step("start")["now"]["clock"]["limit_ms"] == 120_000
    told = json.dumps(meeting.cara.get(f"{meeting.url}/me/state").get_json())
    assert "own_limit" not in told


def test_every_step_of_the_table_answers_with_a_frame_or_a_sentence(meeting: Meeting):
    from companion.floor.chairing import STEPS

    meeting.step("start_session")
    for name in STEPS:
        for form in ({}, {"request_id": "x", "anchor_id": "y", "seconds": "-1", "tray_seq": "a", "reason": "?"}):
            answer = meeting.chair.post(meeting.url, data={"step": name, **form}, headers=JSON)
            assert answer.status_code in (200, 409, 422), (name, answer.status_code)
    assert "no such step" in meeting.refused("fly")


def test_rows_can_be_moved_declined_and_deferred(meeting: Meeting):
    meeting.step("start_session")
    ann = meeting.own(meeting.ann, "ask")["own"]["id"]
    meeting.later(1)
    cara = meeting.own(meeting.cara, "ask")["own"]["id"]
    names = [row["name"] for row in meeting.step("up", request_id=cara, reason="access_need")["queue"]]
    assert names == ["Cara Obi", "Ann Whitlock"]
    frame = meeting.chair.get(f"{meeting.url}/state").get_json()
    assert frame["queue"][0]["moved_why"] == "access need"
    names = [row["name"] for row in meeting.step("unpin", request_id=cara)["queue"]]
    assert names == ["Ann Whitlock", "Cara Obi"]
    meeting.own(meeting.ann, "later")
    frame = meeting.step("decline", request_id=cara, reason="off_topic")
    assert [row["id"] for row in frame["queue"]] == [ann]


def test_a_poll_that_finds_nothing_new_is_answered_304(meeting: Meeting):
    first = meeting.ann.get(f"{meeting.url}/me/state", headers=JSON)
    assert int(first.headers["X-Server-Ms"]) == first.get_json()["now_ms"]
    again = meeting.ann.get(f"{meeting.url}/me/state", headers={**JSON, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    meeting.step("start_session")
    fresh = meeting.ann.get(f"{meeting.url}/me/state", headers={**JSON, "If-None-Match": first.headers["ETag"]})
    assert fresh.status_code == 200


def test_case_65_a_registrant_cannot_act_as_the_chair_nor_see_another_session(meeting: Meeting, house: House):
    other = house.forum_session(house.programme("Another"), state="open")
    for method, path in (("get", ""), ("post", ""), ("get", "/state"), ("get", "/ticket"), ("get", "/stage")):
        assert getattr(meeting.ann, method)(meeting.url + path).status_code == 404
    assert meeting.ann.get(f"/forum-sessions/{other}/floor/me").status_code == 404
    assert meeting.chair.get(f"{meeting.url}/me").status_code == 404


def test_case_68_a_hostile_name_is_text_on_every_page(meeting: Meeting):
    meeting.step("start_session")
    meeting.step("add", who="<script>alert(1)</script>\u202e" + "x" * 200, new="yes")
    for path in ("", "/stage", "/paper"):
        page = meeting.chair.get(meeting.url + path).get_data(as_text=True)
        assert "<script>alert" not in page
        assert "\u202e" not in page


def test_chat_words_raise_and_lower_a_hand_once_per_message(meeting: Meeting):
    meeting.step("start_session")
    person = meeting.house.run(lambda uow: add(uow, meeting.session_id, "Dev Chaudhuri", landlord_id=meeting.marram))

    def said(text: str, message_id: str) -> Any:
        return meeting.house.run(
            service.heard_in_chat, meeting.session_id, person, text, message_id=message_id, at=meeting.house.now
        )

    assert said("on the other hand, no", "m1") is None
    assert said("Hand up!", "m2") == "raise"
    assert said("Hand up!", "m2") == "raise"
    frame = meeting.chair.get(f"{meeting.url}/state").get_json()
    assert [(row["name"], row["sources"]) for row in frame["queue"]] == [("Dev Chaudhuri", ["chat"])]
    assert said("q-", "m3") == "lower"
    assert said("q-", "m4") == "lower"
    assert meeting.chair.get(f"{meeting.url}/state").get_json()["queue"] == []


def test_the_meetings_own_events_are_idempotent(meeting: Meeting):
    house, session_id, now = meeting.house, meeting.session_id, meeting.house.now
    person = house.run(lambda uow: add(uow, session_id, "Dev Chaudhuri"))
    for _ in range(2):
        house.run(service.session_started, session_id, at=now)
        house.run(service.arrived, session_id, person, landlord_id=meeting.marram, connection="c1", at=now)
    floor = house.run(lambda uow: floor_of(uow, session_id))
    assert (floor.state, floor.presences[person].is_here, floor.seq) == ("live", True, 2)
    house.run(service.departed, session_id, person, connection="c1", at=now + timedelta(seconds=5))
    for _ in range(2):
        house.run(service.session_ended, session_id, at=now + timedelta(seconds=9))
    floor = house.run(lambda uow: floor_of(uow, session_id))
    assert (floor.state, floor.is_away(person), floor.seq) == ("ended", True, 4)


def test_the_stage_shows_pseudonyms_that_need_the_sessions_secret(meeting: Meeting):
    meeting.step("start_session")
    meeting.own(meeting.ann, "ask")
    meeting.step("stage", mode="pseudonyms")
    page = meeting.chair.get(f"{meeting.url}/stage").get_data(as_text=True)
    assert "Ann" not in page.split("<main")[1]
    frame = meeting.chair.get(f"{meeting.url}/stage/state").get_json()
    assert frame["next"][0]["name"].startswith("Landlord ")


def test_every_page_of_the_floor_opens_before_during_and_after(meeting: Meeting):
    for step in (None, "start_session", "next_item", "pause_session", "resume_session", "end_session"):
        if step:
            meeting.step(step)
        for path in ("", "/stage", "/paper"):
            assert meeting.chair.get(meeting.url + path).status_code == 200
        assert meeting.ann.get(f"{meeting.url}/me").status_code == 200


def test_an_act_that_is_rolled_back_leaves_no_trace_for_the_next(meeting: Meeting):
    meeting.step("start_session")

    def fails(uow: Any) -> None:
        person = add(uow, meeting.session_id, "Dev Chaudhuri")
        for number in range(2):
            service.heard_in_chat(uow, meeting.session_id, person, "hand", message_id=f"m{number}", at=uow.now)
            service.heard_in_chat(uow, meeting.session_id, person, "q-", message_id=f"l{number}", at=uow.now)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        meeting.house.run(fails)
    frame = meeting.step("close_list")
    assert (frame["queue"], frame["seq"]) == ([], 2)


def test_case_32_the_button_says_how_little_is_left_and_starts_all_the_same(meeting: Meeting):
    meeting.step("start_session")
    meeting.step("next_item")
    meeting.own(meeting.ann, "ask")
    meeting.own(meeting.cara, "ask")
    meeting.step("call_next")
    meeting.step("start")
    meeting.later(20 * 60 - 12)
    meeting.step("end")
    meeting.step("call_next")
    assert "hardly any time" in meeting.refused("start")
    assert "Start with 0:12" in meeting.chair.get(meeting.url).get_data(as_text=True)
    assert meeting.step("start", despite_limit="yes")["now"]["limit_cause"] == "item"


def test_message_ids_with_slashes_are_told_apart(meeting: Meeting):
    meeting.step("start_session")
    for number, message_id in enumerate(("ab/cd==", "ab", "ab/ef==")):
        person = meeting.house.run(lambda uow, n=number: add(uow, meeting.session_id, f"Person {n}"))
        for _ in range(2):
            meeting.house.run(
                service.heard_in_chat,
                meeting.session_id,
                person,
                "hand",
                message_id=message_id,
                at=meeting.house.now,
            )
    assert len(meeting.chair.get(f"{meeting.url}/state").get_json()["queue"]) == 3


def test_a_dialogue_shows_both_who_speak(meeting: Meeting):
    meeting.step("start_session")
    meeting.step("dialogue", on="yes")
    for client in (meeting.ann, meeting.cara):
        meeting.own(client, "ask")
        meeting.step("call_next")
        meeting.step("start")
        meeting.later(20)
    page = meeting.chair.get(meeting.url).get_data(as_text=True)
    assert "Also speaking: Ann Whitlock, 1:20" in page


@pytest.mark.req("LC-06", "LC-40")
@pytest.mark.parametrize("way", ["page", "chat"])
def test_a_supporter_asks_for_whom_they_are_with_and_is_no_third_voice(meeting: Meeting, way: str):
    house = meeting.house
    ann = house.run(lambda uow: uow.db.scalars(select(Registration).order_by(Registration.created_at)).first())
    sam = house.person("Sam Reid", "sam@companion.example")
    beside = house.registration(meeting.session_id, sam, kind="supporter", seat_no=None)
    house.run(lambda uow: setattr(uow.db.get_one(Registration, beside), "supports_id", ann.id))
    client = house.signed_in(
        meeting.app, sam, "day", forum_session_id=meeting.session_id, registration_id=beside
    )  # fmt: skip
    meeting.step("start_session")
    if way == "page":
        assert "You are here with Ann Whitlock" in client.get(f"{meeting.url}/me").get_data(as_text=True)
        meeting.own(client, "ask")
    else:
        joined = house.participant(meeting.session_id, "Sam Reid", registration_id=beside)
        house.run(service.heard_in_chat, meeting.session_id, joined, "hand", message_id="m", at=house.now)
    meeting.own(meeting.ann, "ask")
    queue = meeting.chair.get(f"{meeting.url}/state").get_json()["queue"]
    assert [(row["name"], row["landlord"]) for row in queue] == [("Ann Whitlock", "Linden Quay Homes")]


@pytest.mark.req("BX-27")
def test_a_direction_is_noted_for_the_speaker_for_somebody_by_letters_or_for_all(meeting: Meeting):
    meeting.step("start_session")
    assert "Nobody has the floor" in meeting.refused("direct", direction="finish", whom="speaker")
    meeting.own(meeting.ann, "ask")
    meeting.step("call_next")
    meeting.step("start")
    meeting.step("direct", direction="finish", whom="speaker")
    meeting.step("direct", direction="warning", who="obi")
    frame = meeting.step("direct", direction="mute")
    assert [(one["name"], one["words"]) for one in frame["directions"]] == [
        (None, "asked to mute"),
        ("Cara Obi", "warned"),
        ("Ann Whitlock", "asked to finish"),
    ]


@pytest.mark.req("LC-20")
def test_every_limit_can_be_set_and_nonsense_is_refused(meeting: Meeting):
    frame = meeting.step("limits", seconds=90, landlord_seconds=300, warn="10, 30", on_expiry="auto_pause")
    assert (frame["per_turn_ms"], frame["per_landlord_ms"]) == (90_000, 300_000)
    assert frame["limits"] == {
        "warn": "30, 10",
        "on_expiry": "auto_pause",
        "grace": 15,
        "auto_start": False,
        "on_item_close": "carry",
    }
    assert "like 60, 30, 10" in meeting.refused("limits", warn="soon")


def test_the_feeds_are_told_to_the_chairs_page(meeting: Meeting):
    told = {one["name"]: one["words"] for one in meeting.chair.get(f"{meeting.url}/feeds").get_json()}
    assert told["captions"] == "Captions: off"
    assert told["hands"] == "Zoom hands: not reaching us"


@pytest.mark.req("LC-16")
def test_a_case_marked_on_the_page_is_a_passage_that_the_release_takes_out(meeting: Meeting):
    meeting.step("start_session")
    meeting.own(meeting.ann, "ask")
    meeting.step("call_next")
    meeting.step("start")
    began = to_ms(meeting.clock.now())
    meeting.later(20)
    frame = meeting.step("case")
    meeting.later(5)
    meeting.step("end")
    assert frame["case"]["name"] == "Ann Whitlock"
    (passage,) = meeting.house.run(lambda uow: passages_of(uow, meeting.session_id))
    assert passage == (began - 2_000, began + 27_000, began + 20_000)


def test_a_caller_is_spoken_to_by_all_that_is_known_of_the_telephone(meeting: Meeting):
    meeting.step("start_session")
    meeting.step("add", who="Phone ··42", new="yes")
    assert "> Phone ··42</span></span> <kbd" in meeting.chair.get(meeting.url).text
    meeting.step("call_next")
    assert "Thank you, Phone ··42." in meeting.chair.get(meeting.url).text


def test_starting_long_before_the_plan_is_asked_about_once(meeting: Meeting):
    meeting.plan(timedelta(days=7))
    assert "planned to start" in meeting.refused("start_session")
    shown = meeting.chair.get(meeting.url).get_data(as_text=True)
    form = shown.partition('id="start-early"')[2].partition("</form>")[0]
    assert 'name="early" value="yes"' in form
    assert "Start it now" in form
    assert meeting.step("start_session", early="yes")["state"] == "live"
    assert "start-early" not in meeting.chair.get(meeting.url).get_data(as_text=True)


def test_starting_within_the_hour_is_not_asked_about(meeting: Meeting):
    meeting.plan(timedelta(minutes=59))
    assert "start-early" not in meeting.chair.get(meeting.url).get_data(as_text=True)
    assert meeting.step("start_session")["state"] == "live"
