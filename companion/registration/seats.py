"""Giving out seats so that no race gives a third: the claim is the constraint, tried seat by seat.

`hold` serialises one landlord's changes on PostgreSQL (SQLite has one writer anyway), so that nobody is put on the
waiting list in the moment a seat comes free. The cap itself needs no lock: the database has no third seat to give.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from companion.kernel.uow import Uow
from companion.registration.rules import SEATS, free_seat
from companion.registration.tables import Registration
from companion.roll.tables import Landlord


def hold(uow: Uow, landlord_id: UUID | None) -> None:
    """Make other changes to this landlord's seats wait for this transaction; call it before reading them.

    With them those of the landlord that it was merged into: they are the same two seats.
    """
    if landlord_id is None:
        return
    for one in sorted({landlord_id, now_at(uow, landlord_id)}):
        uow.db.scalar(select(Landlord.id).where(Landlord.id == one).with_for_update(key_share=True))


def now_at(uow: Uow, landlord_id: UUID) -> UUID:
    """The landlord whose seats count: the one that this one was merged into, or itself."""
    return uow.db.scalar(select(Landlord.merged_into_id).where(Landlord.id == landlord_id)) or landlord_id


def may_be_given(uow: Uow, landlord_id: UUID) -> bool:
    """Whether a landlord may put somebody new on its seats: a member may, or who was merged into one."""
    found = uow.db.scalar(select(Landlord.membership_state).where(Landlord.id == now_at(uow, landlord_id)))
    return found == "member"


def held(uow: Uow, session_id: UUID, landlord_id: UUID) -> dict[int, Registration]:
    """Who holds which seat."""
    query = select(Registration).where(
        Registration.forum_session_id == session_id,
        Registration.landlord_id == landlord_id,
        Registration.seat_no.is_not(None),
    )
    return {found.seat_no: found for found in uow.db.scalars(query) if found.seat_no is not None}


def claim(uow: Uow, registration: Registration, state: str) -> int | None:
    """Put a registration into a seated state on the lowest seat that the database gives; None when it gives none.

    Seat 1, then 2, each in a savepoint. The registration is as before when there is no seat, but for its landlord: it
    is the one that theirs was merged into (edge 9). Raises IntegrityError for a conflict that is not about the seat
    (the person is registered already).
    """
    registration.landlord_id = now_at(uow, _landlord(registration))
    before, before_seat = registration.state, registration.seat_no
    for seat_no in SEATS:
        taken = held(uow, registration.forum_session_id, _landlord(registration))
        if free_seat(taken.keys()) is None or len(taken) + strays(uow, registration) >= len(SEATS):
            break
        if seat_no in taken:
            continue
        try:
            with uow.db.begin_nested():
                registration.state, registration.seat_no = state, seat_no
                uow.db.add(registration)
                uow.db.flush()
            return seat_no
        except IntegrityError:
            registration.state, registration.seat_no = before, before_seat
            if seat_no not in held(uow, registration.forum_session_id, _landlord(registration)):
                raise
    return None


def strays(uow: Uow, registration: Registration) -> int:
    """How many people of landlords that were merged into this one still hold seats of theirs: they count (edge 9)."""
    query = (
        select(func.count())
        .select_from(Registration)
        .join(Landlord, Landlord.id == Registration.landlord_id)
        .where(
            Landlord.merged_into_id == _landlord(registration),
            Registration.forum_session_id == registration.forum_session_id,
            Registration.seat_no.is_not(None),
        )
    )
    return uow.db.scalar(query) or 0


def _landlord(registration: Registration) -> UUID:
    if registration.landlord_id is None:
        raise ValueError("only a landlord's registration can hold a seat")
    return registration.landlord_id
