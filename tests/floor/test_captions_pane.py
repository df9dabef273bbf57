"""Captions on a registrant's own page: who reads them, from when on, under which name, and how soon they go dark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from companion.captions import streams
from companion.captions.rules import LEASE
from companion.codes.tables import Acceptance
from companion.forums import service as forums
from companion.kernel.clocks import ManualClock
from companion.kernel.uow import Uow
from companion.people.roles import Role
from companion.registration.tables import Registration
from tests.floor.captioned import ANN, CARA, Captioned
from tests.floor.meeting import JSON, Meeting
from tests.house import House
from tests.intake import deliveries
from tests.intake.test_events import apply
from zoom_hooks.rtms import Paused, Resumed, StillConnected

SECRET = "quillwort beside the boiler"
HEARD = [("Cara Obi", SECRET)]


@pytest.fixture
def evening(house: House, app: Flask, clock: ManualClock) -> Captioned:
    evening = Captioned(Meeting(house, app, clock))
    evening.meeting.step("next_item")
    evening.meeting.later(1)
    return evening


def test_whoever_is_in_the_meeting_reads_the_last_lines_as_they_are_said(evening: Captioned):
    ann = evening.meeting.ann
    assert evening.reads(ann)["words"] == "Captions have not begun."
    for number in range(10):
        evening.meeting.later(2)
        evening.says((ANN, CARA)[number % 2], f"sentence {number}")
    assert evening.lines(ann) == [
        (("Ann Whitlock", "Cara Obi")[number % 2], f"sentence {number}") for number in range(2, 10)
    ]
    assert evening.reads(ann)["words"] == ""


@pytest.mark.parametrize(
    ("mode", "name"),
    [("names", "Cara Obi"), ("landlords", "Marram Housing"), ("pseudonyms", "Landlord"), ("counts", "A speaker")],
)
def test_a_line_is_named_as_the_stage_names_its_speaker(evening: Captioned, mode: str, name: str):
    evening.meeting.step("stage", mode=mode)
    evening.says(CARA, SECRET)
    (line,) = evening.lines(evening.meeting.ann)
    assert line[1] == SECRET
    assert line[0].startswith(name)
    whole = str(evening.reads(evening.meeting.ann))
    assert ("Cara" in whole) == (mode == "names")


def test_an_answer_that_says_nothing_new_has_no_body(evening: Captioned):
    evening.says(CARA, SECRET)
    address = f"{evening.meeting.url}/me/captions"
    first = evening.meeting.ann.get(address, headers=JSON)
    again = evening.meeting.ann.get(address, headers={**JSON, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "no-store"
    evening.switch(False)
    dark = evening.meeting.ann.get(address, headers={**JSON, "If-None-Match": first.headers["ETag"]})
    assert dark.status_code == 200
    assert dark.get_json()["is_dark"]


def suspended(evening: Captioned) -> None:
    registration = evening.registration_of("Ann")

    def change(uow: Uow) -> None:
        row = uow.db.get_one(Registration, registration)
        row.state, row.seat_no = "cancelled", None

    evening.house.run(change)


def code_not_accepted(evening: Captioned) -> None:
    evening.house.run(lambda uow: uow.db.query(Acceptance).delete())


DARK: dict[str, tuple[Callable[[Captioned], Any], str]] = {
    "sent out": (lambda one: one.sends_out(one.meeting.ann), "No captions while you are out for this item."),
    "left": (lambda one: one.leaves(ANN), "Captions show here while you are in the meeting in Zoom."),
    "seat withdrawn": (suspended, "Captions are for people who have a place in this meeting."),
    "code not accepted": (code_not_accepted, "Captions show here once you have accepted the code of conduct."),
    "switched off": (lambda one: one.switch(False), "Captions are switched off here."),
    "over": (lambda one: one.meeting.step("end_session"), "The meeting is over. No captions are kept here."),
    "ended in Zoom": (
        lambda one: apply(one.house, deliveries.ended(one.now_ms)), "The meeting is over. No captions are kept here."
    ),
    "consent withdrawn": (
        lambda one: one.house.run(streams.stream_stopped, "S1", 8), "Captions were withdrawn in Zoom."
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", DARK)
def test_i13_they_go_dark_with_the_next_question(evening: Captioned, why: str):
    evening.says(CARA, SECRET)
    assert evening.lines(evening.meeting.ann) == HEARD
    happens, words = DARK[why]
    happens(evening)
    assert evening.reads(evening.meeting.ann) == {"is_dark": True, "words": words, "lines": []}


def test_whoever_signs_out_is_told_nothing(evening: Captioned):
    evening.says(CARA, SECRET)
    evening.meeting.ann.post("/sign-out")
    answer = evening.meeting.ann.get(f"{evening.meeting.url}/me/captions", headers=JSON)
    assert answer.status_code in (401, 403, 404)
    assert SECRET not in answer.text


def test_whoever_was_out_for_an_item_never_reads_what_was_said_in_it(evening: Captioned):
    evening.says(CARA, "before the interest")
    evening.sends_out(evening.meeting.ann)
    evening.meeting.later(1)
    evening.says(CARA, SECRET)
    evening.meeting.later(1)
    evening.meeting.step("next_item")
    assert evening.lines(evening.meeting.ann) == []
    evening.meeting.later(1)
    evening.says(CARA, "the next item")
    assert evening.lines(evening.meeting.ann) == [("Cara Obi", "the next item")]
    assert SECRET in str(evening.lines(evening.meeting.cara))


def test_whoever_is_let_back_in_reads_from_then_on(evening: Captioned):
    declared = evening.sends_out(evening.meeting.ann)
    evening.meeting.later(1)
    evening.says(CARA, SECRET)
    evening.meeting.later(1)
    evening.meeting.step("interest_lift", declaration_id=declared)
    evening.meeting.later(1)
    evening.says(CARA, "with Ann")
    assert evening.lines(evening.meeting.ann) == [("Cara Obi", "with Ann")]


def test_whoever_comes_late_or_comes_back_reads_from_then_on(evening: Captioned):
    evening.leaves(ANN)
    evening.meeting.later(1)
    evening.says(CARA, SECRET)
    evening.meeting.later(1)
    evening.joins(ANN)
    assert evening.lines(evening.meeting.ann) == []
    evening.meeting.later(1)
    evening.says(CARA, "hello again")
    assert evening.lines(evening.meeting.ann) == [("Cara Obi", "hello again")]


@pytest.mark.req("LC-14")
def test_a_feed_that_pauses_or_is_lost_is_said_with_its_time(evening: Captioned, clock: ManualClock):
    ann = evening.meeting.ann
    evening.says(CARA, SECRET)
    evening.tell(Paused(evening.now_ms))
    evening.meeting.later(5)
    assert evening.reads(ann)["words"] == "No captions since 10:30. They are paused in Zoom."
    evening.tell(Resumed(evening.now_ms), StillConnected(("transcript",), evening.now_ms))
    assert evening.reads(ann)["words"] == ""
    clock.advance(LEASE + timedelta(minutes=2))
    shown = evening.reads(ann)
    assert shown["words"] == "No captions since 10:30."
    assert shown["lines"]


def test_i13_nobody_else_reads_a_word(evening: Captioned, app: Flask):
    evening.says(CARA, SECRET)
    house, meeting = evening.house, evening.meeting
    elsewhere = house.forum_session(meeting.programme_id, title="Another", state="live", zoom_meeting_id="92222222222")
    person = house.person("Dee Farrow", "dee@marram.example")
    place = house.registration(elsewhere, person, landlord_id=meeting.marram)
    dee = house.signed_in(app, person, "day", forum_session_id=elsewhere, registration_id=place)
    address = f"{meeting.url}/me/captions"
    outsiders = {
        "chair": meeting.chair,
        "another session": dee,
        "nobody": app.test_client(),
        "landlord": house.signed_in(
            app, person, "landlord", landlord_id=meeting.linden, forum_session_id=meeting.session_id
        ),
        **{
            role: house.signed_in(app, house.account(role, programme_id=meeting.programme_id))
            for role in (Role.ORGANISER, Role.REVIEWER, Role.ADMIN)
        },
    }
    for who, client in outsiders.items():
        answer = client.get(address, headers=JSON)
        assert answer.status_code in (401, 403, 404), who
        assert SECRET not in answer.text, who
    frames = [f"{meeting.url}{path}" for path in ("", "/state", "/stage", "/stage/state", "/paper")]
    for path in frames:
        assert SECRET not in meeting.chair.get(path).text, path
    for path in ("/me", "/me/state"):
        assert SECRET not in meeting.ann.get(f"{meeting.url}{path}").text, path


def test_the_page_has_a_place_for_captions_where_the_programme_has_them(evening: Captioned):
    page = f"{evening.meeting.url}/me"
    assert 'id="captions"' in evening.meeting.ann.get(page).text
    evening.switch(False)
    assert 'id="captions"' not in evening.meeting.ann.get(page).text
    evening.switch(True)
    evening.meeting.step("end_session")
    assert evening.reads(evening.meeting.ann)["is_dark"]


def test_an_officer_switches_them_on_and_off_and_they_begin_switched_off(house: House, app: Flask):
    programme = house.programme()
    organiser = house.signed_in(app, house.account(Role.ORGANISER, programme_id=programme))
    address = f"/programmes/{programme}/captions"
    assert "Switched off" in organiser.get(address).text
    assert "Captions: off" in organiser.get("/forum-sessions").text
    organiser.post(address, data={"on": "yes"})
    assert "Switched on" in organiser.get(address).text
    assert house.wiring.runner.read(forums.programme_of, programme).captions_on_page
    organiser.post(address, data={"on": "no"})
    assert "Switched off" in organiser.get(address).text
    elsewhere = house.signed_in(app, house.account(Role.ORGANISER, programme_id=house.programme("Other")))
    assert elsewhere.post(address, data={"on": "yes"}).status_code == 404
    steward = house.signed_in(app, house.account(Role.STEWARD, programme_id=programme))
    assert steward.get(address).status_code in (403, 404)
