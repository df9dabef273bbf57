"""When two persons, or two landlords, turn out to be one: whose place stays. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from companion.kernel.errors import BadInput, DomainError
from companion.registration.rules import SEATS
from companion.registration.states import SEATED

#: a place that may be given back; who came, or is kept out by a bar, stays as noted
RELEASABLE = frozenset({"pending", "waitlisted", "offered", "confirmed"})


class TooManyKept(BadInput):
    message = "Choose at most two people: there are two seats"


class ElsewhereToo(DomainError):
    message = (
        "One of them is registered in a programme that you do not run. Its organiser, or one for all programmes, can "
        "do this."
    )


class SameLandlord(BadInput):
    message = "Choose another landlord"


class GoneAlready(DomainError):
    message = "One of the two landlords was merged already. Load the page again."


@dataclass(frozen=True)
class Place:
    """A live registration of one of two persons in one session."""

    registration_id: UUID
    state: str
    created_at: datetime


def which_goes(first: Place, second: Place) -> Place | None:
    """Which of two places of one person is given back (edge 22): the later of two seats.

    A seat is kept before a place on a waiting list, and what may not be given back is kept. None when neither may go.
    """
    fit = [place for place in (first, second) if place.state in RELEASABLE]
    if len(fit) < 2:
        return fit[0] if fit else None
    return max(fit, key=lambda place: (place.state not in SEATED, place.created_at, str(place.registration_id)))


def may_keep(chosen: int) -> None:
    """Raise TooManyKept: two landlords that became one have two seats, not four (edge 9)."""
    if chosen > len(SEATS):
        raise TooManyKept
