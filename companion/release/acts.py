"""What each answer of a reviewer changed, kept so that whoever gave it can take it back, whatever others did since.

Offsets, decisions and ids only: no word of what was said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from companion.kernel.errors import DomainError
from companion.kernel.ids import DraftId, SpanId
from companion.kernel.uow import Uow
from companion.release.standing import person_acting
from companion.release.tables import Draft, DraftSpan, ReviewAct

LONGEST_THOUGHT = timedelta(minutes=2)  # who answers later than that after the last answer was elsewhere meanwhile
NEAR = timedelta(minutes=15)
_State = list[Any]  # start, end, decision, decided by, decided at: as JSON holds them


class NothingToUndo(DomainError):
    message = "There is nothing of yours to undo here."


class ChangedSince(DomainError):
    message = "Somebody else changed this after you did, so it stays as it is."


@dataclass(frozen=True)
class Colleague:
    """Somebody else who answers in the same draft now: how often, and when last."""

    person_id: UUID
    answers: int
    last_at: datetime


class Act:
    """One answer while it is given: `touch` each proposal before it changes, `made` for a new one, then `keep`."""

    def __init__(self) -> None:
        self._before: dict[UUID, tuple[DraftSpan, _State | None]] = {}

    def touch(self, span: DraftSpan) -> None:
        """Remember how a proposal is, before it changes."""
        self._before.setdefault(span.id, (span, _state(span)))

    def made(self, span: DraftSpan) -> None:
        """Remember that this answer made a span."""
        self._before[span.id] = (span, None)

    def keep(self, uow: Uow, draft: Draft) -> None:
        """Store what changed under the revision that the answer led to; nothing where nothing changed."""
        changes = {str(key): [before, _state(span)] for key, (span, before) in self._before.items()}
        if changes:
            uow.db.add(
                ReviewAct(
                    draft_id=draft.id,
                    revision=draft.revision,
                    person_id=person_acting(uow),
                    at=uow.now,
                    changes=changes,
                )
            )
        uow.db.flush()


def last_act(uow: Uow, draft_id: DraftId) -> ReviewAct:
    """The last answer of the person acting that is not undone. Raises NothingToUndo."""
    query = select(ReviewAct).where(
        ReviewAct.draft_id == draft_id,
        ReviewAct.person_id == person_acting(uow),
        ReviewAct.is_undone.is_(False),
    )
    act = uow.db.scalar(query.order_by(ReviewAct.revision.desc()).limit(1))
    if act is None:
        raise NothingToUndo
    return act


def take_back(uow: Uow, act: ReviewAct) -> SpanId | None:
    """Make every proposal that an answer changed what it was before. Returns the first of them that is still there.

    Raises ChangedSince when somebody changed one of them since, NothingToUndo when the proposals were made anew.
    """
    keys = [UUID(key) for key in act.changes]
    rows = {row.id: row for row in uow.db.scalars(select(DraftSpan).where(DraftSpan.id.in_(keys)))}
    if not rows:
        act.is_undone = True
        raise NothingToUndo
    if any(_state(row) != act.changes[str(row.id)][1] for row in rows.values()):
        raise ChangedSince
    left: list[DraftSpan] = []
    for row in rows.values():
        before = act.changes[str(row.id)][0]
        if before is None:
            uow.db.delete(row)
        else:
            _restore(row, before)
            left.append(row)
    act.is_undone = True
    uow.db.flush()
    first = min(left, key=lambda row: (row.cue_position, row.start), default=None)
    return SpanId(first.id) if first else None


def others_here(uow: Uow, draft_id: DraftId, me: UUID | None) -> list[Colleague]:
    """Who else answered in this draft in the last quarter of an hour."""
    query = (
        select(ReviewAct.person_id, func.count(), func.max(ReviewAct.at))
        .where(ReviewAct.draft_id == draft_id, ReviewAct.at > uow.now - NEAR, ReviewAct.person_id != me)
        .group_by(ReviewAct.person_id)
    )
    return [Colleague(person_id, count, last_at) for person_id, count, last_at in uow.db.execute(query)]


def minutes_of_review(uow: Uow, draft_id: DraftId) -> int:
    """How long people were at it, all of them together, in whole minutes and rounded up; pauses are left out."""
    query = select(ReviewAct.person_id, ReviewAct.at).where(ReviewAct.draft_id == draft_id)
    rows = uow.db.execute(query.order_by(ReviewAct.person_id, ReviewAct.at)).all()
    return _minutes((row.person_id, row.at) for row in rows)


def _minutes(answers: Iterable[tuple[UUID, datetime]]) -> int:
    gaps = [late - early for (who, early), (same, late) in pairwise(answers) if who == same]
    worked = sum((gap for gap in gaps if gap <= LONGEST_THOUGHT), timedelta())
    return -(-int(worked.total_seconds()) // 60)


def _state(span: DraftSpan) -> _State:
    by, at = span.decided_by_id, span.decided_at
    return [span.start, span.end, span.decision, str(by) if by else None, at.isoformat() if at else None]


def _restore(span: DraftSpan, state: _State) -> None:
    span.start, span.end, span.decision = state[0], state[1], state[2]
    span.decided_by_id = UUID(state[3]) if state[3] else None
    span.decided_at = datetime.fromisoformat(state[4]) if state[4] else None
