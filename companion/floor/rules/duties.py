"""Who may take which step: the chair all, a steward those that this session allows, or all while holding the chair.

One table. A step that it does not name is the chair's alone, so that a new one is never a steward's by oversight.
"""

from __future__ import annotations

from uuid import UUID

from companion.floor import errors, events
from companion.floor.events import Duty
from companion.floor.rules.standing import Events
from companion.floor.state import Floor
from companion.kernel.ids import PersonId

#: what a chair may allow to stewards, in the words of the form, in its order
DUTIES: dict[Duty, str] = {
    "queue": "Keep the queue: add, move and lower hands, answer the inbox",
    "list": "Open and close the list, change the order",
    "turns": "Call, start, pause and end turns, decline a hand",
    "agenda": "Open the next item",
    "session": "Start and end the session, breaks, time limits, what the stage shows",
}
USUAL: tuple[Duty, ...] = ("queue",)
DUTY_OF: dict[str, Duty] = {
    "add": "queue",
    "lower": "queue",
    "defer": "queue",
    "move": "queue",
    "up": "queue",
    "down": "queue",
    "unpin": "queue",
    "why": "queue",
    "case": "queue",
    "direct": "queue",
    "invite": "queue",
    "accept_invite": "queue",
    "end_invite": "queue",
    "admit_late": "queue",
    "dismiss_late": "queue",
    "take_suggestion": "queue",
    "dismiss_suggestion": "queue",
    "interest_declare": "queue",
    "interest_confirm": "queue",
    "interest_lift": "queue",
    "count_hands": "queue",
    "correct_count": "queue",
    "open_list": "list",
    "close_list": "list",
    "policy": "list",
    "ties": "list",
    "snooze": "list",
    "call_next": "turns",
    "call": "turns",
    "give_floor": "turns",
    "skip": "turns",
    "start": "turns",
    "pause": "turns",
    "resume": "turns",
    "extend": "turns",
    "extend_everyone": "turns",
    "end": "turns",
    "bring_back": "turns",
    "dialogue": "turns",
    "accept": "turns",
    "decline": "turns",
    "next_item": "agenda",
    "close_item": "agenda",
    "start_session": "session",
    "end_session": "session",
    "pause_session": "session",
    "resume_session": "session",
    "limits": "session",
    "stage": "session",
}
#: a steward's at any time: what the chair did is not undone by it (see `may_undo`)
ALWAYS = frozenset({"take_chair", "give_chair_back", "undo", "redo"})
ARRANGING = frozenset({"move", "up", "down", "unpin", "defer"})
_ARRANGED = (events.OrderPinned, events.OrderUnpinned, events.PolicySet)


def check(floor: Floor, role: str, person_id: UUID | None, step: str) -> None:
    """Let a step through that this person may take. Raises ChairOnly."""
    if is_chairing(floor, role, person_id) or step in ALWAYS:
        return
    duty = DUTY_OF.get(step)
    if duty is None or duty not in floor.steward_may:
        raise errors.ChairOnly


def is_chairing(floor: Floor, role: str, person_id: UUID | None) -> bool:
    """Whether this is the chair, the steward who holds the chair, or the deputy of a chair who stood aside."""
    if role != "steward":
        return True
    return person_id is not None and (floor.chair_held_by == person_id or _is_deputy(floor, person_id))


def check_undo(floor: Floor, role: str, person_id: UUID | None, last_actor: UUID | None) -> None:
    """A steward undoes what that steward did; whoever chairs undoes everything. Raises ChairOnly."""
    if not is_chairing(floor, role, person_id) and (person_id is None or last_actor != person_id):
        raise errors.ChairOnly


def check_seen(floor: Floor, role: str, person_id: UUID | None, seen: int | None) -> None:
    """A steward moves within the order that the steward saw. Raises OrderChanged when the chair changed it since."""
    if seen is None or is_chairing(floor, role, person_id):
        return
    last = last_arranged(floor)
    if last is not None and last.seq > seen and last.actor_id != person_id:
        raise errors.OrderChanged


def last_arranged(floor: Floor) -> events.Recorded | None:
    """The latest change of the order by a person's hand."""
    return next((one for one in reversed(floor.log) if isinstance(one.event, _ARRANGED)), None)


def allow_stewards(floor: Floor, duties: tuple[Duty, ...]) -> Events:
    """Say what stewards may do from now on. Raises SessionOver."""
    if floor.state == "ended":
        raise errors.SessionOver
    wanted = tuple(duty for duty in DUTIES if duty in duties)
    return () if wanted == floor.steward_may else (events.StewardsAllowed(wanted),)


def take_chair(floor: Floor, person_id: PersonId) -> Events:
    """A steward takes the chair over, from the chair or from another steward. Raises SessionOver."""
    if floor.state == "ended":
        raise errors.SessionOver
    return () if floor.chair_held_by == person_id else (events.ChairTaken(person_id),)


def give_chair_back(floor: Floor) -> Events:
    """The chair is with the chair again."""
    return (events.ChairGivenBack(),) if floor.chair_held_by is not None else ()


def _is_deputy(floor: Floor, person_id: UUID) -> bool:
    """For the open item, as long as the chair's interest stands."""
    return any(
        one.deputy_id == person_id and one.item_id == floor.item_id and one.is_standing
        for one in floor.declarations.values()
    )
