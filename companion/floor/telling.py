"""What the chair’s frame says beside the queue: a case just marked, a move without a reason, directions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from companion.floor import ordering
from companion.floor.events import OrderPinned
from companion.floor.sentences import DIRECTION_WORDS
from companion.floor.state import Floor
from companion.floor.undoing import last_command
from companion.kernel.ids import AgendaItemId, ParticipantId

CASE_STAYS_MS = 120_000  # how long a case that nobody in particular raised stays on the page
MOST_DIRECTIONS = 5
Person = Callable[[ParticipantId], str]


def chairs_part(floor: Floor, person: Person, items: Mapping[AgendaItemId, str], now_ms: int) -> dict[str, Any]:
    """The fields that this adds to the chair's frame."""
    return {
        "case": _case(floor, person, now_ms),
        "moved": _moved_without_reason(floor, person),
        "directions": [
            {
                "words": DIRECTION_WORDS[one.direction],
                "name": person(one.participant_id) if one.participant_id else None,
                "at_ms": one.at_ms,
            }
            for one in reversed(floor.directions[-MOST_DIRECTIONS:])
        ],
        "next_item": _next_item(floor, items),
        "limits": {
            "warn": ", ".join(str(ms // 1000) for ms in floor.limits.warn_at_ms),
            "on_expiry": floor.limits.on_expiry,
            "grace": floor.limits.grace_ms // 1000,
            "auto_start": floor.limits.auto_start,
            "on_item_close": floor.limits.on_item_close,
        },
    }


def _case(floor: Floor, person: Person, now_ms: int) -> dict[str, Any] | None:
    """The case that was marked last, while the turn it was marked in still has the floor."""
    mark = floor.cases[-1] if floor.cases else None
    if mark is None or floor.state == "ended" or floor.called not in (None, mark.turn_id):
        return None  # whoever calls the next has dealt with it
    turn = floor.turns.get(mark.turn_id) if mark.turn_id is not None else None
    if turn is not None:
        stays = turn.is_active or turn.id == floor.called
    else:
        stays = now_ms - mark.at_ms < CASE_STAYS_MS
    if not stays:
        return None
    return {
        "seq": mark.seq,
        "at_ms": mark.at_ms,
        "name": person(mark.participant_id) if mark.participant_id else None,
        "speaks": turn is not None and turn.is_active,
    }


def _moved_without_reason(floor: Floor, person: Person) -> dict[str, Any] | None:
    """Whom the last act moved, when nobody has said why: asked for beside the queue, and gone with the next act."""
    command = last_command(floor)
    last = command[-1].event if command else None
    if not isinstance(last, OrderPinned) or last.reason != "other":
        return None
    request = floor.requests.get(last.request_id)
    if request is None or request.state != "waiting" or request.pin is None:
        return None
    place = next((at for at, row in enumerate(ordering.order(floor), 1) if row.id == request.id), 0)
    return {"id": str(request.id), "name": person(request.participant_id), "pos": place}


def _next_item(floor: Floor, items: Mapping[AgendaItemId, str]) -> dict[str, Any] | None:
    """The item that follows: after the open one, else the first that was never opened. None at the end."""
    ids = list(items)
    at = ids.index(floor.item_id) + 1 if floor.item_id in ids else None
    if at is None:
        at = next((place for place, item_id in enumerate(ids) if item_id not in floor.items), len(ids))
    return {"title": items[ids[at]], "number": at + 1} if at < len(ids) else None
