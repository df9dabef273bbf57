"""What can be undone, what hangs on it, and the undoing itself: an event that takes others back, never a deletion."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice, takewhile

from companion.floor import errors, events
from companion.floor.events import Recorded, Undone
from companion.floor.reducer import undoing_of
from companion.floor.rules import Events
from companion.floor.state import Floor

UNDO_WINDOW_MS = 10 * 60_000
STAFF_ROLES = frozenset({"chair", "steward"})
_COMMANDS = (
    events.TurnCalled,
    events.TurnStarted,
    events.TurnPaused,
    events.TurnResumed,
    events.TurnExtended,
    events.TurnEnded,
    events.TurnSkipped,
    events.OrderPinned,
    events.OrderUnpinned,
    events.PolicySet,
    events.TiesDrawn,
    events.InviteMade,
    events.LimitsSet,
    events.DialogueSet,
    events.StageSet,
    events.ListOpened,
    events.ListClosed,
    events.ItemOpened,
    events.ItemClosed,
    events.CaseRaised,
    events.DirectionGiven,
    events.HandDeclined,
    events.HandAccepted,
    events.SessionPaused,
    events.SessionResumed,
    events.SessionEnded,
)
_BY_STAFF = (events.HandRaised, events.HandLowered, events.HandDeferred)
_UNDOABLE = frozenset(_COMMANDS)
_UNDOABLE_BY_STAFF = frozenset(_BY_STAFF)


def last_command(floor: Floor) -> tuple[Recorded, ...]:
    """The events of the latest act that could be undone, in order; empty when there is none."""
    undoing = undoing_of(floor.log)
    last = next((one for one in reversed(floor.log) if is_undoable(one) and one.seq not in undoing), None)
    return () if last is None else _command(floor, last, undoing)


def undo(
    floor: Floor, *, now_ms: int, seq: int | None = None, agreed: bool = False, charge_gap: bool = False
) -> Events:
    """Take back the latest act, or the one that event `seq` belongs to, whole; if `agreed`, with what builds on it.

    Raises NothingToUndo, TooLateToUndo after ten minutes, OthersDepend with the numbers of the later acts.
    """
    undoing = undoing_of(floor.log)
    if seq is None:
        target = last_command(floor)
    else:
        named = next((one for one in floor.log if one.seq == seq), None)
        target = _command(floor, named, undoing) if named and seq not in undoing and is_undoable(named) else ()
    if not target:
        raise errors.NothingToUndo
    if now_ms - target[0].received_at_ms > UNDO_WINDOW_MS:
        raise errors.TooLateToUndo
    later = dependents(floor, target)
    if later and not agreed:
        raise errors.OthersDepend(later)
    seqs = sorted({*(one.seq for one in target), *later}, reverse=True)
    return tuple(Undone(each, charge_gap) for each in seqs)


def redo(floor: Floor) -> Events:
    """Bring back what the latest undoing took away. Raises NothingToUndo when the last act was no undoing."""
    last = last_undoing(floor)
    if last is None:
        raise errors.NothingToUndo
    return tuple(Undone(one.seq) for one in reversed(_command(floor, last, undoing_of(floor.log))))


def last_undoing(floor: Floor) -> Recorded | None:
    """The undoing that `redo` would take back; None when the last act that stands was no undoing."""
    undoing = undoing_of(floor.log)
    acts = (one for one in reversed(floor.log) if is_undoable(one) or isinstance(one.event, Undone))
    last = next((one for one in acts if one.seq not in undoing and not _is_redo(floor, one)), None)
    return last if last is not None and isinstance(last.event, Undone) else None


def dependents(floor: Floor, target: tuple[Recorded, ...]) -> tuple[int, ...]:
    """The numbers of later acts that build on this one, newest first, and still stand."""
    undoing = undoing_of(floor.log)
    own = {one.seq for one in target}
    first = target[0].seq
    later = [one for one in floor.log if one.seq > first and one.seq not in own and one.seq not in undoing]
    found = [one.seq for one in later if any(_builds_on(one, base) for base in target if base.seq < one.seq)]
    return tuple(reversed(found))


def is_undoable(recorded: Recorded) -> bool:
    """A command of the chair or the staff, or what the system did on their behalf; never an attendee's own act."""
    kind = type(recorded.event)  # looked up, not compared with each: every frame of the chair's walks past the hands
    if kind in _UNDOABLE_BY_STAFF:
        return recorded.actor_role in STAFF_ROLES
    return kind in _UNDOABLE


def _command(floor: Floor, one: Recorded, undoing: dict[int, Undone]) -> tuple[Recorded, ...]:
    """All that was done by the same key press and still stands: neighbours in the log, for they are stored at once."""
    kinds = {Undone} if isinstance(one.event, Undone) else _UNDOABLE | _UNDOABLE_BY_STAFF
    command, at = one.command, bisect_left(floor.log, one.seq, key=lambda other: other.seq)
    before = takewhile(lambda other: other.command == command, map(floor.log.__getitem__, range(at - 1, -1, -1)))
    after = takewhile(lambda other: other.command == command, islice(floor.log, at, None))
    own = (*reversed([*before]), *after)
    return tuple(other for other in own if other.seq not in undoing and type(other.event) in kinds)


def _is_redo(floor: Floor, one: Recorded) -> bool:
    """An undoing of an undoing."""
    event = one.event
    if not isinstance(event, Undone):
        return False
    return any(other.seq == event.target_seq and isinstance(other.event, Undone) for other in floor.log)


def _builds_on(later: Recorded, base: Recorded) -> bool:
    turn_id = getattr(base.event, "turn_id", None)
    if isinstance(later.event, events.TurnAnswered):
        return False  # who was called by mistake and says that they are ready does not keep the chair from undoing it
    if isinstance(base.event, events.TurnEnded) and isinstance(later.event, events.TurnStarted):
        return True
    if turn_id is not None and not isinstance(base.event, events.TurnExtended | events.TurnSkipped):
        return bool(getattr(later.event, "turn_id", None) == turn_id)
    if isinstance(base.event, events.ItemOpened | events.ItemClosed):
        return isinstance(later.event, events.ItemOpened | events.ItemClosed)
    if isinstance(base.event, events.SessionPaused | events.SessionResumed | events.SessionEnded):
        return isinstance(later.event, events.SessionPaused | events.SessionResumed | events.SessionEnded)
    if isinstance(base.event, events.InviteMade):
        return isinstance(later.event, events.InviteAccepted) and later.event.invite_seq == base.seq
    if isinstance(base.event, events.HandRaised) and later.actor_role in STAFF_ROLES:  # who asks stands for themselves
        return bool(getattr(later.event, "request_id", None) == base.event.request_id)
    return False
