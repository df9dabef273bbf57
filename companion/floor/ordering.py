"""In what order people are called: a total order, a pure function of the floor; and why, in words to say aloud."""

from __future__ import annotations

from companion.floor.events import MoveReason, PolicyName
from companion.floor.state import Floor, Request

POLICY_WORDS: dict[PolicyName, str] = {
    "first_come": "In the order hands went up",
    "new_landlords": "Landlords not yet heard go first",
}
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

_ACCESS, _POINT_OF_ORDER, _ORDINARY = 0, 1, 3


def order(floor: Floor) -> list[Request]:
    """Everybody waiting, the first to be called first; those who are away keep their place in it.

    By class, then by policy, then by who asked first. A row passed `max_passes` times goes before the others of its
    class and is compared with its like by time alone, or else the policy would let it be passed again. What the chair
    moved is moved last, in the order of the moving.
    """
    rows = sorted(floor.waiting(), key=lambda request: _key(floor, request))
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
        and class_of(row) == class_of(called)
        and row.asked < called.asked
        and not row.is_resting
        and not floor.is_away(row.participant_id)
    ]


def class_of(request: Request) -> int:
    """Access needs, then points of order that the chair accepts, then everybody else."""
    if request.kind == "access":
        return _ACCESS
    if request.kind == "point_of_order" and request.is_accepted:
        return _POINT_OF_ORDER
    return _ORDINARY


def is_landlord_unheard(floor: Floor, request: Request) -> bool:
    """Comes from a landlord who has not had the floor. Somebody without a landlord is a group of their own."""
    if request.landlord_id is None:
        return request.participant_id not in floor.people
    return request.landlord_id not in floor.heard


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
    reasons.append(f"waiting {_minutes(now_ms - request.raised_at_ms)}")
    earlier = sum(row.asked < request.asked and not floor.is_away(row.participant_id) for row in rows[at + 1 :])
    if earlier:
        reasons.append(f"goes before {earlier} who asked earlier")
    return tuple(reasons)


def _key(floor: Floor, request: Request) -> tuple[int, ...]:
    if request.passes >= floor.max_passes:
        return (class_of(request), 0, *request.asked)
    return (class_of(request), 1, *_policy_key(floor, request), *request.asked)


def _policy_key(floor: Floor, request: Request) -> tuple[int, ...]:
    if floor.policy == "first_come":
        return ()
    if request.is_deferred:
        return (1, 1)
    return (0 if is_landlord_unheard(floor, request) else 1, 1 if request.participant_id in floor.people else 0)


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
    if class_of(request) == _ACCESS:
        return "access need"
    if class_of(request) == _POINT_OF_ORDER:
        return "point of order"
    if request.passes >= floor.max_passes:
        return f"passed {request.passes} times, so comes first now"
    if floor.policy == "first_come" or request.is_deferred:
        return "in the order hands went up"
    if is_landlord_unheard(floor, request):
        return "has not spoken yet" if request.landlord_id is None else "landlord not yet heard"
    if request.participant_id not in floor.people:
        return "has not spoken yet"
    return "in the order hands went up"


def _minutes(ms: int) -> str:
    minutes = max(ms, 0) // 60_000
    return f"{minutes} min" if minutes else "less than a minute"
