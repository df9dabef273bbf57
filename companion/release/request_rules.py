"""The clock of a request for the full transcript: pure.

The code says that full transcripts can be provided and names no time (LC-15); ten working days are ours, and every
page and letter that shows the date says so.
"""

from __future__ import annotations

from datetime import date, datetime

from companion.kernel.errors import BadInput, DomainError
from companion.kernel.working_days import Calendar, Clock, Limit, day_of

ANSWER_WITHIN = Limit(10, "working days")
REMIND_BEFORE = 3  # working days
SHORTEST_REASON = 15  # letters; “no” is no reason


class AnsweredAlready(DomainError):
    """A request is answered once."""

    message = "This request is answered already."


class NoReason(BadInput):
    """LC-15 says that the transcript can be had: whoever says no says why."""

    message = "Say why, in a sentence that the person who asked can understand."


def counts_from(asked_at: datetime, ends_at: datetime) -> datetime:
    """When the clock begins: with the question, and not before there is a meeting to write down."""
    return max(asked_at, ends_at)


def due_on(began_at: datetime, calendar: Calendar) -> date:
    """The last day on which an answer is in time."""
    return Clock(day_of(began_at), ANSWER_WITHIN).due_on(calendar)


def reminder_due(due: date, today: date, calendar: Calendar) -> str | None:
    """Which reminder is due: `soon` in the last working days, `late` when the day is over, None before."""
    if today > due:
        return "late"
    return "soon" if today >= calendar.before(due, REMIND_BEFORE) else None


def check_reason(reason: str) -> str:
    """A reason that may be sent. Raises NoReason."""
    if len(reason) < SHORTEST_REASON:
        raise NoReason
    return reason
