"""Calls and turns, and the clock of whoever has the floor."""

from __future__ import annotations

from companion.floor.events.words import EndReason, Event, HandKind, LimitCause, MoveReason, PauseCause, SkipReason
from companion.floor.ids import RequestId, TurnId
from companion.kernel.ids import LandlordId, ParticipantId


class TurnCalled(Event, frozen=True, tag="turn.called"):
    """`chosen` when the chair called somebody other than the next in order. `own_limit_ms` is a turn's length that is
    this person's alone."""

    turn_id: TurnId
    request_id: RequestId
    chosen: bool = False
    reason: MoveReason | None = None
    own_limit_ms: int | None = None


class TurnAnswered(Event, frozen=True, tag="turn.answered"):
    """Whoever was called says, by their own page, that they are ready. It moves nothing by itself."""

    turn_id: TurnId


class TurnStarted(Event, frozen=True, tag="turn.started"):
    """The clock runs. `limit_ms` is a copy: settings changed later do not rewrite it. None means no limit.

    `since_ms` is set where the chair let it count from the first words, a little before the button was pressed.
    """

    turn_id: TurnId
    participant_id: ParticipantId
    landlord_id: LandlordId | None = None
    request_id: RequestId | None = None
    kind: HandKind = "comment"
    limit_ms: int | None = None
    limit_cause: LimitCause = "none"
    since_ms: int | None = None


class TurnPaused(Event, frozen=True, tag="turn.paused"):
    turn_id: TurnId
    cause: PauseCause = "chair"


class TurnResumed(Event, frozen=True, tag="turn.resumed"):
    turn_id: TurnId


class TurnExtended(Event, frozen=True, tag="turn.extended"):
    turn_id: TurnId
    add_ms: int
    reason: MoveReason | None = None


class TurnEnded(Event, frozen=True, tag="turn.ended"):
    turn_id: TurnId
    reason: EndReason = "chair"


class TurnSkipped(Event, frozen=True, tag="turn.skipped"):
    turn_id: TurnId
    reason: SkipReason = "no_answer"


TurnEvent = TurnCalled | TurnAnswered | TurnStarted | TurnPaused | TurnResumed | TurnExtended | TurnEnded | TurnSkipped
