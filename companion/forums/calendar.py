"""A forum session as a calendar entry (RFC 5545): date, title, and nothing that opens the meeting. Pure."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from companion.kernel.clocks import LONDON

WHERE = "On Zoom, or by phone"
#: London's summer time as it has been since 1996: one rule, where a library would list every year
LONDON_RULES = """\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


def calendar_entry(
    *,
    uid: UUID,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    sequence: int,
    made_at: datetime,
    description: str,
    organiser: str,
    mailbox: str,
    is_cancelled: bool = False,
) -> bytes:
    """An .ics file. The same `uid` with a higher `sequence` moves or removes the entry instead of adding one.

    Times are London's with the rules of its summer time beside them, so that a calendar abroad shows its own hour.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Forum Companion//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_cancelled else "PUBLISH")
    event = Event()
    event.add("uid", f"{uid}@forum-companion")
    event.add("sequence", sequence)
    event.add("dtstamp", made_at)
    event.add("dtstart", starts_at.astimezone(LONDON))
    event.add("dtend", ends_at.astimezone(LONDON))
    event.add("summary", title)
    event.add("location", WHERE)
    event.add("description", description)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    address = vCalAddress(f"mailto:{mailbox}")
    address.params["cn"] = vText(organiser)
    event.add("organizer", address)
    calendar.add_component(Timezone.from_ical(LONDON_RULES))
    calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data
