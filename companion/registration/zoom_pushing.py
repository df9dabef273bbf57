"""Telling Zoom: how often it may be asked, what it refused, and whose registrant is whose.

Zoom takes one registrant for each address, and whoever holds a registrant's link is in the meeting. So a registrant
belongs to one person of ours for good, and nobody else is ever given its link.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from companion.forums import service as forums
from companion.kernel import outbox
from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.people.addresses import fold_address
from companion.people.tables import PersonEmail
from companion.registration import zoom_rules
from companion.registration.door_tables import ZoomCount, ZoomPush
from companion.registration.records import held_registration, want_in_zoom
from companion.registration.tables import LIVE, Registration


@dataclass(frozen=True)
class Holder:
    """A registrant of Zoom's that a registration of ours holds or held, seen from one person."""

    registrant: str
    is_mine: bool
    is_live: bool
    address: str | None = field(repr=False)


def holders(uow: Uow, registration_id: UUID) -> tuple[Holder, ...]:
    """Everybody's registrants of the registration's forum session, as its person sees them."""
    mine = uow.db.get_one(Registration, registration_id)
    query = (
        select(Registration, PersonEmail.address)
        .outerjoin(PersonEmail, PersonEmail.id == Registration.email_id)
        .where(
            Registration.forum_session_id == mine.forum_session_id,
            Registration.zoom_registrant_id.is_not(None),
            Registration.id != registration_id,
        )
    )
    return tuple(
        Holder(row.zoom_registrant_id or "", row.person_id == mine.person_id, row.state in LIVE, address)
        for row, address in uow.db.execute(query)
    )


def is_anothers(uow: Uow, registration: Registration, registrant_id: str) -> bool:
    """Whether a registrant belongs, or has belonged, to another person: its link is known to them."""
    query = select(Registration.id).where(
        Registration.forum_session_id == registration.forum_session_id,
        Registration.zoom_registrant_id == registrant_id,
        Registration.person_id != registration.person_id,
    )
    return uow.db.scalars(query).first() is not None


def is_in_zoom(registration: Registration) -> bool:
    """Whether Zoom has a registrant for a registration already, approved or waiting."""
    return registration.zoom_registrant_id is not None and registration.zoom_state in ("approved", "pending")


def take_out_double(uow: Uow, registration: Registration, registrant_id: str) -> None:
    """Queue taking out a second registrant of somebody who is in Zoom already; at most once a day for each."""
    session_id = registration.forum_session_id
    payload = {"session_id": session_id, "registrant": registrant_id}
    key = f"{session_id}:{registrant_id}:{zoom_rules.utc_day(uow.now)}"
    if outbox.queue(uow, "zoom.double", key=key, payload=payload):
        uow.audit("zoom.double_found", "registration", registration.id)


def double_in(uow: Uow, session_id: UUID, registrant_id: str) -> str | None:
    """The meeting to take a second registrant out of; None when a registration of ours has that registrant now."""
    query = select(Registration.id).where(
        Registration.forum_session_id == session_id, Registration.zoom_registrant_id == registrant_id
    )
    if uow.db.scalars(query).first() is not None:
        return None
    return forums.session_of(uow, session_id).zoom_meeting_id


def spend(uow: Uow, meeting_id: str, email: str, what: str) -> bool:
    """Count one more add or change of an address today; False, and nothing is counted, when Zoom takes no more."""
    row = _count(uow, meeting_id, email)
    if not zoom_rules.may_ask(what, adds=row.adds, changes=row.changes):
        return False
    if what == "add":
        row.adds += 1
    else:
        row.changes += 1
    return True


def give_back(uow: Uow, meeting_id: str, email: str, what: str) -> None:
    """Uncount what never reached Zoom, or what it answered with a fault of its own."""
    row = _count(uow, meeting_id, email)
    if what == "add":
        row.adds = max(0, row.adds - 1)
    else:
        row.changes = max(0, row.changes - 1)


def note_trouble(
    uow: Uow, registration_id: UUID, word: str, *, code: int | None = None, retry_at: datetime | None = None
) -> None:
    """Keep what Zoom refused, for the session's Zoom page. When its day ends too late, the forum's mailbox is told."""
    session, registration = held_registration(uow, registration_id)
    row = push_of(uow, registration)
    is_news = row.trouble != word
    row.trouble, row.zoom_code, row.trouble_at, row.retry_at = word, code, uow.now, retry_at
    if is_news:
        uow.audit("zoom.refused", "registration", registration_id, trouble=word, code=code)
    if retry_at is not None and forums.pace_of(session).at(retry_at) >= session.starts_at:
        key = f"{registration_id}:{zoom_rules.utc_day(uow.now)}"
        outbox.queue_letter(uow, "registration.zoom_too_late", key=key, registration_id=str(registration_id))


def clear_trouble(uow: Uow, registration: Registration) -> None:
    """What Zoom refused is settled."""
    row = uow.db.get(ZoomPush, registration.id)
    if row is not None:
        row.trouble = row.zoom_code = row.trouble_at = row.retry_at = None


def try_again(uow: Uow, registration_id: UUID) -> None:
    """Ask Zoom once more about a registration, as if it had refused nothing."""
    _session, registration = held_registration(uow, registration_id)
    clear_trouble(uow, registration)
    row = push_of(uow, registration)
    row.mended = 0
    want_in_zoom(uow, registration, again=True)
    uow.audit("zoom.tried_again", "registration", registration_id)


def heard(uow: Uow, registration: Registration, at: datetime | None) -> bool:
    """Note when Zoom last spoke of somebody; False for a word that is older than one we have had."""
    row = push_of(uow, registration)
    if at is not None and row.heard_at is not None and at < row.heard_at:
        return False
    row.heard_at = at or uow.now
    return True


def troubles(uow: Uow, session_id: UUID) -> list[ZoomPush]:
    """What Zoom refused for a forum session and is not settled, oldest first."""
    query = select(ZoomPush).where(ZoomPush.forum_session_id == session_id, ZoomPush.trouble.is_not(None))
    return list(uow.db.scalars(query.order_by(ZoomPush.trouble_at, ZoomPush.registration_id)))


def pushes_of(uow: Uow, registrations: Iterable[Registration]) -> dict[UUID, ZoomPush]:
    """How telling Zoom goes, for those of whom there is something to say."""
    query = select(ZoomPush).where(ZoomPush.registration_id.in_([one.id for one in registrations]))
    return {row.registration_id: row for row in uow.db.scalars(query)}


def push_of(uow: Uow, registration: Registration) -> ZoomPush:
    """The registration's row, made now if there is none."""
    row = uow.db.get(ZoomPush, registration.id)
    if row is None:
        row = ZoomPush(registration_id=registration.id, forum_session_id=registration.forum_session_id, mended=0)
        uow.db.add(row)
        uow.db.flush()
    return row


def _count(uow: Uow, meeting_id: str, email: str) -> ZoomCount:
    digest = sha256(f"{meeting_id}:{fold_address(email)}".encode()).hexdigest()
    day = zoom_rules.utc_day(uow.now)
    query = select(ZoomCount).where(
        ZoomCount.meeting == meeting_id, ZoomCount.digest == digest, ZoomCount.utc_day == day
    )
    row = uow.db.scalar(query.with_for_update())
    if row is None:
        row = ZoomCount(id=new_id(), meeting=meeting_id, digest=digest, utc_day=day, adds=0, changes=0)
        uow.db.add(row)
        uow.db.flush()
    return row
