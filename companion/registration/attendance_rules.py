"""Who was there, how long, and what an apology counts as: from intervals and times alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from companion.kernel.clocks import LONDON
from companion.kernel.errors import BadInput, DomainError

#: what the desk can do for somebody
ACTS = ("register", "swap", "apology", "withdraw", "resend", "present", "correct", "move")
#: how it came: in words, on paper, or seen by staff themselves
WAYS = ("phone", "email", "letter", "in_person", "seen")
WAY_WORDS = {
    "phone": "by telephone",
    "email": "by e-mail",
    "letter": "by letter",
    "in_person": "in person",
    "seen": "seen by staff",
}
CAME_LATE = timedelta(minutes=5)  # PP-05 asks for being on time; a few minutes of Zoom's own doing are not late
CLOSES_AFTER = timedelta(hours=24)
WEEK, DAY, LAST = timedelta(days=7), timedelta(days=1), timedelta(hours=2)
WEEK_ENDS = timedelta(days=2)  # a week's reminder that could not go in time is not sent beside the day's
SETTLED = timedelta(days=1)  # who registered since yesterday has a fresh letter
DECENT_HOURS = (time(7, 30), time(20, 0))  # London


class NotStarted(DomainError):
    message = "Attendance is noted once the session has begun."


class NoReason(BadInput):
    message = "Say why you correct it; the reason is kept with the change"


class SaidLater(BadInput):
    message = "Enter when it was said: today or before, not in the future"


@dataclass(frozen=True)
class Presence:
    """When somebody was in the meeting, all their devices together."""

    first: datetime
    last: datetime | None  # None while they are there
    minutes: int


def presence(intervals: Iterable[tuple[datetime, datetime | None]], now: datetime) -> Presence | None:
    """One attendance out of all stays: overlapping devices are not counted twice (edge 60), gaps not at all (edge 61).

    A stay without an end lasts until `now`. None without a stay.
    """
    stays = list(intervals)
    found = sorted((begin, end or max(now, begin)) for begin, end in stays)
    if not found:
        return None
    total, reach = timedelta(), found[0][0]
    for begin, end in found:
        total += max(end - max(begin, reach), timedelta())
        reach = max(reach, end)
    is_here = any(end is None for _, end in stays)
    return Presence(found[0][0], None if is_here else reach, round(total / timedelta(minutes=1)))


def came_late(first: datetime, starts_at: datetime) -> bool:
    """Whether somebody joined so late that it is worth saying (PP-05)."""
    return first > starts_at + CAME_LATE


def apology_counts_as(said_at: datetime, starts_at: datetime, ends_at: datetime) -> str:
    """`before`, `late` or `after`, by when it was said and not by when it was typed (edges 46 and 47)."""
    if said_at < starts_at:
        return "before"
    return "late" if said_at < ends_at else "after"


def may_close(state: str, ends_at: datetime, now: datetime) -> bool:
    """Whether attendance may be closed: a day after a session that was held; never for one called off (edge 45)."""
    return state in ("ended", "archived") and now >= ends_at + CLOSES_AFTER


def said(said_at: datetime, now: datetime) -> datetime:
    """When it was said, if that can be. Raises SaidLater; a minute of typing is nobody's fault."""
    if said_at > now + timedelta(minutes=1):
        raise SaidLater
    return min(said_at, now)


def reminder_due(now: datetime, starts_at: datetime, *, registered: timedelta) -> str | None:
    """`week` or `day` when that reminder is to go now; None otherwise.

    A week and a day before the start, at a decent hour; not to who `registered` only since yesterday, and never both.
    """
    left = starts_at - now
    local = now.astimezone(LONDON).time()
    if registered < SETTLED or not DECENT_HOURS[0] <= local < DECENT_HOURS[1]:
        return None
    if WEEK_ENDS < left <= WEEK:
        return "week"
    return "day" if LAST < left <= DAY else None
