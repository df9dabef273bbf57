"""Whom a declared interest holds back while its item is open. Read from the floor, never stored beside it."""

from __future__ import annotations

from uuid import UUID

from companion.floor.state import Declaration, Floor
from companion.kernel.ids import AgendaItemId, LandlordId, ParticipantId


def standing(
    floor: Floor, participant_id: ParticipantId, landlord_id: LandlordId | None = None
) -> tuple[Declaration, ...]:
    """The interests of somebody, or of their landlord as a whole, that stand for the item that is open now."""
    if floor.item_id is None or not floor.declarations:
        return ()
    landlord_id = landlord_id or floor.known.get(participant_id)
    return tuple(
        one
        for one in floor.declarations.values()
        if one.is_standing and one.item_id == floor.item_id and _is_about(one, participant_id, landlord_id)
    )


def bar_on(floor: Floor, participant_id: ParticipantId, landlord_id: LandlordId | None = None) -> Declaration | None:
    """The interest that keeps somebody from speaking now; None when none does, or a statement was allowed."""
    return next(
        (
            one
            for one in standing(floor, participant_id, landlord_id)
            if one.keeps_silent and participant_id not in one.statement_for
        ),
        None,
    )


def concerning(
    floor: Floor, participant_id: ParticipantId, landlord_id: LandlordId | None = None
) -> tuple[Declaration, ...]:
    """Every interest of somebody, or of their landlord as a whole, in whichever item, the lifted ones included."""
    landlord_id = landlord_id or floor.known.get(participant_id)
    return tuple(one for one in floor.declarations.values() if _is_about(one, participant_id, landlord_id))


def is_sent_out(floor: Floor, one: Declaration) -> bool:
    """Whether an interest sends its people out of the room for the item that is open now."""
    return one.is_standing and one.item_id == floor.item_id and _leaves(one)


def has_left_for(one: Declaration) -> bool:
    """Whether somebody is out of the room whenever its item is open."""
    return one.is_standing and _leaves(one)


def is_statement(floor: Floor, participant_id: ParticipantId) -> bool:
    """Would be held back, were it not for a statement that the chair allowed."""
    return any(one.keeps_silent and participant_id in one.statement_for for one in standing(floor, participant_id))


def may_not_vote(floor: Floor) -> tuple[Declaration, ...]:
    """The interests that leave their people out of a show of hands on the open item (BX-41)."""
    return tuple(
        one
        for one in floor.declarations.values()
        if one.is_standing and one.item_id == floor.item_id and _costs_the_vote(one)
    )


def undecided_on(floor: Floor, item_id: AgendaItemId) -> tuple[Declaration, ...]:
    """What has been declared about an item and nobody has answered (PP-42)."""
    return tuple(one for one in floor.declarations.values() if one.is_undecided and one.item_id == item_id)


def stands_aside(floor: Floor, person_id: UUID) -> Declaration | None:
    """The chair's own interest in the open item, for which the deputy has the controls."""
    return next(
        (
            one
            for one in floor.declarations.values()
            if one.chair_id == person_id and one.item_id == floor.item_id and one.is_standing
        ),
        None,
    )


def _costs_the_vote(one: Declaration) -> bool:
    """Leaving the item costs the vote as well; and so does an interest, as long as nobody has answered it."""
    return one.effects is None or bool({"no_vote", "leave_item"} & {*one.effects})


def _is_about(one: Declaration, participant_id: ParticipantId, landlord_id: LandlordId | None) -> bool:
    if one.participant_id is not None:
        return one.participant_id == participant_id
    return one.landlord_id is not None and one.landlord_id == landlord_id


def _leaves(one: Declaration) -> bool:
    return one.effects is not None and "leave_item" in one.effects
