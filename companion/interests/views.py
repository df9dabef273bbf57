"""What the pages of interests show, read in one go. Nothing here decides or writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.interests import rules, service, wording
from companion.interests.tables import Declaration
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.tables import Person
from companion.registration.records import registration_of
from companion.registration.rosters import shown_name
from companion.registration.tables import Participant, Registration
from companion.roll.tables import Landlord

WITH_A_PLACE = ("confirmed", "attended")


@dataclass(frozen=True)
class Entry:
    """One declaration as a page shows it: whose, in which item, how it stands, its words where they may be read."""

    declaration: Declaration
    who: str
    landlord: str
    item: str
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def nature_words(self) -> str:
        return rules.NATURES[self.declaration.nature][0]

    @property
    def state_words(self) -> str:
        found = self.declaration
        if found.state == "decided" and found.scope == "chair":
            return "The deputy chairs this item"
        return {
            "claimed": "Said in the chat, not confirmed",
            "declared": "Not answered yet",
            "decided": rules.effect_words(found.effects),
            "withdrawn": "Taken back",
            "lifted": "Lifted",
            "dismissed": "Not meant",
        }[found.state]

    @property
    def is_open(self) -> bool:
        """Waits for an answer."""
        return self.declaration.state in ("claimed", "declared")


@dataclass(frozen=True)
class OwnPage:
    """A registrant's (or a landlord's) own interests, beside the agenda they may have one in."""

    session: ForumSession
    items: tuple[tuple[UUID, str], ...]
    entries: tuple[Entry, ...]
    may_declare: bool
    whose: str
    said_nothing: bool = False


@dataclass(frozen=True)
class StaffPage:
    """Every interest declared for a forum session, those that wait for an answer first."""

    session: ForumSession
    items: tuple[tuple[UUID, str], ...]
    entries: tuple[Entry, ...]
    nothing: int
    places: int
    registrants: tuple[tuple[UUID, str], ...]
    may_declare: bool

    @property
    def undecided(self) -> int:
        return sum(entry.is_open for entry in self.entries)


def own_page(uow: Uow, registration_id: UUID) -> OwnPage:
    """What I declared, and my landlord for me. Raises NotFound."""
    registration = registration_of(uow, registration_id)
    person = uow.db.get_one(Person, registration.person_id)
    found = _page(uow, registration.forum_session_id, person.preferred_name or person.name)
    mine = [
        one
        for one in _declarations(uow, registration.forum_session_id)
        if (one.scope == "person" and one.person_id == registration.person_id)
        or (one.scope == "landlord" and one.landlord_id == registration.landlord_id)
    ]
    words = wording.read(uow, registration.forum_session_id, declarer_id=registration.person_id)
    return OwnPage(
        found.session,
        found.items,
        tuple(_entries(uow, mine, dict(found.items), words)),
        found.may_declare and registration.state in WITH_A_PLACE,
        found.whose,
        service.said_nothing(uow, registration.forum_session_id, registration.person_id),
    )


def landlord_page(uow: Uow, session_id: UUID, landlord_id: UUID) -> OwnPage:
    """What was declared for a landlord as a whole. Raises NotFound."""
    found = _page(uow, session_id, uow.db.get_one(Landlord, landlord_id).name)
    ours = [one for one in _declarations(uow, session_id) if one.scope == "landlord" and one.landlord_id == landlord_id]
    entries = tuple(_entries(uow, ours, dict(found.items), {}))
    return OwnPage(found.session, found.items, entries, found.may_declare, found.whose)


def staff_page(uow: Uow, session_id: UUID, *, with_words: bool) -> StaffPage:
    """All of a session's declarations; what they concern only for who decides. Raises NotFound."""
    session = forums.session_of(uow, session_id)
    items = _items(uow, session_id)
    known = _declarations(uow, session_id)
    words = wording.read(uow, session_id) if with_words else {}
    entries = sorted(
        _entries(uow, known, dict(items), words),
        key=lambda entry: (not entry.is_open, entry.declaration.declared_at, str(entry.declaration.id)),
    )
    query = (
        select(Registration.id, Person.name, Landlord.name)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Landlord, Landlord.id == Registration.landlord_id)
        .where(Registration.forum_session_id == session_id, Registration.state.in_(WITH_A_PLACE))
        .order_by(Person.name, Registration.id)
    )
    registrants = tuple(
        (registration_id, f"{name}, {landlord}" if landlord else name)
        for registration_id, name, landlord in uow.db.execute(query)
    )
    return StaffPage(
        session,
        items,
        tuple(entries),
        service.how_many_said_nothing(uow, session_id),
        len(registrants),
        registrants,
        service.may_declare(uow, session),
    )


def undecided(uow: Uow, session_id: UUID) -> int:
    """How many wait for an answer."""
    return sum(one.state in ("claimed", "declared") for one in _declarations(uow, session_id))


def _page(uow: Uow, session_id: UUID, whose: str) -> OwnPage:
    session = forums.session_of(uow, session_id)
    may = service.may_declare(uow, session)
    return OwnPage(session, _items(uow, session_id) if may else (), (), may, whose)


def _items(uow: Uow, session_id: UUID) -> tuple[tuple[UUID, str], ...]:
    return tuple((item.id, item.title) for item in forums.agenda(uow, session_id))


def _declarations(uow: Uow, session_id: UUID) -> list[Declaration]:
    query = select(Declaration).where(Declaration.forum_session_id == session_id, Declaration.state != "nothing")
    return list(uow.db.scalars(query.order_by(Declaration.declared_at, Declaration.id)))


def _entries(
    uow: Uow, known: list[Declaration], items: Mapping[UUID, str], words: Mapping[UUID, Mapping[str, str]]
) -> list[Entry]:
    names = people.names_of(uow, {one.person_id for one in known if one.person_id is not None})
    landlords = {
        row.id: row.name
        for row in uow.db.execute(
            select(Landlord.id, Landlord.name).where(Landlord.id.in_({one.landlord_id for one in known}))
        )
    }
    found = []
    for one in known:
        landlord = landlords.get(one.landlord_id, "") if one.landlord_id else ""
        who = landlord if one.scope == "landlord" else names.get(one.person_id, "") if one.person_id else ""
        if not who and one.participant_id is not None:
            who = shown_name(uow, uow.db.get_one(Participant, one.participant_id))
        title = items.get(one.item_id, "An item that is no longer on the agenda") if one.item_id else ""
        found.append(Entry(one, who, "" if one.scope == "landlord" else landlord, title, words.get(one.id, {})))
    return found
