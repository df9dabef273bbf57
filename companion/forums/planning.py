"""What a date for a forum session means before it is kept: invitations, agenda, capacity, clashes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from companion.forums import rules
from companion.kernel.working_days import AREAS, ONE_DAY, Calendar, day_of

SEATS_EACH = 2
CLOSE_WEEKS = 8  # ours: landlords who met so recently are told apart from those who have not met for a while
WARN_SHARE = 0.8


@dataclass(frozen=True)
class Days:
    """From one day to another, both counted."""

    first: date
    last: date


@dataclass(frozen=True)
class Other:
    """A forum session that is kept already, as planning another one sees it."""

    session_id: UUID
    title: str
    programme_id: UUID
    forum_type: str | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Capacity:
    """How many seats the invited landlords have, what the Zoom plan holds, and which share is usually taken."""

    landlords: int
    limit: int
    usual_share: float | None = None
    not_sized: int = 0  # landlords on the roll whose forum nobody knows, so that they are invited to none

    @property
    def seats(self) -> int:
        return SEATS_EACH * self.landlords

    @property
    def is_enough(self) -> bool:
        """Whether the meeting holds everybody even if every seat is taken."""
        return self.seats <= self.limit

    @property
    def expected(self) -> int | None:
        return None if self.usual_share is None else round(self.seats * self.usual_share)

    @property
    def warn_at(self) -> int:
        return warn_at(self.limit)


@dataclass(frozen=True)
class Outlook:
    """Everything that follows from a date. `doubts` are sentences: reasons to look at another one."""

    starts_at: datetime
    ends_at: datetime
    letters: Days | None
    letters_late: bool
    agenda_by: date
    capacity: Capacity | None
    doubts: tuple[str, ...]
    better: date | None = None

    @property
    def day(self) -> date:
        return day_of(self.starts_at)


def months_before(day: date, months: int) -> date:
    """The same day so many calendar months before, or that month's last day where it has no such day."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - ONE_DAY).day
    return date(year, month + 1, min(day.day, last))


def invitation_window(day: date) -> Days:
    """When invitations to a session on that day leave: three to two months before, in London's calendar (LC-11)."""
    return Days(months_before(day, 3), months_before(day, 2))


def letter_days(day: date, calendar: Calendar) -> Days:
    """The window's first and last working day: letters that leave on a Sunday are read on no day."""
    window = invitation_window(day)
    return Days(calendar.or_next(window.first), calendar.or_last(window.last))


def agenda_by(profile: str, day: date, calendar: Calendar) -> date:
    """The last day on which the agenda of a session on that day may come out."""
    return rules.AGENDA_LEADS[profile].last_day(day, calendar)


def warn_at(limit: int) -> int:
    """The number of places from which the organiser is warned: four fifths of what the meeting holds."""
    return int(limit * WARN_SHARE)


def capacity_warning(taken: int, limit: int) -> str | None:
    """What to say about so many people with a place: nothing below four fifths of what the meeting holds."""
    if taken < warn_at(limit):
        return None
    if taken < limit:
        return f"{taken} of the {limit} places that your Zoom plan holds are taken. Think of a larger plan now."
    return (
        f"{taken} people have a place and your Zoom plan holds {limit}. Whoever comes last cannot join: "
        "enlarge the plan, or hold the session twice."
    )


def outlook(
    *,
    profile: str,
    forum_type: str | None,
    programme_id: UUID,
    starts_at: datetime,
    length: timedelta,
    now: datetime,
    calendar: Calendar,
    others: Iterable[Other],
    capacity: Capacity | None,
    is_invited: bool = False,
) -> Outlook:
    """Look at a date. `others` are the sessions kept already, without the one that is being moved; once its letters
    have left (`is_invited`) their window is not spoken of."""
    kept = list(others)
    day, today = day_of(starts_at), day_of(now)
    letters = letter_days(day, calendar) if profile in rules.BANDED_PROFILES and not is_invited else None
    due = agenda_by(profile, day, calendar)
    clashes = tuple(_clashes(programme_id, forum_type, starts_at, length, calendar, kept))
    late = tuple(_too_late(today, letters, due))
    return Outlook(
        starts_at=starts_at,
        ends_at=starts_at + length,
        letters=letters,
        letters_late=letters is not None and today > letters.last,
        agenda_by=due,
        capacity=capacity,
        doubts=(*clashes, *late),
        better=_better(programme_id, forum_type, starts_at, length, calendar, kept) if clashes else None,
    )


def words(day: date, *, year: bool = False) -> str:
    """A day as it is read aloud, "Thursday 10 June"."""
    return f"{day:%A} {day.day} {day:%B}" + (f" {day.year}" if year else "")


def _clashes(
    programme_id: UUID,
    forum_type: str | None,
    starts_at: datetime,
    length: timedelta,
    calendar: Calendar,
    kept: list[Other],
) -> Iterator[str]:
    day, ends_at = day_of(starts_at), starts_at + length
    holiday = calendar.bank_holiday(day)
    if holiday is not None:
        yield f"{words(day)} is a bank holiday in {AREAS[calendar.area]}: {holiday}."
    elif not calendar.is_working(day):
        yield f"{words(day)} is at the weekend."
    for other in kept:
        if other.starts_at < ends_at and starts_at < other.ends_at:
            yield f"“{other.title}” is held at the same time. One Zoom licence holds one meeting at once."
        elif (other.programme_id, other.forum_type) == (programme_id, forum_type):
            apart = abs((day_of(other.starts_at) - day).days)
            if apart <= 7 * CLOSE_WEEKS:
                yield f"The same landlords meet on {words(day_of(other.starts_at))}, {_weeks(apart)} apart."


def _too_late(today: date, letters: Days | None, agenda_due: date) -> Iterator[str]:
    if letters is not None and today > letters.last:
        yield "The time to invite is over, so letters leave at once and are marked late."
    if today > agenda_due:
        yield f"The agenda should have been out by {words(agenda_due)}. It can still go out; the miss is recorded."


def _better(
    programme_id: UUID,
    forum_type: str | None,
    starts_at: datetime,
    length: timedelta,
    calendar: Calendar,
    kept: list[Other],
) -> date | None:
    """The next day, within a quarter, at the same time of day, with none of these clashes."""
    day = day_of(starts_at)
    for _ in range(90):
        day += ONE_DAY
        at = starts_at + (day - day_of(starts_at))
        if not any(_clashes(programme_id, forum_type, at, length, calendar, kept)):
            return day
    return None


def _weeks(days: int) -> str:
    if days < 14:
        return "1 day" if days == 1 else f"{days} days"
    return f"{days // 7} weeks"
