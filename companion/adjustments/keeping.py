"""How long needs are kept: a week beyond the forum session; for the next sessions only while the person wants that."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select

from companion.adjustments import rules
from companion.adjustments.rules import Wish
from companion.adjustments.service import PURPOSE
from companion.adjustments.tables import AdjustmentRequest, KeptNeeds
from companion.forums.tables import ForumSession
from companion.kernel.uow import Uow

KEPT_PURPOSE = "adjustments_kept"


def keep_for_next(uow: Uow, person_id: UUID, wishes: Sequence[Wish]) -> None:
    """Keep what somebody needs for their next forum sessions, as they asked; it takes the place of what was kept.

    A supporter is a person of their own, so their name is not kept.
    """
    records = [wish.as_record() for wish in wishes if wish.kind != "supporter"]
    sealed = uow.keys.seal(json.dumps(records), purpose=KEPT_PURPOSE, subject=person_id, row=_row(person_id))
    kept = uow.db.get(KeptNeeds, person_id)
    if kept is None:
        kept = KeptNeeds(person_id=person_id, given_at=uow.now, keep_until=uow.now, sealed=sealed)
        uow.db.add(kept)
    kept.sealed, kept.keep_until = sealed, uow.now + rules.KEEP_FOR_NEXT
    uow.db.flush()
    uow.audit("adjustment.kept", "person", person_id)


def kept_for(uow: Uow, person_id: UUID) -> list[Wish] | None:
    """What is kept for somebody's next session; None when they did not ask for that."""
    kept = uow.db.get(KeptNeeds, person_id)
    if kept is None or kept.keep_until <= uow.now:
        return None
    return [Wish.from_record(record) for record in json.loads(uow.keys.open_text(kept.sealed, row=_row(person_id)))]


def forget_kept(uow: Uow, person_id: UUID) -> bool:
    """Delete what is kept for somebody and destroy its key: they took their consent back. False without any."""
    gone = uow.db.execute(delete(KeptNeeds).where(KeptNeeds.person_id == person_id)).rowcount  # type: ignore[attr-defined]
    if not gone:
        return False
    uow.audit("adjustment.forgotten", "person", person_id)
    uow.db.flush()
    uow.keys.shred(purpose=KEPT_PURPOSE, subject=person_id)  # last, since it cannot be rolled back
    return True


def due_for_purging(uow: Uow) -> list[UUID]:
    """The requests whose forum session has been over for a week."""
    query = (
        select(AdjustmentRequest.id)
        .join(ForumSession, ForumSession.id == AdjustmentRequest.forum_session_id)
        .where(ForumSession.ends_at < uow.now - rules.KEEP_AFTER)
    )
    return list(uow.db.scalars(query))


def lapsed(uow: Uow) -> list[UUID]:
    """Whose kept needs have reached their end."""
    return list(uow.db.scalars(select(KeptNeeds.person_id).where(KeptNeeds.keep_until < uow.now)))


def purge_one(uow: Uow, adjustment_id: UUID) -> bool:
    """Delete a request and destroy its key. False when somebody else did."""
    gone = uow.db.execute(delete(AdjustmentRequest).where(AdjustmentRequest.id == adjustment_id)).rowcount  # type: ignore[attr-defined]
    if not gone:
        return False
    uow.audit("adjustment.purged", "adjustment", adjustment_id)
    uow.db.flush()
    uow.keys.shred(purpose=PURPOSE, subject=adjustment_id)  # last, since it cannot be rolled back
    return True


def _row(person_id: UUID) -> str:
    return f"adjustments_kept:{person_id}"
