"""Every webhook of the simulated Zoom is one that our reading understands, and its API is as strict as Zoom's."""

from __future__ import annotations

import contextlib
import json
import threading

import pytest
import requests

from tests import patience
from tests.zoom_hooks.conftest import client_of
from zoom_hooks.events import (
    BreakoutRoomMoved,
    ChatMessageSent,
    Event,
    HostAwaited,
    PhoneBound,
    RecordingCompleted,
    RoleChanged,
    StreamInterrupted,
    StreamsLimited,
    StreamStarted,
    StreamStopped,
    SurveyAnswered,
    Unknown,
    WaitingRoomMoved,
)
from zoom_hooks.reading import parse
from zoom_hooks.rest import ZoomApi
from zoom_hooks.sim import NoSuchThing, SimulatedZoom, asking
from zoom_hooks.sim.registering import add_registrant
from zoom_hooks.sim.registrations import Form


class Posted(list[bytes]):
    """What would be posted, without posting it."""


@pytest.fixture
def posted(zoom: SimulatedZoom, monkeypatch: pytest.MonkeyPatch) -> Posted:
    sent = Posted()
    monkeypatch.setattr(zoom.sender, "send", lambda _event, body: sent.append(body))
    return sent


def heard(posted: Posted) -> list[Event]:
    """What came since the last look."""
    events = [parse(body) for body in posted]
    posted.clear()
    assert not [event for event in events if isinstance(event, Unknown)]
    return events


def test_who_is_early_waits_for_the_host(zoom: SimulatedZoom, posted: Posted) -> None:
    zoom.wait_for_host("Ann Able")
    zoom.stop_waiting_for_host("Ann Able")
    with pytest.raises(NoSuchThing):
        zoom.join_before_host("Ann Able")
    zoom.change_meeting({"join_before_host": True})
    zoom.join_before_host("Ann Able")
    moves = [(event.move, event.participant.name) for event in heard(posted) if isinstance(event, HostAwaited)]
    assert moves == [("waiting", "Ann Able"), ("left", "Ann Able"), ("joined", "Ann Able")]


def test_roles_rooms_telephones_and_the_survey_are_told(zoom: SimulatedZoom, posted: Posted) -> None:
    zoom.start_meeting()
    zoom.participant_joins("Cara Chair", role="host")
    ann = zoom.participant_joins("Ann Able")
    phone = zoom.participant_joins("+4420***23", phone_number="+442079460123")
    heard(posted)
    zoom.change_role(ann, "co-host")
    zoom.change_role(ann, "co-host")
    zoom.enter_breakout_room(ann, "North")
    zoom.leave_breakout_room(ann)
    zoom.bind_phone(phone, ann)
    zoom.put_in_waiting_room(phone)
    zoom.answer_survey(ann, False, "too long")
    role, there, back, bound, left, waits, survey = heard(posted)
    assert isinstance(role, RoleChanged)
    assert (role.old_role, role.new_role, role.participant.user_id) == ("attendee", "co-host", str(ann))
    assert isinstance(there, BreakoutRoomMoved)
    assert isinstance(back, BreakoutRoomMoved)
    assert (there.move, back.move) == ("entered", "left")
    assert there.room_uuid == back.room_uuid is not None
    assert isinstance(bound, PhoneBound)
    assert (bound.phone.phone_number, bound.to_user_id) == ("+442079460123", str(ann))
    assert left
    assert isinstance(waits, WaitingRoomMoved)
    assert waits.move == "put_back"
    assert isinstance(survey, SurveyAnswered)
    assert (survey.is_satisfied, survey.comment) == (False, "too long")


def test_who_is_signed_in_to_zoom_has_an_account(zoom: SimulatedZoom, posted: Posted) -> None:
    zoom.start_meeting()
    zoom.participant_joins("Cara Chair", role="host")
    zoom.participant_joins("Ann Able")
    accounts = [getattr(event, "participant", None) for event in heard(posted)]
    assert [person.account_user_id for person in accounts if person] == [zoom.stage.host_id, None]


def test_recordings_and_chat_are_told_on_request(zoom: SimulatedZoom, posted: Posted) -> None:
    zoom.start_meeting()
    ann = zoom.participant_joins("Ann Able")
    zoom.chat(ann, "not told")
    zoom.chat_webhooks()
    zoom.chat(ann, "hand up")
    zoom.chat(ann, "for you alone", private=True)
    zoom.end_meeting()
    zoom.recording_ready()
    events = heard(posted)
    chats = [event for event in events if isinstance(event, ChatMessageSent)]
    assert [(chat.text, chat.to_everyone, chat.sender_user_id) for chat in chats] == [
        ("hand up", True, str(ann)),
        ("for you alone", False, str(ann)),
    ]
    recording = events[-1]
    assert isinstance(recording, RecordingCompleted)
    assert recording.download_token


@pytest.mark.parametrize("is_nested", [False, True])
def test_streams_are_told_flat_or_nested(zoom: SimulatedZoom, posted: Posted, is_nested: bool) -> None:
    zoom.nest_stream_events(is_nested)
    uuid = zoom.start_meeting()
    zoom.start_rtms()
    with pytest.raises(NoSuchThing):
        zoom.stop_rtms(21)
    zoom.stop_rtms(8)
    assert ("object" in json.loads(posted[-1])["payload"]) is is_nested
    streams = [event for event in heard(posted) if isinstance(event, StreamStarted | StreamInterrupted | StreamStopped)]
    assert [event.meeting_uuid for event in streams] == [uuid, uuid]
    assert isinstance(streams[1], StreamStopped)
    assert streams[1].is_revoked


def test_an_account_has_only_so_many_streams(zoom: SimulatedZoom, posted: Posted) -> None:
    first = zoom.stage.meeting().id
    other = zoom.create_meeting("Another")
    zoom.limit_streams(1)
    for meeting in (first, other):
        zoom.start_meeting(meeting_id=meeting)
    zoom.start_rtms(meeting_id=first)
    with pytest.raises(NoSuchThing, match="no caption stream left"):
        zoom.start_rtms(meeting_id=other)
    limits = [event for event in heard(posted) if isinstance(event, StreamsLimited)]
    assert [(event.is_reached, event.streams) for event in limits] == [(False, 0), (True, 1)]
    assert limits[1].meeting_uuid == zoom.stage.meeting(other).uuid


# the API's strictness


@pytest.fixture
def many(zoom: SimulatedZoom) -> SimulatedZoom:
    """A meeting with 301 people who wait for an answer: more than one page."""

    async def fill() -> None:
        meeting = zoom.stage.meeting()
        for number in range(301):
            add_registrant(zoom.stage, meeting, Form("Sam", str(number), f"sam{number}@n.example"))

    zoom.wait_for(fill())
    return zoom


def test_a_page_token_is_for_one_list_and_a_short_time(
    many: SimulatedZoom, api: ZoomApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = many.stage.meeting().id
    assert len(api.registrants(meeting, "pending")) == 301
    headers = {"authorization": f"Bearer {next(iter(many.api._access.tokens))}"}
    url = f"{many.credentials()['api_url']}/meetings/{meeting}/registrants"

    def ask(**query: str) -> requests.Response:
        return requests.get(url, params=query, headers=headers, timeout=patience.SECONDS)

    token = ask(status="pending", page_size="300").json()["next_page_token"]
    assert len(ask(status="pending", page_size="300", next_page_token=token).json()["registrants"]) == 1
    assert ask(status="denied", page_size="300", next_page_token=token).json()["code"] == 300
    assert ask(status="pending", next_page_token="from-300").json()["code"] == 300
    monkeypatch.setattr(asking, "PAGE_TOKEN_SECONDS", -1)
    late = ask(status="pending", page_size="300").json()["next_page_token"]
    assert ask(status="pending", page_size="300", next_page_token=late).status_code == 400


def test_two_writes_to_one_meeting_at_once_are_one_too_many(zoom: SimulatedZoom) -> None:
    one, other = client_of(zoom), client_of(zoom)
    meeting = zoom.stage.meeting().id
    for api in (one, other):
        api.meeting(meeting)
    zoom.fault("slow", seconds=600, times=1)
    url = f"{zoom.credentials()['api_url']}/meetings/{meeting}"
    headers = {"authorization": f"Bearer {next(iter(zoom.api._access.tokens))}"}

    def slow() -> None:
        with contextlib.suppress(requests.RequestException):  # the simulator stops before it is answered
            requests.patch(url, json={"topic": "x"}, headers=headers, timeout=patience.SECONDS)

    first = threading.Thread(target=slow)
    first.start()
    patience.until(lambda: zoom.stage.faults.met == 1)
    second = requests.patch(url, json={"topic": "y"}, headers=headers, timeout=patience.SECONDS)
    assert (second.status_code, second.json()["code"]) == (429, 429)
    assert "retry-after" not in second.headers
    assert "x-ratelimit-reset" not in second.headers
    assert requests.get(url, headers=headers, timeout=patience.SECONDS).status_code == 200
    zoom.stop()
    first.join(patience.SECONDS)
