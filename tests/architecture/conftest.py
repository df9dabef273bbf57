"""One town per test process: an installation with something for every URL, and everybody who might come by."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text

from companion.app import create_app
from companion.kernel.clocks import ManualClock
from companion.people.gate import PANEL
from companion.wiring import Wiring, wire
from tests.architecture.town import Town, Visitor
from tests.conftest import NOW, settings_in
from tests.house import House


@dataclass
class Crawled:
    """The app over the town, its visitors, and the way back to how everything stood."""

    app: Flask
    town: Town
    visitors: list[Visitor]
    wiring: Wiring
    live: sqlite3.Connection
    as_it_stood: sqlite3.Connection
    version: int = 0

    def browser(self, visitor: Visitor) -> FlaskClient:
        """The visitor's browser as it was at first, whatever it has done since."""
        fresh = self.app.test_client()
        name = self.app.config["SESSION_COOKIE_NAME"]
        for its_name, path in ((name, "/"), (f"{name}-panel", PANEL)):
            cookie = visitor.browser.get_cookie(its_name, path=path)
            if cookie is not None:
                fresh.set_cookie(its_name, cookie.value, path=path)
        return fresh

    def restore(self) -> None:
        """Put the database back to how it stood when the town was made, where anything has been stored since."""
        ((version,),) = self.live.execute("PRAGMA data_version").fetchall()
        if version != self.version:
            self.as_it_stood.backup(self.live)
            self.version = version

    def fingerprint(self) -> dict[str, str]:
        """A digest of every table's rows."""
        with self.wiring.engine.connect() as connection:
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
            return {
                name: hashlib.sha256(repr(connection.execute(text(f"SELECT * FROM {name}")).all()).encode()).hexdigest()
                for name in names
            }


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Crawled]:
    """The town as it stands; whoever changes it puts it back with `restore`."""
    folder = tmp_path_factory.mktemp("town")
    file = folder / "companion.db"
    file.write_bytes(migrated_file.read_bytes())
    wiring = wire(settings_in(folder, f"sqlite:///{file}"), clock=ManualClock(NOW))
    # Thousands of requests and as many ways back: nothing here has to survive a power cut.
    event.listen(wiring.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    app = create_app(wiring)
    app.config.update(WTF_CSRF_ENABLED=False)
    town = Town(House(wiring))
    visitors = town.visitors(app)
    live, copy = sqlite3.connect(file), sqlite3.connect(":memory:", check_same_thread=False)
    live.execute("PRAGMA synchronous=OFF")
    live.backup(copy)
    yield Crawled(app, town, visitors, wiring, live, copy)
    live.close()
    copy.close()
    wiring.close()
