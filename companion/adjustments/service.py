"""Use-cases of adjustments: asking, answering step by step, a supporter's place, and what the meeting is told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from companion.adjustments import rules
from companion.adjustments.rules import Wish
from companion.adjustments.tables import AdjustmentRequest
from companion.kernel import outbox
from companion.kernel.clocks import to_ms
from companion.kernel.crypto import Unreadable
from companion.kernel.errors import NotFound
from companion.kernel.ids import new_id
from companion.kernel.text import clean, clean_line
from companion.kernel.uow import Uow
from companion.kernel.working_days import day_of
from companion.people.access import Scope
from companion.registration import service as registrations
from companion.registration.records import held_registration, registration_of, scope_of_registration
from companion.registration.tables import LIVE, Registration

PURPOSE = "adjustment"
PLACED = ("confirmed", "attended")  # who has a place in the meeting, and so may bring a supporter
OVER_AND_DONE = ("ended", "archived", "cancelled")


class AlreadyWithSupporter(rules.NotFromHere):
    message = "This person has a supporter already. Take that one back first."


class NoSeatYet(rules.NotFromHere):
    message = "They have no seat yet, so nobody can come with them. Agree to the supporter once they hold one."


class AnswerProblem(rules.WishProblem):
    """The answer to a request cannot be used: the field, and why."""


@dataclass(frozen=True)
class Answer:
    """What the organiser answered: words to the person, and one line for the chair."""

    words: str = ""
    for_chair: str = ""


def scope_of_adjustment(uow: Uow, adjustment_id: UUID) -> Scope | None:
    """A request belongs where its registration does."""
    found = uow.db.get(AdjustmentRequest, adjustment_id)
    return scope_of_registration(uow, found.registration_id) if found else None


def request_of(uow: Uow, adjustment_id: UUID) -> AdjustmentRequest:
    """A request. Raises NotFound."""
    found = uow.db.get(AdjustmentRequest, adjustment_id)
    if found is None:
        raise NotFound
    return found


def requests_of(uow: Uow, registration_id: UUID) -> list[AdjustmentRequest]:
    """Everything that somebody asked for, in order."""
    query = select(AdjustmentRequest).where(AdjustmentRequest.registration_id == registration_id)
    return list(uow.db.scalars(query.order_by(AdjustmentRequest.asked_at, AdjustmentRequest.id)))


def ask(uow: Uow, registration_id: UUID, wishes: Sequence[Wish], *, by: str) -> list[UUID]:
    """Note what somebody needs, one request for each wish; what they have asked for already is not noted twice.

    `by` is person, landlord or staff. Raises TooLate, NoPlace, AlreadyAsked.
    """
    session, registration = held_registration(uow, registration_id)
    if session.state in OVER_AND_DONE:
        raise rules.TooLate
    if registration.state not in LIVE:
        raise rules.NoPlace
    # Only the person hears that a wish is there already; a colleague must not learn it by asking.
    known = open_kinds(uow, registration_id) if by == "person" else set()
    fresh = [wish for wish in wishes if wish.kind not in known]
    if not fresh:
        raise rules.AlreadyAsked
    made = [_note(uow, registration, wish, by) for wish in fresh]
    _tell(uow, registration, "requested")
    outbox.queue_letter(
        uow,
        "adjustments.waiting",
        key=f"{session.id}:{day_of(uow.now)}",
        session_id=session.id,
    )
    return made


def open_kinds(uow: Uow, registration_id: UUID) -> set[str]:
    """What somebody has asked for and not taken back, but for "something else", of which there may be more."""
    asked = [found for found in requests_of(uow, registration_id) if found.state != "withdrawn"]
    return {wish_of(uow, found).kind for found in asked} - {"other"}


def acknowledge_all(uow: Uow, registration_id: UUID) -> int:
    """Tell somebody that their requests were seen; how many there were."""
    found = [one for one in requests_of(uow, registration_id) if one.state == "requested"]
    for one in found:
        step(uow, one.id, "acknowledge")
    return len(found)


def step(uow: Uow, adjustment_id: UUID, event: str, *, words: str = "", for_chair: str = "") -> str:
    """Let one event of `rules.MOVES` happen, with what is said to it; the state after it.

    Agreeing to a supporter registers them. Raises NotFromHere, AnswerProblem, AlreadyWithSupporter, NoSeatYet, and
    what registering them raises.
    """
    found = request_of(uow, adjustment_id)
    _session, registration = held_registration(uow, found.registration_id)
    uow.db.refresh(found, with_for_update=True)
    before, said = found.state, clean(words, most=1000)
    found.state = rules.moved(before, event)
    if event == "offer" and not said:
        raise AnswerProblem("words", "Say what you suggest instead")
    if event == "not_right":
        if not said:
            raise AnswerProblem("words", "Say what is not right yet")
        _reword(uow, found, said)
        found.asked_at, found.acknowledged_at, found.placed_at = uow.now, None, None
    elif event in rules.BY_STAFF and (said or for_chair):
        _write_answer(uow, found, Answer(said, clean_line(for_chair, most=120)))
    if event in ("acknowledge", "agree", "offer"):
        found.acknowledged_at = found.acknowledged_at or uow.now
    if event == "place":
        found.placed_at = uow.now
    if found.state == "agreed":
        _seat_supporter(uow, found, registration)
    elif found.state in ("withdrawn", "requested"):
        _withdraw_supporter(uow, found)
    found.updated_at = uow.now
    uow.db.flush()
    uow.audit("adjustment.moved", "adjustment", found.id, before=before, state=found.state, event=event)
    if event in rules.BY_STAFF and found.state != "withdrawn":
        _tell(uow, registration, found.state)
    elif event == "not_right":
        outbox.queue_letter(
            uow,
            "adjustments.waiting",
            key=f"{found.forum_session_id}:{day_of(uow.now)}:again",
            session_id=found.forum_session_id,
        )
    return found.state


def opened(uow: Uow, registration_id: UUID) -> None:
    """Leave in the audit log that somebody read what a person needs."""
    uow.audit("adjustment.opened", "registration", registration_id)


def follow_registrations(uow: Uow) -> int:
    """Take back what was asked for a place that is gone, and a supporter's place with it. Returns how many."""
    query = (
        select(AdjustmentRequest)
        .join(Registration, Registration.id == AdjustmentRequest.registration_id)
        .where(AdjustmentRequest.state != "withdrawn", Registration.state.not_in((*LIVE, "no_show")))
    )
    found = list(uow.db.scalars(query))
    for one in found:
        step(uow, one.id, "withdraw")
    return len(found) + _leave_with_whom_they_support(uow)


def for_floor(uow: Uow, session_id: UUID) -> dict[UUID, timedelta]:
    """How long a turn is for each registrant who was granted more time, by registration."""
    return rules.longest_turns((found.registration_id, wish) for found, wish in settled(uow, session_id))


def summary(uow: Uow, session_id: UUID) -> str:
    """What a session has to provide, in one line without names; empty when nothing was asked for."""
    query = select(AdjustmentRequest.id).where(
        AdjustmentRequest.forum_session_id == session_id,
        AdjustmentRequest.state.in_(("requested", "acknowledged", "alternative_offered")),
    )
    unsettled = len(uow.db.scalars(query).all())
    return rules.summary([wish for _, wish in settled(uow, session_id)], unsettled)


def settled(uow: Uow, session_id: UUID) -> list[tuple[AdjustmentRequest, Wish]]:
    """The requests that the meeting can count on, with what they are about."""
    query = select(AdjustmentRequest).where(
        AdjustmentRequest.forum_session_id == session_id, AdjustmentRequest.state.in_(rules.SETTLED)
    )
    return [(found, wish_of(uow, found)) for found in uow.db.scalars(query.order_by(AdjustmentRequest.asked_at))]


def wish_of(uow: Uow, found: AdjustmentRequest) -> Wish:
    """What a request is about. Raises Unreadable once its key was destroyed."""
    return Wish.from_record(json.loads(uow.keys.open_text(found.sealed, row=f"adjustments_request:{found.id}")))


def answer_of(uow: Uow, found: AdjustmentRequest) -> Answer:
    """What was answered to a request; empty while nothing was."""
    if found.sealed_answer is None:
        return Answer()
    try:
        return Answer(
            **json.loads(uow.keys.open_text(found.sealed_answer, row=f"adjustments_request:{found.id}:answer"))
        )
    except Unreadable:
        return Answer()


def _note(uow: Uow, registration: Registration, wish: Wish, by: str) -> UUID:
    adjustment_id = new_id()
    uow.db.add(
        AdjustmentRequest(
            id=adjustment_id,
            forum_session_id=registration.forum_session_id,
            registration_id=registration.id,
            state="requested",
            asked_by=by,
            asked_at=uow.now,
            updated_at=uow.now,
            sealed=_sealed(uow, adjustment_id, wish),
        )
    )
    uow.db.flush()
    uow.audit("adjustment.asked", "adjustment", adjustment_id, by=by, registration_id=str(registration.id))
    return adjustment_id


def _sealed(uow: Uow, adjustment_id: UUID, wish: Wish) -> bytes:
    text = json.dumps(wish.as_record(), ensure_ascii=False)
    return uow.keys.seal(text, purpose=PURPOSE, subject=adjustment_id, row=f"adjustments_request:{adjustment_id}")


def _reword(uow: Uow, found: AdjustmentRequest, said: str) -> None:
    """Add what is not right yet to the words of a request."""
    wish = wish_of(uow, found)
    words = clean(f"{wish.words}\n{said}" if wish.words else said, most=2000)
    found.sealed = _sealed(uow, found.id, Wish.from_record({**wish.as_record(), "words": words}))


def _write_answer(uow: Uow, found: AdjustmentRequest, answer: Answer) -> None:
    before = answer_of(uow, found)
    text = json.dumps({"words": answer.words or before.words, "for_chair": answer.for_chair or before.for_chair})
    found.sealed_answer = uow.keys.seal(
        text, purpose=PURPOSE, subject=found.id, row=f"adjustments_request:{found.id}:answer"
    )


def _tell(uow: Uow, registration: Registration, state: str) -> None:
    """Queue the letter about a step; several at one moment are one letter."""
    outbox.queue_letter(
        uow,
        "adjustments.news",
        key=f"{registration.id}:{state}:{to_ms(uow.now)}",
        registration_id=registration.id,
        state=state,
    )


def _seat_supporter(uow: Uow, found: AdjustmentRequest, registration: Registration) -> None:
    """Register a supporter beside whom they support: outside the cap, never on a landlord's seat (edge 50)."""
    wish = wish_of(uow, found)
    if wish.kind != "supporter" or found.supporter_id is not None:
        return
    if registration.state not in PLACED:
        raise NoSeatYet
    if _supporters(uow, [registration.id]):
        raise AlreadyWithSupporter
    made = registrations.register(
        uow,
        registration.forum_session_id,
        name=wish.name,
        address=wish.address,
        kind="supporter",
        source="staff",
    )
    beside = registration_of(uow, made.registration_id)
    beside.supports_id = registration.id
    found.supporter_id = beside.id
    uow.db.flush()


def _withdraw_supporter(uow: Uow, found: AdjustmentRequest) -> None:
    """Whoever sits beside them now: the supporter who was agreed to may have given the place to somebody else."""
    if found.supporter_id is not None:
        for beside in _supporters(uow, [found.registration_id]):
            _end_supporter(uow, beside.id)
    found.supporter_id = None


def _leave_with_whom_they_support(uow: Uow) -> int:
    """A supporter has a place only beside somebody who has one."""
    beside = select(Registration).where(
        Registration.kind == "supporter",
        Registration.state.in_(("pending", "confirmed")),
        Registration.supports_id.in_(
            select(Registration.id).where(Registration.state.not_in((*PLACED, "no_show", "offered")))
        ),
    )
    gone = list(uow.db.scalars(beside))
    for one in gone:
        _end_supporter(uow, one.id)
    return len(gone)


def _end_supporter(uow: Uow, registration_id: UUID) -> None:
    if registration_of(uow, registration_id).state in ("pending", "waitlisted", "offered", "confirmed"):
        registrations.withdraw(uow, registration_id, by="staff")


def _supporters(uow: Uow, of: Iterable[UUID]) -> list[Registration]:
    query = select(Registration).where(Registration.supports_id.in_(list(of)), Registration.state.in_(LIVE))
    return list(uow.db.scalars(query))


def asked_since(uow: Uow, session_id: UUID) -> datetime | None:
    """When the oldest request of a session that nobody has acknowledged was made."""
    query = select(AdjustmentRequest.asked_at).where(
        AdjustmentRequest.forum_session_id == session_id, AdjustmentRequest.state == "requested"
    )
    return min(uow.db.scalars(query), default=None)
