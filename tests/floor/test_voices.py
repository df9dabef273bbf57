"""The measurements through the chair's page: a flag is shown with its one tap, without script too."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from companion.floor import service
from companion.floor.events import SpeakerChanged
from companion.kernel.clocks import ManualClock, to_ms
from companion.kernel.ids import ForumSessionId, ParticipantId, new_id
from companion.registration.tables import HOST, Participant
from tests.floor.meeting import JSON, Meeting
from tests.house import House


@pytest.fixture
def meeting(house: House, app: Flask, clock: ManualClock) -> Meeting:
    """Ann is called; Cara has a hand up. Both are known to the floor."""
    made = Meeting(house, app, clock)
    made.step("start_session")
    made.own(made.ann, "ask")
    made.later(1)
    made.own(made.cara, "ask")
    made.step("call_next")
    return made


def called(meeting: Meeting, name: str) -> ParticipantId:
    frame = meeting.chair.get(f"{meeting.url}/state", headers=JSON).get_json()
    assert frame["role"] == "chair"
    first, second = meeting.house.run(
        lambda uow: list(uow.db.scalars(select(Participant.id).order_by(Participant.created_at)))
    )
    return ParticipantId(first if name == "Ann" else second)


def lit(meeting: Meeting, who: ParticipantId | None) -> None:
    told = [SpeakerChanged(to_ms(meeting.clock.now()), who)]
    meeting.house.run(service.voices_heard, ForumSessionId(meeting.session_id), told)


def page(meeting: Meeting) -> str:
    return meeting.chair.get(meeting.url).get_data(as_text=True)


def test_one_tap_starts_the_clock_from_the_first_word(meeting: Meeting):
    meeting.later(2)
    lit(meeting, called(meeting, "Ann"))
    meeting.later(6)
    shown = page(meeting)
    assert "Ann Whitlock is speaking already." in shown
    assert re.search(r'id="flag".*?<button[^>]*>Start from the first word</button>', shown, re.DOTALL)
    assert not re.search(r'id="flag" hidden', shown)
    (flag,) = meeting.chair.get(f"{meeting.url}/state", headers=JSON).get_json()["flags"]
    frame = meeting.step(**flag["step"])
    assert frame["now"]["clock"]["elapsed_ms"] == 6_000
    assert frame["flags"] == []
    assert meeting.step("undo")["called"]["name"] == "Ann Whitlock"


def test_one_tap_gives_the_floor_to_somebody_who_speaks_without_it(meeting: Meeting):
    meeting.step("skip")
    lit(meeting, called(meeting, "Cara"))
    assert re.search(r'id="flag" hidden', page(meeting))
    meeting.later(12)
    (flag,) = meeting.chair.get(f"{meeting.url}/state", headers=JSON).get_json()["flags"]
    assert flag["words"] == "Cara Obi is speaking without the floor."
    frame = meeting.step(**flag["step"])
    assert (frame["now"]["name"], frame["now"]["clock"]["elapsed_ms"]) == ("Cara Obi", 12_000)
    assert "Cara Obi" not in [row["name"] for row in frame["queue"]]


def test_the_floor_is_given_to_nobody_who_is_not_in_the_session(meeting: Meeting):
    meeting.step("skip")
    assert meeting.refused("give_floor", participant_id=str(new_id()))


def test_the_hosts_voice_is_no_interruption(meeting: Meeting):
    meeting.step("start")
    cara = called(meeting, "Cara")
    lit(meeting, cara)
    meeting.later(12)
    assert "has not been heard for a while" in page(meeting)
    meeting.house.run(lambda uow: setattr(uow.db.get_one(Participant, cara), "role", HOST))
    assert "has not been heard for a while" not in page(meeting)
