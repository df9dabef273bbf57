"""Two persons are one, a person works elsewhere, two landlords are one: what becomes of their seats.

Nobody is taken off in silence: of one person's two seats the later is offered on; of two landlords' four seats staff
choose the two that stay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from companion.forums import rules as forum_rules
from companion.forums.tables import ForumSession
from companion.invitations.tables import Invitation
from companion.kernel.clocks import LONDON
from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.people import merging as persons
from companion.people.tables import Affiliation, Person
from companion.registration import merge_rules, seats
from companion.registration.landlords import OPEN, Programmes
from companion.registration.offers import offer_next
from companion.registration.records import registration_of, set_waiting, store
from companion.registration.rules import free_seat
from companion.registration.service import leave
from companion.registration.states import LIVE
from companion.registration.tables import Registration
from companion.roll import service as roll
from companion.roll.tables import Landlord, LandlordAlias, LandlordContact, LandlordDomain


def merge_people(uow: Uow, chosen_id: UUID, other_id: UUID, *, name: str, programmes: Programmes = None) -> Person:
    """Make two persons one. Where both had a place in one session to come, the later is released and offered on.

    Raises NotTwoPersons, BothHaveAccounts, ElsewhereToo, BadName.
    """
    stays, goes = persons.who_stays(uow, chosen_id, other_id)
    found = _upcoming(uow, Registration.person_id.in_((stays.id, goes.id)), states=LIVE)
    _only_mine(uow, found, programmes)
    _hold(uow, {entry.landlord_id for entry in found if entry.landlord_id})
    for _session, entries in groupby(found, key=lambda entry: entry.forum_session_id):
        both = [merge_rules.Place(entry.id, entry.state, entry.created_at) for entry in entries]
        released = merge_rules.which_goes(*both) if len(both) == 2 else None
        if released is not None:
            leave(uow, registration_of(uow, released.registration_id), "cancel", "by_staff", tell=False)
    uow.db.flush()
    persons.merge(uow, stays, goes, name=name)
    return stays


def move_person(uow: Uow, registration_id: UUID, to_landlord_id: UUID, programmes: Programmes = None) -> int:
    """Somebody works for another landlord now: their places at the old one are given back (edge 23); how many.

    They are not registered for the new one: that landlord names its own people. Raises SameLandlord, ElsewhereToo.
    """
    registration = registration_of(uow, registration_id)
    from_id, person_id = registration.landlord_id, registration.person_id
    roll.landlord_of(uow, to_landlord_id)
    if from_id is None or from_id == to_landlord_id:
        raise merge_rules.SameLandlord
    found = open_places(uow, person_id, from_id)
    _only_mine(uow, found, programmes)
    _hold(uow, {from_id})
    for entry in found:
        uow.db.refresh(entry)
        if entry.state in merge_rules.RELEASABLE:
            leave(uow, entry, "cancel", "by_staff", tell=True)
    _affiliate(uow, person_id, from_id, to_landlord_id)
    uow.audit("person.moved", "person", person_id, landlord_id=str(to_landlord_id), released=len(found))
    return len(found)


def merge_landlords(uow: Uow, gone_id: UUID, into_id: UUID) -> None:
    """One landlord went into another. Its people take the seats that are free there; who finds none keeps theirs
    until staff choose (edge 9). Names, domains and contacts go over; its links end.

    Raises SameLandlord, GoneAlready.
    """
    if gone_id == into_id:
        raise merge_rules.SameLandlord
    _hold(uow, {gone_id, into_id})
    gone, into = roll.landlord_of(uow, gone_id), roll.landlord_of(uow, into_id)
    if gone.merged_into_id is not None or into.merged_into_id is not None:
        raise merge_rules.GoneAlready
    gone.membership_state, gone.left_on = "left", uow.now.astimezone(LONDON).date()
    gone.merged_into_id, gone.updated_at = into.id, uow.now
    for earlier in uow.db.scalars(select(Landlord).where(Landlord.merged_into_id == gone.id)):
        earlier.merged_into_id = into.id
    uow.db.flush()
    found = _upcoming(uow, Registration.landlord_id == gone_id)
    for entry in found:
        _bring_over(uow, entry, into.id)
    for session_id in dict.fromkeys(entry.forum_session_id for entry in found):
        offer_next(uow, session_id, into.id)
    _bring_names(uow, gone, into)
    _bring_invitations(uow, gone.id, into.id)
    roll.end_landlord_links(uow, gone.id)
    uow.audit("landlord.merged", "landlord", gone.id, into=str(into.id))


def choose_seats(uow: Uow, session_id: UUID, landlord_id: UUID, kept: Collection[UUID]) -> None:
    """Of more than two people of merged landlords, staff choose who keeps the seats; the others are told.

    Raises TooManyKept.
    """
    merge_rules.may_keep(len(set(kept)))
    _hold(uow, family(uow, landlord_id))
    held = seated_together(uow, session_id, landlord_id)
    must = {entry.id for entry in held if entry.state not in merge_rules.RELEASABLE}
    merge_rules.may_keep(len(must | set(kept)))
    for entry in held:
        if entry.id not in must and entry.id not in kept:
            leave(uow, entry, "cancel", "by_staff", tell=True, offer=False)
    _settle(uow, session_id, landlord_id)
    offer_next(uow, session_id, landlord_id)
    uow.audit("landlord.seats_chosen", "landlord", landlord_id, kept=len(set(kept) | must))


def settle(uow: Uow) -> int:
    """Give people of merged landlords the seats that came free meanwhile; how many moved. For the worker's tick."""
    query = select(Registration.forum_session_id, Landlord.merged_into_id).join(
        Landlord, Landlord.id == Registration.landlord_id
    )
    wanted = query.where(Landlord.merged_into_id.is_not(None), Registration.seat_no.is_not(None)).distinct()
    moved = 0
    for session_id, landlord_id in uow.db.execute(wanted).all():
        assert landlord_id is not None, "asked for above"
        _hold(uow, family(uow, landlord_id))
        moved += _settle(uow, session_id, landlord_id)
    return moved


def seated_together(uow: Uow, session_id: UUID, landlord_id: UUID) -> list[Registration]:
    """Everybody who holds a seat of a landlord, or of one that was merged into it, first come first."""
    query = select(Registration).where(
        Registration.forum_session_id == session_id,
        Registration.landlord_id.in_(family(uow, landlord_id)),
        Registration.seat_no.is_not(None),
    )
    return list(uow.db.scalars(query.order_by(Registration.created_at, Registration.id)))


def family(uow: Uow, landlord_id: UUID) -> list[UUID]:
    """A landlord and those that were merged into it."""
    return [landlord_id, *_merged_into(uow, landlord_id)]


def open_places(uow: Uow, person_id: UUID, landlord_id: UUID) -> list[Registration]:
    """Somebody's places for one landlord in sessions to come."""
    return _upcoming(uow, (Registration.person_id == person_id) & (Registration.landlord_id == landlord_id))


def _settle(uow: Uow, session_id: UUID, landlord_id: UUID) -> int:
    moved = 0
    for entry in seated_together(uow, session_id, landlord_id):
        if entry.landlord_id != landlord_id:
            moved += _take_seat(uow, entry, landlord_id)
    return moved


def _take_seat(uow: Uow, entry: Registration, landlord_id: UUID) -> bool:
    """Move somebody who holds a merged landlord's seat to one that is free; whether there was one."""
    seat_no = free_seat(seats.held(uow, entry.forum_session_id, landlord_id).keys())
    if seat_no is None:
        return False
    entry.landlord_id, entry.seat_no = landlord_id, seat_no
    store(uow, entry, "merged", tell=False)
    return True


def _bring_over(uow: Uow, entry: Registration, landlord_id: UUID) -> None:
    uow.db.refresh(entry)
    if entry.seat_no is not None:
        _take_seat(uow, entry, landlord_id)
        return
    entry.landlord_id = landlord_id
    if entry.state == "waitlisted":
        set_waiting(uow, entry, entry.reason_code or "seats_taken")
    store(uow, entry, "merged", tell=False)


def _bring_names(uow: Uow, gone: Landlord, into: Landlord) -> None:
    """Domains, names and contacts of the one that went; who nominated there is a deputy now."""
    domains = set(uow.db.scalars(select(LandlordDomain.domain).where(LandlordDomain.landlord_id == into.id)))
    for domain in list(uow.db.scalars(select(LandlordDomain).where(LandlordDomain.landlord_id == gone.id))):
        if domain.domain not in domains:
            uow.db.add(
                LandlordDomain(landlord_id=into.id, domain=domain.domain, source="staff", verified=domain.verified)
            )
    aliases = set(uow.db.scalars(select(LandlordAlias.alias).where(LandlordAlias.landlord_id == into.id)))
    theirs = list(uow.db.scalars(select(LandlordAlias.alias).where(LandlordAlias.landlord_id == gone.id)))
    for alias in dict.fromkeys((gone.name, *theirs)):
        if alias not in aliases and alias != into.name:
            uow.db.add(LandlordAlias(landlord_id=into.id, alias=alias, source="staff"))
    speakers = {one.person_id: one for one in _contacts(uow, into.id)}
    nominates = any(one.role == "nominating" for one in speakers.values())
    for contact in _contacts(uow, gone.id):
        if contact.person_id not in speakers:
            role = contact.role if contact.role != "nominating" or not nominates else "deputy"
            nominates = nominates or role == "nominating"
            uow.db.add(LandlordContact(id=new_id(), landlord_id=into.id, person_id=contact.person_id, role=role))
    uow.db.flush()


def _bring_invitations(uow: Uow, gone_id: UUID, into_id: UUID) -> None:
    invited = set(uow.db.scalars(select(Invitation.forum_session_id).where(Invitation.landlord_id == into_id)))
    to_come = select(ForumSession.id).where(ForumSession.state.in_(forum_rules.UPCOMING))
    query = select(Invitation).where(Invitation.landlord_id == gone_id, Invitation.forum_session_id.in_(to_come))
    for invitation in list(uow.db.scalars(query)):
        if invitation.forum_session_id in invited:
            invitation.state = "revoked"
        else:
            invitation.landlord_id = into_id
    uow.db.flush()


def _contacts(uow: Uow, landlord_id: UUID) -> list[LandlordContact]:
    query = select(LandlordContact).where(LandlordContact.landlord_id == landlord_id)
    return list(uow.db.scalars(query.order_by(LandlordContact.role.desc(), LandlordContact.id)))


def _affiliate(uow: Uow, person_id: UUID, from_id: UUID, to_id: UUID) -> None:
    today = uow.now.astimezone(LONDON).date()
    held = list(
        uow.db.scalars(select(Affiliation).where(Affiliation.person_id == person_id, Affiliation.until.is_(None)))
    )
    for entry in held:
        if entry.landlord_id == from_id:
            entry.until = today
    by = uow.actor.id if uow.actor.kind == "person" else None
    if to_id not in {entry.landlord_id for entry in held}:
        uow.db.add(Affiliation(id=new_id(), person_id=person_id, landlord_id=to_id, since=today, verified_by_id=by))
    uow.db.flush()


def _upcoming(uow: Uow, which: object, *, states: Collection[str] = OPEN) -> list[Registration]:
    """Live registrations in sessions to come, session by session, first come first."""
    query = (
        select(Registration)
        .join(ForumSession, ForumSession.id == Registration.forum_session_id)
        .where(which, Registration.state.in_(states), ForumSession.state.in_(forum_rules.UPCOMING))  # type: ignore[arg-type]
        .order_by(
            Registration.forum_session_id, Registration.seat_no.is_(None), Registration.created_at, Registration.id
        )
    )
    return list(uow.db.scalars(query))


def _only_mine(uow: Uow, found: Iterable[Registration], programmes: Programmes) -> None:
    """Raise ElsewhereToo for a registration in a programme that is not among these (X-07)."""
    if programmes is None:
        return
    for entry in found:
        if uow.db.get_one(ForumSession, entry.forum_session_id).programme_id not in programmes:
            raise merge_rules.ElsewhereToo


def _merged_into(uow: Uow, landlord_id: UUID) -> list[UUID]:
    return list(uow.db.scalars(select(Landlord.id).where(Landlord.merged_into_id == landlord_id)))


def _hold(uow: Uow, landlord_ids: Iterable[UUID]) -> None:
    """Hold the seats of several landlords, always in the same order, so that no two wait for each other."""
    for landlord_id in sorted(landlord_ids):
        seats.hold(uow, landlord_id)
