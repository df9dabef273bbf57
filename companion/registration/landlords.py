"""A landlord with everything that hangs on it: who is registered in sessions to come, and who speaks for it.

People of programmes that the viewer does not run are counted and not named (X-07).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from companion.forums import rules as forum_rules
from companion.forums.tables import ForumSession
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.tables import Person
from companion.registration import rules
from companion.registration.states import LIVE, SEATED
from companion.registration.tables import Registration
from companion.roll import rules as roll_rules
from companion.roll import service as roll
from companion.roll.domains import in_letters
from companion.roll.tables import Landlord, LandlordAlias, LandlordContact, LandlordDomain

#: registrations that still ask something of somebody before their session
OPEN = tuple(state for state in LIVE if state != "attended")
Programmes = Collection[UUID] | None


@dataclass(frozen=True)
class Hanging:
    """A registration in a forum session to come."""

    registration_id: UUID
    session_id: UUID
    title: str
    starts_at: datetime
    name: str
    state: str
    seat_no: int | None
    landlord_id: UUID | None

    @property
    def state_words(self) -> str:
        return rules.STATE_WORDS[self.state]


@dataclass(frozen=True)
class Speaker:
    """Somebody who speaks for a landlord."""

    contact_id: UUID
    name: str
    address: str
    role: str


@dataclass(frozen=True)
class LandlordPage:
    """One landlord. `crowded` are the sessions in which a merged landlord's people hold too many seats."""

    landlord: Landlord
    domains: tuple[LandlordDomain, ...]
    aliases: tuple[LandlordAlias, ...]
    contacts: tuple[Speaker, ...]
    upcoming: tuple[Hanging, ...]
    elsewhere: int
    crowded: tuple[UUID, ...]
    merged_into: Landlord | None
    merged_from: tuple[Landlord, ...]

    @property
    def may_choose_band(self) -> bool:
        """Whether neither type nor size decides the forum (C-02, C-03)."""
        one = self.landlord
        return one.kind not in roll_rules.COUNCILS and one.homes in (None, roll_rules.BOUNDARY)

    def letters(self, domain: str) -> str:
        """A domain as people write it."""
        return in_letters(domain)


def landlord_page(uow: Uow, landlord_id: UUID, programmes: Programmes = None) -> LandlordPage:
    """Everything about one landlord; registrations of other programmes than these are only counted. Raises NotFound."""
    landlord = roll.landlord_of(uow, landlord_id)
    merged = tuple(
        uow.db.scalars(select(Landlord).where(Landlord.merged_into_id == landlord_id).order_by(Landlord.name))
    )
    ids = [landlord.id, *(other.id for other in merged)]
    upcoming, elsewhere = hanging(uow, ids, programmes)
    domains = select(LandlordDomain).where(LandlordDomain.landlord_id == landlord_id).order_by(LandlordDomain.domain)
    aliases = select(LandlordAlias).where(LandlordAlias.landlord_id == landlord_id).order_by(LandlordAlias.alias)
    return LandlordPage(
        landlord,
        tuple(uow.db.scalars(domains)),
        tuple(uow.db.scalars(aliases)),
        tuple(_speakers(uow, landlord_id)),
        upcoming,
        elsewhere,
        _crowded(upcoming, landlord_id),
        uow.db.get(Landlord, landlord.merged_into_id) if landlord.merged_into_id else None,
        merged,
    )


def hanging(uow: Uow, landlord_ids: Collection[UUID], programmes: Programmes) -> tuple[tuple[Hanging, ...], int]:
    """The open registrations of landlords in sessions to come, and how many more there are in other programmes."""
    query = (
        select(Registration, ForumSession, Person.name)
        .join(ForumSession, ForumSession.id == Registration.forum_session_id)
        .join(Person, Person.id == Registration.person_id)
        .where(
            Registration.landlord_id.in_(landlord_ids),
            Registration.state.in_(OPEN),
            ForumSession.state.in_(forum_rules.UPCOMING),
        )
        .order_by(
            ForumSession.starts_at, ForumSession.id, Registration.seat_no.is_(None), Registration.seat_no, Person.name
        )
    )
    found, elsewhere = [], 0
    for registration, session, name in uow.db.execute(query):
        if programmes is not None and session.programme_id not in programmes:
            elsewhere += 1
            continue
        found.append(
            Hanging(
                registration.id, session.id, session.title, session.starts_at, name, registration.state,
                registration.seat_no, registration.landlord_id,
            )
        )  # fmt: skip
    return tuple(found), elsewhere


def open_counts(uow: Uow) -> dict[UUID, int]:
    """How many registrations each landlord has in sessions to come."""
    query = (
        select(Registration.landlord_id, func.count())
        .join(ForumSession, ForumSession.id == Registration.forum_session_id)
        .where(
            Registration.landlord_id.is_not(None),
            Registration.state.in_(OPEN),
            ForumSession.state.in_(forum_rules.UPCOMING),
        )
        .group_by(Registration.landlord_id)
    )
    return {landlord_id: count for landlord_id, count in uow.db.execute(query) if landlord_id is not None}


def left_with_people(uow: Uow, programmes: Programmes) -> list[tuple[Landlord, int]]:
    """The landlords that are no members now and have people registered: somebody must decide (edge 7)."""
    query = select(Landlord).where(
        Landlord.membership_state != "member",
        Landlord.merged_into_id.is_(None),
        Landlord.id.in_(select(Registration.landlord_id).where(Registration.state.in_(OPEN))),
    )
    found = []
    for landlord in uow.db.scalars(query.order_by(Landlord.name_folded)):
        upcoming, _elsewhere = hanging(uow, [landlord.id], programmes)
        if upcoming:
            found.append((landlord, len(upcoming)))
    return found


def crowded_landlords(uow: Uow, programmes: Programmes) -> list[tuple[Landlord, int]]:
    """The landlords into which others were merged and whose people hold more than two seats: in how many sessions."""
    found = []
    merged = select(Landlord.merged_into_id).where(Landlord.merged_into_id.is_not(None))
    for landlord in uow.db.scalars(select(Landlord).where(Landlord.id.in_(merged)).order_by(Landlord.name_folded)):
        page = landlord_page(uow, landlord.id, programmes)
        if page.crowded:
            found.append((landlord, len(page.crowded)))
    return found


def _crowded(upcoming: Collection[Hanging], landlord_id: UUID) -> tuple[UUID, ...]:
    """The sessions in which a seat is held by a landlord that was merged into this one: beyond the two there are."""
    seated = [one for one in upcoming if one.state in SEATED and one.seat_no is not None]
    strays = {one.session_id for one in seated if one.landlord_id != landlord_id}
    return tuple(dict.fromkeys(one.session_id for one in seated if one.session_id in strays))


def _speakers(uow: Uow, landlord_id: UUID) -> list[Speaker]:
    query = (
        select(LandlordContact, Person)
        .join(Person, Person.id == LandlordContact.person_id)
        .where(LandlordContact.landlord_id == landlord_id, Person.state == "active")
        .order_by(LandlordContact.role.desc(), Person.name)
    )
    return [
        Speaker(contact.id, person.name, people.primary_address(uow, person.id) or "", contact.role)
        for contact, person in uow.db.execute(query)
    ]
