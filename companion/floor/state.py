"""The floor as it stands after a prefix of the journal. Values only: nothing here reads a clock or changes in place."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from companion.floor.events import (
    EndReason,
    HandKind,
    LimitCause,
    LimitsSet,
    MoveReason,
    PolicyName,
    Recorded,
    SkipReason,
    StageMode,
)
from companion.floor.ids import NoteId, RequestId, TurnId
from companion.kernel.ids import AgendaItemId, LandlordId, ParticipantId

FloorState = Literal["lobby", "live", "paused", "ended"]
RequestState = Literal["waiting", "called", "speaking", "done", "withdrawn", "declined", "expired"]
TurnState = Literal["called", "running", "paused", "ended", "skipped"]
Lane = Literal["ordinary", "priority"]  # a person may have one live request in each

PRIORITY_KINDS: frozenset[HandKind] = frozenset({"access", "point_of_order"})
LIVE_STATES: frozenset[RequestState] = frozenset({"waiting", "called", "speaking"})


def lane_of(kind: HandKind) -> Lane:
    """Access needs and points of order are apart from ordinary hands."""
    return "priority" if kind in PRIORITY_KINDS else "ordinary"


class Span(Struct, frozen=True):
    """One source's hand was up from `up_ms` to `down_ms`; None while it still is."""

    source: str
    up_ms: int
    down_ms: int | None = None


class Pin(Struct, frozen=True):
    """Where the chair put a request, and why. `seq` orders pins among themselves."""

    anchor_id: RequestId
    place: Literal["before", "after"]
    reason: MoveReason
    seq: int
    note_id: NoteId | None = None


class Request(Struct, frozen=True):
    """A wish to speak.

    `raised_at_ms` is when it was asked, `place_ms` where it stands (later, when others were let go first).
    `passes` counts who was called before it though they asked later. `is_resting` after it was called without an
    answer: it keeps its place and stands aside for one call. `is_deferred` when it let others go first: the policy
    does not lift it any more. `reason` says how it came to an end.
    """

    id: RequestId
    participant_id: ParticipantId
    landlord_id: LandlordId | None
    item_id: AgendaItemId | None
    kind: HandKind
    state: RequestState
    raised_at_ms: int
    place_ms: int
    seq: int
    sources: tuple[str, ...] = ()
    passes: int = 0
    pin: Pin | None = None
    is_accepted: bool = False
    is_resting: bool = False
    is_deferred: bool = False
    note_id: NoteId | None = None
    reason: str = ""
    closed_at_ms: int | None = None

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_STATES

    @property
    def asked(self) -> tuple[int, int]:
        """Who asked first, without ties."""
        return (self.place_ms, self.seq)


class Turn(Struct, frozen=True):
    """One timed contribution. `intervals` are closed stretches on the clock; `open_since_ms` starts the open one."""

    id: TurnId
    participant_id: ParticipantId
    landlord_id: LandlordId | None
    item_id: AgendaItemId | None
    request_id: RequestId | None
    kind: HandKind
    state: TurnState
    called_at_ms: int | None = None
    started_at_ms: int | None = None
    ended_at_ms: int | None = None
    limit_ms: int | None = None
    limit_cause: LimitCause = "none"
    extensions: tuple[tuple[int, int], ...] = ()  # (when, how much)
    intervals: tuple[tuple[int, int], ...] = ()
    open_since_ms: int | None = None
    paused_by: str = ""
    end_reason: EndReason | SkipReason | None = None

    @property
    def is_active(self) -> bool:
        return self.state in ("running", "paused")

    @property
    def was_heard(self) -> bool:
        """Has had the floor, be it for a moment."""
        return self.started_at_ms is not None

    @property
    def charged_to(self) -> LandlordId | None:
        """Whose time it is: an officer's answer is nobody's."""
        return None if self.kind == "answer" else self.landlord_id


class Item(Struct, frozen=True):
    """An agenda item as the floor knows it. `openings` are (opened, closed) times; the last may still be open."""

    id: AgendaItemId
    is_open: bool
    budget_ms: int | None = None
    openings: tuple[tuple[int, int | None], ...] = ()


class Presence(Struct, frozen=True):
    """Whether a participant is in the meeting: with which connections, each with the time it joined."""

    participant_id: ParticipantId
    connections: tuple[tuple[str, int], ...] = ()
    left_at_ms: int | None = None

    @property
    def is_here(self) -> bool:
        return bool(self.connections)


class LateHand(Struct, frozen=True):
    """A hand in the late tray, named by the number of the event that put it there."""

    seq: int
    participant_id: ParticipantId
    landlord_id: LandlordId | None
    kind: HandKind
    source: str
    occurred_at_ms: int
    received_at_ms: int


class Tally(Struct, frozen=True):
    """What somebody has had of the floor so far, without the stretch that is still open."""

    turns: int = 0
    spent_ms: int = 0


class Floor(Struct, frozen=True):
    """Everything the live screens show, as a function of the journal up to `seq`.

    `called` is the turn that waits for its speaker; `active` are the turns that have the floor (one, or two in a
    dialogue). `known` is everybody who has appeared, with their landlord, in order of appearance, like
    `landlords`. `log` is the journal itself, for undo.
    """

    seq: int = 0
    state: FloorState = "lobby"
    policy: PolicyName = "new_landlords"
    usual_policy: PolicyName = "new_landlords"
    max_passes: int = 5
    is_dialogue: bool = False
    stage_mode: StageMode = "names"
    is_list_open: bool = True
    list_places: int | None = None
    limits: LimitsSet = LimitsSet(per_turn_ms=120_000)
    item_id: AgendaItemId | None = None
    called: TurnId | None = None
    active: tuple[TurnId, ...] = ()
    clock_ms: int = 0  # turn events never go back behind this
    items: dict[AgendaItemId, Item] = {}
    presences: dict[ParticipantId, Presence] = {}
    known: dict[ParticipantId, LandlordId | None] = {}
    landlords: tuple[LandlordId, ...] = ()
    requests: dict[RequestId, Request] = {}
    live: tuple[RequestId, ...] = ()  # those of `requests` not yet closed, in order of arrival
    turns: dict[TurnId, Turn] = {}
    spans: dict[tuple[ParticipantId, Lane], tuple[Span, ...]] = {}
    versions: dict[tuple[ParticipantId, str], int] = {}
    served: dict[ParticipantId, int] = {}  # when a person's last turn started, as its source's clock would say
    people: dict[ParticipantId, Tally] = {}
    heard: dict[LandlordId, Tally] = {}
    tray: tuple[LateHand, ...] = ()
    log: tuple[Recorded, ...] = ()

    def waiting(self) -> list[Request]:
        """Requests in state waiting, in order of arrival."""
        return [request for request in map(self.requests.__getitem__, self.live) if request.state == "waiting"]

    def live_of(self, participant_id: ParticipantId, lane: Lane = "ordinary") -> Request | None:
        """The live request of a participant in one lane."""
        for request_id in self.live:
            request = self.requests[request_id]
            if request.participant_id == participant_id and lane_of(request.kind) == lane:
                return request
        return None

    def is_away(self, participant_id: ParticipantId) -> bool:
        """Known to have left. Somebody never seen to join (a telephone, a room) counts as here."""
        presence = self.presences.get(participant_id)
        return presence is not None and not presence.is_here

    @property
    def speaking(self) -> Turn | None:
        """The turn that took the floor last and still has it."""
        return self.turns[self.active[-1]] if self.active else None

    @property
    def called_turn(self) -> Turn | None:
        return self.turns[self.called] if self.called is not None else None

    def view(self) -> Floor:
        """The floor without its log: what projections may depend on."""
        return replace(self, log=(), seq=0)
