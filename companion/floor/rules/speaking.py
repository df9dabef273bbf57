"""Calling and speaking: one voice at a time (two in a dialogue), and the clock of whoever has the floor."""

from __future__ import annotations

from companion.floor import clocks, errors, events
from companion.floor.events import Event, HandKind, MoveReason
from companion.floor.ids import RequestId, TurnId
from companion.floor.ordering import next_up
from companion.floor.rules.standing import Events, all_ended, must_be_live, speaking, waiting
from companion.floor.state import Floor, Turn
from companion.kernel.ids import LandlordId, ParticipantId

MAX_EXTENSION_MS = 30 * 60_000


def call_next(floor: Floor, *, turn_id: TurnId) -> Events:
    """Call whoever is next in order. Raises NotOpen, AlreadyCalled, NobodyWaiting."""
    must_be_live(floor)
    if floor.called is not None:
        raise errors.AlreadyCalled
    request = next_up(floor)
    if request is None:
        raise errors.NobodyWaiting
    return (events.TurnCalled(turn_id, request.id),)


def call(floor: Floor, request_id: RequestId, *, turn_id: TurnId, reason: MoveReason | None = None) -> Events:
    """Call somebody in particular. Raises NotOpen, AlreadyCalled, NotWaiting, PersonAway."""
    must_be_live(floor)
    if floor.called is not None:
        raise errors.AlreadyCalled
    request = waiting(floor, request_id)
    if floor.is_away(request.participant_id):
        raise errors.PersonAway
    first = next_up(floor)
    chosen = first is None or first.id != request.id
    return (events.TurnCalled(turn_id, request.id, chosen, reason if chosen else None),)


def skip(floor: Floor, reason: events.SkipReason = "no_answer") -> Events:
    """Whoever was called does not answer, or not now: their place is kept. Raises NobodyCalled."""
    if floor.called is None:
        raise errors.NobodyCalled
    return (events.TurnSkipped(floor.called, reason),)


def start(floor: Floor, *, now_ms: int, end_running: bool = True, despite_limit: bool = False) -> Events:
    """Give the floor to whoever was called; with `end_running` the turn before is ended at the same moment.

    Raises NotOpen, NobodyCalled, FloorTaken (with a dialogue full, always), LittleTimeLeft.
    """
    must_be_live(floor)
    turn = floor.called_turn
    if turn is None:
        raise errors.NobodyCalled
    ended = _make_room(floor, end_running)
    return (*ended, _started(floor, turn, now_ms, despite_limit))


def start_for(
    floor: Floor,
    participant_id: ParticipantId,
    *,
    turn_id: TurnId,
    now_ms: int,
    landlord_id: LandlordId | None = None,
    kind: HandKind = "comment",
    end_running: bool = True,
    despite_limit: bool = False,
) -> Events:
    """Give the floor to somebody directly, without a call; a hand they have up is used for it. Raises as `start`."""
    must_be_live(floor)
    if any(floor.turns[active].participant_id == participant_id for active in floor.active):
        raise errors.FloorTaken
    ended = _make_room(floor, end_running)
    request = floor.live_of(participant_id)
    waiting = request if request is not None and request.state == "waiting" else None
    turn = Turn(
        turn_id,
        participant_id,
        landlord_id or floor.known.get(participant_id),
        floor.item_id,
        waiting.id if waiting else None,
        waiting.kind if waiting else kind,
        "called",
    )
    return (*ended, _started(floor, turn, now_ms, despite_limit))


def pause(floor: Floor, cause: events.PauseCause = "chair") -> Events:
    """Stop the clock of whoever speaks. Raises NobodySpeaking, AlreadyPaused."""
    turn = speaking(floor)
    if turn.state == "paused":
        raise errors.AlreadyPaused
    return (events.TurnPaused(turn.id, cause),)


def resume(floor: Floor) -> Events:
    """Let the clock run again. Raises NotOpen, NobodySpeaking, NotPaused."""
    must_be_live(floor)
    turn = speaking(floor)
    if turn.state != "paused":
        raise errors.NotPaused
    return (events.TurnResumed(turn.id),)


def extend(floor: Floor, add_ms: int, reason: MoveReason | None = None) -> Events:
    """Give whoever speaks more time. Raises NobodySpeaking."""
    turn = speaking(floor)
    return (events.TurnExtended(turn.id, min(max(add_ms, 1_000), MAX_EXTENSION_MS), reason),)


def end(floor: Floor, reason: events.EndReason = "chair") -> Events:
    """Take the floor back from whoever took it last. Raises NobodySpeaking."""
    return (events.TurnEnded(speaking(floor).id, reason),)


def _make_room(floor: Floor, end_running: bool) -> Events:
    """End what has to end before another turn may start."""
    if len(floor.active) < (2 if floor.is_dialogue else 1):
        return ()
    if floor.is_dialogue or not end_running:
        raise errors.FloorTaken
    return all_ended(floor, "next_started")


def _started(floor: Floor, turn: Turn, now_ms: int, despite_limit: bool) -> Event:
    limit, cause = clocks.limit_for(floor, turn.charged_to, now_ms)
    if limit is not None and limit < clocks.LEAST_USEFUL_MS and cause != "turn" and not despite_limit:
        raise errors.LittleTimeLeft
    return events.TurnStarted(turn.id, turn.participant_id, turn.landlord_id, turn.request_id, turn.kind, limit, cause)
