"""Who came: from what Zoom saw and what staff noted. Closed a day after the end; put right by people, logged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.errors import BadInput, DomainError
from companion.kernel.text import clean
from companion.kernel.uow import Uow
from companion.people.tables import Person
from companion.registration import attendance_rules, desk, rules, seats
from companion.registration.attendance_rules import Presence
from companion.registration.desk_tables import CloseOut, DeskEntry, Report
from companion.registration.records import (
    Outcome,
    held_registration,
    keep_note,
    live_registration,
    outcome,
    registration_of,
    store,
)
from companion.registration.tables import Participant, Registration, Stay
from companion.roll.tables import Landlord

EXPECTED = ("confirmed", "attended", "no_show", "apology")
ORDER = {"attended": 0, "confirmed": 1, "no_show": 2, "apology": 3}


class NotOver(DomainError):
    message = "Attendance can be closed a day after the session has ended."


class NobodySeen(DomainError):
    message = "Zoom told us of nobody at this session. Mark who came first; then attendance can be closed."


class NotAnAnswer(BadInput):
    message = "Choose whether they came, gave an apology, or did not come"


@dataclass(frozen=True)
class Attendee:
    """Somebody who was expected, and what became of it."""

    registration_id: UUID
    name: str
    landlord: str | None
    landlord_id: UUID | None
    kind: str
    state: str
    seat_no: int | None
    presence: Presence | None
    is_late: bool
    apology: str | None  # before, late or after, for who gave one
    beside: str | None = None  # at whose screen they sat (edge 62)


@dataclass(frozen=True)
class AttendancePage:
    """A session's attendance."""

    session: ForumSession
    people: tuple[Attendee, ...]
    closed: CloseOut | None
    has_begun: bool
    may_close: bool
    report: Report | None = None  # what Zoom's own list told afterwards

    def how_many(self, state: str) -> int:
        return sum(one.state == state for one in self.people)

    @property
    def late(self) -> int:
        return sum(one.is_late for one in self.people if one.state == "attended")

    @property
    def landlords(self) -> int:
        return len({one.landlord_id for one in self.people if one.state == "attended" and one.landlord_id})


def attendance_page(uow: Uow, session_id: UUID) -> AttendancePage:
    """Everybody who was expected, by landlord, with when they were there."""
    session = forums.session_of(uow, session_id)
    now = forums.time_in(uow, session)
    there = presences(uow, session_id, min(now, session.ends_at + forum_rules.OVERRUN))
    beside = _beside(uow, session_id)
    query = (
        select(
            Registration.id,
            Registration.kind,
            Registration.state,
            Registration.landlord_id,
            Registration.seat_no,
            Registration.reason_code,
            Person.name,
            Landlord.name.label("landlord"),
        )
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Landlord, Landlord.id == Registration.landlord_id)
        .where(Registration.forum_session_id == session_id, Registration.state.in_(EXPECTED))
    )
    people = []
    for row in uow.db.execute(query):
        found = there.get(row.id)
        other = beside.get(row.id)
        if found is None and other is not None:
            found = there.get(other[0])
        people.append(
            Attendee(
                registration_id=row.id,
                name=row.name,
                landlord=row.landlord,
                landlord_id=row.landlord_id,
                kind=row.kind,
                state=row.state,
                seat_no=row.seat_no,
                presence=found,
                is_late=found is not None and attendance_rules.came_late(found.first, session.starts_at),
                apology=_apology(row.reason_code) if row.state == "apology" else None,
                beside=other[1] if other else None,
            )
        )
    people.sort(
        key=lambda one: ((one.landlord or "~").casefold(), str(one.landlord_id), ORDER[one.state], one.name.casefold())
    )
    closed = uow.db.get(CloseOut, session_id)
    return AttendancePage(
        session=session,
        people=tuple(people),
        closed=closed,
        has_begun=session.state == "live" or (session.state != "cancelled" and now >= session.starts_at),
        may_close=closed is None and attendance_rules.may_close(session.state, session.ends_at, now),
        report=uow.db.get(Report, session_id),
    )


def presences(uow: Uow, session_id: UUID, now: datetime) -> dict[UUID, Presence]:
    """When each registration's person was in the meeting, on whatever devices."""
    query = (
        select(Participant.registration_id, Stay.joined_at, Stay.left_at)
        .join(Stay, Stay.participant_id == Participant.id)
        .where(Participant.forum_session_id == session_id, Participant.registration_id.is_not(None))
    )
    found: dict[UUID, list[tuple[datetime, datetime | None]]] = {}
    for row in uow.db.execute(query):
        found.setdefault(row.registration_id, []).append((row.joined_at, row.left_at))
    return {
        registration_id: there
        for registration_id, intervals in found.items()
        if (there := attendance_rules.presence(intervals, now)) is not None
    }


def mark_present(uow: Uow, registration_id: UUID, *, beside_id: UUID | None = None) -> Outcome:
    """Note that somebody is here though Zoom does not say so: two people at one screen, a telephone (edge 62).

    Raises NotStarted, NotFromHere, SeatsTaken where their seat has gone to a colleague.
    """
    session_id = _begun(uow, registration_id).forum_session_id
    if beside_id is not None and registration_of(uow, beside_id).forum_session_id != session_id:
        raise rules.NotFromHere
    made = _present(uow, registration_id)
    desk.note(uow, registration_id, "present", desk.Told("seen"), beside_id=beside_id)
    return made


def correct(uow: Uow, registration_id: UUID, *, to: str, why: str) -> Outcome:
    """Put right what attendance says, with a reason: `attended`, `apology` or `no_show`.

    Raises NotAnAnswer, NoReason, NotStarted, NotFromHere, SeatsTaken.
    """
    if to not in ("attended", "apology", "no_show"):
        raise NotAnAnswer
    reason = clean(why, most=1000)
    if not reason:
        raise attendance_rules.NoReason
    registration = _begun(uow, registration_id)
    keep_note(uow, registration, "attendance", reason)
    if to == "attended":
        made = _present(uow, registration_id)
    else:
        made = _absent(uow, registration, to)
    desk.note(uow, registration_id, "correct", desk.Told("seen"))
    return made


def close_out(uow: Uow, session_id: UUID) -> int:
    """A day after the session, mark who never came; how many. Never for a session called off (edge 45).

    Raises NotOver; NobodySeen where nothing tells that the session took place at all.
    """
    forum_session = forums.session_of(uow, session_id)
    if not attendance_rules.may_close(forum_session.state, forum_session.ends_at, forums.time_in(uow, forum_session)):
        raise NotOver
    there = presences(uow, session_id, forum_session.ends_at)
    query = select(Registration).where(
        Registration.forum_session_id == session_id, Registration.state.in_(("confirmed", "attended"))
    )
    expected = list(uow.db.scalars(query.with_for_update()))
    if not there and not any(one.state == "attended" for one in expected):
        raise NobodySeen
    absent = 0
    for registration in expected:
        if registration.state == "attended":
            continue
        came = registration.id in there
        registration.state = rules.moved(registration.state, "join" if came else "close_out")
        store(uow, registration, registration.state, tell=False)
        absent += not came
    if uow.db.get(CloseOut, session_id) is None:
        uow.db.add(
            CloseOut(forum_session_id=session_id, closed_at=uow.now, attended=len(expected) - absent, absent=absent)
        )
        uow.audit("attendance.closed", "forum_session", session_id, attended=len(expected) - absent, absent=absent)
    return absent


def close_out_due(uow: Uow) -> int:
    """Close the attendance of every session whose time has come; how many. For the worker's tick."""
    done = 0
    for forum_session in _not_closed(uow):
        now = forums.time_in(uow, forum_session)
        if attendance_rules.may_close(forum_session.state, forum_session.ends_at, now) and _was_seen(
            uow, forum_session.id
        ):
            close_out(uow, forum_session.id)
            done += 1
    return done


def unknown(uow: Uow) -> list[ForumSession]:
    """The sessions whose attendance nobody knows: over for a day, people were expected, and nobody was seen."""
    return [
        held
        for held in _not_closed(uow)
        if attendance_rules.may_close(held.state, held.ends_at, forums.time_in(uow, held))
        and not _was_seen(uow, held.id)
    ]


def _not_closed(uow: Uow) -> Iterable[ForumSession]:
    expected = exists().where(
        Registration.forum_session_id == ForumSession.id, Registration.state.in_(("confirmed", "attended"))
    )
    closed = exists().where(CloseOut.forum_session_id == ForumSession.id)
    query = select(ForumSession).where(ForumSession.state.in_(("ended", "archived")), expected, ~closed)
    return uow.db.scalars(query.order_by(ForumSession.starts_at)).all()


def _was_seen(uow: Uow, session_id: UUID) -> bool:
    stayed = (
        select(Stay.id)
        .join(Participant, Participant.id == Stay.participant_id)
        .where(Participant.forum_session_id == session_id, Participant.registration_id.is_not(None))
    )
    marked = select(Registration.id).where(
        Registration.forum_session_id == session_id, Registration.state == "attended"
    )
    return uow.db.scalars(stayed.limit(1)).first() is not None or uow.db.scalars(marked.limit(1)).first() is not None


def _begun(uow: Uow, registration_id: UUID) -> Registration:
    forum_session, registration = held_registration(uow, registration_id)
    if forum_session.state == "cancelled":
        raise rules.NotFromHere
    if forums.time_in(uow, forum_session) < forum_session.starts_at and forum_session.state != "live":
        raise attendance_rules.NotStarted
    return registration


def _present(uow: Uow, registration_id: UUID) -> Outcome:
    _session, registration = held_registration(uow, registration_id)
    if registration.state == "attended":
        return outcome(registration)
    if registration.state == "apology":
        if not came_after_all(uow, registration):
            raise rules.SeatsTaken
        return outcome(registration)
    if registration.state == "no_show" and live_registration(
        uow, registration.forum_session_id, registration.person_id
    ):
        raise rules.AlreadyRegistered
    registration.state = rules.moved(registration.state, "correct" if registration.state == "no_show" else "join")
    return store(uow, registration, "attended", tell=False)


def came_after_all(uow: Uow, registration: Registration) -> bool:
    """Somebody gave an apology and came: they attend if their landlord still has a seat (edge 48). False if not.

    The landlord's seats must be held.
    """
    if live_registration(uow, registration.forum_session_id, registration.person_id) is not None:
        return False
    if registration.kind == "landlord":
        if seats.claim(uow, registration, rules.moved("apology", "join")) is None:
            return False
    else:
        registration.state = rules.moved("apology", "join")
    registration.reason_code = None
    store(uow, registration, "attended", tell=False)
    return True


def _absent(uow: Uow, registration: Registration, to: str) -> Outcome:
    if registration.state == to:
        return outcome(registration)
    if to == "apology":
        event = "apologise" if registration.state == "confirmed" else "excuse"
        registration.state = rules.moved(registration.state, event)
        registration.seat_no, registration.reason_code = None, "after"
    else:
        event = "close_out" if registration.state == "confirmed" else "miss"
        registration.state = rules.moved(registration.state, event)
    return store(uow, registration, registration.state, tell=False)


def _beside(uow: Uow, session_id: UUID) -> dict[UUID, tuple[UUID, str]]:
    other = aliased(Registration)
    query = (
        select(DeskEntry.registration_id, DeskEntry.beside_id, Person.name)
        .join(Registration, Registration.id == DeskEntry.registration_id)
        .join(other, other.id == DeskEntry.beside_id)
        .join(Person, Person.id == other.person_id)
        .where(Registration.forum_session_id == session_id, DeskEntry.act == "present")
        .order_by(DeskEntry.noted_at)
    )
    return {row.registration_id: (row.beside_id, row.name) for row in uow.db.execute(query)}


def _apology(reason_code: str | None) -> str:
    return {"late": "late", "after": "after"}.get(reason_code or "", "before")
