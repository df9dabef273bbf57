"""What the agenda, the list, presence, the chair's settings and the session's own events do to the floor."""

# ruff: noqa: ARG001  (all effects have one signature)
from __future__ import annotations

from msgspec.structs import replace

from companion.floor import fairness, turns
from companion.floor.changes import believed_ms, know_landlord, leave_queue, moment_ms, put_request
from companion.floor.events import (
    ChairGivenBack,
    ChairTaken,
    DialogueSet,
    ItemClosed,
    ItemOpened,
    LimitsSet,
    ListClosed,
    ListOpened,
    OrderPinned,
    OrderUnpinned,
    PolicyName,
    PolicySet,
    PresenceJoined,
    PresenceLeft,
    Recorded,
    SessionEnded,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    StageSet,
    StewardsAllowed,
    TiesDrawn,
)
from companion.floor.ordering import order
from companion.floor.state import Floor, Item, Pin, Presence
from companion.kernel.ids import ParticipantId


def pinned(floor: Floor, recorded: Recorded, event: OrderPinned) -> Floor:
    request = floor.requests.get(event.request_id)
    anchor = floor.requests.get(event.anchor_id)
    if request is None or anchor is None or request.id == anchor.id:
        return floor
    if request.state != "waiting" or anchor.state != "waiting":
        return floor
    pin = Pin(anchor.id, event.place, event.reason, recorded.seq, event.note_id)
    return put_request(floor, replace(request, pin=pin))


def unpinned(floor: Floor, recorded: Recorded, event: OrderUnpinned) -> Floor:
    request = floor.requests.get(event.request_id)
    return floor if request is None else put_request(floor, replace(request, pin=None))


def policy_set(floor: Floor, recorded: Recorded, event: PolicySet) -> Floor:
    floor = _ordered_by(_heeded(floor, recorded), event.policy)
    return replace(floor, usual_policy=event.policy, max_passes=max(event.max_passes, 1))


def ties_drawn(floor: Floor, recorded: Recorded, event: TiesDrawn) -> Floor:
    return replace(floor, ties_seed=event.seed)


def limits_set(floor: Floor, recorded: Recorded, event: LimitsSet) -> Floor:
    """From now on; a turn that runs keeps the limit it began with."""
    return replace(_heeded(floor, recorded), limits=event)


def dialogue_set(floor: Floor, recorded: Recorded, event: DialogueSet) -> Floor:
    """Going back to one voice at a time leaves the floor to whoever took it last."""
    floor = replace(floor, is_dialogue=event.on)
    return floor if event.on else turns.leave_one(floor, moment_ms(floor, recorded))


def stage_set(floor: Floor, recorded: Recorded, event: StageSet) -> Floor:
    return replace(floor, stage_mode=event.mode)


def list_opened(floor: Floor, recorded: Recorded, event: ListOpened) -> Floor:
    return replace(floor, is_list_open=True, list_places=event.places)


def list_closed(floor: Floor, recorded: Recorded, event: ListClosed) -> Floor:
    return replace(floor, is_list_open=False, list_places=None)


def item_opened(floor: Floor, recorded: Recorded, event: ItemOpened) -> Floor:
    """The list opens with it, and hands that were carried over are for this item now."""
    if floor.item_id == event.item_id:
        return floor
    at_ms = moment_ms(floor, recorded)
    if floor.item_id is not None:
        floor = _closed(floor, at_ms)
    known = floor.items.get(event.item_id, Item(event.item_id, False))
    item = replace(known, is_open=True, budget_ms=event.budget_ms, openings=(*known.openings, (at_ms, None)))
    floor = replace(
        floor,
        items=floor.items | {item.id: item},
        item_id=item.id,
        is_list_open=True,
        list_places=None,
    )
    policy = event.policy or floor.usual_policy
    floor = floor if policy == floor.policy else _ordered_by(floor, policy)
    for row in (*floor.waiting(), *floor.held_back()):
        floor = put_request(floor, replace(row, item_id=item.id))
    return floor


def item_closed(floor: Floor, recorded: Recorded, event: ItemClosed) -> Floor:
    if floor.item_id != event.item_id:
        return floor
    at_ms = moment_ms(floor, recorded)
    floor = _closed(floor, at_ms)
    return floor if event.waiting == "carry" else _expire(floor, at_ms, "item_closed")


def joined(floor: Floor, recorded: Recorded, event: PresenceJoined) -> Floor:
    """Here again, under whatever connection; nothing else about the person changes."""
    floor, _ = know_landlord(floor, event.participant_id, event.landlord_id)
    if not _heed(floor, recorded, event.participant_id, event.connection):
        return floor
    known = floor.presences.get(event.participant_id, Presence(event.participant_id))
    others = tuple(other for other in known.connections if other[0] != event.connection)
    presence = Presence(event.participant_id, (*others, (event.connection, believed_ms(recorded))))
    return _put_presence(floor, presence, event.connection, recorded)


def left(floor: Floor, recorded: Recorded, event: PresenceLeft) -> Floor:
    """Away when the last connection is gone; the place in the queue is kept."""
    if not _heed(floor, recorded, event.participant_id, event.connection):
        return floor
    known = floor.presences.get(event.participant_id, Presence(event.participant_id))
    connections = tuple(other for other in known.connections if other[0] != event.connection)
    left_at_ms = None if connections else believed_ms(recorded)
    presence = replace(known, connections=connections, left_at_ms=left_at_ms)
    return _put_presence(floor, presence, event.connection, recorded)


def stewards_allowed(floor: Floor, recorded: Recorded, event: StewardsAllowed) -> Floor:
    return replace(floor, steward_may=event.duties)


def chair_taken(floor: Floor, recorded: Recorded, event: ChairTaken) -> Floor:
    return replace(floor, chair_held_by=event.person_id, chair_held_since_ms=believed_ms(recorded))


def chair_given_back(floor: Floor, recorded: Recorded, event: ChairGivenBack) -> Floor:
    return replace(floor, chair_held_by=None, chair_held_since_ms=None)


def session_started(floor: Floor, recorded: Recorded, event: SessionStarted) -> Floor:
    return replace(floor, state="live") if floor.state == "lobby" else floor


def session_paused(floor: Floor, recorded: Recorded, event: SessionPaused) -> Floor:
    if floor.state != "live":
        return floor
    at_ms = moment_ms(floor, recorded)
    return replace(turns.session_paused(floor, at_ms), breaks=(*floor.breaks, (at_ms, None)))


def session_resumed(floor: Floor, recorded: Recorded, event: SessionResumed) -> Floor:
    if floor.state != "paused":
        return floor
    at_ms = moment_ms(floor, recorded)
    return turns.session_resumed(_break_over(floor, at_ms), at_ms)


def session_ended(floor: Floor, recorded: Recorded, event: SessionEnded) -> Floor:
    """Nobody is left without an answer: whoever still waits is told that the session is over."""
    if floor.state == "ended":
        return floor
    at_ms = moment_ms(floor, recorded)
    floor = turns.session_ended(_break_over(floor, at_ms), at_ms)
    if floor.item_id is not None:
        floor = _closed(floor, at_ms)
    return replace(_expire(floor, at_ms, "session_ended"), state="ended", is_list_open=False)


def _ordered_by(floor: Floor, policy: PolicyName) -> Floor:
    """Another policy. When the chair takes the order over, everybody stays where they stand at that moment."""
    own_order = tuple(row.id for row in order(floor)) if policy == "manual" else ()
    return replace(floor, policy=policy, own_order=own_order)


def _closed(floor: Floor, at_ms: int) -> Floor:
    """Close the open item; what still waits belongs to no item until the next one opens."""
    assert floor.item_id is not None
    item = floor.items[floor.item_id]
    openings = (*item.openings[:-1], (item.openings[-1][0], at_ms))
    floor = replace(
        floor,
        items=floor.items | {item.id: replace(item, is_open=False, openings=openings)},
        item_id=None,
    )
    floor = floor if floor.policy == floor.usual_policy else _ordered_by(floor, floor.usual_policy)
    for row in (*floor.waiting(), *floor.held_back()):
        floor = put_request(floor, replace(row, item_id=None))
    return floor


def _heeded(floor: Floor, recorded: Recorded) -> Floor:
    """Whoever changes the order or the limits while told that a few dominate has read it."""
    at_ms = believed_ms(recorded)
    if not fairness.is_alert(floor, fairness.measure(floor, at_ms), at_ms):
        return floor
    return replace(floor, snoozed=floor.snoozed | {"dominance": at_ms})


def _break_over(floor: Floor, at_ms: int) -> Floor:
    if not floor.breaks or floor.breaks[-1][1] is not None:
        return floor
    return replace(floor, breaks=(*floor.breaks[:-1], (floor.breaks[-1][0], at_ms)))


def _expire(floor: Floor, at_ms: int, reason: str) -> Floor:
    for row in (*floor.waiting(), *floor.held_back()):
        floor = leave_queue(floor, row, "expired", reason=reason, closed_at_ms=at_ms)
    return replace(floor, spans={}) if not floor.live else floor


def _heed(floor: Floor, recorded: Recorded, participant_id: ParticipantId, connection: str) -> bool:
    """Nothing newer has been heard of this connection."""
    last = floor.versions.get((participant_id, f"presence:{connection}"))
    return last is None or recorded.version >= last


def _put_presence(floor: Floor, presence: Presence, connection: str, recorded: Recorded) -> Floor:
    key = (presence.participant_id, f"presence:{connection}")
    return replace(
        floor,
        presences=floor.presences | {presence.participant_id: presence},
        versions=floor.versions | {key: recorded.version},
    )
