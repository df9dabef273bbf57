"""What a bad line does to a registrant: nothing. One request, its own time, the same place, and a word of welcome."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask

from companion.floor import service
from companion.floor.journals import floor_of
from companion.floor.late import CLAMP_MS
from companion.kernel.clocks import ManualClock, to_ms
from companion.kernel.ids import ParticipantId
from companion.kernel.uow import Uow
from tests.floor.meeting import Meeting
from tests.house import House


@pytest.fixture
def meeting(house: House, app: Flask, clock: ManualClock) -> Meeting:
    meeting = Meeting(house, app, clock)
    meeting.step("start_session")
    return meeting


def test_case_19_a_press_made_twice_while_offline_is_one_request_at_its_own_time(meeting: Meeting):
    key = str(uuid4())
    pressed_ms = to_ms(meeting.house.now)
    meeting.later(4)
    meeting.own(meeting.cara, "ask")  # who asked later, on a better line
    meeting.later(2)
    for _ in range(2):
        own = meeting.own(meeting.ann, "ask", key=key, ago=6000)
    assert own["own"]["asked_at_ms"] == pressed_ms
    assert [one["name"] for one in meeting.step("policy", policy="first_come")["queue"]] == ["Ann Whitlock", "Cara Obi"]


def test_case_19_however_long_ago_a_page_says_it_was_it_gains_the_clamp_at_most(meeting: Meeting):
    own = meeting.own(meeting.ann, "ask", ago=3_600_000)
    assert own["own"]["asked_at_ms"] == to_ms(meeting.house.now) - CLAMP_MS
    for ago in ("-5", "x", "9" * 40, "²"):
        meeting.own(meeting.ann, "take_back")
        meeting.later(1)
        assert meeting.own(meeting.ann, "ask", ago=ago)["own"]["asked_at_ms"] == to_ms(meeting.house.now)


def test_who_comes_back_under_a_new_zoom_id_is_welcomed_and_still_in_the_same_place(meeting: Meeting):
    meeting.own(meeting.cara, "ask")
    meeting.later(1)
    meeting.own(meeting.ann, "ask")

    def come(uow: Uow, connection: str, *, gone: str = "") -> None:
        ann = next(
            row.participant_id
            for row in floor_of(uow, meeting.session_id).requests.values()
            if row.landlord_id == meeting.linden
        )
        here = {"landlord_id": None, "connection": connection, "at": uow.now}
        if gone:
            service.departed(uow, meeting.session_id, ParticipantId(ann), connection=gone, at=uow.now)
        service.arrived(uow, meeting.session_id, ParticipantId(ann), **here)

    meeting.house.run(come, "first")
    page = f"{meeting.url}/me"
    assert "Welcome back" not in meeting.ann.get(page).text  # the first to come is not one who came back
    meeting.later(60)
    meeting.house.run(come, "second", gone="first")
    meeting.later(5)
    assert "Welcome back. You’re still 2nd." in meeting.ann.get(page).text
    meeting.later(180)
    assert "Welcome back" not in meeting.ann.get(page).text
