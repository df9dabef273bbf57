"""What the chair asks, says and delegates: invitations, directions, cases, and who runs the floor."""

from __future__ import annotations

from companion.floor.events.words import AlertName, Direction, Duty, Event
from companion.floor.ids import RequestId, TurnId
from companion.kernel.ids import LandlordId, ParticipantId, PersonId


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


class CaseRaised(Event, frozen=True, tag="case.raised"):
    """Somebody began to speak about an individual case (LC-16): what was said around this moment has to go."""

    turn_id: TurnId | None = None
    participant_id: ParticipantId | None = None


class DirectionGiven(Event, frozen=True, tag="direction.given"):
    """The chair or an officer asked for something (BX-27), of one person or of everybody."""

    direction: Direction
    participant_id: ParticipantId | None = None


class StewardsAllowed(Event, frozen=True, tag="stewards.allowed"):
    """What stewards may do from now on, beside taking the chair."""

    duties: tuple[Duty, ...] = ()


class ChairTaken(Event, frozen=True, tag="chair.taken"):
    """A steward does everything the chair may, until it is given back. The chair is not locked out."""

    person_id: PersonId


class ChairGivenBack(Event, frozen=True, tag="chair.given_back"):
    pass


ChairingEvent = (
    InviteMade
    | InviteAccepted
    | InviteDeclined
    | AlertSnoozed
    | CaseRaised
    | DirectionGiven
    | StewardsAllowed
    | ChairTaken
    | ChairGivenBack
)
