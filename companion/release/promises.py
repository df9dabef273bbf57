"""Corrections answered with "we change it": each is a promise, and it stands until its passage was edited or a reviewer
said that it is done. The audit log remembers which were kept; nothing here knows who asked.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from companion.kernel.ids import DraftId
from companion.kernel.tables import AuditEntry
from companion.kernel.uow import Uow
from companion.release.asked_tables import Correction

DONE = "release.correction_done"
SUBJECT = "release_draft"


def promised(uow: Uow, draft_id: UUID) -> list[Correction]:
    """The corrections of a version that were promised and are not done yet, in the order of the text."""
    query = select(Correction).where(Correction.draft_id == draft_id, Correction.state == "changed")
    rows = uow.db.scalars(query.order_by(Correction.first_line, Correction.id)).all()
    if not rows:
        return []
    said = select(AuditEntry.details).where(
        AuditEntry.subject_kind == SUBJECT,
        AuditEntry.action == DONE,
        AuditEntry.subject_id == str(draft_id),
    )
    done = {details["correction_id"] for details in uow.db.scalars(said)}
    return [row for row in rows if str(row.id) not in done]


def met_by_edit(uow: Uow, draft_id: DraftId, positions: Collection[int]) -> None:
    """Words of these captions were changed: what was promised of their passages is done."""
    for row in promised(uow, draft_id):
        if any(row.first_line <= position <= row.last_line for position in positions):
            remember(uow, row, by_hand=False)


def remember(uow: Uow, row: Correction, *, by_hand: bool) -> None:
    """Write down that a promise was kept: `by_hand` when a reviewer said so, without an edit that shows it."""
    uow.audit(DONE, SUBJECT, row.draft_id, correction_id=str(row.id), by_hand=by_hand)
