"""How long a turn is for those who were granted more time: a number, and never why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from companion.adjustments import service as adjustments
from companion.kernel.ids import ParticipantId
from companion.kernel.uow import Uow
from companion.registration.tables import Participant

Lengths = Mapping[ParticipantId, int]


def turn_lengths(uow: Uow, session_id: UUID) -> Lengths:
    """Milliseconds for each turn, of the participants who have a length of their own."""
    granted = adjustments.for_floor(uow, session_id)
    if not granted:
        return {}
    query = select(Participant.id, Participant.registration_id).where(
        Participant.forum_session_id == session_id, Participant.registration_id.in_(granted)
    )
    return {
        ParticipantId(participant_id): granted[registration_id] // timedelta(milliseconds=1)
        for participant_id, registration_id in uow.db.execute(query)
        if registration_id is not None
    }
