"""The letters about a session that was moved or called off, with the calendar file that moves or ends its entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.invitations.tables import Invitation
from companion.kernel.clocks import london_date, london_time
from companion.kernel.ids import PersonId
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people import sign_in
from companion.people.tables import Person
from companion.registration import calendars, moving, zoom
from companion.registration.tables import Registration
from companion.roll import service as roll

WHY_PERSON = "You get this because you are registered for this forum session, or asked for a place."
WHY_CONTACT = "You get this because you manage your landlord’s seats."


def compose_moved(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To everybody with a place, or waiting for one: the new date, the new entry, and whether they can still come.

    Who is on hold is told the date; their links have ended, and this makes no other.
    """
    registration = uow.db.get(Registration, UUID(payload["registration_id"]))
    if registration is None or registration.state not in moving.TOLD:
        return None
    session = forums.session_of(uow, registration.forum_session_id)
    address = zoom.address_of(uow, registration)
    if session.state not in forum_rules.UPCOMING or address is None:
        return None
    token = None if registration.state == "suspended" else _day_link(uow, session, registration, address)
    has_place = registration.state in moving.ASKED
    return Letter(
        to=address,
        subject=f"{session.title} has moved to {london_date(session.starts_at)}",
        template="registration/moved",
        context={
            **_about(uow, session),
            "why": WHY_PERSON,
            "name": uow.db.get_one(Person, registration.person_id).name,
            "state": registration.state,
            "asks": moving.is_asked(uow, registration),
            "url": sign_in.link_url(uow, "day", token) if token else None,
        },
        person_id=registration.person_id,
        tokens=(token,) if token else (),
        attachments=(calendars.attached(uow, session, registration),) if has_place else (),
    )


def _day_link(uow: Uow, session: ForumSession, registration: Registration, address: str) -> str:
    return sign_in.make_link(
        uow,
        "day",
        person_id=PersonId(registration.person_id),
        address=address,
        expires_at=forums.links_end_at(session),
        forum_session_id=session.id,
        registration_id=registration.id,
    )


def compose_moved_contact(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To the contact of an invited landlord: the new date, and the way to the landlord's seats."""
    found = _contact(uow, payload)
    if found is None:
        return None
    session, invitation, address = found
    if session.state not in forum_rules.UPCOMING:
        return None
    token = sign_in.make_link(
        uow,
        "landlord",
        person_id=PersonId(invitation.contact_person_id),
        address=address,
        expires_at=forums.links_end_at(session),
        landlord_id=invitation.landlord_id,
        forum_session_id=session.id,
    )
    return Letter(
        to=address,
        subject=f"{session.title} has moved to {london_date(session.starts_at)}",
        template="registration/moved_contact",
        context={**_to_contact(uow, session, invitation), "url": sign_in.link_url(uow, "landlord", token)},
        person_id=invitation.contact_person_id,
        tokens=(token,),
    )


def compose_called_off(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To everybody who had, or waited for, a place: it is called off, and the entry leaves their calendar."""
    registration = uow.db.get(Registration, UUID(payload["registration_id"]))
    if registration is None:
        return None
    session = forums.session_of(uow, registration.forum_session_id)
    address = zoom.address_of(uow, registration)
    if session.state != "cancelled" or address is None:
        return None
    had_place = registration.state in moving.ASKED
    return Letter(
        to=address,
        subject=f"{session.title} is called off",
        template="registration/called_off",
        context={
            **_about(uow, session),
            "why": WHY_PERSON,
            "name": uow.db.get_one(Person, registration.person_id).name,
            "has_entry": had_place,
        },
        person_id=registration.person_id,
        attachments=(calendars.attached(uow, session, registration),) if had_place else (),
    )


def compose_called_off_contact(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To the contact of an invited landlord: it is called off."""
    found = _contact(uow, payload)
    if found is None or found[0].state != "cancelled":
        return None
    session, invitation, address = found
    context = {**_to_contact(uow, session, invitation), "has_entry": False}
    return Letter(
        to=address,
        subject=f"{session.title} is called off",
        template="registration/called_off",
        context=context,
        person_id=invitation.contact_person_id,
    )


def _contact(uow: Uow, payload: dict[str, Any]) -> tuple[ForumSession, Invitation, str] | None:
    invitation = uow.db.get(Invitation, UUID(payload["invitation_id"]))
    if invitation is None or invitation.state == "revoked":
        return None
    address = people.primary_address(uow, invitation.contact_person_id)
    if address is None:
        return None
    return forums.session_of(uow, invitation.forum_session_id), invitation, address


def _to_contact(uow: Uow, session: ForumSession, invitation: Invitation) -> dict[str, Any]:
    return {
        **_about(uow, session),
        "why": WHY_CONTACT,
        "name": uow.db.get_one(Person, invitation.contact_person_id).name,
        "landlord": roll.landlord_of(uow, invitation.landlord_id).name,
    }


def _about(uow: Uow, session: ForumSession) -> dict[str, Any]:
    programme = forums.programme_of(uow, session.programme_id)
    return {
        "programme": programme.name,
        "help": {"email": programme.mailbox},
        "preview": f"{session.title}, {london_date(session.starts_at)}",
        "title": session.title,
        "date": london_date(session.starts_at),
        "time": f"{london_time(session.starts_at)} to {london_time(session.ends_at)}",
        "was": _when(session.moved_from) if session.moved_from else None,
    }


def _when(at: datetime) -> str:
    return f"{london_date(at)}, {london_time(at)}"
