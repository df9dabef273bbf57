"""Taking up again what was given back: a slip of the thumb, or a meeting that moved."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.uow import Uow
from companion.registration import rules, seats
from companion.registration.records import Outcome, held_registration, is_barred, live_registration, store
from companion.registration.service import give_seat
from companion.registration.tables import Registration

SHOWN_FOR = timedelta(hours=24)


def come_back(uow: Uow, registration_id: UUID) -> Outcome:
    """Give a place back to whoever had it, while a seat is free; otherwise they wait, as anybody does.

    Their earlier links stay dead and a new letter goes out. Raises NotFromHere once swaps have closed or when staff
    decided, AlreadyRegistered when they are in by another way, Unavailable under a bar, NotAMember once their landlord
    has left.
    """
    forum_session, registration = held_registration(uow, registration_id)
    if not _may(uow, forum_session, registration):
        raise rules.NotFromHere
    if live_registration(uow, forum_session.id, registration.person_id) is not None:
        raise rules.AlreadyRegistered
    if is_barred(uow, registration.person_id, forum_session):
        raise rules.Unavailable
    if registration.landlord_id is not None and not seats.may_be_given(uow, registration.landlord_id):
        raise rules.NotAMember
    rules.moved(registration.state, "return")
    if registration.zoom_state == "cancelled":
        # Zoom has no way back from a cancelled registration: they are added there anew.
        registration.zoom_registrant_id, registration.zoom_state = None, "none"
    give_seat(uow, registration)
    registration.calendar_revision += 1
    return store(uow, registration, "came_back")


def may_come_back(uow: Uow, registration: Registration) -> bool:
    """Whether undoing is harmless: nobody else has been given or offered the seat, and nothing forbids it."""
    forum_session = forums.session_of(uow, registration.forum_session_id)
    if not _may(uow, forum_session, registration):
        return False
    if live_registration(uow, forum_session.id, registration.person_id) is not None:
        return False
    if registration.landlord_id is None:
        return True
    if not seats.may_be_given(uow, registration.landlord_id):
        return False
    held = seats.held(uow, forum_session.id, registration.landlord_id)
    return rules.free_seat(held.keys()) is not None


def given_back(uow: Uow, session_id: UUID, landlord_id: UUID) -> list[Registration]:
    """What a landlord's people gave back in the last day and could take up again, the newest first; one per person."""
    query = (
        select(Registration)
        .where(
            Registration.forum_session_id == session_id,
            Registration.landlord_id == landlord_id,
            Registration.state.in_(("cancelled", "apology")),
            Registration.updated_at > uow.now - SHOWN_FOR,
        )
        .order_by(Registration.updated_at.desc(), Registration.id)
    )
    newest: dict[UUID, Registration] = {}
    for registration in uow.db.scalars(query):
        newest.setdefault(registration.person_id, registration)
    return [registration for registration in newest.values() if may_come_back(uow, registration)]


def _may(uow: Uow, forum_session: ForumSession, registration: Registration) -> bool:
    return rules.may_return(
        registration.state,
        registration.reason_code,
        forum_session.state,
        forum_session.starts_at,
        forums.time_in(uow, forum_session),
    )
