"""Who is on the floor: participants by id, found for a registrant, named for those who may see names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar, cast
from uuid import UUID

from sqlalchemy import Table, and_, bindparam, select

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


def with_places(uow: Uow, session_id: UUID, registration_ids: Collection[UUID]) -> set[UUID]:
    """Which of these registrants have a place in this session now; who waits for one, or gave theirs back, has none."""
    query = select(Registration.id).where(
        Registration.id.in_(registration_ids),
        Registration.forum_session_id == session_id,
        Registration.state.in_(EXPECTED),
    )
    return set(uow.db.scalars(query))


_PLACE = cast(Table, Registration.__table__)
_TAKES_PART = cast(Table, Participant.__table__)
_PERSON, _LANDLORD = cast(Table, Person.__table__), cast(Table, Landlord.__table__)
_REGISTERED = (
    select(
        *(_PLACE.c[name] for name in ("id", "forum_session_id", "state", "kind", "supports_id", "person_id")),
        _PERSON.c.name,
        _PERSON.c.preferred_name,
        _LANDLORD.c.id.label("landlord_id"),
        _LANDLORD.c.name.label("landlord"),
        _TAKES_PART.c.id.label("participant_id"),
    )
    .select_from(
        _PLACE.join(_PERSON, _PERSON.c.id == _PLACE.c.person_id)
        .outerjoin(_LANDLORD, _LANDLORD.c.id == _PLACE.c.landlord_id)
        .outerjoin(
            _TAKES_PART,
            and_(
                _TAKES_PART.c.forum_session_id == _PLACE.c.forum_session_id,
                _TAKES_PART.c.registration_id == _PLACE.c.id,
            ),
        )
    )
    .where(_PLACE.c.id == bindparam("registration_id"))
    .order_by(_TAKES_PART.c.created_at, _TAKES_PART.c.id)
)


def of_registration(uow: Uow, session_id: UUID, registration_id: UUID | None) -> Known:
    """The registrant as the floor knows them; for a supporter, the person whom they are beside.

    Raises NotFound for one of another session, NoPlace without a place.
    """
    row = uow.rows(_REGISTERED, registration_id=registration_id).first()
    if row is None or row.forum_session_id != session_id:
        raise NotFound
    if (meant := participants.beside(row)) is not None:
        row = uow.rows(_REGISTERED, registration_id=meant).one()
    if row.forum_session_id != session_id or row.state not in EXPECTED:
        raise errors.NoPlace
    return Known(
        row.preferred_name or row.name,
        row.landlord or "",
        LandlordId(row.landlord_id) if row.landlord_id else None,
        ParticipantId(row.participant_id) if row.participant_id else None,
        row.id,
        row.person_id,
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


_PRESENT = (
    select(
        *(_TAKES_PART.c[name] for name in ("id", "forum_session_id", "registration_id", "person_id", "landlord_id")),
        _TAKES_PART.c.role,
        _TAKES_PART.c.sealed_name,
        _PERSON.c.preferred_name,
        _PERSON.c.name,
        _LANDLORD.c.name.label("landlord"),
    )
    .select_from(
        _TAKES_PART.outerjoin(_PERSON, _PERSON.c.id == _TAKES_PART.c.person_id).outerjoin(
            _LANDLORD, _LANDLORD.c.id == _TAKES_PART.c.landlord_id
        )
    )
    .where(_TAKES_PART.c.forum_session_id == bindparam("session_id"))
)


def _present(uow: Uow, session_id: UUID) -> list[Known]:
    return [
        Known(
            row.preferred_name or row.name or shown_name(uow, row),
            row.landlord or "",
            row.landlord_id,
            row.id,
            row.registration_id,
            row.person_id,
            row.role == HOST,
        )
        for row in uow.rows(_PRESENT, session_id=session_id)
    ]


def _row(participant_id: UUID) -> str:
    return f"registration_participant:{participant_id}"


def _is(one: Known, wanted: str) -> bool:
    return wanted in (one.line.casefold(), one.name.casefold())


def _starts(one: Known, wanted: str) -> bool:
    return any(part.startswith(wanted) for part in (one.line.casefold(), *one.name.casefold().split()))


def _contains(one: Known, wanted: str) -> bool:
    return wanted in one.line.casefold()
