"""Presence as intervals. Joins and leaves come twice, late and out of order; each pairs with its own by time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from companion.kernel.ids import ParticipantId, new_id
from companion.kernel.uow import Uow
from companion.registration.tables import EarlyLeave, Participant, Stay


def begin(uow: Uow, participant: Participant, meeting_uuid: str, connection: str, at: datetime) -> None:
    """A connection joined. A leave that came first ends it; the same join again changes nothing."""
    known = _stays(uow, participant.forum_session_id, meeting_uuid, connection)
    if any(stay.joined_at == at for stay in known):
        return
    before = next((stay for stay in reversed(known) if stay.joined_at < at), None)
    after = next((stay for stay in known if stay.joined_at > at), None)
    left_at = None
    if before is not None and before.left_at is not None and before.left_at >= at:
        before.left_at, left_at = None, before.left_at  # it ended this stay, which we had not heard of
    else:
        left_at = _take_early(uow, participant.forum_session_id, meeting_uuid, connection, at, after)
    uow.db.add(
        Stay(
            id=new_id(),
            participant_id=participant.id,
            forum_session_id=participant.forum_session_id,
            meeting_uuid=meeting_uuid,
            connection=connection,
            joined_at=at,
            left_at=left_at,
        )
    )
    uow.db.flush()


def end(uow: Uow, session_id: UUID, meeting_uuid: str, connection: str, at: datetime) -> ParticipantId | None:
    """A connection left: the stay it ended is the last one begun by then. The participant, if that made them leave.

    A leave without a stay is kept; of two leaves for one stay the later belongs to a stay we have not heard of.
    """
    known = _stays(uow, session_id, meeting_uuid, connection)
    stay = next((one for one in reversed(known) if one.joined_at <= at), None)
    if stay is None:
        _keep_early(uow, session_id, meeting_uuid, connection, at)
        return None
    if stay.left_at == at:
        return None
    was_open = stay.left_at is None
    if stay.left_at is not None:
        _keep_early(uow, session_id, meeting_uuid, connection, max(stay.left_at, at))
    stay.left_at = at if stay.left_at is None else min(stay.left_at, at)
    uow.db.flush()
    return ParticipantId(stay.participant_id) if was_open and stay is known[-1] else None


def end_all(uow: Uow, session_id: UUID, at: datetime) -> None:
    """End every open stay of a session, none before it began."""
    query = select(Stay).where(Stay.forum_session_id == session_id, Stay.left_at.is_(None))
    for stay in uow.db.scalars(query):
        stay.left_at = max(at, stay.joined_at)
    uow.db.flush()


def left_at(uow: Uow, session_id: UUID, meeting_uuid: str, connection: str) -> datetime | None:
    """When the newest stay of a connection ended; None while it lasts, and for a connection nobody knows."""
    known = _stays(uow, session_id, meeting_uuid, connection)
    return known[-1].left_at if known else None


def is_open(uow: Uow, participant_id: UUID) -> bool:
    """Whether one of a participant's connections is in the meeting: its newest stay has no end."""
    return participant_id in _open_among(uow.db.scalars(_in_order().where(Stay.participant_id == participant_id)))


def is_open_beside(uow: Uow, participant_id: UUID, connection: str) -> bool:
    """Whether a participant is in the meeting on another connection than this one."""
    own = _in_order().where(Stay.participant_id == participant_id, Stay.connection != connection)
    return bool(_open_among(uow.db.scalars(own)))


def whose(uow: Uow, session_id: UUID, meeting_uuid: str, connection: str) -> UUID | None:
    """The participant whose connection it is."""
    known = _stays(uow, session_id, meeting_uuid, connection)
    return known[-1].participant_id if known else None


def move_to(uow: Uow, participant: Participant, session_id: UUID, meeting_uuid: str, connection: str) -> None:
    """One connection, with all its stays, turns out to be this participant's."""
    for stay in _stays(uow, session_id, meeting_uuid, connection):
        stay.participant_id = participant.id
    uow.db.flush()


def present_in(uow: Uow, session_id: UUID) -> set[UUID]:
    """The participants who are in the meeting now."""
    return _open_among(uow.db.scalars(_in_order().where(Stay.forum_session_id == session_id)))


def _in_order() -> Select[Stay]:
    return select(Stay).order_by(Stay.joined_at)


def _open_among(stays: Iterable[Stay]) -> set[UUID]:
    newest: dict[tuple[UUID, str, str], Stay] = {}
    for stay in stays:
        newest[stay.participant_id, stay.meeting_uuid, stay.connection] = stay
    return {stay.participant_id for stay in newest.values() if stay.left_at is None}


def _stays(uow: Uow, session_id: UUID, meeting_uuid: str, connection: str) -> list[Stay]:
    query = select(Stay).where(
        Stay.forum_session_id == session_id, Stay.meeting_uuid == meeting_uuid, Stay.connection == connection
    )
    return list(uow.db.scalars(query.order_by(Stay.joined_at)))


def _early(uow: Uow, session_id: UUID, meeting_uuid: str, connection: str) -> list[EarlyLeave]:
    query = select(EarlyLeave).where(
        EarlyLeave.forum_session_id == session_id,
        EarlyLeave.meeting_uuid == meeting_uuid,
        EarlyLeave.connection == connection,
    )
    return list(uow.db.scalars(query.order_by(EarlyLeave.left_at)))


def _keep_early(uow: Uow, session_id: UUID, meeting_uuid: str, connection: str, at: datetime) -> None:
    if any(leave.left_at == at for leave in _early(uow, session_id, meeting_uuid, connection)):
        return
    uow.db.add(
        EarlyLeave(
            id=new_id(), forum_session_id=session_id, meeting_uuid=meeting_uuid, connection=connection, left_at=at
        )
    )
    uow.db.flush()


def _take_early(
    uow: Uow, session_id: UUID, meeting_uuid: str, connection: str, at: datetime, after: Stay | None
) -> datetime | None:
    """The kept leave that ends a stay begun at `at`: the first one since, and before the connection's next join."""
    for leave in _early(uow, session_id, meeting_uuid, connection):
        if leave.left_at >= at and (after is None or leave.left_at < after.joined_at):
            uow.db.delete(leave)
            return leave.left_at
    return None
