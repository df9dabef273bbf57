"""The journal's events: typed in code, plain JSON at rest, readable for ever."""

from __future__ import annotations

import json
from typing import get_args

import msgspec
import pytest

from companion.floor import events
from companion.floor.events import Event, HandRaised, LimitsSet, Unrecognised, decode, encode
from companion.floor.ids import RequestId
from companion.floor.late import believed_ms, is_stale
from tests.floor.evening import landlord, person, uid

TEXT_FIELDS = {"connection", "name"}  # Zoom's opaque id of a connection; the type of a foreign event


def test_an_event_survives_json():
    raised = HandRaised(person("Ann"), RequestId(uid("request")), landlord("Linden"), "question", at_ms=5)
    kind, payload = encode(raised)
    assert kind == "hand.raised"
    assert "type" not in payload
    assert decode(kind, json.loads(json.dumps(payload))) == raised


def test_every_event_survives_json():
    for event_type in get_args(events.AnyEvent):
        values = {
            field.name: {"reason": None, "mode": "names", "on": True, "policy": "first_come", "direction": "mute"}.get(
                field.name, 3
            )
            for field in msgspec.structs.fields(event_type)
            if field.required and "_id" not in field.name
        }
        ids = {
            field.name: uid(field.name)
            for field in msgspec.structs.fields(event_type)
            if field.required and "_id" in field.name
        }
        event = event_type(**values, **ids)
        kind, payload = encode(event)
        assert decode(kind, json.loads(json.dumps(payload))) == event


def test_an_old_journal_without_later_fields_can_be_read():
    assert decode("limits.set", {}) == LimitsSet()
    assert decode("hand.lowered", {"participant_id": str(person("Ann"))}).everywhere is False


def test_a_field_from_a_later_version_does_no_harm():
    assert decode("list.closed", {"because": 4}) == events.ListClosed()


def test_an_event_of_another_room_is_kept_and_means_nothing_here():
    assert decode("caption.heard", {"cue": 4}) == Unrecognised("caption.heard")


def test_a_damaged_payload_is_an_error_and_not_a_guess():
    with pytest.raises(msgspec.ValidationError):
        decode("hand.raised", {"participant_id": "nobody"})


def test_no_event_has_a_field_for_free_text():
    for event_type in get_args(events.AnyEvent):
        fields = msgspec.structs.fields(event_type)
        assert {field.name for field in fields if field.type is str} <= TEXT_FIELDS, event_type
    assert issubclass(events.HandRaised, Event)


@pytest.mark.parametrize(
    ("occurred", "received", "believed"),
    [(100_000, 103_000, 100_000), (100_000, 190_000, 180_000), (500_000, 190_000, 190_000)],
)
def test_a_time_is_believed_within_ten_seconds_and_never_in_the_future(occurred: int, received: int, believed: int):
    assert believed_ms(occurred, received) == believed
    assert is_stale(0, 90_001)
    assert not is_stale(0, 90_000)
