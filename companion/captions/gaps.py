"""Times of which nothing was heard though the meeting went on: marked as such, never a silent hole (LC-14)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from companion.captions.tables import CaptionGap
from companion.kernel.ids import ForumSessionId, new_id
from companion.kernel.uow import Uow


def open_gap(uow: Uow, session_id: ForumSessionId, *, from_ms: int, reason: str) -> None:
    """Mark that nothing is heard from `from_ms` on. While a gap is open, a second one changes nothing."""
    if _open(uow, session_id) is None:
        uow.db.add(CaptionGap(id=new_id(), forum_session_id=session_id, from_ms=from_ms, reason=reason))
        uow.db.flush()


def close_gap(uow: Uow, session_id: ForumSessionId, *, heard_ms: Sequence[int]) -> None:
    """Mark that words were heard which began at those times. Words from before the gap, sent late, do not end it."""
    gap = _open(uow, session_id)
    since = [at for at in heard_ms if gap is not None and at >= gap.from_ms]
    if gap is not None and since:
        gap.until_ms = min(since)
        uow.db.flush()


def mark_gap(uow: Uow, session_id: ForumSessionId, *, from_ms: int | None, until_ms: int | None, reason: str) -> None:
    """Mark a time of which the stream itself says that it was not connected; part of a known gap changes nothing."""
    if from_ms is None or (until_ms is not None and until_ms <= from_ms):
        return
    if until_ms is None:
        open_gap(uow, session_id, from_ms=from_ms, reason=reason)
        return
    for gap in gaps_of(uow, session_id):
        if gap.from_ms <= until_ms and (gap.until_ms is None or gap.until_ms >= from_ms):
            gap.from_ms = min(gap.from_ms, from_ms)
            gap.until_ms = until_ms if gap.until_ms is None else max(gap.until_ms, until_ms)
            uow.db.flush()
            return
    row = CaptionGap(id=new_id(), forum_session_id=session_id, from_ms=from_ms, until_ms=until_ms, reason=reason)
    uow.db.add(row)
    uow.db.flush()


def gaps_of(uow: Uow, session_id: ForumSessionId) -> list[CaptionGap]:
    """Every gap of a forum session, in order; the last may be open still."""
    query = select(CaptionGap).where(CaptionGap.forum_session_id == session_id).order_by(CaptionGap.from_ms)
    return list(uow.db.scalars(query))


def _open(uow: Uow, session_id: ForumSessionId) -> CaptionGap | None:
    query = select(CaptionGap).where(CaptionGap.forum_session_id == session_id, CaptionGap.until_ms.is_(None))
    return uow.db.scalars(query.order_by(CaptionGap.from_ms)).first()
