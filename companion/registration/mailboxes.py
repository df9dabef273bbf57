"""Two people on one mailbox (`info@`): told apart in our letters, and in Zoom, which takes one registrant per address.

Whoever came first with an address is known to Zoom by it. Everybody after them, for that forum session, is known there
by an address of ours made from their registration; nothing is ever sent to it, for Zoom's own mails are off. So nobody
is handed the registrant, and with it the personal link, of somebody else, not even after a swap on one mailbox.
See docs/decisions.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.kernel.uow import Uow
from companion.people.addresses import fold_address
from companion.people.tables import PersonEmail
from companion.registration.tables import LIVE, Registration

PREFIX = "place-"


def zoom_address(uow: Uow, registration: Registration, address: str) -> str:
    """The address by which Zoom knows a registration: its own, unless somebody else of the session came with it first.

    It stays the same for as long as the registration lives: who came first does not change.
    """
    first = next(iter(_with_address(uow, registration, address)), registration)
    if first.person_id == registration.person_id:
        return address
    return f"{PREFIX}{registration.id.hex}@{_our_domain(uow)}"


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


def _our_domain(uow: Uow) -> str:
    return uow.settings.mail_from.rpartition("@")[2]
