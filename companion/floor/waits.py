"""About how long somebody waits: a range, and whether it may be told at all."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from companion.floor import clocks
from companion.floor.ids import RequestId
from companion.floor.ordering import class_of
from companion.floor.policies import at_best
from companion.floor.state import Floor, Request

CHANGE_OVER_MS = 8_000
LONGEST_CHANGE_MS = 60_000  # what lies longer between two turns was no change of speaker
MOST_PASSING = 2  # a wait that may be longer by more turns than these is no estimate
_ENOUGH_TURNS = 5
_UNLIMITED_MS = 120_000


def per_turn_ms(floor: Floor) -> tuple[int, int]:
    """What one turn takes, from and to, with the change of speaker.

    The middle of the turns so far, leaning on the limit until there are five; at most the limit.
    """
    limit = floor.limits.per_turn_ms or _UNLIMITED_MS
    ended = [clocks.elapsed_ms(turn, 0) for turn in floor.turns.values() if turn.state == "ended" and turn.intervals]
    seen = ended[-20:]
    padded = seen + [limit] * max(_ENOUGH_TURNS - len(seen), 0)
    usual = min(int(median(padded)), limit)
    change = change_over_ms(floor)
    return usual * 3 // 4 + change, max(limit, usual) + change


def change_over_ms(floor: Floor) -> int:
    """What lies between two turns: the middle of those so far, leaning on eight seconds until there are five."""
    heard = sorted((turn for turn in floor.turns.values() if turn.was_heard), key=lambda turn: turn.started_at_ms or 0)
    gaps = [
        (after.started_at_ms or 0) - before.ended_at_ms
        for before, after in pairwise(heard)
        if before.ended_at_ms is not None
    ]
    seen = [gap for gap in gaps if 0 <= gap <= LONGEST_CHANGE_MS][-20:]
    return int(median(seen + [CHANGE_OVER_MS] * max(_ENOUGH_TURNS - len(seen), 0)))


def rest_ms(floor: Floor, now_ms: int) -> int:
    """What whoever speaks has left, and a whole turn for whoever is called."""
    rest = 0
    turn = floor.speaking
    if turn is not None:
        rest += max(clocks.clock_of(turn, now_ms, floor.limits).left_ms or 0, 0)
    if floor.called is not None:
        rest += per_turn_ms(floor)[0]
    return rest


def firm(floor: Floor) -> dict[RequestId, int]:
    """Those whose wait may be told, each with how many of the hands raised from now on the policy may call before them:
    none, as things stand, or as many as the cap still lets through, where these are MOST_PASSING at most."""
    rows = floor.waiting()
    best = at_best(floor, rows)
    left = {row.id: 0 if row.id in best or class_of(floor, row) < 2 else max(_left(floor, row), 0) for row in rows}
    return {request_id: passing for request_id, passing in left.items() if passing <= MOST_PASSING}


def _left(floor: Floor, request: Request) -> int:
    """How often the policy may still pass this row; the chair's own order passes nobody."""
    return 0 if floor.policy == "manual" else floor.max_passes - request.passes


def is_firm(floor: Floor, request: Request) -> bool:
    """Whether the wait of this one may be told."""
    return request.id in firm(floor)
