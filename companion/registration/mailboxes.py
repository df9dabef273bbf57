"""Two people on one mailbox (`info@`): told apart in our letters, and in Zoom, which takes one registrant per address.

Whoever came first with an address is known to Zoom by it. Everybody after them, for that forum session, is known there
by an address of ours made from their registration; nothing is ever sent to it, for Zoom's own mails are off. So nobody
is handed the registrant, and with it the personal link, of somebody else, not even after a swap on one mailbox; and
nobody is kept out by somebody who used their address in Zoom's own form first. See docs/decisions.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.kernel.uow import Uow
from companion.people.addresses import fold_address
from companion.people.tables import PersonEmail
from companion.registration import zoom_pushing
from companion.registration.door_tables import ZoomPush
from companion.registration.tables import LIVE, Registration

PREFIX = "place-"
OWN, PLACE = "own", "place"


def zoom_address(uow: Uow, registration: Registration, address: str) -> str:
    """The address by which Zoom knows a registration: its own, unless somebody else of the session came with it first.

    Once Zoom has taken them by one, it stays that one.
    """
    push = uow.db.get(ZoomPush, registration.id)
    if push is not None and push.known_as is not None:
        return address if push.known_as == OWN else _place(uow, registration)
    first = next(iter(_with_address(uow, registration, address)), registration)
    if first.person_id == registration.person_id:
        return address
    return _place(uow, registration)


def settle(uow: Uow, registration_id: UUID, known_as: str) -> None:
    """From now on Zoom knows this registration by its OWN address, or by the one that stands for its PLACE."""
    zoom_pushing.push_of(uow, uow.db.get_one(Registration, registration_id)).known_as = known_as


def registration_behind(uow: Uow, session_id: UUID, address: str) -> Registration | None:
    """The registration that an address of ours stands for; None for everybody else's address."""
    local, _, domain = address.rpartition("@")
    if not local.startswith(PREFIX) or domain.casefold() != _our_domain(uow).casefold():
        return None
    try:
        found = uow.db.get(Registration, UUID(hex=local.removeprefix(PREFIX)))
    except ValueError:
        return None
    return found if found is not None and found.forum_session_id == session_id else None


def sharing(uow: Uow, registration: Registration) -> set[UUID]:
    """The people of the session who can now be reached at this registration's address, this one among them."""
    email = uow.db.get(PersonEmail, registration.email_id) if registration.email_id else None
    if email is None:
        return {registration.person_id}
    found = _with_address(uow, registration, email.address)
    return {registration.person_id} | {other.person_id for other in found if other.state in LIVE}


def _with_address(uow: Uow, registration: Registration, address: str) -> list[Registration]:
    """Everybody who ever registered for this session with an address, who is in Zoom by it already before the others.

    Somebody who filled in Zoom's own form is there under that address whatever we would prefer.
    """
    query = (
        select(Registration)
        .join(PersonEmail, PersonEmail.id == Registration.email_id)
        .where(
            Registration.forum_session_id == registration.forum_session_id, PersonEmail.folded == fold_address(address)
        )
    )
    return sorted(uow.db.scalars(query), key=_came)


def _came(entry: Registration) -> tuple[bool, datetime, bool, str]:
    return entry.source != "zoom", entry.created_at, entry.replaces_id is not None, entry.id.hex


def _place(uow: Uow, registration: Registration) -> str:
    return f"{PREFIX}{registration.id.hex}@{_our_domain(uow)}"


def _our_domain(uow: Uow) -> str:
    return uow.settings.mail_from.rpartition("@")[2]
