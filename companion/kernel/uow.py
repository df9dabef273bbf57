"""One transaction per request, inbox event or tick: `Runner.run(use_case, ...)` is the only way in.

It reads the clock once, opens the transaction, calls the use-case with a `Uow`, appends the audit entries and commits.
Of two writers who collide, the loser is run again and then sees the winner. Services neither commit nor send.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import Engine, Result, Select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from companion.kernel import audit
from companion.kernel.clocks import Clock
from companion.kernel.crypto import Keys
from companion.kernel.db import BUSY_SECONDS, READ_ONLY, is_sqlite
from companion.kernel.errors import Busy
from companion.kernel.settings import Settings

ATTEMPTS = 4
RETRIED_SQLSTATES = {"40001", "40P01"}  # serialization failure, deadlock

GROWN = "journals that grew"  # in a database session's `info`: each stream's new head

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Actor:
    """Who acts: `person`, `landlord_link`, `day_link`, `anonymous`, `zoom`, `worker` or `command`; ids, never names."""

    kind: str
    id: UUID | None = None


WORKER = Actor("worker")
ZOOM = Actor("zoom")
COMMAND = Actor("command")
ANONYMOUS = Actor("anonymous")


@dataclass
class Uow:
    """What a use-case works with: the database session, the time, the keys, and who asked."""

    db: Session
    now: datetime
    keys: Keys
    settings: Settings
    actor: Actor
    entries: list[audit.Entry] = field(default_factory=list)

    def audit(self, action: str, subject_kind: str, subject_id: UUID | str, **details: str | int | bool | None) -> None:
        """Remember an act for the audit log, in this transaction. Details are ids, numbers and state words only."""
        self.entries.append(audit.Entry(action, subject_kind, str(subject_id), details))

    def rows(self, statement: Select[Any], **values: object) -> Result[Any]:
        """What a statement of plain columns finds, with what this transaction has changed so far.

        For what every request asks: it costs a third of the same question about mapped classes.
        """
        self.db.flush()
        return self.db.execute(statement, values)


@dataclass(frozen=True)
class Runner:
    """Runs use-cases against one database."""

    engine: Engine
    clock: Clock
    keys: Keys
    settings: Settings
    # One writer at a time within a process: SQLite's own waiting is unfair and makes long tails (see docs/decisions).
    writing: threading.Lock = field(default_factory=threading.Lock)
    #: called after each commit that made journals grow, with their new heads, in the thread that wrote
    heard: list[Callable[[Mapping[UUID, int]], None]] = field(default_factory=list)

    def run(
        self,
        use_case: Callable[Concatenate[Uow, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run a use-case for the worker or the command line; see `run_as`."""
        return self.run_as(WORKER, use_case, *args, **kwargs)

    def run_as(
        self,
        actor: Actor,
        use_case: Callable[Concatenate[Uow, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run a use-case in one transaction and return what it returns, after the commit.

        A clash with another writer is tried again, ATTEMPTS times in all. Raises Busy when the database stayed locked
        each time, on SQLite for BUSY_SECONDS each; whatever the use-case raises passes through, and nothing was stored.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._turn(), self._session() as db, db.begin():
                    uow = Uow(db, self.clock.now(), self.keys, self.settings, actor)
                    result = use_case(uow, *args, **kwargs)
                    db.flush()
                    audit.append(db, uow.now, actor.kind, actor.id, audit.told(db, uow.entries))
                if GROWN in db.info:
                    for hears in tuple(self.heard):
                        hears(db.info[GROWN])
                return result
            except IntegrityError:
                if attempt == ATTEMPTS:
                    raise
            except OperationalError as error:
                if not _is_clash(error):
                    raise
                if attempt == ATTEMPTS:
                    raise Busy from error
        raise AssertionError("unreachable")

    def read(
        self,
        query: Callable[Concatenate[Uow, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run a reading use-case: it waits for no writer, and what it writes is thrown away."""
        with self.reading() as uow:
            return query(uow, *args, **kwargs)

    @contextmanager
    def reading(self) -> Iterator[Uow]:
        """A Uow for reading only."""
        engine = self.engine.execution_options(**READ_ONLY)
        with Session(engine, expire_on_commit=False) as db:
            yield Uow(db, self.clock.now(), self.keys, self.settings, ANONYMOUS)
            db.expunge_all()  # a page shows rows after the transaction; rolling back would empty them
            db.rollback()

    def _session(self) -> Session:
        return Session(self.engine, expire_on_commit=False, info=audit.watched())

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not is_sqlite(self.engine):
            yield
            return
        # Generous: within one process turns are short and fair, and it is the file's lock that may be held elsewhere.
        if not self.writing.acquire(timeout=BUSY_SECONDS * 5):
            raise Busy
        try:
            yield
        finally:
            self.writing.release()


def _is_clash(error: DBAPIError) -> bool:
    state: Any = getattr(error.orig, "sqlstate", None)
    return state in RETRIED_SQLSTATES or "locked" in str(error.orig) or "busy" in str(error.orig)
