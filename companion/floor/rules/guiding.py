"""What the chair says to the meeting: an individual case is marked, and a direction is noted (LC-16, BX-27)."""

from __future__ import annotations

from companion.floor import errors, events
from companion.floor.events import Direction
from companion.floor.rules.standing import Events
from companion.floor.state import Floor
from companion.kernel.ids import ParticipantId

SAME_CASE_MS = 10_000


def mark_case(floor: Floor, *, now_ms: int) -> Events:
    """Mark this moment as one in which an individual case was raised. Whoever speaks, or was called, is meant by it.

    A second mark in the same turn within ten seconds is the same one. Raises NotOpen, SessionOver.
    """
    if floor.state == "ended":
        raise errors.SessionOver
    if floor.state == "lobby":
        raise errors.NotOpen
    turn = floor.speaking or floor.called_turn
    last = floor.cases[-1] if floor.cases else None
    turn_id = turn.id if turn is not None else None
    if last is not None and last.turn_id == turn_id and now_ms - last.at_ms < SAME_CASE_MS:
        return ()
    return (events.CaseRaised(turn_id, turn.participant_id if turn is not None else None),)


def direct(floor: Floor, direction: Direction, participant_id: ParticipantId | None = None) -> Events:
    """Note that something was asked of somebody, or (None) of everybody. Raises SessionOver."""
    if floor.state == "ended":
        raise errors.SessionOver
    return (events.DirectionGiven(direction, participant_id),)
