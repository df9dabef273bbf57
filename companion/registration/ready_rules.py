"""The checklist before a forum session: what is so, as far as somebody or something has seen it. Pure.

A row is done only when what it says was read or written down; it is wrong when the opposite was; and it is "not yet"
for everything else, also for what was read so long ago that it may have changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from companion.forums import planning
from companion.forums.planning import Days, words
from companion.kernel.clocks import london_date, london_time

FRESH = timedelta(hours=3)  # Zoom is read hourly; older than this, the reading itself is what is wrong


@dataclass(frozen=True)
class Check:
    """One row: done, not right (False), or not yet (None). `remedy` names the way to put it right."""

    done: bool | None
    title: str
    words: str = ""
    remedy: str | None = None


@dataclass(frozen=True)
class Setting:
    """One of Zoom's settings as it was read."""

    name: str
    ok: bool | None
    found: str
    remedy: str


@dataclass(frozen=True)
class Places:
    """How many people have a place, how many agreed to the code, and how many Zoom has let in."""

    number: int
    agreed: int
    in_zoom: int


@dataclass(frozen=True)
class Letters:
    """How the invitations stand: sent, of them late, and landlords not yet written to; whether somebody approved that
    they leave, and when the first do; how many of the roll nobody can invite, since their size is not known."""

    sent: int
    late: int
    waiting: int
    is_approved: bool = False
    leave_on: date | None = None
    unsized: int = 0


def ago(passed: timedelta) -> str:
    """How long ago, as people say it."""
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 90:
        return "1 minute ago" if minutes == 1 else f"{minutes} minutes ago"
    if minutes < 36 * 60:
        return f"{round(minutes / 60)} hours ago"
    return f"{round(minutes / (24 * 60))} days ago"


def code(number: int | None, agreed_by: str | None) -> Check:
    """Nobody can join before a code is in force."""
    if number is None:
        return Check(False, "No code of conduct in force", "Nobody can join before one is", "code")
    return Check(True, "Code of conduct in force", f"Version {number}, agreed by: {agreed_by}")


def agenda(items: int, last_day: date, today: date, *, out_at: datetime | None, in_time: bool | None) -> Check:
    """LC-12 and PP-32: out in time, late, or still to come. A late agenda stops nothing; it is recorded."""
    if out_at is not None:
        said = f"Out since {london_date(out_at)}; it was due by {words(last_day)}"
        return Check(in_time is not False, "Agenda out in time" if in_time is not False else "Agenda out late", said)
    left = (last_day - today).days
    have = "Nothing on the agenda yet" if not items else f"{items} {'item' if items == 1 else 'items'}, not published"
    if in_time is False or left < 0:
        return Check(
            False, "Agenda not out", f"{have}. It was due by {words(last_day)}; the miss is recorded", "agenda"
        )
    days = "today" if left == 0 else ("1 day left" if left == 1 else f"{left} days left")
    return Check(None, "Agenda not out yet", f"{have}. Out by {words(last_day)}, {days}", "agenda")


def ground_rules(at: datetime | None, *, is_over: bool, is_time: bool) -> Check:
    """BX-26: on each registrant's page anyway; highlighted in the meeting by whoever opens it."""
    if at is not None:
        return Check(True, "Ground rules highlighted", f"At {london_time(at)}, {london_date(at)}")
    if is_over:
        return Check(False, "Ground rules not highlighted", "Nobody noted that they were, in the meeting")
    said = "They are on everybody’s own page. When the meeting opens, say them, then note it here"
    return Check(None, "Ground rules to be highlighted", said, "ground_rules" if is_time else None)


def meeting(number: str | None) -> Check:
    """LC-07: one Zoom meeting, or said to have none."""
    if number is None:
        return Check(None, "Zoom meeting not linked", "It can come later; names can be taken before", "meeting")
    return Check(True, "Zoom meeting linked", f"Meeting {number}")


def new_time(*, is_told: bool | None) -> Check:
    """After a move: whether Zoom's meeting has the new time; None of it is sure before Zoom has said so."""
    if is_told:
        return Check(True, "The Zoom meeting has the new time", "Zoom was told, and read back")
    if is_told is None:
        return Check(None, "Zoom is being told the new time", "Load this page again in a moment")
    said = (
        "Zoom did not take it, or no Zoom account is connected. Change the meeting’s time in Zoom; its links stay good"
    )
    return Check(False, "The Zoom meeting may still have the old time", said)


def settings(
    lines: Sequence[Setting], problem: str | None, read_at: datetime | None, now: datetime, looked_at: datetime | None
) -> Iterator[Check]:
    """What Zoom was read to be: one row for all that is right, one for each that is not (edge 64), one for what it
    does not tell, and one for not having been able to read it (edge 70)."""
    if problem is not None:
        yield Check(False, "Zoom could not be read", problem, "read")
    if read_at is None:
        if problem is None:
            yield Check(
                None, "Zoom’s settings not read yet", "They are read every hour while a meeting is linked", "read"
            )
        return
    age = f"Read {ago(now - read_at)}"
    right = [line for line in lines if line.ok]
    if right:
        named = " · ".join(f"{line.name}: {line.found}" for line in right)
        if now - read_at > FRESH:
            yield Check(None, "Zoom’s settings were right when last read", f"{age}, and not since. {named}", "read")
        else:
            yield Check(True, f"{len(right)} of Zoom’s settings are right", f"{named}. {age}")
    for line in lines:
        if line.ok is False:
            yield Check(False, f"{line.name}: {line.found}", f"{line.remedy} {age}", "set")
    for line in lines:
        if line.ok is None:
            yield _unseen(line, looked_at)


def pushed(places: Places, *, is_linked: bool) -> Check:
    """Everybody with a place is registered and approved in Zoom."""
    if not places.number:
        return Check(None, "Nobody to register in Zoom yet", "People are registered there as they get a place")
    if not is_linked:
        return Check(None, "Nobody is registered in Zoom", "A meeting has to be linked first")
    missing = places.number - places.in_zoom
    if not missing:
        return Check(True, "Everybody with a place is in Zoom", _people(places.number))
    return Check(None, f"{_people(missing)} not in Zoom yet", f"{places.in_zoom} of {places.number} are", "people")


def names(state: str, state_words: str) -> Check:
    """Landlords can name people while it is open."""
    if state in ("draft", "scheduled"):
        return Check(None, "Not open for names yet", "Landlords name people once it is")
    return Check(True, state_words, "Landlords name people while it is open" if state == "open" else "")


def invitations(letters: Letters, window: Days, today: date, *, is_over: bool, is_closed: bool = False) -> Check:
    """LC-11: letters leave three to two months before; late ones are allowed, and said to be late. None leaves while
    names are closed, and none once it `is_over` for invitations: it has begun."""
    when = f"{words(window.first)} to {words(window.last)}"
    if not letters.waiting and not letters.sent:
        said = "No landlord of this group with a contact is on the roll"
        if letters.unsized:
            said += f", and {_landlords(letters.unsized)} there without a known size"
        return Check(None, "Nobody to invite yet", said, "invitations")
    if not letters.waiting and not letters.late and letters.sent:
        return Check(True, "Invitations left in their window", f"{_landlords(letters.sent)}, {when}")
    if letters.late and not letters.waiting:
        said = f"{letters.late} of {letters.sent} letters left after {words(window.last)}. It is recorded"
        return Check(False, "Some invitations left late", said)
    if is_over:
        return Check(False, f"{_landlords(letters.waiting)} not invited", "")
    if today > window.last or is_closed:
        said = f"The window was {when}. " if today > window.last else ""
        said += "No letter leaves while names are closed" if is_closed else "Letters leave at once, and are marked late"
        return Check(False, f"{_landlords(letters.waiting)} not invited yet", said, "invitations")
    if letters.is_approved:
        said = (
            f"They leave by themselves from {words(letters.leave_on)}" if letters.leave_on else "They are leaving now"
        )
        return Check(None, f"{_landlords(letters.waiting)} not invited yet", said, "invitations")
    wait = "1 landlord waits" if letters.waiting == 1 else f"{letters.waiting} landlords wait"
    said = f"{wait} for your yes; letters leave {when}"
    return Check(None, "Invitations not approved", said, "invitations")


def agreed(places: Places) -> Check:
    """Who has not agreed to the code has no link to the meeting."""
    if not places.number:
        return Check(None, "Nobody has a place yet", "People appear here as landlords name them")
    done = places.agreed == places.number or None
    title = f"{places.agreed} of {places.number} people agreed to the code"
    return Check(done, title, "Each gets the way in only then", None if done else "people")


def room(taken: int, limit: int) -> Check:
    """What the Zoom plan holds against the places taken: told at four fifths and when it is full."""
    said = planning.capacity_warning(taken, limit)
    if said is None:
        return Check(True, "The meeting holds everybody", f"{taken} of {limit} places taken")
    return Check(False if taken >= limit else None, "The meeting is full" if taken >= limit else "Filling up", said)


def _unseen(line: Setting, looked_at: datetime | None) -> Check:
    if line.found != "Zoom does not tell us":
        return Check(None, f"{line.name}: {line.found}", line.remedy)
    if looked_at is not None:
        return Check(True, line.name, f"Somebody looked in Zoom, {london_date(looked_at)}, {london_time(looked_at)}")
    return Check(None, line.name, f"Zoom does not tell us, so a person has to look. {line.remedy}", "looked")


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _landlords(number: int) -> str:
    return "1 landlord" if number == 1 else f"{number} landlords"
