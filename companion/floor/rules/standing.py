"""What several verbs ask of the floor as it stands."""

from __future__ import annotations

from companion.floor import barring, errors, events
from companion.floor.events import Event
from companion.floor.ids import RequestId
from companion.floor.state import Floor, Request, Turn
from companion.kernel.ids import LandlordId, ParticipantId

Events = tuple[Event, ...]


def waiting(floor: Floor, request_id: RequestId) -> Request:
    request = floor.requests.get(request_id)
    if request is not None and request.state == "blocked":
        not_held_back(floor, request.participant_id, request.landlord_id)
    if request is None or request.state != "waiting":
        raise errors.NotWaiting
    return request


def not_held_back(floor: Floor, participant_id: ParticipantId, landlord_id: LandlordId | None = None) -> None:
    """Let through whom no declared interest keeps silent. Raises NotAnsweredYet while nobody has decided on it, then
    HeldByInterest."""
    bar = barring.bar_on(floor, participant_id, landlord_id)
    if bar is not None:
        raise errors.NotAnsweredYet if bar.effects is None else errors.HeldByInterest


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
