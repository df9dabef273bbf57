"""How a turn's clock stands at a given moment: derived, never stored, in integer milliseconds."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from companion.floor.events import LimitCause, LimitsSet
from companion.floor.state import Floor, Turn
from companion.kernel.ids import AgendaItemId, LandlordId

ClockState = Literal["ready", "running", "warning", "over", "paused"]
LEAST_USEFUL_MS = 20_000
WARNING_MS = 30_000


class TurnClock(Struct, frozen=True):
    """`left_ms` is negative when time is up and None without a limit. `is_ticking` while the clock runs."""

    state: ClockState
    elapsed_ms: int
    limit_ms: int | None
    left_ms: int | None
    is_ticking: bool
    is_past_grace: bool


def elapsed_ms(turn: Turn, now_ms: int) -> int:
    """The sum of the turn's intervals, the open one until now. Pauses count nothing."""
    total = sum(end - start for start, end in turn.intervals)
    if turn.open_since_ms is not None:
        total += max(now_ms - turn.open_since_ms, 0)
    return total


def limit_ms(turn: Turn) -> int | None:
    """The limit with what has been added to it."""
    return None if turn.limit_ms is None else turn.limit_ms + sum(add for _, add in turn.extensions)


def clock_of(turn: Turn, now_ms: int, limits: LimitsSet) -> TurnClock:
    """How this turn's clock stands. Ready before it starts; paused whatever is left; then running, warning, over."""
    elapsed, limit = elapsed_ms(turn, now_ms), limit_ms(turn)
    left = None if limit is None else limit - elapsed
    if turn.state == "called":
        state: ClockState = "ready"
    elif turn.state == "paused":
        state = "paused"
    elif left is None or left > warn_from_ms(limits):
        state = "running"
    else:
        state = "warning" if left > 0 else "over"
    past_grace = left is not None and left <= -turn.grace_ms
    return TurnClock(state, elapsed, limit, left, turn.open_since_ms is not None, past_grace)


def warn_from_ms(limits: LimitsSet) -> int:
    """From how much time left the clock shows its warning face: the middle one of the warnings, half a minute."""
    return WARNING_MS if WARNING_MS in limits.warn_at_ms or not limits.warn_at_ms else min(limits.warn_at_ms)


def crossed(turn: Turn, since_ms: int, until_ms: int, limits: LimitsSet) -> tuple[int, ...]:
    """The thresholds (ms left; 0 is the end) that the clock went down through after `since_ms` and up to `until_ms`.

    Each is crossed once; time that is added puts those above it in force again, once more.
    """
    limit = limit_ms(turn)
    if limit is None:
        return ()
    before, after = limit - elapsed_ms(turn, since_ms), limit - elapsed_ms(turn, until_ms)
    return tuple(mark for mark in (*sorted(limits.warn_at_ms, reverse=True), 0) if after <= mark < before)


def expires_at_ms(turn: Turn) -> int | None:
    """When the open stretch of a turn runs out of its limit and the grace after it; None when it does not.

    A stretch that began behind that moment never does: whoever lets somebody go on then has meant it.
    """
    limit = limit_ms(turn)
    if limit is None or turn.open_since_ms is None:
        return None
    left_ms = limit + turn.grace_ms - elapsed_ms(turn, turn.open_since_ms)
    return turn.open_since_ms + left_ms if left_ms > 0 else None


def item_spent_ms(floor: Floor, item_id: AgendaItemId, now_ms: int) -> int:
    """What all turns on this item have taken, the answers of officers included."""
    return sum(elapsed_ms(turn, now_ms) for turn in floor.turns.values() if turn.item_id == item_id and turn.was_heard)


def landlord_spent_ms(floor: Floor, landlord_id: LandlordId, now_ms: int) -> int:
    """What this landlord has had of the floor, with the stretch that is running."""
    tally = floor.heard.get(landlord_id)
    running = (floor.turns[turn_id] for turn_id in floor.active)
    open_ms = sum(
        max(now_ms - turn.open_since_ms, 0)
        for turn in running
        if turn.open_since_ms is not None and turn.charged_to == landlord_id
    )
    return (tally.spent_ms if tally else 0) + open_ms


def landlord_left_ms(floor: Floor, landlord_id: LandlordId | None, now_ms: int) -> int | None:
    """What is left of this landlord's time; None where it is not limited."""
    if floor.limits.per_landlord_ms is None or landlord_id is None:
        return None
    return max(floor.limits.per_landlord_ms - landlord_spent_ms(floor, landlord_id, now_ms), 0)


def aged_ms(floor: Floor, since_ms: int, now_ms: int) -> int:
    """How long ago something was, breaks not counted."""
    rested = sum(
        max(min(now_ms if until_ms is None else until_ms, now_ms) - max(from_ms, since_ms), 0)
        for from_ms, until_ms in floor.breaks
    )
    return max(now_ms - since_ms - rested, 0)


def limit_for(
    floor: Floor, landlord_id: LandlordId | None, now_ms: int, own_ms: int | None = None
) -> tuple[int | None, LimitCause]:
    """How long a turn that starts now may last and what sets that: the shortest of turn, item and landlord limits.

    `own_ms` is the length of turn that this person has been granted, where it is longer than everybody's.
    """
    choices: list[tuple[int, LimitCause]] = []
    if floor.limits.per_turn_ms is not None:
        choices.append((max(floor.limits.per_turn_ms, own_ms or 0), "turn"))
    item = floor.items.get(floor.item_id) if floor.item_id else None
    if item is not None and item.budget_ms is not None:
        choices.append((max(item.budget_ms - item_spent_ms(floor, item.id, now_ms), 0), "item"))
    if floor.limits.per_landlord_ms is not None and landlord_id is not None:
        spent = landlord_spent_ms(floor, landlord_id, now_ms)
        choices.append((max(floor.limits.per_landlord_ms - spent, 0), "landlord"))
    return min(choices, key=lambda choice: choice[0], default=(None, "none"))
