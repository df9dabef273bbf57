"""Who is present: Zoom's people become participants of ours at the door, and stay so by its ids, never by a name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from companion.kernel.ids import LandlordId, ParticipantId, new_id
from companion.kernel.journal import Journal
from companion.kernel.text import clean_line
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.addresses import BadAddress, read_address
from companion.people.tables import Person
from companion.registration import deciding, rules, stays
from companion.registration.records import registration_of
from companion.registration.rosters import names_in_session, roster_of
from companion.registration.tables import LIVE, Participant, ParticipantAlias, Registration, Stay
from companion.registration.zoom import by_registrant

__all__ = [
    "attach",
    "detach",
    "everybody_left",
    "how_many",
    "is_present",
    "landlord_of",
    "names_in_session",
    "participant_by_alias",
    "participant_in_client",
    "participant_joined",
    "participant_left",
    "participant_of_registration",
    "participant_seen",
    "registration_for",
    "roster_of",
    "seen_before",
    "somebody_named",
]


@dataclass(frozen=True)
class Connection:
    """One connection to the meeting, with Zoom's ids for it."""

    meeting_uuid: str
    connection: str
    aliases: Mapping[str, str] = field(repr=False)


REGISTRANT = "registrant_id"
ANY_OCCURRENCE = ""  # a registrant's id holds beyond one occurrence of a meeting
MOST_LETTERS = 120


def participant_joined(
    uow: Uow,
    session_id: UUID,
    *,
    meeting_uuid: str,
    aliases: Mapping[str, str],
    connection: str,
    name: str,
    email: str | None,
    registrant_id: str | None,
    at: datetime,
) -> ParticipantId:
    """Somebody joined: the participant we know by registrant id or another of Zoom's ids, by address, or a new one.

    Several devices of one registrant are one participant. The same join again changes nothing; a name matches nobody,
    since people rename themselves.
    """
    hold(uow, session_id)
    registration, matched_by = registration_for(uow, session_id, registrant_id, email)
    participant = _known(uow, session_id, meeting_uuid, aliases, registrant_id, registration)
    if participant is None:
        participant = _new(uow, session_id, name, registration, matched_by)
    elif registration is not None and participant.registration_id is None:
        participant = _recognised(uow, participant, registration, matched_by)
    if registrant_id is not None:
        name_by(uow, participant, ANY_OCCURRENCE, REGISTRANT, registrant_id)
    for kind, value in aliases.items():
        name_by(uow, participant, meeting_uuid, kind, value)
    stays.begin(uow, participant, meeting_uuid, connection, at)
    if participant.registration_id is not None:
        deciding.mark_attended(uow, participant.registration_id)
    return ParticipantId(participant.id)


def participant_left(
    uow: Uow, session_id: UUID, *, meeting_uuid: str, connection: str, at: datetime
) -> ParticipantId | None:
    """A connection ended. None when that changes nothing about who is present.

    So it is when the connection's join has not been heard of yet (the leave is kept for it), when the same leave came
    before, and when the leave is late and the connection has joined again since.
    """
    return stays.end(uow, session_id, meeting_uuid, connection, at)


def everybody_left(uow: Uow, session_id: UUID, *, at: datetime) -> None:
    """The meeting is over: every open stay ends with it."""
    stays.end_all(uow, session_id, at)


def participant_seen(
    uow: Uow,
    session_id: UUID,
    *,
    meeting_uuid: str,
    user_id: str,
    name: str,
    at: datetime,  # noqa: ARG001
) -> ParticipantId:
    """The participant of an in-meeting number heard in captions or chat; a new one when no join has told us who."""
    return _seen_as(uow, session_id, meeting_uuid, "user_id", user_id, name)


def participant_in_client(uow: Uow, session_id: UUID, *, meeting_uuid: str, uuid: str, name: str) -> ParticipantId:
    """The same of the uuid that Zoom's client has for a connection, in the spelling of `in_client.participant_key`."""
    return _seen_as(uow, session_id, meeting_uuid, "participant_uuid", uuid, name)


def _seen_as(uow: Uow, session_id: UUID, meeting_uuid: str, kind: str, value: str, name: str) -> ParticipantId:
    known = participant_by_alias(uow, session_id, meeting_uuid, kind, value)
    if known is not None:
        return known
    hold(uow, session_id)
    known = participant_by_alias(uow, session_id, meeting_uuid, kind, value)
    if known is not None:
        return known
    participant = _new(uow, session_id, name, None, "none")
    name_by(uow, participant, meeting_uuid, kind, value)
    return ParticipantId(participant.id)


def how_many(uow: Uow, session_id: UUID) -> int:
    """How many participants a session has, present or not."""
    query = select(func.count()).select_from(Participant).where(Participant.forum_session_id == session_id)
    return uow.db.scalar(query) or 0


def somebody_named(uow: Uow, session_id: UUID, name: str) -> ParticipantId:
    """Somebody new of whom nothing is known but a name, on a recording."""
    hold(uow, session_id)
    return ParticipantId(_new(uow, session_id, name, None, "none").id)


def seen_before(uow: Uow, heard: Collection[tuple[UUID, str, str]]) -> dict[tuple[UUID, str, str], ParticipantId]:
    """Whom Zoom means by in-meeting numbers, each with its forum session and occurrence; without those not met yet."""
    query = select(ParticipantAlias).where(
        ParticipantAlias.forum_session_id.in_({session_id for session_id, _, _ in heard}),
        ParticipantAlias.kind == "user_id",
        ParticipantAlias.value.in_({number for _, _, number in heard}),
    )
    found = {
        (one.forum_session_id, one.meeting_uuid, one.value): ParticipantId(one.participant_id)
        for one in (uow.db.scalars(query) if heard else ())
    }
    return {key: found[key] for key in heard if key in found}


def participant_by_alias(uow: Uow, session_id: UUID, meeting_uuid: str, kind: str, value: str) -> ParticipantId | None:
    """Whom Zoom means by one of its ids in one occurrence of a meeting."""
    occurrence = ANY_OCCURRENCE if kind == REGISTRANT else meeting_uuid
    found = uow.db.scalar(
        select(ParticipantAlias.participant_id).where(
            ParticipantAlias.forum_session_id == session_id,
            ParticipantAlias.meeting_uuid == occurrence,
            ParticipantAlias.kind == kind,
            ParticipantAlias.value == value,
        )
    )
    return ParticipantId(found) if found else None


def participant_of_registration(uow: Uow, registration_id: UUID) -> ParticipantId:
    """The participant that a registrant is, made now if Zoom has not shown them: they may ask to speak all the same.

    Raises NotFromHere for somebody without a place.
    """
    registration = registration_of(uow, registration_id)
    if registration.state not in ("confirmed", "attended"):
        raise rules.NotFromHere
    hold(uow, registration.forum_session_id)
    participant = _of_registration(uow, registration.id)
    if participant is None:
        name = uow.db.get_one(Person, registration.person_id).name
        participant = _new(uow, registration.forum_session_id, name, registration, "none")
    return ParticipantId(participant.id)


def spoken_for(uow: Uow, registration: Registration) -> Registration:
    """Whose turn it is when this registrant asks for one: a supporter asks for the person they are beside, so that
    help is help, and no third voice of a landlord."""
    meant = beside(registration)
    return registration if meant is None else registration_of(uow, meant)


def beside(registration: Registration | Row[Any]) -> UUID | None:
    """Whom a supporter is beside; None for everybody else."""
    return registration.supports_id if registration.kind == "supporter" else None


def voice_of(uow: Uow, participant_id: UUID) -> ParticipantId:
    """The participant who is meant when this one asks for a turn; see `spoken_for`."""
    participant = uow.db.get(Participant, participant_id)
    if participant is None or participant.registration_id is None:
        return ParticipantId(participant_id)
    registration = registration_of(uow, participant.registration_id)
    meant = spoken_for(uow, registration)
    if meant is registration or meant.state not in ("confirmed", "attended"):
        return ParticipantId(participant_id)
    return participant_of_registration(uow, meant.id)


def landlord_of(uow: Uow, participant_id: UUID) -> LandlordId | None:
    """The landlord a participant comes from, where we know them."""
    participant = uow.db.get(Participant, participant_id)
    return LandlordId(participant.landlord_id) if participant and participant.landlord_id else None


def is_present(uow: Uow, participant_id: UUID) -> bool:
    """Whether a participant is in the meeting now, on any device."""
    return stays.is_open(uow, participant_id)


def attach(uow: Uow, participant_id: UUID, registration_id: UUID, connection: Connection) -> ParticipantId:
    """A steward says who this is: one more device of a registrant, or the only one. The participant they are now.

    The connection goes over to the participant that the registration has already, if it has one.
    """
    seen, registration = uow.db.get_one(Participant, participant_id), registration_of(uow, registration_id)
    target = _recognised(uow, seen, registration, "steward")
    if target.id != seen.id:
        _unrecognise(seen)
    move_connection(uow, target, connection)
    deciding.mark_attended(uow, registration_id)
    return ParticipantId(target.id)


def detach(uow: Uow, participant_id: UUID, registration_id: UUID, connection: Connection) -> None:
    """The steward was wrong: the connection is somebody unknown again, and whoever never came has not come."""
    seen = uow.db.get_one(Participant, participant_id)
    if seen.registration_id == registration_id:
        _unrecognise(seen)
    move_connection(uow, seen, connection)
    others = select(Stay.id).join(Participant, Participant.id == Stay.participant_id)
    if uow.db.scalars(others.where(Participant.registration_id == registration_id)).first() is None:
        deciding.unmark_attended(uow, registration_id)


def hold(uow: Uow, session_id: UUID) -> None:
    """Let nobody else say who is present until the transaction ends: two presses, or a press and a join, that come in
    the same moment would each make a participant, and one person would have two hands. The journal's own lock, so that
    whoever writes there afterwards waits for nothing else."""
    Journal(uow, session_id).lock()


def _unrecognise(participant: Participant) -> None:
    participant.registration_id = participant.person_id = participant.landlord_id = None
    participant.role, participant.matched_by = "attendee", "none"


def move_connection(uow: Uow, participant: Participant, its: Connection) -> None:
    """One connection, with Zoom's ids for it and all its stays, is this participant's."""
    uow.db.flush()
    for kind, value in its.aliases.items():
        name_by(uow, participant, its.meeting_uuid, kind, value)
    stays.move_to(uow, participant, participant.forum_session_id, its.meeting_uuid, its.connection)


def registration_for(
    uow: Uow, session_id: UUID, registrant_id: str | None, email: str | None
) -> tuple[Registration | None, str]:
    """Whose registration it is, and how we know: Zoom's registrant id first, then an address that is one person's."""
    by_id = by_registrant(uow, session_id, registrant_id) if registrant_id else None
    if by_id is not None:
        return by_id, "registrant_id"
    try:
        persons = people.persons_with(uow, read_address(email)) if email else []
    except BadAddress:
        persons = []
    query = select(Registration).where(
        Registration.forum_session_id == session_id,
        Registration.person_id.in_([person.id for person, _ in persons]),
        Registration.state.in_(LIVE),
    )
    found = list(uow.db.scalars(query)) if persons else []
    return (found[0], "email") if len(found) == 1 else (None, "none")


def _known(
    uow: Uow,
    session_id: UUID,
    meeting_uuid: str,
    aliases: Mapping[str, str],
    registrant_id: str | None,
    registration: Registration | None,
) -> Participant | None:
    names = [(REGISTRANT, registrant_id)] if registrant_id else []
    names += [(kind, aliases[kind]) for kind in ("participant_uuid", "user_id") if kind in aliases]
    found = (participant_by_alias(uow, session_id, meeting_uuid, kind, value) for kind, value in names)
    participant_id = next((one for one in found if one is not None), None)
    if participant_id is not None:
        return uow.db.get_one(Participant, participant_id)
    return _of_registration(uow, registration.id) if registration else None


def _of_registration(uow: Uow, registration_id: UUID) -> Participant | None:
    query = select(Participant).where(Participant.registration_id == registration_id)
    return uow.db.scalars(query.order_by(Participant.created_at, Participant.id)).first()


def _recognised(uow: Uow, seen: Participant, registration: Registration, matched_by: str) -> Participant:
    """Somebody heard before they were known. What they said keeps the id it has, under their name from now on; Zoom's
    ids go over to the participant that their own page may have made."""
    before = _of_registration(uow, registration.id)
    seen.registration_id, seen.person_id = registration.id, registration.person_id
    seen.landlord_id, seen.role, seen.matched_by = registration.landlord_id, _role(registration), matched_by
    uow.db.flush()
    return before or seen


def _new(uow: Uow, session_id: UUID, name: str, registration: Registration | None, matched_by: str) -> Participant:
    participant_id = new_id()
    participant = Participant(
        id=participant_id,
        forum_session_id=session_id,
        registration_id=registration.id if registration else None,
        person_id=registration.person_id if registration else None,
        landlord_id=registration.landlord_id if registration else None,
        role=_role(registration) if registration else "attendee",
        matched_by=matched_by,
        sealed_name=uow.keys.seal(
            clean_line(name, most=MOST_LETTERS),
            purpose="forum_session",
            subject=session_id,
            row=f"registration_participant:{participant_id}",
        ),
        created_at=uow.now,
    )
    uow.db.add(participant)
    uow.db.flush()
    return participant


def _role(registration: Registration) -> str:
    return "attendee" if registration.kind in ("landlord", "member") else registration.kind


def name_by(uow: Uow, participant: Participant, meeting_uuid: str, kind: str, value: str) -> None:
    """Know a participant by one more of Zoom's ids; an id means whoever it was given last."""
    query = select(ParticipantAlias).where(
        ParticipantAlias.forum_session_id == participant.forum_session_id,
        ParticipantAlias.meeting_uuid == meeting_uuid,
        ParticipantAlias.kind == kind,
        ParticipantAlias.value == value,
    )
    known = uow.db.scalar(query)
    if known is not None:
        known.participant_id = participant.id
        return
    uow.db.add(
        ParticipantAlias(
            id=new_id(),
            participant_id=participant.id,
            forum_session_id=participant.forum_session_id,
            meeting_uuid=meeting_uuid,
            kind=kind,
            value=value,
        )
    )
    uow.db.flush()
