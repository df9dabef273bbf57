"""The raw text of a draft, opened and sealed: cues, proposals, and the roster they were made with.

Whoever publishes may not import this module.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from companion.kernel.ids import AgendaItemId, DraftId, ForumSessionId, ParticipantId, SpanId
from companion.kernel.uow import Uow
from companion.registration.tables import Participant
from companion.release.file_tables import DraftRegistrants
from companion.release.tables import Draft, DraftCue, DraftSpan
from transcripts import Cue, Kind, Roster, apply, read_roster
from transcripts import Participant as RosterEntry
from transcripts import Span as Proposed

PURPOSE = "forum_session"
NOBODY = "nobody"  # the speaker of a marked gap
SHOWN = ":shown"  # ends the roster id under which Zoom's name of a participant stands beside their own
UNNAMED = "unnamed"  # the speaker of a cue for which Zoom gave no name


@dataclass(frozen=True)
class OpenCue:
    """One cue, opened. `name` is the display name of somebody the roster does not explain."""

    position: int
    start_ms: int
    end_ms: int
    text: str
    speaker: str | None = None
    name: str | None = None
    participant_id: ParticipantId | None = None
    agenda_item_id: AgendaItemId | None = None
    is_resolved: bool = False


@dataclass(frozen=True)
class OpenSpan:
    """One proposal as the pages and the masking use it. The reason is opened where it is shown, and only there."""

    span_id: SpanId
    position: int
    start: int
    end: int
    kind: str
    finder: str
    confidence: float
    label: str
    decision: str

    @property
    def is_by_hand(self) -> bool:
        return self.finder == BY_HAND


BY_HAND = "reviewer"


def row_name(table: str, *parts: UUID | int) -> str:
    """The identity of a row, bound to what is sealed in it."""
    return ":".join((table, *map(str, parts)))


def seal(uow: Uow, draft: Draft, text: str | bytes, *, row: str) -> bytes:
    """Seal something of a draft under its forum session's key."""
    return uow.keys.seal(text, purpose=PURPOSE, subject=draft.forum_session_id, row=row)


def sealed_cue(uow: Uow, draft: Draft, cue: OpenCue) -> DraftCue:
    """A cue's row."""
    body = json.dumps({"name": cue.name, "text": cue.text}, ensure_ascii=False)
    return DraftCue(
        draft_id=draft.id,
        position=cue.position,
        start_ms=cue.start_ms,
        end_ms=cue.end_ms,
        speaker=cue.speaker,
        participant_id=cue.participant_id,
        agenda_item_id=cue.agenda_item_id,
        is_resolved=cue.is_resolved,
        sealed=seal(uow, draft, body, row=row_name("release_draft_cue", draft.id, cue.position)),
    )


def open_cues(uow: Uow, draft_id: DraftId, positions: range | None = None) -> list[OpenCue]:
    """A draft's cues in order, or those at some positions. Raises Unreadable once the key was shredded."""
    query = select(DraftCue).where(DraftCue.draft_id == draft_id).order_by(DraftCue.position)
    if positions is not None:
        query = query.where(DraftCue.position >= positions.start, DraftCue.position < positions.stop)
    return [_open(uow, row) for row in uow.db.scalars(query)]


def open_cue(uow: Uow, draft_id: DraftId, position: int) -> OpenCue | None:
    """One cue of a draft."""
    row = uow.db.get(DraftCue, (draft_id, position))
    return _open(uow, row) if row else None


def spans_of(uow: Uow, draft_id: DraftId, positions: range | None = None) -> dict[int, list[OpenSpan]]:
    """A draft's proposals by cue, sorted by start."""
    query = select(DraftSpan).where(DraftSpan.draft_id == draft_id)
    if positions is not None:
        query = query.where(DraftSpan.cue_position >= positions.start, DraftSpan.cue_position < positions.stop)
    found: dict[int, list[OpenSpan]] = defaultdict(list)
    for row in uow.db.scalars(query.order_by(DraftSpan.cue_position, DraftSpan.start)):
        found[row.cue_position].append(
            OpenSpan(
                span_id=SpanId(row.id),
                position=row.cue_position,
                start=row.start,
                end=row.end,
                kind=row.kind,
                finder=row.finder,
                confidence=row.confidence,
                label=row.label,
                decision=row.decision,
            )
        )
    return found


def masked(cues: Sequence[OpenCue], spans: Iterable[OpenSpan]) -> tuple[Cue, ...]:
    """The cues with each accepted span replaced by its label, times counted from the first cue."""
    began = cues[0].start_ms if cues else 0
    plain = [Cue(cue.position, cue.start_ms - began, max(cue.end_ms, cue.start_ms) - began, cue.text) for cue in cues]
    return apply(plain, [_as_proposed(span) for span in merged(span for span in spans if span.decision == "accepted")])


def merged(spans: Iterable[OpenSpan]) -> list[OpenSpan]:
    """Spans without overlap, sorted: where some touch they become one, under the label that a reviewer gave by hand."""
    result: list[OpenSpan] = []
    for span in sorted(spans, key=lambda span: (span.position, span.start, -span.end)):
        last = result[-1] if result else None
        if last is None or last.position != span.position or last.end <= span.start:
            result.append(span)
            continue
        keeps = last if last.is_by_hand or not span.is_by_hand else span
        result[-1] = replace(keeps, start=last.start, end=max(last.end, span.end))
    return result


def reason_of(uow: Uow, span_id: SpanId) -> str:
    """Why something was proposed, in a sentence for the reviewer."""
    row = uow.db.get_one(DraftSpan, span_id)
    return uow.keys.open_text(row.sealed_reason, row=row_name("release_draft_span", row.id))


def roster_of_draft(uow: Uow, draft: Draft) -> Roster:
    """The roster that the proposals were made with."""
    return read_roster(uow.keys.open(draft.sealed_roster, row=row_name("release_draft", draft.id)))


def seal_roster(uow: Uow, draft: Draft, roster: dict[str, Any]) -> bytes:
    """A roster, sealed for its draft."""
    return seal(uow, draft, json.dumps(roster, ensure_ascii=False), row=row_name("release_draft", draft.id))


def seal_registrants(uow: Uow, draft: Draft, extra: dict[str, Any]) -> None:
    """Keep the people of a table that came with a draft's file, sealed for it."""
    body = json.dumps(extra, ensure_ascii=False)
    sealed = seal(uow, draft, body, row=row_name("release_registrants", draft.id))
    uow.db.add(DraftRegistrants(draft_id=draft.id, people=len(extra["participants"]), sealed=sealed))
    uow.db.flush()


def registrants_of(uow: Uow, draft_id: UUID) -> dict[str, Any] | None:
    """The people of the table that came with a draft's file; None where none came."""
    found = uow.db.get(DraftRegistrants, draft_id)
    if found is None:
        return None
    opened: dict[str, Any] = json.loads(uow.keys.open(found.sealed, row=row_name("release_registrants", draft_id)))
    return opened


def renamed(cue: OpenCue, who: str, participants: Collection[UUID]) -> OpenCue:
    """The same words by somebody of the roster; `who` is their id there, perhaps of a registrant who never joined."""
    known = who_is(who, participants)
    return replace(cue, speaker=str(known or who), participant_id=known, is_resolved=True)


def who_is(who: str, participants: Collection[UUID]) -> ParticipantId | None:
    """The participant of a roster id; None for a registrant who never joined."""
    return next((ParticipantId(one) for one in participants if who.removesuffix(SHOWN) == str(one)), None)


def participants_in(uow: Uow, draft: Draft) -> set[UUID]:
    """Everybody who was in a draft's meeting."""
    return set(uow.db.scalars(select(Participant.id).where(Participant.forum_session_id == draft.forum_session_id)))


def each_once(roster: Roster, participants: Collection[UUID]) -> Roster:
    """The roster without the second entry of somebody who is in it as participant and as registrant.

    A name that two different participants carry stays twice, so that nobody is taken for somebody else.
    """
    entries: dict[tuple[str, str], RosterEntry] = {}
    named: set[str] = set()
    for entry in sorted(roster.participants, key=lambda entry: who_is(entry.id, participants) is None):
        name = " ".join(entry.name.casefold().split())
        if who_is(entry.id, participants) is not None or name not in named:
            entries.setdefault((entry.id.removesuffix(SHOWN), name), entry)
        named.add(name)
    return msgspec.structs.replace(roster, participants=tuple(entries.values()))


def session_of(draft: Draft) -> ForumSessionId:
    """The forum session a draft belongs to."""
    return ForumSessionId(draft.forum_session_id)


def _open(uow: Uow, row: DraftCue) -> OpenCue:
    body = json.loads(uow.keys.open(row.sealed, row=row_name("release_draft_cue", row.draft_id, row.position)))
    return OpenCue(
        position=row.position,
        start_ms=row.start_ms,
        end_ms=row.end_ms,
        text=body["text"],
        name=body["name"],
        speaker=row.speaker,
        participant_id=ParticipantId(row.participant_id) if row.participant_id else None,
        agenda_item_id=AgendaItemId(row.agenda_item_id) if row.agenda_item_id else None,
        is_resolved=row.is_resolved,
    )


def _as_proposed(span: OpenSpan) -> Proposed:
    return Proposed(
        cue=span.position,
        start=span.start,
        end=span.end,
        kind=Kind(span.kind),
        finder=span.finder,
        confidence=span.confidence,
        label=span.label,
        reason="",
    )
