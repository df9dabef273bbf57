"""A year of forum sessions as a picture in words and bars, and whether it has enough of them. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from companion.forums.planning import Days, words

TWICE = 2  # a year, over the programme (LC-09, C-29)
WARN_FROM_MONTH = 9
YEAR_WIDTH, MONTH_WIDTH = 1200, 100
MARK_WIDTH = 12


@dataclass(frozen=True)
class Held:
    """A forum session in the year: kept, or (without an id) only being looked at."""

    forum_type: str | None
    day: date
    letters: Days | None
    agenda_by: date
    session_id: UUID | None = None
    is_over: bool = False

    @property
    def is_kept(self) -> bool:
        return self.session_id is not None


@dataclass(frozen=True)
class Bar:
    """A mark in a lane: its kind (`inv`, `agenda`, `day`), its start and its width in 1,200ths of a year."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Lane:
    """One forum type's year: its name, its dates in words, its bars."""

    name: str
    days: tuple[str, ...]
    bars: tuple[Bar, ...]
    said: str


@dataclass(frozen=True)
class Pace:
    """How many sessions a year has, and whether that is too few this late in it."""

    year: int
    number: int
    by_type: dict[str | None, int]
    is_short: bool


@dataclass(frozen=True)
class Step:
    """Something that comes next: the day it is due, what, and for which session."""

    day: date
    title: str
    session_id: UUID
    is_deadline: bool = False


def pace(year: int, today: date, days: Iterable[tuple[str | None, date]], *, began_on: date) -> Pace:
    """Count a programme's year over all its forum types. `days` leaves out what was called off, and rehearsals.

    It is short only from month nine of that very year on, so a plan that is still being made raises no alarm, and
    never for a year in whose second half the programme began.
    """
    by_type: dict[str | None, int] = {}
    for forum_type, day in days:
        if day.year == year:
            by_type[forum_type] = by_type.get(forum_type, 0) + 1
    number = sum(by_type.values())
    late_enough = today.year == year and today.month >= WARN_FROM_MONTH
    is_new = began_on >= date(year, 7, 1)
    return Pace(year, number, by_type, is_short=late_enough and not is_new and number < TWICE)


def position(day: date, year: int) -> float:
    """Where a day stands in the year, in 1,200ths, each month equally wide; days outside stand at the edge."""
    if day.year != year:
        return 0.0 if day.year < year else float(YEAR_WIDTH)
    length = monthrange(day.year, day.month)[1]
    return round(MONTH_WIDTH * (day.month - 1) + MONTH_WIDTH * (day.day - 1) / length, 1)


def lane(name: str, year: int, entries: Iterable[Held]) -> Lane:
    """A forum type's year. A session of January has its letters in the year before: what lies outside is left out."""
    ordered = sorted(entries, key=lambda held: held.day)
    mine = [held for held in ordered if held.day.year == year]
    bars = tuple(bar for held in ordered for bar in _bars(held, year))
    days = tuple(
        f"{held.day:%a} {held.day.day} {held.day:%b}{'' if held.is_kept else ', not kept yet'}" for held in mine
    )
    said = f"{name}: " + ("; ".join(_said(held) for held in mine) if mine else "no session")
    return Lane(name, days, bars, said)


def steps(entries: Iterable[Held], today: date) -> list[Step]:
    """What comes next for kept sessions, soonest first."""
    found = [step for held in entries for step in _steps(held) if step.day >= today]
    return sorted(found, key=lambda step: step.day)


def _bars(held: Held, year: int) -> Iterator[Bar]:
    solid = held.is_kept
    if held.letters is not None and held.letters.first.year <= year <= held.letters.last.year:
        first, last = position(held.letters.first, year), position(held.letters.last, year)
        yield Bar("inv" if solid else "plan", first, max(last - first, MARK_WIDTH))
    if held.agenda_by.year == year:
        yield Bar("agenda" if solid else "plan", position(held.agenda_by, year), MARK_WIDTH)
    if held.day.year == year:
        yield Bar("day" if solid else "plan", position(held.day, year), MARK_WIDTH)


def _said(held: Held) -> str:
    parts = [f"session {words(held.day)}"]
    if held.letters is not None:
        parts.append(f"letters {words(held.letters.first)} to {words(held.letters.last)}")
    parts.append(f"agenda by {words(held.agenda_by)}")
    return ", ".join(parts) + ("" if held.is_kept else ", not kept yet")


def _steps(held: Held) -> Iterator[Step]:
    if held.session_id is None:
        return
    name = f"{held.day.day} {held.day:%B}"
    if held.letters is not None:
        yield Step(held.letters.first, f"First letters for {name} may leave", held.session_id)
        yield Step(held.letters.last, f"Last day for the letters for {name}", held.session_id, is_deadline=True)
    yield Step(held.agenda_by, f"The agenda of {name} must be out", held.session_id, is_deadline=True)
    yield Step(held.day, f"The session of {name}", held.session_id)
