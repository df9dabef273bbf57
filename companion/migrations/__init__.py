"""Migrations: one history for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from companion.kernel.db import is_sqlite
from companion.schema import METADATA

LOCK = 0x4D494752  # "MIGR": one process migrates, the others wait and find it done


def config() -> Config:
    """Alembic's settings, made here so that an installed wheel needs no ini file."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent))
    return settings


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to a revision, in one transaction, under a lock."""
    with _migrating(engine) as settings:
        command.upgrade(settings, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to a revision."""
    with _migrating(engine) as settings:
        command.downgrade(settings, revision)


@contextmanager
def _migrating(engine: Engine) -> Iterator[Config]:
    """A transaction to migrate in.

    SQLite changes a table by building it anew and dropping the old one, to which others refer: while that goes on
    references are not looked at, and all of them are before the end.
    """
    settings = config()
    with engine.connect() as connection:
        settings.attributes["connection"] = connection
        if is_sqlite(engine):
            connection.exec_driver_sql("COMMIT")  # the habit of our engines is to begin at once
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        try:
            yield settings
            if is_sqlite(engine):
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(f"after migrating, rows of {broken[0][0]} refer to what is not there")
            connection.commit()
        finally:
            connection.rollback()
            connection.invalidate()  # the next one has its references looked at again


def current(engine: Engine) -> str | None:
    """The database's revision; None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The newest revision that this program knows."""
    return ScriptDirectory.from_config(config()).get_current_head()


def difference(engine: Engine) -> list[Any]:
    """What the tables in code have that the migrated database lacks, or the other way round; empty when they agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA))
