"""Who is on the floor: participants by id, found for a registrant, named for those who may see names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from companion.floor import errors
from companion.floor.journals import look
from companion.floor.snapshots import Names
from companion.forums import service as forums
from companion.kernel.errors import NotFound
from companion.kernel.ids import AgendaItemId, LandlordId, ParticipantId, PersonId, new_id
from companion.kernel.text import clean_line
from companion.kernel.uow import Uow
from companion.people.service import names_of as names_of_persons
from companion.people.tables import Person
from companion.registration import participants
from companion.registration.rosters import shown_name
from companion.registration.tables import HOST, Participant, Registration
from companion.roll.tables import Landlord

K = TypeVar("K")
V = TypeVar("V")
PURPOSE = "forum_session"
MOST_LETTERS = 120
EXPECTED = ("confirmed", "attended")  # may be added by hand though Zoom has not shown them


@dataclass(frozen=True)
class Known:
    """Somebody who is, or is expected, in the meeting. Without a participant id they have not been seen yet."""

    name: str
    landlord: str
    landlord_id: LandlordId | None
    participant_id: ParticipantId | None = None
    registration_id: UUID | None = None
    person_id: UUID | None = None
    is_host: bool = False

    @property
    def line(self) -> str:
        """How a list shows them."""
        return f"{self.name}, {self.landlord}" if self.landlord else self.name

    @property
    def ref(self) -> str:
        """What names them in a form, whoever else is called the same."""
        return f"p:{self.participant_id}" if self.participant_id is not None else f"r:{self.registration_id}"


def names_of(uow: Uow, session_id: UUID) -> Names:
    """Names of everybody who has appeared, of their landlords, and the agenda's titles in order."""
    known = _present(uow, session_id)
    landlords = {one.landlord_id: one.landlord for one in known if one.landlord_id is not None}
    people = {one.participant_id: one.name for one in known if one.participant_id is not None}
    items = {AgendaItemId(item.id): item.title for item in forums.agenda(uow, session_id)}
    hosts = frozenset(one.participant_id for one in known if one.is_host and one.participant_id is not None)
    return Names(people, landlords, items, _staff_names(uow, session_id), hosts)


def names_when_needed(uow: Uow, session_id: UUID) -> Names:
    """The same, read when somebody first looks a name up: most frames of the attendees name nobody.

    Good while the transaction is open.
    """
    present = cache(lambda: _present(uow, session_id))
    return Names(
        Later(lambda: {one.participant_id: one.name for one in present() if one.participant_id is not None}),
        Later(lambda: {one.landlord_id: one.landlord for one in present() if one.landlord_id is not None}),
        Later(lambda: {AgendaItemId(item.id): item.title for item in forums.agenda(uow, session_id)}),
        Later(lambda: _staff_names(uow, session_id)),
        Later(lambda: {one.participant_id: one.name for one in present() if one.is_host and one.participant_id}),
    )


class Later(Mapping[K, V]):
    """A mapping that is read when somebody first looks into it."""

    def __init__(self, read: Callable[[], Mapping[K, V]]) -> None:
        self._read = cache(read)

    def __getitem__(self, key: K) -> V:
        return self._read()[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


def _staff_names(uow: Uow, session_id: UUID) -> dict[PersonId, str]:
    """Of those whom the frames name: the steward who holds the chair, a chair who has stood aside and the deputy."""
    floor = look(uow, session_id)
    named = {floor.chair_held_by}
    for one in floor.declarations.values():
        named |= {one.chair_id, one.deputy_id}
    wanted: set[UUID] = {one for one in named if one is not None}
    return {PersonId(one): name for one, name in names_of_persons(uow, wanted).items()} if wanted else {}


def everybody(uow: Uow, session_id: UUID) -> list[Known]:
    """Everybody present or expected, by name."""
    present = _present(uow, session_id)
    seen = {one.registration_id for one in present}
    query = (
        select(Registration.id, Registration.person_id, Registration.landlord_id, Person.name, Landlord.name)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Landlord, Landlord.id == Registration.landlord_id)
        .where(Registration.forum_session_id == session_id, Registration.state.in_(EXPECTED))
    )
    expected = [
        Known(name, landlord or "", LandlordId(landlord_id) if landlord_id else None, None, registration_id, person_id)
        for registration_id, person_id, landlord_id, name, landlord in uow.db.execute(query)
        if registration_id not in seen
    ]
    return sorted((*present, *expected), key=lambda one: one.line.casefold())


def find(uow: Uow, session_id: UUID, typed: str) -> Known:
    """The one person whom some letters of a name (and landlord) mean. Raises NobodyCalledThat, SeveralCalledThat."""
    wanted = clean_line(typed, most=MOST_LETTERS).casefold()
    people = everybody(uow, session_id) if wanted else []
    for fits in (_is, _starts, _contains):
        found = [one for one in people if fits(one, wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise errors.SeveralCalledThat
    raise errors.NobodyCalledThat


def named(uow: Uow, session_id: UUID, ref: str) -> Known:
    """The person whom a form named by `Known.ref`. Raises NobodyCalledThat when they are not here any more."""
    for one in everybody(uow, session_id):
        if ref in (one.ref, f"r:{one.registration_id}"):  # who came in since the list was read has another ref now
            return one
    raise errors.NobodyCalledThat


def ensure(uow: Uow, session_id: UUID, known: Known) -> Known:
    """The same person with a participant id, made now if they have none.

    Raises NotFromHere for a registrant without a place.
    """
    if known.participant_id is not None:
        return known
    if known.registration_id is not None:
        return replace(known, participant_id=participants.participant_of_registration(uow, known.registration_id))
    return replace(known, participant_id=add(uow, session_id, known.name, landlord_id=known.landlord_id))


def has_place(uow: Uow, session_id: UUID, registration_id: UUID | None) -> bool:
    """Whether a registrant has a place in this session now; who waits for one, or gave theirs back, has none."""
    registration = uow.db.get(Registration, registration_id) if registration_id else None
    return registration is not None and registration.forum_session_id == session_id and registration.state in EXPECTED


def with_places(uow: Uow, session_id: UUID, registration_ids: Collection[UUID]) -> set[UUID]:
    """Which of these registrants have a place in this session now; see `has_place`."""
    query = select(Registration.id).where(
        Registration.id.in_(registration_ids),
        Registration.forum_session_id == session_id,
        Registration.state.in_(EXPECTED),
    )
    return set(uow.db.scalars(query))


def of_registration(uow: Uow, session_id: UUID, registration_id: UUID | None) -> Known:
    """The registrant as the floor knows them; for a supporter, the person whom they are beside.

    Raises NotFound for one of another session, NoPlace without a place.
    """
    registration = uow.db.get(Registration, registration_id) if registration_id else None
    if registration is None or registration.forum_session_id != session_id:
        raise NotFound
    registration = participants.spoken_for(uow, registration)
    if not has_place(uow, session_id, registration.id):
        raise errors.NoPlace
    query = select(Participant).where(
        Participant.forum_session_id == session_id, Participant.registration_id == registration.id
    )
    participant = uow.db.scalars(query.order_by(Participant.created_at, Participant.id)).first()
    person = uow.db.get_one(Person, registration.person_id)
    landlord = uow.db.get(Landlord, registration.landlord_id) if registration.landlord_id else None
    return Known(
        person.preferred_name or person.name,
        landlord.name if landlord else "",
        LandlordId(landlord.id) if landlord else None,
        ParticipantId(participant.id) if participant else None,
        registration.id,
        registration.person_id,
    )


def add(
    uow: Uow,
    session_id: UUID,
    name: str,
    *,
    landlord_id: UUID | None = None,
) -> ParticipantId:
    """A participant whom nobody knows but the steward: a caller by telephone, or somebody beside a colleague."""
    participant_id = new_id()
    sealed = uow.keys.seal(
        clean_line(name, most=MOST_LETTERS), purpose=PURPOSE, subject=session_id, row=_row(participant_id)
    )
    uow.db.add(
        Participant(
            id=participant_id,
            forum_session_id=session_id,
            landlord_id=landlord_id,
            matched_by="steward",
            sealed_name=sealed,
            created_at=uow.now,
        )
    )
    uow.db.flush()
    return ParticipantId(participant_id)


def _present(uow: Uow, session_id: UUID) -> list[Known]:
    query = (
        select(Participant, Person.preferred_name, Person.name, Landlord.name)
        .outerjoin(Person, Person.id == Participant.person_id)
        .outerjoin(Landlord, Landlord.id == Participant.landlord_id)
        .where(Participant.forum_session_id == session_id)
    )
    return [
        Known(
            preferred or name or shown_name(uow, participant),
            landlord or "",
            LandlordId(participant.landlord_id) if participant.landlord_id else None,
            ParticipantId(participant.id),
            participant.registration_id,
            participant.person_id,
            participant.role == HOST,
        )
        for participant, preferred, name, landlord in uow.db.execute(query)
    ]


def _row(participant_id: UUID) -> str:
    return f"registration_participant:{participant_id}"


def _is(one: Known, wanted: str) -> bool:
    return wanted in (one.line.casefold(), one.name.casefold())


def _starts(one: Known, wanted: str) -> bool:
    return any(part.startswith(wanted) for part in (one.line.casefold(), *one.name.casefold().split()))


def _contains(one: Known, wanted: str) -> bool:
    return wanted in one.line.casefold()
