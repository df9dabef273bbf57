"""Letters about requests for the full transcript: it is logged, it was declined, and (to reviewers) its day is near."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.clocks import london_date
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.kernel.working_days import day_of, start_of
from companion.people import service as people
from companion.people.tables import Person, PersonEmail
from companion.registration.tables import Registration
from companion.release.asked_tables import TranscriptRequest
from companion.release.request_rules import due_on
from companion.release.requests import calendar_in, reason_of


def compose_logged(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To whoever asked: we have it, what they will get, and by when. None once it is answered."""
    found = uow.db.get(TranscriptRequest, UUID(payload["request_id"]))
    if found is None or found.state != "open":
        return None
    return _to_asker(uow, found, "release/request_logged", "We have your request for a transcript")


def compose_declined(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To whoever asked: no, and why."""
    found = uow.db.get(TranscriptRequest, UUID(payload["request_id"]))
    if found is None or found.state != "declined":
        return None
    reason = reason_of(uow, found)
    if reason is None:
        return None
    return _to_asker(uow, found, "release/request_declined", "About your request for a transcript", reason=reason)


def compose_due(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To a reviewer: a request waits, and its day is near or over. None once it is answered."""
    found = uow.db.get(TranscriptRequest, UUID(payload["request_id"]))
    person_id = UUID(payload["person_id"])
    address = people.sign_in_address(uow, person_id)
    if found is None or found.state != "open" or address is None:
        return None
    session = forums.session_of(uow, found.forum_session_id)
    due = due_on(found.counts_from, calendar_in(uow, session))
    is_late = day_of(uow.now) > due
    return Letter(
        to=address,
        subject=f"{'Overdue' if is_late else 'Due soon'}: a request for the transcript of {session.title}",
        template="release/request_due",
        context={
            **_context(uow, session, person_id),
            "why": "You get this because you review transcripts of this programme.",
            "due_on": start_of(due),
            "is_late": is_late,
            "url": f"{uow.settings.public_url}/forum-sessions/{session.id}/release/requests",
        },
        person_id=person_id,
    )


def _to_asker(uow: Uow, found: TranscriptRequest, template: str, subject: str, **more: str) -> Letter | None:
    person = uow.db.get_one(Person, found.person_id)
    address = _address(uow, found)
    if address is None or person.state != "active":
        return None
    session = forums.session_of(uow, found.forum_session_id)
    return Letter(
        to=address,
        subject=subject,
        template=template,
        context={
            **_context(uow, session, person.id),
            "why": "You get this because you asked for that transcript.",
            "due_on": start_of(due_on(found.counts_from, calendar_in(uow, session))),
            **more,
        },
        person_id=person.id,
    )


def _address(uow: Uow, found: TranscriptRequest) -> str | None:
    registration = uow.db.get(Registration, found.registration_id) if found.registration_id else None
    email = uow.db.get(PersonEmail, registration.email_id) if registration and registration.email_id else None
    return email.address if email is not None else people.primary_address(uow, found.person_id)


def _context(uow: Uow, session: ForumSession, person_id: UUID) -> dict[str, Any]:
    programme = forums.programme_of(uow, session.programme_id)
    return {
        "programme": programme.name,
        "help": {"email": programme.mailbox},
        "preview": f"{session.title}, {london_date(session.starts_at)}",
        "name": uow.db.get_one(Person, person_id).name,
        "title": session.title,
        "held_at": session.starts_at,
    }
