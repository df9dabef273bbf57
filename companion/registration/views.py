"""What the pages of registration show, read in one go. Nothing here decides or writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.codes import service as codes
from companion.codes.tables import PolicyVersion
from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.tables import AgendaItem, ForumSession, Programme
from companion.kernel.errors import NotFound
from companion.kernel.uow import Uow
from companion.people.addresses import canonical_address
from companion.people.tables import Person, PersonEmail
from companion.registration import rules, stays, zoom
from companion.registration.records import registration_of, waiting_for
from companion.registration.service import may_join
from companion.registration.tables import Participant, Registration
from companion.roll import service as roll
from companion.roll.tables import Landlord


@dataclass(frozen=True)
class Entry:
    """One registration as a list shows it to somebody who may see names."""

    registration_id: UUID
    name: str
    address: str
    landlord: str | None
    landlord_id: UUID | None
    kind: str
    state: str
    seat_no: int | None
    reason: str | None
    has_agreed: bool
    zoom_differs: bool = False
    is_present: bool = False
    twin: str | None = None
    offer_expires_at: datetime | None = None

    @property
    def state_words(self) -> str:
        return rules.STATE_WORDS[self.state]


@dataclass(frozen=True)
class SeatsPage:
    """A landlord's two seats."""

    session: ForumSession
    landlord: Landlord
    seats: dict[int, Entry | None]
    waiting: tuple[Entry, ...]
    agenda: tuple[AgendaItem, ...]
    takes_names: bool
    takes_swaps: bool
    swaps_until: datetime

    @property
    def held(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.seats.values() if entry is not None)

    @property
    def free(self) -> tuple[int, ...]:
        return tuple(number for number, entry in self.seats.items() if entry is None)


@dataclass(frozen=True)
class PlacePage:
    """A registrant's own place: everything they may see, and nothing about anybody else."""

    session: ForumSession
    programme: Programme
    registration: Registration
    name: str
    landlord: str | None
    agenda: tuple[AgendaItem, ...]
    code: PolicyVersion | None
    has_agreed: bool
    join_url: str | None
    pin: str | None
    third: tuple[str, ...]
    seat_is_free: bool
    has_started: bool


@dataclass(frozen=True)
class ListPage:
    """Everybody of a forum session, for staff."""

    session: ForumSession
    pending: tuple[Entry, ...]
    seated: tuple[Entry, ...]
    waiting: tuple[Entry, ...]
    others: tuple[Entry, ...]
    over: tuple[Entry, ...]
    landlords: tuple[Landlord, ...]

    @property
    def ready(self) -> int:
        """How many of those with a place have agreed to the code."""
        return sum(entry.has_agreed for entry in (*self.seated, *self.others))


def seats_page(uow: Uow, session_id: UUID, landlord_id: UUID) -> SeatsPage:
    """A landlord's page for one session."""
    session = forums.session_of(uow, session_id)
    landlord = roll.landlord_of(uow, landlord_id)
    query = select(Registration).where(
        Registration.forum_session_id == session_id,
        Registration.landlord_id == landlord_id,
        Registration.seat_no.is_not(None),
    )
    held = {entry.seat_no: entry for entry in _entries(uow, session, uow.db.scalars(query))}
    now = forums.time_in(uow, session)
    open_now = session.state in forum_rules.TAKES_NAMES and now < session.registration_closes_at
    swaps_until = session.starts_at - forum_rules.SWAPS_UNTIL
    return SeatsPage(
        session=session,
        landlord=landlord,
        seats={number: held.get(number) for number in rules.SEATS},
        waiting=tuple(_entries(uow, session, waiting_for(uow, session_id, landlord_id))),
        agenda=tuple(forums.agenda(uow, session_id)),
        takes_names=open_now,
        takes_swaps=session.state in forum_rules.UPCOMING and now < swaps_until,
        swaps_until=swaps_until,
    )


def seat_entry(uow: Uow, session_id: UUID, registration_id: UUID) -> Entry:
    """One registration of a session. Raises NotFound."""
    session = forums.session_of(uow, session_id)
    registration = registration_of(uow, registration_id)
    if registration.forum_session_id != session_id:
        raise NotFound
    return _entries(uow, session, [registration])[0]


def place_page(uow: Uow, registration_id: UUID) -> PlacePage:
    """A registrant's own page."""
    registration = registration_of(uow, registration_id)
    session = forums.session_of(uow, registration.forum_session_id)
    landlord = uow.db.get(Landlord, registration.landlord_id) if registration.landlord_id else None
    waiting = waiting_for(uow, session.id, landlord.id) if landlord else []
    joinable = may_join(uow, registration)
    place = rules.wait_place(registration.wait_rank, [entry.wait_rank or 0 for entry in waiting])
    return PlacePage(
        session=session,
        programme=forums.programme_of(uow, session.programme_id),
        registration=registration,
        name=uow.db.get_one(Person, registration.person_id).name,
        landlord=landlord.name if landlord else None,
        agenda=tuple(forums.agenda(uow, session.id)),
        code=codes.code_in_force(uow, session.programme_id),
        has_agreed=codes.has_accepted(uow, registration.person_id, session.programme_id),
        join_url=zoom.join_link(uow, registration) if joinable else None,
        pin=zoom.telephone_pin(uow, registration) if joinable else None,
        third=rules.explain_third(place),
        seat_is_free=landlord is not None and len(_seat_numbers(uow, session.id, landlord.id)) < len(rules.SEATS),
        has_started=forums.time_in(uow, session) >= session.starts_at,
    )


def list_page(uow: Uow, session_id: UUID) -> ListPage:
    """Everybody of a session, by landlord and name."""
    session = forums.session_of(uow, session_id)
    found = uow.db.scalars(select(Registration).where(Registration.forum_session_id == session_id))
    entries = sorted(
        _entries(uow, session, found),
        key=lambda entry: ((entry.landlord or "").casefold(), entry.seat_no or 9, entry.name),
    )
    return ListPage(
        session=session,
        pending=tuple(entry for entry in entries if entry.state == "pending"),
        seated=tuple(entry for entry in entries if entry.seat_no is not None),
        waiting=tuple(entry for entry in entries if entry.state == "waitlisted"),
        others=tuple(entry for entry in entries if entry.seat_no is None and entry.state in ("confirmed", "attended")),
        over=tuple(
            entry
            for entry in entries
            if entry.state not in ("pending", "waitlisted", "confirmed", "attended") and entry.seat_no is None
        ),
        landlords=tuple(roll.landlords(uow, members_only=True)),
    )


def _entries(uow: Uow, session: ForumSession, found: Iterable[Registration]) -> list[Entry]:
    registrations = list(found)
    landlords = {landlord.id: landlord.name for landlord in roll.landlords(uow)}
    names = {
        row.id: row.name
        for row in uow.db.execute(
            select(Person.id, Person.name).where(Person.id.in_([entry.person_id for entry in registrations]))
        )
    }
    addresses = _addresses(uow, registrations)
    agreed = codes.accepted_among(uow, {entry.person_id for entry in registrations}, session.programme_id)
    twins = _twins(registrations, addresses, names)
    present = _present(uow, session.id)
    return [
        Entry(
            registration_id=entry.id,
            name=names[entry.person_id],
            address=addresses[entry.id],
            landlord=landlords.get(entry.landlord_id) if entry.landlord_id else None,
            landlord_id=entry.landlord_id,
            kind=entry.kind,
            state=entry.state,
            seat_no=entry.seat_no,
            reason=entry.reason_code,
            has_agreed=entry.person_id in agreed,
            zoom_differs=_zoom_differs(session, entry),
            is_present=entry.id in present,
            twin=twins.get(entry.id),
            offer_expires_at=entry.offer_expires_at,
        )
        for entry in registrations
    ]


def _zoom_differs(session: ForumSession, entry: Registration) -> bool:
    """Whether Zoom last said something else than we want, where it said anything."""
    return (
        session.zoom_meeting_id is not None
        and entry.zoom_state != "none"
        and entry.zoom_wanted not in ("none", entry.zoom_state)
    )


def _twins(registrations: list[Registration], addresses: dict[UUID, str], names: dict[UUID, str]) -> dict[UUID, str]:
    """Who may be one person with somebody else on the list (edge 18): the same mailbox, spelled in another way."""
    first: dict[str, Registration] = {}
    found: dict[UUID, str] = {}
    for entry in registrations:
        address = addresses[entry.id]
        if not address or not rules.is_live(entry.state):
            continue
        other = first.setdefault(canonical_address(address), entry)
        if other is not entry and addresses[other.id].casefold() != address.casefold():
            found[entry.id] = names[other.person_id]
    return found


def _addresses(uow: Uow, registrations: list[Registration]) -> dict[UUID, str]:
    query = select(PersonEmail.id, PersonEmail.address).where(
        PersonEmail.id.in_([entry.email_id for entry in registrations if entry.email_id])
    )
    known = {row.id: row.address for row in uow.db.execute(query)}
    return {
        entry.id: (known.get(entry.email_id) if entry.email_id else None) or zoom.address_of(uow, entry) or ""
        for entry in registrations
    }


def _present(uow: Uow, session_id: UUID) -> set[UUID]:
    """The registrations whose people are in the meeting now."""
    here = stays.present_in(uow, session_id)
    query = select(Participant.id, Participant.registration_id).where(
        Participant.forum_session_id == session_id, Participant.registration_id.is_not(None)
    )
    return {row.registration_id for row in uow.db.execute(query) if row.id in here}


def _seat_numbers(uow: Uow, session_id: UUID, landlord_id: UUID) -> set[int]:
    query = select(Registration.seat_no).where(
        Registration.forum_session_id == session_id,
        Registration.landlord_id == landlord_id,
        Registration.seat_no.is_not(None),
    )
    return {seat_no for seat_no in uow.db.scalars(query) if seat_no is not None}
