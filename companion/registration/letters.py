"""The letters of registration. Each looks up what is so when it is sent, and mints the link it carries then.

None is sent when it would no longer be true: a letter about a seat that has passed on since is not sent.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.clocks import london_date, london_time
from companion.kernel.ids import PersonId
from companion.kernel.mail import Attachment, Letter
from companion.kernel.uow import Uow
from companion.people import sign_in
from companion.people.tables import BrowserSession, Person
from companion.registration import calendars, mailboxes, rules, seats, zoom
from companion.registration.records import newest_note, waiting_for
from companion.registration.service import may_join
from companion.registration.tables import Registration
from companion.roll import service as roll
from companion.roll.tables import Landlord

WHY_PERSON = "You get this because somebody registered you for this forum session, or you did."
WHY_CONTACT = "You get this because you manage your landlord’s seats."


def compose_day_link(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To who holds a place: their own link, and a calendar entry."""
    found = _found(uow, payload, "confirmed", "attended")
    if found is None:
        return None
    session, registration = found
    calendar = (calendars.attached(uow, session, registration),)
    return _with_link(uow, session, registration, "day_link", f"Your place at {session.title}", calendar)


def compose_waiting(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To a third person: why they wait and what they can do, without a name."""
    found = _found(uow, payload, "waitlisted")
    if found is None:
        return None
    session, registration = found
    return _with_link(uow, session, registration, "waiting", f"{session.title}: you are on the waiting list")


def compose_offer(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To who has waited longest: a seat is free, until when."""
    found = _found(uow, payload, "offered")
    if found is None:
        return None
    session, registration = found
    return _with_link(uow, session, registration, "offer", f"A seat at {session.title} is free for you")


def compose_received(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To who is with the organiser: we have your request."""
    found = _found(uow, payload, "pending")
    return _to_person(uow, *found, "received", f"We have your request for {found[0].title}") if found else None


def compose_ended(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To who no longer has a place: that it is so, in the words of their state, and the entry out of their calendar."""
    found = _found(uow, payload, "declined", "cancelled", "replaced", "apology")
    if found is None:
        return None
    session, registration = found
    had_place = registration.calendar_revision > 0
    calendar = (calendars.attached(uow, session, registration, is_cancelled=True),) if had_place else ()
    return _to_person(
        uow,
        session,
        registration,
        "ended",
        f"Your place at {session.title}",
        attachments=calendar,
        had_place=had_place,
        by_landlord=registration.reason_code == "by_landlord",
    )


def compose_on_hold(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To who is on hold: neutral words, since a mailbox may be read by others."""
    found = _found(uow, payload, "suspended")
    return _to_person(uow, *found, "on_hold", f"Your place at {found[0].title} is on hold") if found else None


def compose_joining(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To who agreed to the code and holds a place: the link into the meeting. Zoom's own mails are off."""
    found = _found(uow, payload, "confirmed", "attended")
    if found is None or not may_join(uow, found[1]):
        return None
    session, registration = found
    join_url = zoom.join_link(uow, registration)
    if join_url is None:
        return None
    pin = zoom.telephone_pin(uow, registration)
    letter = _to_person(
        uow,
        session,
        registration,
        "joining",
        f"How to join {session.title}",
        join_url=join_url,
        numbers=rules.phone_numbers(session.zoom_dial_in),
        meeting=rules.spaced(session.zoom_meeting_id),
        pin=pin,
    )
    return replace(letter, tokens=tuple(secret for secret in (join_url, pin) if secret)) if letter else None


def compose_device_code(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To a landlord's contact: the code for a new device, from the programme they know and with whom to ask."""
    letter = sign_in.compose_device_code(uow, payload)
    browser_session = uow.db.get(BrowserSession, UUID(payload["browser_session_id"]))
    if letter is None or browser_session is None or browser_session.forum_session_id is None:
        return letter
    session = forums.session_of(uow, browser_session.forum_session_id)
    programme = forums.programme_of(uow, session.programme_id)
    context = {
        **letter.context,
        "programme": programme.name,
        "help": {"email": programme.mailbox},
        "why": f"You get this because the link to your seats at {session.title} was used on a new device.",
    }
    return replace(letter, subject=f"Your code for {programme.name}", context=context)


def compose_contact_notice(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To the nominating contact: who was registered for their landlord by somebody else, or gave a seat back."""
    left = payload.get("state") in ("apology", "cancelled")
    subject = "A seat of your landlord came free" if left else "Somebody registered for your landlord’s seats"
    return _to_contact(uow, payload, "contact_notice", subject)


def compose_swap_wanted(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To the nominating contact: a colleague who waits would like a seat; the link leads to the one button for it."""
    return _to_contact(uow, payload, "swap_wanted", "A colleague asks for a seat", "waitlisted")


def _found(uow: Uow, payload: dict[str, Any], *states: str) -> tuple[ForumSession, Registration] | None:
    registration = uow.db.get(Registration, UUID(payload["registration_id"]))
    if registration is None or registration.state not in states:
        return None
    session = forums.session_of(uow, registration.forum_session_id)
    return None if session.state in ("cancelled", "archived") else (session, registration)


def _context(uow: Uow, session: ForumSession, registration: Registration) -> dict[str, Any]:
    programme = forums.programme_of(uow, session.programme_id)
    landlord = uow.db.get(Landlord, registration.landlord_id) if registration.landlord_id else None
    ranks = [entry.wait_rank or 0 for entry in _others_waiting(uow, registration)]
    expires = registration.offer_expires_at
    return {
        "programme": programme.name,
        "help": {"email": programme.mailbox},
        "why": WHY_PERSON,
        "preview": f"{session.title}, {london_date(session.starts_at)}",
        "name": uow.db.get_one(Person, registration.person_id).name,
        "landlord": landlord.name if landlord else None,
        "title": session.title,
        "date": london_date(session.starts_at),
        "time": f"{london_time(session.starts_at)} to {london_time(session.ends_at)}",
        "state": registration.state,
        "seat_no": registration.seat_no,
        "third": rules.explain_third(rules.wait_place(registration.wait_rank, ranks)),
        "until": f"{london_time(expires)} on {london_date(expires)}" if expires else None,
        "has_agreed": may_join(uow, registration),
    }


def _others_waiting(uow: Uow, registration: Registration) -> list[Registration]:
    if registration.landlord_id is None or registration.state != "waitlisted":
        return []
    return waiting_for(uow, registration.forum_session_id, registration.landlord_id)


def _to_person(
    uow: Uow,
    session: ForumSession,
    registration: Registration,
    template: str,
    subject: str,
    attachments: tuple[Attachment, ...] = (),
    **more: Any,
) -> Letter | None:
    address = zoom.address_of(uow, registration)
    if address is None:
        return None
    context = {**_context(uow, session, registration), **more}
    if len(mailboxes.sharing(uow, registration)) > 1:
        subject = f"{context['name']}: {subject[:1].lower()}{subject[1:]}"  # whom it is for, where several read it
    return Letter(
        to=address,
        subject=subject,
        template=f"registration/{template}",
        context=context,
        person_id=registration.person_id,
        attachments=attachments,
    )


def _with_link(
    uow: Uow,
    session: ForumSession,
    registration: Registration,
    template: str,
    subject: str,
    attachments: tuple[Attachment, ...] = (),
) -> Letter | None:
    """A letter with the registrant's own link, minted now."""
    address = zoom.address_of(uow, registration)
    if address is None:
        return None
    token = sign_in.make_link(
        uow,
        "day",
        person_id=PersonId(registration.person_id),
        address=address,
        expires_at=forums.links_end_at(session),
        forum_session_id=session.id,
        registration_id=registration.id,
    )
    url = sign_in.link_url(uow, "day", token)
    letter = _to_person(uow, session, registration, template, subject, attachments, url=url)
    return replace(letter, tokens=(token,)) if letter else None


def _to_contact(uow: Uow, payload: dict[str, Any], template: str, subject: str, *states: str) -> Letter | None:
    """A letter to the nominating contact about one of their people, with the landlord's own link."""
    found = _found(uow, payload, *(states or rules.STATE_WORDS))
    contact = roll.nominating_contact(uow, found[1].landlord_id) if found and found[1].landlord_id else None
    if found is None or contact is None or contact.person_id == found[1].person_id:
        return None
    session, registration = found
    token = sign_in.make_link(
        uow,
        "landlord",
        person_id=PersonId(contact.person_id),
        address=contact.address,
        expires_at=forums.links_end_at(session),
        landlord_id=registration.landlord_id,
        forum_session_id=session.id,
    )
    asks = f"?asks={registration.id}" if template == "swap_wanted" else ""
    context = {
        **_context(uow, session, registration),
        "why": WHY_CONTACT,
        "contact": contact.name,
        "state_words": rules.STATE_WORDS[registration.state],
        "seat_is_offered": _seat_is_offered(uow, registration),
        "message": newest_note(uow, registration, "swap_wanted") if asks else None,
        "url": sign_in.link_url(uow, "landlord", token) + asks,
    }
    return Letter(
        to=contact.address,
        subject=subject,
        template=f"registration/{template}",
        context=context,
        person_id=contact.person_id,
        tokens=(token,),
    )


def _seat_is_offered(uow: Uow, registration: Registration) -> bool:
    if registration.landlord_id is None:
        return False
    held = seats.held(uow, registration.forum_session_id, registration.landlord_id)
    return any(entry.state == "offered" for entry in held.values())
