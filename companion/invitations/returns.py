"""What becomes of a letter after it left: taken by the mail server, refused, come back, sent elsewhere, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from companion.forums import service as forums
from companion.forums.rules import TAKES_NAMES
from companion.invitations import rules, service
from companion.invitations.returned import Returned
from companion.invitations.service import NotNow, invitation_of
from companion.invitations.tables import Invitation
from companion.kernel.errors import BadInput
from companion.kernel.ids import LandlordId
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people import sign_in
from companion.people.addresses import fold_address
from companion.people.tables import Person, PersonEmail
from companion.roll import service as roll
from companion.roll.tables import LandlordContact


@dataclass(frozen=True)
class Choice:
    """Somebody else of a landlord who could be written to."""

    person_id: UUID
    name: str
    address: str


def letter_sent(uow: Uow, payload: dict[str, Any]) -> None:
    """The mail server has taken an invitation: only now it counts as sent. An answer that came first stands."""
    invitation = uow.db.get(Invitation, UUID(payload["invitation_id"]), with_for_update=True)
    if invitation is None:
        return
    invitation.sent_at = uow.now
    if invitation.state in ("planned", "queued"):
        invitation.state = "sent"
    uow.audit("invitation.sent", "invitation", invitation.id, letter_no=invitation.letter_no, late=invitation.is_late)


def letter_refused(uow: Uow, payload: dict[str, Any], reason: str) -> None:
    """The mail server will not take an invitation, now or later."""
    invitation = uow.db.get(Invitation, UUID(payload["invitation_id"]), with_for_update=True)
    if invitation is not None:
        _came_back(uow, invitation, reason)


def came_back(uow: Uow, invitation_id: UUID, reason: str) -> None:
    """Staff say that a letter came back. Raises BadInput for an unknown reason, NotNow when none was sent or it was
    answered."""
    if reason not in rules.TOLD:
        raise BadInput("Choose why it came back")
    invitation = invitation_of(uow, invitation_id)
    if invitation.state not in ("queued", "sent"):
        raise NotNow
    _came_back(uow, invitation, reason)


def read_returned(uow: Uow, session_id: UUID, returned: Returned) -> Invitation | None:
    """Find whose letter a delivery report is about, and mark it; None where nobody of this session has the address."""
    query = (
        select(Invitation)
        .join(PersonEmail, PersonEmail.person_id == Invitation.contact_person_id)
        .where(
            Invitation.forum_session_id == session_id,
            PersonEmail.folded == fold_address(returned.address),
            Invitation.state.in_(("queued", "sent", rules.CAME_BACK)),
        )
        .order_by(Invitation.id)
    )
    found = list(uow.db.scalars(query))
    for invitation in found:
        _came_back(uow, invitation, returned.reason)
    return found[0] if found else None


def send_again(uow: Uow, invitation_id: UUID) -> None:
    """Send a landlord its letter once more, to whoever is the contact now. One that is on its way stays so.

    Raises NotNow while names are not open.
    """
    invitation = invitation_of(uow, invitation_id)
    if forums.session_of(uow, invitation.forum_session_id).state not in TAKES_NAMES:
        raise NotNow("Names for this session are not open, and the letter leads straight to them.")
    just_queued = invitation.queued_at is not None and (uow.now - invitation.queued_at).total_seconds() < 60
    if just_queued:
        return
    contact = roll.nominating_contact(uow, invitation.landlord_id)
    if contact is not None:
        invitation.contact_person_id = contact.person_id
    service.queue(uow, invitation)
    uow.audit("invitation.sent_again", "invitation", invitation.id, letter_no=invitation.letter_no)


def readdress(uow: Uow, invitation_id: UUID, *, name: str, address: str) -> None:
    """Make somebody the landlord's nominating contact and send them the invitation; the old links stop working.

    Raises BadName, BadAddress, NotNow.
    """
    invitation = invitation_of(uow, invitation_id)
    roll.name_contact(uow, LandlordId(invitation.landlord_id), name, address)
    sign_in.revoke_links(
        uow, landlord_id=LandlordId(invitation.landlord_id), forum_session_id=invitation.forum_session_id
    )
    uow.audit("invitation.readdressed", "invitation", invitation.id)
    invitation.queued_at = None
    send_again(uow, invitation_id)


def revoke(uow: Uow, invitation_id: UUID) -> None:
    """Withdraw an invitation: its links stop working at once. People who are registered stay registered."""
    invitation = invitation_of(uow, invitation_id)
    if invitation.state == "revoked":
        return
    invitation.state = "revoked"
    sign_in.revoke_links(
        uow, landlord_id=LandlordId(invitation.landlord_id), forum_session_id=invitation.forum_session_id
    )
    uow.audit("invitation.revoked", "invitation", invitation.id)


def choices(uow: Uow, invitation_id: UUID) -> list[Choice]:
    """Who else of the landlord is known as a contact, with an address."""
    invitation = uow.db.get_one(Invitation, invitation_id)
    query = (
        select(Person)
        .join(LandlordContact, LandlordContact.person_id == Person.id)
        .where(
            LandlordContact.landlord_id == invitation.landlord_id,
            Person.state == "active",
            Person.id != invitation.contact_person_id,
        )
        .order_by(Person.name, Person.id)
    )
    found = [(person, people.primary_address(uow, person.id)) for person in uow.db.scalars(query)]
    return [Choice(person.id, person.name, address) for person, address in found if address]


def is_elsewhere(uow: Uow, landlord_id: UUID, address: str) -> bool:
    """Whether an address lies outside the landlord's own domains, which deserves a second look."""
    return landlord_id not in {landlord.id for landlord in roll.landlords_by_address(uow, address)}


def _came_back(uow: Uow, invitation: Invitation, reason: str) -> None:
    if invitation.state not in ("planned", "queued", "sent", rules.CAME_BACK):
        return  # it was answered after all, or is over
    invitation.state, invitation.returned_reason = rules.CAME_BACK, reason
    uow.audit("invitation.came_back", "invitation", invitation.id, reason=reason)
