"""Somebody rang or wrote: what staff do for them, with how it came and when it was said, all of it logged.

The time that counts is that of the call or the mail, not of the typing (edge 47).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.forums import service as forums
from companion.kernel.errors import BadInput, DomainError
from companion.kernel.ids import new_id
from companion.kernel.text import clean
from companion.kernel.uow import Uow
from companion.people.tables import Person
from companion.registration import attendance_rules, rules, seats, service
from companion.registration.desk_tables import DeskEntry
from companion.registration.offers import offer_next
from companion.registration.records import (
    Outcome,
    decided_by,
    held_registration,
    is_barred,
    keep_note,
    registration_of,
    store,
)
from companion.registration.tables import Participant
from companion.roll import service as roll

COUNTS_AS = {"before": "by_staff", "late": "late", "after": "after"}


class SameLandlord(BadInput):
    message = "They are registered for this landlord already. Choose another one"


class NoSeatToMove(DomainError):
    message = "Only a registration that is still open can be moved to another landlord."


class BesideSomebody(DomainError):
    message = "They come with somebody, and leave with them. Register them for their landlord instead."


@dataclass(frozen=True)
class Told:
    """How something came to us, and when it was said or sent; None is just now."""

    way: str
    said_at: datetime | None = None


@dataclass(frozen=True)
class NotedEntry:
    """Something the desk did for somebody, for the registration's page."""

    act: str
    way: str
    said_at: datetime
    noted_at: datetime
    noted_by: str | None


def register(
    uow: Uow, session_id: UUID, told: Told, *, name: str, address: str, kind: str, landlord_id: UUID | None
) -> Outcome:
    """Register somebody who rang or wrote; the rule of two holds here too. Raises what `service.register` raises."""
    made = service.register(
        uow, session_id, name=name, address=address, kind=kind, landlord_id=landlord_id, source="staff"
    )
    note(uow, made.registration_id, "register", told)
    return made


def swap(uow: Uow, registration_id: UUID, told: Told, *, name: str, address: str) -> Outcome:
    """Give a seat to a colleague, until the session is over. Raises what `service.substitute` raises."""
    made = service.substitute(uow, registration_id, name=name, address=address, by="staff")
    note(uow, registration_id, "swap", told)
    return made


def withdraw(uow: Uow, registration_id: UUID, told: Told) -> Outcome:
    """Take a registration back for somebody; its seat is offered to whoever waits."""
    made = service.withdraw(uow, registration_id, by="staff")
    note(uow, registration_id, "withdraw", told)
    return made


def resend(uow: Uow, registration_id: UUID, told: Told) -> None:
    """Send somebody their letter once more."""
    service.send_day_link_again(uow, registration_id)
    note(uow, registration_id, "resend", told)


def apologise(uow: Uow, registration_id: UUID, told: Told, *, why: str = "") -> Outcome:
    """Note an apology, in time, late or afterwards by when it was said; it also takes a no-show back (edges 46, 47).

    Raises SaidLater, NotFromHere for somebody without a place and for a session that was called off.
    """
    forum_session, registration = held_registration(uow, registration_id)
    if forum_session.state == "cancelled":
        raise rules.NotFromHere
    now = forums.time_in(uow, forum_session)
    said_at = attendance_rules.said(told.said_at or now, now)
    counts = attendance_rules.apology_counts_as(said_at, forum_session.starts_at, forum_session.ends_at)
    keep_note(uow, registration, "apology", clean(why, most=1000))
    event = "excuse" if registration.state == "no_show" else "apologise"
    registration.decided_by_id = decided_by(uow)
    is_over = now >= forum_session.ends_at
    made = service.leave(uow, registration, event, COUNTS_AS[counts], tell=not is_over)
    note(uow, registration_id, "apology", told)
    return made


def move_to_landlord(uow: Uow, registration_id: UUID, landlord_id: UUID) -> Outcome:
    """Put right that somebody stands under the wrong landlord: the seat there is free, and the cap holds at the other.

    Raises SameLandlord, NotAMember, Unavailable, NoSeatToMove, BesideSomebody; SeatsTaken for somebody who is in the
    meeting already.
    """
    before = registration_of(uow, registration_id).landlord_id
    for held in sorted({landlord_id, *filter(None, [before])}):
        seats.hold(uow, held)
    forum_session, registration = held_registration(uow, registration_id)
    landlord = roll.landlord_of(uow, landlord_id)
    if registration.landlord_id == landlord_id:
        raise SameLandlord
    if registration.state not in ("pending", "waitlisted", "offered", "confirmed", "attended"):
        raise NoSeatToMove
    if registration.kind == "supporter":
        raise BesideSomebody
    if landlord.membership_state != "member":
        raise rules.NotAMember
    if is_barred(uow, registration.person_id, forum_session):
        raise rules.Unavailable
    was_there = registration.state == "attended"
    registration.state, registration.seat_no, registration.offer_expires_at = "pending", None, None
    uow.db.flush()
    registration.kind, registration.landlord_id = "landlord", landlord.id
    registration.band_snapshot = service.band_of(uow, forum_session.id, landlord)
    registration.decided_by_id = decided_by(uow)
    service.give_seat(uow, registration)
    if was_there and registration.state != "confirmed":
        raise rules.SeatsTaken
    if was_there:
        registration.state = rules.moved("confirmed", "join")
    for seen in uow.db.scalars(select(Participant).where(Participant.registration_id == registration_id)):
        seen.landlord_id = landlord.id
    made = store(uow, registration, "moved")
    uow.audit(
        "registration.landlord_changed", "registration", registration_id, before=_text(before), now=str(landlord_id)
    )
    if before is not None:
        offer_next(uow, forum_session.id, before)
    note(uow, registration_id, "move", Told("seen"))
    return made


def note(uow: Uow, registration_id: UUID, act: str, told: Told, *, beside_id: UUID | None = None) -> None:
    """Keep how it came, when it was said, and who typed it."""
    forum_session = forums.session_of(uow, registration_of(uow, registration_id).forum_session_id)
    now = forums.time_in(uow, forum_session)
    said_at = attendance_rules.said(told.said_at or now, now)
    entry = DeskEntry(
        id=new_id(),
        registration_id=registration_id,
        act=act,
        way=told.way,
        said_at=said_at,
        beside_id=beside_id,
        noted_at=now,
        noted_by_id=decided_by(uow),
    )
    uow.db.add(entry)
    uow.audit("registration.told", "registration", registration_id, act=act, way=told.way, said_at=said_at.isoformat())


def noted(uow: Uow, registration_id: UUID) -> list[NotedEntry]:
    """What the desk did about a registration, the newest first."""
    query = (
        select(DeskEntry, Person.name)
        .outerjoin(Person, Person.id == DeskEntry.noted_by_id)
        .where(DeskEntry.registration_id == registration_id)
        .order_by(DeskEntry.noted_at.desc(), DeskEntry.id)
    )
    return [
        NotedEntry(entry.act, entry.way, entry.said_at, entry.noted_at, name) for entry, name in uow.db.execute(query)
    ]


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None
