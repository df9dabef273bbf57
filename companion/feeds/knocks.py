"""Deliveries at Zoom's address that were not believed: the last one for each reason, so that a wrong token shows."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from companion.feeds.rules import OURS
from companion.feeds.tables import Knock
from companion.kernel.uow import Uow

#: how often a reason is written down, whatever knocks: anybody can knock as often as they like
EVERY = timedelta(seconds=10)


def is_due(last: dict[str, datetime], reason: str, now: datetime) -> bool:
    """Whether a process is to write down this reason now; it remembers in `last` when it did."""
    before = last.get(reason)
    if before is not None and now - before < EVERY:
        return False
    last[reason] = now
    return True


def note(uow: Uow, reason: str) -> None:
    """A delivery was refused."""
    row = uow.db.get(Knock, reason)
    if row is None:
        uow.db.add(Knock(reason=reason, at=uow.now))
    else:
        row.at = uow.now
    uow.db.flush()


def last_refusal(uow: Uow) -> tuple[str, datetime] | None:
    """The last refusal that our own settings may have caused, and when."""
    row = uow.db.scalars(select(Knock).where(Knock.reason.in_(OURS)).order_by(Knock.at.desc()).limit(1)).first()
    return None if row is None else (row.reason, row.at)
