"""What a reviewer decides about a draft: hide or keep, words hidden by hand, who a voice is, and that it is done.

Every edit is one transaction: it moves the revision, so that no audit and no approval of an older text counts any more,
and leads back to `redacted`. The audit log gets ids and numbers, never words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from companion.kernel.errors import BadInput, DomainError, NotFound
from companion.kernel.ids import DraftId, SpanId
from companion.kernel.uow import Uow
from companion.release.cases import BY_CHAIR, MustGo
from companion.release.cues import BY_HAND, participants_in, roster_of_draft, who_is
from companion.release.editing import edit
from companion.release.standing import person_acting
from companion.release.tables import DraftCue, DraftSpan

DECISIONS = ("accepted", "rejected", "undecided")


class CountChanged(DomainError):
    message = "The number of proposals changed since you were asked. Look at the new number and confirm again."


class NothingToUndo(DomainError):
    message = "There is nothing to undo here."


@dataclass(frozen=True)
class Decided:
    """What was decided, and the next proposal that waits; None when none is left."""

    span_id: SpanId
    decision: str
    next_id: SpanId | None


def decide(uow: Uow, draft_id: DraftId, span_id: SpanId, decision: str) -> Decided:
    """Hide what was proposed (`accepted`), keep it (`rejected`), or take the decision back (`undecided`).

    Raises NotFound, WrongStation, BadInput, MustGo for a passage that the chair marked as an individual case.
    """
    if decision not in DECISIONS:
        raise BadInput
    edit(uow, draft_id, "release.decided", span_id=str(span_id), decision=decision)
    span = _span(uow, draft_id, span_id)
    if span.finder == BY_CHAIR and decision != "accepted":
        raise MustGo
    _mark(uow, span, decision)
    uow.db.flush()
    return Decided(span_id, decision, next_undecided(uow, draft_id, span.cue_position, span.start))


def count_above(uow: Uow, draft_id: DraftId, confidence: float) -> int:
    """How many undecided proposals are at least that sure: what a reviewer is asked to confirm."""
    query = select(func.count()).select_from(DraftSpan).where(*_undecided_above(draft_id, confidence))
    return uow.db.scalar(query) or 0


def accept_above(uow: Uow, draft_id: DraftId, confidence: float, *, expected: int) -> int:
    """Hide every undecided proposal that is at least that sure; `expected` is the number that was confirmed.

    Raises CountChanged when it is another number now, BadInput for no confidence, WrongStation.
    """
    if not 0.5 <= confidence <= 1:
        raise BadInput("Choose how sure the proposals must be, between 50 and 100 per cent.")
    edit(uow, draft_id, "release.decided_many", per_cent=round(confidence * 100), count=expected)
    if count_above(uow, draft_id, confidence) != expected:
        raise CountChanged
    uow.db.execute(
        update(DraftSpan)
        .where(*_undecided_above(draft_id, confidence))
        .values(decision="accepted", decided_by_id=person_acting(uow), decided_at=uow.now)
    )
    return expected


def undo(uow: Uow, draft_id: DraftId) -> SpanId | None:
    """Take back the last thing that was decided, all of it when it was many at once. Returns one proposal of it, if any
    is left (words hidden by hand are simply there again). Raises NothingToUndo, WrongStation."""
    last = uow.db.scalar(
        select(func.max(DraftSpan.decided_at)).where(DraftSpan.draft_id == draft_id, DraftSpan.decision != "undecided")
    )
    if last is None:
        raise NothingToUndo
    edit(uow, draft_id, "release.undone")
    query = select(DraftSpan).where(
        DraftSpan.draft_id == draft_id, DraftSpan.decision != "undecided", DraftSpan.decided_at == last
    )
    left: list[DraftSpan] = []
    for span in uow.db.scalars(query.order_by(DraftSpan.cue_position, DraftSpan.start)):
        if span.finder == BY_HAND:
            uow.db.delete(span)
        else:
            span.decision = "undecided"
            left.append(span)
    uow.db.flush()
    return SpanId(left[0].id) if left else None


def resolve_speaker(uow: Uow, draft_id: DraftId, speaker: str, who: str | None) -> int:
    """Say who a voice is: somebody of the roster, or (None) nobody on it, such as a room's microphone or a guest.

    Returns how many cues that settles. Raises NotFound for an unknown voice, or for somebody the roster does not have.
    """
    draft = edit(uow, draft_id, "release.speaker_resolved", who=who)
    if who is not None and who not in {entry.id for entry in roster_of_draft(uow, draft).participants}:
        raise NotFound
    rows = list(uow.db.scalars(select(DraftCue).where(DraftCue.draft_id == draft_id, DraftCue.speaker == speaker)))
    if not rows:
        raise NotFound
    participants = participants_in(uow, draft)
    for row in rows:
        row.is_resolved = True
        if who is not None:
            known = who_is(who, participants)
            row.speaker, row.participant_id = str(known or who), known
    uow.db.flush()
    return len(rows)


def next_undecided(uow: Uow, draft_id: DraftId, position: int = -1, start: int = -1) -> SpanId | None:
    """The first undecided proposal behind a place, else the first from the top; None when all are decided."""
    query = (
        select(DraftSpan.id, DraftSpan.cue_position, DraftSpan.start)
        .where(DraftSpan.draft_id == draft_id, DraftSpan.decision == "undecided")
        .order_by(DraftSpan.cue_position, DraftSpan.start)
    )
    waiting = uow.db.execute(query).all()
    behind = [row for row in waiting if (row.cue_position, row.start) > (position, start)]
    return SpanId((behind or waiting)[0].id) if waiting else None


def after(uow: Uow, draft_id: DraftId, span_id: SpanId) -> SpanId | None:
    """The next undecided proposal behind this one, or the first from the top. Raises NotFound."""
    span = _span(uow, draft_id, span_id)
    return next_undecided(uow, draft_id, span.cue_position, span.start)


def _span(uow: Uow, draft_id: DraftId, span_id: SpanId) -> DraftSpan:
    span = uow.db.get(DraftSpan, span_id)
    if span is None or span.draft_id != draft_id:
        raise NotFound
    return span


def _mark(uow: Uow, span: DraftSpan, decision: str) -> None:
    if decision == "undecided" and span.finder == BY_HAND:
        uow.db.delete(span)
        return
    span.decision, span.decided_by_id, span.decided_at = decision, person_acting(uow), uow.now


def _undecided_above(draft_id: DraftId, confidence: float) -> tuple[ColumnElement[bool], ...]:
    return (
        DraftSpan.draft_id == draft_id,
        DraftSpan.decision == "undecided",
        DraftSpan.confidence >= confidence,
    )


def last_edit_at(uow: Uow, draft_id: DraftId) -> datetime | None:
    """When somebody last decided something, for "saved so long ago"."""
    return uow.db.scalar(select(func.max(DraftSpan.decided_at)).where(DraftSpan.draft_id == draft_id))
