"""What calls and turns do to the floor, on a clock that never goes back and that no waiting row can touch."""

from __future__ import annotations

from msgspec.structs import replace

from companion.floor import barring, hands, overtaking
from companion.floor.changes import know_landlord, leave_queue, moment_ms, put_request, put_rows, put_turn
from companion.floor.events import (
    EndReason,
    Recorded,
    SkipReason,
    TurnAnswered,
    TurnCalled,
    TurnEnded,
    TurnExtended,
    TurnPaused,
    TurnResumed,
    TurnSkipped,
    TurnStarted,
)
from companion.floor.state import Floor, Request, Tally, Turn

BACK_MS = 15_000  # how long before the chair's click somebody's first words may have been
GAP = "undone_end"  # paused between an end and the undoing of that end


def called(floor: Floor, recorded: Recorded, event: TurnCalled) -> Floor:
    """Their row waits no more; whoever asked earlier has been passed once more."""
    request = floor.requests.get(event.request_id)
    if request is None or request.state != "waiting" or floor.called or event.turn_id in floor.turns:
        return floor
    floor = put_rows(floor, overtaking.by_call(floor, request, event))
    floor = leave_queue(floor, request, "called", is_resting=False)
    turn = Turn(
        event.turn_id,
        request.participant_id,
        request.landlord_id,
        floor.item_id,
        request.id,
        request.kind,
        "called",
        called_at_ms=moment_ms(floor, recorded),
        own_limit_ms=event.own_limit_ms,
    )
    return replace(put_turn(floor, turn), called=turn.id)


def answered(floor: Floor, _recorded: Recorded, event: TurnAnswered) -> Floor:
    """They are ready, as the chair sees; no clock, no place and no turn of anybody's changes."""
    turn = floor.turns.get(event.turn_id)
    return floor if turn is None or floor.called != turn.id else put_turn(floor, replace(turn, is_ready=True))


def skipped(floor: Floor, recorded: Recorded, event: TurnSkipped) -> Floor:
    """Back to the same place, and aside for one call."""
    turn = floor.turns.get(event.turn_id)
    if turn is None or floor.called != turn.id:
        return floor
    return give_up_call(floor, turn, moment_ms(floor, recorded), event.reason)


def started(floor: Floor, recorded: Recorded, event: TurnStarted) -> Floor:
    """The clock runs. Where there is no room, whoever has had the floor longest gives way at that very moment."""
    known = floor.turns.get(event.turn_id)
    if known is not None and known.state != "called":
        return floor
    who = event.participant_id if known is None else known.participant_id  # of a call, whoever was called
    if any(floor.turns[turn_id].participant_id == who for turn_id in floor.active):
        return floor
    at_ms = _first_words_ms(floor, recorded, event)
    floor = replace(floor, clock_ms=at_ms, called=None if floor.called == event.turn_id else floor.called)
    while len(floor.active) >= (2 if floor.is_dialogue else 1):
        floor = _ended(floor, floor.turns[floor.active[0]], at_ms, "next_started")
    floor, landlord_id = know_landlord(floor, who, event.landlord_id)
    turn = known or Turn(event.turn_id, who, landlord_id, floor.item_id, event.request_id, event.kind, "called")
    turn = replace(
        turn,
        started_at_ms=at_ms,
        item_id=floor.item_id,
        limit_ms=event.limit_ms,
        limit_cause=event.limit_cause,
        grace_ms=floor.limits.grace_ms,
        on_expiry=floor.limits.on_expiry,
        is_statement=barring.is_statement(floor, turn.participant_id),
    )
    request = _request_of(floor, turn)
    if known is None and turn.kind != "answer":
        floor = put_rows(floor, overtaking.by_direct_start(floor, turn, request))
    if request is not None and request.is_live:
        floor = leave_queue(floor, request, "speaking", is_resting=False)
    floor = replace(
        floor,
        active=(*floor.active, turn.id),
        served=floor.served | {who: max(at_ms, recorded.occurred_at_ms)},
    )
    return put_turn(_charged(floor, turn, turns=1), _running(floor, turn, at_ms))


def paused(floor: Floor, recorded: Recorded, event: TurnPaused) -> Floor:
    turn = floor.turns.get(event.turn_id)
    return floor if turn is None else halt(floor, turn, moment_ms(floor, recorded), event.cause)


def resumed(floor: Floor, recorded: Recorded, event: TurnResumed) -> Floor:
    turn = floor.turns.get(event.turn_id)
    if turn is None or turn.state != "paused":
        return floor
    at_ms = moment_ms(floor, recorded)
    return put_turn(replace(floor, clock_ms=at_ms), _running(floor, turn, at_ms))


def extended(floor: Floor, recorded: Recorded, event: TurnExtended) -> Floor:
    turn = floor.turns.get(event.turn_id)
    if turn is None or not turn.is_active:
        return floor
    return put_turn(floor, replace(turn, extensions=(*turn.extensions, (moment_ms(floor, recorded), event.add_ms))))


def ended(floor: Floor, recorded: Recorded, event: TurnEnded) -> Floor:
    turn = floor.turns.get(event.turn_id)
    if turn is None or not turn.is_active:
        return floor
    return _ended(floor, turn, moment_ms(floor, recorded), event.reason)


def suspend_for_undo(floor: Floor, recorded: Recorded, event: TurnEnded) -> Floor:
    """Where an undone end stood: the turn goes on, and the time until the undoing is not on its clock."""
    turn = floor.turns.get(event.turn_id)
    return floor if turn is None else halt(floor, turn, moment_ms(floor, recorded), GAP)


def take_up_after_undo(floor: Floor, recorded: Recorded, event: TurnEnded) -> Floor:
    """Where the end was undone: the clock runs again, unless something else has become of the turn since."""
    turn = floor.turns.get(event.turn_id)
    if turn is None or turn.state != "paused" or turn.paused_by != GAP:
        return floor
    at_ms = moment_ms(floor, recorded)
    return put_turn(replace(floor, clock_ms=at_ms), _running(floor, turn, at_ms))


def halt(floor: Floor, turn: Turn, at_ms: int, cause: str) -> Floor:
    """Close the open interval of a running turn."""
    if turn.state != "running" or turn.open_since_ms is None:
        return floor
    floor = _charged(replace(floor, clock_ms=at_ms), turn, spent_ms=at_ms - turn.open_since_ms)
    intervals = (*turn.intervals, (turn.open_since_ms, at_ms))
    return put_turn(floor, replace(turn, state="paused", intervals=intervals, open_since_ms=None, paused_by=cause))


def give_up_call(floor: Floor, turn: Turn, at_ms: int, reason: SkipReason) -> Floor:
    """Whoever was called is back among the waiting; aside for one call, unless it was an interest that stopped it."""
    floor = replace(floor, called=None)
    floor = put_turn(floor, replace(turn, state="skipped", ended_at_ms=at_ms, end_reason=reason))
    request = _request_of(floor, turn)
    rests = reason != "interest"
    return put_request(floor, replace(request, state="waiting", is_resting=rests)) if request else floor


def go_on(floor: Floor, turn: Turn, at_ms: int) -> Floor:
    """Let a paused turn run again, as far as nothing else stops it."""
    return put_turn(replace(floor, clock_ms=at_ms), _running(floor, turn, at_ms))


def leave_one(floor: Floor, at_ms: int) -> Floor:
    """Only whoever took the floor last keeps it."""
    for turn_id in floor.active[:-1]:
        floor = _ended(floor, floor.turns[turn_id], at_ms, "chair")
    return floor


def session_paused(floor: Floor, at_ms: int) -> Floor:
    """Every running clock stops."""
    for turn_id in floor.active:
        floor = halt(floor, floor.turns[turn_id], at_ms, "session")
    return replace(floor, state="paused")


def session_resumed(floor: Floor, at_ms: int) -> Floor:
    """The clocks that the break had stopped run again; those paused before it stay so."""
    floor = replace(floor, state="live", clock_ms=at_ms)
    for turn_id in floor.active:
        if floor.turns[turn_id].paused_by == "session":
            floor = put_turn(floor, _running(floor, floor.turns[turn_id], at_ms))
    return floor


def session_ended(floor: Floor, at_ms: int) -> Floor:
    """Whoever has the floor is done; who was called goes back to the others, who expire."""
    for turn_id in floor.active:
        floor = _ended(floor, floor.turns[turn_id], at_ms, "session_ended")
    turn = floor.called_turn
    if turn is None:
        return floor
    floor = put_turn(floor, replace(turn, state="skipped", ended_at_ms=at_ms, end_reason="session_ended"))
    request = _request_of(floor, turn)
    if request is not None:
        floor = put_request(floor, replace(request, state="waiting"))
    return replace(floor, called=None)


def _first_words_ms(floor: Floor, recorded: Recorded, event: TurnStarted) -> int:
    """From when a turn counts: now, or from its first words, as far back as `earliest_start_ms` lets it."""
    at_ms = moment_ms(floor, recorded)
    if event.since_ms is None:
        return at_ms
    return min(at_ms, max(event.since_ms, earliest_start_ms(floor, recorded.received_at_ms)))


def earliest_start_ms(floor: Floor, now_ms: int) -> int:
    """How far back a turn may be counted: never into what is on another's clock, nor into the item before."""
    item = floor.items.get(floor.item_id) if floor.item_id is not None else None
    opened_ms = item.openings[-1][0] if item is not None and item.openings else 0
    return max(now_ms - BACK_MS, floor.clock_ms, opened_ms)


def _running(floor: Floor, turn: Turn, at_ms: int) -> Turn:
    """On the clock from now; in a break, from the end of the break; with an interest, from the chair's answer."""
    if floor.state == "paused":
        return replace(turn, state="paused", paused_by="session")
    if barring.bar_on(floor, turn.participant_id, turn.landlord_id):
        return replace(turn, state="paused", paused_by="interest")
    return replace(turn, state="running", open_since_ms=at_ms, paused_by="")


def _ended(floor: Floor, turn: Turn, at_ms: int, reason: EndReason) -> Floor:
    floor = halt(floor, turn, at_ms, "")
    turn = replace(
        floor.turns[turn.id], state="ended", paused_by="", ended_at_ms=at_ms, end_reason=reason, open_since_ms=None
    )
    floor = replace(
        put_turn(floor, turn),
        active=tuple(other for other in floor.active if other != turn.id),
        clock_ms=at_ms,
    )
    if turn.is_statement:
        floor = _statement_made(floor, turn)
    request = _request_of(floor, turn)
    if request is None or not request.is_live:
        return floor
    ended_by = "dropped" if reason == "dropped" else "spoke"
    return leave_queue(hands.spent(floor, request), request, "done", reason=ended_by, closed_at_ms=at_ms)


def cut_off(floor: Floor) -> Turn | None:
    """The last turn of the open item that ended because the connection was lost, once its speaker is back.

    None when they have asked again or spoken since, and when the chair has read it.
    """
    ended = [turn for turn in floor.turns.values() if turn.was_heard and turn.item_id == floor.item_id]
    turn = ended[-1] if ended else None
    if turn is None or turn.end_reason != "dropped" or floor.state != "live":
        return None
    gone = floor.is_away(turn.participant_id) or floor.live_of(turn.participant_id) is not None
    return None if gone or floor.snoozed.get("cut_off", -1) >= (turn.ended_at_ms or 0) else turn


def _statement_made(floor: Floor, turn: Turn) -> Floor:
    """One statement was allowed, and it has been made."""
    made = {
        one.id: replace(one, statement_for=tuple(who for who in one.statement_for if who != turn.participant_id))
        for one in floor.declarations.values()
        if turn.participant_id in one.statement_for and one.item_id == turn.item_id
    }
    return replace(floor, declarations=floor.declarations | made)


def _charged(floor: Floor, turn: Turn, *, turns: int = 0, spent_ms: int = 0) -> Floor:
    """Add to what this person, and the landlord whose time it is, have had."""
    had = floor.people.get(turn.participant_id, Tally())
    people = floor.people | {turn.participant_id: Tally(had.turns + turns, had.spent_ms + spent_ms)}
    landlord_id = turn.charged_to
    if landlord_id is None:
        return replace(floor, people=people)
    had = floor.heard.get(landlord_id, Tally())
    heard = floor.heard | {landlord_id: Tally(had.turns + turns, had.spent_ms + spent_ms)}
    return replace(floor, people=people, heard=heard)


def _request_of(floor: Floor, turn: Turn) -> Request | None:
    return floor.requests.get(turn.request_id) if turn.request_id is not None else None
