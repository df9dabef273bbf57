"""Who comes and goes, by which way, and as whom."""

from __future__ import annotations

from zoom_hooks.rtms.codes import Happening
from zoom_hooks.sim import payloads
from zoom_hooks.sim.clock import iso
from zoom_hooks.sim.stage import NoSuchThing, Stage
from zoom_hooks.sim.world import Role, SimMeeting, SimParticipant


def participant_joins(
    stage: Stage,
    name: str,
    *,
    email: str = "",
    registrant_id: str = "",
    phone_number: str = "",
    waits: bool = False,
    role: Role = "attendee",
    zoom_user_id: str = "",
    meeting_id: str = "",
) -> int:
    """Somebody arrives, in the meeting or (`waits`) in its waiting room; returns the number they have in it.

    Without `zoom_user_id` they are not signed in to Zoom, except the host, who always is.
    """
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
        role=role,
        zoom_user_id=zoom_user_id or (stage.host_id if role == "host" else ""),
    )
    return _arrive(stage, meeting, person)


def arrive(
    stage: Stage,
    name: str,
    *,
    email: str = "",
    phone_number: str = "",
    waits: bool = False,
    role: Role = "attendee",
    once: bool = False,
    meeting_id: str = "",
) -> int:
    """Somebody comes by their own join link if an approved registrant has this address, else as nobody's registrant.

    With `once` nothing happens when they are there already. Returns the number they have in the meeting.
    """
    meeting = stage.going_on(meeting_id)
    here = meeting.present(name) if once else None
    if here is not None:
        return here.user_id
    address = email.casefold()
    known = (r for r in meeting.registrants.values() if r.state == "approved" and r.email.casefold() == address)
    mine = next(known, None) if email and not phone_number and role == "attendee" else None
    return participant_joins(
        stage,
        name,
        email="" if phone_number or (mine is None and role == "attendee") else email,
        registrant_id=mine.id if mine else "",
        phone_number=phone_number,
        waits=waits,
        role=role,
        meeting_id=meeting.id,
    )


def participant_leaves(stage: Stage, who: str | int, *, meeting_id: str = "") -> None:
    """Somebody leaves, or loses the connection: outside nobody can tell."""
    meeting = stage.going_on(meeting_id)
    leave(stage, meeting, stage.present(meeting, who), "left the meeting")


def rejoin(stage: Stage, who: str | int, *, meeting_id: str = "") -> int:
    """Somebody who was here comes back: the same registrant with another number and another uuid."""
    meeting = stage.going_on(meeting_id)
    if meeting.present(who) is not None:
        raise NoSuchThing("they are there")
    before = meeting.was_here(who)
    if before is None:
        raise NoSuchThing("nobody of that name or number was there")
    person = SimParticipant(
        user_id=stage.ids.user_id(),
        uuid=stage.ids.guid(),
        name=before.name,
        email=before.email,
        registrant_id=before.registrant_id,
        phone_number=before.phone_number,
        joined_ms=stage.clock.ms(),
        role=before.role,
        zoom_user_id=before.zoom_user_id,
    )
    return _arrive(stage, meeting, person)


def remove_participant(stage: Stage, who: str | int, *, meeting_id: str = "") -> None:
    """The host removes somebody from the meeting."""
    meeting = stage.going_on(meeting_id)
    person = stage.present(meeting, who)
    leave(stage, meeting, person, "removed by the host")
    stage.occasion("removed", person.name)


def change_role(stage: Stage, who: str | int, role: Role, *, meeting_id: str = "") -> None:
    """The host makes somebody host, co-host or attendee."""
    meeting = stage.going_on(meeting_id)
    person = stage.present(meeting, who)
    before, person.role = person.role, role
    if before == role:
        return
    row = payloads.participant(person, date_time=iso(stage.clock.ms()), old_role=before, new_role=role)
    stage.tell_about("meeting.participant_role_changed", meeting, participant=row)
    stage.clients.role_changed(meeting, person)


def bind_phone(stage: Stage, phone: str | int, who: str | int, *, meeting_id: str = "") -> None:
    """A telephone in the meeting turns out to be the audio of somebody who is in it."""
    meeting = stage.going_on(meeting_id)
    caller, person = stage.present(meeting, phone), stage.present(meeting, who)
    if not caller.phone_number:
        raise NoSuchThing("they did not ring in")
    row = payloads.participant(
        caller,
        bind_user_id=str(person.user_id),
        bind_participant_uuid=person.uuid,
        date_time=iso(stage.clock.ms()),
    )
    stage.tell_about("meeting.participant_bind", meeting, participant=row)


def answer_survey(
    stage: Stage, who: str | int, is_satisfied: bool = True, comment: str = "", *, meeting_id: str = ""
) -> None:
    """Somebody who is or was there answers Zoom's survey at the end. It has nothing to do with hands."""
    meeting = stage.meeting(meeting_id)
    person = meeting.was_here(who)
    if person is None:
        raise NoSuchThing("nobody of that name or number was there")
    said = {"satisfied": is_satisfied, "feedback_details": [], "comments": comment}
    row = payloads.participant(person, feedback=said)
    stage.tell_about("meeting.participant_feedback", meeting, participant=row)


def leave(stage: Stage, meeting: SimMeeting, person: SimParticipant, reason: str) -> None:
    """Somebody goes, from the meeting or from its waiting room, for this reason."""
    person.left_ms = stage.clock.ms()
    person.feedback = ""
    if person.is_waiting:
        stage.moved(meeting, person, "meeting.participant_left_waiting_room")
        stage.clients.left_waiting_room(meeting, person)
        return
    row = payloads.participant(person, leave_time=iso(person.left_ms), leave_reason=reason)
    stage.tell_about("meeting.participant_left", meeting, participant=row)
    _gone(stage, meeting, person)


def enter(stage: Stage, meeting: SimMeeting, person: SimParticipant) -> None:
    """Somebody is in the meeting from now on."""
    person.joined_ms = stage.clock.ms()
    row = payloads.participant(person, join_time=iso(person.joined_ms))
    stage.tell_about("meeting.participant_joined", meeting, participant=row)
    who = {"user_id": person.user_id, "user_name": person.name}
    stage.happened(meeting, Happening.JOIN, {"participants": [who]})
    stage.clients.joined(meeting, person)


def step_out(stage: Stage, meeting: SimMeeting, person: SimParticipant) -> None:
    """Somebody is put from the meeting into its waiting room."""
    row = payloads.participant(person, leave_time=iso(stage.clock.ms()), leave_reason="put in the waiting room")
    stage.tell_about("meeting.participant_left", meeting, participant=row)
    _gone(stage, meeting, person)


def _arrive(stage: Stage, meeting: SimMeeting, person: SimParticipant) -> int:
    meeting.participants.append(person)
    if person.is_waiting:
        stage.moved(meeting, person, "meeting.participant_joined_waiting_room")
        stage.clients.joined_waiting_room(meeting, person, "joinMeeting")
    else:
        enter(stage, meeting, person)
    return person.user_id


def _gone(stage: Stage, meeting: SimMeeting, person: SimParticipant) -> None:
    stage.happened(meeting, Happening.LEAVE, {"participants": [{"user_id": person.user_id}]})
    stage.clients.left(meeting, person)
