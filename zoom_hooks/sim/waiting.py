"""Waiting: for the host to arrive, and in the waiting room."""

from __future__ import annotations

from zoom_hooks.sim import presence
from zoom_hooks.sim.stage import NoSuchThing, Stage


def admit(stage: Stage, who: str | int, *, meeting_id: str = "") -> None:
    """Let somebody in from the waiting room."""
    meeting = stage.going_on(meeting_id)
    person = stage.present(meeting, who)
    if not person.is_waiting:
        raise NoSuchThing("they are in the meeting already")
    person.is_waiting = False
    stage.moved(meeting, person, "meeting.participant_admitted")
    stage.clients.left_waiting_room(meeting, person)
    presence.enter(stage, meeting, person)
    stage.occasion("admitted", person.name)


def put_in_waiting_room(stage: Stage, who: str | int, *, meeting_id: str = "") -> None:
    """Put somebody back into the waiting room."""
    meeting = stage.going_on(meeting_id)
    person = stage.present(meeting, who)
    if person.is_waiting:
        raise NoSuchThing("they are in the waiting room already")
    if not meeting.settings.get("waiting_room"):
        raise NoSuchThing("the meeting has no waiting room")
    presence.step_out(stage, meeting, person)
    person.is_waiting, person.feedback = True, ""
    stage.moved(meeting, person, "meeting.participant_put_in_waiting_room")
    stage.clients.joined_waiting_room(meeting, person, "putFromMainMeeting")


def wait_for_host(stage: Stage, name: str, *, meeting_id: str = "") -> None:
    """Somebody is there before the host, and waits; Zoom says their name and nothing else."""
    meeting = stage.meeting(meeting_id)
    if meeting.state == "started":
        raise NoSuchThing("the host is there already")
    meeting.early.append(name)
    stage.tell_about("meeting.participant_jbh_waiting", meeting, participant={"id": "", "user_name": name})


def stop_waiting_for_host(stage: Stage, name: str, *, meeting_id: str = "") -> None:
    """Somebody who waits for the host gives up."""
    meeting = stage.meeting(meeting_id)
    if name not in meeting.early:
        raise NoSuchThing("nobody of that name waits for the host")
    meeting.early.remove(name)
    stage.tell_about("meeting.participant_jbh_waiting_left", meeting, participant={"id": "", "user_name": name})


def join_before_host(stage: Stage, name: str, *, meeting_id: str = "") -> None:
    """Somebody is in the meeting before the host, where its settings let them."""
    meeting = stage.meeting(meeting_id)
    if meeting.state == "started" or not meeting.settings.get("join_before_host"):
        raise NoSuchThing("nobody joins this meeting before its host")
    if name in meeting.early:
        meeting.early.remove(name)
    stage.tell_about("meeting.participant_jbh_joined", meeting, participant={"id": "", "user_name": name})
