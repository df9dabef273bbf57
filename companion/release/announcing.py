"""A released transcript is announced to those it is for: who took part, who waited, each invited landlord's contact.

Their links ended with the forum session, so each letter brings a fresh one, good for LINK_LIVES.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from companion.forums.tables import ForumSession, Programme
from companion.invitations.tables import Invitation
from companion.kernel import outbox
from companion.kernel.ids import PersonId
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.people import sign_in
from companion.people.service import primary_address
from companion.people.tables import Person, PersonEmail
from companion.registration.tables import Registration
from companion.release.tables import Draft

LINK_LIVES = timedelta(days=30)
THERE = ("attended", "confirmed")
READERS = ("attended", "confirmed", "waitlisted")  # who waited was promised the transcript instead of a seat


@dataclass(frozen=True)
class Reader:
    """Somebody whom a transcript is for, and the kind of link they come back with."""

    kind: str
    person_id: PersonId
    address: str | None
    landlord_id: UUID | None
    registration_id: UUID | None


def announce(uow: Uow, draft: Draft) -> int:
    """Queue one letter per reader of a released version: a contact who took part gets one and not two.

    Returns how many.
    """
    took_part = (Registration.forum_session_id == draft.forum_session_id, Registration.state.in_(READERS))
    registrants = uow.db.scalars(select(Registration.id).where(*took_part)).all()
    invited = uow.db.scalars(
        select(Invitation.id).where(
            Invitation.forum_session_id == draft.forum_session_id,
            Invitation.state.in_(("sent", "accepted")),
            Invitation.contact_person_id.not_in(select(Registration.person_id).where(*took_part)),
        )
    ).all()
    for registration_id in registrants:
        outbox.queue_letter(
            uow,
            "release.out",
            key=f"{draft.id}:{registration_id}",
            draft_id=draft.id,
            registration_id=registration_id,
        )
    for invitation_id in invited:
        outbox.queue_letter(
            uow, "release.out", key=f"{draft.id}:{invitation_id}", draft_id=draft.id, invitation_id=invitation_id
        )
    return len(registrants) + len(invited)


def announce_held(uow: Uow, draft: Draft) -> int:
    """Tell whoever took part that the approved text can be read and corrected, until when. Returns how many."""
    took_part = (Registration.forum_session_id == draft.forum_session_id, Registration.state.in_(THERE))
    registrants = uow.db.scalars(select(Registration.id).where(*took_part)).all()
    for registration_id in registrants:
        outbox.queue_letter(
            uow,
            "release.held",
            key=f"{draft.id}:{draft.revision}:{registration_id}",
            draft_id=draft.id,
            registration_id=registration_id,
        )
    return len(registrants)


def compose_out(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """The transcript is out: where it is, what the Rule permits, and a fresh link. None once it was withdrawn."""
    return _compose(uow, payload, "released", "out", "The transcript of {} is out")


def compose_held(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """The approved text can be read and corrected until a day. None once it is not held any more."""
    return _compose(uow, payload, "held", "held", "Before the transcript of {} goes out: would anybody know you in it?")


def _compose(uow: Uow, payload: dict[str, Any], state: str, template: str, subject: str) -> Letter | None:
    draft = uow.db.get(Draft, UUID(payload["draft_id"]))
    if draft is None or draft.state != state:
        return None
    session = uow.db.get_one(ForumSession, draft.forum_session_id)
    reader = _registrant(uow, payload) if "registration_id" in payload else _contact(uow, payload)
    person = uow.db.get_one(Person, reader.person_id)
    if reader.address is None or person.state != "active":
        return None
    expires_at = uow.now + LINK_LIVES
    token = sign_in.make_link(
        uow,
        reader.kind,
        person_id=reader.person_id,
        address=reader.address,
        expires_at=expires_at,
        landlord_id=reader.landlord_id,
        forum_session_id=session.id,
        registration_id=reader.registration_id,
    )
    programme = uow.db.get_one(Programme, session.programme_id)
    return Letter(
        to=reader.address,
        subject=subject.format(session.title),
        template=f"release/{template}",
        context={
            "programme": programme.name,
            "help": {"email": programme.mailbox},
            "name": person.name,
            "title": session.title,
            "held_at": session.starts_at,
            "held_until": draft.held_until,
            "url": sign_in.link_url(uow, reader.kind, token),
            "until": expires_at,
        },
        person_id=reader.person_id,
        tokens=(token,),
    )


def _registrant(uow: Uow, payload: dict[str, Any]) -> Reader:
    registration = uow.db.get_one(Registration, UUID(payload["registration_id"]))
    person_id = PersonId(registration.person_id)
    email = uow.db.get(PersonEmail, registration.email_id) if registration.email_id else None
    address = email.address if email is not None else primary_address(uow, person_id)
    return Reader("day", person_id, address, registration.landlord_id, registration.id)


def _contact(uow: Uow, payload: dict[str, Any]) -> Reader:
    invitation = uow.db.get_one(Invitation, UUID(payload["invitation_id"]))
    person_id = PersonId(invitation.contact_person_id)
    return Reader("landlord", person_id, primary_address(uow, person_id), invitation.landlord_id, None)
