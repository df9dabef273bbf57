"""The end of raw text: two weeks after the release, or sixty days after it was captured, its key is destroyed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update

from companion.captions import service as captions
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import Uow
from companion.release.cues import PURPOSE
from companion.release.rules import OVER, shred_raw_at
from companion.release.tables import AuditFinding, Draft, DraftCue, DraftSpan


def due_for_shredding(uow: Uow) -> list[ForumSessionId]:
    """The forum sessions whose raw text has reached its end."""
    sessions = set(uow.db.scalars(select(Draft.forum_session_id).where(Draft.sealed_roster != b""))) | {
        *captions.sessions_with_cues(uow)
    }
    due = []
    for session_id in sorted(sessions):
        ends_at = shred_at(uow, ForumSessionId(session_id))
        if ends_at is not None and ends_at <= uow.now:
            due.append(ForumSessionId(session_id))
    return due


def shred_at(uow: Uow, session_id: ForumSessionId) -> datetime | None:
    """When a forum session's raw text must go; None when there is none."""
    captured_at = captions.first_captured_at(uow, session_id)
    drafted_at = uow.db.scalar(
        select(func.min(Draft.created_at)).where(
            Draft.forum_session_id == session_id, Draft.id.in_(select(DraftCue.draft_id))
        )
    )
    first = min((at for at in (captured_at, drafted_at) if at is not None), default=None)
    if first is None:
        return None
    released_at = uow.db.scalar(
        select(func.max(Draft.released_at)).where(Draft.forum_session_id == session_id, Draft.state == "released")
    )
    return shred_raw_at(first, released_at)


def shred_raw(uow: Uow, session_id: ForumSessionId) -> bool:
    """Destroy a forum session's raw text when its time has come: the key first of all, then the rows. False before.

    A version that is not out by then can no longer be reviewed and is set aside; released files stay as they are.
    """
    ends_at = shred_at(uow, session_id)
    if ends_at is None or ends_at > uow.now:
        return False
    drafts = select(Draft.id).where(Draft.forum_session_id == session_id)
    for table in (AuditFinding, DraftSpan, DraftCue):
        uow.db.execute(delete(table).where(table.draft_id.in_(drafts)))
    uow.db.execute(
        update(Draft)
        .where(Draft.forum_session_id == session_id, Draft.state.not_in(OVER))
        .values(state="withdrawn", withdrawn_at=uow.now)
    )
    uow.db.execute(update(Draft).where(Draft.forum_session_id == session_id).values(sealed_roster=b""))
    captions.forget(uow, session_id)
    uow.db.flush()
    uow.audit("release.raw_shredded", "forum_session", session_id)
    # Last, since it cannot be rolled back: were the transaction to fail now, unreadable rows would be left to delete.
    uow.keys.shred(purpose=PURPOSE, subject=session_id)
    return True
