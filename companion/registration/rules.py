"""Who may register, which seat is whose, and what may happen to a registration. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from companion.kernel.errors import BadInput, DomainError
from companion.registration.states import KINDS, LIVE, SEATED

SEATS = (1, 2)
MOST_WAITING = 10  # people of one landlord at one forum session, by whichever way they come
MOST_NAMED_A_DAY = 40  # new people of one landlord at one forum session: each of them gets letters
OFFER_LIVES = timedelta(hours=48)
OFFER_LIVES_LATE = timedelta(hours=4)  # in the last two days before the start
LATE = timedelta(days=2)
OVER_AND_DONE = frozenset({"ended", "archived", "cancelled"})

#: why a registration is where it is: state words only
REASONS = (
    "seats_taken",
    "offer_lapsed",
    "unknown_landlord",
    "several_landlords",
    "address_elsewhere",
    "size_not_known",
    "wrong_forum",
    "names_closed",
    "list_full",
    "by_landlord",
    "by_person",
    "by_staff",
    "late",
    "after",
    "bar",
    "not_eligible",
)

#: (event, from) → to. `confirmed·waitlisted` transitions name the better outcome; the seat decides.
MOVES: dict[tuple[str, str], str] = {
    ("approve", "pending"): "confirmed",
    ("decline", "pending"): "declined",
    ("decline", "waitlisted"): "declined",
    ("cancel", "pending"): "cancelled",
    ("cancel", "waitlisted"): "cancelled",
    ("cancel", "offered"): "cancelled",
    ("cancel", "confirmed"): "cancelled",
    ("apologise", "offered"): "apology",
    ("apologise", "confirmed"): "apology",
    ("offer", "waitlisted"): "offered",
    ("take", "offered"): "confirmed",
    ("take", "waitlisted"): "confirmed",
    ("expire", "offered"): "waitlisted",
    ("substitute", "confirmed"): "replaced",
    ("substitute", "offered"): "replaced",
    ("suspend", "confirmed"): "suspended",
    ("suspend", "offered"): "suspended",
    ("suspend", "waitlisted"): "suspended",
    ("lift", "suspended"): "confirmed",
    ("return", "cancelled"): "confirmed",
    ("return", "apology"): "confirmed",
    ("join", "confirmed"): "attended",
    ("unjoin", "attended"): "confirmed",  # it was not them at the door
    ("substitute", "attended"): "replaced",  # who came and left again gives the seat to a colleague
    ("close_out", "confirmed"): "no_show",
    ("join", "apology"): "attended",
    ("correct", "no_show"): "attended",
    ("excuse", "no_show"): "apology",
    ("excuse", "attended"): "apology",
    ("miss", "attended"): "no_show",
}
STATE_WORDS = {
    "pending": "With the organiser",
    "waitlisted": "Waiting for a seat",
    "offered": "Seat offered",
    "confirmed": "Seat held",
    "suspended": "On hold",
    "declined": "Declined",
    "cancelled": "Withdrawn",
    "apology": "Apology given",
    "replaced": "Passed on",
    "attended": "Attended",
    "no_show": "Did not come",
}


class NotFromHere(DomainError):
    message = "That has changed since you opened the page. Reload it to see how things stand."


class SeatsTaken(DomainError):
    """Both seats of the landlord are held; nobody else can be given one."""

    message = "Both of your landlord’s seats are held. Swap one of the two people, or withdraw one first."


class WaitingListFull(DomainError):
    """So many of one landlord wait already that one more would hardly be offered a seat."""

    message = (
        f"Already {MOST_WAITING} people of your landlord wait for a seat. Whoever manages your landlord’s seats can "
        "take somebody off the list, or give somebody who waits the seat of a colleague."
    )


class TooManyNamed(DomainError):
    """A limit on letters rather than on seats: whoever holds a link could have us write to anybody."""

    message = (
        f"Since yesterday {MOST_NAMED_A_DAY} people were named for your landlord. Try again tomorrow, or ask the "
        "organiser: they can still name more."
    )


class AlreadyRegistered(DomainError):
    message = "This person is registered for this forum session already."


class NamesClosed(DomainError):
    message = "Names for this forum session are closed."


class NotAMember(DomainError):
    message = "Forums are for landlords that are members of the Scheme. Ask the organiser if you think yours is one."


class WrongForum(DomainError):
    message = "This forum is for another group of landlords. The organiser can tell you the date of yours."


class Unavailable(DomainError):
    """A bar is in force. The words are neutral: others read them too (edge 42, C-28)."""

    message = "A seat cannot be given to this person at the moment. The organiser can tell them more."


class NoLandlord(BadInput):
    message = "Choose the landlord whose seat this is"


def kinds_for(forum_type: str | None) -> tuple[str, ...]:
    """What somebody may come as: a forum of landlords, which has a type, has no members; a group of residents has."""
    return tuple(kind for kind in KINDS if forum_type is None or kind != "member")


@dataclass(frozen=True)
class Request:
    """What is known when somebody asks for a place."""

    kind: str
    session_state: str
    forum_type: str | None
    closes_at: datetime
    now: datetime  # the forum session's own time
    by_staff: bool = False
    membership_state: str | None = None
    band: str | None = None
    is_barred: bool = False


def may_register(request: Request) -> str | None:
    """None when the request stands, or the reason for which the organiser must look at it first.

    Raises NamesClosed, NotAMember, WrongForum, Unavailable, NoLandlord.
    """
    may_take_names(request)
    if request.is_barred:
        raise Unavailable
    if request.kind != "landlord":
        return None
    if request.membership_state is None:
        raise NoLandlord
    if request.membership_state != "member":
        raise NotAMember
    if request.band == "REVIEW":
        return "size_not_known"
    if request.forum_type is not None and request.band != request.forum_type:
        raise WrongForum
    return None


def may_take_names(request: Request) -> None:
    """Raise NamesClosed: landlords name people while registration is open, staff until the session is over."""
    if request.session_state in OVER_AND_DONE or request.session_state == "draft":
        raise NamesClosed
    if request.by_staff:
        return
    if request.session_state != "open" or request.now >= request.closes_at:
        raise NamesClosed


def may_name_more(*, named_today: int, by_staff: bool) -> None:
    """Raise TooManyNamed: whom staff name is not counted against them."""
    if not by_staff and named_today >= MOST_NAMED_A_DAY:
        raise TooManyNamed


def may_wait(*, waiting: int, by_staff: bool) -> None:
    """Raise WaitingListFull: staff may let more people wait."""
    if not by_staff and waiting >= MOST_WAITING:
        raise WaitingListFull


def may_swap(session_state: str, starts_at: datetime, now: datetime, *, by_staff: bool) -> None:
    """Raise NamesClosed: swaps stay open until 30 minutes before the start, for staff until the session is over."""
    if session_state in OVER_AND_DONE or session_state == "draft":
        raise NamesClosed
    if not by_staff and now >= starts_at - timedelta(minutes=30):
        raise NamesClosed("Swaps closed 30 minutes before the start. Call the organiser; they can still do it.")


def may_return(state: str, reason_code: str | None, session_state: str, starts_at: datetime, now: datetime) -> bool:
    """Whether a place that was given back can be taken up again as if nothing had been: until swaps close.

    Only what the landlord or the person gave back themselves; what staff decided, staff decide anew.
    """
    if state not in ("cancelled", "apology") or reason_code not in ("by_landlord", "by_person"):
        return False
    return session_state in ("open", "closed", "scheduled", "live") and now < starts_at - timedelta(minutes=30)


def free_seat(held: Collection[int]) -> int | None:
    """The lower free seat of a landlord, or None: there is no third (LC-06)."""
    return next((seat for seat in SEATS if seat not in held), None)


def moved(state: str, event: str) -> str:
    """The state after an event. Raises NotFromHere."""
    try:
        return MOVES[event, state]
    except KeyError as error:
        raise NotFromHere from error


def is_live(state: str) -> bool:
    """Whether a registration still counts as this person's for the session."""
    return state in LIVE


def holds_seat(state: str) -> bool:
    """Whether a landlord's registration in that state holds one of its two seats."""
    return state in SEATED


def offer_until(now: datetime, starts_at: datetime) -> datetime:
    """When an offer ends: after 48 hours, or 4 in the last two days (edge 36); never after the start."""
    lives = OFFER_LIVES_LATE if starts_at - now <= LATE else OFFER_LIVES
    return min(now + lives, starts_at)


@dataclass(frozen=True)
class Waiting:
    """Somebody on a landlord's waiting list."""

    registration_id: UUID
    rank: int
    has_let_lapse: bool = False
    is_barred: bool = False


def next_for_seat(waiting: Iterable[Waiting]) -> Waiting | None:
    """Who is offered a freed seat: the lowest rank, not barred, and not somebody who let an offer lapse."""
    fit = [entry for entry in waiting if not entry.is_barred and not entry.has_let_lapse]
    return min(fit, key=lambda entry: entry.rank, default=None)


def wait_place(rank: int | None, ranks: Sequence[int]) -> int:
    """Somebody's place on the waiting list, counted from 1."""
    return 1 + sum(1 for other in ranks if rank is not None and other < rank)


def phone_numbers(text: str | None) -> tuple[str, ...]:
    """The dial-in numbers of a meeting as they are kept, one a line."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def dial_in_of(listed: object) -> str | None:
    """The numbers that Zoom lists for a meeting, one a line: Britain's where there are some, a few of the others else.

    None for a list that is not there or not in a shape we know: what was known before stays.
    """
    if not isinstance(listed, list):
        return None
    rows = [row for row in listed if isinstance(row, dict) and isinstance(row.get("number"), str)]
    british = [row for row in rows if row.get("country") == "GB"]
    numbers = dict.fromkeys(" ".join(row["number"].split()) for row in british or rows)
    return "\n".join(list(numbers)[:4]) or None


def spaced(number: str | None) -> str:
    """A meeting number in groups, as people read it to each other: 912 3456 7890."""
    digits = number or ""
    if len(digits) < 9:
        return digits
    return " ".join((digits[:3], digits[3:-4], digits[-4:]))


def wanted_in_zoom(state: str, zoom_state: str, zoom_registrant_id: str | None) -> str:
    """What should be so in Zoom: none | approved | pending | cancelled | denied.

    Whoever waits stays pending there: denying puts people on a blocked list and costs one of ten changes a day.
    """
    if state in {"confirmed", "attended", "no_show"}:
        return "approved"  # who never came is left as they were: the meeting is over
    if zoom_registrant_id is None and zoom_state == "none":
        return "none"
    if zoom_state == "denied":
        return "denied"  # it keeps them out as well as anything, and a change less is a change less
    if state in {"waitlisted", "offered", "pending"}:
        return "pending" if zoom_state in {"none", "pending"} else "cancelled"
    if state == "declined":
        return "denied" if zoom_state in {"none", "pending", "denied"} else "cancelled"
    return "cancelled"


THIRD_TITLE = "Two colleagues already hold your landlord’s seats"
THIRD_WHY = (
    "Every landlord has two seats at each forum, whatever its size. That way everyone gets a turn to speak.",
    "Ask for a swap and we pass it on to the person who manages your landlord’s seats, or wait: when a seat comes free "
    "we offer it to whoever has waited longest. We can also send you the transcript afterwards.",
)


def explain_third(place: int | None = None) -> tuple[str, ...]:
    """Why a third person waits and what they can do, without a name: they may be a stranger (LC-06)."""
    if place is None:
        return (THIRD_TITLE, *THIRD_WHY)
    return (THIRD_TITLE, *THIRD_WHY, "You are first in line." if place == 1 else f"You are number {place} in line.")
