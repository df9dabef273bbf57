"""Turns that hold across processes: one holder of a name at a time, until they give it back or their time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from companion.kernel.db import is_sqlite
from companion.kernel.tables import Turn
from companion.kernel.uow import Uow


def take(uow: Uow, name: str, holder: str, *, lasts: timedelta) -> bool:
    """Take the turn called `name`; False while somebody else has it. Whoever dies loses it after `lasts`."""
    make = sqlite_insert if is_sqlite(uow.db) else postgres_insert
    until: datetime = uow.now + lasts
    statement = make(Turn).values(name=name, holder=holder, until=until)
    free = statement.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": holder, "until": until},
        where=Turn.until < uow.now,
    ).returning(Turn.holder)
    return uow.db.execute(free).scalar() is not None


def give_back(uow: Uow, name: str, holder: str) -> None:
    """Let the next one have it. Harmless when it was lost meanwhile."""
    uow.db.execute(delete(Turn).where(Turn.name == name, Turn.holder == holder))
