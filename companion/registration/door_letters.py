"""What the forum's own mailbox is told about Zoom and the door."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from companion.forums import service as forums
from companion.kernel.clocks import london_date, london_time
from companion.kernel.mail import Letter
from companion.kernel.uow import Uow
from companion.people.tables import Person
from companion.registration.door_tables import ZoomPush
from companion.registration.tables import Registration


def compose_zoom_too_late(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To the forum's mailbox: Zoom takes no more changes of somebody before the session begins (edge 65)."""
    registration = uow.db.get(Registration, UUID(payload["registration_id"]))
    push = uow.db.get(ZoomPush, registration.id) if registration else None
    if registration is None or push is None or push.trouble != "daily_limit":
        return None
    session = forums.session_of(uow, registration.forum_session_id)
    programme = forums.programme_of(uow, session.programme_id)
    return Letter(
        to=programme.mailbox,
        subject=f"{session.title}: do one thing in Zoom by hand",
        template="registration/zoom_too_late",
        context={
            "programme": programme.name,
            "help": {"email": programme.mailbox},
            "why": "You get this because this is the forum’s mailbox.",
            "preview": f"{session.title}, {london_date(session.starts_at)}",
            "name": uow.db.get_one(Person, registration.person_id).name,
            "title": session.title,
            "start": f"{london_time(session.starts_at)} on {london_date(session.starts_at)}",
            "should_be_in": registration.zoom_wanted == "approved",
            "url": f"{uow.settings.public_url}/forum-sessions/{session.id}/zoom",
        },
    )
