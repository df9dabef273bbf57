"""What the chair and the steward do, by the name of the step and what the form says: one table, one door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace as dataclass_replace
from secrets import randbits
from typing import Literal

from msgspec.structs import replace

from companion.floor import errors, events, interest_steps, participants, rules, step_forms, undoing
from companion.floor.after import leaving
from companion.floor.ids import RequestId, TurnId
from companion.floor.journals import By, Decide, act, floor_of, is_known
from companion.floor.lengths import turn_lengths
from companion.floor.participants import Known
from companion.floor.rules import Events, duties
from companion.floor.service import put_hand_up
from companion.floor.state import Floor
from companion.floor.step_forms import Form
from companion.forums import service as forums
from companion.kernel.errors import BadInput
from companion.kernel.ids import AgendaItemId, ForumSessionId, LandlordId, ParticipantId, PersonId, new_id
from companion.kernel.journal import Journal
from companion.kernel.uow import Uow
from companion.registration import participants as meeting

Step = Callable[[Floor, int, Form], Events]
Running = Literal["ask", "end", "carry"]


def perform(uow: Uow, session_id: ForumSessionId, step: str, form: Form, *, by: By, key: str) -> Floor:
    """Take one step; the floor afterwards.

    Raises UnknownAct, BadInput for a bad form, ChairOnly for a steward who may not, and what the rules do.
    """
    _check(uow, session_id, step, form, by)
    floor = floor_of(uow, session_id)
    interest_steps.has_controls(floor, by, step)
    if is_known(
        Journal(uow, session_id), key
    ):  # before a step makes anything beside the journal, such as a caller nobody knows
        return floor
    if step in _WITH_MORE:
        floor = _WITH_MORE[step](uow, session_id, form, by, key)
    else:
        floor = act(uow, session_id, decide_from(step, form), by=by, key=key)
    if step in _LEAVING:
        leaving.tell_those_left(uow, session_id, floor)
    return floor


def decide_from(step: str, form: Form) -> Decide:
    """The decision behind a step. Raises UnknownAct."""
    decide = STEPS.get(step)
    if decide is None:
        raise errors.UnknownAct
    return lambda floor, now_ms: decide(floor, now_ms, form)


def _check(uow: Uow, session_id: ForumSessionId, step: str, form: Form, by: By) -> None:
    """Whether this person may, as the floor stands under its lock."""
    Journal(uow, session_id).lock()
    floor = floor_of(uow, session_id)
    duties.check(floor, by.role, by.actor_id, step)
    if step == "undo":
        last = undoing.last_command(floor)
        duties.check_undo(floor, by.role, by.actor_id, last[0].actor_id if last else by.actor_id)
    elif step == "redo":
        undone = undoing.last_undoing(floor)
        duties.check_undo(floor, by.role, by.actor_id, undone.actor_id if undone else by.actor_id)
    elif step in duties.ARRANGING:
        seen = form.get("seen", "")
        duties.check_seen(floor, by.role, by.actor_id, int(seen) if seen.isascii() and seen.isdigit() else None)


def add_hand(uow: Uow, session_id: ForumSessionId, form: Form, by: By, key: str) -> Floor:
    """Raise a hand for somebody by some letters of their name, or by `ref`; `new` makes a caller whom nobody knows.

    Raises NobodyCalledThat, SeveralCalledThat, SessionOver, ListClosed.
    """
    typed = form.get("who", "").strip()
    if form.get("new") and not typed:
        raise errors.NobodyCalledThat
    if form.get("ref"):
        known = participants.named(uow, session_id, form["ref"])
    else:
        known = Known(typed, "", None) if form.get("new") else participants.find(uow, session_id, typed)
    known = _who_speaks(uow, session_id, known)
    kind: events.HandKind = step_forms.word(form, "kind", events.HandKind, "comment")
    return put_hand_up(uow, session_id, known, by=By(by.role, "staff", by.actor_id), key=key, kind=kind)


def _who_speaks(uow: Uow, session_id: ForumSessionId, known: Known) -> Known:
    """The same person with a participant id; for a supporter, whom they are beside, as on their own page: or else a
    supporter's name would get round an interest, and be a third voice of a landlord."""
    ensured = participants.ensure(uow, session_id, known)
    assert ensured.participant_id is not None
    voice = meeting.voice_of(uow, ensured.participant_id)
    if voice == ensured.participant_id:
        return ensured
    return dataclass_replace(ensured, participant_id=voice, landlord_id=meeting.landlord_of(uow, voice))


def start_session(uow: Uow, session_id: ForumSessionId, form: Form, by: By, key: str) -> Floor:
    """Open the floor by hand, where Zoom has not said that the meeting began.

    Raises AlreadyRunning, SessionOver; StartsLater long before its planned start, unless `early` says yes: what has
    begun cannot be put back.
    """
    forums.refuse_early_start(uow, session_id, is_sure=form.get("early") == "yes")
    forums.meeting_started(uow, session_id)
    return act(uow, session_id, lambda floor, _: rules.start_session(floor), by=by, key=key)


def end_session(uow: Uow, session_id: ForumSessionId, _form: Form, by: By, key: str) -> Floor:
    """Close the floor for good. Raises SessionOver."""
    forums.meeting_ended(uow, session_id)
    return act(uow, session_id, lambda floor, _: rules.end_session(floor), by=by, key=key)


def next_item(uow: Uow, session_id: ForumSessionId, form: Form, by: By, key: str) -> Floor:
    """Close the open item and open the next of the agenda, or the one named; after the last one none is open.

    Raises TurnStillRunning unless `running` says `end` or `carry`, ItemNotFound, SessionOver; InterestsUndecided unless
    `knowingly` says yes.
    """
    agenda = forums.agenda(uow, session_id)
    ids = [AgendaItemId(item.id) for item in agenda]
    running: Running = step_forms.word(form, "running", Running, "ask")
    named = AgendaItemId(step_forms.id_of(form, "item_id")) if form.get("item_id") else None

    def decide(floor: Floor, _now_ms: int) -> Events:
        at = _following(floor, ids) if named is None else next((n for n, one in enumerate(ids) if one == named), -1)
        if at < 0 or (at >= len(ids) and floor.item_id is None):
            raise errors.ItemNotFound
        hands = floor.limits.on_item_close
        closing = rules.close_item(floor, running=running, hands=hands) if floor.item_id is not None else ()
        if at >= len(ids):
            return closing
        cleared = replace(floor, item_id=None)
        budget_ms = agenda[at].budget_minutes * 60_000 or None
        knowingly = form.get("knowingly") == "yes"
        return (*closing, *rules.open_item(cleared, ids[at], budget_ms=budget_ms, knowingly=knowingly))

    return act(uow, session_id, decide, by=by, key=key)


def take_suggestion(uow: Uow, session_id: ForumSessionId, form: Form, by: By, key: str) -> Floor:
    """Somebody did want to speak: in the queue at the time of their words. Raises NotSuggested, SessionOver."""
    suggested_seq = step_forms.number(form, "suggested_seq", 0, 10**9)

    def decide(floor: Floor, _now_ms: int) -> Events:
        return rules.take_suggestion(floor, suggested_seq, request_id=RequestId(new_id()))

    return act(uow, session_id, decide, by=By(by.role, "chat", by.actor_id), key=key)


def take_chair(uow: Uow, session_id: ForumSessionId, _form: Form, by: By, key: str) -> Floor:
    """Take the chair over, when the chair's laptop has died or the chair has to leave. Raises SessionOver."""
    person_id = by.actor_id
    if person_id is None:
        raise errors.ChairOnly
    uow.audit("floor.chair_taken", "forum_session", session_id)
    return act(uow, session_id, lambda floor, _: rules.take_chair(floor, PersonId(person_id)), by=by, key=key)


def give_chair_back(uow: Uow, session_id: ForumSessionId, _form: Form, by: By, key: str) -> Floor:
    """The chair is with the chair again; by whoever holds it, or by the chair."""
    if not duties.is_chairing(floor_of(uow, session_id), by.role, by.actor_id):
        raise errors.ChairOnly
    uow.audit("floor.chair_given_back", "forum_session", session_id)
    return act(uow, session_id, lambda floor, _: rules.give_chair_back(floor), by=by, key=key)


def give_floor(uow: Uow, session_id: ForumSessionId, form: Form, by: By, key: str) -> Floor:
    """Give the floor to somebody who speaks without it. Raises what `rules.start_for` does."""
    participant_id = ParticipantId(step_forms.id_of(form, "participant_id"))
    if participant_id not in participants.names_of(uow, session_id).people:
        raise errors.NobodySpeaking
    own_limit_ms = turn_lengths(uow, session_id).get(participant_id)
    landlord_id = meeting.landlord_of(uow, participant_id)

    def decide(floor: Floor, now_ms: int) -> Events:
        return rules.start_for(
            floor,
            participant_id,
            turn_id=TurnId(new_id()),
            now_ms=now_ms,
            landlord_id=landlord_id,
            own_limit_ms=own_limit_ms,
            since_ms=step_forms.since_ms(form),
            despite_limit=form.get("despite_limit") == "yes",
        )

    return act(uow, session_id, decide, by=by, key=key)


def call(uow: Uow, session_id: ForumSessionId, form: Form, by: By, key: str) -> Floor:
    """Whom the button names, so that nobody else is called should the order change under the finger; else the next.

    Raises what `rules.call` and `rules.call_next` do.
    """
    lengths = turn_lengths(uow, session_id)

    def decide(floor: Floor, now_ms: int) -> Events:
        turn_id = TurnId(new_id())
        if not form.get("request_id"):
            called = rules.call_next(floor, turn_id=turn_id, lengths=lengths)
        else:
            called = rules.call(
                floor, step_forms.request(form), turn_id=turn_id, reason=step_forms.reason(form), lengths=lengths
            )
        return rules.with_start(floor, called, now_ms)

    return act(uow, session_id, decide, by=by, key=key)


def give_direction(uow: Uow, session_id: ForumSessionId, form: Form, by: By, key: str) -> Floor:
    """Note that the chair or an officer asked for something (BX-27): of whoever has the floor (`whom` is `speaker`), of
    somebody found by some letters of their name (`who`), or else of everybody.

    Raises NobodyCalledThat, SeveralCalledThat, NobodySpeaking, SessionOver.
    """
    typed = form.get("who", "").strip()
    named = participants.ensure(uow, session_id, participants.find(uow, session_id, typed)) if typed else None

    def decide(floor: Floor, _now_ms: int) -> Events:
        participant_id = named.participant_id if named else None
        if named is None and form.get("whom") == "speaker":
            turn = floor.speaking or floor.called_turn
            if turn is None:
                raise errors.NobodySpeaking
            participant_id = turn.participant_id
        return rules.direct(floor, step_forms.word(form, "direction", events.Direction, "respect"), participant_id)

    return act(uow, session_id, decide, by=by, key=key)


def accept_invite(uow: Uow, session_id: ForumSessionId, form: Form, by: By, key: str) -> Floor:
    """Somebody who was invited said yes aloud: to the head of the queue. Raises NotInvited, BadInput when several could
    be meant and none was named."""
    seq = step_forms.number(form, "seq", 0, 10**9)
    typed = form.get("who", "").strip()
    named = _who_speaks(uow, session_id, participants.find(uow, session_id, typed)) if typed else None

    def decide(floor: Floor, _now_ms: int) -> Events:
        found = next((one for one in floor.invites if one.seq == seq), None)
        if found is None:
            raise errors.NotInvited
        meant = [named.participant_id] if named else [found.participant_id] if found.participant_id else []
        here = [one.participant_id for one in floor.presences.values() if one.is_here]
        meant = meant or [one for one in here if floor.known.get(one) == found.landlord_id]
        if len(meant) != 1 or meant[0] is None:
            raise BadInput("Several people of theirs are here. Add the hand of whoever answered.")
        return rules.accept_for(floor, seq, meant[0], request_id=RequestId(new_id()))

    return act(uow, session_id, decide, by=by, key=key)


_WITH_MORE: dict[str, Callable[[Uow, ForumSessionId, Form, By, str], Floor]] = {
    "add": add_hand,
    "call": call,
    "call_next": call,
    "give_floor": give_floor,
    "start_session": start_session,
    "end_session": end_session,
    "next_item": next_item,
    "direct": give_direction,
    "accept_invite": accept_invite,
    "take_suggestion": take_suggestion,
    "take_chair": take_chair,
    "give_chair_back": give_chair_back,
    **interest_steps.STEPS,
}

STEPS: dict[str, Step] = {
    "skip": lambda floor, _, form: rules.skip(floor, step_forms.word(form, "reason", events.SkipReason, "no_answer")),
    "start": lambda floor, now_ms, form: _start(floor, now_ms, form),
    "pause": lambda floor, *_: rules.pause(floor),
    "resume": lambda floor, *_: rules.resume(floor),
    "extend": lambda floor, _, form: rules.extend(
        floor,
        step_forms.number(form, "seconds", 30, step_forms.MOST_SECONDS) * 1000,
        step_forms.reason(form),
        everyone=form.get("everyone") == "yes",
    ),
    "extend_everyone": lambda floor, *_: rules.same_for_everyone(floor),
    "end": lambda floor, now_ms, _: rules.end_or_next(floor, now_ms),
    "bring_back": lambda floor, _, form: rules.bring_back(
        floor, TurnId(step_forms.id_of(form, "turn_id")), request_id=RequestId(new_id())
    ),
    "case": lambda floor, now_ms, _: rules.mark_case(floor, now_ms=now_ms),
    "move": lambda floor, _, form: _move(floor, form),
    "up": lambda floor, _, form: rules.move_by(
        floor, step_forms.request(form), -1, reason=step_forms.reason(form) or "other"
    ),
    "down": lambda floor, _, form: rules.move_by(
        floor, step_forms.request(form), 1, reason=step_forms.reason(form) or "other"
    ),
    "why": lambda floor, _, form: rules.explain_move(
        floor, step_forms.request(form), step_forms.reason(form) or "other"
    ),
    "unpin": lambda floor, _, form: rules.unpin(floor, step_forms.request(form)),
    "lower": lambda floor, _, form: rules.lower_row(floor, step_forms.request(form)),
    "defer": lambda floor, _, form: rules.defer(floor, step_forms.request(form)),
    "accept": lambda floor, _, form: rules.accept(floor, step_forms.request(form)),
    "decline": lambda floor, _, form: rules.decline(
        floor, step_forms.request(form), step_forms.word(form, "reason", events.DeclineReason, "other")
    ),
    "open_list": lambda floor, _, form: rules.open_list(
        floor, step_forms.number(form, "places", 3, rules.MAX_PLACES) if form.get("places") else None
    ),
    "close_list": lambda floor, *_: rules.close_list(floor),
    "policy": lambda floor, _, form: rules.set_policy(
        floor, step_forms.word(form, "policy", events.PolicyName, floor.policy)
    ),
    "ties": lambda floor, _, form: rules.draw_ties(floor, randbits(32) if form.get("on") == "yes" else None),
    "limits": lambda floor, _, form: rules.set_limits(floor, step_forms.limits_of(floor, form)),
    "invite": lambda floor, _, form: rules.invite(floor, LandlordId(step_forms.id_of(form, "landlord_id"))),
    "end_invite": lambda floor, _, form: rules.end_invitation(floor, step_forms.number(form, "seq", 0, 10**9)),
    "snooze": lambda floor, _, form: rules.snooze(floor, step_forms.word(form, "alert", events.AlertName, "dominance")),
    "dialogue": lambda floor, _, form: rules.set_dialogue(floor, form.get("on") == "yes"),
    "stage": lambda floor, _, form: rules.set_stage(
        floor, step_forms.word(form, "mode", events.StageMode, floor.stage_mode)
    ),
    "close_item": lambda floor, _, form: rules.close_item(
        floor, running=step_forms.word(form, "running", Running, "ask"), hands=floor.limits.on_item_close
    ),
    "pause_session": lambda floor, *_: rules.pause_session(floor),
    "resume_session": lambda floor, *_: rules.resume_session(floor),
    "undo": lambda floor, now_ms, form: undoing.undo(floor, now_ms=now_ms, agreed=form.get("agreed") == "yes"),
    "redo": lambda floor, *_: undoing.redo(floor),
    "admit_late": lambda floor, _, form: rules.admit_late(
        floor, step_forms.number(form, "tray_seq", 0, 10**9), request_id=RequestId(new_id())
    ),
    "dismiss_late": lambda floor, _, form: rules.dismiss_late(floor, step_forms.number(form, "tray_seq", 0, 10**9)),
    "dismiss_suggestion": lambda floor, _, form: rules.dismiss_suggestion(
        floor, step_forms.number(form, "suggested_seq", 0, 10**9)
    ),
    "stewards": lambda floor, _, form: rules.allow_stewards(
        floor, tuple(duty for duty in duties.DUTIES if form.get(duty) == "yes")
    ),
}


#: steps after which somebody may be left with something unsaid
_LEAVING = frozenset({"end_session", "next_item", "close_item", "decline"})
ALL_STEPS = frozenset({*STEPS, *_WITH_MORE})


def _start(floor: Floor, now_ms: int, form: Form) -> Events:
    despite_limit = form.get("despite_limit") == "yes"
    return rules.start(floor, now_ms=now_ms, despite_limit=despite_limit, since_ms=step_forms.since_ms(form))


def _move(floor: Floor, form: Form) -> Events:
    anchor_id = RequestId(step_forms.id_of(form, "anchor_id"))
    place: Literal["before", "after"] = "after" if form.get("place") == "after" else "before"
    return rules.move(
        floor, step_forms.request(form), anchor_id, place=place, reason=step_forms.reason(form) or "other"
    )


def _following(floor: Floor, ids: list[AgendaItemId]) -> int:
    """The place of the item after the open one; with none open, of the first that was never opened."""
    if floor.item_id in ids:
        return ids.index(floor.item_id) + 1
    return next((at for at, item_id in enumerate(ids) if item_id not in floor.items), len(ids))
