"""Engines with other habits than ours: for showing what happens when a database is locked or may forget."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

from companion.kernel.db import make_engine


def with_habit(url: str, statement: str) -> Engine:
    """An engine whose every new connection first runs one statement."""
    engine = make_engine(url)

    def connected(connection: Any, _record: Any) -> None:
        connection.execute(statement)
        connection.commit()

    event.listen(engine, "connect", connected)
    return engine


def impatient(url: str, milliseconds: int = 50) -> Engine:
    """An engine that waits for a lock that long, and not two seconds."""
    return with_habit(url, f"PRAGMA busy_timeout = {milliseconds}")
