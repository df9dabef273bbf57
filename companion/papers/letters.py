"""The letters about agendas: it is out, it has changed, and (to its organiser) it is due."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from companion.forums import agendas
from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.invitations.tables import Invitation
from companion.kernel.clocks import london_date, london_time
from companion.kernel.ids import PersonId
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.papers.tables import Delivery
from companion.people import service as people
from companion.people import sign_in
from companion.people.tables import Person
from companion.registration import zoom
from companion.registration.tables import Registration


def compose_agenda_out(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To somebody with a place, or to a landlord's contact: the agenda, and their own link to its page and papers."""
    delivery = uow.db.get(Delivery, UUID(payload["delivery_id"]))
    if delivery is None or delivery.channel != "email":
        return None
    session = forums.session_of(uow, delivery.forum_session_id)
    out = agendas.published(uow, session.id)
    if out is None or out.number != delivery.agenda_number or session.state not in forum_rules.UPCOMING:
        return None
    address, kind, link = _way(uow, delivery)
    if address is None:
        return None
    token = sign_in.make_link(
        uow,
        kind,
        person_id=PersonId(delivery.person_id),
        address=address,
        expires_at=forums.links_end_at(session),
        forum_session_id=session.id,
        landlord_id=link.get("landlord_id"),
        registration_id=link.get("registration_id"),
    )
    delivery.sent_at = uow.now
    verb = "The agenda has changed" if out.number > 1 else "The agenda is out"
    return Letter(
        to=address,
        subject=f"{verb}: {session.title}, {london_date(session.starts_at)}",
        template="papers/agenda_out",
        context={
            **_context(uow, session, delivery.person_id),
            "why": "You get this because you have a place at this forum session."
            if delivery.registration_id
            else "You get this because you manage your landlord’s seats.",
            "items": [(line.title, line.minutes) for line in agendas.shown(uow, session.id)],
            "has_changed": out.number > 1,
            "url": sign_in.link_url(uow, kind, token),
        },
        person_id=delivery.person_id,
        tokens=(token,),
    )


def compose_agenda_due(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To an organiser: the agenda is not out yet, and by when it has to be. Nothing once it is out."""
    session = forums.session_of(uow, UUID(payload["session_id"]))
    person_id = UUID(payload["person_id"])
    address = people.sign_in_address(uow, person_id)
    standing = agendas.standing_of(uow, session)
    if standing.is_out or address is None or session.state not in forum_rules.UPCOMING:
        return None
    days = f"{standing.days_left} {'day' if standing.days_left == 1 else 'days'} left"
    left = "today is the last day" if standing.days_left == 0 else days
    return Letter(
        to=address,
        subject=f"Agenda due {standing.last_day_words}: {session.title}"
        if not standing.is_late
        else f"Agenda overdue: {session.title}",
        template="papers/agenda_due",
        context={
            **_context(uow, session, person_id),
            "why": "You get this because you organise this programme.",
            "last_day": standing.last_day_words,
            "left": left,
            "is_late": standing.is_late,
            "url": f"{uow.settings.public_url}/forum-sessions/{session.id}/agenda",
        },
        person_id=person_id,
    )


def _context(uow: Uow, session: ForumSession, person_id: UUID) -> dict[str, Any]:
    programme = forums.programme_of(uow, session.programme_id)
    return {
        "programme": programme.name,
        "help": {"email": programme.mailbox},
        "preview": f"{session.title}, {london_date(session.starts_at)}",
        "name": uow.db.get_one(Person, person_id).name,
        "title": session.title,
        "date": london_date(session.starts_at),
        "time": f"{london_time(session.starts_at)} to {london_time(session.ends_at)}",
    }


def _way(uow: Uow, delivery: Delivery) -> tuple[str | None, str, dict[str, UUID]]:
    """Where a letter goes, and the kind of link that it brings; nowhere when its reader is no longer concerned."""
    if delivery.registration_id is not None:
        registration = uow.db.get_one(Registration, delivery.registration_id)
        if registration.state not in ("confirmed", "attended", "offered"):
            return None, "day", {}
        return zoom.address_of(uow, registration), "day", {"registration_id": registration.id}
    assert delivery.invitation_id is not None, "the table holds one of both"
    invitation = uow.db.get_one(Invitation, delivery.invitation_id)
    if invitation.state not in ("sent", "accepted") or invitation.contact_person_id != delivery.person_id:
        return None, "landlord", {}
    return people.primary_address(uow, delivery.person_id), "landlord", {"landlord_id": invitation.landlord_id}
