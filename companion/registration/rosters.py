"""Names of a forum session for those who may see them: on screens, and as the roster that transcripts are masked by."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from companion.kernel.crypto import Unreadable
from companion.kernel.ids import ParticipantId
from companion.kernel.uow import Uow
from companion.people.tables import Person, PersonEmail
from companion.registration.tables import HOST, Participant, Registration
from companion.roll import service as roll
from companion.roll.tables import Landlord


def names_in_session(uow: Uow, session_id: UUID) -> dict[ParticipantId, tuple[str, str | None]]:
    """Every participant's name and landlord's name; the name as Zoom showed it where we know nobody.

    Empty once the session's key is gone and nobody is known.
    """
    query = (
        select(Participant, Person, Landlord.name)
        .outerjoin(Person, Person.id == Participant.person_id)
        .outerjoin(Landlord, Landlord.id == Participant.landlord_id)
        .where(Participant.forum_session_id == session_id)
    )
    return {
        ParticipantId(participant.id): (
            (person.preferred_name or person.name) if person else shown_name(uow, participant),
            landlord,
        )
        for participant, person, landlord in uow.db.execute(query)
    }


def shown_name(uow: Uow, participant: Participant | Row[Any]) -> str:
    """The name under which Zoom showed a participant; empty once the session's key is gone."""
    try:
        return uow.keys.open_text(participant.sealed_name, row=f"registration_participant:{participant.id}")
    except Unreadable:
        return ""


def roster_of(uow: Uow, session_id: UUID) -> dict[str, Any]:
    """The roster of a forum session in the shape of `--roster`, always in the same order.

    `participants` are everybody who appeared, under each name they were shown by, and everybody who registered: absent
    colleagues are spoken about too. `orgs` are their landlords, `roll` every other member landlord.
    """
    present, orgs_present = _participants(uow, session_id)
    registered, orgs_registered = _registered(uow, session_id)
    landlords = {landlord.id: landlord for landlord in roll.landlords(uow)}
    domains, aliases = roll.domains_of(uow), roll.aliases_of(uow)
    here = orgs_present | orgs_registered

    def org(landlord: Landlord) -> dict[str, Any]:
        first, *more = domains.get(landlord.id, ()) or (None,)
        return {
            "id": str(landlord.id),
            "name": landlord.name,
            "aliases": [*aliases.get(landlord.id, ()), *(name for name in more if name)],
            "homes": landlord.homes,
            "domain": first,
        }

    return {
        "participants": sorted((*present, *registered), key=lambda entry: entry["id"]),
        "orgs": [org(landlord) for key, landlord in landlords.items() if key in here],
        "roll": [
            org(landlord)
            for key, landlord in landlords.items()
            if key not in here and landlord.membership_state != "left"
        ],
    }


def _participants(uow: Uow, session_id: UUID) -> tuple[list[dict[str, Any]], set[UUID]]:
    query = (
        select(Participant, Person.name)
        .outerjoin(Person, Person.id == Participant.person_id)
        .where(Participant.forum_session_id == session_id)
    )
    entries, orgs = [], set()
    for participant, person_name in uow.db.execute(query):
        shown = shown_name(uow, participant)
        org = str(participant.landlord_id) if participant.landlord_id else None
        if participant.landlord_id:
            orgs.add(participant.landlord_id)
        role = "attendee" if participant.role == HOST else participant.role  # “host” is a word that people say
        names = dict.fromkeys(name for name in (person_name, shown) if name and _is_name(name))
        for number, name in enumerate(names):
            own_id = str(participant.id) if number == 0 else f"{participant.id}:shown"
            entries.append({"id": own_id, "name": name, "role": role, "org": org})
    return entries, orgs


def _registered(uow: Uow, session_id: UUID) -> tuple[list[dict[str, Any]], set[UUID]]:
    query = (
        select(Registration, Person.name, PersonEmail.address)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(PersonEmail, PersonEmail.id == Registration.email_id)
        .where(Registration.forum_session_id == session_id)
    )
    entries, orgs = [], set()
    for registration, name, address in uow.db.execute(query):
        if registration.landlord_id:
            orgs.add(registration.landlord_id)
        if not _is_name(name):
            continue
        org = str(registration.landlord_id) if registration.landlord_id else None
        entries.append(
            {"id": str(registration.id), "name": name, "email": address, "role": registration.kind, "org": org}
        )
    return entries, orgs


def _is_name(name: str) -> bool:
    return any(character.isalnum() for character in name)
