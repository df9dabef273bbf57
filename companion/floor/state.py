"""The floor as it stands after a prefix of the journal. Values only: nothing here reads a clock or changes in place."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from companion.floor.events import (
    AlertName,
    Direction,
    Duty,
    EndReason,
    HandKind,
    HandsCounted,
    InterestEffect,
    InterestNature,
    LimitCause,
    LimitsSet,
    MoveReason,
    OnExpiry,
    PassCause,
    PolicyName,
    Recorded,
    SkipReason,
    StageMode,
)
from companion.floor.ids import NoteId, RequestId, TurnId
from companion.kernel.ids import AgendaItemId, DeclarationId, LandlordId, ParticipantId, PersonId, ShowOfHandsId

FloorState = Literal["lobby", "live", "paused", "ended"]
RequestState = Literal["waiting", "blocked", "called", "speaking", "done", "withdrawn", "declined", "expired"]
TurnState = Literal["called", "running", "paused", "ended", "skipped"]
Lane = Literal["ordinary", "priority"]  # a person may have one live request in each

PRIORITY_KINDS: frozenset[HandKind] = frozenset({"access", "point_of_order"})
LIVE_STATES: frozenset[RequestState] = frozenset({"waiting", "blocked", "called", "speaking"})


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


class Overtaking(Struct, frozen=True):
    """Somebody who asked later was given a turn first, and why; `reason` is the chair's, where there was one."""

    turn_id: TurnId
    cause: PassCause
    reason: MoveReason | None = None
    policy: PolicyName | None = None


class Request(Struct, frozen=True):
    """A wish to speak.

    `raised_at_ms` is when it was asked, `place_ms` where it stands (later, when others were let go first).
    `passes` counts who was called before it though they asked later; `overtaken` says of each why, those
    included that are no pass, such as while it was away. `is_resting` after it was called without an
    answer: it keeps its place and stands aside for one call. `is_deferred` when it let others go first: the policy
    does not lift it any more. `replies_to` is the turn that was running when a reply was asked for.
    `reason` says how it came to an end.
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
    overtaken: tuple[Overtaking, ...] = ()
    pin: Pin | None = None
    is_accepted: bool = False
    is_resting: bool = False
    is_deferred: bool = False
    is_invited: bool = False
    replies_to: TurnId | None = None
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
    own_limit_ms: int | None = None  # a length that is this person's alone, where they have one
    limit_ms: int | None = None
    limit_cause: LimitCause = "none"
    extensions: tuple[tuple[int, int], ...] = ()  # (when, how much)
    intervals: tuple[tuple[int, int], ...] = ()
    open_since_ms: int | None = None
    paused_by: str = ""
    is_ready: bool = False  # has answered the call
    is_statement: bool = False  # allowed by the chair in spite of a declared interest
    end_reason: EndReason | SkipReason | None = None
    grace_ms: int = 15_000  # as the limits said when it began
    on_expiry: OnExpiry = "notify"

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


class Declaration(Struct, frozen=True):
    """A declared interest in an item: one person's, a landlord's as a whole, or the chair's own (`chair_id`).

    `effects` are None until somebody has decided what follows from it. `statement_for` are those who may speak once
    all the same.
    """

    id: DeclarationId
    item_id: AgendaItemId
    participant_id: ParticipantId | None = None
    landlord_id: LandlordId | None = None
    nature: InterestNature = "personal"
    is_claim: bool = False
    is_late: bool = False
    is_lifted: bool = False
    effects: tuple[InterestEffect, ...] | None = None
    declared_at_ms: int = 0
    decided_at_ms: int | None = None
    statement_for: tuple[ParticipantId, ...] = ()
    chair_id: PersonId | None = None
    deputy_id: PersonId | None = None

    @property
    def is_standing(self) -> bool:
        """Declared, not lifted, and of somebody who takes part (not only of the chair as a chair)."""
        return not self.is_claim and not self.is_lifted

    @property
    def is_undecided(self) -> bool:
        return self.is_standing and self.effects is None

    @property
    def keeps_silent(self) -> bool:
        """Holds back from speaking: decided so, or not decided yet."""
        return self.is_standing and (self.effects is None or bool({"no_speech", "leave_item"} & {*self.effects}))


class LateHand(Struct, frozen=True):
    """A hand in the late tray, named by the number of the event that put it there."""

    seq: int
    participant_id: ParticipantId
    landlord_id: LandlordId | None
    kind: HandKind
    source: str
    occurred_at_ms: int
    received_at_ms: int


class Invite(Struct, frozen=True):
    """Somebody was asked whether they would like to speak. `seq` names it: the number of the event that made it."""

    seq: int
    landlord_id: LandlordId | None
    participant_id: ParticipantId | None
    item_id: AgendaItemId | None
    made_at_ms: int
    state: Literal["open", "accepted", "declined"] = "open"

    def is_for(self, participant_id: ParticipantId, landlord_id: LandlordId | None) -> bool:
        """Meant for this person, or for anybody of their landlord."""
        if self.participant_id is not None:
            return self.participant_id == participant_id
        return self.landlord_id is not None and self.landlord_id == landlord_id


class CaseMark(Struct, frozen=True):
    """The moment at which the chair noticed an individual case, and in whose turn."""

    seq: int
    at_ms: int
    turn_id: TurnId | None = None
    participant_id: ParticipantId | None = None


class Guidance(Struct, frozen=True):
    """One direction of the chair's or an officer's: what was asked, of whom (None: everybody), when, by which role."""

    seq: int
    direction: Direction
    at_ms: int
    by_role: str
    participant_id: ParticipantId | None = None


class Suggestion(Struct, frozen=True):
    """Somebody who may want to come in, named by the number of the event that said so."""

    seq: int
    participant_id: ParticipantId
    landlord_id: LandlordId | None
    occurred_at_ms: int
    line_id: NoteId | None = None


class Voices(Struct, frozen=True):
    """Who was heard when, as Zoom says: measurements, at which only `measuring` looks.

    `changes` are where its highlight went (when, to whom), `captions` the stretches in which somebody's words were
    heard; each by time, captions of one person joined where little lies between.
    """

    changes: tuple[tuple[int, ParticipantId | None], ...] = ()
    captions: dict[ParticipantId, tuple[tuple[int, int], ...]] = {}


class Tally(Struct, frozen=True):
    """What somebody has had of the floor so far, without the stretch that is still open."""

    turns: int = 0
    spent_ms: int = 0


class Floor(Struct, frozen=True):
    """Everything the live screens show, as a function of the journal up to `seq`.

    `called` is the turn that waits for its speaker; `active` are the turns that have the floor (one, or two in a
    dialogue). `known` is everybody who has appeared, with their landlord, in order of appearance, like
    `landlords`. `people_met` and `landlords_met` number all whom the journal names, what was undone included: the
    pseudonyms hang on these numbers. `log` is the journal itself, for undo.
    """

    seq: int = 0
    state: FloorState = "lobby"
    policy: PolicyName = "new_landlords"
    usual_policy: PolicyName = "new_landlords"
    ties_seed: int | None = None
    own_order: tuple[RequestId, ...] = ()  # how they stood when the chair took the order over
    max_passes: int = 5
    is_dialogue: bool = False
    stage_mode: StageMode = "names"
    is_list_open: bool = True
    list_places: int | None = None
    limits: LimitsSet = LimitsSet(per_turn_ms=120_000)
    item_id: AgendaItemId | None = None
    called: TurnId | None = None
    active: tuple[TurnId, ...] = ()
    breaks: tuple[tuple[int, int | None], ...] = ()  # (from, until); nothing ages in them
    invites: tuple[Invite, ...] = ()
    snoozed: dict[AlertName, int] = {}  # when the chair has read it last
    clock_ms: int = 0  # turn events never go back behind this
    items: dict[AgendaItemId, Item] = {}
    presences: dict[ParticipantId, Presence] = {}
    known: dict[ParticipantId, LandlordId | None] = {}
    landlords: tuple[LandlordId, ...] = ()
    people_met: dict[ParticipantId, int] = {}
    landlords_met: dict[LandlordId, int] = {}
    requests: dict[RequestId, Request] = {}
    live: tuple[RequestId, ...] = ()  # those of `requests` not yet closed, in order of arrival
    turns: dict[TurnId, Turn] = {}
    spans: dict[tuple[ParticipantId, Lane], tuple[Span, ...]] = {}
    versions: dict[tuple[ParticipantId, str], int] = {}
    shown: dict[tuple[ParticipantId, str], int] = {}  # hands that a source shows up, and how often it missed them
    served: dict[ParticipantId, int] = {}  # when a person's last turn started, as its source's clock would say
    people: dict[ParticipantId, Tally] = {}
    heard: dict[LandlordId, Tally] = {}
    tray: tuple[LateHand, ...] = ()
    declarations: dict[DeclarationId, Declaration] = {}
    shows: dict[ShowOfHandsId, HandsCounted] = {}  # each show of hands as it was counted last
    cases: tuple[CaseMark, ...] = ()
    directions: tuple[Guidance, ...] = ()
    suggested: tuple[Suggestion, ...] = ()
    voices: Voices = Voices()
    steward_may: tuple[Duty, ...] = ("queue",)
    chair_held_by: PersonId | None = None  # the steward who has taken the chair over
    chair_held_since_ms: int | None = None
    log: tuple[Recorded, ...] = ()

    def waiting(self) -> list[Request]:
        """Requests in state waiting, in order of arrival."""
        return [request for request in map(self.requests.__getitem__, self.live) if request.state == "waiting"]

    def held_back(self) -> list[Request]:
        """Requests that an interest keeps from waiting, in order of arrival; their place is kept."""
        return [request for request in map(self.requests.__getitem__, self.live) if request.state == "blocked"]

    def live_of(self, participant_id: ParticipantId, lane: Lane = "ordinary") -> Request | None:
        """The live request of a participant in one lane."""
        for request_id in self.live:
            request = self.requests[request_id]
            if request.participant_id == participant_id and lane_of(request.kind) == lane:
                return request
        return None

    def foremost_of(self, participant_id: ParticipantId) -> Request | None:
        """The live request of a participant that counts now: the one called or speaking, else the ordinary one."""
        both = [one for one in (self.live_of(participant_id), self.live_of(participant_id, "priority")) if one]
        return next((one for one in both if one.state in ("called", "speaking")), both[0] if both else None)

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
        """The floor without its log and what only the log can say: what an undoing may bring back as it was."""
        return replace(self, log=(), seq=0, people_met={}, landlords_met={})
