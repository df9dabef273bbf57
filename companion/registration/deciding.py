"""What staff decide about a registration, and what becomes of it after the session."""

from __future__ import annotations

from uuid import UUID

from companion.kernel.text import clean
from companion.kernel.uow import Uow
from companion.registration import attendance, rules, seats
from companion.registration.records import Outcome, decided_by, held_registration, is_barred, keep_note, store
from companion.registration.service import band_of, give_seat, leave
from companion.roll import service as roll


def approve(uow: Uow, registration_id: UUID, *, kind: str | None = None, landlord_id: UUID | None = None) -> Outcome:
    """Let a pending registration in, as the kind and for the landlord that the organiser names.

    The cap is looked at now: with both seats held it waits. Raises NotFromHere, NoLandlord, NotAMember, Unavailable.
    """
    seats.hold(uow, landlord_id)
    forum_session, registration = held_registration(uow, registration_id)
    rules.moved(registration.state, "approve")
    if forum_session.state == "cancelled":
        raise rules.NotFromHere
    comes_as = kind or registration.kind
    if comes_as == "landlord":
        chosen = landlord_id or registration.landlord_id
        if chosen is None:
            raise rules.NoLandlord
        landlord = roll.landlord_of(uow, chosen)
        if landlord.membership_state != "member":
            raise rules.NotAMember
        registration.landlord_id, registration.band_snapshot = (
            landlord.id,
            band_of(uow, forum_session.id, landlord),
        )
    registration.kind = comes_as
    if is_barred(uow, registration.person_id, forum_session):
        raise rules.Unavailable
    registration.decided_by_id = decided_by(uow)
    give_seat(uow, registration)
    return store(uow, registration, "approved")


def decline(uow: Uow, registration_id: UUID, *, why: str = "") -> Outcome:
    """Refuse a pending or waiting registration; the reason, if one is given, is in the letter's page."""
    _session, registration = held_registration(uow, registration_id)
    keep_note(uow, registration, "declined", clean(why, most=1000))
    registration.decided_by_id = decided_by(uow)
    return leave(uow, registration, "decline", "by_staff", tell=True)


def suspend(uow: Uow, registration_id: UUID, *, why: str = "bar") -> Outcome:
    """Put a registration on hold while its person is kept out; its seat is offered, and remembered for a first refusal.

    `why` is a word of `rules.REASONS`: bar, or not_eligible for a member of a group."""
    _session, registration = held_registration(uow, registration_id)
    registration.former_seat_no = registration.seat_no
    return leave(uow, registration, "suspend", why, tell=True)


def lift(uow: Uow, registration_id: UUID) -> Outcome:
    """Take a registration off hold: its seat back if one is free, else first in line.

    Raises Unavailable while a bar is still in force, NotFromHere when it was not on hold.
    """
    forum_session, registration = held_registration(uow, registration_id)
    rules.moved(registration.state, "lift")
    if is_barred(uow, registration.person_id, forum_session):
        raise rules.Unavailable
    give_seat(uow, registration, first=True)
    return store(uow, registration, "lifted")


def mark_attended(uow: Uow, registration_id: UUID) -> None:
    """Note that somebody came; what cannot be marked (they are waiting, or noted already) stays as it is.

    Who gave an apology and came has a seat again if their landlord has one left (edge 48); else the steward swaps.
    """
    _session, registration = held_registration(uow, registration_id)
    if registration.state == "apology":
        attendance.came_after_all(uow, registration)
    elif ("join", registration.state) in rules.MOVES:
        registration.state = rules.moved(registration.state, "join")
        store(uow, registration, "attended", tell=False)


def unmark_attended(uow: Uow, registration_id: UUID) -> None:
    """Take back that somebody came: it was not them."""
    _session, registration = held_registration(uow, registration_id)
    if ("unjoin", registration.state) in rules.MOVES:
        registration.state = rules.moved(registration.state, "unjoin")
        store(uow, registration, "not_attended", tell=False)
