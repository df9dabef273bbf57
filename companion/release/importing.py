"""Where a draft's text comes from: the captions we captured, or a transcript file that somebody uploads."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, func, select

from companion.captions import recordings
from companion.captions.backfill import SHORTEST_MS
from companion.captions.listening import Gap, Stretch
from companion.captions.service import CapturedTranscript, transcript_of
from companion.forums.tables import AgendaItem, ForumSession
from companion.kernel import journal, outbox
from companion.kernel.errors import DomainError, NotFound
from companion.kernel.ids import AgendaItemId, DraftId, ForumSessionId, new_id
from companion.kernel.uow import Uow
from companion.registration.participants import roster_of
from companion.release.asked_tables import Correction
from companion.release.cues import NOBODY, OpenCue, seal_registrants, sealed_cue
from companion.release.file_reading import extra_of, orgs_in, read_table, read_transcript
from companion.release.file_tables import DraftRegistrants
from companion.release.rules import OVER
from companion.release.standing import current, hands_on
from companion.release.tables import AuditFinding, Draft, DraftCue, DraftSpan, ReleasedFile

CAPTIONS, UPLOAD = "captions", "upload"
DRAFT_EFFECT = "release.draft"


class NothingHeard(DomainError):
    message = "No captions were captured in this forum session. Upload the transcript file from Zoom instead."


class ReleasedAlready(DomainError):
    message = "A transcript of this forum session is out. Withdraw it first; then a new version can be made."


class CorrectionsWait(DomainError):
    message = (
        "Corrections were asked for in the version there is. Answer them first; a new text would not know of them."
    )


def start_from_captions(uow: Uow, session_id: ForumSessionId) -> DraftId:
    """Take what was captured as a new version, `imported`.

    Raises NothingHeard, ReleasedAlready, CorrectionsWait.
    """
    heard = transcript_of(uow, session_id)
    if not heard.cues:
        raise NothingHeard
    recordings.all_used(uow, session_id)
    return _start(uow, session_id, CAPTIONS, _captured_cues(uow, session_id, heard))


def start_from_upload(
    uow: Uow, session_id: ForumSessionId, data: bytes, *, name: str = "", table: bytes | None = None
) -> DraftId:
    """Take a transcript file as a new version, `imported`, and queue its proposals. All of the file or nothing.

    `table` is a table of registrants, as CSV: its people and landlords widen the roster of this version. Raises
    BadInput with the line that is wrong, ReleasedAlready, CorrectionsWait.
    """
    file = read_transcript(name, data)
    extra = extra_of(read_table(table, orgs_in(roster_of(uow, session_id)))) if table else None
    cues = [
        OpenCue(position=place, start_ms=cue.start_ms, end_ms=cue.end_ms, text=cue.text)
        for place, cue in enumerate(file.cues)
    ]
    draft_id = _start(uow, session_id, UPLOAD, cues)
    if extra is not None:
        seal_registrants(uow, uow.db.get_one(Draft, draft_id), extra)
    ask_for_proposals(uow, draft_id)
    return draft_id


def start_and_ask(uow: Uow, session_id: ForumSessionId) -> DraftId:
    """`start_from_captions`, and queue its proposals."""
    draft_id = start_from_captions(uow, session_id)
    ask_for_proposals(uow, draft_id)
    return draft_id


def take_in_recording(uow: Uow, session_id: ForumSessionId) -> bool:
    """The recording told what captions had missed: begin a version with it, in the worker.

    False, and nothing is done, where a person has worked on the version there is, where it came from a file, or where
    a transcript is out: they decide.
    """
    last = current(uow, session_id)
    if last is not None and last.state != "withdrawn":
        if last.source != CAPTIONS or last.state not in ("imported", "redacted") or hands_on(uow, last):
            return False
        discard(uow, last)
        uow.db.flush()
    start_and_ask(uow, session_id)
    return True


def ask_for_proposals(uow: Uow, draft_id: DraftId) -> None:
    """Have the worker make the proposals for a draft, as it stands now."""
    draft = uow.db.get_one(Draft, draft_id)
    outbox.queue(
        uow,
        DRAFT_EFFECT,
        key=f"{draft_id}:{draft.revision}",
        payload={"session_id": draft.forum_session_id, "draft_id": draft_id},
    )


def discard(uow: Uow, draft: Draft) -> None:
    """Set a version aside that is not out: its text, proposals and files go; the row stays as the record."""
    for table in (ReleasedFile, AuditFinding, DraftSpan, DraftCue, DraftRegistrants):
        uow.db.execute(delete(table).where(table.draft_id == draft.id))
    draft.state, draft.withdrawn_at = "withdrawn", uow.now
    draft.sealed_roster = b""
    uow.audit("release.discarded", "release_draft", draft.id, version=draft.version)


def forget_captured(uow: Uow, session_id: ForumSessionId) -> None:
    """Zoom revoked a stream: every version made of what it brought, and not yet out, is set aside."""
    query = select(Draft).where(
        Draft.forum_session_id == session_id, Draft.source == CAPTIONS, Draft.state.not_in(OVER)
    )
    for draft in uow.db.scalars(query):
        discard(uow, draft)


def refuse_while_out(uow: Uow, session_id: ForumSessionId) -> None:
    """Raise ReleasedAlready while a version is out, CorrectionsWait while something that people asked is open."""
    last = current(uow, session_id)
    if last is None or last.state == "withdrawn":
        return
    if last.state == "released":
        raise ReleasedAlready
    waiting = (Correction.draft_id == last.id, Correction.state == "open")
    if uow.db.scalar(select(func.count()).select_from(Correction).where(*waiting)):
        raise CorrectionsWait


def _start(uow: Uow, session_id: ForumSessionId, source: str, cues: Sequence[OpenCue]) -> DraftId:
    if uow.db.scalar(select(ForumSession.id).where(ForumSession.id == session_id).with_for_update()) is None:
        raise NotFound
    refuse_while_out(uow, session_id)
    last = current(uow, session_id)
    if last is not None and last.state != "withdrawn":
        discard(uow, last)
    draft = Draft(
        id=new_id(),
        forum_session_id=session_id,
        version=last.version + 1 if last else 1,
        state="imported",
        source=source,
        label_policy="none",
        roster_digest="",
        pipeline_version="",
        sealed_roster=b"",
        revision=0,
        created_at=uow.now,
    )
    uow.db.add(draft)
    uow.db.flush()
    uow.db.add_all([sealed_cue(uow, draft, cue) for cue in cues])
    uow.db.flush()
    action = "release.uploaded" if source == UPLOAD else "release.imported"
    uow.audit(action, "release_draft", draft.id, version=draft.version, source=source, cues=len(cues))
    return DraftId(draft.id)


def _captured_cues(uow: Uow, session_id: ForumSessionId, heard: CapturedTranscript) -> list[OpenCue]:
    items = _items(uow, session_id)
    found: list[OpenCue] = [
        OpenCue(
            position=0,
            start_ms=cue.start_ms,
            end_ms=cue.end_ms,
            text=cue.text,
            speaker=cue.speaker,
            participant_id=cue.participant_id,
            agenda_item_id=cue.agenda_item_id or _item_at(items, cue.start_ms),
            is_resolved=cue.participant_id is not None,
        )
        for cue in heard.cues
    ]
    found.extend(
        _marked(gap, items) for gap in heard.gaps if gap.until_ms and gap.until_ms - gap.from_ms >= SHORTEST_MS
    )
    if any(not cue.is_recorded for cue in heard.cues):  # else all of it is the recording's, and nothing was missing
        found.extend(_told(stretch, items) for stretch in heard.recorded)
    found.sort(key=lambda cue: (cue.start_ms, cue.speaker != NOBODY))
    return [replace(cue, position=place) for place, cue in enumerate(found)]


def _marked(gap: Gap, items: list[tuple[int, AgendaItemId | None]]) -> OpenCue:
    return OpenCue(
        position=0,
        start_ms=gap.from_ms,
        end_ms=gap.until_ms or gap.from_ms,
        text=f"[captions missing for {in_words(gap)}]",
        speaker=NOBODY,
        agenda_item_id=_item_at(items, gap.from_ms),
        is_resolved=True,
    )


def _told(stretch: Stretch, items: list[tuple[int, AgendaItemId | None]]) -> OpenCue:
    return OpenCue(
        position=0,
        start_ms=stretch.from_ms,
        end_ms=stretch.from_ms,
        text=f"[captions missing for {in_words(stretch)}: from the recording]",
        speaker=NOBODY,
        agenda_item_id=_item_at(items, stretch.from_ms),
        is_resolved=True,
    )


def in_words(gap: Gap | Stretch) -> str:
    """How long a gap lasted."""
    seconds = ((gap.until_ms or gap.from_ms) - gap.from_ms) // 1000
    return f"{seconds} seconds" if seconds < 90 else f"about {round(seconds / 60)} minutes"


def _items(uow: Uow, session_id: ForumSessionId) -> list[tuple[int, AgendaItemId | None]]:
    """When which agenda item was opened or closed, by the journal."""
    known = set(uow.db.scalars(select(AgendaItem.id).where(AgendaItem.forum_session_id == session_id)))
    moments: list[tuple[int, AgendaItemId | None]] = []
    for event in journal.events(uow.db, session_id):
        if event.type not in ("item.opened", "item.closed"):
            continue
        item_id = UUID(str(event.payload["item_id"]))
        if item_id in known:
            moments.append((event.occurred_at_ms, AgendaItemId(item_id) if event.type == "item.opened" else None))
    return sorted(moments, key=lambda moment: moment[0])


def _item_at(items: list[tuple[int, AgendaItemId | None]], at_ms: int) -> AgendaItemId | None:
    place = bisect_right([moment for moment, _ in items], at_ms)
    return items[place - 1][1] if place else None
