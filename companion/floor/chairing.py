"""What the chair and the steward do, by the name of the step and what the form says: one table, one door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar, cast, get_args
from uuid import UUID

from msgspec.structs import replace

from companion.floor import errors, events, participants, rules, undoing
from companion.floor.ids import RequestId, TurnId
from companion.floor.journals import By, Decide, act
from companion.floor.participants import Known
from companion.floor.rules import Events
from companion.floor.service import put_hand_up
from companion.floor.state import Floor
from companion.forums import service as forums
from companion.kernel.errors import BadInput
from companion.kernel.ids import AgendaItemId, ForumSessionId, new_id
from companion.kernel.uow import Uow

Form = Mapping[str, str]
Step = Callable[[Floor, int, Form], Events]
Running = Literal["ask", "end", "carry"]
T = TypeVar("T")

MOST_SECONDS = 60 * 60


def perform(uow: Uow, session_id: ForumSessionId, step: str, form: Form, *, by: By, key: str) -> Floor:
    """Take one step; the floor afterwards. Raises UnknownAct, BadInput for a bad form, and what the rules do."""
    if step in _WITH_MORE:
        return _WITH_MORE[step](uow, session_id, form, by, key)
    return act(uow, session_id, decide_from(step, form), by=by, key=key)


def decide_from(step: str, form: Form) -> Decide:
    """The decision behind a step. Raises UnknownAct."""
    decide = STEPS.get(step)
    if decide is None:
        raise errors.UnknownAct
    return lambda floor, now_ms: decide(floor, now_ms, form)


def add_hand(uow: Uow, session_id: ForumSessionId, form: Form, by: By, key: str) -> Floor:
    """Raise a hand for somebody by some letters of their name; `new` makes a caller whom nobody knows.

    Raises NobodyCalledThat, SeveralCalledThat, SessionOver, ListClosed.
    """
    typed = form.get("who", "").strip()
    if form.get("new") and not typed:
        raise errors.NobodyCalledThat
    known = Known(typed, "", None) if form.get("new") else participants.find(uow, session_id, typed)
    known = participants.ensure(uow, session_id, known)
    kind: events.HandKind = _word(form, "kind", events.HandKind, "comment")
    return put_hand_up(uow, session_id, known, by=By(by.role, "staff", by.actor_id), key=key, kind=kind)


def start_session(uow: Uow, session_id: ForumSessionId, _form: Form, by: By, key: str) -> Floor:
    """Open the floor by hand, where Zoom has not said that the meeting began. Raises AlreadyRunning, SessionOver."""
    forums.meeting_started(uow, session_id)
    return act(uow, session_id, lambda floor, _: rules.start_session(floor), by=by, key=key)


def end_session(uow: Uow, session_id: ForumSessionId, _form: Form, by: By, key: str) -> Floor:
    """Close the floor for good. Raises SessionOver."""
    forums.meeting_ended(uow, session_id)
    return act(uow, session_id, lambda floor, _: rules.end_session(floor), by=by, key=key)


def next_item(uow: Uow, session_id: ForumSessionId, form: Form, by: By, key: str) -> Floor:
    """Close the open item and open the next of the agenda, or the one named; after the last one none is open.

    Raises TurnStillRunning unless `running` says `end` or `carry`, ItemNotFound, SessionOver.
    """
    agenda = forums.agenda(uow, session_id)
    ids = [AgendaItemId(item.id) for item in agenda]
    running: Running = _word(form, "running", Running, "ask")
    named = AgendaItemId(_id(form, "item_id")) if form.get("item_id") else None

    def decide(floor: Floor, _now_ms: int) -> Events:
        at = _following(floor, ids) if named is None else next((n for n, one in enumerate(ids) if one == named), -1)
        if at < 0 or (at >= len(ids) and floor.item_id is None):
            raise errors.ItemNotFound
        closing = rules.close_item(floor, running=running) if floor.item_id is not None else ()
        if at >= len(ids):
            return closing
        cleared = replace(floor, item_id=None)
        return (*closing, *rules.open_item(cleared, ids[at], budget_ms=agenda[at].budget_minutes * 60_000 or None))

    return act(uow, session_id, decide, by=by, key=key)


_WITH_MORE: dict[str, Callable[[Uow, ForumSessionId, Form, By, str], Floor]] = {
    "add": add_hand,
    "start_session": start_session,
    "end_session": end_session,
    "next_item": next_item,
}

STEPS: dict[str, Step] = {
    "call_next": lambda floor, _, form: _call(floor, form),
    "call": lambda floor, _, form: _call(floor, form),
    "skip": lambda floor, _, form: rules.skip(floor, _word(form, "reason", events.SkipReason, "no_answer")),
    "start": lambda floor, now_ms, form: _start(floor, now_ms, form),
    "pause": lambda floor, *_: rules.pause(floor),
    "resume": lambda floor, *_: rules.resume(floor),
    "extend": lambda floor, _, form: rules.extend(floor, _number(form, "seconds", 30, MOST_SECONDS) * 1000),
    "end": lambda floor, *_: rules.end(floor),
    "move": lambda floor, _, form: _move(floor, form),
    "up": lambda floor, _, form: rules.move_by(floor, _request(form), -1, reason=_reason(form) or "other"),
    "down": lambda floor, _, form: rules.move_by(floor, _request(form), 1, reason=_reason(form) or "other"),
    "unpin": lambda floor, _, form: rules.unpin(floor, _request(form)),
    "lower": lambda floor, _, form: _lower(floor, form),
    "defer": lambda floor, _, form: rules.defer(floor, _request(form)),
    "accept": lambda floor, _, form: rules.accept(floor, _request(form)),
    "decline": lambda floor, _, form: rules.decline(
        floor, _request(form), _word(form, "reason", events.DeclineReason, "other")
    ),
    "open_list": lambda floor, _, form: rules.open_list(
        floor, _number(form, "places", 3, rules.MAX_PLACES) if form.get("places") else None
    ),
    "close_list": lambda floor, *_: rules.close_list(floor),
    "policy": lambda floor, _, form: rules.set_policy(floor, _word(form, "policy", events.PolicyName, floor.policy)),
    "limits": lambda floor, _, form: rules.set_limits(
        floor, replace(floor.limits, per_turn_ms=_number(form, "seconds", 120, MOST_SECONDS) * 1000 or None)
    ),
    "dialogue": lambda floor, _, form: rules.set_dialogue(floor, form.get("on") == "yes"),
    "stage": lambda floor, _, form: rules.set_stage(floor, _word(form, "mode", events.StageMode, floor.stage_mode)),
    "close_item": lambda floor, _, form: rules.close_item(floor, running=_word(form, "running", Running, "ask")),
    "pause_session": lambda floor, *_: rules.pause_session(floor),
    "resume_session": lambda floor, *_: rules.resume_session(floor),
    "undo": lambda floor, now_ms, form: undoing.undo(floor, now_ms=now_ms, agreed=form.get("agreed") == "yes"),
    "redo": lambda floor, *_: undoing.redo(floor),
    "admit_late": lambda floor, _, form: rules.admit_late(
        floor, _number(form, "tray_seq", 0, 10**9), request_id=RequestId(new_id())
    ),
    "dismiss_late": lambda floor, _, form: rules.dismiss_late(floor, _number(form, "tray_seq", 0, 10**9)),
}


def _call(floor: Floor, form: Form) -> Events:
    """Whom the button names, so that nobody else is called should the order change under the finger; else the next."""
    turn_id = TurnId(new_id())
    if not form.get("request_id"):
        return rules.call_next(floor, turn_id=turn_id)
    return rules.call(floor, _request(form), turn_id=turn_id, reason=_reason(form))


def _start(floor: Floor, now_ms: int, form: Form) -> Events:
    return rules.start(floor, now_ms=now_ms, despite_limit=form.get("despite_limit") == "yes")


def _move(floor: Floor, form: Form) -> Events:
    anchor_id = RequestId(_id(form, "anchor_id"))
    place: Literal["before", "after"] = "after" if form.get("place") == "after" else "before"
    return rules.move(floor, _request(form), anchor_id, place=place, reason=_reason(form) or "other")


def _lower(floor: Floor, form: Form) -> Events:
    request = floor.requests.get(_request(form))
    if request is None:
        raise errors.NotWaiting
    return rules.lower_hand(floor, request.participant_id, source="staff", everywhere=True)


def _following(floor: Floor, ids: list[AgendaItemId]) -> int:
    """The place of the item after the open one; with none open, of the first that was never opened."""
    if floor.item_id in ids:
        return ids.index(floor.item_id) + 1
    return next((at for at, item_id in enumerate(ids) if item_id not in floor.items), len(ids))


def _request(form: Form) -> RequestId:
    return RequestId(_id(form, "request_id"))


def _reason(form: Form) -> events.MoveReason | None:
    word = form.get("reason", "")
    return cast(events.MoveReason, word) if word in get_args(events.MoveReason) else None


def _id(form: Form, name: str) -> UUID:
    try:
        return UUID(form.get(name, ""))
    except ValueError as error:
        raise BadInput("Reload the page and try again: something it sent could not be read.") from error


def _number(form: Form, name: str, usual: int, most: int) -> int:
    """A whole number from the form, within 0 and `most`."""
    text = form.get(name, "") or str(usual)
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise BadInput("Enter a whole number.")
    return min(int(text), most)


def _word(form: Form, name: str, words: Any, usual: T) -> T:
    """One of the words of a Literal, or the usual one when the form has none. Raises BadInput for another word."""
    word = form.get(name) or usual
    if word not in get_args(words):
        raise BadInput("Reload the page and try again: something it sent could not be read.")
    return cast(T, word)
