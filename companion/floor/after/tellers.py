"""What each event is in the timeline: its sentence by name, whom it is about, and what it meant for the others.

Each sees the floor before and after, for an event can be written and change nothing: old news, a second hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from companion.floor import clocks, events, ordering
from companion.floor.changes import believed_ms
from companion.floor.events import Recorded
from companion.floor.receipts import why_passed
from companion.floor.state import Floor, Request
from companion.kernel.ids import ParticipantId

#: fields of an entry, by name; `what` is always there
Told = dict[str, Any]


def plainly(recorded: Recorded) -> Told | None:
    """An event that has no sentence of its own: its type, for an entry of the floor is never silently missing."""
    if isinstance(recorded.event, events.Unrecognised):
        return None
    kind = str(type(recorded.event).__struct_config__.tag)
    return {"what": kind, "participant_id": getattr(recorded.event, "participant_id", None)}


def _raised(before: Floor, after: Floor, recorded: Recorded, event: events.HandRaised) -> Told:
    told: Told = {"what": "asked", "participant_id": event.participant_id, "reason": event.kind}
    if event.request_id in after.requests and event.request_id not in before.requests:
        at_ms = after.requests[event.request_id].raised_at_ms
        return told | ({"what": "admitted", "at_ms": believed_ms(recorded)} if event.tray_seq else {"at_ms": at_ms})
    known = before.requests.get(event.request_id)
    heeded = after.spans != before.spans
    return told | {"what": "asked_again" if heeded and known is not None and known.is_live else "asked_in_vain"}


def _lowered(before: Floor, after: Floor, _recorded: Recorded, event: events.HandLowered) -> Told | None:
    gone = [row for row in before.waiting() if after.requests[row.id].state == "withdrawn"]
    if gone:
        return {"what": "withdrawn", "participant_id": event.participant_id}
    if after.spans != before.spans:
        return {"what": "lowered_one", "participant_id": event.participant_id}
    return None


def _of_request(what: str) -> Callable[[Floor, Floor, Recorded, Any], Told]:
    def tell(before: Floor, _after: Floor, _recorded: Recorded, event: Any) -> Told:
        request = before.requests.get(event.request_id)
        return {
            "what": what,
            "participant_id": request.participant_id if request else None,
            "reason": getattr(event, "reason", "") or "",
        }

    return tell


def _called(before: Floor, after: Floor, recorded: Recorded, event: events.TurnCalled) -> Told | None:
    request = before.requests.get(event.request_id)
    if request is None or event.turn_id not in after.turns or event.turn_id in before.turns:
        return None
    reason = event.reason or (ordering.why(before, request, recorded.received_at_ms) or ("",))[0]
    return {
        "what": "called_out_of_turn" if event.chosen else "called",
        "participant_id": request.participant_id,
        "reason": reason,
    } | _passed(before, after)


def _passed(before: Floor, after: Floor) -> Told:
    """Whom this put back, each with the words that their receipt has for it."""
    grown = [
        (row.participant_id, why_passed(row.overtaken[-1]))
        for row in after.requests.values()
        if row.overtaken and row.overtaken != before.requests.get(row.id, row).overtaken
    ]
    return {"others": tuple(who for who, _ in grown), "whys": tuple(why for _, why in grown)}


def _of_turn(what: str) -> Callable[[Floor, Floor, Recorded, Any], Told | None]:
    def tell(before: Floor, after: Floor, recorded: Recorded, event: Any) -> Told | None:
        turn = after.turns.get(event.turn_id) or before.turns.get(event.turn_id)
        if turn is None or before.turns.get(event.turn_id) == turn:
            return None
        told: Told = {"what": what, "participant_id": turn.participant_id, "item_id": turn.item_id}
        if what == "started":
            return told | {"ms": turn.limit_ms, "reason": turn.limit_cause} | _passed(before, after)
        if what == "extended":
            return told | {"ms": event.add_ms, "reason": event.reason or ""}
        if what in ("ended", "paused"):
            told["ms"] = clocks.elapsed_ms(turn, believed_ms(recorded))
        return told | {"reason": getattr(event, "reason", None) or getattr(event, "cause", None) or ""}

    return tell


def _pinned(before: Floor, after: Floor, _recorded: Recorded, event: events.OrderPinned) -> Told | None:
    request = before.requests.get(event.request_id)
    if request is None or after.requests.get(event.request_id) == request:
        return None
    old = [row.id for row in ordering.order(before)]
    new = ordering.order(after)
    behind = new[[row.id for row in new].index(request.id) + 1 :]
    overtaken = [row for row in behind if old.index(row.id) < old.index(request.id)]
    return {
        "what": "moved_up" if overtaken else "moved_down",
        "participant_id": request.participant_id,
        "reason": event.reason,
        "others": _people(overtaken),
    }


def _presence(what: str) -> Callable[[Floor, Floor, Recorded, Any], Told | None]:
    def tell(before: Floor, after: Floor, _recorded: Recorded, event: Any) -> Told | None:
        was, now = (floor.presences.get(event.participant_id) for floor in (before, after))
        if (was is not None and was.is_here) == (now is not None and now.is_here):
            return None
        again = what == "joined" and was is not None
        return {"what": "rejoined" if again else what, "participant_id": event.participant_id}

    return tell


def _state(what: str) -> Callable[[Floor, Floor, Recorded, Any], Told | None]:
    def tell(before: Floor, after: Floor, _recorded: Recorded, _event: Any) -> Told | None:
        return {"what": what} if before.state != after.state else None

    return tell


def _setting(what: str, *fields: str) -> Callable[[Floor, Floor, Recorded, Any], Told]:
    def tell(_before: Floor, _after: Floor, _recorded: Recorded, event: Any) -> Told:
        values = [getattr(event, name) for name in fields]
        reason = " ".join(str(value) for value in values if isinstance(value, str | bool))
        lengths = [value for value in values if isinstance(value, int) and not isinstance(value, bool)]
        return {"what": what, "reason": reason, "ms": lengths[0] if lengths else None}

    return tell


def _item(what: str) -> Callable[[Floor, Floor, Recorded, Any], Told]:
    def tell(_before: Floor, _after: Floor, _recorded: Recorded, event: Any) -> Told:
        return {"what": what, "item_id": event.item_id, "ms": getattr(event, "budget_ms", None)}

    return tell


def _late(_before: Floor, _after: Floor, _recorded: Recorded, event: events.HandSetAside) -> Told:
    return {"what": "came_late", "participant_id": event.participant_id}


def _dismissed(before: Floor, _after: Floor, _recorded: Recorded, event: events.HandDismissed) -> Told:
    hand = next((hand for hand in before.tray if hand.seq == event.tray_seq), None)
    return {"what": "late_dismissed", "participant_id": hand.participant_id if hand else None}


def _simply(what: str, reason: str = "") -> Callable[[Floor, Floor, Recorded, Any], Told]:
    """An event whose own fields say it all; `reason` names the field that holds the state word."""

    def tell(_before: Floor, _after: Floor, _recorded: Recorded, event: Any) -> Told:
        told: Told = {"what": what, "participant_id": getattr(event, "participant_id", None)}
        if hasattr(event, "item_id"):
            told["item_id"] = event.item_id
        return told | ({"reason": str(getattr(event, reason) or "")} if reason else {})

    return tell


def _nothing(_before: Floor, _after: Floor, _recorded: Recorded, _event: Any) -> None:
    """No entry: a feed that repeats itself, and what is measured, which changes nothing."""


def _of_declaration(what: str) -> Callable[[Floor, Floor, Recorded, Any], Told]:
    def tell(before: Floor, after: Floor, _recorded: Recorded, event: Any) -> Told:
        known = after.declarations.get(event.declaration_id) or before.declarations.get(event.declaration_id)
        told: Told = {"what": what, "reason": " ".join(getattr(event, "effects", ()))}
        return told | ({"participant_id": known.participant_id, "item_id": known.item_id} if known else {})

    return tell


def _suggestion_dismissed(before: Floor, _after: Floor, _recorded: Recorded, event: events.SuggestionDismissed) -> Told:
    seen = next((one for one in before.suggested if one.seq == event.suggested_seq), None)
    return {"what": "suggestion_dismissed", "participant_id": seen.participant_id if seen else None}


def _recognition(_before: Floor, _after: Floor, _recorded: Recorded, event: events.PresenceRecognised) -> Told:
    return {"what": "recognised", "participant_id": event.as_participant_id}


def _counted(_before: Floor, _after: Floor, _recorded: Recorded, event: events.HandsCounted) -> Told:
    votes = f"{event.in_favour} for, {event.against} against, {event.abstained} abstained"
    left_out = f", {event.left_out} without a vote" if event.left_out else ""
    return {"what": "hands_counted", "item_id": event.item_id, "reason": votes + left_out}


def _case(before: Floor, _after: Floor, _recorded: Recorded, event: events.CaseRaised) -> Told:
    turn = before.turns.get(event.turn_id) if event.turn_id is not None else None
    return {"what": "case_raised", "participant_id": event.participant_id or (turn and turn.participant_id)}


def _people(rows: Iterable[Request]) -> tuple[ParticipantId, ...]:
    return tuple(dict.fromkeys(row.participant_id for row in rows))


TELL: Mapping[type[events.Event], Callable[[Floor, Floor, Recorded, Any], Told | None]] = {
    events.HandRaised: _raised,
    events.HandLowered: _lowered,
    events.HandDeferred: _of_request("deferred"),
    events.HandNoted: _of_request("noted"),
    events.HandAccepted: _of_request("accepted"),
    events.HandDeclined: _of_request("declined"),
    events.HandSetAside: _late,
    events.HandDismissed: _dismissed,
    events.TurnCalled: _called,
    events.TurnAnswered: _of_turn("answered"),
    events.TurnStarted: _of_turn("started"),
    events.TurnPaused: _of_turn("paused"),
    events.TurnResumed: _of_turn("resumed"),
    events.TurnExtended: _of_turn("extended"),
    events.TurnEnded: _of_turn("ended"),
    events.TurnSkipped: _of_turn("skipped"),
    events.OrderPinned: _pinned,
    events.OrderUnpinned: _of_request("unpinned"),
    events.PolicySet: _setting("policy_set", "policy"),
    events.LimitsSet: _setting("limits_set", "per_turn_ms"),
    events.DialogueSet: _setting("dialogue_set", "on"),
    events.StageSet: _setting("stage_set", "mode"),
    events.ListOpened: _setting("list_opened", "places"),
    events.ListClosed: _setting("list_closed"),
    events.ItemOpened: _item("item_opened"),
    events.ItemClosed: _item("item_closed"),
    events.PresenceJoined: _presence("joined"),
    events.PresenceLeft: _presence("left"),
    events.HandSuggested: _simply("suggested"),
    events.SuggestionDismissed: _suggestion_dismissed,
    events.HandMissed: _nothing,
    events.HandSeen: _nothing,
    events.SpeakerChanged: _nothing,
    events.VoiceCaptioned: _nothing,
    events.TiesDrawn: _simply("ties_drawn"),
    events.InviteMade: _simply("invited"),
    events.InviteAccepted: _simply("invite_accepted"),
    events.InviteDeclined: _simply("invite_declined"),
    events.AlertSnoozed: _simply("alert_read"),
    events.CaseRaised: _case,
    events.DirectionGiven: _simply("directed", "direction"),
    events.InterestClaimed: _simply("interest_claimed"),
    events.InterestDeclared: _simply("interest_declared", "nature"),
    events.InterestDecided: _of_declaration("interest_decided"),
    events.InterestLifted: _of_declaration("interest_lifted"),
    events.StatementAllowed: _simply("statement_allowed"),
    events.ChairStoodAside: _simply("stood_aside"),
    events.HandsCounted: _counted,
    events.StewardsAllowed: _simply("stewards_allowed"),
    events.ChairTaken: _simply("chair_taken"),
    events.ChairGivenBack: _simply("chair_given_back"),
    events.PresenceRecognised: _recognition,
    events.SessionStarted: _state("session_started"),
    events.SessionPaused: _state("session_paused"),
    events.SessionResumed: _state("session_resumed"),
    events.SessionEnded: _state("session_ended"),
}
