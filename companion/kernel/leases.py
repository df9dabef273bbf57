"""Claiming due rows of the inbox and the outbox: a worker that dies loses nothing, doubles nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from companion.kernel.tables import InboxEvent, OutboxEffect

LEASE = timedelta(seconds=60)
#: waits before the next try; after the last the row has failed and says so on the health page
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (2, 10, 60, 300, 900, 3600, 3600 * 4, 3600 * 12))
MOST_TRIES = len(BACKOFF) + 1


def is_due(table: Any, now: datetime) -> ColumnElement[bool]:
    """Rows to handle: new and due, or claimed by somebody whose lease ran out."""
    return or_(
        and_(table.state == "new", table.due_at <= now),
        and_(table.state == "claimed", table.lease_until < now),
    )


def claim(db: Session, table: Any, order: Any, *, owner: str, now: datetime, most: int) -> list[Any]:
    """Claim up to `most` due rows for `owner` until LEASE from now. Two workers never claim the same row.

    On PostgreSQL locked rows are skipped; on SQLite the transaction is the only writer.
    """
    query = select(table).where(is_due(table, now)).order_by(order).limit(most).with_for_update(skip_locked=True)
    claimed = []
    for row in db.scalars(query):
        if row.attempts >= MOST_TRIES:  # nobody gave it back: whoever tries it dies of it
            row.state, row.lease_owner, row.lease_until, row.last_error = "failed", None, None, "WorkerDied"
            continue
        row.state, row.lease_owner, row.lease_until = "claimed", owner, now + LEASE
        row.attempts += 1
        claimed.append(row)
    return claimed


def renew(row: InboxEvent | OutboxEffect, *, owner: str, now: datetime) -> bool:
    """Hold a claimed row for another LEASE. False when somebody else has taken it over meanwhile."""
    if row.state != "claimed" or row.lease_owner != owner:
        return False
    row.lease_until = now + LEASE
    return True


def give_back(row: InboxEvent | OutboxEffect, error: str, now: datetime, *, due_at: datetime | None = None) -> None:
    """Return a claimed row after a failed try: later, or as failed when every try is used up."""
    row.last_error = error[:200]
    row.lease_owner = row.lease_until = None
    if row.attempts >= MOST_TRIES:
        row.state = "failed"
        return
    row.state = "new"
    row.due_at = due_at or now + BACKOFF[row.attempts - 1]
