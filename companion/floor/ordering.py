"""In what order people are called: a total order, a pure function of the floor; and why, in words to say aloud."""

from __future__ import annotations

from companion.floor import clocks
from companion.floor.events import MoveReason
from companion.floor.policies import POLICY_WORDS, asked, is_landlord_unheard, keys
from companion.floor.state import Floor, Request

__all__ = ["MOVE_WORDS", "POLICY_WORDS", "class_of", "is_landlord_unheard", "next_up", "order", "passed_by", "why"]


MOVE_WORDS: dict[MoveReason, str] = {
    "not_heard_yet": "not heard yet",
    "last_point": "relevant to the last point",
    "access_need": "access need",
    "time": "short of time",
    "technical": "technical problem",
    "correction": "correcting a mistake",
    "invited": "invited, not yet heard",
    "resumed": "was cut off",
    "other": "chair’s decision",
}

_ACCESS, _POINT_OF_ORDER, _REPLY, _ORDINARY = 0, 1, 2, 3
_CLASS_WORDS = {_ACCESS: "access need", _POINT_OF_ORDER: "point of order", _REPLY: "reply to who is speaking"}


def order(floor: Floor) -> list[Request]:
    """Everybody waiting, the first to be called first; those who are away keep their place in it.

    By class, then by policy, then by who asked first. A row passed `max_passes` times goes before the others of its
    class and is compared with its like by time alone, or else the policy would let it be passed again; only one whom
    the chair invited goes before it. In the chair's own order nobody moves for having been passed. What the chair
    moved is moved last, in the order of the moving.
    """
    waiting = floor.waiting()
    by_policy = keys(floor, waiting)
    rows = sorted(waiting, key=lambda row: _key(floor, row, by_policy[row.id]))
    pinned = sorted((row for row in rows if row.pin), key=lambda row: row.pin.seq if row.pin else 0)
    for row in pinned:
        rows = _moved(rows, row)
    return rows


def next_up(floor: Floor) -> Request | None:
    """Whom *call next* would call: the first who is here and did not just leave a call unanswered."""
    here = [row for row in order(floor) if not floor.is_away(row.participant_id)]
    return next((row for row in here if not row.is_resting), here[0] if here else None)


def passed_by(floor: Floor, called: Request) -> list[Request]:
    """Whom a call passes over: here, of the same class, asked earlier, and able to answer."""
    return [
        row
        for row in floor.waiting()
        if row.id != called.id
        and class_of(floor, row) == class_of(floor, called)
        and asked(floor, row) < asked(floor, called)
        and not row.is_resting
        and not floor.is_away(row.participant_id)
    ]


def class_of(floor: Floor, request: Request) -> int:
    """Access needs, then points of order that the chair accepts, then replies to whoever has the floor, then others."""
    if request.kind == "access":
        return _ACCESS
    if request.kind == "point_of_order" and request.is_accepted:
        return _POINT_OF_ORDER
    if request.kind == "reply" and request.replies_to in floor.active:
        return _REPLY
    return _ORDINARY


def is_due(floor: Floor, request: Request) -> bool:
    """Has been passed as often as the policy may, so goes before the others of its class."""
    return floor.policy != "manual" and request.passes >= floor.max_passes


def why(floor: Floor, request: Request, now_ms: int) -> tuple[str, ...]:
    """The reasons for this row's place, the decisive one first, without a name in them."""
    rows = order(floor)
    if request not in rows:
        return ()
    at = rows.index(request)
    reasons = [_decisive(floor, request)]
    away = sum(floor.is_away(row.participant_id) for row in rows[:at])
    if away:
        reasons.append(f"{away} before {'is' if away == 1 else 'are'} away, place kept")
    reasons.append(f"waiting {_minutes(clocks.aged_ms(floor, request.raised_at_ms, now_ms))}")
    own = asked(floor, request)
    earlier = sum(asked(floor, row) < own and not floor.is_away(row.participant_id) for row in rows[at + 1 :])
    if earlier:
        reasons.append(f"goes before {earlier} who asked earlier")
    return tuple(reasons)


def _key(floor: Floor, request: Request, by_policy: tuple[int, ...]) -> tuple[int, ...]:
    if request.is_invited:
        return (class_of(floor, request), 0, *asked(floor, request))
    if is_due(floor, request):
        return (class_of(floor, request), 1, *asked(floor, request))
    return (class_of(floor, request), 2, *by_policy, *asked(floor, request))


def _moved(rows: list[Request], row: Request) -> list[Request]:
    """`rows` with one of them where its pin says; as they are when its anchor is not among them."""
    pin = row.pin
    rest = [other for other in rows if other.id != row.id]
    at = next((index for index, other in enumerate(rest) if pin and other.id == pin.anchor_id), None)
    if pin is None or at is None:
        return rows
    rest.insert(at if pin.place == "before" else at + 1, row)
    return rest


def _decisive(floor: Floor, request: Request) -> str:
    if request.pin:
        return f"moved by the chair: {MOVE_WORDS[request.pin.reason]}"
    if (first := _CLASS_WORDS.get(class_of(floor, request))) is not None:
        return first
    if request.is_invited:
        return "invited: not yet heard"
    if is_due(floor, request):
        return f"passed {request.passes} times, so comes first now"
    return _by_policy(floor, request)


def _by_policy(floor: Floor, request: Request) -> str:
    in_time = "in the order hands went up"
    has_spoken = request.participant_id in floor.people
    if floor.policy == "manual":
        return "in the chair’s order" if floor.own_order else in_time
    if floor.policy == "first_come" or request.is_deferred:
        return in_time
    if floor.policy == "new_voices":
        return in_time if has_spoken else "has not spoken yet"
    if is_landlord_unheard(floor, request):
        return "has not spoken yet" if request.landlord_id is None else "landlord not yet heard"
    if floor.policy == "round_robin":
        return "one turn per landlord in rotation"
    if floor.policy == "least_heard":
        return "in the order of who has been heard least"
    return in_time if has_spoken else "has not spoken yet"


def _minutes(ms: int) -> str:
    minutes = max(ms, 0) // 60_000
    return f"{minutes} min" if minutes else "less than a minute"
