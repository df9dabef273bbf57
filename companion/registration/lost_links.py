"""Somebody's link is gone from their mailbox: they type their address, and their letter comes once more.

Only to the address that a seat or an invitation is under already, and nothing tells whether one is, not even the time
that the answer takes: the page looks once and writes one row, and the worker looks for what there is to send.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from companion.forums import rules as forum_rules
from companion.forums.tables import ForumSession
from companion.invitations import returns
from companion.invitations.tables import Invitation
from companion.kernel import outbox
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.addresses import fold_address, read_address
from companion.people.tables import Link, PersonEmail
from companion.registration import service, zoom
from companion.registration.tables import Registration
from companion.roll import service as roll

#: how often an hour one person's letter comes again, whoever asks for it
MOST_AN_HOUR = 4
WITH_A_LINK = ("confirmed", "attended", "offered", "waitlisted")
INVITED = ("sent", "accepted", "declined")


def ask(uow: Uow, typed: str) -> None:
    """Ask that what was sent to this address is sent once more. Raises BadAddress; an unknown one is answered alike."""
    found = people.persons_with(uow, read_address(typed))
    email_id = found[0][1].id if found else None
    if email_id is None or not outbox.queue(
        uow, "registration.lost_link", key=f"{email_id}:{uow.now:%Y-%m-%dT%H:%M}", payload={"email_id": email_id}
    ):
        outbox.pretend(uow)


def send(uow: Uow, email_id: UUID) -> None:
    """Send what was sent to this address once more, to everybody who reads it. Doing it twice sends it once."""
    email = uow.db.get(PersonEmail, email_id)
    if email is None:
        return
    address = email.folded
    persons = [person.id for person, _email in people.persons_with(uow, email.address)]
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
