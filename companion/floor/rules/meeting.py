"""The meeting itself: people come and go, and the session starts, breaks and ends."""

from __future__ import annotations

from companion.floor import errors, events
from companion.floor.events import Event
from companion.floor.reducer import undoing_of
from companion.floor.rules.standing import Events, all_ended, must_be_live
from companion.floor.state import Floor, Turn
from companion.kernel.ids import LandlordId, ParticipantId


def join(floor: Floor, participant_id: ParticipantId, landlord_id: LandlordId | None, connection: str = "") -> Events:
    """Somebody comes in. A speaker who had dropped out goes on where the clock was stopped for it."""
    here: Event = events.PresenceJoined(participant_id, landlord_id, connection)
    turn = _turn_of(floor, participant_id)
    if turn is None or turn.state != "paused" or turn.paused_by != "dropped":
        return (here,)
    return (here, events.TurnResumed(turn.id))


def leave(floor: Floor, participant_id: ParticipantId, connection: str = "") -> Events:
    """Somebody's connection goes. When it was a speaker's last one, the clock stops; the chair decides the rest."""
    gone: Event = events.PresenceLeft(participant_id, connection)
    turn = _turn_of(floor, participant_id)
    presence = floor.presences.get(participant_id)
    others = [other for other, _ in presence.connections if other != connection] if presence else []
    if turn is None or turn.state != "running" or others:
        return (gone,)
    return (gone, events.TurnPaused(turn.id, "dropped"))


def recognise(
    floor: Floor, participant_id: ParticipantId, known_as: ParticipantId, landlord_id: LandlordId | None
) -> Events:
    """Somebody in the meeting is this participant. Nothing where the floor has never met them."""
    if participant_id not in floor.known and known_as not in floor.known:
        return ()
    return (events.PresenceRecognised(participant_id, known_as, landlord_id),)


def unrecognise(floor: Floor, participant_id: ParticipantId, known_as: ParticipantId) -> Events:
    """That was wrong: they are two again, as if it had never been said."""
    undoing = undoing_of(floor.log)
    said = (
        one.seq
        for one in reversed(floor.log)
        if isinstance(one.event, events.PresenceRecognised)
        and one.seq not in undoing
        and (one.event.participant_id, one.event.as_participant_id) == (participant_id, known_as)
    )
    seq = next(said, None)
    return () if seq is None else (events.Undone(seq),)


def start_session(floor: Floor) -> Events:
    """Open the meeting's floor. Raises AlreadyRunning, SessionOver."""
    if floor.state == "ended":
        raise errors.SessionOver
    if floor.state != "lobby":
        raise errors.AlreadyRunning
    return (events.SessionStarted(),)


def pause_session(floor: Floor) -> Events:
    """A break: every clock stops. Raises NotOpen."""
    must_be_live(floor)
    return (events.SessionPaused(),)


def resume_session(floor: Floor) -> Events:
    """The break is over. Raises AlreadyRunning, NotOpen."""
    if floor.state == "live":
        raise errors.AlreadyRunning
    if floor.state != "paused":
        raise errors.NotOpen
    return (events.SessionResumed(),)


def end_session(floor: Floor) -> Events:
    """Close the floor for good. Raises SessionOver when it is closed."""
    if floor.state == "ended":
        raise errors.SessionOver
    return (*all_ended(floor, "session_ended"), events.SessionEnded())


def _turn_of(floor: Floor, participant_id: ParticipantId) -> Turn | None:
    active = (floor.turns[turn_id] for turn_id in floor.active)
    return next((turn for turn in active if turn.participant_id == participant_id), None)
