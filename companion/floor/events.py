"""What can happen on the floor, as stored in the journal: past tense, ids, numbers and state words only.

No names and no free text: a note, a reason in words or a name is elsewhere and has an id. Fields are added with a
default and never taken away, so that every journal ever written can be read. Times are integer milliseconds.
"""

from __future__ import annotations

from typing import Any, Literal, cast, get_args

import msgspec

from companion.floor.ids import NoteId, RequestId, TurnId
from companion.kernel.ids import AgendaItemId, DeclarationId, LandlordId, ParticipantId, PersonId, ShowOfHandsId

HandKind = Literal["comment", "question", "reply", "answer", "read_out", "point_of_order", "access"]
PolicyName = Literal["first_come", "new_voices", "new_landlords", "round_robin", "least_heard", "manual"]
AlertName = Literal["dominance", "invite", "cut_off"]
StageMode = Literal["names", "landlords", "pseudonyms", "counts"]
Duty = Literal["queue", "list", "turns", "agenda", "session"]
OnExpiry = Literal["notify", "auto_pause", "auto_end"]
MoveReason = Literal[
    "not_heard_yet", "last_point", "access_need", "time", "technical", "correction", "invited", "resumed", "other"
]
PauseCause = Literal["chair", "dropped", "session", "interest"]
EndReason = Literal["chair", "next_started", "item_closed", "session_ended", "time_up", "dropped"]
SkipReason = Literal["no_answer", "not_now", "chair", "interest"]
LimitCause = Literal["turn", "item", "landlord", "none"]
DeclineReason = Literal["individual_case", "off_topic", "out_of_time", "other"]
InterestNature = Literal["personal", "prejudicial", "potential", "group"]
InterestEffect = Literal["no_speech", "no_vote", "leave_item"]
Direction = Literal[
    "finish", "let_others_in", "no_case", "no_interruption", "mute", "keep_to_item", "respect", "warning", "leave"
]


PassCause = Literal[
    "access",
    "point_of_order",
    "reply",
    "invited",
    "due",
    "moved",
    "chosen",
    "policy",
    "direct",
    "away",
    "no_answer",
    "let_first",
    "held_back",
]


class Event(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="type"):
    """One thing that happened. Its tag is the type under which the journal stores it."""


# Hands


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
    """`everywhere` is a person's plain wish to withdraw; without it only this source's hand goes down."""

    participant_id: ParticipantId
    everywhere: bool = False


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


# Turns


class TurnCalled(Event, frozen=True, tag="turn.called"):
    """`chosen` when the chair called somebody other than the next in order. `own_limit_ms` is a turn's length that is
    this person's alone."""

    turn_id: TurnId
    request_id: RequestId
    chosen: bool = False
    reason: MoveReason | None = None
    own_limit_ms: int | None = None


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


# Order and settings


class OrderPinned(Event, frozen=True, tag="order.pinned"):
    """`request_id` stands directly before or after `anchor_id`, whatever the policy says."""

    request_id: RequestId
    anchor_id: RequestId
    place: Literal["before", "after"] = "before"
    reason: MoveReason = "other"
    note_id: NoteId | None = None


class OrderUnpinned(Event, frozen=True, tag="order.unpinned"):
    request_id: RequestId


class PolicySet(Event, frozen=True, tag="policy.set"):
    policy: PolicyName
    max_passes: int = 5


class TiesDrawn(Event, frozen=True, tag="ties.drawn"):
    """Hands of the same second are placed by lot, drawn from `seed`; None goes back to their order of arrival."""

    seed: int | None = None


class LimitsSet(Event, frozen=True, tag="limits.set"):
    """None means no limit. Warnings are given when so much is left, longest first."""

    per_turn_ms: int | None = None
    per_landlord_ms: int | None = None
    warn_at_ms: tuple[int, ...] = (60_000, 30_000, 10_000)
    grace_ms: int = 15_000
    on_expiry: OnExpiry = "notify"


class DialogueSet(Event, frozen=True, tag="dialogue.set"):
    """With dialogue on, two turns may be active at once, each on its own clock."""

    on: bool


class StageSet(Event, frozen=True, tag="stage.set"):
    mode: StageMode


class ListOpened(Event, frozen=True, tag="list.opened"):
    """`places` counts how many more hands are taken; None means as many as come."""

    places: int | None = None


class ListClosed(Event, frozen=True, tag="list.closed"):
    pass


# Invitations to speak, and what the chair is told


class InviteMade(Event, frozen=True, tag="invite.made"):
    """The chair asks whether somebody not heard yet would like to come in: one person, or anybody of a landlord."""

    landlord_id: LandlordId | None = None
    participant_id: ParticipantId | None = None


class InviteAccepted(Event, frozen=True, tag="invite.accepted"):
    """`request_id` is the hand that is up already, or the one that this raises."""

    invite_seq: int
    participant_id: ParticipantId
    request_id: RequestId
    landlord_id: LandlordId | None = None


class InviteDeclined(Event, frozen=True, tag="invite.declined"):
    """Private: nobody but the chair learns of it, and nobody is asked again for this item."""

    invite_seq: int
    participant_id: ParticipantId | None = None


class AlertSnoozed(Event, frozen=True, tag="alert.snoozed"):
    """The chair has read it. It stays away for a while."""

    alert: AlertName = "dominance"


# Agenda


class ItemOpened(Event, frozen=True, tag="item.opened"):
    """`knowingly` where an interest in it was still undecided and the chair opened it all the same."""

    item_id: AgendaItemId
    budget_ms: int | None = None
    policy: PolicyName | None = None
    knowingly: bool = False


class ItemClosed(Event, frozen=True, tag="item.closed"):
    """`waiting` says what becomes of the hands still up: carried to the next item, or expired."""

    item_id: AgendaItemId
    waiting: Literal["carry", "expire"] = "carry"


# What the chair says to the meeting


class CaseRaised(Event, frozen=True, tag="case.raised"):
    """Somebody began to speak about an individual case (LC-16): what was said around this moment has to go."""

    turn_id: TurnId | None = None
    participant_id: ParticipantId | None = None


class DirectionGiven(Event, frozen=True, tag="direction.given"):
    """The chair or an officer asked for something (BX-27), of one person or of everybody."""

    direction: Direction
    participant_id: ParticipantId | None = None


# Presence


class PresenceJoined(Event, frozen=True, tag="presence.joined"):
    """`connection` tells a person's devices apart (Zoom's id of one joining); opaque here."""

    participant_id: ParticipantId
    landlord_id: LandlordId | None = None
    connection: str = ""


class PresenceLeft(Event, frozen=True, tag="presence.left"):
    participant_id: ParticipantId
    connection: str = ""


# What is measured: it suggests and flags, and never changes anything else


class SpeakerChanged(Event, frozen=True, tag="measure.speaker_changed"):
    """Zoom's highlight moved to somebody; None is nobody. When silence began it does not say."""

    at_ms: int
    participant_id: ParticipantId | None = None


class VoiceCaptioned(Event, frozen=True, tag="measure.captioned"):
    """Words of somebody's were heard from `from_ms` until `until_ms`."""

    participant_id: ParticipantId
    from_ms: int
    until_ms: int


# Declared interests (written by the room `interests`; what they concern is sealed there)


class InterestClaimed(Event, frozen=True, tag="interest.claimed"):
    """Somebody seems to declare an interest (in the chat); it holds nobody back until a person has confirmed it."""

    declaration_id: DeclarationId
    item_id: AgendaItemId
    participant_id: ParticipantId


class InterestDeclared(Event, frozen=True, tag="interest.declared"):
    """One person's interest in an item, or (without a participant) a landlord's as a whole."""

    declaration_id: DeclarationId
    item_id: AgendaItemId
    participant_id: ParticipantId | None = None
    landlord_id: LandlordId | None = None
    nature: InterestNature = "personal"
    is_late: bool = False


class InterestDecided(Event, frozen=True, tag="interest.decided"):
    """What follows from it; nothing at all is `noted`. A later decision takes the place of an earlier one."""

    declaration_id: DeclarationId
    effects: tuple[InterestEffect, ...] = ()


class InterestLifted(Event, frozen=True, tag="interest.lifted"):
    """It holds no more: taken back by whoever declared it, lifted by the chair, or never meant."""

    declaration_id: DeclarationId


class StatementAllowed(Event, frozen=True, tag="interest.statement_allowed"):
    """Somebody held back by an interest may speak once all the same, on the clock."""

    declaration_id: DeclarationId
    participant_id: ParticipantId


class ChairStoodAside(Event, frozen=True, tag="chair.stood_aside"):
    """The chair has an interest in an item; the deputy has the controls while it is open."""

    declaration_id: DeclarationId
    item_id: AgendaItemId
    chair_id: PersonId
    deputy_id: PersonId


class HandsCounted(Event, frozen=True, tag="hands.counted"):
    """A show of hands as it was counted; the same one counted again is a correction. `left_out` may not vote."""

    show_id: ShowOfHandsId
    item_id: AgendaItemId
    in_favour: int = 0
    against: int = 0
    abstained: int = 0
    left_out: int = 0


# Who runs the floor


class StewardsAllowed(Event, frozen=True, tag="stewards.allowed"):
    """What stewards may do from now on, beside taking the chair."""

    duties: tuple[Duty, ...] = ()


class ChairTaken(Event, frozen=True, tag="chair.taken"):
    """A steward does everything the chair may, until it is given back. The chair is not locked out."""

    person_id: PersonId


class ChairGivenBack(Event, frozen=True, tag="chair.given_back"):
    pass


class PresenceRecognised(Event, frozen=True, tag="presence.recognised"):
    """Whoever was known as one participant (a telephone, a guest) is another from now on, with all they asked and said.

    Both are the same where only their landlord was not known.
    """

    participant_id: ParticipantId
    as_participant_id: ParticipantId
    landlord_id: LandlordId | None = None


# The session and the log itself


class SessionStarted(Event, frozen=True, tag="session.started"):
    pass


class SessionPaused(Event, frozen=True, tag="session.paused"):
    pass


class SessionResumed(Event, frozen=True, tag="session.resumed"):
    pass


class SessionEnded(Event, frozen=True, tag="session.ended"):
    pass


class Undone(Event, frozen=True, tag="undone"):
    """The event numbered `target_seq` is taken as not having happened. Undoing an `undone` brings it back.

    When an end is undone, the time between the end and the undoing is not charged unless `charge_gap`.
    """

    target_seq: int
    charge_gap: bool = False


class Unrecognised(Event, frozen=True, tag="unrecognised"):
    """An event of another room, or of a later version. The floor takes no notice of it."""

    name: str = ""


AnyEvent = (
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
    | TurnCalled
    | TurnStarted
    | TurnPaused
    | TurnResumed
    | TurnExtended
    | TurnEnded
    | TurnSkipped
    | OrderPinned
    | OrderUnpinned
    | PolicySet
    | TiesDrawn
    | LimitsSet
    | DialogueSet
    | StageSet
    | ListOpened
    | ListClosed
    | InviteMade
    | InviteAccepted
    | InviteDeclined
    | AlertSnoozed
    | ItemOpened
    | ItemClosed
    | CaseRaised
    | DirectionGiven
    | PresenceJoined
    | PresenceLeft
    | SpeakerChanged
    | VoiceCaptioned
    | PresenceRecognised
    | InterestClaimed
    | InterestDeclared
    | InterestDecided
    | InterestLifted
    | StatementAllowed
    | ChairStoodAside
    | HandsCounted
    | StewardsAllowed
    | ChairTaken
    | ChairGivenBack
    | SessionStarted
    | SessionPaused
    | SessionResumed
    | SessionEnded
    | Undone
    | Unrecognised
)

#: measurements: they suggest and flag, and change nothing that anybody decided
MEASURED = (SpeakerChanged, VoiceCaptioned)

_TYPES: dict[str, type[Event]] = {kind.__struct_config__.tag: kind for kind in get_args(AnyEvent)}


class Recorded(msgspec.Struct, frozen=True):
    """An event as the journal holds it. `seq` has no gaps; `occurred_at_ms` is what its source says, `received_at_ms`
    is ours. Events of one command share the part of `idem_key` before its last slash."""

    seq: int
    idem_key: str
    occurred_at_ms: int
    received_at_ms: int
    event: AnyEvent
    actor_role: str = "chair"
    actor_id: ParticipantId | None = None
    source: str = "page"
    source_version: int | None = None

    @property
    def command(self) -> str:
        """What the events of one command have in common."""
        before, slash, _ = self.idem_key.rpartition("/")
        return before if slash else self.idem_key

    @property
    def version(self) -> int:
        """How new its source says it is: its own counter, or else its time."""
        return self.occurred_at_ms if self.source_version is None else self.source_version


def encode(event: Event) -> tuple[str, dict[str, Any]]:
    """The type and the JSON-ready payload under which the journal stores an event."""
    payload: dict[str, Any] = msgspec.to_builtins(event)
    return payload.pop("type"), payload


def decode(kind: str, payload: dict[str, Any]) -> AnyEvent:
    """The event stored under this type; `Unrecognised` for a type that is not the floor's.

    Raises msgspec.ValidationError when a known type has an impossible payload: the journal is damaged then.
    """
    known = _TYPES.get(kind)
    if known is None:
        return Unrecognised(name=kind)
    return cast(AnyEvent, msgspec.convert({**payload, "type": kind}, known))
