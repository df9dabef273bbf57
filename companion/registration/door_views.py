"""What the waiting room's page shows, read in one go: whom to look at, who may simply come in, what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.tables import Person, PersonEmail
from companion.registration import breakouts, door, door_rules, rules, stays
from companion.registration.door_rules import Candidate, Match
from companion.registration.door_tables import DoorEntry
from companion.registration.host_waits import Waiting, waiting_for_host
from companion.registration.rosters import names_in_session
from companion.registration.tables import HOST, Participant, Registration
from companion.roll import service as roll
from companion.roll.tables import Landlord

ANSWERS_SHOWN = 12


@dataclass(frozen=True)
class SeatHolder:
    """Who holds a seat, and whether they are in the room; a free seat has no name."""

    seat_no: int
    registration_id: UUID | None
    name: str = field(repr=False)
    is_present: bool = False


@dataclass(frozen=True)
class Case:
    """Somebody at the door, as the steward sees them."""

    entry_id: UUID
    turn: int
    kind: str
    shown: str = field(repr=False)
    since: datetime | None
    is_inside: bool
    match: Match | None
    seats: tuple[SeatHolder, ...]
    landlord: str | None
    landlord_id: UUID | None
    line: str = field(repr=False)
    address: str | None = field(repr=False)
    answer: str | None = None
    answered_as: str | None = field(default=None, repr=False)
    answered_by: str | None = field(default=None, repr=False)
    answered_at: datetime | None = None

    @property
    def may_come_in(self) -> bool:
        """Whether it is plain that they may: their own link or address, and a place."""
        plain = self.match is not None and not self.match.is_guess and self.match.candidate.has_place
        return plain and self.kind in ("person", "phone") and not self.is_inside

    @property
    def is_full(self) -> bool:
        """Whether both seats of their landlord, as far as we know it, are held."""
        return bool(self.seats) and all(seat.registration_id for seat in self.seats)


@dataclass(frozen=True)
class DoorPage:
    """The door of one forum session."""

    session: ForumSession
    cases: tuple[Case, ...]
    expected: tuple[Case, ...]
    recorders: tuple[Case, ...]
    answered: tuple[Case, ...]
    absent: tuple[Candidate, ...]
    in_room: int
    with_place: int
    landlords_in_room: int
    for_host: tuple[Waiting, ...] = ()
    in_breakouts: tuple[str, ...] = field(default=(), repr=False)

    @property
    def waiting(self) -> int:
        return sum(not case.is_inside for case in (*self.cases, *self.expected))

    def case(self, entry_id: UUID) -> Case | None:
        """One of the cases, whichever list it is on."""
        everybody = (*self.cases, *self.expected, *self.recorders, *self.answered)
        return next((case for case in everybody if case.entry_id == entry_id), None)


def door_page(uow: Uow, session_id: UUID) -> DoorPage:
    """Everybody at the door of a session now."""
    session = forums.session_of(uow, session_id)
    known = candidates(uow, session_id)
    mailbox = forums.programme_of(uow, session.programme_id).mailbox
    query = select(DoorEntry).where(DoorEntry.forum_session_id == session_id)
    cases = [
        _case(uow, session_id, entry, known, mailbox)
        for entry in uow.db.scalars(query)
        if entry.answer is not None or _is_here(uow, entry)
    ]
    cases.sort(key=lambda case: (case.kind != "forwarded", case.since or session.starts_at, str(case.entry_id)))
    open_now = [case for case in cases if case.answer is None and case.kind != "recorder"]
    answered = sorted((case for case in cases if case.answer), key=lambda case: case.answered_at or session.starts_at)
    placed = [one for one in known if one.has_place]
    return DoorPage(
        session=session,
        cases=tuple(case for case in open_now if not case.may_come_in),
        expected=tuple(case for case in open_now if case.may_come_in),
        recorders=tuple(case for case in cases if case.answer is None and case.kind == "recorder"),
        answered=tuple(reversed(answered[-ANSWERS_SHOWN:])),
        absent=tuple(sorted((one for one in placed if not one.is_present), key=lambda one: one.name.casefold())),
        in_room=sum(one.is_present for one in placed),
        with_place=len(placed),
        landlords_in_room=len({one.landlord_id for one in placed if one.is_present and one.landlord_id}),
        for_host=tuple(waiting_for_host(uow, session_id)),
        in_breakouts=_in_breakouts(uow, session_id),
    )


def _in_breakouts(uow: Uow, session_id: UUID) -> tuple[str, ...]:
    """Names of those who are in breakout rooms, each once; somebody of whom no join has come has none."""
    away = {one.participant_id for one in breakouts.away_in(uow, session_id) if one.participant_id is not None}
    names = names_in_session(uow, session_id) if away else {}
    return tuple(sorted((names[one][0] for one in away if one in names), key=str.casefold))


def candidates(uow: Uow, session_id: UUID) -> list[Candidate]:
    """Everybody who registered for a session, whatever became of it."""
    here = stays.present_in(uow, session_id)
    participants = select(Participant.id, Participant.registration_id).where(
        Participant.forum_session_id == session_id, Participant.registration_id.is_not(None)
    )
    present = {row.registration_id for row in uow.db.execute(participants) if row.id in here}
    query = (
        select(Registration, Person.name, PersonEmail.address, Landlord.name)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(PersonEmail, PersonEmail.id == Registration.email_id)
        .outerjoin(Landlord, Landlord.id == Registration.landlord_id)
        .where(Registration.forum_session_id == session_id)
        .order_by(Registration.created_at.desc(), Registration.id)
    )
    return [
        Candidate(
            registration_id=row.id,
            name=name,
            address=address,
            landlord=landlord,
            landlord_id=row.landlord_id,
            zoom_registrant=row.zoom_registrant_id,
            state=row.state,
            is_present=row.id in present,
        )
        for row, name, address, landlord in uow.db.execute(query)
    ]


def seat_holders(known: Sequence[Candidate], uow: Uow, session_id: UUID, landlord_id: UUID) -> tuple[SeatHolder, ...]:
    """A landlord's two seats, with who holds them."""
    query = select(Registration.id, Registration.seat_no).where(
        Registration.forum_session_id == session_id,
        Registration.landlord_id == landlord_id,
        Registration.seat_no.is_not(None),
    )
    held = {row.seat_no: row.id for row in uow.db.execute(query)}
    by_id = {one.registration_id: one for one in known}
    holders = []
    for number in rules.SEATS:
        one = by_id.get(held[number]) if number in held else None
        name, is_present = (one.name, one.is_present) if one else ("", False)
        holders.append(SeatHolder(number, held.get(number), name, is_present))
    return tuple(holders)


def _is_here(uow: Uow, entry: DoorEntry) -> bool:
    """Whether somebody stands at the door still: waiting, or in the room on that connection and not recognised."""
    if entry.joined_at is not None:
        its = (entry.forum_session_id, entry.meeting_uuid, entry.connection)
        participant = uow.db.get(Participant, stays.whose(uow, *its) or entry.participant_id)
        runs_it = participant is not None and participant.role == HOST and entry.kind in ("person", "phone")
        is_settled = runs_it or (participant is not None and participant.registration_id is not None)
        return stays.left_at(uow, *its) is None and not is_settled
    gone = entry.waits_no_more
    return entry.waits_since is not None and (gone is None or gone < entry.waits_since)


def _case(uow: Uow, session_id: UUID, entry: DoorEntry, known: Sequence[Candidate], mailbox: str) -> Case:
    words = door.open_words(uow, entry)
    registrant = None if entry.kind == "forwarded" and entry.joined_at else entry.zoom_registrant
    match = door_rules.best_match(known, registrant=registrant, address=words.email, name=words.name)
    landlord_id, landlord = _landlord(uow, match, words.email)
    seats = seat_holders(known, uow, session_id, landlord_id) if landlord_id else ()
    is_guess = match is None or match.is_guess
    named = next((one for one in known if one.registration_id == entry.registration_id), None)
    by = people.names_of(uow, {entry.answered_by_id}) if entry.answered_by_id else {}
    line = door_rules.line_to_paste(
        landlord=None if is_guess else landlord,
        is_full=bool(seats) and all(seat.registration_id for seat in seats),
        mailbox=mailbox,
        is_recorder=entry.kind == "recorder",
    )
    return Case(
        entry_id=entry.id,
        turn=entry.turn,
        kind=entry.kind,
        shown=words.shown,
        since=entry.joined_at or entry.waits_since,
        is_inside=entry.joined_at is not None,
        match=match,
        seats=seats,
        landlord=landlord,
        landlord_id=landlord_id,
        line=line,
        address=words.email,
        answer=entry.answer,
        answered_as=named.name if named else None,
        answered_by=by.get(entry.answered_by_id) if entry.answered_by_id else None,
        answered_at=entry.answered_at,
    )


def _landlord(uow: Uow, match: Match | None, address: str | None) -> tuple[UUID | None, str | None]:
    """The landlord of whoever it seems to be, else the only one that the address belongs to."""
    if match is not None and match.candidate.landlord_id is not None:
        return match.candidate.landlord_id, match.candidate.landlord
    found = roll.landlords_by_address(uow, address) if address and "@" in address else []
    return (found[0].id, found[0].name) if len(found) == 1 else (None, None)
