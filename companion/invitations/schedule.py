"""The moment at which letters leave, and the moments of the two reminders: working days, at a decent hour. Pure.

All instants are in the forum session's own time; days and hours are London's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from companion.invitations import rules
from companion.kernel.clocks import LONDON
from companion.kernel.working_days import Calendar

MORNING, EVENING = time(9, 30), time(17)
#: before the day of the session (LC-11: ours, the policy asks for none)
REMINDERS: dict[str, timedelta] = {"first": timedelta(days=28), "last": timedelta(days=7)}
#: nobody is reminded of a letter that has just come
REST = timedelta(days=5)


def leaves_at(starts_at: datetime, approved_at: datetime, calendar: Calendar) -> datetime:
    """When an approved run begins: on the first working morning of the window, never before it was approved.

    Past the window it begins at once, and so it does when the window has no working hour left.
    """
    opens, closes = rules.window(starts_at)
    approved = approved_at.astimezone(LONDON)
    day = max(opens, approved.date())
    while day <= closes:
        if calendar.is_working(day):
            if day > approved.date() or approved.time() < MORNING:
                return _morning(day)
            if approved.time() < EVENING:
                return approved_at
        day += timedelta(days=1)
    return max(approved_at, _morning(opens))


def is_office_hour(now: datetime, calendar: Calendar) -> bool:
    """Whether now is a time at which an office reads its mail."""
    local = now.astimezone(LONDON)
    return calendar.is_working(local.date()) and MORNING <= local.time() < EVENING


@dataclass(frozen=True)
class Asked:
    """What is known about one landlord that has not answered."""

    sent_at: datetime
    first_reminded_at: datetime | None = None
    last_reminded_at: datetime | None = None


def reminder_at(which: str, starts_at: datetime, calendar: Calendar) -> datetime:
    """The morning of a reminder: four weeks or one week before, or the last working day before that."""
    day = starts_at.astimezone(LONDON).date() - REMINDERS[which]
    return _morning(calendar.or_last(day))


def reminder_due(
    asked: Asked, *, starts_at: datetime, closes_at: datetime, now: datetime, calendar: Calendar
) -> str | None:
    """Which reminder a landlord should get now, if any: each once, in office hours, before names close, and only when
    the letter before it has had time to be read."""
    if now >= closes_at or not is_office_hour(now, calendar):
        return None
    newest = max(at for at in (asked.sent_at, asked.first_reminded_at) if at is not None)
    if now - newest < REST:
        return None
    if now >= reminder_at("last", starts_at, calendar):
        return "last" if asked.last_reminded_at is None else None
    if now >= reminder_at("first", starts_at, calendar) and asked.first_reminded_at is None:
        return "first"
    return None


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=LONDON).astimezone(UTC)
