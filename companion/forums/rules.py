"""What may happen to a forum session, as one table, and the dates that follow from its start. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from companion.kernel.clocks import LONDON
from companion.kernel.errors import BadInput, DomainError
from companion.kernel.working_days import Lead, Limit

FORUM_TYPES = ("OVER", "UNDER", "LA")
FORUM_WORDS = {
    "OVER": "Landlords with over 1,000 homes",
    "UNDER": "Landlords with under 1,000 homes",
    "LA": "Local authorities",
}
#: what a session is called when nobody names it: it has to read well within a sentence of a letter
TITLES = {
    "OVER": "Landlord forum, over 1,000 homes",
    "UNDER": "Landlord forum, under 1,000 homes",
    "LA": "Landlord forum, local authorities",
}
SHORT_FORUM_WORDS = {"OVER": "Over 1,000 homes", "UNDER": "Under 1,000 homes", "LA": "Local authorities"}
PROFILE_WORDS = {"LC": "Landlord Connect", "PP": "Peaks & Plains", "BX": "Broxtowe"}
#: landlords are grouped by band in this profile only; the other two run groups of residents (C-17)
BANDED_PROFILES = frozenset({"LC"})
USUAL_LENGTH = timedelta(minutes=90)  # C-01: a default, not a limit
START_OFFERED = timedelta(days=1)
SWAPS_UNTIL = timedelta(minutes=30)  # before the start, even when new names have closed
OVERRUN = timedelta(hours=2)  # a meeting that runs late must not lose its people's links
#: how long before a session its agenda is out: LC-12, PP-32 read as C-05 says; Broxtowe's papers give none, so ours
AGENDA_LEADS = {
    "LC": Lead(at_least=Limit(21)),
    "PP": Lead(at_least=Limit(5, "working days")),
    "BX": Lead(at_least=Limit(5, "working days")),
}
RECONFIRM_BEYOND = timedelta(days=1)  # a session that is moved further asks everybody whether they can still come
ITEM_KINDS = ("update", "feedback", "sharing", "networking", "other")

#: (event, from) → to. What is not here does not happen.
MOVES: dict[tuple[str, str], str] = {
    ("schedule", "draft"): "scheduled",
    ("open", "scheduled"): "open",
    ("open", "closed"): "open",
    ("close", "open"): "closed",
    ("start", "scheduled"): "live",
    ("start", "open"): "live",
    ("start", "closed"): "live",
    ("end", "live"): "ended",
    ("archive", "ended"): "archived",
    ("cancel", "draft"): "cancelled",
    ("cancel", "scheduled"): "cancelled",
    ("cancel", "open"): "cancelled",
    ("cancel", "closed"): "cancelled",
}
#: what a page says when an event has happened
HAPPENED = {
    "schedule": "It is in the calendar.",
    "open": "It is open for names. Invitations lead straight to them.",
    "close": "Names are closed. Swaps go on until 30 minutes before the start.",
    "start": "The session has started.",
    "end": "The session has ended.",
    "archive": "It is archived.",
    "cancel": "It is called off.",
}
EVENT_WORDS = {
    "schedule": "Put it in the calendar",
    "open": "Open registration",
    "close": "Close registration",
    "start": "Start the session",
    "end": "End the session",
    "archive": "Archive it",
    "cancel": "Cancel it",
}
STATE_WORDS = {
    "draft": "Draft",
    "scheduled": "Planned",
    "open": "Open for names",
    "closed": "Names closed",
    "live": "Live now",
    "ended": "Ended",
    "archived": "Archived",
    "cancelled": "Cancelled",
}
#: profile → the item with which the agenda of each of its sessions begins, and its minutes (BX-26)
OPENING_ITEMS = {"BX": ("Welcome and ground rules", 5)}
TAKES_NAMES = frozenset({"open"})
UPCOMING = frozenset({"draft", "scheduled", "open", "closed", "live"})
MOVABLE = frozenset({"scheduled", "open", "closed"})


class NotFromHere(DomainError):
    message = "The forum session is not at the point where that can happen. Reload the page to see how it stands."


class NoCodeYet(DomainError):
    message = (
        "No code of conduct is in force for this programme, and nobody can join without agreeing to one. "
        "Record the agreement to a code first."
    )


class BadPlan(BadInput):
    """A forum session's plan cannot be used; the message says which part."""


@dataclass(frozen=True)
class Dates:
    """The dates that follow from a start, as defaults an organiser may change."""

    ends_at: datetime
    registration_closes_at: datetime
    swaps_until: datetime


def moved(state: str, event: str) -> str:
    """The state after an event. Raises NotFromHere."""
    try:
        return MOVES[event, state]
    except KeyError as error:
        raise NotFromHere from error


def possible(state: str) -> tuple[str, ...]:
    """The events that can happen in a state, in the order of the table."""
    return tuple(event for event, start in MOVES if start == state)


def offered(state: str, *, until_start: timedelta) -> tuple[str, ...]:
    """The events that a page has a button for: starting only from the day before, lest one slip opens the floor."""
    return tuple(event for event in possible(state) if event != "start" or until_start <= START_OFFERED)


def dates_for(starts_at: datetime, length: timedelta = USUAL_LENGTH) -> Dates:
    """What a start implies: names close at 17:00 London time the day before, swaps 30 minutes before the start."""
    local = starts_at.astimezone(LONDON)
    evening = datetime.combine(local.date() - timedelta(days=1), time(17), tzinfo=LONDON)
    return Dates(
        ends_at=starts_at + length,
        registration_closes_at=evening.astimezone(UTC),
        swaps_until=starts_at - SWAPS_UNTIL,
    )


def check_plan(profile: str, forum_type: str | None, starts_at: datetime, length: timedelta, now: datetime) -> None:
    """Raise BadPlan for a session that could not be held: in the past, without length, of no known type."""
    if starts_at <= now:
        raise BadPlan("Choose a start in the future")
    if not timedelta(minutes=15) <= length <= timedelta(hours=8):
        raise BadPlan("Choose a length between 15 minutes and 8 hours")
    if profile in BANDED_PROFILES and forum_type not in FORUM_TYPES:
        raise BadPlan("Choose which landlords this forum is for")
    if profile not in BANDED_PROFILES and forum_type is not None:
        raise BadPlan("A group of residents has no landlord type")


def agenda_doubt(minutes: Sequence[int], length: timedelta) -> str | None:
    """What is odd about an agenda's timings: longer than the session (LC-08); None when nothing is."""
    total, most = sum(minutes), int(length.total_seconds() // 60)
    if total <= most:
        return None
    return f"The items add up to {total} minutes, {total - most} more than the session has."
