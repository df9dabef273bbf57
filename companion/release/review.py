"""What a reviewer decides about a draft: hide or keep, wider or narrower, the same everywhere, who a voice is.

Every edit is one transaction: it moves the revision, so that no audit and no approval of an older text counts any more,
and leads back to `redacted`. The audit log gets ids and numbers, never words.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from companion.kernel.errors import BadInput, DomainError, NotFound
from companion.kernel.ids import DraftId, SpanId, new_id
from companion.kernel.uow import Uow
from companion.people.service import names_of
from companion.release.acts import Act, last_act, take_back
from companion.release.cases import BY_CHAIR, MustGo
from companion.release.cues import (
    BY_HAND,
    open_cue,
    participants_in,
    roster_of_draft,
    row_name,
    seal,
    who_is,
)
from companion.release.editing import edit
from companion.release.places import Same, same_as, texts_of
from companion.release.reach import WAYS, reached
from companion.release.rules import DOUBT_BELOW
from companion.release.standing import load, person_acting
from companion.release.tables import Draft, DraftCue, DraftSpan
from transcripts import is_ordinary

DECISIONS = ("accepted", "rejected", "undecided")


class CountChanged(DomainError):
    message = "The number of proposals changed since you were asked. Look at the new number and confirm again."


class DecidedMeanwhile(DomainError):
    """Somebody else answered between the look and the press; `message` says who, and what."""


@dataclass(frozen=True)
class Decided:
    """What was decided, and the next proposal that waits; None when none is left."""

    span_id: SpanId
    decision: str
    next_id: SpanId | None


def decide(uow: Uow, draft_id: DraftId, span_id: SpanId, decision: str, *, seen: str | None = None) -> Decided:
    """Hide what was proposed (`accepted`), keep it (`rejected`), or take the decision back (`undecided`).

    `seen` is the proposal's `mark_of` when its page was made. An answer that stands already is given once.
    Raises NotFound, WrongStation, BadInput, DecidedMeanwhile, MustGo for what the chair marked as an individual case.
    """
    if decision not in DECISIONS:
        raise BadInput
    load(uow, draft_id)
    span = _span(uow, draft_id, span_id)
    if span.finder == BY_CHAIR and decision != "accepted":
        raise MustGo
    position, start = span.cue_position, span.start
    if span.decision != decision or seen is None:
        _refuse_stale(uow, span, seen)
        draft = edit(uow, draft_id, "release.decided", span_id=str(span_id), decision=decision)
        act = Act()
        act.touch(span)
        if decision == "undecided" and span.finder == BY_HAND:
            uow.db.delete(span)
            uow.db.flush()
        else:
            _mark(uow, span, decision)
            act.keep(uow, draft)
    return Decided(span_id, decision, next_undecided(uow, draft_id, position, start))


def decide_everywhere(uow: Uow, draft_id: DraftId, span_id: SpanId, decision: str, *, expected: int) -> int:
    """The same answer wherever the words of a proposal stand, in one act. What was decided before stays as it is.

    Hiding also takes places that nobody proposed. `expected` is the number of places that was confirmed; returns it.
    Raises CountChanged when it is another number now, NotFound, WrongStation, BadInput, MustGo.
    """
    if decision not in ("accepted", "rejected"):
        raise BadInput
    span = _span(uow, draft_id, span_id)
    if span.finder == BY_CHAIR:
        raise MustGo
    same = same_words(uow, draft_id, span)
    if expected != (same.to_hide if decision == "accepted" else same.to_keep):
        raise CountChanged
    draft = edit(uow, draft_id, "release.decided_everywhere", span_id=str(span_id), decision=decision, count=expected)
    act = Act()
    for row in uow.db.scalars(select(DraftSpan).where(DraftSpan.id.in_(same.waiting))):
        act.touch(row)
        _mark(uow, row, decision)
    if decision == "accepted":
        for position, start, end in same.bare:
            act.made(_by_hand(uow, draft, span, position, start, end))
    act.keep(uow, draft)
    return expected


def same_words(uow: Uow, draft_id: DraftId, span: DraftSpan) -> Same:
    """Where else the words of a proposal stand."""
    texts = texts_of(uow, draft_id)
    words = next((one.text for one in texts if one.position == span.cue_position), "")[span.start : span.end]
    ordinary = len(words.split()) == 1 and is_ordinary(words.strip(" .,’'").lower())
    return same_as(uow, draft_id, span, texts, is_ordinary=ordinary)


def widen(uow: Uow, draft_id: DraftId, span_id: SpanId, way: str) -> bool:
    """Let a proposal reach a word further, or a word less far, at either end; `way` is one of `reach.WAYS`.

    False where there is no further word. What was decided stays so. Raises NotFound, WrongStation, BadInput, MustGo.
    """
    if way not in WAYS:
        raise BadInput
    span = _span(uow, draft_id, span_id)
    if span.finder == BY_CHAIR:
        raise MustGo
    cue = open_cue(uow, draft_id, span.cue_position)
    if cue is None:
        raise NotFound
    start, end = reached(cue.text, span.start, span.end, way)
    if (start, end) == (span.start, span.end):
        return False
    draft = edit(uow, draft_id, "release.widened", span_id=str(span_id), way=way)
    act = Act()
    act.touch(span)
    span.start, span.end = start, end
    act.keep(uow, draft)
    return True


def count_above(uow: Uow, draft_id: DraftId, confidence: float) -> int:
    """How many undecided proposals are at least that sure: what a reviewer is asked to confirm."""
    query = select(func.count()).select_from(DraftSpan).where(*_undecided_above(draft_id, confidence))
    return uow.db.scalar(query) or 0


def accept_above(uow: Uow, draft_id: DraftId, confidence: float, *, expected: int, leave: Collection[UUID] = ()) -> int:
    """Hide every undecided proposal that is at least that sure, but for those to `leave`; `expected` is the number that
    was confirmed, with these. Returns how many are hidden.

    Raises CountChanged when it is another number now, BadInput for no confidence, WrongStation.
    """
    if not 0.5 <= confidence <= 1:
        raise BadInput("Choose how sure the proposals must be, between 50 and 100 per cent.")
    draft = edit(uow, draft_id, "release.decided_many", per_cent=round(confidence * 100), count=expected)
    waiting = uow.db.scalars(select(DraftSpan).where(*_undecided_above(draft_id, confidence))).all()
    if len(waiting) != expected:
        raise CountChanged
    rows = [row for row in waiting if row.id not in leave]
    act = Act()
    for row in rows:
        act.touch(row)
        _mark(uow, row, "accepted")
    act.keep(uow, draft)
    return len(rows)


def undo(uow: Uow, draft_id: DraftId) -> SpanId | None:
    """Take back the last answer of the person acting, all of it when it was many at once.

    Returns one proposal of it, if any is left (words hidden by hand are simply there again).

    Raises NothingToUndo, ChangedSince when somebody else changed it since, WrongStation.
    """
    act = last_act(uow, draft_id)
    edit(uow, draft_id, "release.undone")
    return take_back(uow, act)


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


def next_undecided(
    uow: Uow, draft_id: DraftId, position: int = -1, start: int = -1, *, among: range | None = None
) -> SpanId | None:
    """The next proposal to decide: the doubtful ones first, then the others; each from a place on, then from the top.

    `among` are the cues to look in, all by default. None when all are decided.
    """
    waits = select(DraftSpan.id).where(DraftSpan.draft_id == draft_id, DraftSpan.decision == "undecided")
    if among is not None:
        waits = waits.where(DraftSpan.cue_position >= among.start, DraftSpan.cue_position < among.stop)
    place = (DraftSpan.cue_position, DraftSpan.start)
    behind = or_(DraftSpan.cue_position > position, and_(DraftSpan.cue_position == position, DraftSpan.start > start))
    here = and_(DraftSpan.cue_position == position, DraftSpan.start == start)
    # the one here comes last, whatever it is
    in_turn = (case((here, 3), (DraftSpan.confidence < DOUBT_BELOW, 1), else_=2), case((behind, 0), else_=1), *place)
    found = uow.db.scalar(waits.order_by(*in_turn).limit(1))
    return SpanId(found) if found else None


def after(uow: Uow, draft_id: DraftId, span_id: SpanId) -> SpanId | None:
    """The next undecided proposal behind this one, or the first from the top. Raises NotFound."""
    span = _span(uow, draft_id, span_id)
    return next_undecided(uow, draft_id, span.cue_position, span.start)


def _span(uow: Uow, draft_id: DraftId, span_id: SpanId) -> DraftSpan:
    span = uow.db.get(DraftSpan, span_id)
    if span is None or span.draft_id != draft_id:
        raise NotFound
    return span


def mark_of(decision: str, start: int, end: int) -> str:
    """How a proposal looks to whoever answers: sent along with the answer, so that nobody overrules what they have not
    seen."""
    return f"{decision}:{start}:{end}"


def _refuse_stale(uow: Uow, span: DraftSpan, seen: str | None) -> None:
    if seen is None or seen == mark_of(span.decision, span.start, span.end):
        return
    if span.decided_by_id in (None, person_acting(uow)):
        return
    who = names_of(uow, {span.decided_by_id}).get(span.decided_by_id, "Somebody else")
    does = {"accepted": "hides", "rejected": "keeps"}.get(span.decision, "changed")
    raise DecidedMeanwhile(f"{who} {does} this since a moment ago. Look again before you answer.")


def _mark(uow: Uow, span: DraftSpan, decision: str) -> None:
    span.decision, span.decided_by_id, span.decided_at = decision, person_acting(uow), uow.now


def _by_hand(uow: Uow, draft: Draft, like: DraftSpan, position: int, start: int, end: int) -> DraftSpan:
    """A span of the reviewer's own, hidden as another one is."""
    row_id = new_id()
    why = "You hid these words wherever they stand."
    row = DraftSpan(
        id=row_id,
        draft_id=draft.id,
        cue_position=position,
        start=start,
        end=end,
        kind=like.kind,
        finder=BY_HAND,
        confidence=1.0,
        label=like.label,
        sealed_reason=seal(uow, draft, why, row=row_name("release_draft_span", row_id)),
        decision="accepted",
        decided_by_id=person_acting(uow),
        decided_at=uow.now,
    )
    uow.db.add(row)
    return row


def _undecided_above(draft_id: DraftId, confidence: float) -> tuple[ColumnElement[bool], ...]:
    return (
        DraftSpan.draft_id == draft_id,
        DraftSpan.decision == "undecided",
        DraftSpan.confidence >= confidence,
    )


def last_edit_at(uow: Uow, draft_id: DraftId) -> datetime | None:
    """When somebody last decided something, for "saved so long ago"."""
    return uow.db.scalar(select(func.max(DraftSpan.decided_at)).where(DraftSpan.draft_id == draft_id))
