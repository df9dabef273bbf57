"""Declared interests and shows of hands, written by the room `interests`; what they concern is sealed there."""

from __future__ import annotations

from companion.floor.events.words import Event, InterestEffect, InterestNature
from companion.kernel.ids import AgendaItemId, DeclarationId, LandlordId, ParticipantId, PersonId, ShowOfHandsId


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


InterestEvent = (
    InterestClaimed
    | InterestDeclared
    | InterestDecided
    | InterestLifted
    | StatementAllowed
    | ChairStoodAside
    | HandsCounted
)
