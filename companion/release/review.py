"""What a reviewer decides about a draft: hide or keep, words hidden by hand, who a voice is, and that it is done.

Every edit is one transaction: it moves the revision, so that no audit and no approval of an older text counts any more,
and leads back to `redacted`. The audit log gets ids and numbers, never words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update

from companion.kernel.errors import BadInput, DomainError, NotFound
from companion.kernel.ids import DraftId, SpanId, new_id
from companion.kernel.uow import Uow
from companion.release.cues import (
    BY_HAND,
    NOBODY,
    OpenCue,
    open_cue,
    open_cues,
    participants_in,
    roster_of_draft,
    row_name,
    seal,
    who_is,
)
from companion.release.rules import after_edit
from companion.release.standing import load, person_acting
from companion.release.tables import AuditFinding, Draft, DraftCue, DraftSpan, ReleasedFile

DECISIONS = ("accepted", "rejected", "undecided")

#: what a reviewer may hide by hand → the kind it is, and the label that will stand there
HIDDEN_AS: dict[str, tuple[str, str]] = {
    "participant": ("PERSON", "[participant]"),
    "colleague": ("PERSON", "[colleague]"),
    "resident": ("PERSON", "[resident]"),
    "landlord": ("ORG", "[landlord]"),
    "place": ("PLACE", "[place]"),
    "number of homes": ("QUANTITY", "[number of homes]"),
    "reference": ("CASE_REF", "[reference]"),
    "individual case": ("OTHER", "[passage removed: individual case]"),
    "something else": ("OTHER", "[removed]"),
}
MOST_WORDS = 2_000


class NotInText(BadInput):
    message = "These words are not in that part of the transcript. Select them again."


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

    Raises NotFound, WrongStation, BadInput.
    """
    if decision not in DECISIONS:
        raise BadInput
    _edit(uow, draft_id, "release.decided", span_id=str(span_id), decision=decision)
    span = _span(uow, draft_id, span_id)
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
    _edit(uow, draft_id, "release.decided_many", per_cent=round(confidence * 100), count=expected)
    if count_above(uow, draft_id, confidence) != expected:
        raise CountChanged
    uow.db.execute(
        update(DraftSpan)
        .where(*_undecided_above(draft_id, confidence))
        .values(decision="accepted", decided_by_id=person_acting(uow), decided_at=uow.now)
    )
    return expected


def hide(
    uow: Uow,
    draft_id: DraftId,
    position: int,
    words: str,
    *,
    hidden_as: str,
    start: int | None = None,
    is_everywhere: bool = False,
) -> int:
    """Hide words that the machine did not propose: one place in a cue, or every place in the transcript.

    `start` says which place of the cue when the words come there more than once. Proposals that it touches are hidden
    with it. Returns how many places were hidden; raises NotInText, BadInput, WrongStation.
    """
    wanted = " ".join(words.split())
    if hidden_as not in HIDDEN_AS or not wanted or len(wanted) > MOST_WORDS:
        raise BadInput("Say which words to hide, and as what.")
    draft = _edit(uow, draft_id, "release.span_added", position=position, hidden_as=hidden_as, everywhere=is_everywhere)
    cue = open_cue(uow, draft_id, position)
    if cue is None:
        raise NotInText
    cues = open_cues(uow, draft_id) if is_everywhere else [cue]
    places = [(one, place) for one in cues if one.speaker != NOBODY for place in occurrences(one.text, wanted)]
    if not is_everywhere:
        places = _meant(places, start)
    if not places:
        raise NotInText
    for one, (at, end) in places:
        _hide_one(uow, draft, one, at, end, hidden_as)
    uow.db.flush()
    return len(places)


def undo(uow: Uow, draft_id: DraftId) -> SpanId | None:
    """Take back the last thing that was decided, all of it when it was many at once. Returns one proposal of it, if any
    is left (words hidden by hand are simply there again). Raises NothingToUndo, WrongStation."""
    last = uow.db.scalar(
        select(func.max(DraftSpan.decided_at)).where(DraftSpan.draft_id == draft_id, DraftSpan.decision != "undecided")
    )
    if last is None:
        raise NothingToUndo
    _edit(uow, draft_id, "release.undone")
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
    draft = _edit(uow, draft_id, "release.speaker_resolved", who=who)
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


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Where words stand in a text, whatever their case and blanks, as whole words."""
    parts = (re.escape(part) for part in words.split())
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)", re.IGNORECASE)
    found = [(match.start(), match.end()) for match in pattern.finditer(text)]
    if found:
        return found
    at = text.casefold().find(words.casefold()) if len(text.casefold()) == len(text) else -1
    return [(at, at + len(words))] if at >= 0 else []


def reopen(draft: Draft) -> None:
    """Forget review and approval: the text moved on."""
    draft.reviewed_at = draft.manifest_digest = draft.approver_id = draft.approved_at = draft.held_until = None


def _edit(uow: Uow, draft_id: DraftId, action: str, **details: str | int | bool | None) -> Draft:
    """Begin an edit: the right station, a person, a new revision, and no file of the older text left."""
    person_id = person_acting(uow)
    draft = load(uow, draft_id)
    draft.state = after_edit(draft.state)
    reopen(draft)
    draft.editor_id = person_id
    draft.revision += 1
    uow.db.execute(delete(ReleasedFile).where(ReleasedFile.draft_id == draft_id))
    uow.db.execute(delete(AuditFinding).where(AuditFinding.draft_id == draft_id))
    uow.audit(action, "release_draft", draft_id, revision=draft.revision, **details)
    uow.db.flush()
    return draft


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


def _meant(places: list[tuple[OpenCue, tuple[int, int]]], start: int | None) -> list[tuple[OpenCue, tuple[int, int]]]:
    if start is None:
        return places[:1]
    return [place for place in places if place[1][0] == start] or places[:1]


def _hide_one(uow: Uow, draft: Draft, cue: OpenCue, start: int, end: int, hidden_as: str) -> None:
    """A span of the reviewer's own. Proposals that it touches stay, so that taking it back uncovers nothing new."""
    kind, label = HIDDEN_AS[hidden_as]
    row_id, person_id = new_id(), person_acting(uow)
    uow.db.execute(
        update(DraftSpan)
        .where(
            DraftSpan.draft_id == draft.id,
            DraftSpan.cue_position == cue.position,
            DraftSpan.start < end,
            DraftSpan.end > start,
            DraftSpan.decision == "undecided",
        )
        .values(decision="accepted", decided_by_id=person_id, decided_at=uow.now)
    )
    uow.db.add(
        DraftSpan(
            id=row_id,
            draft_id=draft.id,
            cue_position=cue.position,
            start=start,
            end=end,
            kind=kind,
            finder=BY_HAND,
            confidence=1.0,
            label=label,
            sealed_reason=seal(uow, draft, "You hid this.", row=row_name("release_draft_span", row_id)),
            decision="accepted",
            decided_by_id=person_id,
            decided_at=uow.now,
        )
    )


def last_edit_at(uow: Uow, draft_id: DraftId) -> datetime | None:
    """When somebody last decided something, for "saved so long ago"."""
    return uow.db.scalar(select(func.max(DraftSpan.decided_at)).where(DraftSpan.draft_id == draft_id))
