"""The letters about adjustments. None says what was asked for: a mailbox may be shared, and copies are kept a year."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from companion.adjustments import rules
from companion.adjustments.service import asked_since
from companion.adjustments.tables import AdjustmentRequest
from companion.forums import service as forums
from companion.forums.bank_holidays import calendar_of
from companion.kernel.clocks import london_date
from companion.kernel.ids import PersonId
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.people import sign_in
from companion.people.tables import Person
from companion.registration import zoom
from companion.registration.tables import LIVE, Registration

WHY_PERSON = "You get this because you, or somebody for you, told us what you need at this forum session."
WHY_ORGANISER = "You get this because this mailbox is where the forum is organised."


def compose_news(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To the person: how far it is, and the link to their page, where the words are. None when it has moved on.

    Nor is there one for who is on hold: their links have ended.
    """
    registration = uow.db.get(Registration, UUID(payload["registration_id"]))
    if registration is None or registration.state not in LIVE or registration.state == "suspended":
        return None
    query = select(AdjustmentRequest.id).where(
        AdjustmentRequest.registration_id == registration.id, AdjustmentRequest.state == payload["state"]
    )
    address = zoom.address_of(uow, registration)
    if uow.db.scalars(query).first() is None or address is None:
        return None
    session = forums.session_of(uow, registration.forum_session_id)
    programme = forums.programme_of(uow, session.programme_id)
    token = sign_in.make_link(
        uow,
        "day",
        person_id=PersonId(registration.person_id),
        address=address,
        expires_at=forums.links_end_at(session),
        forum_session_id=session.id,
        registration_id=registration.id,
    )
    return Letter(
        to=address,
        subject=f"About your place at {session.title}",
        template="adjustments/news",
        context={
            "programme": programme.name,
            "help": {"email": programme.mailbox},
            "why": WHY_PERSON,
            "preview": f"{session.title}, {london_date(session.starts_at)}",
            "name": uow.db.get_one(Person, registration.person_id).name,
            "title": session.title,
            "date": london_date(session.starts_at),
            "state": payload["state"],
            "url": sign_in.link_url(uow, "day", token),
        },
        person_id=registration.person_id,
        tokens=(token,),
    )


def compose_waiting(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To the programme's mailbox: somebody waits for an answer, until when. None once everybody had theirs."""
    session = forums.session_of(uow, UUID(payload["session_id"]))
    since = asked_since(uow, session.id)
    if since is None:
        return None
    programme = forums.programme_of(uow, session.programme_id)
    by = rules.acknowledge_by(since, calendar_of(uow, programme))
    return Letter(
        to=programme.mailbox,
        subject=f"{session.title}: somebody waits for your answer",
        template="adjustments/waiting",
        context={
            "programme": programme.name,
            "why": WHY_ORGANISER,
            "title": session.title,
            "date": london_date(session.starts_at),
            "by": london_date(rules.last_moment(by)),
            "url": f"{uow.settings.public_url}/forum-sessions/{session.id}/support",
        },
    )
