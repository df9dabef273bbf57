"""Letters about transcripts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from companion.forums.tables import ForumSession, Programme
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.people.service import primary_address
from companion.people.tables import Person
from companion.release.tables import Draft


def compose_withdrawn(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To somebody who fetched a transcript that was withdrawn since: delete your copy."""
    draft = uow.db.get(Draft, UUID(payload["draft_id"]))
    person = uow.db.get(Person, UUID(payload["person_id"]))
    if draft is None or draft.withdrawn_at is None or person is None or person.state != "active":
        return None
    address = primary_address(uow, person.id)
    forum_session = uow.db.get_one(ForumSession, draft.forum_session_id)
    if address is None:
        return None
    programme = uow.db.get_one(Programme, forum_session.programme_id)
    return Letter(
        to=address,
        subject="Please delete a transcript that we withdrew",
        template="release/withdrawn",
        context={
            "programme": programme.name,
            "help": {"email": programme.mailbox},
            "why": "You get this because you downloaded that transcript.",
            "name": person.name,
            "title": forum_session.title,
            "held_at": forum_session.starts_at,
            "withdrawn_at": draft.withdrawn_at,
        },
        person_id=person.id,
    )
