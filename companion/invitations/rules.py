"""Whom a forum session is for, and when invitations should leave. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from companion.kernel.clocks import LONDON

STATE_WORDS = {
    "planned": "Planned",
    "queued": "On its way",
    "sent": "Sent",
    "accepted": "Registered",
    "declined": "Can’t come",
    "bounced": "Came back",
    "expired": "Over",
    "revoked": "Withdrawn",
}


@dataclass(frozen=True)
class Candidate:
    """A landlord as inviting sees it."""

    landlord_id: UUID
    name: str
    band: str
    contact_person_id: UUID | None


@dataclass(frozen=True)
class Preview:
    """Who would be invited now, and who would not and why: already asked, nobody to write to, size not known."""

    to_invite: tuple[Candidate, ...]
    already: int
    without_contact: tuple[Candidate, ...]
    in_review: tuple[Candidate, ...]


def preview(forum_type: str | None, candidates: Iterable[Candidate], invited: Mapping[UUID, str]) -> Preview:
    """Sort member landlords into those to invite now and the others. A session without a type invites nobody."""
    if forum_type is None:
        return Preview((), 0, (), ())
    everybody = list(candidates)
    right = [entry for entry in everybody if entry.band == forum_type]
    fresh = [entry for entry in right if entry.landlord_id not in invited]
    return Preview(
        to_invite=tuple(entry for entry in fresh if entry.contact_person_id is not None),
        already=len(right) - len(fresh),
        without_contact=tuple(entry for entry in fresh if entry.contact_person_id is None),
        in_review=tuple(entry for entry in everybody if entry.band == "REVIEW"),
    )


def months_before(day: date, months: int) -> date:
    """The same day so many calendar months before, or that month's last day where it has no such day."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def window(starts_at: datetime) -> tuple[date, date]:
    """The days between which invitations leave: three to two months before, in London's calendar (LC-11)."""
    day = starts_at.astimezone(LONDON).date()
    return months_before(day, 3), months_before(day, 2)


def is_late(starts_at: datetime, now: datetime) -> bool:
    """Whether an invitation that leaves now leaves after the window: allowed, and reported."""
    return now.astimezone(LONDON).date() > window(starts_at)[1]
