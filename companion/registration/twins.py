"""Persons who may be one, as an organiser sees them: those of their own programmes, and who speaks for landlords."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.forums import rules as forum_rules
from companion.forums.tables import ForumSession
from companion.kernel.errors import NotFound
from companion.kernel.uow import Uow
from companion.people import alike, merging
from companion.people.tables import Person, PersonEmail
from companion.registration import merge_rules, rules
from companion.registration.landlords import Programmes
from companion.registration.states import LIVE
from companion.registration.tables import Participant, ParticipantAlias, Registration
from companion.roll.tables import Landlord, LandlordContact

MOST_SHOWN = 50


@dataclass(frozen=True)
class OnePerson:
    """One of two, as a page shows them."""

    person_id: UUID
    name: str
    addresses: tuple[str, ...]
    landlords: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two who may be one, and why."""

    first: OnePerson
    second: OnePerson
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Clash:
    """A session to come in which both have a place, and whose place is given back if they are one."""

    title: str
    starts_at: datetime
    released: str | None
    state: str


@dataclass(frozen=True)
class PairPage:
    """Two who may be one, with what becomes of their places."""

    pair: Pair
    clashes: tuple[Clash, ...]


@dataclass
class _Known:
    names: dict[UUID, str] = field(default_factory=dict)
    addresses: dict[UUID, dict[str, tuple[str, str]]] = field(default_factory=dict)
    landlords: dict[UUID, set[UUID]] = field(default_factory=dict)
    phones: dict[UUID, set[str]] = field(default_factory=dict)
    titles: dict[UUID, str] = field(default_factory=dict)


def pairs(uow: Uow, programmes: Programmes = None) -> list[Pair]:
    """The pairs that somebody should look at, most suspicious first."""
    known = _known(uow, _visible(uow, programmes))
    found = alike.suspects((_facts(known, person_id) for person_id in known.names), merging.said_two(uow))
    return [_pair(known, one) for one in found[:MOST_SHOWN]]


def pair_page(uow: Uow, first: UUID, second: UUID, programmes: Programmes = None) -> PairPage:
    """Two persons side by side. Raises NotFound when one is gone, or is nobody of these programmes."""
    known = _known(uow, _visible(uow, programmes) & {first, second})
    if first == second or set(known.names) != {first, second}:
        raise NotFound
    found = alike.suspicion(_facts(known, first), _facts(known, second))
    return PairPage(_pair(known, found), tuple(_clashes(uow, known, first, second)))


def _visible(uow: Uow, programmes: Programmes) -> set[UUID]:
    """Who may be shown by name: registered in these programmes, or speaking for a landlord."""
    query = select(Registration.person_id).join(ForumSession, ForumSession.id == Registration.forum_session_id)
    if programmes is not None:
        query = query.where(ForumSession.programme_id.in_(programmes))
    return {*uow.db.scalars(query.distinct()), *uow.db.scalars(select(LandlordContact.person_id).distinct())}


def _known(uow: Uow, people: set[UUID]) -> _Known:
    known = _Known()
    for row in uow.db.execute(
        select(Person.id, Person.name).where(Person.state == "active").order_by(Person.created_at)
    ):
        if row.id in people:
            known.names[row.id] = row.name
    columns = (PersonEmail.person_id, PersonEmail.address, PersonEmail.folded, PersonEmail.canonical)
    for mail in uow.db.execute(select(*columns).order_by(PersonEmail.address)):
        if mail.person_id in known.names:
            known.addresses.setdefault(mail.person_id, {})[mail.address] = (mail.folded, mail.canonical)
    works = [
        select(Registration.person_id, Registration.landlord_id)
        .where(Registration.landlord_id.is_not(None))
        .distinct(),
        select(LandlordContact.person_id, LandlordContact.landlord_id),
    ]
    for query in works:
        for person_id, landlord_id in uow.db.execute(query):
            if landlord_id is not None:
                known.landlords.setdefault(person_id, set()).add(landlord_id)
    phones = (
        select(Participant.person_id, ParticipantAlias.value)
        .join(ParticipantAlias, ParticipantAlias.participant_id == Participant.id)
        .where(Participant.person_id.is_not(None), ParticipantAlias.kind == "phone")
    )
    for caller, number in uow.db.execute(phones):
        if caller is not None:
            known.phones.setdefault(caller, set()).add(number)
    known.titles = {row.id: row.name for row in uow.db.execute(select(Landlord.id, Landlord.name))}
    return known


def _facts(known: _Known, person_id: UUID) -> alike.Facts:
    return alike.Facts(
        person_id,
        known.names[person_id],
        frozenset(known.addresses.get(person_id, {}).values()),
        frozenset(known.landlords.get(person_id, ())),
        frozenset(known.phones.get(person_id, ())),
    )


def _pair(known: _Known, found: alike.Suspicion) -> Pair:
    first, second = (_one(known, facts) for facts in (found.first, found.second))
    return Pair(first, second, tuple(alike.REASON_WORDS[reason] for reason in found.reasons))


def _one(known: _Known, facts: alike.Facts) -> OnePerson:
    landlords = sorted(known.titles[landlord_id] for landlord_id in facts.landlords)
    return OnePerson(facts.person_id, facts.name, tuple(known.addresses.get(facts.person_id, ())), tuple(landlords))


def _clashes(uow: Uow, known: _Known, first: UUID, second: UUID) -> Iterable[Clash]:
    query = (
        select(Registration, ForumSession)
        .join(ForumSession, ForumSession.id == Registration.forum_session_id)
        .where(
            Registration.person_id.in_((first, second)),
            Registration.state.in_(LIVE),
            ForumSession.state.in_(forum_rules.UPCOMING),
        )
        .order_by(ForumSession.starts_at, ForumSession.id)
    )
    by_session: dict[UUID, list[tuple[Registration, ForumSession]]] = {}
    for registration, session in uow.db.execute(query):
        by_session.setdefault(session.id, []).append((registration, session))
    for entries in by_session.values():
        if len(entries) != 2:
            continue
        places = [merge_rules.Place(one.id, one.state, one.created_at) for one, _ in entries]
        goes = merge_rules.which_goes(*places)
        released = next((one for one, _ in entries if goes is not None and one.id == goes.registration_id), None)
        session = entries[0][1]
        yield Clash(
            session.title,
            session.starts_at,
            known.names[released.person_id] if released else None,
            rules.STATE_WORDS[released.state] if released else "",
        )
