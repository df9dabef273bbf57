"""Inviting those who have not been heard, and their answers; and what the chair has read and wants put away."""

from __future__ import annotations

from companion.floor import errors, events
from companion.floor.ids import RequestId
from companion.floor.inviting import landlords_here, open_invite, open_invites
from companion.floor.rules.standing import Events, must_be_live, not_held_back
from companion.floor.state import Floor
from companion.kernel.ids import LandlordId, ParticipantId


def invite(floor: Floor, landlord_id: LandlordId | None = None, participant_id: ParticipantId | None = None) -> Events:
    """Ask somebody of a landlord, or one person, whether they would like to come in.

    Raises NotOpen, or NobodyToInvite when they are not here, have been heard, or were asked before in this item.
    """
    must_be_live(floor)
    if participant_id is not None:
        here = participant_id in floor.known and not floor.is_away(participant_id)
        fits = here and participant_id not in floor.people
        again = any(one.participant_id == participant_id and one.item_id == floor.item_id for one in floor.invites)
    else:
        fits = landlord_id in landlords_here(floor) and landlord_id not in floor.heard
        again = any(one.landlord_id == landlord_id and one.item_id == floor.item_id for one in floor.invites)
    if not fits or again:
        raise errors.NobodyToInvite
    return (events.InviteMade(landlord_id, participant_id),)


def accept_invitation(
    floor: Floor, participant_id: ParticipantId, *, request_id: RequestId, landlord_id: LandlordId | None = None
) -> Events:
    """Yes, I would: to the head of the queue, be the list open or closed. Raises NotInvited, HeldByInterest."""
    landlord_id = landlord_id or floor.known.get(participant_id)
    found = open_invite(floor, participant_id, landlord_id)
    if found is None:
        raise errors.NotInvited
    not_held_back(floor, participant_id, landlord_id)
    return (events.InviteAccepted(found.seq, participant_id, request_id, landlord_id),)


def accept_for(floor: Floor, invite_seq: int, participant_id: ParticipantId, *, request_id: RequestId) -> Events:
    """They said yes aloud, and the chair or the steward notes who. Raises NotInvited."""
    if not any(one.seq == invite_seq for one in open_invites(floor)):
        raise errors.NotInvited
    return (events.InviteAccepted(invite_seq, participant_id, request_id, floor.known.get(participant_id)),)


def decline_invitation(floor: Floor, participant_id: ParticipantId, landlord_id: LandlordId | None = None) -> Events:
    """No, thank you. Nobody else is told, and nobody asks again in this item. Raises NotInvited."""
    found = open_invite(floor, participant_id, landlord_id)
    if found is None:
        raise errors.NotInvited
    return (events.InviteDeclined(found.seq, participant_id),)


def end_invitation(floor: Floor, invite_seq: int) -> Events:
    """They said no aloud, or did not answer. Raises NotInvited."""
    if not any(one.seq == invite_seq for one in open_invites(floor)):
        raise errors.NotInvited
    return (events.InviteDeclined(invite_seq),)


def snooze(floor: Floor, alert: events.AlertName) -> Events:
    """The chair has read it. Raises SessionOver."""
    if floor.state == "ended":
        raise errors.SessionOver
    return (events.AlertSnoozed(alert),)
