"""One-off changes to bank holidays, and the calendar that each programme counts in."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from companion.forums import planning, rules, service
from companion.forums.tables import BankHoliday, ForumSession, Programme
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.ids import new_id
from companion.kernel.text import clean_line
from companion.kernel.uow import Uow
from companion.kernel.working_days import AREAS, Calendar, day_of
from companion.people.access import Scope


class KnownAlready(BadInput):
    """The change would change nothing; the message says why."""


def calendar(uow: Uow, area: str) -> Calendar:
    """The working days of an area, with its one-off changes."""
    found = list(uow.db.scalars(select(BankHoliday).where(BankHoliday.area == area)))
    return Calendar(
        area,
        added={entry.day: entry.name for entry in found if entry.change == "added"},
        removed=frozenset(entry.day for entry in found if entry.change == "removed"),
    )


def calendar_of(uow: Uow, programme: Programme) -> Calendar:
    """The working days that a programme counts in."""
    return calendar(uow, programme.bank_holiday_area)


def agenda_by(uow: Uow, forum_session: ForumSession) -> date:
    """The last day on which a session's agenda may come out (LC-12, PP-32), with every known bank holiday counted."""
    programme = service.programme_of(uow, forum_session.programme_id)
    return planning.agenda_by(programme.conduct_profile, day_of(forum_session.starts_at), calendar_of(uow, programme))


def changes(uow: Uow) -> list[BankHoliday]:
    """Every one-off change, soonest first."""
    return list(uow.db.scalars(select(BankHoliday).order_by(BankHoliday.day, BankHoliday.area)))


def change(uow: Uow, *, area: str, day: date, kind: str, name: str) -> list[tuple[ForumSession, date, date]]:
    """Add a bank holiday, or say that one is worked after all; the sessions whose agenda day moves, with both days.

    Limits in working days are counted from the calendar each time, so they move by themselves; limits in calendar days
    do not (edge 77). Raises BadInput for an unknown area, no name, or what is so already (KnownAlready).
    """
    if area not in AREAS or kind not in ("added", "removed"):
        raise BadInput("Choose where it applies")
    before = calendar(uow, area)
    if kind == "added" and before.bank_holiday(day) is not None:
        raise KnownAlready("That day is a bank holiday there already")
    if kind == "removed" and before.bank_holiday(day) is None:
        raise KnownAlready("That day is no bank holiday there")
    tidy = clean_line(name, most=80) or before.bank_holiday(day)
    if not tidy:
        raise BadInput("Enter what the day is called")
    was = _agenda_days(uow, area)
    opposite = uow.db.scalar(select(BankHoliday).where(BankHoliday.area == area, BankHoliday.day == day))
    if opposite is not None:
        uow.db.delete(opposite)
    else:
        uow.db.add(BankHoliday(id=new_id(), area=area, day=day, change=kind, name=tidy, created_at=uow.now))
    uow.db.flush()
    return _moved(uow, area, was, action=kind, day=day)


def undo(uow: Uow, holiday_id: UUID) -> list[tuple[ForumSession, date, date]]:
    """Take a one-off change back; the sessions whose agenda day moves. Raises NotFound."""
    found = uow.db.get(BankHoliday, holiday_id)
    if found is None:
        raise NotFound
    area, day = found.area, found.day
    was = _agenda_days(uow, area)
    uow.db.delete(found)
    uow.db.flush()
    return _moved(uow, area, was, action="undone", day=day)


def scope_of_holiday(uow: Uow, holiday_id: UUID) -> Scope | None:
    """A bank holiday is everybody's."""
    return Scope() if uow.db.get(BankHoliday, holiday_id) else None


def _agenda_days(uow: Uow, area: str) -> dict[UUID, tuple[ForumSession, date]]:
    query = (
        select(ForumSession)
        .join(Programme, Programme.id == ForumSession.programme_id)
        .where(Programme.bank_holiday_area == area, ForumSession.state.in_(rules.UPCOMING))
        .order_by(ForumSession.starts_at)
    )
    return {held.id: (held, agenda_by(uow, held)) for held in uow.db.scalars(query)}


def _moved(
    uow: Uow, area: str, was: dict[UUID, tuple[ForumSession, date]], *, action: str, day: date
) -> list[tuple[ForumSession, date, date]]:
    now = _agenda_days(uow, area)
    moved = [(held, old, now[held.id][1]) for held, old in was.values() if now[held.id][1] != old]
    uow.audit(f"bank_holiday.{action}", "calendar", area, day=day.isoformat(), moved=len(moved))
    for held, old, new in moved:
        uow.audit("agenda.deadline_moved", "forum_session", held.id, was=old.isoformat(), now=new.isoformat())
    return moved
