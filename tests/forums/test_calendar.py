"""Calendar files, read back by the library that calendars are read with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from companion.forums.calendar import calendar_entry
from companion.kernel.ids import new_id

SUMMER = datetime(2027, 6, 1, 9, 30, tzinfo=UTC)
WINTER = datetime(2027, 11, 30, 10, 30, tzinfo=UTC)
UID = new_id()
VALUES: dict[str, Any] = {
    "uid": UID,
    "title": "Over 1,000 homes",
    "starts_at": SUMMER,
    "ends_at": SUMMER + timedelta(minutes=90),
    "sequence": 2,
    "made_at": SUMMER - timedelta(days=60),
    "description": "Line one\nline two; with, all",
    "organiser": "Landlord Connect",
    "mailbox": "forum@companion.example",
}
NAMES = ("D’Arcy O'Neill", "Sukarno", "N" * 120, "שרה לוי", "Nguyễn Thị Bích Liên", 'a\\b; "c", d\r\nEND:VEVENT')


def written(**more: Any) -> bytes:
    return calendar_entry(**{**VALUES, **more})


def event_of(data: bytes) -> Any:
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    return event


def test_a_calendar_reads_back_what_was_written() -> None:
    event = event_of(written())
    assert event["UID"] == f"{UID}@forum-companion"
    assert (event["SUMMARY"], event["SEQUENCE"], event["STATUS"]) == ("Over 1,000 homes", 2, "CONFIRMED")
    assert event["DESCRIPTION"] == "Line one\nline two; with, all"
    assert event["ORGANIZER"] == "mailto:forum@companion.example"
    assert (event.start, event.end) == (SUMMER, SUMMER + timedelta(minutes=90))


@pytest.mark.parametrize(("at", "offset"), [(SUMMER, timedelta(hours=1)), (WINTER, timedelta(0))])
def test_the_rules_of_londons_summer_time_are_in_the_file(at: datetime, offset: timedelta) -> None:
    data = written(starts_at=at, ends_at=at + timedelta(hours=1))
    zone: Any = Calendar.from_ical(data).walk("VTIMEZONE")[0]
    assert zone.to_tz().utcoffset(at.replace(tzinfo=None) + offset) == offset
    assert event_of(data).start == at


def test_a_cancellation_names_the_same_entry_with_a_higher_sequence() -> None:
    calendar = Calendar.from_ical(written(sequence=3, is_cancelled=True))
    event = calendar.walk("VEVENT")[0]
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 3)
    assert event["UID"] == event_of(written())["UID"]


@pytest.mark.parametrize("name", NAMES)
def test_edge_52_every_name_survives_in_a_calendar(name: str) -> None:
    event = event_of(written(title=name, organiser=name, description=f"{name}, your own link is in our e-mail"))
    assert event["SUMMARY"] == name.replace("\r\n", "\n")
    assert str(event["DESCRIPTION"]).startswith(name.replace("\r\n", "\n"))


@given(st.text(max_size=300), st.text(max_size=60))
def test_no_text_adds_an_entry_or_a_line_too_long(title: str, organiser: str) -> None:
    data = written(title=title, organiser=organiser)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert len(Calendar.from_ical(data).walk("VEVENT")) == 1
