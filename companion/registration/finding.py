"""Finding a landlord or a person of one session by a few letters, and one registration with all that hangs on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.crypto import Unreadable
from companion.kernel.errors import NotFound
from companion.kernel.listing import matches
from companion.kernel.uow import Uow
from companion.people import alike
from companion.people.tables import Person
from companion.registration import attendance, desk, listing, rules
from companion.registration.attendance_rules import Presence
from companion.registration.entries import Entry, entries_of
from companion.registration.service import band_of
from companion.registration.states import LIVE
from companion.registration.tables import Registration, RegistrationNote
from companion.roll import service as roll
from companion.roll.tables import Landlord

MOST_LANDLORDS, MOST_PEOPLE, MOST_SUGGESTED = 8, 12, 400


@dataclass(frozen=True)
class LandlordSeats:
    """A landlord with its two seats of one session, as somebody on the telephone needs them."""

    landlord_id: UUID
    name: str
    told_apart_by: str  # its member number and domains: two may have one name
    band: str
    is_member: bool
    seats: dict[int, Entry | None]
    waiting: tuple[Entry, ...]

    @property
    def free(self) -> tuple[int, ...]:
        return tuple(number for number, entry in self.seats.items() if entry is None)

    @property
    def words(self) -> str:
        """How its seats stand, in one line."""
        if not self.is_member:
            return "Not a member now"
        held = [f"seat {number}: {entry.name}" for number, entry in self.seats.items() if entry is not None]
        free = [f"seat {number} free" for number in self.free]
        waits = [f"{len(self.waiting)} waiting"] if self.waiting else []
        line = ", ".join([*held, *free, *waits])
        return f"{self.told_apart_by}. {line[:1].upper()}{line[1:]}"


@dataclass(frozen=True)
class Found:
    """What fits the letters typed; `more` when it was cut short."""

    session: ForumSession
    landlords: tuple[LandlordSeats, ...] = ()
    people: tuple[Entry, ...] = ()
    more: bool = False
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class OnePage:
    """One registration: who it is, how it stands, what was done, and which landlords it may be for."""

    session: ForumSession
    entry: Entry
    seats: LandlordSeats | None
    noted: tuple[desk.NotedEntry, ...]
    notes: tuple[tuple[str, str], ...]
    presence: Presence | None
    candidates: tuple[LandlordSeats, ...]
    namesakes: tuple[Entry, ...]
    has_begun: bool
    is_over: bool


def find(uow: Uow, session_id: UUID, typed: str) -> Found:
    """The landlords and the people of a session that fit what was typed; nothing for nothing."""
    session = forums.session_of(uow, session_id)
    entries = entries_of(uow, session)
    if not typed.strip():
        return Found(session, suggestions=tuple(_suggested(uow, session, entries)))
    chosen = [landlord for landlord in _known(uow) if matches(typed, *landlord[1])]
    people = [
        entry
        for entry in listing.chosen(entries, "everybody", typed)
        if not matches(typed, entry.landlord, entry.address.partition("@")[2])  # its landlord shows them
    ]
    ids = [landlord_id for landlord_id, _texts in chosen[:MOST_LANDLORDS]]
    more = len(chosen) > MOST_LANDLORDS or len(people) > MOST_PEOPLE
    return Found(session, seats_of(uow, session.id, ids, entries), tuple(people[:MOST_PEOPLE]), more)


def find_landlords(uow: Uow, session_id: UUID, typed: str) -> tuple[LandlordSeats, ...]:
    """The landlords that fit what was typed, with their seats of this session."""
    ids = [landlord_id for landlord_id, texts in _known(uow) if typed.strip() and matches(typed, *texts)]
    return _with_seats(uow, forums.session_of(uow, session_id), ids[:MOST_LANDLORDS])


def landlord_seats(uow: Uow, session_id: UUID, landlord_id: UUID) -> LandlordSeats:
    """One landlord's two seats. Raises NotFound."""
    found = _with_seats(uow, forums.session_of(uow, session_id), [landlord_id])
    if not found:
        raise NotFound
    return found[0]


def one_page(uow: Uow, session_id: UUID, registration_id: UUID, typed: str = "") -> OnePage:
    """Everything about one registration of a session. Raises NotFound."""
    session = forums.session_of(uow, session_id)
    found = entries_of(uow, session, Registration.id == registration_id)
    if not found:
        raise NotFound
    entry = found[0]
    now = forums.time_in(uow, session)
    candidates: tuple[LandlordSeats, ...] = ()
    if typed.strip():
        candidates = find_landlords(uow, session_id, typed)
    elif entry.state == "pending":
        likely = [landlord.id for landlord in roll.landlords_by_address(uow, entry.address)] if entry.address else []
        ids = [*filter(None, [entry.landlord_id]), *likely]
        candidates = _with_seats(uow, session, list(dict.fromkeys(ids)))
    return OnePage(
        session=session,
        entry=entry,
        seats=landlord_seats(uow, session_id, entry.landlord_id) if entry.landlord_id else None,
        noted=tuple(desk.noted(uow, registration_id)),
        notes=tuple(_notes(uow, registration_id)),
        presence=attendance.presences(uow, session_id, now).get(registration_id) if now >= session.starts_at else None,
        candidates=candidates,
        namesakes=tuple(_namesakes(uow, session, entry)) if entry.state == "pending" else (),
        has_begun=session.state != "cancelled" and (now >= session.starts_at or session.state == "live"),
        is_over=session.state not in forum_rules.UPCOMING,
    )


def _namesakes(uow: Uow, session: ForumSession, entry: Entry) -> list[Entry]:
    """Who of the same name has a place in the session or waits for one: perhaps this person, by another address."""
    query = select(Registration.id, Person.name).join(Person, Person.id == Registration.person_id)
    query = query.where(Registration.forum_session_id == session.id, Registration.state.in_(LIVE))
    name = alike.name_fold(entry.name)
    ids = [found.id for found in uow.db.execute(query) if alike.name_fold(found.name) == name]
    return entries_of(uow, session, Registration.id.in_([one for one in ids if one != entry.registration_id]))


def seats_of(
    uow: Uow, session_id: UUID, landlord_ids: Collection[UUID], entries: Iterable[Entry]
) -> tuple[LandlordSeats, ...]:
    """These landlords by name, each with its two seats out of the entries of one session, in the band that counts."""
    held: dict[UUID | None, list[Entry]] = {}
    for entry in entries:
        held.setdefault(entry.landlord_id, []).append(entry)
    domains = roll.domains_of(uow, of=landlord_ids)
    query = select(Landlord).where(Landlord.id.in_(landlord_ids)).order_by(Landlord.name_folded, Landlord.id)
    return tuple(
        LandlordSeats(
            landlord_id=landlord.id,
            name=landlord.name,
            told_apart_by=" · ".join([f"Member {landlord.member_no}", *sorted(domains.get(landlord.id, ()))]),
            band=band_of(uow, session_id, landlord),
            is_member=landlord.membership_state == "member",
            seats={number: _on(held.get(landlord.id, ()), number) for number in rules.SEATS},
            waiting=tuple(entry for entry in held.get(landlord.id, ()) if entry.state == "waitlisted"),
        )
        for landlord in uow.db.scalars(query)
    )


def _with_seats(uow: Uow, session: ForumSession, landlord_ids: list[UUID]) -> tuple[LandlordSeats, ...]:
    entries = entries_of(uow, session, Registration.landlord_id.in_(landlord_ids)) if landlord_ids else []
    return seats_of(uow, session.id, landlord_ids, entries)


def _on(entries: Iterable[Entry], number: int) -> Entry | None:
    return next((entry for entry in entries if entry.seat_no == number), None)


def _known(uow: Uow) -> list[tuple[UUID, tuple[str, ...]]]:
    """Every landlord that has not left, with the texts it is found by: name, aliases, domains, member number."""
    aliases, domains = roll.aliases_of(uow), roll.domains_of(uow)
    query = (
        select(Landlord.id, Landlord.name, Landlord.member_no)
        .where(Landlord.membership_state != "left")
        .order_by(Landlord.name_folded, Landlord.id)
    )
    return [
        (row.id, (row.name, row.member_no, *aliases.get(row.id, ()), *domains.get(row.id, ())))
        for row in uow.db.execute(query)
    ]


def _suggested(uow: Uow, session: ForumSession, entries: Iterable[Entry]) -> Iterable[str]:
    """What the search box may offer while typing: the landlords of this forum, and who is registered; not too many."""
    query = select(Landlord.name).where(Landlord.membership_state == "member").order_by(Landlord.name_folded)
    if session.forum_type is not None:
        query = query.where(Landlord.band == session.forum_type)
    names = [*uow.db.scalars(query.limit(MOST_SUGGESTED)), *(entry.name for entry in entries)]
    return list(dict.fromkeys(names))[:MOST_SUGGESTED]


def _notes(uow: Uow, registration_id: UUID) -> Iterable[tuple[str, str]]:
    """What was written about a registration, the newest first, while it is kept and can be opened."""
    query = select(RegistrationNote).where(
        RegistrationNote.registration_id == registration_id,
        RegistrationNote.kind.in_(("apology", "declined", "attendance", "swap_wanted")),
    )
    for note in uow.db.scalars(query.order_by(RegistrationNote.written_at.desc())):
        try:
            yield note.kind, uow.keys.open_text(note.sealed, row=f"registration_note:{note.id}")
        except Unreadable:
            continue
