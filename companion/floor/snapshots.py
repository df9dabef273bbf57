"""What each screen is sent: whole, small, JSON-ready, one per role. The one place that decides who sees what.

Only the chair's and the steward's frame has the names of those who wait and the reasons of the order. The attendees'
frame is the same for all: opaque request ids in order, each page knows its own. Notes are in no frame.
A clock is sent as what had elapsed at `now_ms` and whether it ticks; a page adds the time since, times `rate`.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from companion.floor import (
    barring,
    clocks,
    events,
    interest_frames,
    inviting,
    ordering,
    telling,
    waits,
)
from companion.floor.fairness_frame import shared
from companion.floor.ids import RequestId, TurnId
from companion.floor.pseudonyms import pseudonym, token
from companion.floor.reducer import undoing_of
from companion.floor.rules import duties
from companion.floor.state import Floor, Request, Tally, Turn
from companion.floor.undoing import last_command
from companion.floor.voices_frame import voices_frame
from companion.kernel.ids import AgendaItemId, LandlordId, ParticipantId, PersonId

Frame = dict[str, Any]
UNKNOWN = "Somebody we don’t know"

_DID: dict[type[events.Event], str] = {
    events.HandRaised: "Added {}",
    events.HandLowered: "Lowered the hand of {}",
    events.HandDeferred: "Let others go before {}",
    events.HandDeclined: "Declined {}",
    events.HandAccepted: "Accepted the point of order of {}",
    events.TurnCalled: "Called {}",
    events.TurnStarted: "Started {}",
    events.TurnPaused: "Paused {}",
    events.TurnResumed: "Resumed {}",
    events.TurnExtended: "Gave more time to {}",
    events.TurnEnded: "Ended {}",
    events.TurnSkipped: "Skipped {}",
    events.OrderPinned: "Moved {}",
    events.OrderUnpinned: "Put {} back in order",
    events.PolicySet: "Changed the order",
    events.TiesDrawn: "Changed how ties are broken",
    events.InviteMade: "Invited {}",
    events.LimitsSet: "Changed the time limits",
    events.DialogueSet: "Changed how many may speak",
    events.StageSet: "Changed what the stage shows",
    events.ListOpened: "Opened the list",
    events.ListClosed: "Closed the list",
    events.ItemOpened: "Opened the item",
    events.ItemClosed: "Closed the item",
    events.CaseRaised: "Marked an individual case",
    events.DirectionGiven: "Noted what you asked for",
    events.SessionPaused: "Paused the session",
    events.SessionResumed: "Resumed the session",
    events.SessionEnded: "Ended the session",
}


class Names(Struct, frozen=True):
    """Names as the roll and the registration know them, and the agenda in its order."""

    people: Mapping[ParticipantId, str] = {}
    landlords: Mapping[LandlordId, str] = {}
    items: Mapping[AgendaItemId, str] = {}
    staff: Mapping[PersonId, str] = {}
    hosts: Container[ParticipantId] = ()  # those who run the meeting in Zoom

    def person(self, participant_id: ParticipantId) -> str:
        return self.people.get(participant_id) or UNKNOWN

    def landlord(self, landlord_id: LandlordId | None) -> str:
        return self.landlords.get(landlord_id, "") if landlord_id is not None else ""


def chair_snapshot(floor: Floor, names: Names, now_ms: int, rate: float = 1.0) -> Frame:
    """All that the chair and the steward see, the reasons included."""
    queue = ordering.order(floor)
    following = ordering.next_up(floor)
    speaking, called = floor.speaking, floor.called_turn
    others = [floor.turns[turn_id] for turn_id in floor.active[:-1]]
    return _head("chair", floor, now_ms, rate) | {
        "now": speaking and _named_turn(floor, names, speaking, now_ms),
        "also": [_named_turn(floor, names, turn, now_ms) for turn in others],
        "called": called and _named_turn(floor, names, called, now_ms),
        "next": following and {**_row(floor, names, following, 0), "why": ordering.why(floor, following, now_ms)},
        "queue": [
            {**_row(floor, names, row, at), "next": following is not None and row.id == following.id}
            for at, row in enumerate(queue, 1)
        ],
        "item": _item(floor, names, now_ms),
        "policy": {"name": floor.policy, "words": ordering.POLICY_WORDS[floor.policy]},
        "fair_ties": floor.ties_seed is not None,
        **shared(floor, names, now_ms),
        **voices_frame(floor, names.person, names.hosts, now_ms),
        "tray": [
            {
                "seq": hand.seq,
                "name": names.person(hand.participant_id),
                "landlord": names.landlord(hand.landlord_id),
                "source": hand.source,
                "occurred_at_ms": hand.occurred_at_ms,
            }
            for hand in floor.tray
        ],
        "suggested": [
            {
                "seq": chip.seq,
                "name": names.person(chip.participant_id),
                "landlord": names.landlord(chip.landlord_id),
                "at_ms": chip.occurred_at_ms,
            }
            for chip in floor.suggested
        ],
        "held": _held(floor, names),
        "may": list(floor.steward_may),
        "arranged": _arranged(floor),
        "undo": _undo(floor, names),
        **telling.chairs_part(floor, names.person, names.items, now_ms),
        "interests": interest_frames.panel(floor, names, names.staff),
        "per_turn_ms": floor.limits.per_turn_ms,
        "per_landlord_ms": floor.limits.per_landlord_ms,
        "is_dialogue": floor.is_dialogue,
        "stage_mode": floor.stage_mode,
    }


def attendee_snapshot(
    floor: Floor, now_ms: int, rate: float = 1.0, names: Names | None = None, seed: bytes = b""
) -> Frame:
    """What everybody in the meeting may see: who speaks, as far as the stage mode shows it, and the order as ids."""
    low_ms, high_ms = waits.per_turn_ms(floor)
    firm = waits.firm(floor)
    asked = (one.participant_id or one.landlord_id for one in inviting.open_invites(floor))
    queue = ordering.order(floor)
    called = floor.called_turn
    return _head("attendee", floor, now_ms, rate) | {
        "now": _shown_turn(floor, names or Names(), seed, now_ms),
        "called": str(called.request_id) if called is not None and called.request_id is not None else None,
        "called_limit_ms": called and clocks.limit_for(floor, called.charged_to, now_ms, called.own_limit_ms)[0],
        "queue": [str(row.id) for row in queue],
        "firm": [1 + firm[row.id] if row.id in firm else 0 for row in queue],
        "invited": [token(seed, owner) for owner in asked if owner is not None],
        "wait": {"rest_ms": waits.rest_ms(floor, now_ms), "low_ms": low_ms, "high_ms": high_ms},
        "item": _item(floor, names or Names(), now_ms),
        "policy": {"name": floor.policy, "words": ordering.POLICY_WORDS[floor.policy]},
    }


def stage_snapshot(
    floor: Floor, now_ms: int, rate: float = 1.0, names: Names | None = None, seed: bytes = b""
) -> Frame:
    """What a shared screen shows: who speaks, who is next, the item. Never a reason, a mark or a rank."""
    shown = names or Names()
    queue = [row for row in ordering.order(floor) if not floor.is_away(row.participant_id)]
    called = floor.called_turn
    following = [called.participant_id] if called is not None else []
    following += [row.participant_id for row in queue]
    return _head("stage", floor, now_ms, rate) | {
        "now": _shown_turn(floor, shown, seed, now_ms),
        "next": [] if floor.stage_mode == "counts" else [label(floor, shown, seed, one) for one in following[:3]],
        "waiting": len(following),
        "mode": floor.stage_mode,
        "item": _item(floor, shown, now_ms),
    }


def seq_of(floor: Floor, role: str) -> int:
    """The number of the frame that this role has to be sent: of the last event that can change what it shows.

    Who is heard just now shows on the chair's frame alone; else each caption would be a frame for everybody.
    """
    if role == "chair":
        return floor.seq
    return next((one.seq for one in reversed(floor.log) if type(one.event) not in events.MEASURED), 0)


def _head(role: str, floor: Floor, now_ms: int, rate: float) -> Frame:
    return {
        "role": role,
        "seq": seq_of(floor, role),
        "now_ms": now_ms,
        "rate": rate,
        "state": floor.state,
        "list": {"open": floor.is_list_open and floor.list_places != 0, "places": floor.list_places},
    }


def _clock(turn: Turn, floor: Floor, now_ms: int) -> Frame:
    clock = clocks.clock_of(turn, now_ms, floor.limits)
    return {
        "state": clock.state,
        "elapsed_ms": clock.elapsed_ms,
        "limit_ms": clock.limit_ms,
        "ticking": clock.is_ticking,
        "warn_ms": clocks.warn_from_ms(floor.limits),
        "grace_ms": turn.grace_ms,
    }


def _named_turn(floor: Floor, names: Names, turn: Turn, now_ms: int) -> Frame:
    shown = turn
    if turn.state == "called":
        limit, cause = clocks.limit_for(floor, turn.charged_to, now_ms, turn.own_limit_ms)
        shown = replace(turn, limit_ms=limit)
    else:
        cause = turn.limit_cause
    tally = floor.people.get(turn.participant_id, Tally())
    return {
        "turn_id": str(turn.id),
        "request_id": str(turn.request_id) if turn.request_id else None,
        "name": names.person(turn.participant_id),
        "landlord": names.landlord(turn.landlord_id),
        "kind": turn.kind,
        "note": _note_mark(floor.requests.get(turn.request_id) if turn.request_id else None),
        "turns_before": tally.turns - (1 if turn.was_heard else 0),
        "limit_cause": cause,
        "paused_by": turn.paused_by,
        "is_ready": turn.is_ready,
        "is_statement": turn.is_statement,
        "landlord_left_ms": clocks.landlord_left_ms(floor, turn.charged_to, now_ms),
        "clock": _clock(shown, floor, now_ms),
    }


def _shown_turn(floor: Floor, names: Names, seed: bytes, now_ms: int) -> Frame | None:
    turn = floor.speaking
    if turn is None:
        return None
    shown = label(floor, names, seed, turn.participant_id)
    return {**shown, "request_id": str(turn.request_id or turn.id), "clock": _clock(turn, floor, now_ms)}


def label(floor: Floor, names: Names, seed: bytes, participant_id: ParticipantId) -> Frame:
    """How somebody is called where everybody sees it."""
    landlord = names.landlord(floor.known.get(participant_id))
    if floor.stage_mode == "counts":
        return {"name": "A speaker", "landlord": ""}
    if floor.stage_mode == "names":
        return {"name": names.person(participant_id), "landlord": landlord}
    if floor.stage_mode == "landlords" and landlord:
        return {"name": landlord, "landlord": ""}
    return {"name": pseudonym(floor, participant_id, seed), "landlord": ""}


def _row(floor: Floor, names: Names, request: Request, at: int) -> Frame:
    tally = floor.people.get(request.participant_id, Tally())
    marks = [
        name
        for name, holds in (
            ("new", ordering.is_landlord_unheard(floor, request)),
            ("away", floor.is_away(request.participant_id)),
            ("resting", request.is_resting),
            ("moved", request.pin is not None),
            ("deferred", request.is_deferred),
            ("invited", request.is_invited),
            ("note", request.note_id is not None),
            ("interest", bool(barring.standing(floor, request.participant_id, request.landlord_id))),
        )
        if holds
    ]
    return {
        "id": str(request.id),
        "pos": at,
        "name": names.person(request.participant_id),
        "landlord": names.landlord(request.landlord_id),
        "kind": request.kind,
        "sources": request.sources,
        "since_ms": request.raised_at_ms,
        "turns": tally.turns,
        "spent_ms": tally.spent_ms,
        "passes": request.passes,
        "marks": marks,
        "note": _note_mark(request),
        "moved_why": ordering.MOVE_WORDS[request.pin.reason] if request.pin and request.pin.reason != "other" else None,
    }


def _note_mark(request: Request | None) -> str | None:
    """Another one for each note that is written: by it the pages of the chair and the steward know what to fetch."""
    return request.note_id.hex[-8:] if request and request.note_id else None


def _item(floor: Floor, names: Names, now_ms: int) -> Frame | None:
    if floor.item_id is None:
        return None
    item = floor.items[floor.item_id]
    agenda = list(names.items)
    return {
        "id": str(item.id),
        "title": names.items.get(item.id, ""),
        "number": agenda.index(item.id) + 1 if item.id in names.items else None,
        "of": len(agenda),
        "budget_ms": item.budget_ms,
        "spent_ms": clocks.item_spent_ms(floor, item.id, now_ms),
        "ticking": any(floor.turns[turn_id].open_since_ms is not None for turn_id in floor.active),
    }


def _held(floor: Floor, names: Names) -> Frame | None:
    """Which steward has taken the chair over."""
    if floor.chair_held_by is None:
        return None
    name = names.staff.get(floor.chair_held_by, "A steward")
    return {"person": str(floor.chair_held_by), "name": name, "since_ms": floor.chair_held_since_ms}


def _arranged(floor: Floor) -> Frame | None:
    """The latest change of the order by hand, so that a steward who moved a row at the same time is told."""
    last = duties.last_arranged(floor)
    return None if last is None else {"seq": last.seq, "role": last.actor_role, "at_ms": last.received_at_ms}


def _undo(floor: Floor, names: Names) -> Frame | None:
    command = last_command(floor)
    if not command:
        return None
    last = command[-1]
    words = _DID[type(last.event)].format(_whom(floor, names, last.event))
    if isinstance(last.event, events.LimitsSet) and last.event.per_turn_ms is not None:
        seconds = last.event.per_turn_ms // 1000
        words += f": {seconds // 60}:{seconds % 60:02} for each turn"
    latest = next((one.event for one in reversed(floor.log) if not isinstance(one.event, events.MEASURED)), None)
    redo = isinstance(latest, events.Undone) and bool(undoing_of(floor.log))
    return {
        "seq": command[0].seq,
        "words": words,
        "at_ms": last.received_at_ms,
        "redo": redo,
        "everyone": _one_alone(floor, last.event),
    }


def _one_alone(floor: Floor, event: events.Event) -> bool:
    """Whether this gave more time to whoever speaks, and to nobody else as yet."""
    speaking = floor.speaking
    if not isinstance(event, events.TurnExtended) or speaking is None or floor.limits.per_turn_ms is None:
        return False
    return speaking.id == event.turn_id


def _whom(floor: Floor, names: Names, event: events.Event) -> str:
    participant_id = getattr(event, "participant_id", None)
    turn_id: TurnId | None = getattr(event, "turn_id", None)
    turn = floor.turns.get(turn_id) if turn_id is not None else None
    request_id: RequestId | None = getattr(event, "request_id", None)
    if participant_id is None and turn is not None:
        participant_id = turn.participant_id
    if participant_id is None and request_id in floor.requests:
        participant_id = floor.requests[request_id].participant_id
    if participant_id is None:
        return names.landlord(getattr(event, "landlord_id", None))
    return names.person(participant_id)
