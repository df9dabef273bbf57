"""The database: one schema on SQLite and PostgreSQL, with the habits that keep a race from becoming an error.

SQLite runs in WAL with `synchronous=FULL`, and every writer begins IMMEDIATE: a deferred transaction that reads and
then writes fails at once with "database is locked", whatever the busy time.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Engine, MetaData, Text, TypeDecorator, Uuid, create_engine, event, text
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.orm import DeclarativeBase, Session

BUSY_SECONDS = 2.0
READ_ONLY = {"companion_read_only": True}

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant, on both databases. A naive datetime is refused, since nobody knows what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table of every room. Tables are named `<room>_<noun>`."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime, UUID: Uuid, str: Text}  # noqa: RUF012 (SQLAlchemy's own spelling)


def make_engine(url: str, *, application: str = "companion") -> Engine:
    """An engine with our habits for that database.

    Raises ValueError for a database that is neither SQLite nor PostgreSQL.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS}, pool_size=20, max_overflow=20)
        event.listen(engine, "connect", _sqlite_connected)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
        return create_engine(
            parsed,
            pool_size=8,
            max_overflow=24,
            pool_pre_ping=True,
            connect_args={"application_name": application, "options": "-c statement_timeout=20000"},
        )
    raise ValueError(f"COMPANION_DATABASE_URL must be sqlite:/// or postgresql://, not {parsed.get_backend_name()}://")


def _sqlite_connected(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("companion_read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def is_sqlite(engine_or_session: Engine | Session) -> bool:
    """Whether this is the embedded database."""
    bind = engine_or_session if isinstance(engine_or_session, Engine) else engine_or_session.get_bind()
    return bind.dialect.name == "sqlite"


def check_durability(engine: Engine) -> None:
    """Refuse a PostgreSQL that may forget what it acknowledged.

    Raises RuntimeError when `synchronous_commit` is off: Zoom has been told 2xx by then and will not send again.
    """
    if is_sqlite(engine):
        return
    with engine.connect() as connection:
        if connection.execute(text("SHOW synchronous_commit")).scalar() == "off":
            raise RuntimeError(
                "PostgreSQL runs with synchronous_commit=off, so an event that Zoom was told we have could be lost. "
                "Set synchronous_commit=on for this database."
            )
