"""The steward's answers, carried to everything they touch: the seat, who the participant is, and the floor."""

from __future__ import annotations

from uuid import UUID

from companion.floor import service as floor
from companion.forums import service as forums
from companion.kernel.ids import ForumSessionId, ParticipantId
from companion.kernel.uow import Uow
from companion.registration import door, participants, rules, service, stays
from companion.registration.door_tables import DoorEntry
from companion.registration.records import registration_of
from companion.registration.tables import LIVE


def say_who(uow: Uow, session_id: UUID, entry_id: UUID, turn: int, registration_id: UUID) -> None:
    """This is a registered person: known as such from now on, or as soon as they come in.

    Raises AnsweredAlready, NotFromHere for somebody without a place, NotFound.
    """
    entry = door.entry_for(uow, session_id, entry_id, turn)
    registration = registration_of(uow, registration_id)
    if registration.forum_session_id != session_id or registration.state not in ("confirmed", "attended"):
        raise rules.NotFromHere
    door.answer(uow, entry, "registered", registration_id=registration_id)
    recognise(uow, entry, registration_id)


def swap(uow: Uow, session_id: UUID, entry_id: UUID, turn: int, *, gives_up: UUID, name: str, address: str) -> None:
    """They come instead of a colleague, on that colleague's seat.

    Raises AnsweredAlready, what `service.substitute` raises, NotFound.
    """
    entry = door.entry_for(uow, session_id, entry_id, turn)
    if registration_of(uow, gives_up).forum_session_id != session_id:
        raise rules.NotFromHere
    made = service.substitute(uow, gives_up, name=name, address=address, by="staff")
    door.answer(uow, entry, "swap", registration_id=made.registration_id, gave_up_id=gives_up)
    recognise(uow, entry, made.registration_id)


def take_free_seat(
    uow: Uow, session_id: UUID, entry_id: UUID, turn: int, *, landlord_id: UUID, name: str, address: str
) -> None:
    """They were not registered, and their landlord has a seat free.

    Raises AnsweredAlready, SeatsTaken when it is gone, what `service.register` raises, NotFound.
    """
    entry = door.entry_for(uow, session_id, entry_id, turn)
    made = service.register(uow, session_id, name=name, address=address, landlord_id=landlord_id, source="staff")
    if not made.is_seated:
        raise rules.SeatsTaken
    door.answer(uow, entry, "registered", registration_id=made.registration_id)
    recognise(uow, entry, made.registration_id)


def refuse(uow: Uow, session_id: UUID, entry_id: UUID, turn: int) -> None:
    """They are not let in. Raises AnsweredAlready, NotFound."""
    door.answer(uow, door.entry_for(uow, session_id, entry_id, turn), "no")


def take_back(uow: Uow, session_id: UUID, entry_id: UUID, turn: int) -> None:
    """Take back an answer, or that somebody is a recorder. Raises AnsweredAlready, NotFound, and what a swap raises."""
    entry = door.entry_for(uow, session_id, entry_id, turn)
    named, seen = entry.registration_id, entry.participant_id
    if entry.kind == "recorder" and seen is not None:
        _arrive(uow, entry, ParticipantId(seen), ())
    if named is not None and seen is not None:
        before = _known_as(uow, entry, seen)
        participants.detach(uow, seen, named, _connection(uow, entry))
        session_id = ForumSessionId(entry.forum_session_id)
        floor.unrecognised(uow, session_id, ParticipantId(seen), ParticipantId(before))
        _arrive(uow, entry, ParticipantId(seen), () if before == seen else (before,))
    door.take_back(uow, entry)


def recognise(uow: Uow, entry: DoorEntry, registration_id: UUID) -> None:
    """Whoever is in the room already is known by their registration from now on, on the floor too."""
    if entry.participant_id is None or registration_of(uow, registration_id).state not in LIVE:
        return
    before = _known_as(uow, entry, entry.participant_id)
    now = participants.attach(uow, before, registration_id, _connection(uow, entry))
    session_id, landlord_id = ForumSessionId(entry.forum_session_id), participants.landlord_of(uow, now)
    floor.recognised(uow, session_id, ParticipantId(before), now, landlord_id=landlord_id)
    _arrive(uow, entry, now, () if now == before else (before,))


def _arrive(uow: Uow, entry: DoorEntry, who: ParticipantId, instead_of: tuple[UUID, ...]) -> None:
    """The floor learns that a connection is this participant's, and no longer another's."""
    session_id = ForumSessionId(entry.forum_session_id)
    if stays.left_at(uow, session_id, entry.meeting_uuid, entry.connection) is not None:
        return
    at = forums.time_in(uow, forums.session_of(uow, session_id))
    for other in instead_of:
        floor.departed(uow, session_id, ParticipantId(other), connection=entry.connection, at=at)
    landlord_id = participants.landlord_of(uow, who)
    floor.arrived(uow, session_id, who, landlord_id=landlord_id, connection=entry.connection, at=at)


def _known_as(uow: Uow, entry: DoorEntry, otherwise: UUID) -> UUID:
    """The participant whose connection this is now."""
    return stays.whose(uow, entry.forum_session_id, entry.meeting_uuid, entry.connection) or otherwise


def _connection(uow: Uow, entry: DoorEntry) -> participants.Connection:
    return participants.Connection(entry.meeting_uuid, entry.connection, door.open_words(uow, entry).aliases)
