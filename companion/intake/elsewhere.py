"""Zoom's events about people who are not, or not only, in the meeting's main room: from its language to our services.

Breakout rooms, the wait for the host, telephones that turn out to be somebody's, and who runs the meeting.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from companion.floor import service as floor
from companion.forums import service as forums
from companion.intake.translating import (
    aliases_of,
    connection_of,
    forum_session_of,
    its_connection,
    somebody,
    when,
)
from companion.kernel.ids import ForumSessionId, ParticipantId
from companion.kernel.uow import Uow
from companion.registration import breakouts, connections, door, host_waits, participants, stays
from companion.registration.breakouts import Away
from companion.registration.participants import Connection
from zoom_hooks import events as zoom

#: Zoom's times are whole seconds, and what follows from a move comes after it
A_MOMENT = timedelta(milliseconds=1)


def host_awaited(uow: Uow, event: zoom.HostAwaited) -> None:
    """Somebody waits because the host has not come, or does so no more."""
    session = forum_session_of(uow, event.meeting.id, event.meeting.uuid)
    if session is None:
        return
    said = event.participant
    who = host_waits.Waiting(said.name or "", said.registrant_id, said.account_user_id)
    host_waits.moved(uow, session.id, who, waits=event.move == "waiting", at=when(uow, session, event.occurred_at))


def role_changed(uow: Uow, event: zoom.RoleChanged) -> None:
    """Somebody runs the meeting from now on, or does so no more: the door need not ask who they are, or must."""
    session = forum_session_of(uow, event.meeting.id, event.meeting.uuid)
    if session is None or event.new_role is None:
        return
    at, aliases = when(uow, session, event.changed_at), aliases_of(event.participant)
    who = connections.whose(uow, session.id, event.meeting.uuid or "", aliases)
    if who is None and event.participant.user_id is not None:  # the change may overtake the join
        who = participants.participant_seen(
            uow,
            session.id,
            meeting_uuid=event.meeting.uuid or "",
            user_id=event.participant.user_id,
            name=event.participant.name or "",
            at=at,
        )
    if who is None or not connections.role_said(uow, who, is_host=event.is_host_now, at=at):
        return
    if not event.is_host_now and participants.is_present(uow, who):
        its = somebody(event.meeting, event.participant)
        door.came_in(uow, session.id, its, door.kind_of(uow, session.id, its), who, at)


def phone_bound(uow: Uow, event: zoom.PhoneBound) -> None:
    """A telephone is the voice of somebody in the meeting: one person on the floor, with one hand and one turn."""
    session = forum_session_of(uow, event.meeting.id, event.meeting.uuid)
    if session is None:
        return
    session_id, at = ForumSessionId(session.id), when(uow, session, event.bound_at)
    named = {"participant_uuid": event.to_uuid, "user_id": event.to_user_id}
    aliases = {kind: value for kind, value in named.items() if value}
    theirs = Connection(event.meeting.uuid or "", event.to_uuid or event.to_user_id or "", aliases)
    phone = its_connection(event.meeting, event.phone)
    bound = connections.bind_phone(uow, session_id, phone, theirs, at)
    if bound is None:
        return
    its, landlord_id = bound.moved, participants.landlord_of(uow, bound.now)
    floor.recognised(uow, session_id, bound.before, bound.now, landlord_id=landlord_id)
    joined_at = stays.open_since(uow, session_id, its.meeting_uuid, its.connection)
    if joined_at is not None:
        # As of its joining, not now: a leave may be on its way, and is believed only if no word is newer.
        at, whose = joined_at, its.connection
        floor.departed(uow, session_id, bound.before, connection=whose, at=at)
        floor.arrived(uow, session_id, bound.now, landlord_id=landlord_id, connection=whose, at=at)


def breakout_room(uow: Uow, event: zoom.BreakoutRoomMoved) -> None:
    """Somebody entered a breakout room, or came back: in the meeting all the time, and not on its floor meanwhile."""
    session = forum_session_of(uow, event.meeting.id, event.meeting.uuid)
    if session is None:
        return
    connection, uuid = connection_of(event.participant), event.meeting.uuid or ""
    at = when(uow, session, event.moved_at)
    breakouts.moved(uow, session.id, uuid, connection, entered=event.move == "entered", at=at)
    settle_breakout(uow, ForumSessionId(session.id), uuid, connection, back_at=at)


def settle_breakout(
    uow: Uow, session_id: ForumSessionId, meeting_uuid: str, connection: str, *, back_at: datetime | None = None
) -> None:
    """Have the floor show where a connection is, whichever of Zoom's events about a move came last.

    `back_at` is when it may have come back; without it nobody comes back by this.
    """
    who = stays.whose(uow, session_id, meeting_uuid, connection)
    joined_at = stays.open_since(uow, session_id, meeting_uuid, connection)
    if who is None or joined_at is None:
        return
    whom, since = ParticipantId(who), breakouts.since(uow, session_id, meeting_uuid, connection)
    if since is not None:
        floor.departed(uow, session_id, whom, connection=connection, at=max(since, joined_at + A_MOMENT))
    elif back_at is not None:
        landlord_id, at = participants.landlord_of(uow, whom), max(back_at, joined_at + A_MOMENT)
        floor.arrived(uow, session_id, whom, landlord_id=landlord_id, connection=connection, at=at)


def heard_here(uow: Uow, session_id: ForumSessionId, who: Collection[tuple[ParticipantId, datetime]]) -> None:
    """These were heard in the main room then: whoever of them we took to be in a breakout room is back."""
    for one, at in breakouts.heard_of(breakouts.away_in(uow, session_id), who) if who else ():
        _bring_back(uow, session_id, one, at)


def everybody_is_back(uow: Uow, session_id: ForumSessionId) -> int:
    """The breakout rooms are closed, somebody says who sees it; Zoom may not say it itself. How many that brought."""
    at, away = forums.time_in(uow, forums.session_of(uow, session_id)), breakouts.away_in(uow, session_id)
    for one in away:
        _bring_back(uow, session_id, one, max(at, one.since))
    uow.audit("breakouts.over", "forum_session", session_id, count=len(away))
    return len(away)


def _bring_back(uow: Uow, session_id: ForumSessionId, one: Away, at: datetime) -> None:
    breakouts.moved(uow, session_id, one.meeting_uuid, one.connection, entered=False, at=at)
    settle_breakout(uow, session_id, one.meeting_uuid, one.connection, back_at=at)
