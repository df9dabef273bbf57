"""Use-cases of registration: registering, leaving, swapping, agreeing to the code.

What staff decide is in `deciding.py`, offers in `offers.py`, Zoom's side in `zoom.py`, who is present in
`participants.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from companion.codes import service as codes
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.groups import members
from companion.invitations import service as invitations
from companion.kernel.errors import BadInput, DomainError
from companion.kernel.ids import new_id
from companion.kernel.text import clean
from companion.kernel.uow import Uow
from companion.people.addresses import read_address
from companion.people.tables import Person, PersonEmail
from companion.registration import rules, seats
from companion.registration.offers import offer_next
from companion.registration.records import (
    Outcome,
    decided_by,
    end_links,
    held_registration,
    is_barred,
    keep_note,
    live_registration,
    outcome,
    person_for,
    send,
    set_waiting,
    store,
    waiting_for,
)
from companion.registration.tables import Registration
from companion.roll import service as roll
from companion.roll.tables import Landlord


class AddressElsewhere(DomainError):
    message = "That address belongs to another landlord. Each landlord names its own people."


class SamePerson(BadInput):
    message = "That is the person who holds the seat. Enter who comes instead."


def register(
    uow: Uow,
    session_id: UUID,
    *,
    name: str,
    address: str,
    kind: str = "landlord",
    landlord_id: UUID | None = None,
    source: str = "web",
    zoom_registrant_id: str | None = None,
) -> Outcome:
    """Register somebody: on a seat while their landlord has one, else on its waiting list, or with the organiser.

    `source` is web (the landlord's own link), staff, zoom or import; staff may register after names have closed.
    Raises AlreadyRegistered, NamesClosed, NotAMember, WrongForum, Unavailable, AddressElsewhere, BadName, BadAddress,
    WaitingListFull, TooManyNamed.
    """
    by_staff = source in ("staff", "import")
    seats.hold(uow, landlord_id)
    forum_session = forums.session_of(uow, session_id)
    person, email = person_for(uow, name, address)
    if live_registration(uow, session_id, person.id) is not None:
        raise rules.AlreadyRegistered
    landlord = roll.landlord_of(uow, landlord_id) if landlord_id else None
    doubt = rules.may_register(_request(uow, forum_session, kind, landlord, person.id, source))
    if source == "web" and landlord is not None:
        same_landlord(uow, landlord.id, email.address)
    if landlord is not None:
        rules.may_name_more(named_today=named_today(uow, session_id, landlord.id), by_staff=by_staff)
    registration = blank(uow, session_id, kind, person, email, source)
    registration.landlord_id = landlord.id if landlord else None
    registration.band_snapshot = band_of(uow, session_id, landlord) if landlord else None
    registration.zoom_registrant_id = zoom_registrant_id
    registration.zoom_state = "pending" if zoom_registrant_id else "none"
    is_member = kind == "member" and members.may_take_part(uow, person.id, forum_session.programme_id)
    if doubt is None and kind != "landlord" and not is_member and source in ("web", "zoom"):
        doubt = "unknown_landlord" if forum_session.forum_type else "by_person"
    if doubt is not None:
        registration.state, registration.reason_code = "pending", doubt
    else:
        give_seat(uow, registration)
    if registration.state == "waitlisted" and registration.landlord_id is not None:
        waiting = waiting_for(uow, session_id, registration.landlord_id)
        rules.may_wait(waiting=sum(one.id != registration.id for one in waiting), by_staff=by_staff)
    result = store(uow, registration, "made")
    if landlord is not None:
        invitations.answered(uow, session_id, landlord.id, "accepted")
        tell_contact(uow, registration, source)
    return result


def give_seat(uow: Uow, registration: Registration, *, first: bool = False) -> None:
    """Confirm a registration on a seat, or put it on the waiting list; other kinds need no seat."""
    registration.reason_code, registration.offer_expires_at = None, None
    if registration.kind != "landlord":
        registration.state = "confirmed"
    elif seats.claim(uow, registration, "confirmed") is None:
        set_waiting(uow, registration, "seats_taken", first=first)
    else:
        registration.wait_rank = None


def withdraw(uow: Uow, registration_id: UUID, *, by: str, told: bool = True) -> Outcome:
    """Take a registration back; its seat is offered to whoever waits. `by` is landlord, person or staff.

    Raises NotFromHere when it is over already, or the session is: what was so at its end stays so, and is corrected
    with a reason (`attendance.correct`).
    """
    forum_session, registration = held_registration(uow, registration_id)
    has_ended = forums.time_in(uow, forum_session) >= forum_session.ends_at
    if forum_session.state in rules.OVER_AND_DONE or has_ended:
        raise rules.NotFromHere
    return leave(uow, registration, "cancel", f"by_{by}", tell=told)


def apologise(uow: Uow, registration_id: UUID, *, by: str = "person", why: str = "") -> Outcome:
    """Note that somebody cannot come; no reason is needed. After the start it counts as late (edge 46)."""
    forum_session, registration = held_registration(uow, registration_id)
    if forum_session.state in rules.OVER_AND_DONE:
        raise rules.NotFromHere
    late = forums.time_in(uow, forum_session) >= forum_session.starts_at
    keep_note(uow, registration, "apology", clean(why, most=1000))
    result = leave(uow, registration, "apologise", "late" if late else f"by_{by}", tell=True)
    send(uow, "registration.apology_notice", registration)  # to the programme's own mailbox (PP-22)
    return result


def substitute(uow: Uow, registration_id: UUID, *, name: str, address: str, by: str) -> Outcome:
    """Give somebody's seat to a colleague in place: same seat, one transaction, and the old link is dead.

    Somebody of the same landlord who was waiting moves up. Raises NotFromHere, NamesClosed, SamePerson,
    AddressElsewhere, AlreadyRegistered, Unavailable, BadName, BadAddress; NotAMember for a landlord that has left,
    whose seats are for staff to decide about (edge 7).
    """
    forum_session, old = held_registration(uow, registration_id)
    by_staff = by == "staff"
    rules.may_swap(forum_session.state, forum_session.starts_at, forums.time_in(uow, forum_session), by_staff=by_staff)
    state, seat_no = rules.moved(old.state, "substitute"), old.seat_no
    person, email = person_for(uow, name, address)
    if person.id == old.person_id:
        raise SamePerson
    if is_barred(uow, person.id, forum_session):
        raise rules.Unavailable
    if old.landlord_id is not None and not by_staff:
        if not seats.may_be_given(uow, old.landlord_id):
            raise rules.NotAMember
        same_landlord(uow, old.landlord_id, email.address)
    new = _waiting_colleague(uow, old, person, email)
    old.calendar_revision += old.state == "confirmed"
    old.state, old.seat_no, old.offer_expires_at, old.reason_code = state, None, None, f"by_{by}"
    end_links(uow, old)
    store(uow, old, "replaced")
    new.state, new.seat_no, new.replaces_id = "confirmed", seat_no, old.id
    new.wait_rank, new.reason_code = None, None
    result = store(uow, new, "substituted")
    tell_contact(uow, new, "web" if by == "landlord" else by)
    return result


def accept_code(uow: Uow, registration_id: UUID, *, shown: Collection[UUID] | None = None) -> None:
    """The registrant agrees to what binds them; with a link there, the joining details follow by mail (LC-02).

    `shown` are the versions that they read, where a page showed some. Raises NotFromHere without a place,
    NoCodeInForce, ChangedMeanwhile when another version has come into force since (edge 41).
    """
    forum_session, registration = held_registration(uow, registration_id)
    if registration.state not in ("confirmed", "attended"):
        raise rules.NotFromHere
    codes.accept_all(uow, registration.person_id, forum_session.programme_id, kind=registration.kind, shown=shown)
    if registration.zoom_join_url is not None:
        send(uow, "registration.joining", registration, key=str(registration.zoom_registrant_id))


def may_join(uow: Uow, registration: Registration) -> bool:
    """Whether the link into the meeting may be shown to a registrant: they hold a place and agreed to the code."""
    if registration.state not in ("confirmed", "attended"):
        return False
    forum_session = forums.session_of(uow, registration.forum_session_id)
    return codes.has_accepted(uow, registration.person_id, forum_session.programme_id, kind=registration.kind)


def ask_for_swap(uow: Uow, registration_id: UUID, *, message: str = "") -> None:
    """Pass a waiting person's wish for a seat on to their landlord's nominating contact; once a day.

    Raises NotFromHere for somebody who does not wait.
    """
    _session, registration = held_registration(uow, registration_id)
    if registration.state != "waitlisted":
        raise rules.NotFromHere
    keep_note(uow, registration, "swap_wanted", clean(message, most=500) or "yes")
    send(uow, "registration.swap_wanted", registration, key=f"{uow.now:%Y-%m-%d}")
    uow.audit("registration.swap_wanted", "registration", registration_id)


def want_transcript(uow: Uow, registration_id: UUID) -> None:
    """Note that somebody without a seat wants the transcript afterwards."""
    _session, registration = held_registration(uow, registration_id)
    keep_note(uow, registration, "transcript_wanted", "yes")
    uow.audit("registration.transcript_wanted", "registration", registration_id)


def send_day_link_again(uow: Uow, registration_id: UUID) -> None:
    """Send a registrant their letter again; at most one a minute. Raises NotFromHere where there is nothing to come to:
    they are out, or the session is over or called off."""
    forum_session, registration = held_registration(uow, registration_id)
    if forum_session.state in rules.OVER_AND_DONE:
        raise rules.NotFromHere
    if registration.state not in ("confirmed", "attended", "offered", "waitlisted"):
        raise rules.NotFromHere
    letter = {"offered": "registration.offer", "waitlisted": "registration.waiting"}
    minute = f"{uow.now:%Y-%m-%dT%H:%M}"
    send(uow, letter.get(registration.state, "registration.day_link"), registration, key=minute)


def tell_contact(uow: Uow, registration: Registration, source: str) -> None:
    """Tell the nominating contact what became of one of their landlord's people, unless they did it themselves."""
    if source != "web" and registration.kind == "landlord":
        send(uow, "registration.contact_notice", registration)


def leave(
    uow: Uow, registration: Registration, event: str, reason_code: str, *, tell: bool, offer: bool = True
) -> Outcome:
    """Every way out: the state moves, the seat is free, the link is dead, and whoever waits is offered the seat."""
    registration.calendar_revision += registration.state == "confirmed"
    registration.state = rules.moved(registration.state, event)
    was_seated = registration.seat_no is not None
    registration.seat_no, registration.wait_rank, registration.offer_expires_at = None, None, None
    registration.reason_code = reason_code
    if registration.state != "apology":
        end_links(uow, registration)
    store(uow, registration, registration.state, tell=tell)
    if offer and was_seated and registration.landlord_id is not None:
        offer_next(uow, registration.forum_session_id, registration.landlord_id)
        if reason_code == "by_person":
            tell_contact(uow, registration, "person")
    return outcome(registration)


def _waiting_colleague(uow: Uow, old: Registration, person: Person, email: PersonEmail) -> Registration:
    """The registration that takes a seat over: the colleague's own if they were waiting, else a new one."""
    waiting = live_registration(uow, old.forum_session_id, person.id)
    if waiting is None:
        if old.landlord_id is not None:
            named = named_today(uow, old.forum_session_id, old.landlord_id)
            rules.may_name_more(named_today=named, by_staff=decided_by(uow) is not None)
        new = blank(uow, old.forum_session_id, old.kind, person, email, "staff" if decided_by(uow) else "web")
        new.landlord_id, new.band_snapshot, new.supports_id = old.landlord_id, old.band_snapshot, old.supports_id
        return new
    if waiting.landlord_id != old.landlord_id:
        raise AddressElsewhere
    if waiting.state not in ("waitlisted", "pending"):
        raise rules.AlreadyRegistered
    return waiting


def named_today(uow: Uow, session_id: UUID, landlord_id: UUID) -> int:
    """How many people were registered for a landlord in a day, by anybody but staff."""
    query = select(func.count()).where(
        Registration.forum_session_id == session_id,
        Registration.landlord_id == landlord_id,
        Registration.source.in_(("web", "zoom")),
        Registration.created_at > uow.now - timedelta(days=1),
    )
    return uow.db.scalar(query) or 0


def blank(uow: Uow, session_id: UUID, kind: str, person: Person, email: PersonEmail, source: str) -> Registration:
    return Registration(
        id=new_id(),
        forum_session_id=session_id,
        kind=kind,
        person_id=person.id,
        email_id=email.id,
        source=source,
        zoom_wanted="none",
        zoom_state="none",
        decided_by_id=decided_by(uow) if source == "staff" else None,
        created_at=uow.now,
        updated_at=uow.now,
    )


def _request(
    uow: Uow, forum_session: ForumSession, kind: str, landlord: Landlord | None, person_id: UUID, source: str
) -> rules.Request:
    return rules.Request(
        kind=kind,
        session_state=forum_session.state,
        forum_type=forum_session.forum_type,
        closes_at=forum_session.registration_closes_at,
        now=forums.time_in(uow, forum_session),
        by_staff=source in ("staff", "import"),
        membership_state=landlord.membership_state if landlord else None,
        band=band_of(uow, forum_session.id, landlord) if landlord else None,
        is_barred=is_barred(uow, person_id, forum_session),
    )


def band_of(uow: Uow, session_id: UUID, landlord: Landlord) -> str:
    """The band that counts in a session: the one in which the landlord was invited, else the roll's (edge 6)."""
    return invitations.band_invited(uow, session_id, landlord.id) or landlord.band


def same_landlord(uow: Uow, landlord_id: UUID, address: str) -> None:
    """Refuse an address of another member landlord; a personal or shared mailbox is no obstacle."""
    found = roll.landlords_by_address(uow, read_address(address))
    if found and landlord_id not in {landlord.id for landlord in found}:
        raise AddressElsewhere
