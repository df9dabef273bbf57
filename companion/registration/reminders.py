"""Reminders to who holds a place: a week and a day before, with the way to say that they cannot come (PP-05)."""

from __future__ import annotations

from sqlalchemy import select

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.uow import Uow
from companion.registration import attendance_rules
from companion.registration.records import send
from companion.registration.tables import Registration


def queue_due(uow: Uow) -> int:
    """Queue the reminders whose time has come, each once for each start of the session; how many. For the tick."""
    queued = 0
    query = select(ForumSession).where(ForumSession.state.in_(("scheduled", "open", "closed")))
    for forum_session in uow.db.scalars(query).all():
        now, starts_at = forums.time_in(uow, forum_session), forum_session.starts_at
        if attendance_rules.reminder_due(now, starts_at, registered=attendance_rules.SETTLED) is None:
            continue
        people = select(Registration).where(
            Registration.forum_session_id == forum_session.id, Registration.state == "confirmed"
        )
        for registration in uow.db.scalars(people).all():
            due = attendance_rules.reminder_due(now, starts_at, registered=uow.now - registration.created_at)
            if due is not None:
                send(uow, "registration.reminder", registration, key=f"{due}:{starts_at:%Y-%m-%dT%H%M}")
                queued += 1
    return queued
