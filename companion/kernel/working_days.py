"""Days that count: working days of the four areas of the United Kingdom, and limits counted in days of London. Pure.

Day 0 is the date in London on which something happened. A limit of N days ends when day N ends, so at midnight after
it. A hard limit stands where it falls; any other that falls on a weekend or a bank holiday moves to the next working
day. Warnings move back, never forward: a warning on Boxing Day is read too late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from typing import Literal

from holidays.countries.united_kingdom import UnitedKingdom

from companion.kernel.clocks import LONDON

AREAS: dict[str, str] = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}
#: the last year for which bank holidays are known
KNOWN_UNTIL: int = UnitedKingdom.end_year

Unit = Literal["days", "working days"]
ONE_DAY = timedelta(days=1)


class OneWordingOnly(ValueError):
    """A lead says both "at least" and "at most", or neither: the two never apply to one forum session (C-05)."""


@cache
def _bank_holidays(area: str, year: int) -> Mapping[date, str]:
    return dict(UnitedKingdom(subdiv=area, years=year))  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Calendar:
    """The working days of one area. `added` and `removed` are one-off changes that no published list has yet."""

    area: str = "ENG"
    added: Mapping[date, str] = field(default_factory=dict)
    removed: frozenset[date] = frozenset()

    def bank_holiday(self, day: date) -> str | None:
        """The name of the bank holiday on a day; None when it is none."""
        if day in self.removed:
            return None
        return self.added.get(day) or _bank_holidays(self.area, day.year).get(day)

    def is_working(self, day: date) -> bool:
        """Whether a day is worked: no weekend, no bank holiday."""
        return day.weekday() < 5 and self.bank_holiday(day) is None

    def after(self, day: date, number: int) -> date:
        """The so-manieth working day after a day, that day not counted. Zero gives the day itself."""
        return self._step(day, number, ONE_DAY)

    def before(self, day: date, number: int) -> date:
        """The so-manieth working day before a day, that day not counted. Zero gives the day itself."""
        return self._step(day, number, -ONE_DAY)

    def or_next(self, day: date) -> date:
        """The day, or the next working day after it."""
        return day if self.is_working(day) else self.after(day, 1)

    def or_last(self, day: date) -> date:
        """The day, or the last working day before it."""
        return day if self.is_working(day) else self.before(day, 1)

    def count(self, first: date, last: date) -> int:
        """How many working days there are after `first`, up to and with `last`."""
        return sum(self.is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    def next_ones(self, day: date, number: int) -> list[tuple[date, str]]:
        """The next bank holidays from a day on, with their names, soonest first; within two years."""
        ahead = (day + timedelta(days=n) for n in range(731))
        named = ((each, self.bank_holiday(each)) for each in ahead)
        return list(islice(((each, name) for each, name in named if name is not None), number))

    def _step(self, day: date, number: int, step: timedelta) -> date:
        while number > 0:
            day += step
            number -= self.is_working(day)
        return day


def day_of(at: datetime) -> date:
    """Day 0 of what happened at an instant: its date in London."""
    return at.astimezone(LONDON).date()


def start_of(day: date) -> datetime:
    """The instant at which a day begins in London."""
    return datetime.combine(day, time(), tzinfo=LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The instant at which a day is over in London: the midnight after it, which is no longer in time."""
    return start_of(day + ONE_DAY)


@dataclass(frozen=True)
class Limit:
    """So many days, or so many working days."""

    number: int
    unit: Unit = "days"

    def after(self, day: date, calendar: Calendar) -> date:
        """The day on which it ends, counted forward from day 0."""
        if self.unit == "days":
            return day + timedelta(days=self.number)
        return calendar.after(day, self.number)

    def before(self, day: date, calendar: Calendar) -> date:
        """The day on which it begins, counted back from a day."""
        if self.unit == "days":
            return day - timedelta(days=self.number)
        return calendar.before(day, self.number)

    def __str__(self) -> str:
        return f"{self.number} {self.unit}"


@dataclass(frozen=True)
class Clock:
    """A limit that runs from day 0. A hard one stands where it falls; any other moves on to a working day."""

    started_on: date
    limit: Limit
    is_hard: bool = False

    def due_on(self, calendar: Calendar) -> date:
        """The last day that is in time."""
        day = self.limit.after(self.started_on, calendar)
        return day if self.is_hard else calendar.or_next(day)

    def due_at(self, calendar: Calendar) -> datetime:
        """The instant from which it is too late."""
        return end_of(self.due_on(calendar))

    def warn_on(self, days_before: int, calendar: Calendar) -> date:
        """The day to warn so many days before it is due: the last working day that is not later."""
        return calendar.or_last(self.due_on(calendar) - timedelta(days=days_before))

    def is_met(self, at: datetime, calendar: Calendar) -> bool:
        """Whether something done at an instant was done in time."""
        return at < self.due_at(calendar)


@dataclass(frozen=True)
class Lead:
    """How long before a day something has to be out: at least so long, or (read literally) at most so long.

    Raises OneWordingOnly when both are given, or neither.
    """

    at_least: Limit | None = None
    at_most: Limit | None = None

    def __post_init__(self) -> None:
        if (self.at_least is None) == (self.at_most is None):
            raise OneWordingOnly("give at_least or at_most, and not both")

    def last_day(self, day: date, calendar: Calendar) -> date:
        """The last day on which it may still come out."""
        return self.at_least.before(day, calendar) if self.at_least else day

    def first_day(self, day: date, calendar: Calendar) -> date | None:
        """The first day on which it may come out; None where earlier is always better."""
        return self.at_most.before(day, calendar) if self.at_most else None

    def is_kept(self, out_at: datetime, day: date, calendar: Calendar) -> bool:
        """Whether what came out at an instant came out in time for a day."""
        first = self.first_day(day, calendar)
        return out_at < end_of(self.last_day(day, calendar)) and (first is None or out_at >= start_of(first))
