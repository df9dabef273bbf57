"""Every event Zoom sends becomes a value, whatever its JSON types; whatever is unreadable becomes one error."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoom_hooks.events import (
    ChatMessageSent,
    Event,
    Heard,
    MeetingEnded,
    MeetingStarted,
    ParticipantJoined,
    ParticipantLeft,
    RegistrationCreated,
    RegistrationDecided,
    StreamInterrupted,
    StreamStarted,
    StreamStopped,
    TranscriptCompleted,
    Unknown,
    UrlValidation,
    WaitingRoomMoved,
)
from zoom_hooks.reading import _READERS, MalformedEvent, parse

JOINED: dict[str, Any] = {
    "event": "meeting.participant_joined",
    "event_ts": 1769940061000,
    "payload": {
        "account_id": "ACC",
        "object": {
            "id": "91234567890",
            "uuid": "aDYlohsHRtCd4ii1uC2+hA==",
            "host_id": "HOST",
            "topic": "Forum",
            "type": 2,
            "start_time": "2026-02-01T10:00:00Z",
            "timezone": "Europe/London",
            "duration": 90,
            "participant": {
                "user_id": "16778240",
                "user_name": "Sam Okoro",
                "id": "",
                "participant_user_id": "",
                "participant_uuid": "0B6F2C1E-93A4-5D27-A1C0-7E55D1B0A9F2",
                "registrant_id": "pXk2Qw7LTn-registrant",
                "email": "sam@northhomes.example",
                "join_time": "2026-02-01T10:01:00Z",
            },
        },
    },
}
REGISTERED: dict[str, Any] = {
    "event": "meeting.registration_created",
    "event_ts": 1769500000000,
    "payload": {
        "account_id": "ACC",
        "object": {
            "id": 91234567890,
            "uuid": "aDYlohsHRtCd4ii1uC2+hA==",
            "registrant": {
                "id": "pXk2Qw7LTn-registrant",
                "first_name": "Sam",
                "last_name": "Okoro",
                "email": "sam@northhomes.example",
                "org": "North Homes",
                "job_title": "",
                "custom_questions": [{"title": "Which landlord do you represent?", "value": "North Homes"}],
                "status": "pending",
                "join_url": "https://zoom.example/w/secret",
            },
        },
    },
}
STREAM: dict[str, Any] = {
    "account_id": "ACC",
    "meeting_id": 91234567890,
    "meeting_uuid": "aDYlohsHRtCd4ii1uC2+hA==",
    "operator_id": "USER",
    "is_original_host": True,
    "rtms_stream_id": "609340fb2a7946909659956c8aa9250c",
    "server_urls": "wss://rtms-host.example:443",
}


def body(event: str | dict[str, Any], payload: object = None, **top: object) -> bytes:
    if isinstance(event, dict):
        return json.dumps(event).encode()
    return json.dumps({"event": event, "event_ts": 1769940005000, "payload": payload, **top}).encode()


def test_a_join_says_who_and_when() -> None:
    event = parse(body(JOINED))
    assert isinstance(event, ParticipantJoined)
    assert (event.meeting.id, event.meeting.uuid) == ("91234567890", "aDYlohsHRtCd4ii1uC2+hA==")
    assert event.participant.registrant_id == "pXk2Qw7LTn-registrant"
    assert event.participant.account_user_id is None, "blank is missing"
    assert event.joined_at == datetime(2026, 2, 1, 10, 1, tzinfo=UTC)
    assert event.occurred_at == datetime(2026, 2, 1, 10, 1, 1, tzinfo=UTC)


def test_a_registration_says_who_for_whom() -> None:
    event = parse(body(REGISTERED))
    assert isinstance(event, RegistrationCreated)
    assert event.meeting.id == "91234567890", "a number becomes text"
    assert event.registrant.answers == (("Which landlord do you represent?", "North Homes"),)
    assert (event.registrant.org, event.registrant.job_title, event.registrant.status) == (
        "North Homes",
        None,
        "pending",
    )


@pytest.mark.parametrize("decision", ["approved", "cancelled", "denied"])
def test_a_decision_says_which_and_by_whom(decision: str) -> None:
    payload = {**REGISTERED["payload"], "operator": "host@forum.example", "operator_id": "OP"}
    event = parse(body(f"meeting.registration_{decision}", payload))
    assert isinstance(event, RegistrationDecided)
    assert (event.decision, event.operator_id, event.registrant.id) == (decision, "OP", "pXk2Qw7LTn-registrant")


@pytest.mark.parametrize("is_nested", [False, True])
def test_stream_events_are_read_flat_and_nested(is_nested: bool) -> None:
    payload = {"account_id": "ACC", "object": STREAM} if is_nested else STREAM
    event = parse(body("meeting.rtms_started", payload))
    assert isinstance(event, StreamStarted)
    assert (event.account_id, event.meeting_id, event.stream_id) == ("ACC", "91234567890", STREAM["rtms_stream_id"])
    assert (event.server_url, event.is_original_host) == ("wss://rtms-host.example:443", True)
    less = {"meeting_uuid": "u==", "rtms_stream_id": "s", "stop_reason": 8}
    stopped = parse(body("meeting.rtms_stopped", {"object": less} if is_nested else less))
    assert isinstance(stopped, StreamStopped)
    assert stopped.is_revoked
    broken = parse(body("meeting.rtms_interrupted", {"object": less} if is_nested else less))
    assert isinstance(broken, StreamInterrupted)
    assert broken.server_url is None


@pytest.mark.parametrize(
    ("name", "move"),
    [
        ("participant_joined_waiting_room", "joined"),
        ("participant_left_waiting_room", "left"),
        ("participant_admitted", "admitted"),
        ("participant_put_in_waiting_room", "put_back"),
    ],
)
def test_the_waiting_room_is_read(name: str, move: str) -> None:
    event = parse(body(f"meeting.{name}", JOINED["payload"]))
    assert isinstance(event, WaitingRoomMoved)
    assert event.move == move


def test_the_other_events_are_read() -> None:
    about = {"account_id": "ACC", "object": {"id": 1234567890, "uuid": "u=="}}
    assert isinstance(parse(body("meeting.started", about)), MeetingStarted)
    ended = parse(body("meeting.ended", {"object": {**about["object"], "end_time": "2026-02-01T11:30:00Z"}}))  # type: ignore[dict-item]
    assert isinstance(ended, MeetingEnded)
    assert ended.ended_at == datetime(2026, 2, 1, 11, 30, tzinfo=UTC)
    assert isinstance(parse(body("meeting.participant_left", JOINED["payload"])), ParticipantLeft)
    challenge = parse(body("endpoint.url_validation", {"plainToken": "abcdefgh"}))
    assert isinstance(challenge, UrlValidation)
    assert challenge.plain_token == "abcdefgh"
    chat = {"message_id": "M", "sender_session_id": 16778240, "recipient_type": "Everyone", "message_content": "q+"}
    message = parse(body("meeting.chat_message_sent", {"object": {"id": 1234567890, "chat_message": chat}}))
    assert isinstance(message, ChatMessageSent)
    assert (message.to_everyone, message.text, message.sender_user_id) == (True, "q+", "16778240")
    files = [
        {"id": "F", "file_type": "transcript", "recording_start": "2026-02-01T10:00:00Z", "download_url": "https://x"}
    ]
    done = parse(
        body(
            "recording.transcript_completed",
            {"object": {"id": 1234567890, "recording_files": files}},
            download_token="T",
        )
    )
    assert isinstance(done, TranscriptCompleted)
    assert (done.files[0].is_transcript, done.download_token) == (True, "T")


def test_an_event_that_is_not_known_is_harmless() -> None:
    assert parse(body("meeting.sharing_started", {})) == Unknown(
        datetime(2026, 2, 1, 10, 0, 5, tzinfo=UTC), None, "meeting.sharing_started"
    )


def test_local_times_are_read_in_the_meetings_zone() -> None:
    local = {"id": 1234567890, "start_time": "2026-07-01T11:00:00", "timezone": "Europe/London"}
    event = parse(body("meeting.started", {"object": local}))
    assert isinstance(event, MeetingStarted)
    assert event.meeting.start_time == datetime(2026, 7, 1, 10, tzinfo=UTC)
    for zone in ("Nowhere/Else", "", None, "../../etc/passwd"):
        try:
            event = parse(body("meeting.started", {"object": {**local, "timezone": zone}}))
        except MalformedEvent:
            continue
        assert isinstance(event, MeetingStarted)
        assert event.meeting.start_time is None


def test_no_name_address_link_or_token_is_in_a_repr() -> None:
    shown = repr(parse(body(JOINED))) + repr(parse(body(REGISTERED)))
    for secret in ("Sam", "Okoro", "northhomes", "North Homes", "zoom.example", "Forum"):
        assert secret not in shown


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"{",
        b"not json",
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",
        '{"event":"meeting.started"}'.encode("utf-16"),
        b"{}",
        b'{"event":7}',
        b'{"event":" "}',
        b'{"event":"meeting.started","payload":[]}',
        b'{"event":"meeting.started","payload":{"object":"x"}}',
        b'{"event":"meeting.started","payload":{"object":{}}}',
        b'{"event":"meeting.started","event_ts":"soon","payload":{"object":{"id":1}}}',
        b'{"event":"meeting.started","event_ts":1e400,"payload":{"object":{"id":1}}}',
        b'{"event":"meeting.started","event_ts":NaN,"payload":{"object":{"id":1}}}',
        b'{"event":"meeting.started","event_ts":true,"payload":{"object":{"id":1}}}',
        b'{"event":"meeting.started","event_ts":999999999999999999,"payload":{"object":{"id":1}}}',
        b'{"event":"meeting.started","payload":{"object":{"id":1.5}}}',
        b'{"event":"meeting.started","payload":{"object":{"id":true}}}',
        b'{"event":"meeting.started","payload":{"object":{"id":1,"start_time":"yesterday"}}}',
        b'{"event":"meeting.started","payload":{"object":{"id":' + b"9" * 5000 + b"}}}",
        b'{"event":"meeting.started","payload":{"object":{"id":' + b"9" * 40 + b"}}}",
        b'{"event":"meeting.rtms_started","payload":{"meeting_uuid":"u"}}',
        b'{"event":"meeting.rtms_started","payload":{"meeting_uuid":"u","rtms_stream_id":"s","server_urls":{}}}',
        b'{"event":"meeting.registration_created","payload":{"object":{"id":1,"registrant":{"custom_questions":[7]}}}}',
        b'{"event":"meeting.registration_created","payload":{"object":{"id":1}}}',
        b'{"event":"x","payload":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"event":"x","payload":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}",
        b'{"event":"x","payload":{"a":' + b"[" * 60 + b"]" * 60 + b"}}",
    ],
)
def test_what_cannot_be_read_is_one_error(bad: bytes) -> None:
    with pytest.raises(MalformedEvent):
        parse(bad)


def test_lone_surrogates_and_nul_do_not_get_through() -> None:
    raw = json.dumps(JOINED).replace("Sam Okoro", r"Sam\u0000 \ud83dOkoro \ud83d\ude00").encode()
    event = parse(raw)
    assert isinstance(event, ParticipantJoined)
    assert event.participant.name == "Sam\ufffd \ufffdOkoro \U0001f600"
    event.participant.name.encode()


def outcome_of(raw: bytes) -> Event | MalformedEvent:
    try:
        return parse(raw)
    except MalformedEvent as error:
        return error


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
EVENTS = st.sampled_from([*_READERS, "meeting.sharing_started"])


@given(EVENTS, JSON, JSON)
def test_any_json_is_an_event_or_one_error(event: str, payload: object, stamp: object) -> None:
    outcome = outcome_of(json.dumps({"event": event, "event_ts": stamp, "payload": payload}).encode())
    assert isinstance(outcome, Heard | MalformedEvent)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_event_or_one_error(raw: bytes) -> None:
    assert isinstance(outcome_of(raw), Heard | MalformedEvent)


PATHS = [
    ("payload", "object", "id"),
    ("payload", "object", "uuid"),
    ("payload", "object", "host_id"),
    ("payload", "object", "topic"),
    ("payload", "object", "start_time"),
    ("payload", "object", "timezone"),
    *(("payload", "object", "participant", key) for key in JOINED["payload"]["object"]["participant"]),
]


@given(
    st.sets(st.sampled_from(PATHS)),
    st.sampled_from(["missing", "null", "blank"]),
    st.integers(10**9, 10**12),
    st.booleans(),
    st.dictionaries(st.text(min_size=1, max_size=6), st.integers()),
)
def test_missing_keys_number_ids_and_unknown_keys_change_nothing_else(
    removed: set[tuple[str, ...]], how: str, number: int, as_text: bool, unknown: dict[str, int]
) -> None:
    event = json.loads(json.dumps(JOINED))
    event["payload"]["object"]["id"] = str(number) if as_text else number
    event["payload"]["object"]["participant"]["user_id"] = number if as_text else str(number)
    event = {**{f"x{key}": value for key, value in unknown.items()}, **event}
    for path in removed:
        target = event
        for key in path[:-1]:
            target = target[key]
        if how == "missing":
            del target[path[-1]]
        else:
            target[path[-1]] = None if how == "null" else "  "
    gone = {path[-1] for path in removed}
    if {("payload", "object", "id"), ("payload", "object", "uuid")} <= removed:
        with pytest.raises(MalformedEvent):
            parse(body(event))
        return
    read = parse(body(event))
    assert isinstance(read, ParticipantJoined)
    if ("payload", "object", "id") not in removed:
        assert read.meeting.id == str(number)
    assert read.participant.user_id == (None if "user_id" in gone else str(number))
    assert read.participant.email == (None if "email" in gone else "sam@northhomes.example")
    assert read.joined_at is not None, "the event's own time stands in"
