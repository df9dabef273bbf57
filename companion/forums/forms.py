"""Reading the form that plans a forum session: day, month and year typed in that order, times in London's. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from companion.forums import rules
from companion.kernel.clocks import LONDON
from companion.kernel.forms import FieldError


@dataclass(frozen=True)
class Plan:
    """A forum session as typed."""

    forum_type: str | None
    title: str
    starts_at: datetime
    length: timedelta


def read_plan(fields: Mapping[str, str], profile: str, now: datetime) -> tuple[Plan | None, list[FieldError]]:
    """The plan, or what is wrong with it field by field."""
    errors: list[FieldError] = []
    starts_at = _start(fields, errors)
    length = _length(fields, errors)
    forum_type = fields.get("forum_type") or None
    if profile not in rules.BANDED_PROFILES:
        forum_type = None
    elif forum_type not in rules.FORUM_TYPES:
        errors.append(FieldError("forum_type", "Choose which landlords this forum is for"))
    if starts_at is not None and starts_at <= now:
        errors.append(FieldError("date", "Choose a start in the future"))
    if errors or starts_at is None or length is None:
        return None, errors
    return Plan(forum_type, fields.get("title", ""), starts_at, length), []


def whole_number(text: str, least: int, most: int) -> int | None:
    """A typed whole number within bounds; None for anything else."""
    tidy = text.strip()
    if not (tidy.isascii() and tidy.isdigit() and len(tidy) <= 6):
        return None
    return int(tidy) if least <= int(tidy) <= most else None


def _start(fields: Mapping[str, str], errors: list[FieldError]) -> datetime | None:
    day, month = whole_number(fields.get("date-day", ""), 1, 31), whole_number(fields.get("date-month", ""), 1, 12)
    year = whole_number(fields.get("date-year", ""), 2020, 2100)
    hour, minute = _clock(fields.get("time", ""))
    if hour is None or minute is None:
        errors.append(FieldError("time", "Enter a start time, like 10:30"))
    try:
        if day is None or month is None or year is None:
            raise ValueError
        local = datetime(year, month, day, hour or 0, minute or 0, tzinfo=LONDON)
    except ValueError:
        errors.insert(0, FieldError("date", "Enter a date that exists, like 25 5 2027"))
        return None
    return local.astimezone(UTC) if not errors else None


def _clock(text: str) -> tuple[int | None, int | None]:
    hour, _, minute = text.strip().replace(".", ":").partition(":")
    return whole_number(hour, 0, 23), whole_number(minute or "0", 0, 59)


def _length(fields: Mapping[str, str], errors: list[FieldError]) -> timedelta | None:
    minutes = whole_number(fields.get("minutes", ""), 15, 480)
    if minutes is None:
        errors.append(FieldError("minutes", "Enter its length in minutes, from 15 to 480"))
        return None
    return timedelta(minutes=minutes)
