"""What declared interests do to the floor: who is held back keeps their place, and a voice is paused, never cut."""

# ruff: noqa: ARG001  (all effects have one signature)
from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from companion.floor import barring, turns
from companion.floor.changes import leave_queue, moment_ms, put_request
from companion.floor.events import (
    ChairStoodAside,
    HandsCounted,
    InterestClaimed,
    InterestDecided,
    InterestDeclared,
    InterestLifted,
    Recorded,
    StatementAllowed,
)
from companion.floor.state import Declaration, Floor

INTEREST: Literal["interest"] = "interest"  # by what a turn is paused, or a call given up


def claimed(floor: Floor, recorded: Recorded, event: InterestClaimed) -> Floor:
    if event.declaration_id in floor.declarations:
        return floor
    at_ms = recorded.received_at_ms
    return _put(
        floor,
        Declaration(event.declaration_id, event.item_id, event.participant_id, is_claim=True, declared_at_ms=at_ms),
    )


def declared(floor: Floor, recorded: Recorded, event: InterestDeclared) -> Floor:
    """Holds from now on, undecided; a claim that is confirmed becomes one."""
    known = floor.declarations.get(event.declaration_id)
    if known is not None and not known.is_claim:
        return floor
    return _put(
        floor,
        Declaration(
            event.declaration_id,
            event.item_id,
            event.participant_id,
            None if event.participant_id is not None else event.landlord_id,
            event.nature,
            is_late=event.is_late,
            declared_at_ms=recorded.received_at_ms,
        ),
    )


def decided(floor: Floor, recorded: Recorded, event: InterestDecided) -> Floor:
    """The answer holds from now on; whom it lets speak goes on where the clock was stopped for it."""
    known = floor.declarations.get(event.declaration_id)
    if known is None or not known.is_standing:
        return floor
    first = known.decided_at_ms is None
    decided_at_ms = recorded.received_at_ms if first else known.decided_at_ms
    floor = _put(floor, replace(known, effects=event.effects, decided_at_ms=decided_at_ms, statement_for=()))
    return _let_go_on(floor, recorded)


def lifted(floor: Floor, recorded: Recorded, event: InterestLifted) -> Floor:
    known = floor.declarations.get(event.declaration_id)
    if known is None:
        return floor
    return _let_go_on(_put(floor, replace(known, is_lifted=True)), recorded)


def statement_allowed(floor: Floor, recorded: Recorded, event: StatementAllowed) -> Floor:
    known = floor.declarations.get(event.declaration_id)
    if known is None or not known.is_standing or event.participant_id in known.statement_for:
        return floor
    floor = _put(floor, replace(known, statement_for=(*known.statement_for, event.participant_id)))
    return _let_go_on(floor, recorded)


def stood_aside(floor: Floor, recorded: Recorded, event: ChairStoodAside) -> Floor:
    if event.declaration_id in floor.declarations:
        return floor
    at_ms = recorded.received_at_ms
    return _put(
        floor,
        Declaration(
            event.declaration_id,
            event.item_id,
            effects=(),
            declared_at_ms=at_ms,
            decided_at_ms=at_ms,
            chair_id=event.chair_id,
            deputy_id=event.deputy_id,
        ),
    )


def counted(floor: Floor, recorded: Recorded, event: HandsCounted) -> Floor:
    return replace(floor, shows=floor.shows | {event.show_id: event})


def settled(floor: Floor, recorded: Recorded) -> Floor:
    """Bring rows, the call and the voice in line with the interests that stand now; the same floor when they are.

    Asked after every event, so that no way of coming, asking, joining or opening gets round a declaration.
    """
    if not floor.declarations:
        return floor
    at_ms = moment_ms(floor, recorded)
    turn = floor.called_turn
    if turn is not None and barring.bar_on(floor, turn.participant_id, turn.landlord_id):
        floor = turns.give_up_call(floor, turn, at_ms, INTEREST)
    for turn_id in floor.active:
        active = floor.turns[turn_id]
        if active.state == "running" and barring.bar_on(floor, active.participant_id, active.landlord_id):
            floor = turns.halt(floor, active, at_ms, INTEREST)
    for row in floor.waiting():
        if barring.bar_on(floor, row.participant_id, row.landlord_id):
            floor = leave_queue(floor, row, "blocked")
    for row in floor.held_back():
        if not barring.bar_on(floor, row.participant_id, row.landlord_id):
            floor = put_request(floor, replace(row, state="waiting"))
    return floor


def _let_go_on(floor: Floor, recorded: Recorded) -> Floor:
    at_ms = moment_ms(floor, recorded)
    for turn_id in floor.active:
        turn = floor.turns[turn_id]
        if turn.state == "paused" and turn.paused_by == INTEREST:
            floor = turns.go_on(floor, turn, at_ms)
    return floor


def _put(floor: Floor, declaration: Declaration) -> Floor:
    return replace(floor, declarations=floor.declarations | {declaration.id: declaration})
