"""What every test may use: a clock that stands still, a real database, an installation, and a browser's client.

A test that needs a server or a browser skips with a clear reason where there is none; with COMPANION_REQUIRE_ALL=1
(in `.ci/run`) such a skip is a failure.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from companion import migrations
from companion.kernel import log
from companion.kernel.clocks import ManualClock
from companion.kernel.crypto import MasterKeys, new_master_key, write_master_keys
from companion.kernel.db import make_engine
from companion.kernel.settings import Settings, from_environment
from companion.wiring import Wiring, wire
from tests import patience
from tests.house import House
from tests.routes import build_routes_once
from tests.statements import compile_statements_once

if TYPE_CHECKING:
    from tests.browser.browsing import Chromium

hypothesis.settings.register_profile("default", max_examples=25, deadline=None)
hypothesis.settings.register_profile("long", max_examples=10_000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

build_routes_once()
compile_statements_once()

POSTGRES = os.environ.get("COMPANION_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1/test")
NOW = datetime(2027, 5, 25, 9, 30, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """Put test files in memory where the machine offers it: every commit is durable, and disks are slow at that."""
    memory = Path("/dev/shm")
    if config.option.basetemp is None and not hasattr(config, "workerinput") and os.access(memory, os.W_OK):
        config.option.basetemp = memory / f"companion-tests-{os.getpid()}"
        elsewhere = Path(f"{config.option.basetemp}-elsewhere")
        elsewhere.mkdir()
        # what tests, their servers and their browsers put aside without asking pytest for a folder
        os.environ["TMPDIR"] = str(elsewhere)
        tempfile.tempdir = None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests first, so that no core waits for one of them at the end.

    Two processes get a half of the tests each at first: the evening opens one half, the other long tests the other.
    """
    early = sorted(
        (item for item in items if item.get_closest_marker("early")), key=lambda item: "journeys" not in item.nodeid
    )
    rest = [item for item in items if not item.get_closest_marker("early")]
    half = max(len(items) // 2 - 1, 0)
    items[:] = [*early[:1], *rest[:half], *early[1:], *rest[half:]]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give that memory back."""
    given = config.option.basetemp
    if given is not None and not hasattr(config, "workerinput") and "companion-tests-" in str(given):
        shutil.rmtree(given, ignore_errors=True)
        shutil.rmtree(f"{given}-elsewhere", ignore_errors=True)


def unavailable(reason: str) -> None:
    """Skip, with the reason; or fail where nothing may be skipped."""
    if os.environ.get("COMPANION_REQUIRE_ALL") == "1":
        pytest.fail(f"this may not be skipped here: {reason}")
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def _strict_logs() -> None:
    log.configure(strict=True)


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands at half past nine (UTC) on the morning of a forum session."""
    return ManualClock(NOW)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database, migrated once."""
    path = tmp_path_factory.mktemp("schema") / "companion.db"
    engine = make_engine(f"sqlite:///{path}")
    migrations.upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_url(worker_id: str) -> Iterator[str]:
    """A PostgreSQL database of this test process's own, migrated once."""
    admin = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    name = f"companion_{os.getpid()}_{worker_id}"
    server = create_engine(admin, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": int(patience.SECONDS)})
    try:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        unavailable(f"no PostgreSQL answers at {admin.host}:{admin.port or 5432}")
    url = admin.set(database=name)
    engine = make_engine(url.render_as_string(hide_password=False))
    migrations.upgrade(engine)
    engine.dispose()
    yield url.set(drivername="postgresql").render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    server.dispose()


def empty(engine: Engine) -> None:
    """Empty every table; the audit log's triggers are set aside for that."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        names = connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'")
        ).scalars()
        # Row by row is ten times quicker than TRUNCATE for tables that hold little or nothing.
        connection.exec_driver_sql(";".join(f"DELETE FROM {name}" for name in names))


def settings_in(folder: Path, database_url: str) -> Settings:
    """Settings of an installation in a folder, with keys of its own and no Zoom account."""
    key_file = folder / "master.key"
    if not key_file.exists():
        write_master_keys(key_file, MasterKeys((new_master_key(),)))
    return from_environment(
        {
            "COMPANION_DATABASE_URL": database_url,
            "COMPANION_KEY_STORE_URL": f"sqlite:///{folder}/keys.db",
            "COMPANION_MASTER_KEY_FILE": str(key_file),
            "COMPANION_SECRET_KEY": "a secret that only tests use, 32+ letters",
            "COMPANION_PUBLIC_URL": "http://localhost",
            "COMPANION_MAIL_URL": f"file:{folder}/mail",
            "ZOOM_WEBHOOK_SECRET_TOKEN": "webhook-secret",
        }
    )


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    """A migrated SQLite database for one test."""
    path = tmp_path / "companion.db"
    shutil.copy(migrated_file, path)
    return f"sqlite:///{path}"


@pytest.fixture
def wiring(tmp_path: Path, sqlite_url: str, clock: ManualClock) -> Iterator[Wiring]:
    """An installation on SQLite, at the clock's time."""
    assembled = wire(settings_in(tmp_path, sqlite_url), clock=clock)
    yield assembled
    assembled.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def wiring_on_each(request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock) -> Iterator[Wiring]:
    """An installation on SQLite, and one on PostgreSQL."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    assembled = wire(settings_in(tmp_path, request.getfixturevalue(name)), clock=clock)
    if request.param == "postgres":
        empty(assembled.engine)
    yield assembled
    assembled.close()


@pytest.fixture
def app(wiring: Wiring) -> Flask:
    """The pages of the SQLite installation. Form tokens are off here; tests of the gate switch them on."""
    from companion.app import create_app

    made = create_app(wiring)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """A browser for all tests of this process; a skip with its reason where there is none."""
    from tests.browser import browsing

    reason = browsing.why_no_browser()
    if reason is not None:
        unavailable(reason)
    running = browsing.Chromium()
    yield running
    running.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody has signed in to."""
    return app.test_client()


@pytest.fixture
def house(wiring: Wiring) -> House:
    """Makes the people and things of a test on the SQLite installation."""
    return House(wiring)


@pytest.fixture
def house_on_each(wiring_on_each: Wiring) -> House:
    """The same on each database."""
    return House(wiring_on_each)
