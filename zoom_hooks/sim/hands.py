"""Hands and reactions in Zoom. No webhook, REST call or caption stream tells of them, only an app inside the client."""

from __future__ import annotations

from typing import Literal

from zoom_hooks.sim.stage import NoSuchThing, Stage
from zoom_hooks.sim.world import SimMeeting, SimParticipant

Feedback = Literal["yes", "no", "slowDown", "speedUp", "away", "raiseHand"]
RAISED: Feedback = "raiseHand"


def raise_hand(stage: Stage, who: str | int, *, meeting_id: str = "") -> None:
    """Somebody raises their hand in Zoom; a hand that is up stays up."""
    react(stage, who, RAISED, meeting_id=meeting_id)


def lower_hand(stage: Stage, who: str | int, *, meeting_id: str = "") -> None:
    """Somebody lowers their hand."""
    meeting, person = _here(stage, who, meeting_id)
    if person.feedback != RAISED:
        raise NoSuchThing("their hand is not up")
    _remove(stage, meeting, person)


def lower_all_hands(stage: Stage, *, meeting_id: str = "") -> int:
    """The host takes back every reaction; returns how many there were."""
    meeting = stage.going_on(meeting_id)
    shown = [person for person in meeting.participants if person.is_present and person.feedback]
    for person in shown:
        _remove(stage, meeting, person)
    return len(shown)


def react(stage: Stage, who: str | int, feedback: Feedback, *, meeting_id: str = "") -> None:
    """Somebody shows a reaction, in place of the one they showed before."""
    meeting, person = _here(stage, who, meeting_id)
    if person.phone_number:
        raise NoSuchThing("who rings in has no reactions")
    if person.feedback != feedback:
        person.feedback = feedback
        stage.clients.feedback(meeting, person)


def remove_reaction(stage: Stage, who: str | int, *, meeting_id: str = "") -> None:
    """Somebody takes their reaction back, whichever it was: Zoom does not say which."""
    meeting, person = _here(stage, who, meeting_id)
    if not person.feedback:
        raise NoSuchThing("they show no reaction")
    _remove(stage, meeting, person)


def _remove(stage: Stage, meeting: SimMeeting, person: SimParticipant) -> None:
    person.feedback = ""
    stage.clients.feedback_removed(meeting, person)


def _here(stage: Stage, who: str | int, meeting_id: str) -> tuple[SimMeeting, SimParticipant]:
    meeting = stage.going_on(meeting_id)
    person = stage.present(meeting, who)
    if person.is_waiting:
        raise NoSuchThing("they are in the waiting room")
    return meeting, person
