"""The machine's part: who speaks, and what it proposes to hide. Runs in the worker; decides nothing.

Made again (somebody joined late, a landlord got another alias), a proposal that a person decided before keeps its
decision, and what a person hid by hand stays hidden.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from companion.kernel.ids import DraftId, ForumSessionId, new_id
from companion.kernel.uow import Runner, Uow
from companion.registration.participants import roster_of
from companion.release import importing
from companion.release.cases import BY_CHAIR, CASE_LABEL, Passage, passages_of, time_of
from companion.release.cues import (
    BY_HAND,
    NOBODY,
    UNNAMED,
    OpenCue,
    OpenSpan,
    each_once,
    open_cues,
    participants_in,
    registrants_of,
    renamed,
    row_name,
    seal,
    seal_roster,
    sealed_cue,
    session_of,
    spans_of,
)
from companion.release.file_reading import widened
from companion.release.rules import OVER, after_proposing
from companion.release.standing import current, digest_of, load
from companion.release.tables import AuditFinding, Draft, DraftCue, DraftSpan, ReleasedFile
from transcripts import Cue, Proposal, Recogniser, Roster, propose, read_roster

PIPELINE = "2"  # of the finders; a draft records the recognisers behind it
SPEAKER = "speaker"  # the finder of a speaker's prefix, which is ours and no part of what was said


@dataclass(frozen=True)
class Found:
    """A proposal in the words of one cue."""

    position: int
    start: int
    end: int
    kind: str
    finder: str
    confidence: float
    label: str
    reason: str


@dataclass(frozen=True)
class Material:
    """Everything that finding needs: opened text and roster, in memory only."""

    cues: tuple[OpenCue, ...]
    plain_roster: dict[str, Any]
    participants: frozenset[UUID]
    names_are_in_text: bool
    registrants: dict[str, Any] | None = None  # of a table that came with the file
    cases: tuple[Passage, ...] = ()  # marked by the chair; empty for a file, whose times are not the meeting's

    @property
    def whole_roster(self) -> dict[str, Any]:
        """The forum session's roster, widened by the table."""
        return widened(self.plain_roster, self.registrants)


@dataclass(frozen=True)
class Thought:
    """What was found in which material."""

    material: Material
    cues: tuple[OpenCue, ...]
    found: tuple[Found, ...]
    recognisers: tuple[str, ...] = ()  # their names


def make_draft(uow: Uow, session_id: ForumSessionId, *, recognisers: Sequence[Recogniser] = ()) -> DraftId | None:
    """Make the newest version's proposals; make the first version from the captions where there is none.

    Returns None when there is nothing to do: no captions, or a version that has its proposals for this roster.
    """
    draft_id = begin(uow, session_id)
    if draft_id is not None:
        store(uow, draft_id, find(material_of(uow, draft_id), recognisers))
    return draft_id


def make_draft_beside(
    runner: Runner, session_id: ForumSessionId, recognisers: Callable[[], Sequence[Recogniser]] = tuple
) -> None:
    """`make_draft` for the worker: the finding, which takes seconds, is done between two short transactions.

    `recognisers` loads the statistical models; it is asked only when there is something to find.
    Whatever a person decided in between is kept, since decisions are matched with the proposals when these are stored.
    """
    draft_id = runner.run(begin, session_id)
    if draft_id is not None:
        runner.run(store, draft_id, find(runner.read(material_of, draft_id), recognisers()))


def begin(uow: Uow, session_id: ForumSessionId) -> DraftId | None:
    """The draft that needs proposals, made from the captions where there is none; None when there is nothing to do."""
    draft = current(uow, session_id)
    if draft is None:
        try:
            return importing.start_from_captions(uow, session_id)
        except importing.NothingHeard:
            return None
    if draft.state in OVER or (draft.state != "imported" and not _has_new_roster(uow, draft)):
        return None
    return DraftId(draft.id)


def material_of(uow: Uow, draft_id: DraftId) -> Material:
    """What is needed to find, read in one go. Raises WrongStation once the transcript is out."""
    draft = uow.db.get_one(Draft, draft_id)
    after_proposing(draft.state)
    return Material(
        cues=tuple(open_cues(uow, draft_id)),
        plain_roster=roster_of(uow, session_of(draft)),
        participants=frozenset(participants_in(uow, draft)),
        names_are_in_text=draft.state == "imported" and draft.source == importing.UPLOAD,
        registrants=registrants_of(uow, draft_id),
        cases=passages_of(uow, session_of(draft)) if draft.source == importing.CAPTIONS else (),
    )


def find(material: Material, recognisers: Sequence[Recogniser] = ()) -> Thought:
    """Who speaks and what to hide: pure, and the slow part."""
    roster = read_roster(json.dumps(material.whole_roster, ensure_ascii=False).encode())
    cues: Sequence[OpenCue] = material.cues
    if material.names_are_in_text:
        cues = _split_speakers(cues, each_once(roster, material.participants), material.participants)
    prefixes = _prefixes(cues, roster)
    found = _found(cues, prefixes, _propose(cues, prefixes, roster, recognisers))
    used = tuple(recogniser.name for recogniser in recognisers)
    return Thought(material, tuple(cues), (*_marked_by_chair(cues, material.cases), *found), used)


def store(uow: Uow, draft_id: DraftId, thought: Thought) -> None:
    """Store proposals: the draft is `redacted` then, and whatever was reviewed or approved before is not any more.

    Nothing is stored about words that are no longer there. Raises WrongStation once the transcript is out.
    """
    draft = load(uow, draft_id)
    state = after_proposing(draft.state)
    now_there = open_cues(uow, draft_id)
    if [cue.text for cue in now_there] != [cue.text for cue in thought.material.cues]:
        importing.ask_for_proposals(uow, draft_id)  # words were put right meanwhile: this thought is about others
        return
    decided = [span for spans in spans_of(uow, draft_id).values() for span in spans]
    resolved = {cue.position: cue for cue in now_there if cue.is_resolved}
    _forget(uow, draft)
    uow.db.add_all([sealed_cue(uow, draft, _as_resolved(cue, resolved.get(cue.position))) for cue in thought.cues])
    uow.db.flush()
    uow.db.add_all(_rows(uow, draft, thought.found, decided))
    draft.state, draft.pipeline_version = state, " + ".join((PIPELINE, *thought.recognisers))
    draft.roster_digest = digest_of(thought.material.plain_roster)
    draft.sealed_roster = seal_roster(uow, draft, thought.material.whole_roster)
    draft.revision += 1
    draft.editor_id = draft.reviewed_at = draft.manifest_digest = draft.approver_id = draft.approved_at = None
    draft.held_until = None
    uow.db.flush()
    uow.audit("release.proposed", "release_draft", draft.id, revision=draft.revision, spans=len(thought.found))


def _as_resolved(cue: OpenCue, known: OpenCue | None) -> OpenCue:
    """A cue whose voice somebody named while the finding went on keeps that."""
    if known is None or cue.is_resolved:
        return cue
    return replace(cue, speaker=known.speaker, participant_id=known.participant_id, is_resolved=True)


def _has_new_roster(uow: Uow, draft: Draft) -> bool:
    return digest_of(roster_of(uow, session_of(draft))) != draft.roster_digest


def _split_speakers(cues: Sequence[OpenCue], roster: Roster, participants: frozenset[UUID]) -> list[OpenCue]:
    """An uploaded file names its speakers in the text: names become ids here, and the text what was said."""
    proposal = propose([Cue(cue.position, cue.start_ms, cue.end_ms, cue.text) for cue in cues], roster)
    ends = {span.cue: span.end for span in proposal.spans if span.finder == SPEAKER}
    strangers: dict[str, str] = {}
    split: list[OpenCue] = []
    for cue, who in zip(cues, proposal.speakers, strict=True):
        end = ends.get(cue.position, 0)
        shown = cue.text[:end].replace("<v", "").strip(" .>:\n\t")
        said = replace(cue, text=cue.text[end:].replace("</v>", "").strip())
        if who is not None:
            split.append(renamed(said, who, participants))
        elif shown:
            speaker = strangers.setdefault(shown, f"stranger-{len(strangers) + 1}")
            split.append(replace(said, speaker=speaker, name=shown))
        else:
            split.append(replace(said, speaker=UNNAMED))
    return split


def _prefixes(cues: Sequence[OpenCue], roster: Roster) -> list[str]:
    """What to write before each cue's words so that the library knows who speaks; empty where nobody does."""
    names = {entry.id: entry.name for entry in roster.participants}
    shown = (" ".join((names.get(cue.speaker or "") or cue.name or "").split()) for cue in cues)
    return [f"{name}: " if name else "" for name in shown]


def _propose(
    cues: Sequence[OpenCue], prefixes: Sequence[str], roster: Roster, recognisers: Sequence[Recogniser]
) -> Proposal:
    named = [
        Cue(cue.position, cue.start_ms, cue.end_ms, prefix + cue.text)
        for cue, prefix in zip(cues, prefixes, strict=True)
    ]
    starts = [
        cue.position
        for before, cue in zip([None, *cues], cues, strict=False)
        if cue.agenda_item_id is not None and (before is None or before.agenda_item_id != cue.agenda_item_id)
    ]
    return propose(named, roster, items=starts, recognisers=recognisers)


def _found(cues: Sequence[OpenCue], prefixes: Sequence[str], proposal: Proposal) -> list[Found]:
    """The library's spans, counted from the start of what was said; those in a prefix of ours fall away."""
    silent = {cue.position for cue in cues if cue.speaker == NOBODY}
    found = []
    for span in proposal.spans:
        offset = len(prefixes[span.cue])
        start, end = max(span.start - offset, 0), min(span.end - offset, len(cues[span.cue].text))
        if start < end and span.cue not in silent:
            label = span.label or "[participant]"  # a second prefix, inside what was said
            found.append(Found(span.cue, start, end, str(span.kind), span.finder, span.confidence, label, span.reason))
    return found


def _marked_by_chair(cues: Sequence[OpenCue], cases: Sequence[Passage]) -> list[Found]:
    """Each cue of which any part falls into a passage: whole, and whoever speaks."""
    found = []
    for cue in cues:
        at_ms = next((at for start, end, at in cases if cue.start_ms < end and cue.end_ms > start), None)
        if at_ms is not None and cue.speaker != NOBODY and cue.text.strip():
            why = f"The chair marked an individual case at {time_of(at_ms)}. This passage has to go."
            found.append(Found(cue.position, 0, len(cue.text), "OTHER", BY_CHAIR, 1.0, CASE_LABEL, why))
    return found


def _forget(uow: Uow, draft: Draft) -> None:
    """Rows that are about to be written anew, and files of a text that is no longer the text."""
    for table in (ReleasedFile, AuditFinding, DraftSpan, DraftCue):
        uow.db.execute(delete(table).where(table.draft_id == draft.id))
    uow.db.expire_all()


def _rows(uow: Uow, draft: Draft, found: Sequence[Found], decided: Sequence[OpenSpan]) -> list[DraftSpan]:
    before = {(span.position, span.start, span.end): span for span in decided if not span.is_by_hand}
    still = {(one.position, one.start, one.end) for one in found}
    lost = [
        replace(span, finder=BY_HAND)
        for key, span in before.items()
        if span.decision == "accepted" and span.finder != BY_CHAIR and key not in still
    ]  # widened by a person, or not found any more: what somebody hid stays hidden
    by_hand = [*(span for span in decided if span.is_by_hand), *lost]
    rows = [_row_by_hand(uow, draft, span) for span in by_hand]
    must_go = {one.position for one in found if one.finder == BY_CHAIR}
    for one in found:
        if one.position in must_go:
            rows.append(_row(uow, draft, one, "accepted"))
            continue
        known = before.get((one.position, one.start, one.end))
        hidden = any(
            span.position == one.position and span.start <= one.start and one.end <= span.end for span in by_hand
        )
        rows.append(_row(uow, draft, one, known.decision if known else "accepted" if hidden else "undecided"))
    return rows


def _row(uow: Uow, draft: Draft, one: Found, decision: str) -> DraftSpan:
    row_id = new_id()
    return DraftSpan(
        id=row_id,
        draft_id=draft.id,
        cue_position=one.position,
        start=one.start,
        end=one.end,
        kind=one.kind,
        finder=one.finder,
        confidence=one.confidence,
        label=one.label,
        sealed_reason=seal(uow, draft, one.reason, row=row_name("release_draft_span", row_id)),
        decision=decision,
    )


def _row_by_hand(uow: Uow, draft: Draft, span: OpenSpan) -> DraftSpan:
    one = Found(
        span.position, span.start, span.end, span.kind, span.finder, span.confidence, span.label, "You hid this."
    )
    return _row(uow, draft, one, span.decision)
