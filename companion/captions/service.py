"""Captions: stored in small batches, sealed as they come, participants as ids and never as names.

Text is sealed under the forum session's key and stored once, however often Zoom sends it: a cue is named by its
speaker and start, and a later message with the same name replaces its words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from companion.captions import gaps
from companion.captions.listening import Gap, Stretch
from companion.captions.rules import KEEP_AT_MOST
from companion.captions.streams import heard_from, held
from companion.captions.tables import CaptionStream, CapturedCue, ChatLine, Listening
from companion.kernel.errors import NotFound
from companion.kernel.ids import AgendaItemId, CaptionStreamId, ForumSessionId, ParticipantId, new_id
from companion.kernel.text import clean
from companion.kernel.uow import Uow

PURPOSE = "forum_session"
MOST_LETTERS = 4_000
MOST_IN_A_BATCH = 200

Key = tuple[UUID, str, int]  # forum session, speaker, start: what names a cue


@dataclass(frozen=True)
class HeardCue:
    """What somebody was heard to say. `speaker` names a voice that is no participant yet; else it is left out."""

    start_ms: int
    end_ms: int
    text: str
    participant_id: ParticipantId | None = None
    speaker: str = "unknown"
    agenda_item_id: AgendaItemId | None = None

    @property
    def key(self) -> tuple[str, int]:
        return (str(self.participant_id or self.speaker), self.start_ms)


@dataclass(frozen=True)
class Captured:
    """A stored cue, opened: for drafting a transcript, and for nothing that leaves the house."""

    cue_id: UUID
    speaker: str
    participant_id: ParticipantId | None
    agenda_item_id: AgendaItemId | None
    start_ms: int
    end_ms: int
    text: str
    is_recorded: bool = False


@dataclass(frozen=True)
class CapturedTranscript:
    """Everything heard in a forum session: cues by start, and the gaps between them."""

    cues: tuple[Captured, ...]
    gaps: tuple[Gap, ...]
    recorded: tuple[Stretch, ...] = ()  # what would be gaps, had the recording not told it


def store_cues(
    uow: Uow, session_id: ForumSessionId, stream_id: CaptionStreamId, fence: int, cues: Sequence[HeardCue]
) -> int:
    """Store a batch and return how many cues are new. Words end an interruption.

    Raises FenceIsOld or StreamIsOver, and then stores nothing; ValueError for a batch above MOST_IN_A_BATCH.
    """
    if len(cues) > MOST_IN_A_BATCH:
        raise ValueError(f"at most {MOST_IN_A_BATCH} cues at a time")
    stream = held(uow, stream_id, fence)
    if stream.forum_session_id != session_id:
        raise NotFound
    if any(cue.text.strip() for cue in cues):
        heard_from(uow, stream)
    return keep_cues(uow, [(stream, cues)])


def keep_cues(uow: Uow, heard: Sequence[tuple[CaptionStream, Sequence[HeardCue]]]) -> int:
    """Store what was heard in several streams, each locked and held by its follower; how many cues are new.

    Changes nothing of the streams themselves: others may hold their state meanwhile.
    """
    wanted: dict[Key, tuple[CaptionStream, HeardCue]] = {}
    for stream, cues in heard:
        spoken = [cue for cue in cues if cue.text.strip() and cue.end_ms >= cue.start_ms]
        wanted |= {(stream.forum_session_id, *cue.key): (stream, cue) for cue in spoken}
    known = _known(uow, wanted)
    for key, row in known.items():
        _, cue = wanted[key]
        row.end_ms = max(row.end_ms, cue.end_ms)
        row.sealed = seal(uow, ForumSessionId(row.forum_session_id), "captions_cue", row.id, cue.text)
    fresh = [
        _new_cue(uow, stream.forum_session_id, cue, stream.id)
        for key, (stream, cue) in wanted.items()
        if key not in known
    ]
    uow.db.flush()
    if fresh:
        uow.db.execute(insert(CapturedCue.__table__), fresh)  # type: ignore[arg-type]
    return len(fresh)


def keep_recorded(uow: Uow, session_id: ForumSessionId, cues: Sequence[HeardCue]) -> int:
    """Store what a recording told of times without captions; how many cues. What is there already stays as it is."""
    wanted = {(session_id, *cue.key): cue for cue in cues if cue.text.strip() and cue.end_ms >= cue.start_ms}
    known = _known(uow, wanted)
    fresh = [_new_cue(uow, session_id, cue) | {"is_recorded": True} for key, cue in wanted.items() if key not in known]
    if fresh:
        uow.db.execute(insert(CapturedCue.__table__), fresh)  # type: ignore[arg-type]
    return len(fresh)


def transcript_of(uow: Uow, session_id: ForumSessionId) -> CapturedTranscript:
    """Everything heard, opened. Raises Unreadable once the forum session's key was shredded."""
    query = (
        select(CapturedCue)
        .where(CapturedCue.forum_session_id == session_id)
        .order_by(CapturedCue.start_ms, CapturedCue.end_ms, CapturedCue.id)
    )
    cues = tuple(
        Captured(
            cue_id=row.id,
            speaker=row.speaker,
            participant_id=ParticipantId(row.participant_id) if row.participant_id else None,
            agenda_item_id=AgendaItemId(row.agenda_item_id) if row.agenda_item_id else None,
            start_ms=row.start_ms,
            end_ms=row.end_ms,
            text=uow.keys.open_text(row.sealed, row=f"captions_cue:{row.id}"),
            is_recorded=row.is_recorded,
        )
        for row in uow.db.scalars(query)
    )
    return CapturedTranscript(cues, gaps.gaps_of(uow, session_id), gaps.recorded_of(uow, session_id))


def count_cues(uow: Uow, session_id: ForumSessionId) -> int:
    """How many cues there are, without opening one."""
    query = select(func.count()).select_from(CapturedCue).where(CapturedCue.forum_session_id == session_id)
    return uow.db.scalar(query) or 0


def name_speaker(uow: Uow, session_id: ForumSessionId, speaker: str, participant_id: ParticipantId) -> int:
    """A voice turned out to be a participant: their cues say so from now on. Returns how many."""
    query = select(CapturedCue).where(CapturedCue.forum_session_id == session_id, CapturedCue.speaker == speaker)
    rows = list(uow.db.scalars(query))
    known = _known(uow, {(session_id, str(participant_id), row.start_ms) for row in rows})
    taken = {start for _, _, start in known}
    for row in rows:
        row.participant_id = participant_id
        row.speaker = speaker if row.start_ms in taken else str(participant_id)
    uow.db.flush()
    return len(rows)


def first_captured_at(uow: Uow, session_id: ForumSessionId) -> datetime | None:
    """When the oldest words that are still here came in."""
    return uow.db.scalar(select(func.min(CapturedCue.received_at)).where(CapturedCue.forum_session_id == session_id))


def forget(uow: Uow, session_id: ForumSessionId) -> None:
    """Delete every cue and chat message of a forum session, and when we listened to it."""
    for table in (CapturedCue, ChatLine, Listening):
        uow.db.execute(delete(table).where(table.forum_session_id == session_id))


def _known(uow: Uow, keys: Collection[Key]) -> dict[Key, CapturedCue]:
    if not keys:
        return {}
    query = select(CapturedCue).where(
        CapturedCue.forum_session_id.in_({session_id for session_id, _, _ in keys}),
        CapturedCue.start_ms.in_({start for _, _, start in keys}),
    )
    rows = {(row.forum_session_id, row.speaker, row.start_ms): row for row in uow.db.scalars(query)}
    return {key: rows[key] for key in keys if key in rows}


def _new_cue(uow: Uow, session_id: UUID, cue: HeardCue, stream_id: UUID | None = None) -> dict[str, Any]:
    row_id = new_id()
    return {
        "id": row_id,
        "forum_session_id": session_id,
        "stream_id": stream_id,
        "participant_id": cue.participant_id,
        "speaker": cue.key[0],
        "agenda_item_id": cue.agenda_item_id,
        "start_ms": cue.start_ms,
        "end_ms": cue.end_ms,
        "received_at": uow.now,
        "keep_until": uow.now + KEEP_AT_MOST,
        "sealed": seal(uow, ForumSessionId(session_id), "captions_cue", row_id, cue.text),
    }


def seal(uow: Uow, session_id: ForumSessionId, table: str, row_id: UUID, text: str) -> bytes:
    """Tidy a text and seal it under its forum session's key, for one row."""
    tidy = clean(text, most=MOST_LETTERS)
    return uow.keys.seal(tidy, purpose=PURPOSE, subject=session_id, row=f"{table}:{row_id}")
