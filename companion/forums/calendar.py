"""A forum session as a calendar entry (RFC 5545): date, title, and nothing that opens the meeting. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

MOST_OCTETS = 75


def calendar_entry(
    *,
    session_id: UUID,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    sequence: int,
    made_at: datetime,
    description: str,
    is_cancelled: bool = False,
) -> bytes:
    """An .ics file. The same session keeps one UID, so that a newer file moves the entry instead of adding one."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Forum Companion//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{session_id}@forum-companion",
        f"SEQUENCE:{sequence}",
        f"DTSTAMP:{_utc(made_at)}",
        f"DTSTART:{_utc(starts_at)}",
        f"DTEND:{_utc(ends_at)}",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(description)}",
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(plain.splitlines())


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, each after the first led by a blank; never inside a character."""
    piece, octets = "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > MOST_OCTETS:
            yield piece
            piece, octets = " ", 1
        piece, octets = piece + character, octets + size
    yield piece
