"""Somebody's link is gone from their mailbox: they type their address, and their letter comes once more.

Only to the address that a seat or an invitation is under already, and nothing tells whether one is.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from companion.forums import rules as forum_rules
from companion.forums.tables import ForumSession
from companion.invitations import returns
from companion.invitations.tables import Invitation
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.addresses import fold_address, read_address
from companion.people.tables import Link
from companion.registration import service, zoom
from companion.registration.tables import Registration
from companion.roll import service as roll

#: how often an hour one person's letter comes again, whoever asks for it
MOST_AN_HOUR = 4
WITH_A_LINK = ("confirmed", "attended", "offered", "waitlisted")
INVITED = ("sent", "accepted", "declined")


def ask(uow: Uow, typed: str) -> None:
    """Send what was sent to this address once more. Raises BadAddress; an unknown address is answered alike."""
    address = fold_address(read_address(typed))
    persons = [person.id for person, _email in people.persons_with(uow, address)]
    if not persons:
        return
    mine = (
        select(Registration)
        .join(ForumSession, ForumSession.id == Registration.forum_session_id)
        .where(
            Registration.person_id.in_(persons),
            Registration.state.in_(WITH_A_LINK),
            ForumSession.state.in_(forum_rules.UPCOMING),
        )
    )
    for registration in uow.db.scalars(mine).all():
        to = zoom.address_of(uow, registration)
        if to and fold_address(to) == address and _links(uow, Link.registration_id == registration.id) < MOST_AN_HOUR:
            service.send_day_link_again(uow, registration.id)
    theirs = (
        select(Invitation)
        .join(ForumSession, ForumSession.id == Invitation.forum_session_id)
        .where(
            Invitation.contact_person_id.in_(persons),
            Invitation.state.in_(INVITED),
            ForumSession.state.in_(forum_rules.TAKES_NAMES),
        )
    )
    for invitation in uow.db.scalars(theirs).all():
        contact = roll.nominating_contact(uow, invitation.landlord_id)
        if contact is None or contact.person_id not in persons or fold_address(contact.address) != address:
            continue
        sent = _links(
            uow, Link.landlord_id == invitation.landlord_id, Link.forum_session_id == invitation.forum_session_id
        )
        if sent < MOST_AN_HOUR:
            returns.send_again(uow, invitation.id)


def _links(uow: Uow, *which: object) -> int:
    query = select(func.count()).select_from(Link).where(*which, Link.created_at > uow.now - timedelta(hours=1))  # type: ignore[arg-type]
    return uow.db.scalar(query) or 0
