"""Presence as intervals. Joins and leaves come twice, late and out of order; each pairs with its own by time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from companion.kernel.ids import ParticipantId, new_id
from companion.kernel.uow import Uow
from companion.registration.tables import EarlyLeave, Participant, Stay


def pair(
    joins: Iterable[datetime], leaves: Iterable[datetime]
) -> tuple[dict[datetime, datetime | None], set[datetime]]:
    """Which leave ends which join of one connection, None where none does yet; and the leaves whose join is unknown.

    A leave ends the join before it. Zoom's times are whole seconds, so a leave and a join may be at one moment: then it
    ended what was open before, as when somebody moves between rooms; only where nothing was, it ended that join.
    """
    begun, over = set(joins), set(leaves)
    ends: dict[datetime, datetime | None] = dict.fromkeys(sorted(begun))
    open_since: datetime | None = None
    unknown: set[datetime] = set()
    for at in sorted(begun | over):
        if at in over and open_since is not None:
            ends[open_since], open_since = at, None
            is_used = True
        else:
            is_used = False
        if at in begun:
            open_since = at
        if at in over and not is_used:
            if open_since == at:
                ends[at], open_since = at, None
            else:
                unknown.add(at)
    return ends, unknown


def begin(uow: Uow, participant: Participant, meeting_uuid: str, connection: str, at: datetime) -> None:
    """A connection joined. A leave that came first ends it; the same join again changes nothing."""
    known = _stays(uow, participant.forum_session_id, meeting_uuid, connection)
    if any(stay.joined_at == at for stay in known):
        return
    stay = Stay(
        id=new_id(),
        participant_id=participant.id,
        forum_session_id=participant.forum_session_id,
        meeting_uuid=meeting_uuid,
        connection=connection,
        joined_at=at,
    )
    uow.db.add(stay)
    _pair_anew(uow, participant.forum_session_id, meeting_uuid, connection, [*known, stay])


def end(uow: Uow, session_id: UUID, meeting_uuid: str, connection: str, at: datetime) -> ParticipantId | None:
    """A connection left. The participant, if that made them leave; a leave whose join is not known yet is kept."""
    known = _stays(uow, session_id, meeting_uuid, connection)
    newest = max(known, key=lambda stay: stay.joined_at, default=None)
    was_open = newest is not None and newest.left_at is None
    _pair_anew(uow, session_id, meeting_uuid, connection, known, at)
    if newest is None or not was_open or newest.left_at is None:
        return None
    return ParticipantId(newest.participant_id)


def _pair_anew(
    uow: Uow, session_id: UUID, meeting_uuid: str, connection: str, known: Sequence[Stay], left: datetime | None = None
) -> None:
    """Give each stay of a connection its end, now that one more join or leave is known."""
    early = {leave.left_at: leave for leave in _early(uow, session_id, meeting_uuid, connection)}
    leaves = {*early, *(stay.left_at for stay in known if stay.left_at is not None)}
    ends, unknown = pair((stay.joined_at for stay in known), leaves if left is None else {*leaves, left})
    for stay in known:
        stay.left_at = ends[stay.joined_at]
    for at, leave in early.items():
        if at not in unknown:
            uow.db.delete(leave)
    its = {"forum_session_id": session_id, "meeting_uuid": meeting_uuid, "connection": connection}
    uow.db.add_all(EarlyLeave(id=new_id(), left_at=at, **its) for at in unknown - early.keys())
    uow.db.flush()


def has_met(uow: Uow, session_id: UUID, meeting_uuid: str) -> bool:
    """Whether somebody of a session was ever in this occurrence of its meeting."""
    query = select(Stay.id).where(Stay.forum_session_id == session_id, Stay.meeting_uuid == meeting_uuid)
    return uow.db.scalars(query.limit(1)).first() is not None


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


def open_since(uow: Uow, session_id: UUID, meeting_uuid: str, connection: str) -> datetime | None:
    """When a connection joined that is in the meeting; None for one that never did, or that has left since."""
    known = _stays(uow, session_id, meeting_uuid, connection)
    return known[-1].joined_at if known and known[-1].left_at is None else None


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
