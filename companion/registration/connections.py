"""What Zoom says of a connection once it is in the meeting: whose telephone it is, and who runs the meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from companion.kernel.ids import ParticipantId
from companion.kernel.uow import Uow
from companion.registration import deciding, participants
from companion.registration.participants import Connection, participant_by_alias
from companion.registration.tables import HOST, Participant

ATTENDEE = "attendee"
#: the ids that name a connection, the surest first
NAMES_ONE = ("participant_uuid", "user_id")


@dataclass(frozen=True)
class Bound:
    """Two participants turned out to be one: who is who now, and the connection that changed hands."""

    before: ParticipantId
    now: ParticipantId
    moved: Connection


def whose(uow: Uow, session_id: UUID, meeting_uuid: str, aliases: Mapping[str, str]) -> ParticipantId | None:
    """The participant whom one of Zoom's ids of a connection means."""
    named = ((kind, aliases[kind]) for kind in NAMES_ONE if kind in aliases)
    found = (participant_by_alias(uow, session_id, meeting_uuid, kind, value) for kind, value in named)
    return next((one for one in found if one is not None), None)


def bind_phone(uow: Uow, session_id: UUID, phone: Connection, target: Connection, at: datetime) -> Bound | None:
    """A telephone is the voice of somebody in the meeting: one participant from now on, whichever event comes first.

    None where there were no two to become one, and where a person or a link has said already that they are different
    people: Zoom's word does not undo that.
    """
    participants.hold(uow, session_id)
    theirs = whose(uow, session_id, target.meeting_uuid, target.aliases)
    if theirs is None:
        number = target.aliases.get("user_id")
        if number is None:
            return None
        meant = {"meeting_uuid": target.meeting_uuid, "user_id": number, "name": "", "at": at}
        theirs = participants.participant_seen(uow, session_id, **meant)  # type: ignore[arg-type]
    keeper = uow.db.get_one(Participant, theirs)
    heard = whose(uow, session_id, phone.meeting_uuid, phone.aliases)
    if heard is None or heard == theirs:
        for kind, value in phone.aliases.items():
            participants.name_by(uow, keeper, phone.meeting_uuid, kind, value)
        return None
    other, its = uow.db.get_one(Participant, heard), phone
    if keeper.registration_id is None and other.registration_id is not None:
        keeper, other, its = other, keeper, target
    if other.registration_id is not None:
        return None
    participants.move_connection(uow, keeper, its)
    if keeper.registration_id is not None:
        deciding.mark_attended(uow, keeper.registration_id)
    return Bound(ParticipantId(other.id), ParticipantId(keeper.id), its)


def role_said(uow: Uow, participant_id: UUID, *, is_host: bool, at: datetime) -> bool:
    """Zoom says that somebody runs the meeting, or does so no more; the latest word of Zoom's holds, whenever it comes.

    A registrant stays what they are: the host of the evening may be one of them. Returns whether this changed anything.
    """
    participant = uow.db.get_one(Participant, participant_id)
    if participant.role_said_at is not None and at <= participant.role_said_at:
        return False
    participant.role_said_at = at
    if participant.registration_id is not None or (participant.role == HOST) == is_host:
        return False
    participant.role = HOST if is_host else ATTENDEE
    uow.db.flush()
    return True
