"""The recording of a meeting: asked for where captions have gaps, taken in, and deleted in Zoom with proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from companion.captions import gaps, service
from companion.captions.backfill import Filled, fillable
from companion.captions.listening import Gap
from companion.captions.recording_state import RecordingState, in_words
from companion.captions.service import HeardCue
from companion.captions.tables import CaptionStream, RecordingRead
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel import outbox
from companion.kernel.errors import DomainError
from companion.kernel.ids import ForumSessionId, new_id
from companion.kernel.uow import Uow

EFFECT, DELETION = "zoom.recording", "zoom.recording_deletion"
FIRST_ASK = timedelta(minutes=10)
#: waits between two questions; Zoom writes a transcript within minutes or hours, and by then it will not come
AGAIN = tuple(timedelta(minutes=minutes) for minutes in (10, 20, 40, 60, 120, 240, 480, 960, 1440))
OVER_FOR = timedelta(days=4)
DELETED_AFTER = timedelta(hours=24)
TAKEN_UNTIL = timedelta(days=14)  # after the end: raw words may be destroyed from then on, and do not come back


class NothingToDelete(DomainError):
    message = "We know of no recording of this meeting in Zoom."


class TooLate(DomainError):
    message = "It is more than two weeks since the meeting. What was said is being destroyed by now, and stays so."


class NotOver(DomainError):
    message = "The recording can be looked for once the meeting is over."


@dataclass(frozen=True)
class Asked:
    """What a recording is asked for: the times that captions lack."""

    forum_session_id: ForumSessionId
    meeting_uuid: str
    gaps: tuple[Gap, ...]


def told(uow: Uow, session_id: ForumSessionId, meeting_uuid: str) -> None:
    """Zoom has written the transcript of a recording: ask for it now. Told twice, it is asked twice, harmlessly."""
    session = forums.session_of(uow, session_id)
    row = _row(uow, session, meeting_uuid)
    if row.state != "deleted" and session.state in ("ended", "archived"):
        _ask(uow, row)
    else:  # before we know that the meeting is over its last gap is open; the tick asks when it is
        row.next_ask_at = uow.now


def queue_due(uow: Uow) -> int:
    """Ask for every recording that captions lack something of; how many. For the worker's tick."""
    done = 0
    since = uow.now - OVER_FOR
    query = select(ForumSession).where(ForumSession.state.in_(("ended", "archived")), ForumSession.ends_at > since)
    for session in uow.db.scalars(query.order_by(ForumSession.ends_at)).all():
        for meeting_uuid in occurrences(uow, session):
            row = uow.db.scalar(select(RecordingRead).where(RecordingRead.meeting_uuid == meeting_uuid))
            if row is None:
                if forums.time_in(uow, session) < session.ends_at + FIRST_ASK or not _lacking(uow, session):
                    continue
                row = _row(uow, session, meeting_uuid)
            if row.state == "waiting" and row.next_ask_at is not None and row.next_ask_at <= uow.now:
                _ask(uow, row)
                done += 1
    return done


def ask_now(uow: Uow, session_id: UUID) -> None:
    """A person wants the recording looked for again.

    Raises NotFound, NotOver, TooLate; NothingToDelete where the meeting never began.
    """
    session = forums.session_of(uow, session_id)
    if session.state not in ("ended", "archived"):
        raise NotOver
    if _is_too_late(uow, session):
        raise TooLate
    meetings = occurrences(uow, session)
    if not meetings:
        raise NothingToDelete
    for meeting_uuid in meetings:
        row = _row(uow, session, meeting_uuid)
        if row.state != "deleted":
            row.asks = 0
            _ask(uow, row, by_hand=True)
    uow.audit("recording.asked_for", "forum_session", session_id)


def asked(uow: Uow, recording_id: UUID) -> Asked | None:
    """What to ask Zoom for; None when it is settled meanwhile, or too late."""
    row = uow.db.get(RecordingRead, recording_id)
    if row is None or row.state == "deleted":
        return None
    session = forums.session_of(uow, row.forum_session_id)
    if _is_too_late(uow, session):
        return None
    return Asked(ForumSessionId(session.id), row.meeting_uuid, _lacking(uow, session))


def not_there(uow: Uow, recording_id: UUID) -> None:
    """Zoom has no transcript yet: ask again later, and after the last time not any more."""
    row = _held(uow, recording_id)
    if row.state == "taken":
        return
    if row.asks > len(AGAIN):
        row.state, row.next_ask_at = "none", None
        return
    row.state, row.trouble, row.next_ask_at = "waiting", None, uow.now + AGAIN[max(row.asks, 1) - 1]


def refused(uow: Uow, recording_id: UUID, trouble: str, scope: str | None = None) -> None:
    """Zoom said no, or what it sent is no transcript: a word of `recording_state.TROUBLES`.

    A person asks again if at all.
    """
    row = _held(uow, recording_id)
    row.state, row.trouble, row.scope, row.next_ask_at = "refused", trouble, scope, None


def take(uow: Uow, recording_id: UUID, filled: Sequence[Filled], cues: Sequence[HeardCue]) -> int:
    """Store what a recording told, and that it told it; how many cues are new. Twice does it once."""
    row = _held(uow, recording_id)
    session_id = ForumSessionId(row.forum_session_id)
    made = service.keep_recorded(uow, session_id, cues)
    for one in filled:
        gaps.note_recorded(uow, session_id, one.from_ms, one.until_ms, one.reason)
    seconds = sum(one.until_ms - one.from_ms for one in filled) // 1000
    row.state, row.trouble, row.scope, row.next_ask_at = "taken", None, None, None
    row.taken_at, row.cues, row.filled_ms = uow.now, row.cues + made, row.filled_ms + seconds * 1000
    if filled:
        uow.audit("captions.filled", "forum_session", session_id, gaps=len(filled), seconds=seconds, cues=made)
    return made


def note_used(uow: Uow, recording_id: UUID, is_used: bool) -> None:
    """Whether the transcript under review holds what the recording told."""
    _held(uow, recording_id).is_used = is_used


def is_unused(uow: Uow, session_id: UUID) -> bool:
    """Whether a recording told something that the transcript under review was begun without."""
    return any(not row.is_used for row in _rows(uow, session_id))


def all_used(uow: Uow, session_id: UUID) -> None:
    """A new version was begun from the captions, with everything that recordings told."""
    for row in _rows(uow, session_id):
        row.is_used = True


def queue_deletions(uow: Uow) -> int:
    """Delete the recordings that were made for nothing but the transcript, a day after it was taken; how many.

    One that told nothing stays: a person looks at it first.
    """
    query = (
        select(RecordingRead)
        .join(ForumSession, ForumSession.id == RecordingRead.forum_session_id)
        .where(
            ForumSession.text_source == "recording",
            RecordingRead.state == "taken",
            RecordingRead.cues > 0,
            RecordingRead.deletion_asked_at.is_(None),
            RecordingRead.taken_at <= uow.now - DELETED_AFTER,
        )
    )
    due = list(uow.db.scalars(query))
    for row in due:
        _delete(uow, row)
    return len(due)


def ask_deletion(uow: Uow, session_id: UUID) -> None:
    """A person wants the recording deleted in Zoom. Raises NotFound, NothingToDelete."""
    rows = [row for row in _rows(uow, session_id) if _state(row).may_delete]
    if not rows:
        raise NothingToDelete
    for row in rows:
        _delete(uow, row)
    uow.audit("recording.deletion_asked_for", "forum_session", session_id)


def to_delete(uow: Uow, recording_id: UUID) -> str | None:
    """The occurrence whose recording is to go; None when it has gone, or nobody asked."""
    row = uow.db.get(RecordingRead, recording_id)
    return None if row is None or row.deletion_asked_at is None or row.deleted_at is not None else row.meeting_uuid


def deleted(uow: Uow, recording_id: UUID) -> None:
    """Zoom was asked to delete a recording, and was seen to have none afterwards: the audit keeps that as proof."""
    row = _held(uow, recording_id)
    row.state, row.deleted_at, row.deletion_trouble, row.next_ask_at = "deleted", uow.now, None, None
    uow.audit("recording.deleted", "forum_session", row.forum_session_id, read_back="none", recording=str(row.id))


def not_deleted(uow: Uow, recording_id: UUID, trouble: str, scope: str | None = None) -> None:
    """The recording is still there: why, by a word of `recording_state.TROUBLES`."""
    row = _held(uow, recording_id)
    row.deletion_trouble, row.scope = trouble, scope
    uow.audit("recording.not_deleted", "forum_session", row.forum_session_id, trouble=trouble)


def states(uow: Uow, session_id: UUID) -> tuple[RecordingState, ...]:
    """How a session stands with the recordings of its meeting: one for each time that the meeting was started."""
    return tuple(_state(row) for row in _rows(uow, session_id))


def _state(row: RecordingRead) -> RecordingState:
    return RecordingState(
        state=row.state,
        next_ask_at=row.next_ask_at,
        trouble=in_words(row.trouble, row.scope),
        taken_at=row.taken_at,
        cues=row.cues,
        filled_minutes=-(-row.filled_ms // 60_000),
        is_used=row.is_used,
        deletion_asked_at=row.deletion_asked_at,
        deletion_trouble=in_words(row.deletion_trouble, row.scope),
        deleted_at=row.deleted_at,
    )


def _rows(uow: Uow, session_id: UUID) -> list[RecordingRead]:
    query = select(RecordingRead).where(RecordingRead.forum_session_id == session_id).order_by(RecordingRead.id)
    return list(uow.db.scalars(query))


def _row(uow: Uow, session: ForumSession, meeting_uuid: str) -> RecordingRead:
    row = uow.db.scalar(select(RecordingRead).where(RecordingRead.meeting_uuid == meeting_uuid).with_for_update())
    if row is None:
        row = RecordingRead(id=new_id(), forum_session_id=session.id, meeting_uuid=meeting_uuid, next_ask_at=uow.now)
        uow.db.add(row)
        uow.db.flush()
    return row


def _held(uow: Uow, recording_id: UUID) -> RecordingRead:
    return uow.db.get_one(RecordingRead, recording_id, with_for_update=True, populate_existing=True)


def _ask(uow: Uow, row: RecordingRead, *, by_hand: bool = False) -> None:
    row.asks += 1
    row.state, row.next_ask_at, row.trouble = "waiting", None, None
    uow.db.flush()
    key = f"{row.id}:{row.asks}:{uow.now.isoformat()}" if by_hand else f"{row.id}:{row.asks}:{row.taken_at}"
    outbox.queue(uow, EFFECT, key=key, payload={"recording_id": row.id})


def _delete(uow: Uow, row: RecordingRead) -> None:
    row.deletion_asked_at, row.deletion_trouble = uow.now, None
    uow.db.flush()
    key = f"{row.id}:{uow.now.isoformat()}"
    outbox.queue(uow, DELETION, key=key, payload={"recording_id": row.id})


def occurrences(uow: Uow, session: ForumSession) -> list[str]:
    """Every start of the session's meeting that we know of."""
    query = select(CaptionStream.meeting_uuid).where(CaptionStream.forum_session_id == session.id)
    known = {*uow.db.scalars(query), session.zoom_meeting_uuid}
    return sorted(one for one in known if one)


def _is_too_late(uow: Uow, session: ForumSession) -> bool:
    return forums.time_in(uow, session) > session.ends_at + TAKEN_UNTIL


def _lacking(uow: Uow, session: ForumSession) -> tuple[Gap, ...]:
    if session.text_source == "upload":
        return ()
    found = gaps.gaps_of(uow, ForumSessionId(session.id))
    return fillable(found, is_wanted=session.text_source == "recording")
