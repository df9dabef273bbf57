"""Letters about corrections: that some wait, to reviewers; and the answer, to whoever asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from companion.forums import service as forums
from companion.kernel.crypto import Unreadable
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.tables import Person
from companion.release.asked_tables import Correction
from companion.release.correcting import count_open, opened, row_of
from companion.release.tables import Draft


def compose_waiting(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To a reviewer: corrections wait, and the transcript stays held until they are answered. None once they are."""
    draft = uow.db.get(Draft, UUID(payload["draft_id"]))
    person_id = UUID(payload["person_id"])
    address = people.sign_in_address(uow, person_id)
    if draft is None or address is None or not count_open(uow, draft.id):
        return None
    context = _context(uow, draft, person_id)
    return Letter(
        to=address,
        subject=f"A correction was asked for: {context['title']}",
        template="release/corrections_wait",
        context={
            **context,
            "why": "You get this because you review transcripts of this programme.",
            "is_out": draft.state == "released",
            "url": f"{uow.settings.public_url}/release/{draft.id}/corrections",
        },
        person_id=person_id,
    )


def compose_answered(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To whoever asked for a correction: what became of it. None once nothing says any more who that was."""
    row = uow.db.get(Correction, UUID(payload["correction_id"]))
    told = opened(uow, row) if row is not None else None
    if row is None or told is None or row.state == "open":
        return None
    person_id = told[0]
    person, address = uow.db.get(Person, person_id), people.primary_address(uow, person_id)
    if person is None or person.state != "active" or address is None:
        return None
    context = _context(uow, uow.db.get_one(Draft, row.draft_id), person_id)
    return Letter(
        to=address,
        subject=f"Your correction: {context['title']}",
        template="release/correction_answered",
        context={
            **context,
            "why": "You get this because you asked for that correction.",
            "is_changed": row.state == "changed",
            "answer": _answer(uow, row),
        },
        person_id=person_id,
    )


def _answer(uow: Uow, row: Correction) -> str:
    try:
        return uow.keys.open_text(row.sealed_answer, row=f"{row_of(row.id)}:answer") if row.sealed_answer else ""
    except Unreadable:
        return ""


def _context(uow: Uow, draft: Draft, person_id: UUID) -> dict[str, Any]:
    session = forums.session_of(uow, draft.forum_session_id)
    programme = forums.programme_of(uow, session.programme_id)
    return {
        "programme": programme.name,
        "help": {"email": programme.mailbox},
        "name": uow.db.get_one(Person, person_id).name,
        "title": session.title,
        "held_at": session.starts_at,
    }
