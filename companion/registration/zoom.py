"""Zoom's side of registration: who registered there, what should be so there, and what it was told.

Seats are claimed here first; Zoom hears of it through the outbox. Whoever has no seat stays pending in Zoom: a denial
puts people on a blocked list, and only ten changes a day are allowed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.clocks import to_ms
from companion.kernel.errors import BadInput
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.addresses import BadAddress, read_address
from companion.people.tables import Person, PersonEmail
from companion.registration import mailboxes, rules, service, zoom_pushing, zoom_settings
from companion.registration.names import same_name
from companion.registration.records import (
    Outcome,
    held_registration,
    kept_out,
    outcome,
    person_for,
    send,
    store,
    want_in_zoom,
)
from companion.registration.tables import LIVE, Registration
from companion.roll import service as roll
from companion.roll.tables import Landlord

UNNAMED = "Somebody without a name"


@dataclass(frozen=True)
class ZoomWish:
    """What should be so about one registrant, and what Zoom needs to be told for it."""

    wanted: str
    state: str
    meeting_id: str
    zoom_registrant_id: str | None
    email: str = field(repr=False)
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    landlord_name: str | None = field(repr=False)
    is_host: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}" if self.last_name != "-" else self.first_name


def wanted(uow: Uow, registration_id: UUID) -> ZoomWish | None:
    """What should be so in Zoom now; None when there is nothing to want (no meeting, no address, never asked)."""
    registration = uow.db.get(Registration, registration_id)
    if registration is None or registration.zoom_wanted == "none":
        return None
    meeting_id = forums.session_of(uow, registration.forum_session_id).zoom_meeting_id
    email = address_of(uow, registration)
    if meeting_id is None or email is None:
        return None
    landlord = uow.db.get(Landlord, registration.landlord_id) if registration.landlord_id else None
    first, _, last = uow.db.get_one(Person, registration.person_id).name.partition(" ")
    return ZoomWish(
        wanted=registration.zoom_wanted,
        state=registration.zoom_state,
        meeting_id=meeting_id,
        zoom_registrant_id=registration.zoom_registrant_id,
        email=mailboxes.zoom_address(uow, registration, email),
        first_name=first,
        last_name=last or "-",
        landlord_name=landlord.name if landlord else None,
        is_host=zoom_settings.is_host(uow, registration.forum_session_id, email),
    )


def told(
    uow: Uow,
    registration_id: UUID,
    *,
    state: str,
    registrant_id: str | None = None,
    join_url: str | None = None,
    pin: str | None = None,
    at: datetime | None = None,
) -> None:
    """Note what Zoom was told or answered. With the join link there and the code agreed to, ours goes out.

    A wish that changed meanwhile is queued again, so that Zoom ends up as we want it. A registrant that is another
    person's is not taken, and its link goes to nobody: Zoom knows one person by an address, and we know two.
    """
    _session, registration = held_registration(uow, registration_id)
    if registrant_id is not None and zoom_pushing.is_anothers(uow, registration, registrant_id):
        zoom_pushing.note_trouble(uow, registration_id, "shared_mailbox")
        return
    zoom_pushing.heard(uow, registration, at)
    zoom_pushing.clear_trouble(uow, registration)
    registration.zoom_state, registration.updated_at = state, uow.now
    registration.zoom_registrant_id = registrant_id or registration.zoom_registrant_id
    if state == "approved":
        keep_link(uow, registration, join_url, pin)
    elif state in ("cancelled", "denied"):
        registration.zoom_join_url, registration.zoom_pin = None, None
    if state == "approved":
        email = address_of(uow, registration)
        is_own = email is None or mailboxes.zoom_address(uow, registration, email) == email
        mailboxes.settle(uow, registration_id, mailboxes.OWN if is_own else mailboxes.PLACE)
    uow.db.flush()
    uow.audit("zoom.registrant_set", "registration", registration_id, state=state, wanted=registration.zoom_wanted)
    if registration.zoom_wanted != state:
        want_in_zoom(uow, registration, again=True)


def zoom_registered(
    uow: Uow,
    session_id: UUID,
    *,
    zoom_registrant_id: str,
    first_name: str,
    last_name: str,
    email: str,
    org_answer: str | None = None,
    join_url: str | None = None,
    status: str = "pending",
) -> Outcome | None:
    """Somebody filled in Zoom's own form: the rule of two holds there too (LC-06).

    Who holds a seat is approved; who finds one free at the landlord of their address is registered and approved; who
    finds both held waits, here and there, and gets one letter; anybody else waits for the organiser. The same event
    again changes nothing. None for an address that is none. Who is in Zoom already keeps the way in that they have: a
    second one, under another address, is taken out.
    """
    # Zoom may deliver one event to two machines at once: the second waits here and then sees what the first made.
    uow.db.scalar(select(ForumSession.id).where(ForumSession.id == session_id).with_for_update(key_share=True))
    known = by_registrant(uow, session_id, zoom_registrant_id)
    if known is not None:
        return outcome(known)
    try:
        address = read_address(email)
    except BadAddress:
        return None
    name = _name(first_name, last_name)
    placed = mailboxes.registration_behind(uow, session_id, address)
    mine = placed or _registered_already(uow, session_id, name, address)
    if mine is not None and zoom_pushing.is_in_zoom(mine):
        zoom_pushing.take_out_double(uow, mine, zoom_registrant_id)
        return outcome(mine)
    if mine is not None:
        mailboxes.settle(uow, mine.id, mailboxes.PLACE if placed else mailboxes.OWN)
        result = _link(uow, mine, zoom_registrant_id, status)
    else:
        result = _newcomer(uow, session_id, name, address, zoom_registrant_id, org_answer, status)
    if status == "approved" and join_url is not None:
        told(uow, result.registration_id, state="approved", join_url=join_url)
    return result


def zoom_decided(
    uow: Uow,
    session_id: UUID,
    *,
    zoom_registrant_id: str,
    decision: str,
    join_url: str | None = None,
    pin: str | None = None,
    at: datetime | None = None,
) -> None:
    """Somebody, perhaps we, decided in Zoom: approved, denied or cancelled. Our registration stays as it is.

    Where Zoom now says otherwise than we want, the list shows it; nobody's seat is taken away by a click there. A
    decision (`at`) from before the last that we know of changes nothing.
    """
    registration = by_registrant(uow, session_id, zoom_registrant_id)
    if registration is None or not zoom_pushing.heard(uow, registration, at):
        return
    if decision == registration.zoom_wanted:
        zoom_pushing.clear_trouble(uow, registration)
    registration.zoom_state, registration.updated_at = decision, uow.now
    if decision == "approved":
        keep_link(uow, registration, join_url, pin)
    uow.db.flush()
    uow.audit("zoom.decided", "registration", registration.id, decision=decision, wanted=registration.zoom_wanted)


def link_meeting(uow: Uow, session_id: UUID, meeting_id: str | None) -> None:
    """Say which Zoom meeting a session is held in; everybody with a seat is then wanted in it.

    Raises MeetingTaken, BadInput.
    """
    before = forums.session_of(uow, session_id).zoom_meeting_id
    forums.set_meeting(uow, session_id, meeting_id)
    if forums.session_of(uow, session_id).zoom_meeting_id == before:
        return
    query = select(Registration).where(Registration.forum_session_id == session_id, Registration.state.in_(LIVE))
    for registration in uow.db.scalars(query).all():
        registration.zoom_registrant_id, registration.zoom_state = None, "none"
        registration.zoom_join_url, registration.zoom_pin = None, None
        want_in_zoom(uow, registration, again=True)
    if forums.session_of(uow, session_id).zoom_meeting_id is not None:
        zoom_settings.ask_for_reading(uow, session_id)


def join_link(uow: Uow, registration: Registration) -> str | None:
    """The registrant's own link into the meeting, once Zoom gave it. Show it only to who agreed to the code."""
    if registration.zoom_join_url is None:
        return None
    return uow.keys.open_text(registration.zoom_join_url, row=_row(registration, "join_url"))


def telephone_pin(uow: Uow, registration: Registration) -> str | None:
    """The registrant's PIN for joining by telephone, once Zoom gave it."""
    if registration.zoom_pin is None:
        return None
    return uow.keys.open_text(registration.zoom_pin, row=_row(registration, "pin"))


def by_registrant(uow: Uow, session_id: UUID, zoom_registrant_id: str) -> Registration | None:
    """The registration that Zoom knows by that id."""
    query = select(Registration).where(
        Registration.forum_session_id == session_id, Registration.zoom_registrant_id == zoom_registrant_id
    )
    return uow.db.scalars(query.order_by(Registration.created_at.desc())).first()


def registrant_of(uow: Uow, registration_id: UUID) -> str | None:
    """Zoom's registrant of a registration."""
    registration = uow.db.get(Registration, registration_id)
    return registration.zoom_registrant_id if registration else None


def address_of(uow: Uow, registration: Registration) -> str | None:
    """The address that a registration was made with."""
    email = uow.db.get(PersonEmail, registration.email_id) if registration.email_id else None
    return email.address if email else people.primary_address(uow, registration.person_id)


def _registered_already(uow: Uow, session_id: UUID, name: str, address: str) -> Registration | None:
    """The live registration of whoever uses this address: the one of that name, or the only one if the name is like
    it. Two people may share a mailbox, so an unlike name is somebody else."""
    found: list[tuple[Person, Registration]] = []
    for person, _email in people.persons_with(uow, address):
        query = select(Registration).where(
            Registration.forum_session_id == session_id,
            Registration.person_id == person.id,
            Registration.state.in_(LIVE),
        )
        found.extend((person, registration) for registration in uow.db.scalars(query))
    same = [registration for person, registration in found if person.name.casefold() == name.casefold()]
    alike = [registration for person, registration in found if same_name(name, person.name)]
    if same:
        return same[0]
    return alike[0] if len(alike) == 1 else None


def _link(uow: Uow, registration: Registration, zoom_registrant_id: str, status: str) -> Outcome:
    """Case (a): the registration we have is the one in Zoom from now on."""
    _session, registration = held_registration(uow, registration.id)
    registration.zoom_registrant_id, registration.zoom_state = zoom_registrant_id, status
    want_in_zoom(uow, registration, again=True)
    uow.db.flush()
    uow.audit("zoom.registrant_linked", "registration", registration.id, wanted=registration.zoom_wanted)
    return outcome(registration)


def _newcomer(
    uow: Uow, session_id: UUID, name: str, address: str, zoom_registrant_id: str, org_answer: str | None, status: str
) -> Outcome:
    """Cases (b), (c) and (d): somebody we have not met for this session."""
    landlords = roll.landlords_by_address(uow, address)
    reason = "several_landlords" if len(landlords) > 1 else "unknown_landlord"
    if len(landlords) == 1:
        try:
            return service.register(
                uow,
                session_id,
                name=name,
                address=address,
                landlord_id=landlords[0].id,
                source="zoom",
                zoom_registrant_id=zoom_registrant_id,
            )
        except rules.NamesClosed:
            reason = "names_closed"
        except (rules.WrongForum, rules.NotAMember):
            reason = "wrong_forum"
        except rules.Unavailable:
            reason = "bar"
        except (rules.WaitingListFull, rules.TooManyNamed):
            reason = "list_full"
    claimed = landlords if len(landlords) == 1 else []
    if not landlords and org_answer:
        claimed = roll.landlords_by_name(uow, org_answer)
        reason = "address_elsewhere" if len(claimed) == 1 else reason
    landlord = claimed[0] if len(claimed) == 1 else None
    return _to_the_organiser(uow, session_id, name, address, zoom_registrant_id, landlord, reason, status)


def _to_the_organiser(
    uow: Uow,
    session_id: UUID,
    name: str,
    address: str,
    zoom_registrant_id: str,
    landlord: Landlord | None,
    reason: str,
    status: str,
) -> Outcome:
    """A pending registration: the organiser sees why, and who says they are from a landlord is told to its contact."""
    forum_session = forums.session_of(uow, session_id)
    person, email = person_for(uow, name, address)
    registration = service.blank(uow, session_id, "landlord" if landlord else "observer", person, email, "zoom")
    if landlord is None and forum_session.forum_type is None:
        registration.kind = "member"
    registration.landlord_id = landlord.id if landlord else None
    registration.band_snapshot = service.band_of(uow, session_id, landlord) if landlord else None
    registration.state = "pending"
    registration.reason_code = kept_out(uow, forum_session).get(person.id, reason)
    registration.zoom_registrant_id, registration.zoom_state = zoom_registrant_id, status
    result = store(uow, registration, "made")
    if landlord is not None and registration.reason_code not in ("bar", "list_full"):
        service.tell_contact(uow, registration, "zoom")
    return result


def keep_link(uow: Uow, registration: Registration, join_url: str | None, pin: str | None) -> None:
    """Seal the personal link, and send ours to who has agreed to the code already."""
    subject = registration.forum_session_id
    if join_url:
        registration.zoom_join_url = uow.keys.seal(
            join_url, purpose="forum_session", subject=subject, row=_row(registration, "join_url")
        )
    if pin:
        registration.zoom_pin = uow.keys.seal(
            pin, purpose="forum_session", subject=subject, row=_row(registration, "pin")
        )
    if join_url and service.may_join(uow, registration):
        send(uow, "registration.joining", registration, key=str(registration.zoom_registrant_id or to_ms(uow.now)))


def _name(first_name: str, last_name: str) -> str:
    try:
        return people.read_name(f"{first_name} {last_name}"[: people.MOST_LETTERS])
    except BadInput:
        return UNNAMED


def _row(registration: Registration, what: str) -> str:
    return f"registration_registration:{registration.id}:{what}"
