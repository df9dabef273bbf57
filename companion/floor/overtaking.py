"""Who is passed over when somebody is called, and why: kept on the row of whoever was passed, for their receipt."""

from __future__ import annotations

from msgspec.structs import replace

from companion.floor.events import MoveReason, PassCause, TurnCalled
from companion.floor.ordering import class_of, is_due
from companion.floor.policies import asked
from companion.floor.state import Floor, Overtaking, Request, Turn

_BY_CLASS: tuple[PassCause, ...] = ("access", "point_of_order", "reply")


def by_call(floor: Floor, called: Request, event: TurnCalled) -> list[Request]:
    """The rows that a call changes: those passed over, and those who rested for it and may be called again."""
    own, rank = asked(floor, called), class_of(floor, called)
    changed = []
    for row in (*floor.waiting(), *floor.held_back()):
        is_earlier = asked(floor, row) < own
        has_let = row.is_deferred and row.raised_at_ms < called.raised_at_ms
        if row.id == called.id or not (is_earlier or has_let or row.is_resting):
            continue
        after = replace(row, is_resting=False) if row.is_resting else row
        if is_earlier or has_let:
            mine = _own_cause(floor, row, is_earlier)
            cause, reason = (mine, None) if mine else _cause(floor, called, event)
            passing = Overtaking(event.turn_id, cause, reason, floor.policy if cause == "policy" else None)
            charged = is_earlier and mine is None and class_of(floor, row) == rank
            after = replace(after, overtaken=(*row.overtaken, passing), passes=row.passes + charged)
        changed.append(after)
    return changed


def by_direct_start(floor: Floor, turn: Turn, request: Request | None) -> list[Request]:
    """The rows passed over when the chair gives somebody the floor without a call."""
    return [
        replace(row, overtaken=(*row.overtaken, Overtaking(turn.id, "direct")))
        for row in (*floor.waiting(), *floor.held_back())
        if row.participant_id != turn.participant_id and (request is None or asked(floor, row) < asked(floor, request))
    ]


def _own_cause(floor: Floor, row: Request, is_earlier: bool) -> PassCause | None:
    """Why this row in particular was not called, whoever was."""
    if row.state == "blocked":
        return "held_back"
    if floor.is_away(row.participant_id):
        return "away"
    if row.is_resting:
        return "no_answer"
    return None if is_earlier else "let_first"


def _cause(floor: Floor, called: Request, event: TurnCalled) -> tuple[PassCause, MoveReason | None]:
    """Why the one who was called came first."""
    if event.chosen:
        return "chosen", event.reason
    if called.pin:
        return "moved", called.pin.reason
    rank = class_of(floor, called)
    if rank < len(_BY_CLASS):
        return _BY_CLASS[rank], None
    if called.is_invited:
        return "invited", None
    return ("due", None) if is_due(floor, called) else ("policy", None)
