"""A freed seat is offered, not filled: to whoever has waited longest at that landlord, until the offer ends."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.uow import Uow
from companion.registration import rules, seats
from companion.registration.records import (
    Outcome,
    held_registration,
    is_barred,
    outcome,
    registration_of,
    set_waiting,
    store,
    waiting_for,
)
from companion.registration.tables import Registration
from companion.roll.tables import Landlord

OFFERING = ("scheduled", "open", "closed")  # sessions in which a freed seat is offered


def offer_next(uow: Uow, session_id: UUID, landlord_id: UUID) -> None:
    """Offer every free seat of a landlord to its waiting list. The landlord's seats must be held (`seats.hold`).

    After the start there is no time to wait for an answer: the steward swaps at the door instead. Whoever waits at a
    landlord that was merged waits at the one it went into (edge 9). One that is no member now is offered nothing.
    """
    landlord_id = seats.now_at(uow, landlord_id)
    forum_session = forums.session_of(uow, session_id)
    now = forums.time_in(uow, forum_session)
    if forum_session.state not in OFFERING or now >= forum_session.starts_at:
        return
    if not seats.may_be_given(uow, landlord_id):
        return
    while rules.free_seat(seats.held(uow, session_id, landlord_id).keys()) is not None:
        waiting = {entry.id: entry for entry in waiting_for(uow, session_id, landlord_id)}
        chosen = rules.next_for_seat(_waiting(uow, entry, forum_session) for entry in waiting.values())
        if chosen is None:
            return
        registration = waiting[chosen.registration_id]
        if seats.claim(uow, registration, rules.moved(registration.state, "offer")) is None:
            return
        registration.wait_rank, registration.reason_code = None, None
        registration.offer_expires_at = rules.offer_until(now, forum_session.starts_at)
        store(uow, registration, "offered")


def take_offer(uow: Uow, registration_id: UUID) -> Outcome:
    """Say yes to a seat: the one offered, or one that is free when the offer had lapsed.

    An offer that has ended is no error: the outcome says where the registration now stands (edge 37). Raises
    NotFromHere once the session is over or was called off.
    """
    forum_session, registration = held_registration(uow, registration_id)
    if forum_session.state in rules.OVER_AND_DONE:
        raise rules.NotFromHere
    if registration.state == "offered" and _has_ended(uow, forum_session, registration):
        _expire(uow, registration)
    if registration.state == "offered":
        registration.state, registration.offer_expires_at = rules.moved(registration.state, "take"), None
        return store(uow, registration, "taken")
    waits = registration.state == "waitlisted" and not is_barred(uow, registration.person_id, forum_session)
    waits = waits and registration.landlord_id is not None and seats.may_be_given(uow, registration.landlord_id)
    if waits and seats.claim(uow, registration, rules.moved(registration.state, "take")) is not None:
        registration.wait_rank, registration.reason_code = None, None
        return store(uow, registration, "taken")
    return outcome(registration)


def expire_due_offers(uow: Uow) -> int:
    """End the offers whose time is over and offer those seats on; how many. For the worker's tick."""
    due = 0
    for registration_id in uow.db.scalars(select(Registration.id).where(Registration.state == "offered")).all():
        registration = registration_of(uow, registration_id)
        if not _has_ended(uow, forums.session_of(uow, registration.forum_session_id), registration):
            continue
        forum_session, registration = held_registration(uow, registration_id)
        if registration.state == "offered" and _has_ended(uow, forum_session, registration):
            _expire(uow, registration)
            due += 1
    return due


def offer_free_seats(uow: Uow) -> int:
    """Offer what is free to who waits, where it came free without a registration's doing: a landlord is a member again,
    by its page or by a file. How many landlords were looked at; who let an offer lapse asks for it. For the worker's
    tick."""
    waiting = (
        select(Registration.forum_session_id, Registration.landlord_id)
        .join(ForumSession, ForumSession.id == Registration.forum_session_id)
        .join(Landlord, Landlord.id == Registration.landlord_id)
        .where(
            Registration.state == "waitlisted",
            Registration.reason_code.is_distinct_from("offer_lapsed"),
            ForumSession.state.in_(OFFERING),
            Landlord.membership_state == "member",
        )
        .distinct()
        .subquery()
    )
    seated = (
        select(func.count())
        .where(
            Registration.forum_session_id == waiting.c.forum_session_id,
            Registration.landlord_id == waiting.c.landlord_id,
            Registration.seat_no.is_not(None),
        )
        .scalar_subquery()
    )
    found = uow.db.execute(select(waiting).where(seated < len(rules.SEATS))).all()
    for session_id, landlord_id in found:
        seats.hold(uow, landlord_id)
        offer_next(uow, session_id, landlord_id)
    return len(found)


def _expire(uow: Uow, registration: Registration) -> None:
    rules.moved(registration.state, "expire")
    set_waiting(uow, registration, "offer_lapsed")
    store(uow, registration, "offer_lapsed", tell=False)
    if registration.landlord_id is not None:
        offer_next(uow, registration.forum_session_id, registration.landlord_id)


def _has_ended(uow: Uow, forum_session: ForumSession, registration: Registration) -> bool:
    ends = registration.offer_expires_at
    return ends is not None and forums.time_in(uow, forum_session) >= ends


def _waiting(uow: Uow, registration: Registration, forum_session: ForumSession) -> rules.Waiting:
    return rules.Waiting(
        registration_id=registration.id,
        rank=registration.wait_rank or 0,
        has_let_lapse=registration.reason_code == "offer_lapsed",
        is_barred=is_barred(uow, registration.person_id, forum_session),
    )
