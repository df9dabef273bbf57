"""Letters of the desk: reminders to who holds a place, and an apology passed on to the programme's mailbox."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from companion.codes import service as codes
from companion.forums import service as forums
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.people.tables import Person
from companion.registration import letters, rules
from companion.registration.service import may_join

WHY_MAILBOX = "You get this because apologies for this programme’s forum sessions come to its mailbox."


def compose_reminder(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To who still holds a place: when it is, what is still to do, and how to say that they cannot come (PP-05)."""
    found = letters._found(uow, payload, "confirmed")
    if found is None or forums.time_in(uow, found[0]) >= found[0].starts_at:
        return None
    session, registration = found
    letter = letters._with_link(uow, session, registration, "reminder", f"Reminder: {session.title}")
    has_code = codes.code_in_force(uow, session.programme_id) is not None
    must_agree = has_code and not may_join(uow, registration)
    return replace(letter, context={**letter.context, "must_agree": must_agree}) if letter else None


def compose_apology_notice(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To the programme's mailbox: who cannot come (PP-22). A reason, if they gave one, stays on their own page."""
    found = letters._found(uow, payload, "apology")
    if found is None:
        return None
    session, registration = found
    programme = forums.programme_of(uow, session.programme_id)
    context = letters._context(uow, session, registration)
    name = uow.db.get_one(Person, registration.person_id).name
    return Letter(
        to=programme.mailbox,
        subject=f"Apology for {session.title}",
        template="registration/apology_notice",
        context={
            **context,
            "why": WHY_MAILBOX,
            "name": name,
            "is_late": registration.reason_code == "late",
            "state_words": rules.STATE_WORDS[registration.state],
            "url": f"{uow.settings.public_url}/forum-sessions/{session.id}/registrations/{registration.id}",
        },
    )
