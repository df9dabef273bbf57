"""A forum session is moved or called off: nobody loses a place by it, and everybody is told (edges 44 and 45)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from companion.forums import moving
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.invitations import runs
from companion.invitations.tables import Invitation
from companion.kernel import outbox
from companion.kernel.uow import Uow
from companion.people.tables import Person
from companion.registration.records import held_registration, registration_of, send
from companion.registration.rules import offer_until
from companion.registration.tables import Reconfirmation, Registration
from companion.roll.tables import Landlord

#: who is told of a move: everybody who has, waits for, or asked for a place
TOLD = ("pending", "waitlisted", "offered", "confirmed", "suspended")
ASKED = ("confirmed", "offered")
#: invitations whose landlord knows of the session
INVITED = ("sent", "accepted", "declined")


@dataclass(frozen=True)
class Answer:
    """Somebody who was asked whether they can still come."""

    registration_id: UUID
    name: str
    landlord: str | None


@dataclass(frozen=True)
class Answers:
    """Who can still come, who cannot, and who has not said."""

    can: tuple[Answer, ...]
    cannot: tuple[Answer, ...]
    open: tuple[Answer, ...]

    @property
    def number(self) -> int:
        return len(self.can) + len(self.cannot) + len(self.open)


def reschedule(uow: Uow, session_id: UUID, *, starts_at: datetime, length: timedelta) -> int:
    """Move a session; how many letters leave. Registrations and seats stay as they are (edge 44).

    Moved by more than a day, everybody with a place is asked whether they can still come; nobody loses it for saying
    nothing. Raises NotFromHere, BadPlan, SameDate.
    """
    was = forums.session_of(uow, session_id).starts_at
    session = moving.move_date(uow, session_id, starts_at=starts_at, length=length)
    runs.session_moved(uow, session_id)
    asks = moving.asks_again(was, starts_at)
    people = _people(uow, session_id)
    for registration in people:
        if registration.state == "offered":
            _session, registration = held_registration(uow, registration.id)
            registration.offer_expires_at = offer_until(forums.time_in(uow, session), starts_at)
        if asks and registration.state in ASKED:
            _ask(uow, session, registration)
        send(uow, "registration.moved", registration, key=f"moved:{session.calendar_sequence}")
    return len(people) + _tell_contacts(uow, session, "registration.moved_contact", people)


def call_off(uow: Uow, session_id: UUID) -> int:
    """Call a session off; how many letters leave. Registrations stay as they were: nobody becomes a no-show (edge 45).

    Raises NotFromHere once it runs or is over.
    """
    people = _people(uow, session_id)
    forums.move(uow, session_id, "cancel")
    session = forums.session_of(uow, session_id)
    session.calendar_sequence += 1
    for registration in people:
        send(uow, "registration.called_off", registration, key="called off")
    uow.db.flush()
    return len(people) + _tell_contacts(uow, session, "registration.called_off_contact", people)


def letters_for(uow: Uow, session_id: UUID) -> int:
    """How many letters moving or calling off would send."""
    people = _people(uow, session_id)
    return len(people) + len(_contacts(uow, session_id, people))


def still_coming(uow: Uow, registration_id: UUID) -> None:
    """Somebody says that they can still come. Saying it twice, or without being asked, changes nothing."""
    asked = uow.db.get(Reconfirmation, registration_id)
    if asked is not None and asked.answered_at is None:
        asked.answered_at = uow.now
        uow.audit("registration.reconfirmed", "registration", registration_id, sequence=asked.calendar_sequence)


def is_asked(uow: Uow, registration: Registration) -> bool:
    """Whether somebody with a place still owes the answer whether they can come on the new date."""
    asked = uow.db.get(Reconfirmation, registration.id)
    return asked is not None and asked.answered_at is None and registration.state in ASKED


def owes_answer(uow: Uow, registration_id: UUID) -> bool:
    """`is_asked`, by the registration's id."""
    return is_asked(uow, registration_of(uow, registration_id))


def answers(uow: Uow, session_id: UUID) -> Answers:
    """What everybody said who was asked, by name. Who gave an apology or withdrew since cannot come."""
    query = (
        select(Reconfirmation, Registration, Person.name, Landlord.name)
        .join(Registration, Registration.id == Reconfirmation.registration_id)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Landlord, Landlord.id == Registration.landlord_id)
        .where(Registration.forum_session_id == session_id)
        .order_by(Person.name)
    )
    can, cannot, still_open = [], [], []
    for asked, registration, name, landlord in uow.db.execute(query):
        answer = Answer(registration.id, name, landlord)
        if registration.state not in (*ASKED, "attended", "no_show"):
            cannot.append(answer)
        elif asked.answered_at is not None:
            can.append(answer)
        else:
            still_open.append(answer)
    return Answers(tuple(can), tuple(cannot), tuple(still_open))


def _people(uow: Uow, session_id: UUID) -> list[Registration]:
    query = select(Registration).where(Registration.forum_session_id == session_id, Registration.state.in_(TOLD))
    return list(uow.db.scalars(query.order_by(Registration.created_at, Registration.id)))


def _ask(uow: Uow, session: ForumSession, registration: Registration) -> None:
    """Ask anew, also who had answered for an earlier date."""
    uow.db.execute(delete(Reconfirmation).where(Reconfirmation.registration_id == registration.id))
    uow.db.add(
        Reconfirmation(registration_id=registration.id, calendar_sequence=session.calendar_sequence, asked_at=uow.now)
    )


def _contacts(uow: Uow, session_id: UUID, people: list[Registration]) -> list[Invitation]:
    """The invitations whose contact hears of it: not those who get a letter for a place of their own."""
    query = select(Invitation).where(Invitation.forum_session_id == session_id, Invitation.state.in_(INVITED))
    told = {registration.person_id for registration in people}
    return [found for found in uow.db.scalars(query.order_by(Invitation.id)) if found.contact_person_id not in told]


def _tell_contacts(uow: Uow, session: ForumSession, letter: str, people: list[Registration]) -> int:
    found = _contacts(uow, session.id, people)
    for invitation in found:
        key = f"{invitation.id}:{session.calendar_sequence}"
        outbox.queue_letter(uow, letter, key=key, invitation_id=str(invitation.id))
    return len(found)
