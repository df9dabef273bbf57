"""People who came to no forum for a year are forgotten: name and addresses go, and what stays is nobody's."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, exists, or_, select, update

from companion.forums.tables import ForumSession
from companion.groups.tables import Member
from companion.invitations.tables import Invitation
from companion.kernel.uow import Uow
from companion.people.tables import Affiliation, Bar, Link, Person, PersonEmail, RoleGrant
from companion.registration.tables import Registration
from companion.roll.tables import LandlordContact

KEEP_PEOPLE = timedelta(days=365)  # after the end of their last forum session
AT_ONCE = 500
FORGOTTEN = "Name deleted"


def due_for_forgetting(uow: Uow) -> list[UUID]:
    """Whom to forget: no session in a year, no account, no contact, no member, no bar. At most AT_ONCE of them."""
    since = uow.now - KEEP_PEOPLE
    recent = select(ForumSession.id).where(ForumSession.ends_at >= since)
    reasons_to_keep = (
        exists().where(Registration.person_id == Person.id, Registration.forum_session_id.in_(recent)),
        exists().where(Invitation.contact_person_id == Person.id, Invitation.forum_session_id.in_(recent)),
        exists().where(LandlordContact.person_id == Person.id),
        exists().where(Member.person_id == Person.id),
        exists().where(RoleGrant.person_id == Person.id),
        exists().where(PersonEmail.person_id == Person.id, PersonEmail.may_sign_in),
        exists().where(
            Bar.person_id == Person.id, Bar.lifted_at.is_(None), or_(Bar.ends_at.is_(None), Bar.ends_at >= since)
        ),
    )
    query = select(Person.id).where(
        Person.state != "erased", Person.created_at < since, *(~reason for reason in reasons_to_keep)
    )
    return list(uow.db.scalars(query.order_by(Person.created_at, Person.id).limit(AT_ONCE)))


def forget(uow: Uow, person_id: UUID) -> bool:
    """Delete somebody's name, addresses and Zoom's names for them. False when they are forgotten already.

    Their registrations stay as numbers: that a landlord's seat was used says nothing about who used it.
    """
    person = uow.db.get(Person, person_id)
    if person is None or person.state == "erased":
        return False
    uow.db.execute(
        update(Registration)
        .where(Registration.person_id == person_id)
        .values(email_id=None, zoom_join_url=None, zoom_pin=None, zoom_registrant_id=None)
    )
    uow.db.execute(update(Link).where(Link.person_id == person_id).values(address=""))
    for table in (PersonEmail, Affiliation):
        uow.db.execute(delete(table).where(table.person_id == person_id))
    person.name, person.preferred_name, person.pronouns, person.state = FORGOTTEN, None, None, "erased"
    uow.db.flush()
    uow.audit("person.forgotten", "person", person_id)
    return True
