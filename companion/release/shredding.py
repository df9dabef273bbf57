"""The end of raw text: two weeks after the release, or sixty days after it came in, its key is destroyed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update

from companion.captions import service as captions
from companion.forums.tables import ForumSession
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import Uow
from companion.release import freezing
from companion.release.asked_tables import Correction
from companion.release.cues import PURPOSE
from companion.release.file_tables import DraftRegistrants, LookedAt
from companion.release.importing import UPLOAD
from companion.release.rules import OVER, shred_raw_at
from companion.release.tables import AuditFinding, Draft, DraftCue, DraftSpan, ReviewAct, SecondReading


def due_for_shredding(uow: Uow) -> list[ForumSessionId]:
    """The forum sessions whose key has reached its end: every one that still has a key, text or not."""
    ends = {session_id: shred_at(uow, ForumSessionId(session_id)) for session_id in uow.keys.subjects(PURPOSE)}
    return [ForumSessionId(session_id) for session_id, at in sorted(ends.items()) if at is not None and at <= uow.now]


def shred_at(uow: Uow, session_id: ForumSessionId) -> datetime | None:
    """When a forum session's key must go; None for a forum session that does not exist.

    Sixty days count from when the words came in: with the captions, with an uploaded file; else from the end.
    """
    ends_at = uow.db.scalar(select(ForumSession.ends_at).where(ForumSession.id == session_id))
    if ends_at is None:
        return None
    mine = Draft.forum_session_id == session_id
    uploaded_at = uow.db.scalar(
        select(func.min(Draft.created_at)).where(mine, Draft.source == UPLOAD, Draft.id.in_(select(DraftCue.draft_id)))
    )
    came_in = [at for at in (captions.first_captured_at(uow, session_id), uploaded_at) if at is not None]
    released_at = uow.db.scalar(select(func.max(Draft.released_at)).where(mine, Draft.state == "released"))
    return shred_raw_at(min(came_in, default=ends_at), released_at)


def shred_raw(uow: Uow, session_id: ForumSessionId) -> bool:
    """Destroy a forum session's raw text and its key when their time has come. False before, and when it is done.

    A version that is not out by then can no longer be reviewed and is set aside; released files stay as they are.
    """
    ends_at = shred_at(uow, session_id)
    if ends_at is None or ends_at > uow.now or session_id not in uow.keys.subjects(PURPOSE):
        return False
    freezing.freeze_cited(uow, session_id)  # first: what a concern cites is kept for its case
    freezing.give_up(uow, session_id)
    drafts = select(Draft.id).where(Draft.forum_session_id == session_id)
    for table in (AuditFinding, ReviewAct, DraftSpan, DraftCue, DraftRegistrants, Correction):
        uow.db.execute(delete(table).where(table.draft_id.in_(drafts)))
    uow.db.execute(
        update(Draft)
        .where(Draft.forum_session_id == session_id, Draft.state.not_in(OVER))
        .values(state="withdrawn", withdrawn_at=uow.now)
    )
    uow.db.execute(update(Draft).where(Draft.forum_session_id == session_id).values(sealed_roster=b""))
    uow.db.execute(update(SecondReading).where(SecondReading.draft_id.in_(drafts)).values(sealed_slips=None))
    uow.db.execute(delete(LookedAt).where(LookedAt.forum_session_id == session_id))
    captions.forget(uow, session_id)
    uow.db.flush()
    uow.audit("release.raw_shredded", "forum_session", session_id)
    # Last, since it cannot be rolled back: were the transaction to fail now, unreadable rows would be left to delete.
    uow.keys.shred(purpose=PURPOSE, subject=session_id)
    return True
