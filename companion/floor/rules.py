"""What people may do to the floor. Each verb looks at the floor as it stands and returns what happens, or raises.

The caller appends the events in order, as one command. Times are those of the forum session, in milliseconds; ids of
new things come in as arguments.
"""

from __future__ import annotations

from typing import Literal

from companion.floor import clocks, errors, events, late
from companion.floor.events import Event, HandKind, MoveReason
from companion.floor.ids import NoteId, RequestId, TurnId
from companion.floor.ordering import next_up, order
from companion.floor.state import PRIORITY_KINDS, Floor, LateHand, Request, Turn, lane_of
from companion.kernel.ids import AgendaItemId, LandlordId, ParticipantId

Events = tuple[Event, ...]
FEEDS = frozenset({"zoom"})  # sources that report a state again and again, whose every report is worth keeping
MAX_PLACES = 50
MAX_EXTENSION_MS = 30 * 60_000
MAX_WITHDRAWN_A_MINUTE = 6


def raise_hand(
    floor: Floor,
    participant_id: ParticipantId,
    *,
    request_id: RequestId,
    source: str,
    occurred_at_ms: int,
    received_at_ms: int,
    landlord_id: LandlordId | None = None,
    kind: HandKind = "comment",
    note_id: NoteId | None = None,
) -> Events:
    """Ask to speak. Who is waiting already keeps one row and the earlier time; what comes too late goes to the tray.

    Raises SessionOver, TooOften, or ListClosed unless it is an access need or a point of order.
    """
    if floor.state == "ended":
        raise errors.SessionOver
    if late.is_stale(occurred_at_ms, received_at_ms) or occurred_at_ms <= floor.served.get(participant_id, -1):
        return (events.HandSetAside(participant_id, landlord_id, kind),)
    live = floor.live_of(participant_id, lane_of(kind))
    if live is not None:
        return () if source in live.sources and source not in FEEDS else (_raised(live, landlord_id),)
    if _steps_back_often(floor, participant_id, received_at_ms):
        raise errors.TooOften
    if kind not in PRIORITY_KINDS and (not floor.is_list_open or floor.list_places == 0):
        raise errors.ListClosed
    return (events.HandRaised(participant_id, request_id, landlord_id, kind, note_id),)


def admit_late(floor: Floor, tray_seq: int, *, request_id: RequestId) -> Events:
    """Put a hand from the late tray at the place where it belongs by its own time. Raises NotInTray."""
    hand = _late_hand(floor, tray_seq)
    return (
        events.HandRaised(
            hand.participant_id, request_id, hand.landlord_id, hand.kind, at_ms=hand.occurred_at_ms, tray_seq=hand.seq
        ),
    )


def dismiss_late(floor: Floor, tray_seq: int) -> Events:
    """Take a hand out of the late tray. Raises NotInTray."""
    return (events.HandDismissed(_late_hand(floor, tray_seq).seq),)


def lower_hand(floor: Floor, participant_id: ParticipantId, *, source: str, everywhere: bool = False) -> Events:
    """Take back a wish to speak. A feed's report is kept even when nobody waits: its raise may still be on the way.

    Raises NotWaiting when there is nothing to take back and it was a person who asked.
    """
    waits = any(row.participant_id == participant_id for row in floor.waiting())
    if not waits and source not in FEEDS:
        raise errors.NotWaiting
    return (events.HandLowered(participant_id, everywhere),)


def defer(floor: Floor, request_id: RequestId) -> Events:
    """Let everybody who waits now go first. Raises NotWaiting."""
    return (events.HandDeferred(_waiting(floor, request_id).id),)


def note(floor: Floor, request_id: RequestId, note_id: NoteId | None) -> Events:
    """Say privately what it is about; the words are kept elsewhere. Raises NotWaiting."""
    request = floor.requests.get(request_id)
    if request is None or not request.is_live:
        raise errors.NotWaiting
    return (events.HandNoted(request_id, note_id),)


def accept(floor: Floor, request_id: RequestId) -> Events:
    """The chair agrees that this is a point of order, which then goes first. Raises NotWaiting."""
    return (events.HandAccepted(_waiting(floor, request_id).id),)


def decline(floor: Floor, request_id: RequestId, reason: events.DeclineReason) -> Events:
    """The chair does not take this one, and says why. Raises NotWaiting."""
    return (events.HandDeclined(_waiting(floor, request_id).id, reason),)


def call_next(floor: Floor, *, turn_id: TurnId) -> Events:
    """Call whoever is next in order. Raises NotOpen, AlreadyCalled, NobodyWaiting."""
    _must_be_live(floor)
    if floor.called is not None:
        raise errors.AlreadyCalled
    request = next_up(floor)
    if request is None:
        raise errors.NobodyWaiting
    return (events.TurnCalled(turn_id, request.id),)


def call(floor: Floor, request_id: RequestId, *, turn_id: TurnId, reason: MoveReason | None = None) -> Events:
    """Call somebody in particular. Raises NotOpen, AlreadyCalled, NotWaiting, PersonAway."""
    _must_be_live(floor)
    if floor.called is not None:
        raise errors.AlreadyCalled
    request = _waiting(floor, request_id)
    if floor.is_away(request.participant_id):
        raise errors.PersonAway
    first = next_up(floor)
    chosen = first is None or first.id != request.id
    return (events.TurnCalled(turn_id, request.id, chosen, reason if chosen else None),)


def skip(floor: Floor, reason: events.SkipReason = "no_answer") -> Events:
    """Whoever was called does not answer, or not now: their place is kept. Raises NobodyCalled."""
    if floor.called is None:
        raise errors.NobodyCalled
    return (events.TurnSkipped(floor.called, reason),)


def start(floor: Floor, *, now_ms: int, end_running: bool = True, despite_limit: bool = False) -> Events:
    """Give the floor to whoever was called; with `end_running` the turn before is ended at the same moment.

    Raises NotOpen, NobodyCalled, FloorTaken (with a dialogue full, always), LittleTimeLeft.
    """
    _must_be_live(floor)
    turn = floor.called_turn
    if turn is None:
        raise errors.NobodyCalled
    ended = _make_room(floor, end_running)
    return (*ended, _started(floor, turn, now_ms, despite_limit))


def start_for(
    floor: Floor,
    participant_id: ParticipantId,
    *,
    turn_id: TurnId,
    now_ms: int,
    landlord_id: LandlordId | None = None,
    kind: HandKind = "comment",
    end_running: bool = True,
    despite_limit: bool = False,
) -> Events:
    """Give the floor to somebody directly, without a call; a hand they have up is used for it. Raises as `start`."""
    _must_be_live(floor)
    if any(floor.turns[active].participant_id == participant_id for active in floor.active):
        raise errors.FloorTaken
    ended = _make_room(floor, end_running)
    request = floor.live_of(participant_id)
    waiting = request if request is not None and request.state == "waiting" else None
    turn = Turn(
        turn_id,
        participant_id,
        landlord_id or floor.known.get(participant_id),
        floor.item_id,
        waiting.id if waiting else None,
        waiting.kind if waiting else kind,
        "called",
    )
    return (*ended, _started(floor, turn, now_ms, despite_limit))


def pause(floor: Floor, cause: events.PauseCause = "chair") -> Events:
    """Stop the clock of whoever speaks. Raises NobodySpeaking, AlreadyPaused."""
    turn = _speaking(floor)
    if turn.state == "paused":
        raise errors.AlreadyPaused
    return (events.TurnPaused(turn.id, cause),)


def resume(floor: Floor) -> Events:
    """Let the clock run again. Raises NotOpen, NobodySpeaking, NotPaused."""
    _must_be_live(floor)
    turn = _speaking(floor)
    if turn.state != "paused":
        raise errors.NotPaused
    return (events.TurnResumed(turn.id),)


def extend(floor: Floor, add_ms: int, reason: MoveReason | None = None) -> Events:
    """Give whoever speaks more time. Raises NobodySpeaking."""
    turn = _speaking(floor)
    return (events.TurnExtended(turn.id, min(max(add_ms, 1_000), MAX_EXTENSION_MS), reason),)


def end(floor: Floor, reason: events.EndReason = "chair") -> Events:
    """Take the floor back from whoever took it last. Raises NobodySpeaking."""
    return (events.TurnEnded(_speaking(floor).id, reason),)


def move(
    floor: Floor,
    request_id: RequestId,
    anchor_id: RequestId,
    *,
    place: Literal["before", "after"] = "before",
    reason: MoveReason = "other",
    note_id: NoteId | None = None,
) -> Events:
    """Put one who waits directly before or after another, with a reason. Raises NotWaiting, BadAnchor."""
    request = _waiting(floor, request_id)
    anchor = floor.requests.get(anchor_id)
    if anchor is None or anchor.state != "waiting" or anchor.id == request.id:
        raise errors.BadAnchor
    return (events.OrderPinned(request.id, anchor.id, place, reason, note_id),)


def move_by(floor: Floor, request_id: RequestId, steps: int, *, reason: MoveReason = "other") -> Events:
    """Move one who waits up (negative) or down the list as it stands; nothing happens beyond its ends.

    Raises NotWaiting.
    """
    request = _waiting(floor, request_id)
    rows = order(floor)
    at = rows.index(request)
    to = min(max(at + steps, 0), len(rows) - 1)
    if to == at:
        return ()
    return move(floor, request.id, rows[to].id, place="before" if to < at else "after", reason=reason)


def unpin(floor: Floor, request_id: RequestId) -> Events:
    """Let the policy place this one again. Raises NotWaiting, NotPinned."""
    request = _waiting(floor, request_id)
    if request.pin is None:
        raise errors.NotPinned
    return (events.OrderUnpinned(request.id),)


def set_policy(floor: Floor, policy: events.PolicyName, max_passes: int | None = None) -> Events:
    """Order by another policy from now on."""
    return (events.PolicySet(policy, floor.max_passes if max_passes is None else max(max_passes, 1)),)


def set_limits(floor: Floor, limits: events.LimitsSet) -> Events:
    """Other limits for turns that start from now on."""
    return () if floor.limits == limits else (limits,)


def set_dialogue(floor: Floor, on: bool) -> Events:
    """Allow two voices at once, or one. Raises FloorTaken when two are speaking and one is wanted."""
    if not on and len(floor.active) > 1:
        raise errors.FloorTaken
    return () if floor.is_dialogue == on else (events.DialogueSet(on),)


def set_stage(floor: Floor, mode: events.StageMode) -> Events:
    """Show names, landlords only, or pseudonyms where everybody sees."""
    return () if floor.stage_mode == mode else (events.StageSet(mode),)


def open_list(floor: Floor, places: int | None = None) -> Events:
    """Take hands again: as many as come, or `places` more. Raises SessionOver."""
    if floor.state == "ended":
        raise errors.SessionOver
    return (events.ListOpened(None if places is None else min(max(places, 1), MAX_PLACES)),)


def close_list(floor: Floor) -> Events:
    """Take no more hands; those that are up stay. Raises ListClosed when it is closed already."""
    if not floor.is_list_open:
        raise errors.ListClosed
    return (events.ListClosed(),)


def open_item(
    floor: Floor, item_id: AgendaItemId, *, budget_ms: int | None = None, policy: events.PolicyName | None = None
) -> Events:
    """Begin an agenda item; the list is open for it. Raises SessionOver, ItemOpen when another one is."""
    if floor.state == "ended":
        raise errors.SessionOver
    if floor.item_id is not None:
        raise errors.ItemOpen
    return (events.ItemOpened(item_id, budget_ms, policy),)


def close_item(
    floor: Floor,
    *,
    running: Literal["ask", "end", "carry"] = "ask",
    waiting: Literal["carry", "expire"] = "carry",
) -> Events:
    """Leave the open item. Whoever speaks is ended or goes on, as the chair says; hands go with us or expire.

    Raises ItemNotOpen, or TurnStillRunning when nobody has said what becomes of the turn.
    """
    if floor.item_id is None:
        raise errors.ItemNotOpen
    if floor.active and running == "ask":
        raise errors.TurnStillRunning
    ended = _all_ended(floor, "item_closed") if running == "end" else ()
    return (*ended, events.ItemClosed(floor.item_id, waiting))


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


def start_session(floor: Floor) -> Events:
    """Open the meeting's floor. Raises AlreadyRunning, SessionOver."""
    if floor.state == "ended":
        raise errors.SessionOver
    if floor.state != "lobby":
        raise errors.AlreadyRunning
    return (events.SessionStarted(),)


def pause_session(floor: Floor) -> Events:
    """A break: every clock stops. Raises NotOpen."""
    _must_be_live(floor)
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
    return (*_all_ended(floor, "session_ended"), events.SessionEnded())


def _steps_back_often(floor: Floor, participant_id: ParticipantId, now_ms: int) -> bool:
    """Has asked and withdrawn so often in the last minute that it disturbs everybody."""
    withdrawn = (row for row in floor.requests.values() if row.participant_id == participant_id)
    recent = [row for row in withdrawn if row.state == "withdrawn" and now_ms - (row.closed_at_ms or 0) < 60_000]
    return len(recent) >= MAX_WITHDRAWN_A_MINUTE


def _raised(live: Request, landlord_id: LandlordId | None) -> Event:
    return events.HandRaised(live.participant_id, live.id, landlord_id or live.landlord_id, live.kind)


def _late_hand(floor: Floor, tray_seq: int) -> LateHand:
    for hand in floor.tray:
        if hand.seq == tray_seq:
            return hand
    raise errors.NotInTray


def _waiting(floor: Floor, request_id: RequestId) -> Request:
    request = floor.requests.get(request_id)
    if request is None or request.state != "waiting":
        raise errors.NotWaiting
    return request


def _speaking(floor: Floor) -> Turn:
    if floor.speaking is None:
        raise errors.NobodySpeaking
    return floor.speaking


def _turn_of(floor: Floor, participant_id: ParticipantId) -> Turn | None:
    active = (floor.turns[turn_id] for turn_id in floor.active)
    return next((turn for turn in active if turn.participant_id == participant_id), None)


def _must_be_live(floor: Floor) -> None:
    if floor.state == "ended":
        raise errors.SessionOver
    if floor.state != "live":
        raise errors.NotOpen


def _make_room(floor: Floor, end_running: bool) -> Events:
    """End what has to end before another turn may start."""
    if len(floor.active) < (2 if floor.is_dialogue else 1):
        return ()
    if floor.is_dialogue or not end_running:
        raise errors.FloorTaken
    return _all_ended(floor, "next_started")


def _all_ended(floor: Floor, reason: events.EndReason) -> Events:
    return tuple(events.TurnEnded(turn_id, reason) for turn_id in floor.active)


def _started(floor: Floor, turn: Turn, now_ms: int, despite_limit: bool) -> Event:
    limit, cause = clocks.limit_for(floor, turn.charged_to, now_ms)
    if limit is not None and limit < clocks.LEAST_USEFUL_MS and cause != "turn" and not despite_limit:
        raise errors.LittleTimeLeft
    return events.TurnStarted(turn.id, turn.participant_id, turn.landlord_id, turn.request_id, turn.kind, limit, cause)
