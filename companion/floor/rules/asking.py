"""Asking to speak: by whichever source, in time or late, and what becomes of a hand before its turn."""

from __future__ import annotations

from uuid import UUID

from companion.floor import errors, events, late
from companion.floor.events import Event, HandKind
from companion.floor.ids import NoteId, RequestId
from companion.floor.rules.standing import Events, not_held_back, waiting
from companion.floor.state import PRIORITY_KINDS, Floor, LateHand, Request, Suggestion, lane_of
from companion.interests.rules import MOST_OWN_ACTS_A_MINUTE
from companion.kernel.ids import LandlordId, ParticipantId

FEEDS = frozenset({"zoom"})  # sources that report a state again and again, whose every report is worth keeping
MAX_WITHDRAWN_A_MINUTE = 6
MAX_OWN_ACTS_A_MINUTE = MOST_OWN_ACTS_A_MINUTE


def raise_hand(
    floor: Floor,
    participant_id: ParticipantId,
    *,
    request_id: RequestId,
    source: str,
    occurred_at_ms: int,
    received_at_ms: int,
    landlord_id: LandlordId | None = None,
    kind: HandKind = "comment",
    note_id: NoteId | None = None,
) -> Events:
    """Ask to speak. Who is waiting already keeps one row and the earlier time; what comes too late goes to the tray.

    An access need reaches the chair even where an interest keeps its person silent: it is noted as held back, and
    so is a feed's hand. Raises SessionOver, TooOften, HeldByInterest or NotAnsweredYet, or ListClosed unless it is an
    access need or a point of order.
    """
    if floor.state == "ended":
        raise errors.SessionOver
    if late.is_stale(occurred_at_ms, received_at_ms) or occurred_at_ms <= floor.served.get(participant_id, -1):
        return (events.HandSetAside(participant_id, landlord_id, kind),)
    live = floor.live_of(participant_id, lane_of(kind))
    if live is not None:
        return () if source in live.sources and source not in FEEDS else (_raised(live, landlord_id),)
    if kind != "access" and source not in FEEDS:
        not_held_back(floor, participant_id, landlord_id)
    if _steps_back_often(floor, participant_id, received_at_ms):
        raise errors.TooOften
    if kind not in PRIORITY_KINDS and (not floor.is_list_open or floor.list_places == 0):
        raise errors.ListClosed
    return (events.HandRaised(participant_id, request_id, landlord_id, kind, note_id),)


def admit_late(floor: Floor, tray_seq: int, *, request_id: RequestId) -> Events:
    """Put a hand from the late tray at the place where it belongs by its own time.

    Raises NotInTray, SessionOver.
    """
    hand = _late_hand(floor, tray_seq)
    if floor.state == "ended":
        raise errors.SessionOver
    return (
        events.HandRaised(
            hand.participant_id, request_id, hand.landlord_id, hand.kind, at_ms=hand.occurred_at_ms, tray_seq=hand.seq
        ),
    )


def dismiss_late(floor: Floor, tray_seq: int) -> Events:
    """Take a hand out of the late tray. Raises NotInTray."""
    return (events.HandDismissed(_late_hand(floor, tray_seq).seq),)


def suggest(
    floor: Floor, participant_id: ParticipantId, *, landlord_id: LandlordId | None = None, line_id: NoteId | None = None
) -> Events:
    """Ask the steward whether somebody wants to come in. Nothing happens for who waits, or is asked about already."""
    if floor.state == "ended" or floor.live_of(participant_id) is not None:
        return ()
    if any(chip.participant_id == participant_id for chip in floor.suggested):
        return ()
    return (events.HandSuggested(participant_id, landlord_id, line_id),)


def take_suggestion(floor: Floor, suggested_seq: int, *, request_id: RequestId) -> Events:
    """They did want to: in the queue at the time of their words. Raises NotSuggested, SessionOver."""
    chip = _suggestion(floor, suggested_seq)
    if floor.state == "ended":
        raise errors.SessionOver
    return (events.HandRaised(chip.participant_id, request_id, chip.landlord_id, at_ms=chip.occurred_at_ms),)


def dismiss_suggestion(floor: Floor, suggested_seq: int) -> Events:
    """They did not. Raises NotSuggested."""
    return (events.SuggestionDismissed(_suggestion(floor, suggested_seq).seq),)


def lower_hand(floor: Floor, participant_id: ParticipantId, *, source: str, everywhere: bool = False) -> Events:
    """Take back a wish to speak. A feed's report is kept even when nobody waits: its raise may still be on the way.

    Raises NotWaiting when there is nothing to take back and it was a person who asked.
    """
    waits = any(row.participant_id == participant_id for row in (*floor.waiting(), *floor.held_back()))
    if not waits and source not in FEEDS:
        raise errors.NotWaiting
    return (events.HandLowered(participant_id, everywhere),)


def lower_row(floor: Floor, request_id: RequestId) -> Events:
    """Take one row down for whoever asked; another of theirs stays up. Raises NotWaiting."""
    request = floor.requests.get(request_id)
    if request is None or request.state not in ("waiting", "blocked"):
        raise errors.NotWaiting
    return (events.HandLowered(request.participant_id, everywhere=True, request_id=request.id),)


def not_too_often(floor: Floor, person_id: UUID | None, now_ms: int) -> None:
    """Let a registrant's own act through who has not sent very many within the last minute. Raises TooOften."""
    acts = 0
    for one in reversed(floor.log):
        if now_ms - one.received_at_ms >= 60_000:
            break
        acts += one.actor_role == "registrant" and one.actor_id == person_id
    if acts >= MAX_OWN_ACTS_A_MINUTE:
        raise errors.TooOften


def defer(floor: Floor, request_id: RequestId) -> Events:
    """Let everybody who waits now go first. Raises NotWaiting."""
    return (events.HandDeferred(waiting(floor, request_id).id),)


def note(floor: Floor, request_id: RequestId, note_id: NoteId | None) -> Events:
    """Say privately what it is about; the words are kept elsewhere. Raises NotWaiting."""
    request = floor.requests.get(request_id)
    if request is None or not request.is_live:
        raise errors.NotWaiting
    return (events.HandNoted(request_id, note_id),)


def accept(floor: Floor, request_id: RequestId) -> Events:
    """The chair agrees that this is a point of order, which then goes first. Raises NotWaiting."""
    return (events.HandAccepted(waiting(floor, request_id).id),)


def decline(floor: Floor, request_id: RequestId, reason: events.DeclineReason) -> Events:
    """The chair does not take this one, and says why. Raises NotWaiting."""
    return (events.HandDeclined(waiting(floor, request_id).id, reason),)


def _steps_back_often(floor: Floor, participant_id: ParticipantId, now_ms: int) -> bool:
    """Has asked and withdrawn so often in the last minute that it disturbs everybody."""
    withdrawn = (row for row in floor.requests.values() if row.participant_id == participant_id)
    recent = [row for row in withdrawn if row.state == "withdrawn" and now_ms - (row.closed_at_ms or 0) < 60_000]
    return len(recent) >= MAX_WITHDRAWN_A_MINUTE


def _raised(live: Request, landlord_id: LandlordId | None) -> Event:
    return events.HandRaised(live.participant_id, live.id, landlord_id or live.landlord_id, live.kind)


def _late_hand(floor: Floor, tray_seq: int) -> LateHand:
    for hand in floor.tray:
        if hand.seq == tray_seq:
            return hand
    raise errors.NotInTray


def _suggestion(floor: Floor, suggested_seq: int) -> Suggestion:
    for chip in floor.suggested:
        if chip.seq == suggested_seq:
            return chip
    raise errors.NotSuggested
