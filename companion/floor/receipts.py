"""The receipt of a request: when it was asked, how it ended, how many went before it and why, in plain words.

It is for the person who asked, so it names nobody, and gives no reason of another's that is theirs to keep.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from msgspec import Struct

from companion.floor import clocks
from companion.floor.events import PassCause, PolicyName
from companion.floor.ids import RequestId
from companion.floor.state import Floor, Overtaking, Request, RequestState

SENSITIVE = frozenset({"access_need", "technical", "other"})  # reasons that are somebody else's to tell

_PASSED: dict[PassCause, str] = {
    "access": "the chair let them go first",
    "point_of_order": "it was a point of order",
    "reply": "it was a reply to whoever was speaking",
    "invited": "they were invited, not yet heard",
    "due": "they had been passed many times before",
    "direct": "the chair gave them the floor directly",
    "away": "you were not in the meeting then",
    "no_answer": "you had been called and did not answer",
    "let_first": "you let others go first",
    "held_back": "your interest in the item held you back then",
}
_BY_POLICY: dict[PolicyName, str] = {
    "first_come": "their hands went up in the same moment",
    "new_voices": "people who had not spoken went first",
    "new_landlords": "landlords not yet heard went first",
    "round_robin": "landlords took turns in rotation",
    "least_heard": "those heard least went first",
    "manual": "the chair set the order",
}
_BY_CHAIR: dict[str, str] = {
    "not_heard_yet": "the chair let somebody in who was not heard yet",
    "last_point": "the chair took a point close to the last one first",
    "time": "the chair took somebody first who was short of time",
    "correction": "the chair put a mistake right",
    "invited": "the chair had invited them",
    "resumed": "they went on after being cut off",
}
_ENDED: dict[tuple[RequestState, str], str] = {
    ("withdrawn", "lowered"): "Your hand was lowered at {ended}.",
    ("withdrawn", "same_person"): "You had asked already, on another device or line; that hand counts.",
    ("declined", "individual_case"): "The chair did not take it at {ended}: single cases cannot be discussed here.",
    ("declined", "off_topic"): "The chair did not take it at {ended}: it was not about this item.",
    ("declined", "out_of_time"): "The chair did not take it at {ended}: there was no time left.",
    ("declined", "other"): "The chair did not take it at {ended}.",
    ("expired", "item_closed"): "The item was closed at {ended} before your turn. You can send it in writing.",
    ("expired", "session_ended"): "The session ended at {ended} before your turn. You can send it in writing.",
}
_STANDS: dict[RequestState, str] = {
    "waiting": "Your hand is up.",
    "blocked": "Your place is kept while your interest in the item stands.",
    "called": "You have been called.",
    "speaking": "You have the floor.",
}


class Receipt(Struct, frozen=True):
    """`asked_before` had asked earlier and spoke first; `went_before` asked later, each group with its reason.

    `served_at_ms` is when the turn began and `spoke_ms` how long it lasted; None when it never did.
    """

    asked_at_ms: int
    state: RequestState
    reason: str
    served_at_ms: int | None
    spoke_ms: int | None
    closed_at_ms: int | None
    asked_before: int
    went_before: tuple[tuple[str, int], ...]


def receipt(floor: Floor, request: Request) -> Receipt:
    """What became of a request, or how it stands."""
    own = next((turn for turn in floor.turns.values() if turn.request_id == request.id and turn.was_heard), None)
    passings = [one for one in request.overtaken if floor.turns[one.turn_id].was_heard]
    later = {one.turn_id for one in passings}
    served_at_ms = own.started_at_ms if own else None
    until_ms = served_at_ms or request.closed_at_ms
    earlier = [
        turn
        for turn in floor.turns.values()
        if turn.was_heard
        and turn.request_id not in (None, request.id)
        and turn.id not in later
        and (turn.started_at_ms or 0) > request.raised_at_ms
        and (until_ms is None or (turn.started_at_ms or 0) < until_ms)
    ]
    return Receipt(
        asked_at_ms=request.raised_at_ms,
        state=request.state,
        reason=request.reason,
        served_at_ms=served_at_ms,
        spoke_ms=clocks.elapsed_ms(own, own.ended_at_ms) if own and own.ended_at_ms is not None else None,
        closed_at_ms=request.closed_at_ms,
        asked_before=len(earlier),
        went_before=tuple(Counter(map(why_passed, passings)).items()),
    )


def receipts_of(floor: Floor) -> dict[RequestId, Receipt]:
    """Every request of the session with its receipt, in the order of asking."""
    rows = sorted(floor.requests.values(), key=lambda row: (row.raised_at_ms, row.seq))
    return {row.id: receipt(floor, row) for row in rows}


def why_passed(one: Overtaking) -> str:
    """Why somebody who asked later went first, as the one who was passed may be told."""
    if one.cause == "policy":
        return _BY_POLICY[one.policy or "first_come"]
    if one.cause in ("moved", "chosen"):
        return "the chair let them go first" if one.reason in SENSITIVE else _BY_CHAIR.get(one.reason or "", _CHOSEN)
    return _PASSED[one.cause]


def sentences(found: Receipt, time_of_day: Callable[[int], str]) -> tuple[str, ...]:
    """The receipt as the person who asked reads it."""
    return tuple(_said(found, time_of_day))


_CHOSEN = "the chair called them first"


def _said(found: Receipt, time_of_day: Callable[[int], str]) -> Iterator[str]:
    asked = f"You asked at {time_of_day(found.asked_at_ms)}"
    if found.served_at_ms is not None:
        yield f"{asked} and had the floor at {time_of_day(found.served_at_ms)}{_for_how_long(found.spoke_ms)}."
        if found.reason == "dropped":
            yield "Your connection was lost while you spoke."
    else:
        yield f"{asked}."
        ended = _ENDED.get((found.state, found.reason)) or _STANDS.get(found.state, "It ended at {ended}.")
        yield ended.format(ended=time_of_day(found.closed_at_ms or found.asked_at_ms))
    if found.asked_before:
        yield f"{found.asked_before} who had asked before you spoke first."
    for why, count in found.went_before:
        yield f"{count} who asked later went before you: {why}."


def _for_how_long(ms: int | None) -> str:
    if ms is None:
        return ""
    seconds = ms // 1000
    return f", for {seconds // 60}:{seconds % 60:02}"
