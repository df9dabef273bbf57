"""What the pages of adjustments show, read in one go. Nothing here decides or writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.adjustments import keeping, rules, service
from companion.adjustments.rules import Due, Wish
from companion.adjustments.service import Answer
from companion.adjustments.tables import AdjustmentRequest
from companion.forums import service as forums
from companion.forums.bank_holidays import calendar_of
from companion.forums.tables import ForumSession, Programme
from companion.kernel.errors import NotFound
from companion.kernel.uow import Uow
from companion.people.tables import Person
from companion.registration.records import registration_of
from companion.registration.tables import LIVE, Registration
from companion.roll.tables import Landlord


@dataclass(frozen=True)
class Own:
    """One request as the person who needs it sees it."""

    id: UUID
    wish: Wish
    answer: Answer
    state: str
    asked_at: datetime
    events: tuple[str, ...]


@dataclass(frozen=True)
class OwnPage:
    """What somebody asked for, and whether it is kept for their next session."""

    session: ForumSession
    programme: Programme
    name: str
    registration: Registration
    requests: tuple[Own, ...]
    kept: tuple[Wish, ...] | None
    takes_more: bool
    known: frozenset[str]


@dataclass(frozen=True)
class Entry:
    """One request on the organiser's list: how far, and what next. What it is about is not read for the list."""

    id: UUID
    state: str
    asked_by: str
    asked_at: datetime
    due: Due


@dataclass(frozen=True)
class Whose:
    """Somebody with requests, those that are due first."""

    registration_id: UUID
    name: str
    landlord: str | None
    has_place: bool
    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry:
        """The request that comes first: late ones before others."""
        return self.entries[0]

    @property
    def to_do(self) -> int:
        """How many of them wait for somebody."""
        return sum(entry.state in rules.OPEN for entry in self.entries)

    @property
    def new(self) -> int:
        """How many nobody has acknowledged."""
        return sum(entry.state == "requested" for entry in self.entries)


@dataclass(frozen=True)
class ListPage:
    """A session's requests by person: those that somebody must act on, then the rest."""

    session: ForumSession
    programme: Programme
    open: tuple[Whose, ...]
    done: tuple[Whose, ...]
    summary: str


@dataclass(frozen=True)
class Opened:
    """One request, opened."""

    entry: Entry
    wish: Wish
    answer: Answer
    events: tuple[str, ...]


@dataclass(frozen=True)
class PersonPage:
    """Everything that one person asked for; `opened` is empty until somebody opens it."""

    session: ForumSession
    whose: Whose
    opened: tuple[Opened, ...] = ()


@dataclass(frozen=True)
class MeetingLine:
    """What the meeting has to know about one person."""

    name: str
    landlord: str | None
    words: str
    is_in_place: bool


@dataclass(frozen=True)
class MeetingPage:
    """What the chair and the steward have to know, and nothing else."""

    session: ForumSession
    lines: tuple[MeetingLine, ...]
    summary: str


@dataclass(frozen=True)
class Waiting:
    """How many requests of a session wait for the organiser, and how many of them too long."""

    new: int
    overdue: int


def own_page(uow: Uow, registration_id: UUID) -> OwnPage:
    """A registrant's own requests, newest last, and those of one moment in the order of the form."""
    registration = registration_of(uow, registration_id)
    session = forums.session_of(uow, registration.forum_session_id)
    found = service.requests_of(uow, registration_id)
    kept = keeping.kept_for(uow, registration.person_id)
    return OwnPage(
        session=session,
        programme=forums.programme_of(uow, session.programme_id),
        name=uow.db.get_one(Person, registration.person_id).name,
        registration=registration,
        requests=tuple(sorted((_own(uow, one) for one in found), key=_in_order)),
        kept=None if kept is None else tuple(kept),
        takes_more=session.state not in service.OVER_AND_DONE and registration.state in LIVE,
        known=frozenset(service.open_kinds(uow, registration_id)),
    )


def person_name(uow: Uow, registration_id: UUID) -> str:
    """Whose registration it is."""
    return uow.db.get_one(Person, registration_of(uow, registration_id).person_id).name


def list_page(uow: Uow, session_id: UUID) -> ListPage:
    """The organiser's list: what is late first, then by when it is due."""
    session = forums.session_of(uow, session_id)
    query = select(AdjustmentRequest).where(AdjustmentRequest.forum_session_id == session_id)
    people = _people(uow, session, uow.db.scalars(query))
    people.sort(key=lambda whose: (_pressing(session, whose.first), whose.name.casefold()))
    return ListPage(
        session=session,
        programme=forums.programme_of(uow, session.programme_id),
        open=tuple(whose for whose in people if whose.to_do),
        done=tuple(whose for whose in people if not whose.to_do),
        summary=service.summary(uow, session_id),
    )


def person_page(uow: Uow, registration_id: UUID, *, opened: bool = False) -> PersonPage:
    """What one person asked for, without the words; with them for whoever opened it, which is recorded.

    Raises NotFound for somebody who asked for nothing.
    """
    session = forums.session_of(uow, registration_of(uow, registration_id).forum_session_id)
    found = {one.id: one for one in service.requests_of(uow, registration_id)}
    if not found:
        raise NotFound
    (whose,) = _people(uow, session, found.values())
    if not opened:
        return PersonPage(session, whose)
    return PersonPage(
        session,
        whose,
        tuple(
            Opened(
                entry=entry,
                wish=service.wish_of(uow, found[entry.id]),
                answer=service.answer_of(uow, found[entry.id]),
                events=rules.possible(entry.state, rules.BY_STAFF),
            )
            for entry in whose.entries
        ),
    )


def meeting_page(uow: Uow, session_id: UUID) -> MeetingPage:
    """What is agreed and shows in the meeting, by name."""
    session = forums.session_of(uow, session_id)
    found = service.settled(uow, session_id)
    people = {whose.registration_id: whose for whose in _people(uow, session, [one for one, _ in found])}
    lines = []
    for one, wish in found:
        words = rules.meeting_words(wish, service.answer_of(uow, one).for_chair)
        whose = people[one.registration_id]
        if words and whose.has_place:
            lines.append(MeetingLine(whose.name, whose.landlord, words, one.state != "agreed"))
    lines.sort(key=lambda line: (line.name.casefold(), line.words))
    return MeetingPage(session, tuple(lines), service.summary(uow, session_id))


def waiting(uow: Uow, session_ids: Iterable[UUID]) -> dict[UUID, Waiting]:
    """What waits for the organiser in each of these sessions, where anything does."""
    query = select(AdjustmentRequest).where(
        AdjustmentRequest.forum_session_id.in_(list(session_ids)),
        AdjustmentRequest.state.in_(("requested", "acknowledged", "agreed")),
    )
    found: dict[UUID, list[AdjustmentRequest]] = {}
    for one in uow.db.scalars(query):
        found.setdefault(one.forum_session_id, []).append(one)
    counted = {}
    for session_id, requests in found.items():
        session = forums.session_of(uow, session_id)
        if session.state in service.OVER_AND_DONE:
            continue
        dues = _dues(uow, session, requests)
        overdue = sum(due.is_over for due in dues.values())
        new = sum(one.state == "requested" for one in requests)
        if new or overdue:
            counted[session_id] = Waiting(new, overdue)
    return counted


def _own(uow: Uow, found: AdjustmentRequest) -> Own:
    return Own(
        id=found.id,
        wish=service.wish_of(uow, found),
        answer=service.answer_of(uow, found),
        state=found.state,
        asked_at=found.asked_at,
        events=rules.possible(found.state, rules.BY_PERSON),
    )


def _in_order(one: Own) -> tuple[datetime, int]:
    return one.asked_at, list(rules.KINDS).index(one.wish.kind)


def _dues(uow: Uow, session: ForumSession, found: Iterable[AdjustmentRequest]) -> dict[UUID, Due]:
    calendar = calendar_of(uow, forums.programme_of(uow, session.programme_id))
    session_now = forums.time_in(uow, session)
    return {
        one.id: rules.due(
            one.state,
            asked_at=one.asked_at,
            starts_at=session.starts_at,
            now=uow.now,
            session_now=session_now,
            calendar=calendar,
        )
        for one in found
    }


def _pressing(session: ForumSession, entry: Entry) -> tuple[bool, bool, datetime]:
    """The order of what waits: late, then by when it is due, then what waits for nobody."""
    return entry.state not in rules.OPEN, not entry.due.is_over, entry.due.at or session.ends_at


def _people(uow: Uow, session: ForumSession, found: Iterable[AdjustmentRequest]) -> list[Whose]:
    """Requests by whose they are."""
    requests = list(found)
    dues = _dues(uow, session, requests)
    query = (
        select(Registration, Person.name, Landlord.name.label("landlord"))
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Landlord, Landlord.id == Registration.landlord_id)
        .where(Registration.id.in_([one.registration_id for one in requests]))
    )
    people = []
    for row in uow.db.execute(query):
        entries = [
            Entry(one.id, one.state, one.asked_by, one.asked_at, dues[one.id])
            for one in requests
            if one.registration_id == row.Registration.id
        ]
        entries.sort(key=lambda entry: (_pressing(session, entry), entry.asked_at, entry.id))
        has_place = row.Registration.state in LIVE
        people.append(Whose(row.Registration.id, row.name, row.landlord, has_place, tuple(entries)))
    return people
