"""The invitation: a landlord's two seats, and its own link to them, minted when the letter is sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.invitations.tables import Invitation
from companion.kernel.clocks import london_date, london_time
from companion.kernel.ids import PersonId
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people import sign_in
from companion.people.tables import Person
from companion.roll import service as roll


def compose_invitation(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To a landlord's contact. Nothing once the session is over or called off, or the landlord has left."""
    invitation = uow.db.get(Invitation, UUID(payload["invitation_id"]))
    if invitation is None or invitation.state == "revoked":
        return None
    session = forums.session_of(uow, invitation.forum_session_id)
    landlord = roll.landlord_of(uow, invitation.landlord_id)
    person = uow.db.get_one(Person, invitation.contact_person_id)
    address = people.primary_address(uow, person.id)
    if session.state not in forum_rules.UPCOMING or landlord.membership_state != "member" or address is None:
        return None
    token = sign_in.make_link(
        uow,
        "landlord",
        person_id=PersonId(person.id),
        address=address,
        expires_at=forums.links_end_at(session),
        landlord_id=landlord.id,
        forum_session_id=session.id,
    )
    if invitation.state in ("planned", "queued"):
        invitation.state = "sent"
    invitation.sent_at = uow.now
    programme = forums.programme_of(uow, session.programme_id)
    context = {
        "programme": programme.name,
        "help": {"email": programme.mailbox},
        "why": f"You get this because you manage the seats of {landlord.name}.",
        "preview": f"{london_date(session.starts_at)}, on Zoom or by phone",
        "name": person.name,
        "landlord": landlord.name,
        "title": session.title,
        "group": forum_rules.FORUM_WORDS.get(session.forum_type or "", session.title),
        "date": london_date(session.starts_at),
        "time": f"{london_time(session.starts_at)} to {london_time(session.ends_at)}",
        "names_by": f"{london_time(session.registration_closes_at)}, {london_date(session.registration_closes_at)}",
        "items": [item.title for item in forums.agenda(uow, session.id)],
        "url": sign_in.link_url(uow, "landlord", token),
    }
    return Letter(
        to=address,
        subject="You have two seats at the landlord forum",
        template="invitations/invitation",
        context=context,
        person_id=person.id,
        tokens=(token,),
    )
