"""Whom a forum session is for, and the window in which invitations leave. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from companion.forums.planning import invitation_window
from companion.kernel.working_days import day_of

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
LATE_WORDS = {"short_notice": "late", "new_member": "late: new member"}
#: why a letter came back; the mail server's own words hold addresses and are not kept
RETURN_WORDS = {
    "no_such_mailbox": "There is no such mailbox",
    "mailbox_full": "The mailbox is full",
    "mailbox_off": "The mailbox is switched off",
    "blocked": "Their mail server blocks us",
    "refused": "Their mail server refused it",
    "said_so": "Somebody told us",
    "no_address": "The contact has no address",
    "not_available": "The contact is not available",
}
#: what staff can say themselves about a letter that came back
TOLD = ("said_so", "no_such_mailbox", "mailbox_full", "blocked")
#: an invitation that still waits for the landlord
UNANSWERED = ("planned", "queued", "sent", "bounced")
WAITING, CAME_BACK = "queued", "bounced"


@dataclass(frozen=True)
class Candidate:
    """A landlord as inviting sees it. `is_held_back`: its contact may not be written to while a bar is in force."""

    landlord_id: UUID
    name: str
    band: str
    contact_person_id: UUID | None
    is_held_back: bool = False


@dataclass(frozen=True)
class Preview:
    """Who would be invited now, and who would not and why: asked already, nobody to write to, its contact held back,
    size not known."""

    to_invite: tuple[Candidate, ...]
    already: int
    without_contact: tuple[Candidate, ...]
    in_review: tuple[Candidate, ...]
    held_back: tuple[Candidate, ...] = ()


def preview(forum_type: str | None, candidates: Iterable[Candidate], invited: Mapping[UUID, str]) -> Preview:
    """Sort member landlords into those to invite now and the others. A session without a type invites nobody."""
    if forum_type is None:
        return Preview((), 0, (), ())
    everybody = list(candidates)
    right = [entry for entry in everybody if entry.band == forum_type]
    fresh = [entry for entry in right if entry.landlord_id not in invited]
    return Preview(
        to_invite=tuple(entry for entry in fresh if entry.contact_person_id is not None and not entry.is_held_back),
        already=len(right) - len(fresh),
        without_contact=tuple(entry for entry in fresh if entry.contact_person_id is None),
        in_review=tuple(entry for entry in everybody if entry.band == "REVIEW" and entry.landlord_id not in invited),
        held_back=tuple(entry for entry in fresh if entry.is_held_back),
    )


@dataclass(frozen=True)
class Counts:
    """How far a run has come. `answered` is part of those whose letter was sent."""

    planned: int
    on_its_way: int
    sent: int
    came_back: int
    answered: int


def counts(states: Iterable[str], planned: int) -> Counts:
    """Count invitations by what matters to whoever watches them leave; `planned` have no letter yet."""
    tally: dict[str, int] = {}
    for state in states:
        tally[state] = tally.get(state, 0) + 1
    answered = tally.get("accepted", 0) + tally.get("declined", 0)
    return Counts(
        planned=planned + tally.get("planned", 0),
        on_its_way=tally.get("queued", 0),
        sent=tally.get("sent", 0) + tally.get("expired", 0) + answered,
        came_back=tally.get("bounced", 0),
        answered=answered,
    )


def window(starts_at: datetime) -> tuple[date, date]:
    """The days between which invitations leave: three to two months before, in London's calendar (LC-11)."""
    days = invitation_window(day_of(starts_at))
    return days.first, days.last


def is_late(starts_at: datetime, now: datetime) -> bool:
    """Whether an invitation that leaves now leaves after the window: allowed, and reported."""
    return day_of(now) > window(starts_at)[1]


def late_reason(starts_at: datetime, now: datetime, *, joined_after_run: bool) -> str | None:
    """Why an invitation that leaves now is late: its landlord joined after the others were asked (C-27), or there are
    less than two months left; None when it is in time."""
    if joined_after_run:
        return "new_member"
    return "short_notice" if is_late(starts_at, now) else None


def paragraphs(body: str) -> tuple[str, ...]:
    """An organiser's words as paragraphs: a blank line begins the next one."""
    return tuple(" ".join(part.split()) for part in body.replace("\r\n", "\n").split("\n\n") if part.strip())
