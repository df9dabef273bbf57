"""Servers for the tests of what may go wrong: one for most of them, since each takes a moment to start."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.kernel.clocks import ManualClock
from companion.wiring import Wiring, wire
from tests.conftest import NOW, settings_in
from tests.faults.webhooks import Door, open_door


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Wiring]:
    """An installation that tests share, for what they store is told apart by its digest."""
    folder = tmp_path_factory.mktemp("door")
    shutil.copy(migrated_file, folder / "companion.db")
    wiring = wire(settings_in(folder, f"sqlite:///{folder}/companion.db"), clock=ManualClock(NOW))
    yield wiring
    wiring.close()


@pytest.fixture(scope="session")
def door(running: Wiring) -> Iterator[Door]:
    """Zoom's door, open for as long as the tests run."""
    with open_door(running) as opened:
        yield opened
