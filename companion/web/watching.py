"""How one process notices what another has written: SQLite's data version, PostgreSQL's notifications.

Neither says what changed reliably enough to trust; the listener reads the state again whenever it may have.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Iterable
from contextlib import closing
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from companion.kernel.db import is_sqlite
from companion.kernel.journal import CHANNEL
from companion.kernel.log import log

POLL_SECONDS = 0.03
AGAIN_SECONDS = 1.0

#: called with the forum sessions whose journals grew; None when it may be any
Changed = Callable[[Iterable[UUID] | None], None]
Watcher = Callable[[], Coroutine[Any, Any, None]]


def watch(engine: Engine, changed: Changed) -> Watcher:
    """A coroutine function that watches this database until it is cancelled."""
    if is_sqlite(engine):
        return lambda: _watch_sqlite(engine, changed)
    return lambda: _watch_postgres(engine, changed)


async def _watch_sqlite(engine: Engine, changed: Changed) -> None:
    """`PRAGMA data_version` moves when another connection has committed, so it has a connection of its own."""
    while True:
        try:
            with closing(sqlite3.connect(engine.url.database or ":memory:", timeout=1.0)) as connection:
                await _poll(connection, changed)
        except sqlite3.Error as error:
            log.warning("database not watched", error_type=type(error).__name__)
            await asyncio.sleep(AGAIN_SECONDS)


async def _poll(connection: sqlite3.Connection, changed: Changed) -> None:
    heads = _heads(connection)
    version = None
    while True:
        now = connection.execute("PRAGMA data_version").fetchone()[0]
        if now != version:
            version = now
            fresh = _heads(connection)
            grown = [stream for stream, head in fresh.items() if heads.get(stream) != head]
            heads = fresh
            if grown:
                changed(grown)
        await asyncio.sleep(POLL_SECONDS)


def _heads(connection: sqlite3.Connection) -> dict[UUID, int]:
    rows = connection.execute("SELECT id, head FROM kernel_journal_stream").fetchall()
    return {UUID(stream): head for stream, head in rows}


async def _watch_postgres(engine: Engine, changed: Changed) -> None:
    """A connection of its own that listens; after every reconnect anything may have changed."""
    import psycopg  # comes with the extra `postgres`

    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                changed(None)
                async for notice in connection.notifies():
                    changed([UUID(notice.payload.partition(":")[0])])
        except (psycopg.Error, OSError, ValueError) as error:
            log.warning("database not watched", error_type=type(error).__name__)
        await asyncio.sleep(AGAIN_SECONDS)
