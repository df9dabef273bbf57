"""Finding registrations, and the one way each of them is written: with its audit entry, letter and wish for Zoom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.groups import members
from companion.kernel import outbox
from companion.kernel.clocks import to_ms
from companion.kernel.errors import NotFound
from companion.kernel.ids import PersonId, RegistrationId, new_id
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people import sign_in
from companion.people.access import Scope
from companion.people.addresses import read_address
from companion.people.bars import barred
from companion.people.tables import Person, PersonEmail
from companion.registration import rules, seats
from companion.registration.tables import LIVE, Registration, RegistrationNote

NOTE_KEPT = timedelta(days=365)
TICKED = "yes"  # the whole of a note that says no more than that it was made
#: the letter that tells somebody where their registration now is
LETTERS = {
    "confirmed": "registration.day_link",
    "waitlisted": "registration.waiting",
    "offered": "registration.offer",
    "pending": "registration.received",
    "declined": "registration.ended",
    "cancelled": "registration.ended",
    "replaced": "registration.ended",
    "suspended": "registration.on_hold",
    "apology": "registration.ended",
}


@dataclass(frozen=True)
class Outcome:
    """Where a registration stands after what was asked for."""

    registration_id: RegistrationId
    state: str
    seat_no: int | None

    @property
    def is_seated(self) -> bool:
        return rules.holds_seat(self.state)


def outcome(registration: Registration) -> Outcome:
    """Where a registration stands."""
    return Outcome(RegistrationId(registration.id), registration.state, registration.seat_no)


def scope_of_registration(uow: Uow, registration_id: UUID) -> Scope | None:
    """A registration belongs to its forum session, its landlord, and itself."""
    found = uow.db.get(Registration, registration_id)
    forum_session = uow.db.get(ForumSession, found.forum_session_id) if found else None
    if found is None or forum_session is None:
        return None
    return Scope(
        programme_id=forum_session.programme_id,
        forum_session_id=forum_session.id,
        landlord_id=found.landlord_id,
        registration_id=found.id,
    )


def registration_of(uow: Uow, registration_id: UUID) -> Registration:
    """A registration as it was when the transaction read it. Raises NotFound."""
    found = uow.db.get(Registration, registration_id)
    if found is None:
        raise NotFound
    return found


def held_registration(uow: Uow, registration_id: UUID) -> tuple[ForumSession, Registration]:
    """A registration as it is now, and its session, with the landlord's seats held for this transaction."""
    found = registration_of(uow, registration_id)
    seats.hold(uow, found.landlord_id)
    uow.db.refresh(found, with_for_update=True)
    return forums.session_of(uow, found.forum_session_id), found


def live_registration(uow: Uow, session_id: UUID, person_id: UUID) -> Registration | None:
    """The registration by which a person counts in a session now."""
    return uow.db.scalar(
        select(Registration).where(
            Registration.forum_session_id == session_id,
            Registration.person_id == person_id,
            Registration.state.in_(LIVE),
        )
    )


def waiting_for(uow: Uow, session_id: UUID, landlord_id: UUID) -> list[Registration]:
    """A landlord's waiting list, in order."""
    query = (
        select(Registration)
        .where(
            Registration.forum_session_id == session_id,
            Registration.landlord_id == landlord_id,
            Registration.state == "waitlisted",
        )
        .order_by(Registration.wait_rank, Registration.created_at, Registration.id)
    )
    return list(uow.db.scalars(query))


def person_for(uow: Uow, name: str, address: str) -> tuple[Person, PersonEmail]:
    """The person of that name at that address, made now if new. A mailbox may be shared, so the name counts too.

    Raises BadName, BadAddress.
    """
    tidy = people.read_name(name)
    address = read_address(address)
    for person, email in people.persons_with(uow, address):
        if person.name.casefold() == tidy.casefold():
            return person, email
    person = people.add_person(uow, tidy, None)
    return person, people.add_email(uow, person, address)


def kept_out(uow: Uow, forum_session: ForumSession) -> dict[UUID, str]:
    """Whom something keeps out of a session now, with why: a bar in force, or a condition of their group (PP-43)."""
    unfit = dict.fromkeys(members.kept_out(uow, forum_session.programme_id), "not_eligible")
    bars = barred(uow, programme_id=forum_session.programme_id, forum_session_id=forum_session.id)
    return unfit | dict.fromkeys(bars, "bar")


def is_barred(uow: Uow, person_id: UUID, forum_session: ForumSession) -> bool:
    """Whether something keeps a person out of a forum session."""
    return person_id in kept_out(uow, forum_session)


def set_waiting(uow: Uow, registration: Registration, reason_code: str, *, first: bool = False) -> None:
    """Put a registration on its landlord's waiting list: last, or first where it had a seat before."""
    edge = func.min(Registration.wait_rank) if first else func.max(Registration.wait_rank)
    found = uow.db.scalar(
        select(edge).where(
            Registration.forum_session_id == registration.forum_session_id,
            Registration.landlord_id == registration.landlord_id,
            Registration.state == "waitlisted",
        )
    )
    registration.state, registration.seat_no, registration.offer_expires_at = "waitlisted", None, None
    registration.wait_rank = (found or 0) + (-1 if first else 1)
    registration.reason_code = reason_code


def store(uow: Uow, registration: Registration, action: str, *, tell: bool = True) -> Outcome:
    """Write a registration down with everything that follows from its state. `tell` is off for who asked themselves."""
    registration.updated_at = uow.now
    uow.db.add(registration)
    uow.db.flush()
    uow.audit(
        f"registration.{action}",
        "registration",
        registration.id,
        before=registration.taken_state_before(),
        state=registration.state,
        seat_no=registration.seat_no,
        reason=registration.reason_code,
    )
    want_in_zoom(uow, registration)
    letter = LETTERS.get(registration.state)
    if tell and letter is not None:
        send(uow, letter, registration)
    return outcome(registration)


def send(uow: Uow, letter: str, registration: Registration, *, key: str | None = None) -> None:
    """Queue a letter about a registration; once for each moment, or once for each `key`."""
    uow.db.flush()
    once = f"{registration.id}:{key or to_ms(uow.now)}"
    outbox.queue_letter(uow, letter, key=once, registration_id=str(registration.id), state=registration.state)


def want_in_zoom(uow: Uow, registration: Registration, *, again: bool = False) -> None:
    """Say what should be so in Zoom, and queue making it so; the outbox does that after the commit."""
    wanted = rules.wanted_in_zoom(registration.state, registration.zoom_state, registration.zoom_registrant_id)
    if wanted == registration.zoom_wanted and not again:
        return
    registration.zoom_wanted = wanted
    forum_session = forums.session_of(uow, registration.forum_session_id)
    if forum_session.zoom_meeting_id is None or wanted in ("none", registration.zoom_state):
        return
    outbox.queue(
        uow,
        "zoom.registrant",
        key=f"{registration.id}:{wanted}:{to_ms(uow.now)}",
        payload={"registration_id": registration.id},
    )


def keep_note(uow: Uow, registration: Registration, kind: str, text: str) -> None:
    """Keep what somebody wrote about a registration, sealed under the forum session's key, for a year at most."""
    if not text:
        return
    note_id = new_id()
    sealed = uow.keys.seal(
        text, purpose="forum_session", subject=registration.forum_session_id, row=f"registration_note:{note_id}"
    )
    uow.db.add(
        RegistrationNote(
            id=note_id,
            registration_id=registration.id,
            kind=kind,
            written_at=uow.now,
            keep_until=uow.now + NOTE_KEPT,
            sealed=sealed,
        )
    )


def newest_note(uow: Uow, registration: Registration, kind: str) -> str | None:
    """The last thing somebody wrote of this kind; None for nothing, or only a tick."""
    query = select(RegistrationNote).where(
        RegistrationNote.registration_id == registration.id, RegistrationNote.kind == kind
    )
    found = uow.db.scalars(query.order_by(RegistrationNote.written_at.desc(), RegistrationNote.id)).first()
    text = uow.keys.open_text(found.sealed, row=f"registration_note:{found.id}") if found else None
    return None if text == TICKED else text


def noted_at(uow: Uow, registration_id: UUID, kind: str) -> datetime | None:
    """When somebody last noted something of this kind."""
    return uow.db.scalar(
        select(func.max(RegistrationNote.written_at)).where(
            RegistrationNote.registration_id == registration_id, RegistrationNote.kind == kind
        )
    )


def decided_by(uow: Uow) -> UUID | None:
    """The member of staff who acts, for `decided_by_id`."""
    return PersonId(uow.actor.id) if uow.actor.kind == "person" and uow.actor.id is not None else None


def end_links(uow: Uow, registration: Registration) -> None:
    """Make every day link of a registration stop working, with the browsers it opened."""
    sign_in.revoke_links(uow, registration_id=RegistrationId(registration.id))
