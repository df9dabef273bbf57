"""An agenda's way from draft to published, when it has to be out, and what must be looked at first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from companion.forums.planning import words
from companion.forums.rules import AGENDA_LEADS, OPENING_ITEMS, agenda_doubt
from companion.kernel.errors import BadInput, DomainError
from companion.kernel.plain_words import Seen, look_at
from companion.kernel.working_days import Calendar, day_of, end_of

#: days before the last day on which the organiser is reminded: for three weeks that is 28, 24 and 22 days before
REMINDERS = (7, 3, 1)

STATE_WORDS = {"draft": "Draft", "reviewed": "Looked over", "published": "Published", "superseded": "Replaced"}
KIND_WORDS = {
    "update": "Update",
    "feedback": "Feedback",
    "sharing": "Sharing practice",
    "networking": "Meeting others",
    "other": "Other",
}


class NotReady(BadInput):
    """The agenda cannot go out as it is; the message says what is in the way."""


class LookFirst(DomainError):
    message = "Somebody has changed the agenda since it was looked over, or nobody has looked yet. Look it over first."


@dataclass(frozen=True)
class Line:
    """An item as it stands or as it went out."""

    id: str
    title: str
    kind: str
    minutes: int
    is_early_sight: bool = False
    is_confidential: bool = False

    @property
    def kind_words(self) -> str:
        return KIND_WORDS[self.kind]

    def stored(self) -> dict[str, Any]:
        """As the published version keeps it."""
        return {
            "id": self.id,
            "title": self.title,
            "kind": self.kind,
            "minutes": self.minutes,
            "early_sight": self.is_early_sight,
            "confidential": self.is_confidential,
        }


def line_from(stored: Mapping[str, Any]) -> Line:
    """The item that `Line.stored` wrote."""
    return Line(
        stored["id"],
        stored["title"],
        stored["kind"],
        stored["minutes"],
        stored.get("early_sight", False),
        stored.get("confidential", False),
    )


def masked(lines: Sequence[Line]) -> list[Line]:
    """An agenda for who may not know what is confidential: that there is such an item, and no more."""
    return [replace(line, title="A confidential item") if line.is_confidential else line for line in lines]


@dataclass(frozen=True)
class Standing:
    """An agenda against its clock: the last day, when it first came out, and whether it was in time."""

    last_day: date
    first_out_at: datetime | None
    today: date
    is_late: bool

    @property
    def is_out(self) -> bool:
        return self.first_out_at is not None

    @property
    def in_time(self) -> bool | None:
        """True or False once it is out or too late; None while there is time."""
        if self.is_late:
            return False
        return True if self.is_out else None

    @property
    def last_day_words(self) -> str:
        """The last day as people read it."""
        return words(self.last_day, year=True)

    @property
    def days_left(self) -> int:
        return (self.last_day - self.today).days

    @property
    def days_late(self) -> int:
        """How many days after the last day it came out, or it is now."""
        if not self.is_late:
            return 0
        return ((day_of(self.first_out_at) if self.first_out_at else self.today) - self.last_day).days


def standing(
    profile: str, starts_at: datetime, calendar: Calendar, *, first_out_at: datetime | None, now: datetime
) -> Standing:
    """How an agenda stands. The first publication counts: a later version does not start the clock again."""
    lead, day = AGENDA_LEADS[profile], day_of(starts_at)
    last_day = lead.last_day(day, calendar)
    return Standing(
        last_day,
        first_out_at,
        day_of(now),
        is_late=not lead.is_kept(first_out_at, day, calendar) if first_out_at else now >= end_of(last_day),
    )


def reminder_due(last_day: date, today: date, calendar: Calendar) -> int | None:
    """Which reminder is due: so many days before the last day, moved back to a working day; the nearest one only."""
    if today > last_day:
        return None
    due = [ahead for ahead in REMINDERS if calendar.or_last(last_day - timedelta(days=ahead)) <= today]
    return min(due, default=None)


def texts_of(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """The words of an agenda, each with where it stands."""
    return [(f"Item {number}", line.title) for number, line in enumerate(lines, start=1)]


def opens_with_ground_rules(lines: Sequence[Line]) -> bool:
    """Whether the first item names the ground rules, for everybody to see (BX-26)."""
    return (
        bool(lines) and not lines[0].is_confidential and "ground rules" in " ".join(lines[0].title.casefold().split())
    )


def check_ready(
    lines: Sequence[Line], length: timedelta, *, not_a_case: bool, words_looked_at: bool, profile: str = "LC"
) -> Seen:
    """What was seen in an agenda that may go out.

    Raises NotReady when it is empty, longer than the session, begins without the ground rules where the profile wants
    them first, names an individual case (LC-16), perhaps names one and
    nobody has said that it does not, or has short forms that nobody has looked at (BX-32).
    """
    if not lines:
        raise NotReady("Add at least one item")
    doubt = agenda_doubt([line.minutes for line in lines], length)
    if doubt:
        raise NotReady(f"{doubt} Shorten an item.")
    if profile in OPENING_ITEMS and not opens_with_ground_rules(lines):
        raise NotReady("Let the first item name the ground rules: they are highlighted at every meeting")
    seen = look_at(texts_of(lines))
    if seen.cases:
        spot = seen.cases[0]
        raise NotReady(f"{spot.where} names case {spot.words}. Individual cases cannot be discussed: take it out.")
    if seen.perhaps and not not_a_case:
        raise NotReady("Say that no individual case is meant, or change the words")
    if seen.unexplained and not words_looked_at:
        raise NotReady("Look at the short forms, and say that you did")
    return seen


@dataclass(frozen=True)
class Change:
    """What is different in an item since the agenda first came out."""

    words: str
    title: str


def changes(before: Sequence[Line], after: Sequence[Line]) -> list[Change]:
    """What changed between two versions of an agenda, in the order of the newer one, then what is gone."""
    old = {line.id: (place, line) for place, line in enumerate(before)}
    kept = [line.id for line in after if line.id in old]
    was = [line.id for line in before if line.id in set(kept)]
    found: list[Change] = []
    for line in after:
        if line.id not in old:
            found.append(Change("new", line.title))
            continue
        earlier = old[line.id][1]
        if earlier.title != line.title:
            found.append(Change(f"was “{earlier.title}”", line.title))
        elif earlier.minutes != line.minutes:
            found.append(Change(f"{line.minutes} minutes instead of {earlier.minutes}", line.title))
        elif earlier != line:
            found.append(Change("marked differently", line.title))
        elif kept.index(line.id) != was.index(line.id):
            found.append(Change("moved", line.title))
    now = {line.id for line in after}
    found += [Change("taken off", line.title) for line in before if line.id not in now]
    return found
