"""Every event that Zoom documents for meetings becomes one value, however it is written down and whatever is blank."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zoom_hooks import zoom_events
from zoom_hooks import events
from zoom_hooks.reading import _READERS, parse

NAMES = sorted(zoom_events.PAYLOADS)
#: which value an event becomes, said once more and independently of the code
KINDS: dict[str, type] = {
    "endpoint.url_validation": events.UrlValidation,
    "meeting.started": events.MeetingStarted,
    "meeting.ended": events.MeetingEnded,
    "meeting.participant_joined": events.ParticipantJoined,
    "meeting.participant_left": events.ParticipantLeft,
    "meeting.participant_joined_waiting_room": events.WaitingRoomMoved,
    "meeting.participant_left_waiting_room": events.WaitingRoomMoved,
    "meeting.participant_admitted": events.WaitingRoomMoved,
    "meeting.participant_put_in_waiting_room": events.WaitingRoomMoved,
    "meeting.participant_jbh_waiting": events.HostAwaited,
    "meeting.participant_jbh_waiting_left": events.HostAwaited,
    "meeting.participant_jbh_joined": events.HostAwaited,
    "meeting.participant_role_changed": events.RoleChanged,
    "meeting.participant_joined_breakout_room": events.BreakoutRoomMoved,
    "meeting.participant_left_breakout_room": events.BreakoutRoomMoved,
    "meeting.participant_bind": events.PhoneBound,
    "meeting.participant_feedback": events.SurveyAnswered,
    "meeting.registration_created": events.RegistrationCreated,
    "meeting.registration_approved": events.RegistrationDecided,
    "meeting.registration_cancelled": events.RegistrationDecided,
    "meeting.registration_denied": events.RegistrationDecided,
    "meeting.rtms_started": events.StreamStarted,
    "meeting.rtms_interrupted": events.StreamInterrupted,
    "meeting.rtms_stopped": events.StreamStopped,
    "rtms.concurrency_limited": events.StreamsLimited,
    "rtms.concurrency_near_limit": events.StreamsLimited,
    "meeting.chat_message_sent": events.ChatMessageSent,
    "recording.completed": events.RecordingCompleted,
    "recording.transcript_completed": events.TranscriptCompleted,
}


def read(name: str) -> Any:
    return parse(zoom_events.compact(zoom_events.whole(name)))


def test_every_documented_event_has_a_value_and_every_value_an_event() -> None:
    assert set(KINDS) == set(zoom_events.PAYLOADS) == set(_READERS)
    assert {*KINDS.values(), events.Unknown} == set(get_args(events.Event))


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_event_leaves_nothing_out(name: str) -> None:
    event = read(name)
    assert type(event) is KINDS[name]
    assert event.occurred_at == datetime(2026, 2, 1, 10, 1, 1, tzinfo=UTC)
    assert event.account_id == "ACC"
    said = {field.name: getattr(event, field.name) for field in fields(event)}
    unsaid = {key for key, value in said.items() if value in (None, ())}
    assert unsaid <= ({"meeting_uuid"} if name == "rtms.concurrency_near_limit" else set())


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40)
@given(data=st.data())
def test_property_an_event_written_differently_is_the_same_event(name: str, data: st.DataObject) -> None:
    raw = data.draw(zoom_events.written_differently(name))
    assert parse(raw) == read(name)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40)
@given(data=st.data())
def test_property_blanks_are_nothing_worse_than_missing(name: str, data: st.DataObject) -> None:
    event = parse(data.draw(zoom_events.with_blanks(name)))
    assert type(event) is KINDS[name]
    for value in _values(event):
        assert value is None or not isinstance(value, str) or value.strip() == value


def _values(value: Any) -> list[Any]:
    if is_dataclass(value):
        return [inner for field in fields(value) for inner in _values(getattr(value, field.name))]
    return [inner for one in value for inner in _values(one)] if isinstance(value, tuple) else [value]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_address_link_or_token_of_any_event_is_in_its_repr(name: str) -> None:
    shown = repr(read(name))
    for secret in ("Sam", "Okoro", "northhomes", "North Homes", "secret", "Forum,", "Hand up", "24-hours", "4411"):
        assert secret not in shown


def test_somebody_waits_for_the_host() -> None:
    for name, move in (("waiting", "waiting"), ("waiting_left", "left"), ("joined", "joined")):
        event = read(f"meeting.participant_jbh_{name}")
        assert (event.move, event.participant.registrant_id) == (move, "pXk2Qw7LTn-registrant")
        assert event.participant.uuid is None


@pytest.mark.parametrize(
    ("said", "role", "is_host"),
    [
        ("host", "host", True),
        ("co-host", "co-host", True),
        ("CoHost", "co-host", True),
        ("attendee", "attendee", False),
    ],
)
def test_a_role_is_read_as_the_events_and_the_client_spell_it(said: str, role: str, is_host: bool) -> None:
    event = zoom_events.whole("meeting.participant_role_changed")
    event["payload"]["object"]["participant"]["new_role"] = said
    found = parse(zoom_events.compact(event))
    assert isinstance(found, events.RoleChanged)
    assert (found.new_role, found.is_host_now) == (role, is_host)
    assert found.changed_at == datetime(2026, 2, 1, 10, 1, tzinfo=UTC)


def test_a_breakout_room_is_entered_and_left_at_zooms_own_times() -> None:
    entered, left = (read(f"meeting.participant_{move}_breakout_room") for move in ("joined", "left"))
    assert (entered.move, left.move) == ("entered", "left")
    assert entered.room_uuid == left.room_uuid == "FkQbpP2UR028mDrwzEahqw=="
    assert entered.moved_at == left.moved_at == datetime(2026, 2, 1, 10, 1, tzinfo=UTC)


def test_a_telephone_says_whose_it_is() -> None:
    event = read("meeting.participant_bind")
    assert (event.phone.user_id, event.phone.phone_number) == ("16784384", "441134960000")
    assert (event.to_user_id, event.to_uuid) == ("16778240", "0B6F")


def test_the_survey_is_no_hand() -> None:
    event = read("meeting.participant_feedback")
    assert (event.is_satisfied, event.complaints, event.comment) == (
        False,
        ("Poor audio quality",),
        "Sam could not hear",
    )


def test_the_limit_of_streams_is_reached_or_near() -> None:
    reached, near = (read(f"rtms.concurrency_{word}") for word in ("limited", "near_limit"))
    assert (reached.is_reached, reached.streams, reached.meeting_uuid) == (True, 2001, "/aDYlohsHRtCd4ii1uC2+hA==")
    assert (near.is_reached, near.streams, near.meeting_uuid) == (False, 1900, None)


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("wss://a.zoom.example:443", "wss://a.zoom.example:443"),
        ("wss://a.zoom.example,https://a.zoom.example", "wss://a.zoom.example"),
        ("https://a.zoom.example , wss://b.zoom.example", "wss://b.zoom.example"),
        ("https://a.zoom.example,", "https://a.zoom.example"),
        (",", ","),
    ],
)
def test_of_several_addresses_the_socket_is_chosen(said: str, chosen: str) -> None:
    event = zoom_events.whole("meeting.rtms_started")
    event["payload"]["server_urls"] = said
    found = parse(zoom_events.compact(event))
    assert isinstance(found, events.StreamStarted)
    assert found.server_url == chosen


def test_json_keys_said_twice_are_read_as_the_last_one_says() -> None:
    raw = zoom_events.compact(zoom_events.whole("meeting.ended")).replace(
        b'"event":"meeting.ended"', b'"event":"meeting.started","event":"meeting.ended"'
    )
    assert json.loads(raw)["event"] == "meeting.ended"
    assert parse(raw) == read("meeting.ended")
