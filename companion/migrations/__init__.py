"""Migrations: one history for SQLite and PostgreSQL."""

from __future__ import annotations

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
    settings = config()
    with engine.begin() as connection:
        if not is_sqlite(engine):
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)


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
