"""The agenda's clock, asked every hour: its organiser is reminded, and a miss put on record once (LC-12, C-24)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from companion.forums import agenda_rules, agendas, bank_holidays
from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel import outbox
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.roles import Role


def watch(uow: Uow) -> int:
    """Queue what is due now, once for each date of a session. Returns how many letters."""
    query = select(ForumSession).where(ForumSession.state.in_(forum_rules.UPCOMING - {"draft", "live"}))
    return sum(_watch(uow, forum_session) for forum_session in uow.db.scalars(query).all())


def _watch(uow: Uow, forum_session: ForumSession) -> int:
    standing = agendas.standing_of(uow, forum_session)
    if standing.is_out:
        return 0
    once = f"{forum_session.id}:{standing.last_day}"
    if standing.is_late:
        mark = "late"
    else:
        programme = forums.programme_of(uow, forum_session.programme_id)
        calendar = bank_holidays.calendar_of(uow, programme)
        ahead = agenda_rules.reminder_due(standing.last_day, standing.today, calendar)
        if ahead is None:
            return 0
        mark = str(ahead)
    count = sum(
        outbox.queue_letter(
            uow,
            "papers.agenda_due",
            key=f"{once}:{mark}:{person_id}",
            session_id=str(forum_session.id),
            person_id=str(person_id),
        )
        for person_id in _organisers(uow, forum_session.programme_id)
    )
    if count and standing.is_late:
        uow.audit("agenda.missed", "forum_session", forum_session.id, last_day=standing.last_day.isoformat())
    return count


def _organisers(uow: Uow, programme_id: UUID) -> list[UUID]:
    return [
        person.id
        for person, _, grants in people.accounts(uow)
        if any(role is Role.ORGANISER and where in (None, programme_id) for role, where in grants)
    ]
