"""How one process notices what another has written: SQLite's data version, PostgreSQL's notifications.

Neither says what changed reliably enough to trust; the listener reads the state again whenever it may have.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import closing
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from companion.kernel.db import is_sqlite
from companion.kernel.journal import CHANNEL
from companion.kernel.log import log

POLL_SECONDS = 0.03
AGAIN_SECONDS = 1.0

#: called with the forum sessions whose journals grew, and to which number; None when it may be any
Changed = Callable[[Mapping[UUID, int] | None], None]
#: the forum sessions that anybody listens to now
Wanted = Callable[[], Iterable[UUID]]
Watcher = Callable[[], Coroutine[Any, Any, None]]


def watch(engine: Engine, changed: Changed, wanted: Wanted) -> Watcher:
    """A coroutine function that watches this database until it is cancelled."""
    if is_sqlite(engine):
        return lambda: _watch_sqlite(engine, changed, wanted)
    return lambda: _watch_postgres(engine, changed)


async def _watch_sqlite(engine: Engine, changed: Changed, wanted: Wanted) -> None:
    """`PRAGMA data_version` moves when another connection has committed, so it has a connection of its own."""
    while True:
        try:
            with closing(sqlite3.connect(engine.url.database or ":memory:", timeout=1.0)) as connection:
                await _poll(connection, changed, wanted)
        except sqlite3.Error as error:
            log.warning("database not watched", error_type=type(error).__name__)
            await asyncio.sleep(AGAIN_SECONDS)


async def _poll(connection: sqlite3.Connection, changed: Changed, wanted: Wanted) -> None:
    version = None
    while True:
        now = connection.execute("PRAGMA data_version").fetchone()[0]
        if now != version:
            version = now
            heads = {session_id: _head(connection, session_id) for session_id in wanted()}
            if heads:
                changed(heads)
        await asyncio.sleep(POLL_SECONDS)


def _head(connection: sqlite3.Connection, session_id: UUID) -> int:
    row = connection.execute("SELECT head FROM kernel_journal_stream WHERE id = ?", (session_id.hex,)).fetchone()
    return row[0] if row else 0


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
                    session_id, _, seq = notice.payload.partition(":")
                    changed({UUID(session_id): int(seq)})
        except (psycopg.Error, OSError, ValueError) as error:
            log.warning("database not watched", error_type=type(error).__name__)
        await asyncio.sleep(AGAIN_SECONDS)
