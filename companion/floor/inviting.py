"""What invitations to speak do to the floor, and which landlord the chair might invite next."""

# ruff: noqa: ARG001  (all effects have one signature)
from __future__ import annotations

from msgspec.structs import replace

from companion.floor import barring, hands
from companion.floor.changes import believed_ms, know_landlord
from companion.floor.events import AlertSnoozed, InviteAccepted, InviteDeclined, InviteMade, Recorded
from companion.floor.state import Floor, Invite
from companion.kernel.ids import LandlordId, ParticipantId

EVERY_TURNS = 4


def made(floor: Floor, recorded: Recorded, event: InviteMade) -> Floor:
    landlord_id = event.landlord_id
    if event.participant_id is not None:
        floor, landlord_id = know_landlord(floor, event.participant_id, landlord_id)
    invite = Invite(recorded.seq, landlord_id, event.participant_id, floor.item_id, believed_ms(recorded))
    return replace(floor, invites=(*floor.invites, invite))


def accepted(floor: Floor, recorded: Recorded, event: InviteAccepted) -> Floor:
    """Their hand goes to the head of the ordinary ones; one that is up already keeps its time of asking."""
    invite = _open(floor, event.invite_seq)
    if invite is None:
        return floor
    floor = _answered(floor, invite, "accepted")
    return hands.invited(floor, recorded, event)


def declined(floor: Floor, recorded: Recorded, event: InviteDeclined) -> Floor:
    invite = _open(floor, event.invite_seq)
    return floor if invite is None else _answered(floor, invite, "declined")


def snoozed(floor: Floor, recorded: Recorded, event: AlertSnoozed) -> Floor:
    return replace(floor, snoozed=floor.snoozed | {event.alert: believed_ms(recorded)})


def open_invite(floor: Floor, participant_id: ParticipantId, landlord_id: LandlordId | None = None) -> Invite | None:
    """The invitation that this person may answer now."""
    landlord_id = landlord_id or floor.known.get(participant_id)
    return next((one for one in open_invites(floor) if one.is_for(participant_id, landlord_id)), None)


def open_invites(floor: Floor) -> list[Invite]:
    """Invitations of this item that nobody has answered, and whose landlord has not come in by themselves since.

    None once the session is over.
    """
    if floor.state == "ended":
        return []
    return [
        one
        for one in floor.invites
        if one.state == "open" and one.item_id == floor.item_id and not _has_come_in(floor, one)
    ]


def landlords_here(floor: Floor) -> list[LandlordId]:
    """Landlords with somebody in the meeting, in order of appearance; who was never seen to join counts as here."""
    here = {landlord_id for who, landlord_id in floor.known.items() if landlord_id and not floor.is_away(who)}
    return [landlord_id for landlord_id in floor.landlords if landlord_id in here]


def silent_landlords(floor: Floor) -> list[LandlordId]:
    """Landlords in the meeting who have neither been heard nor asked, and whom no interest holds back."""
    asking = {floor.requests[one].landlord_id for one in floor.live}
    free = {home for who, home in floor.known.items() if not floor.is_away(who) and not barring.bar_on(floor, who)}
    return [one for one in landlords_here(floor) if one not in floor.heard and one not in asking and one in free]


def landlord_to_invite(floor: Floor) -> LandlordId | None:
    """Whom to prompt the chair with: every four turns, a landlord in the meeting who has neither spoken nor asked.

    Not while an invitation is open, nor while somebody has been passed as often as the cap allows and is owed the
    next turn; and nobody who was asked before in this item.
    """
    if floor.state != "live" or open_invites(floor) or _turns_since(floor) < EVERY_TURNS:
        return None
    if any(row.passes >= floor.max_passes for row in floor.waiting()):
        return None
    asked = {one.landlord_id for one in floor.invites if one.item_id == floor.item_id}
    return next((one for one in silent_landlords(floor) if one not in asked), None)


def _turns_since(floor: Floor) -> int:
    """Turns, answers apart, that began after the last invitation, or after the chair put the prompt off."""
    last_ms = max((one.made_at_ms for one in floor.invites), default=0)
    since_ms = max(last_ms, floor.snoozed.get("invite", 0))
    return sum((turn.started_at_ms or 0) > since_ms for turn in floor.turns.values() if turn.kind != "answer")


def _has_come_in(floor: Floor, invite: Invite) -> bool:
    """Whoever was invited asks, or has spoken, without answering."""
    if invite.participant_id is not None:
        return invite.participant_id in floor.people or floor.live_of(invite.participant_id) is not None
    if invite.landlord_id in floor.heard:
        return True
    return any(floor.requests[one].landlord_id == invite.landlord_id for one in floor.live)


def _open(floor: Floor, seq: int) -> Invite | None:
    return next((one for one in floor.invites if one.seq == seq and one.state == "open"), None)


def _answered(floor: Floor, invite: Invite, state: str) -> Floor:
    changed = replace(invite, state=state)
    return replace(floor, invites=tuple(changed if one.seq == invite.seq else one for one in floor.invites))
