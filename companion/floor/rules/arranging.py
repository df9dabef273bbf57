"""Arranging: the order and its reasons, the limits, the list, the agenda, and what the stage shows."""

from __future__ import annotations

from typing import Literal

from companion.floor import barring, errors, events
from companion.floor.events import MoveReason
from companion.floor.ids import NoteId, RequestId
from companion.floor.ordering import order
from companion.floor.rules.standing import Events, all_ended, waiting
from companion.floor.state import Floor
from companion.kernel.ids import AgendaItemId

MAX_PLACES = 50


def move(
    floor: Floor,
    request_id: RequestId,
    anchor_id: RequestId,
    *,
    place: Literal["before", "after"] = "before",
    reason: MoveReason = "other",
    note_id: NoteId | None = None,
) -> Events:
    """Put one who waits directly before or after another, with a reason. Raises NotWaiting, BadAnchor."""
    request = waiting(floor, request_id)
    anchor = floor.requests.get(anchor_id)
    if anchor is None or anchor.state != "waiting" or anchor.id == request.id:
        raise errors.BadAnchor
    return (events.OrderPinned(request.id, anchor.id, place, reason, note_id),)


def move_by(floor: Floor, request_id: RequestId, steps: int, *, reason: MoveReason = "other") -> Events:
    """Move one who waits up (negative) or down the list as it stands; nothing happens beyond its ends.

    Raises NotWaiting.
    """
    request = waiting(floor, request_id)
    rows = order(floor)
    at = rows.index(request)
    to = min(max(at + steps, 0), len(rows) - 1)
    if to == at:
        return ()
    return move(floor, request.id, rows[to].id, place="before" if to < at else "after", reason=reason)


def explain_move(floor: Floor, request_id: RequestId, reason: MoveReason) -> Events:
    """Say afterwards why one who waits was moved; they stay where they are. Raises NotWaiting, NotPinned."""
    request = waiting(floor, request_id)
    if request.pin is None:
        raise errors.NotPinned
    pin = request.pin
    return (events.OrderPinned(request.id, pin.anchor_id, pin.place, reason, pin.note_id),)


def unpin(floor: Floor, request_id: RequestId) -> Events:
    """Let the policy place this one again. Raises NotWaiting, NotPinned."""
    request = waiting(floor, request_id)
    if request.pin is None:
        raise errors.NotPinned
    return (events.OrderUnpinned(request.id),)


def set_policy(floor: Floor, policy: events.PolicyName, max_passes: int | None = None) -> Events:
    """Order by another policy from now on."""
    return (events.PolicySet(policy, floor.max_passes if max_passes is None else max(max_passes, 1)),)


def draw_ties(floor: Floor, seed: int | None) -> Events:
    """Place hands of the same second by lot from now on, or by arrival again with None."""
    return () if floor.ties_seed == seed else (events.TiesDrawn(seed),)


def set_limits(floor: Floor, limits: events.LimitsSet) -> Events:
    """Other limits for turns that start from now on."""
    return () if floor.limits == limits else (limits,)


def set_dialogue(floor: Floor, on: bool) -> Events:
    """Allow two voices at once, or one. Raises FloorTaken when two are speaking and one is wanted."""
    if not on and len(floor.active) > 1:
        raise errors.FloorTaken
    return () if floor.is_dialogue == on else (events.DialogueSet(on),)


def set_stage(floor: Floor, mode: events.StageMode) -> Events:
    """Show names, landlords only, or pseudonyms where everybody sees."""
    return () if floor.stage_mode == mode else (events.StageSet(mode),)


def open_list(floor: Floor, places: int | None = None) -> Events:
    """Take hands again: as many as come, or `places` more. Raises SessionOver."""
    if floor.state == "ended":
        raise errors.SessionOver
    return (events.ListOpened(None if places is None else min(max(places, 1), MAX_PLACES)),)


def close_list(floor: Floor) -> Events:
    """Take no more hands; those that are up stay. Raises ListClosed when it is closed already."""
    if not floor.is_list_open:
        raise errors.ListClosed
    return (events.ListClosed(),)


def open_item(
    floor: Floor,
    item_id: AgendaItemId,
    *,
    budget_ms: int | None = None,
    policy: events.PolicyName | None = None,
    knowingly: bool = False,
) -> Events:
    """Begin an agenda item; the list is open for it.

    Raises SessionOver, ItemOpen when another one is, and InterestsUndecided where somebody's declared interest in it
    was not answered and the chair does not open it `knowingly` (PP-42).
    """
    if floor.state == "ended":
        raise errors.SessionOver
    if floor.item_id is not None:
        raise errors.ItemOpen
    undecided = barring.undecided_on(floor, item_id)
    if undecided and not knowingly:
        raise errors.InterestsUndecided
    return (events.ItemOpened(item_id, budget_ms, policy, knowingly=bool(undecided)),)


def close_item(
    floor: Floor,
    *,
    running: Literal["ask", "end", "carry"] = "ask",
    hands: Literal["carry", "expire"] = "carry",
) -> Events:
    """Leave the open item. Whoever speaks is ended or goes on, as the chair says; hands go with us or expire.

    Raises ItemNotOpen, or TurnStillRunning when nobody has said what becomes of the turn.
    """
    if floor.item_id is None:
        raise errors.ItemNotOpen
    if floor.active and running == "ask":
        raise errors.TurnStillRunning
    ended = all_ended(floor, "item_closed") if running == "end" else ()
    return (*ended, events.ItemClosed(floor.item_id, hands))
