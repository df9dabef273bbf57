"""Invitations: one per landlord and forum session, to the nominating contact, with the landlord's own link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.forums import service as forums
from companion.forums.rules import TAKES_NAMES
from companion.invitations import rules
from companion.invitations.tables import Invitation
from companion.kernel import outbox
from companion.kernel.errors import DomainError
from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.people.access import Scope
from companion.people.tables import Bar, Person, PersonEmail
from companion.roll import service as roll
from companion.roll.tables import LandlordContact


class NotOpenYet(DomainError):
    message = "Open registration first: the invitation leads straight to it."


@dataclass(frozen=True)
class Line:
    """One invitation as the organiser's list shows it."""

    invitation_id: UUID
    landlord_id: UUID
    landlord: str
    state: str
    is_late: bool
    sent_at: datetime | None
    answered_at: datetime | None


def scope_of_invitation(uow: Uow, invitation_id: UUID) -> Scope | None:
    """An invitation belongs to its forum session and its landlord."""
    found = uow.db.get(Invitation, invitation_id)
    part = forums.scope_of_session(uow, found.forum_session_id) if found else None
    return part.merged(Scope(landlord_id=found.landlord_id)) if found and part else None


def preview(uow: Uow, session_id: UUID) -> rules.Preview:
    """Who would be invited now."""
    forum_session = forums.session_of(uow, session_id)
    return rules.preview(forum_session.forum_type, _candidates(uow), _states(uow, session_id))


def invite(uow: Uow, session_id: UUID) -> int:
    """Invite every member landlord of the right band that was not invited yet; how many letters were queued.

    Doing it again invites only who has joined since (edge 8). Raises NotOpenYet.
    """
    forum_session = forums.session_of(uow, session_id)
    if forum_session.state not in TAKES_NAMES:
        raise NotOpenYet
    fresh = preview(uow, session_id).to_invite
    late = rules.is_late(forum_session.starts_at, forums.time_in(uow, forum_session))
    for candidate in fresh:
        invitation = Invitation(
            id=new_id(),
            forum_session_id=session_id,
            landlord_id=candidate.landlord_id,
            contact_person_id=candidate.contact_person_id,
            band_snapshot=candidate.band,
            state="queued",
            is_late=late,
            queued_at=uow.now,
        )
        uow.db.add(invitation)
        outbox.queue_letter(uow, "invitations.invitation", key=str(invitation.id), invitation_id=str(invitation.id))
    uow.db.flush()
    uow.audit("invitations.sent", "forum_session", session_id, count=len(fresh), late=late)
    return len(fresh)


def invite_again(uow: Uow, invitation_id: UUID) -> None:
    """Send a landlord its letter once more, to whoever is the contact now; at most one a minute."""
    invitation = uow.db.get_one(Invitation, invitation_id)
    contact = roll.nominating_contact(uow, invitation.landlord_id)
    if contact is not None:
        invitation.contact_person_id = contact.person_id
    key = f"{invitation.id}:{uow.now:%Y-%m-%dT%H:%M}"
    outbox.queue_letter(uow, "invitations.invitation", key=key, invitation_id=str(invitation.id))
    uow.audit("invitation.sent_again", "invitation", invitation.id)


def answered(uow: Uow, session_id: UUID, landlord_id: UUID, state: str) -> None:
    """Note a landlord's answer: accepted (somebody is registered) or declined. Nothing where it was not invited."""
    query = select(Invitation).where(Invitation.forum_session_id == session_id, Invitation.landlord_id == landlord_id)
    invitation = uow.db.scalar(query)
    if invitation is None or invitation.state == state or invitation.state in ("revoked", "expired"):
        return
    invitation.state, invitation.answered_at = state, uow.now
    uow.audit(f"invitation.{state}", "invitation", invitation.id)


def lines(uow: Uow, session_id: UUID) -> list[Line]:
    """Every invitation of a session, by landlord."""
    names = {landlord.id: landlord.name for landlord in roll.landlords(uow)}
    found = uow.db.scalars(select(Invitation).where(Invitation.forum_session_id == session_id))
    made = [
        Line(
            invitation_id=entry.id,
            landlord_id=entry.landlord_id,
            landlord=names[entry.landlord_id],
            state=entry.state,
            is_late=entry.is_late,
            sent_at=entry.sent_at,
            answered_at=entry.answered_at,
        )
        for entry in found
    ]
    return sorted(made, key=lambda line: line.landlord.casefold())


def _states(uow: Uow, session_id: UUID) -> dict[UUID, str]:
    query = select(Invitation.landlord_id, Invitation.state).where(Invitation.forum_session_id == session_id)
    return {row.landlord_id: row.state for row in uow.db.execute(query)}


def _candidates(uow: Uow) -> list[rules.Candidate]:
    """Member landlords with whoever can be written to for each; a barred contact is nobody to write to."""
    barred = select(Bar.person_id).where(
        Bar.lifted_at.is_(None),
        Bar.starts_at <= uow.now,
        Bar.ends_at.is_(None) | (Bar.ends_at > uow.now),
        Bar.scope != "rooms",
    )
    query = (
        select(LandlordContact.landlord_id, Person.id)
        .join(Person, Person.id == LandlordContact.person_id)
        .join(PersonEmail, PersonEmail.person_id == Person.id)
        .where(LandlordContact.role == "nominating", Person.state == "active", Person.id.not_in(barred))
        .order_by(Person.created_at.desc(), Person.id.desc())
    )
    contacts = {row.landlord_id: row.id for row in uow.db.execute(query)}
    return [
        rules.Candidate(landlord.id, landlord.name, landlord.band, contacts.get(landlord.id))
        for landlord in roll.landlords(uow, members_only=True)
    ]
