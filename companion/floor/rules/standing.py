"""What several verbs ask of the floor as it stands."""

from __future__ import annotations

from companion.floor import errors, events
from companion.floor.events import Event
from companion.floor.ids import RequestId
from companion.floor.state import Floor, Request, Turn

Events = tuple[Event, ...]


def waiting(floor: Floor, request_id: RequestId) -> Request:
    request = floor.requests.get(request_id)
    if request is None or request.state != "waiting":
        raise errors.NotWaiting
    return request


def speaking(floor: Floor) -> Turn:
    if floor.speaking is None:
        raise errors.NobodySpeaking
    return floor.speaking


def must_be_live(floor: Floor) -> None:
    if floor.state == "ended":
        raise errors.SessionOver
    if floor.state != "live":
        raise errors.NotOpen


def all_ended(floor: Floor, reason: events.EndReason) -> Events:
    return tuple(events.TurnEnded(turn_id, reason) for turn_id in floor.active)
