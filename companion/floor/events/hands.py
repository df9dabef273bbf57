"""A wish to speak: raised, lowered, let go first, accepted, declined, late, or only guessed at."""

from __future__ import annotations

from companion.floor.events.words import DeclineReason, Event, HandKind
from companion.floor.ids import NoteId, RequestId
from companion.kernel.ids import LandlordId, ParticipantId


class HandRaised(Event, frozen=True, tag="hand.raised"):
    """`at_ms` is set only where staff put a late hand at its true place."""

    participant_id: ParticipantId
    request_id: RequestId
    landlord_id: LandlordId | None = None
    kind: HandKind = "comment"
    note_id: NoteId | None = None
    at_ms: int | None = None
    tray_seq: int | None = None


class HandLowered(Event, frozen=True, tag="hand.lowered"):
    """`everywhere` is a person's plain wish to withdraw; without it only this source's hand goes down. `request_id` is
    set where staff lower one row, and another of the same person's stays."""

    participant_id: ParticipantId
    everywhere: bool = False
    request_id: RequestId | None = None


class HandMissed(Event, frozen=True, tag="hand.missed"):
    """A list of all hands, from a feed that reports them again and again, did not have this one for once."""

    participant_id: ParticipantId


class HandSeen(Event, frozen=True, tag="hand.seen"):
    """Such a list has the hand again that it missed before."""

    participant_id: ParticipantId


class HandDeferred(Event, frozen=True, tag="hand.deferred"):
    request_id: RequestId


class HandNoted(Event, frozen=True, tag="hand.noted"):
    request_id: RequestId
    note_id: NoteId | None = None


class HandAccepted(Event, frozen=True, tag="hand.accepted"):
    """The chair agrees that this is a point of order."""

    request_id: RequestId


class HandDeclined(Event, frozen=True, tag="hand.declined"):
    request_id: RequestId
    reason: DeclineReason = "other"


class HandSetAside(Event, frozen=True, tag="hand.set_aside"):
    """Came too late to be believed; waits in the late tray for a person to decide."""

    participant_id: ParticipantId
    landlord_id: LandlordId | None = None
    kind: HandKind = "comment"


class HandDismissed(Event, frozen=True, tag="hand.dismissed"):
    tray_seq: int


class HandSuggested(Event, frozen=True, tag="hand.suggested"):
    """Something they wrote sounds like a wish to speak; a person decides. `line_id` is where the words are kept."""

    participant_id: ParticipantId
    landlord_id: LandlordId | None = None
    line_id: NoteId | None = None


class SuggestionDismissed(Event, frozen=True, tag="hand.suggestion_dismissed"):
    suggested_seq: int


HandEvent = (
    HandRaised
    | HandLowered
    | HandMissed
    | HandSeen
    | HandDeferred
    | HandNoted
    | HandAccepted
    | HandDeclined
    | HandSetAside
    | HandDismissed
    | HandSuggested
    | SuggestionDismissed
)
