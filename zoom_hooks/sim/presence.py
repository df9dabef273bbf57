"""Who comes, waits, is let in and goes."""

from __future__ import annotations

from zoom_hooks.rtms.codes import Happening
from zoom_hooks.sim import payloads
from zoom_hooks.sim.clock import iso
from zoom_hooks.sim.stage import NoSuchThing, Stage
from zoom_hooks.sim.world import SimMeeting, SimParticipant


def participant_joins(
    stage: Stage,
    name: str,
    *,
    email: str = "",
    registrant_id: str = "",
    phone_number: str = "",
    waits: bool = False,
    meeting_id: str = "",
) -> int:
    """Somebody arrives, in the meeting or (`waits`) in its waiting room; returns the number they have in it."""
    meeting = stage.going_on(meeting_id)
    registrant = meeting.registrants.get(registrant_id)
    if registrant_id and (registrant is None or registrant.state != "approved"):
        raise NoSuchThing("this registrant has no join link")
    person = SimParticipant(
        user_id=stage.ids.user_id(),
        uuid=stage.ids.guid(),
        name=name,
        email=email or (registrant.email if registrant else ""),
        registrant_id=registrant_id,
        phone_number=phone_number,
        joined_ms=stage.clock.ms(),
        is_waiting=waits,
    )
    meeting.participants.append(person)
    if waits:
        _moved(stage, meeting, person, "meeting.participant_joined_waiting_room")
    else:
        _enter(stage, meeting, person)
    return person.user_id


def admit(stage: Stage, who: str | int, *, meeting_id: str = "") -> None:
    """Let somebody in from the waiting room."""
    meeting = stage.going_on(meeting_id)
    person = stage.present(meeting, who)
    if not person.is_waiting:
        raise NoSuchThing("they are in the meeting already")
    person.is_waiting = False
    _moved(stage, meeting, person, "meeting.participant_admitted")
    _enter(stage, meeting, person)


def participant_leaves(stage: Stage, who: str | int, *, meeting_id: str = "") -> None:
    """Somebody leaves, or loses the connection: outside nobody can tell."""
    meeting = stage.going_on(meeting_id)
    leave(stage, meeting, stage.present(meeting, who), "left the meeting")


def leave(stage: Stage, meeting: SimMeeting, person: SimParticipant, reason: str) -> None:
    """Somebody goes, from the meeting or from its waiting room, for this reason."""
    person.left_ms = stage.clock.ms()
    if person.is_waiting:
        _moved(stage, meeting, person, "meeting.participant_left_waiting_room")
        return
    row = payloads.participant(person, leave_time=iso(person.left_ms), leave_reason=reason)
    stage.tell_about("meeting.participant_left", meeting, participant=row)
    stage.happened(meeting, Happening.LEAVE, {"participants": [{"user_id": person.user_id}]})


def _enter(stage: Stage, meeting: SimMeeting, person: SimParticipant) -> None:
    person.joined_ms = stage.clock.ms()
    row = payloads.participant(person, join_time=iso(person.joined_ms))
    stage.tell_about("meeting.participant_joined", meeting, participant=row)
    who = {"user_id": person.user_id, "user_name": person.name}
    stage.happened(meeting, Happening.JOIN, {"participants": [who]})


def _moved(stage: Stage, meeting: SimMeeting, person: SimParticipant, event: str) -> None:
    row = payloads.participant(person, date_time=iso(stage.clock.ms()))
    stage.tell_about(event, meeting, participant=row)
