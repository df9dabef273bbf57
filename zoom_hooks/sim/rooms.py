"""Breakout rooms. Caption streams do not cover them."""

from __future__ import annotations

from zoom_hooks.rtms.codes import Happening
from zoom_hooks.sim import payloads
from zoom_hooks.sim.clock import iso
from zoom_hooks.sim.stage import NoSuchThing, Stage


def enter_breakout_room(stage: Stage, who: str | int, room: str = "1", *, meeting_id: str = "") -> None:
    """Somebody goes from the meeting to a breakout room; in the meeting they are seen to leave."""
    meeting = stage.going_on(meeting_id)
    person = stage.present(meeting, who)
    if person.is_waiting or person.breakout:
        raise NoSuchThing("they are not in the main meeting")
    person.breakout = meeting.breakouts.setdefault(room, stage.ids.uuid())
    now = iso(stage.clock.ms())
    row = payloads.participant(person, join_time=now, parent_user_id=str(person.user_id))
    stage.tell_about(
        "meeting.participant_joined_breakout_room", meeting, breakout_room_uuid=person.breakout, participant=row
    )
    stage.happened(meeting, Happening.LEAVE, {"participants": [{"user_id": person.user_id}]})
    stage.clients.left(meeting, person)


def leave_breakout_room(stage: Stage, who: str | int, *, meeting_id: str = "") -> None:
    """Somebody comes back from a breakout room to the meeting."""
    meeting = stage.going_on(meeting_id)
    person = stage.present(meeting, who)
    if not person.breakout:
        raise NoSuchThing("they are not in a breakout room")
    room, person.breakout = person.breakout, ""
    now = iso(stage.clock.ms())
    row = payloads.participant(
        person, leave_time=now, leave_reason="left the breakout room", parent_user_id=str(person.user_id)
    )
    stage.tell_about("meeting.participant_left_breakout_room", meeting, breakout_room_uuid=room, participant=row)
    who_came = {"user_id": person.user_id, "user_name": person.name}
    stage.happened(meeting, Happening.JOIN, {"participants": [who_came]})
    stage.clients.joined(meeting, person)
