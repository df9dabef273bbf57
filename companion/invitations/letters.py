"""The invitation, its reminder, and a test of it: a landlord's two seats, and its own link to them, minted when the
letter is sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from companion.forums import agendas
from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.invitations import rules, service
from companion.invitations.tables import Invitation
from companion.kernel.clocks import london_date, london_time
from companion.kernel.ids import PersonId
from companion.kernel.mail import Letter, RenderedLetter, render
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people import sign_in
from companion.people.bars import barred
from companion.people.tables import Person
from companion.roll import service as roll
from companion.roll.tables import Landlord

SUBJECT = "You have two seats at the landlord forum"
REMINDER_SUBJECT = "Your two seats at the landlord forum have no names yet"
NO_LINK = "the-landlords-own-link-stands-here"


def compose_invitation(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To a landlord's contact. Nothing once names are closed, or for a letter that a newer one has replaced.

    Bars are looked at now: a contact who is kept out gets none, and the organiser is asked for somebody else.
    """
    invitation = uow.db.get(Invitation, UUID(payload["invitation_id"]))
    if invitation is None or invitation.letter_no != payload.get("letter_no", invitation.letter_no):
        return None
    if invitation.state in ("revoked", "expired"):
        return None
    return _to_contact(uow, invitation, "invitations/invitation", SUBJECT)


def compose_reminder(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To a contact whose landlord has not answered; nothing when it has meanwhile, or when the letter came back."""
    invitation = uow.db.get(Invitation, UUID(payload["invitation_id"]))
    if invitation is None or invitation.state != "sent":
        return None
    return _to_contact(uow, invitation, "invitations/reminder", REMINDER_SUBJECT)


def compose_test(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """The letter as one landlord will get it, to the organiser who asked: its link leads nowhere."""
    address = people.primary_address(uow, UUID(payload["person_id"]))
    landlord = uow.db.get(Landlord, UUID(payload["landlord_id"]))
    if address is None or landlord is None:
        return None
    session = forums.session_of(uow, UUID(payload["session_id"]))
    name = _contact_name(uow, landlord)
    context = {**content(uow, session, landlord, name, _nowhere(uow)), "is_test": True}
    return Letter(address, SUBJECT, "invitations/invitation", context, person_id=UUID(payload["person_id"]))


def shown(uow: Uow, session_id: UUID, landlord_id: UUID) -> RenderedLetter:
    """The letter to one landlord exactly as it will look, for whoever approves it. Its link leads nowhere.

    Raises NotFound.
    """
    session, landlord = forums.session_of(uow, session_id), roll.landlord_of(uow, landlord_id)
    contact = roll.nominating_contact(uow, landlord_id)
    to = contact.address if contact else "nobody yet"
    context = content(uow, session, landlord, _contact_name(uow, landlord), _nowhere(uow))
    return render(Letter(to, SUBJECT, "invitations/invitation", context))


def content(
    uow: Uow, session: ForumSession, landlord: Landlord, name: str, url: str, words: str | None = None
) -> dict[str, Any]:
    """Everything that the letter says; the organiser's newest words unless others are given."""
    programme = forums.programme_of(uow, session.programme_id)
    closes = session.registration_closes_at
    own = service.newest_words(uow, session.id)[1] if words is None else words
    return {
        "programme": programme.name,
        "help": {"email": programme.mailbox},
        "why": f"You get this because you manage the seats of {landlord.name}.",
        "preview": f"{london_date(session.starts_at)}, on Zoom or by phone",
        "name": name,
        "landlord": landlord.name,
        "title": session.title,
        "group": forum_rules.FORUM_WORDS.get(session.forum_type or "", session.title),
        "date": london_date(session.starts_at),
        "time": f"{london_time(session.starts_at)} to {london_time(session.ends_at)}",
        "names_by": f"{london_time(closes)}, {london_date(closes)}",
        "items": [line.title for line in agendas.shown(uow, session.id)],
        "words": rules.paragraphs(own),
        "url": url,
        "is_test": False,
    }


def _to_contact(uow: Uow, invitation: Invitation, template: str, subject: str) -> Letter | None:
    session = forums.session_of(uow, invitation.forum_session_id)
    landlord = roll.landlord_of(uow, invitation.landlord_id)
    if session.state not in forum_rules.UPCOMING or landlord.membership_state != "member":
        return None
    address = people.primary_address(uow, invitation.contact_person_id)
    held_back = invitation.contact_person_id in barred(
        uow, programme_id=session.programme_id, forum_session_id=session.id
    )
    if address is None or held_back:
        invitation.state = rules.CAME_BACK
        invitation.returned_reason = "not_available" if held_back else "no_address"
        return None
    person = uow.db.get_one(Person, invitation.contact_person_id)
    token = sign_in.make_link(
        uow,
        "landlord",
        person_id=PersonId(person.id),
        address=address,
        expires_at=forums.links_end_at(session),
        landlord_id=landlord.id,
        forum_session_id=session.id,
    )
    words = service.words_of(uow, session.id, invitation.words_number)
    url = sign_in.link_url(uow, "landlord", token)
    return Letter(
        to=address,
        subject=subject,
        template=template,
        context=content(uow, session, landlord, person.name, url, words),
        person_id=person.id,
        tokens=(token,),
        edition=f"words {invitation.words_number}" if invitation.words_number else "",
    )


def _contact_name(uow: Uow, landlord: Landlord) -> str:
    contact = roll.nominating_contact(uow, landlord.id)
    return contact.name if contact else "Contact"


def _nowhere(uow: Uow) -> str:
    return sign_in.link_url(uow, "landlord", NO_LINK)
