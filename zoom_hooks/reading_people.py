"""Events about people in the meeting: who came, went, waits, moved, and what they are in it."""

from __future__ import annotations

from collections.abc import Callable

from zoom_hooks.envelope import Envelope, named_meeting, number_in_meeting, participant_of, when
from zoom_hooks.events import (
    BreakoutMove,
    BreakoutRoomMoved,
    Event,
    HostAwaited,
    HostWait,
    ParticipantJoined,
    ParticipantLeft,
    PhoneBound,
    RoleChanged,
    SurveyAnswered,
    WaitingRoomMove,
    WaitingRoomMoved,
)

Reader = Callable[[Envelope], Event]


def joined(e: Envelope) -> Event:
    return ParticipantJoined(e.occurred_at, e.account_id, named_meeting(e), participant_of(e), when(e, "join_time"))


def left(e: Envelope) -> Event:
    return ParticipantLeft(e.occurred_at, e.account_id, named_meeting(e), participant_of(e), when(e, "leave_time"))


def waiting_room(move: WaitingRoomMove) -> Reader:
    def read(e: Envelope) -> Event:
        return WaitingRoomMoved(
            e.occurred_at, e.account_id, named_meeting(e), participant_of(e), move, when(e, "date_time")
        )

    return read


def host_awaited(move: HostWait) -> Reader:
    def read(e: Envelope) -> Event:
        return HostAwaited(e.occurred_at, e.account_id, named_meeting(e), participant_of(e), move)

    return read


def role_changed(e: Envelope) -> Event:
    p = e.object.object("participant")
    return RoleChanged(
        e.occurred_at,
        e.account_id,
        named_meeting(e),
        participant_of(e),
        old_role=_role(p.text("old_role")),
        new_role=_role(p.text("new_role")),
        changed_at=when(e, "date_time"),
    )


def _role(said: str | None) -> str | None:
    """Zoom writes co-host in its events and cohost in its client."""
    word = said.lower() if said is not None else None
    return "co-host" if word == "cohost" else word


def breakout_room(move: BreakoutMove) -> Reader:
    def read(e: Envelope) -> Event:
        at = when(e, "join_time" if move == "entered" else "leave_time", "date_time")
        room = e.object.id("breakout_room_uuid")
        return BreakoutRoomMoved(e.occurred_at, e.account_id, named_meeting(e), participant_of(e), room, move, at)

    return read


def phone_bound(e: Envelope) -> Event:
    p = e.object.object("participant")
    return PhoneBound(
        e.occurred_at,
        e.account_id,
        named_meeting(e),
        participant_of(e),
        to_user_id=number_in_meeting(p, "bind_user_id"),
        to_uuid=p.id("bind_participant_uuid"),
        bound_at=when(e, "date_time", "join_time"),
    )


def survey_answered(e: Envelope) -> Event:
    said = e.object.object("participant").object("feedback")
    complaints = tuple(one.text("name") or one.id("id") or "" for one in said.objects("feedback_details"))
    return SurveyAnswered(
        e.occurred_at,
        e.account_id,
        named_meeting(e),
        participant_of(e),
        is_satisfied=said.boolean("satisfied"),
        complaints=complaints,
        comment=said.text("comments"),
    )
