"""Reading what the desk types: how something came and when it was said, in London's time. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from companion.forums.forms import whole_number
from companion.kernel.clocks import LONDON
from companion.kernel.forms import FieldError
from companion.registration.attendance_rules import SaidLater, said
from companion.registration.desk import Told

TYPED_WAYS = ("phone", "email", "letter", "in_person")


def read_told(fields: Mapping[str, str], now: datetime) -> tuple[Told, list[FieldError]]:
    """How it came, and when; everything empty means on the telephone, just now.

    A day without a time is an error, since the time decides whether an apology was late (edge 47).
    """
    way = fields.get("way", "phone")
    told = Told(way if way in TYPED_WAYS else "phone")
    parts = [fields.get(f"said-{part}", "").strip() for part in ("day", "month", "year")]
    clock = fields.get("said-time", "").strip()
    if not clock and not any(parts):
        return told, []
    hour, minute = _clock(clock)
    if hour is None or minute is None:
        return told, [FieldError("said-time", "Enter the time too, like 9:05")]
    local = now.astimezone(LONDON)
    year = parts[2] or str(local.year)
    day, month = (parts[0], parts[1]) if any(parts) else (str(local.day), str(local.month))
    try:
        at = _at(day, month, year, hour, minute)
        return Told(told.way, said(at, now)), []
    except ValueError:
        return told, [FieldError("said", "Enter a date that exists, like 25 5 2027, or leave it empty for today")]
    except SaidLater as error:
        return told, [FieldError("said", error.message)]


def _at(day: str, month: str, year: str, hour: int, minute: int) -> datetime:
    numbers = whole_number(year, 2020, 2100), whole_number(month, 1, 12), whole_number(day, 1, 31)
    if None in numbers:
        raise ValueError
    return datetime(numbers[0] or 0, numbers[1] or 0, numbers[2] or 0, hour, minute, tzinfo=LONDON).astimezone(UTC)


def _clock(text: str) -> tuple[int | None, int | None]:
    hour, _, minute = text.replace(".", ":").partition(":")
    return whole_number(hour, 0, 23), whole_number(minute, 0, 59)
