"""Calling and speaking: one voice at a time (two in a dialogue), and the clock of whoever has the floor."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from msgspec.structs import replace

from companion.floor import clocks, errors, events
from companion.floor.events import Event, HandKind, MoveReason
from companion.floor.ids import RequestId, TurnId
from companion.floor.ordering import next_up, order
from companion.floor.rules.standing import Events, all_ended, must_be_live, not_held_back, speaking, waiting
from companion.floor.state import Floor, Turn
from companion.floor.turns import earliest_start_ms
from companion.kernel.ids import LandlordId, ParticipantId

MAX_EXTENSION_MS = 30 * 60_000


def call_next(floor: Floor, *, turn_id: TurnId, lengths: Mapping[ParticipantId, int] | None = None) -> Events:
    """Call whoever is next in order. `lengths` are the turns of those who have one of their own.

    Raises NotOpen, AlreadyCalled, NobodyWaiting.
    """
    must_be_live(floor)
    if floor.called is not None:
        raise errors.AlreadyCalled
    request = next_up(floor)
    if request is None:
        raise errors.NobodyWaiting
    return (events.TurnCalled(turn_id, request.id, own_limit_ms=(lengths or {}).get(request.participant_id)),)


def call(
    floor: Floor,
    request_id: RequestId,
    *,
    turn_id: TurnId,
    reason: MoveReason | None = None,
    lengths: Mapping[ParticipantId, int] | None = None,
) -> Events:
    """Call somebody in particular. Raises NotOpen, AlreadyCalled, NotWaiting, PersonAway, HeldByInterest."""
    must_be_live(floor)
    if floor.called is not None:
        raise errors.AlreadyCalled
    request = waiting(floor, request_id)
    if floor.is_away(request.participant_id):
        raise errors.PersonAway
    first = next_up(floor)
    chosen = first is None or first.id != request.id
    own_ms = (lengths or {}).get(request.participant_id)
    return (events.TurnCalled(turn_id, request.id, chosen, reason if chosen else None, own_ms),)


def skip(floor: Floor, reason: events.SkipReason = "no_answer") -> Events:
    """Whoever was called does not answer, or not now: their place is kept. Raises NobodyCalled."""
    if floor.called is None:
        raise errors.NobodyCalled
    return (events.TurnSkipped(floor.called, reason),)


def start(
    floor: Floor, *, now_ms: int, end_running: bool = True, despite_limit: bool = False, since_ms: int | None = None
) -> Events:
    """Give the floor to whoever was called; with `end_running` the turn before is ended at the same moment.

    With `since_ms` it counts from their first words, a quarter of a minute ago at most and never into another's time.
    Raises NotOpen, NobodyCalled, FloorTaken (with a dialogue full, always), LittleTimeLeft.
    """
    must_be_live(floor)
    turn = floor.called_turn
    if turn is None:
        raise errors.NobodyCalled
    ended = _make_room(floor, end_running)
    return (*ended, _started(floor, turn, now_ms, despite_limit, since_ms))


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
    own_limit_ms: int | None = None,
    since_ms: int | None = None,
) -> Events:
    """Give the floor to somebody directly, without a call; a hand they have up is used for it. Raises as `start`."""
    must_be_live(floor)
    if any(floor.turns[active].participant_id == participant_id for active in floor.active):
        raise errors.FloorTaken
    not_held_back(floor, participant_id, landlord_id)
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
        own_limit_ms=own_limit_ms,
    )
    return (*ended, _started(floor, turn, now_ms, despite_limit, since_ms))


def pause(floor: Floor, cause: events.PauseCause = "chair") -> Events:
    """Stop the clock of whoever speaks. Raises NobodySpeaking, AlreadyPaused."""
    turn = speaking(floor)
    if turn.state == "paused":
        raise errors.AlreadyPaused
    return (events.TurnPaused(turn.id, cause),)


def resume(floor: Floor) -> Events:
    """Let the clock run again. Raises NotOpen, NobodySpeaking, NotPaused, NotAnsweredYet, HeldByInterest."""
    must_be_live(floor)
    turn = speaking(floor)
    if turn.state != "paused":
        raise errors.NotPaused
    not_held_back(floor, turn.participant_id, turn.landlord_id)
    return (events.TurnResumed(turn.id),)


def answer_call(floor: Floor, request_id: RequestId) -> Events:
    """Whoever was called is ready. Raises NotWaiting where that call stands no more."""
    turn = floor.called_turn
    if turn is None or turn.request_id != request_id:
        raise errors.NotWaiting
    return () if turn.is_ready else (events.TurnAnswered(turn.id),)


def same_for_everyone(floor: Floor) -> Events:
    """What whoever speaks was given last, each turn from now on has as well. Raises NobodySpeaking, NotExtended."""
    turn = speaking(floor)
    usual_ms = floor.limits.per_turn_ms
    if not turn.extensions or usual_ms is None:
        raise errors.NotExtended
    return (replace(floor.limits, per_turn_ms=usual_ms + turn.extensions[-1][1]),)


def extend(floor: Floor, add_ms: int, reason: MoveReason | None = None, *, everyone: bool = False) -> Events:
    """Give whoever speaks more time; with `everyone`, each turn from now on gets the same. Raises NobodySpeaking."""
    turn = speaking(floor)
    add_ms = min(max(add_ms, 1_000), MAX_EXTENSION_MS)
    longer: Event = events.TurnExtended(turn.id, add_ms, reason)
    usual_ms = floor.limits.per_turn_ms
    if not everyone or usual_ms is None:
        return (longer,)
    return (longer, replace(floor.limits, per_turn_ms=usual_ms + add_ms))


def end(floor: Floor, reason: events.EndReason | None = None) -> Events:
    """Take the floor back from whoever took it last; who had dropped out was cut off. Raises NobodySpeaking."""
    turn = speaking(floor)
    return (events.TurnEnded(turn.id, reason or ("dropped" if turn.paused_by == "dropped" else "chair")),)


def expired(floor: Floor, now_ms: int) -> tuple[int, Turn] | None:
    """The turn whose time and grace are over, where the chair had set more than being told, and since when.

    By the setting that held when the turn began. None while the session rests, and with nobody past their time.
    """
    if floor.state != "live":
        return None
    over = [
        (at_ms, turn)
        for turn in map(floor.turns.__getitem__, floor.active)
        if turn.on_expiry != "notify" and (at_ms := clocks.expires_at_ms(turn)) is not None and at_ms <= now_ms
    ]
    return min(over, key=lambda one: one[0]) if over else None


def expire(turn: Turn) -> Events:
    """End it, or stop its clock, as was set."""
    if turn.on_expiry == "auto_end":
        return (events.TurnEnded(turn.id, "time_up"),)
    return (events.TurnPaused(turn.id, "time_up"),)


def with_start(floor: Floor, called: Events, now_ms: int) -> Events:
    """A call, and the start of its turn in the same press where the chair wants it so and the floor is free.

    Only the call where hardly any of the item's or the landlord's time is left: that is the chair's to answer.
    """
    if not floor.limits.auto_start or floor.active:
        return called
    for event in called:
        if isinstance(event, events.TurnCalled):
            row = floor.requests[event.request_id]
            turn = Turn(
                event.turn_id,
                row.participant_id,
                row.landlord_id,
                floor.item_id,
                row.id,
                row.kind,
                "called",
                own_limit_ms=event.own_limit_ms,
            )
            with suppress(errors.LittleTimeLeft):
                return (*called, _started(floor, turn, now_ms, despite_limit=False))
    return called


def end_or_next(floor: Floor, now_ms: int) -> Events:
    """Take the floor back; with `auto_start`, whoever has been called takes it in the same press.

    Raises NobodySpeaking.
    """
    ended = end(floor)
    if floor.limits.auto_start and floor.called is not None and len(floor.active) == 1 and floor.state == "live":
        with suppress(errors.LittleTimeLeft):
            turn = floor.turns[floor.called]
            return (*ended, _started(floor, turn, now_ms, despite_limit=False))
    return ended


def bring_back(floor: Floor, turn_id: TurnId, *, request_id: RequestId) -> Events:
    """Whoever was cut off goes on at the head of the queue. Raises NotOpen, NotCutOff, HeldByInterest."""
    must_be_live(floor)
    turn = floor.turns.get(turn_id)
    if turn is None or turn.end_reason != "dropped" or floor.live_of(turn.participant_id) is not None:
        raise errors.NotCutOff
    not_held_back(floor, turn.participant_id, turn.landlord_id)
    raised: Event = events.HandRaised(turn.participant_id, request_id, turn.landlord_id, turn.kind)
    rows = order(floor)
    return (raised, events.OrderPinned(request_id, rows[0].id, "before", "resumed")) if rows else (raised,)


def _make_room(floor: Floor, end_running: bool) -> Events:
    """End what has to end before another turn may start."""
    if len(floor.active) < (2 if floor.is_dialogue else 1):
        return ()
    if floor.is_dialogue or not end_running:
        raise errors.FloorTaken
    return all_ended(floor, "next_started")


def _started(floor: Floor, turn: Turn, now_ms: int, despite_limit: bool, since_ms: int | None = None) -> Event:
    limit, cause = clocks.limit_for(floor, turn.charged_to, now_ms, turn.own_limit_ms)
    if limit is not None and limit < clocks.LEAST_USEFUL_MS and cause != "turn" and not despite_limit:
        raise errors.LittleTimeLeft
    if since_ms is not None:
        since_ms = max(since_ms, earliest_start_ms(floor, now_ms))
    return events.TurnStarted(
        turn.id,
        turn.participant_id,
        turn.landlord_id,
        turn.request_id,
        turn.kind,
        limit,
        cause,
        since_ms if since_ms is not None and since_ms < now_ms else None,
    )
