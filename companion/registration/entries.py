"""Registrations as lists show them to somebody who may see names: read with a few joins, however many they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from companion.codes import service as codes
from companion.forums.tables import ForumSession
from companion.kernel.uow import Uow
from companion.people.addresses import canonical_address
from companion.people.tables import Person, PersonEmail
from companion.registration import rules, stays
from companion.registration.tables import Participant, Registration
from companion.roll.tables import Landlord


@dataclass(frozen=True)
class Entry:
    """One registration as a list shows it to somebody who may see names."""

    registration_id: UUID
    name: str
    address: str
    landlord: str | None
    landlord_id: UUID | None
    kind: str
    state: str
    seat_no: int | None
    reason: str | None
    has_agreed: bool
    zoom_differs: bool = False
    is_present: bool = False
    twin: str | None = None
    offer_expires_at: datetime | None = None
    is_in_zoom: bool = False

    @property
    def state_words(self) -> str:
        return rules.STATE_WORDS[self.state]

    @property
    def is_of_unknown_landlord(self) -> bool:
        """Whether the organiser has yet to say for which landlord they come; till then their kind is a stand-in."""
        unknown = self.reason in ("unknown_landlord", "several_landlords")
        return self.state == "pending" and self.kind == "observer" and unknown


def entries_of(uow: Uow, session: ForumSession, *where: ColumnElement[bool]) -> list[Entry]:
    """The registrations of a session that fit, in the order of their waiting lists, then of their making."""
    query = (
        select(
            Registration.id,
            Registration.person_id,
            Registration.landlord_id,
            Registration.kind,
            Registration.state,
            Registration.seat_no,
            Registration.reason_code,
            Registration.zoom_wanted,
            Registration.zoom_state,
            Registration.offer_expires_at,
            Person.name,
            PersonEmail.address,
            Landlord.name.label("landlord"),
        )
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(PersonEmail, PersonEmail.id == Registration.email_id)
        .outerjoin(Landlord, Landlord.id == Registration.landlord_id)
        .where(Registration.forum_session_id == session.id, *where)
        .order_by(Registration.wait_rank, Registration.created_at, Registration.id)
    )
    rows = uow.db.execute(query).all()
    addresses = _addresses(uow, rows)
    agreed = codes.accepted_among(uow, {row.person_id: row.kind for row in rows}, session.programme_id)
    twins = _twins(rows, addresses)
    present = _present(uow, session.id)
    return [
        Entry(
            registration_id=row.id,
            name=row.name,
            address=addresses[row.id],
            landlord=row.landlord,
            landlord_id=row.landlord_id,
            kind=row.kind,
            state=row.state,
            seat_no=row.seat_no,
            reason=row.reason_code,
            has_agreed=row.person_id in agreed,
            zoom_differs=_zoom_differs(session, row),
            is_present=row.id in present,
            twin=twins.get(row.id),
            offer_expires_at=row.offer_expires_at,
            is_in_zoom=row.zoom_state == "approved",
        )
        for row in rows
    ]


def _addresses(uow: Uow, rows: Sequence[Any]) -> dict[UUID, str]:
    """The address each was registered with; for those without one, where their letters go."""
    without = [row.person_id for row in rows if row.address is None]
    query = (
        select(PersonEmail.person_id, PersonEmail.address)
        .where(PersonEmail.person_id.in_(without))
        .order_by(PersonEmail.may_sign_in, PersonEmail.is_primary, PersonEmail.address.desc())
    )  # the last of each is what `people.primary_address` calls the first
    other = {found.person_id: found.address for found in uow.db.execute(query)} if without else {}
    return {row.id: row.address or other.get(row.person_id, "") for row in rows}


def _zoom_differs(session: ForumSession, row: Any) -> bool:
    """Whether Zoom last said something else than we want, where it said anything."""
    return (
        session.zoom_meeting_id is not None
        and row.zoom_state != "none"
        and row.zoom_wanted not in ("none", row.zoom_state)
    )


def _twins(rows: Sequence[Any], addresses: dict[UUID, str]) -> dict[UUID, str]:
    """Who may be one person with somebody else on the list (edge 18): the same mailbox, spelled in another way."""
    first: dict[str, Any] = {}
    found: dict[UUID, str] = {}
    for row in rows:
        address = addresses[row.id]
        if not address or not rules.is_live(row.state):
            continue
        other = first.setdefault(canonical_address(address), row)
        if other is not row and addresses[other.id].casefold() != address.casefold():
            found[row.id] = other.name
    return found


def _present(uow: Uow, session_id: UUID) -> set[UUID]:
    """The registrations whose people are in the meeting now."""
    here = stays.present_in(uow, session_id)
    query = select(Participant.id, Participant.registration_id).where(
        Participant.forum_session_id == session_id, Participant.registration_id.is_not(None)
    )
    return {row.registration_id for row in uow.db.execute(query) if row.id in here}
