"""A worker outlives a database that is busy, as when somebody else holds its file for a while."""

from __future__ import annotations

import threading

import pytest

from companion.kernel.errors import Busy
from companion.wiring import Wiring
from companion.worker import Worker


class Impatient(threading.Event):
    """Never really waits."""

    def wait(self, timeout: float | None = None) -> bool:
        return self.is_set()


def test_worker_goes_on_after_the_database_was_busy(wiring: Wiring, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Impatient()
    tries = iter([Busy(), Busy(), None])

    def step(_worker: Worker) -> int:
        error = next(tries)
        if error is not None:
            raise error
        stop.set()
        return 0

    monkeypatch.setattr(Worker, "step", step)
    Worker(wiring, name="one").run_forever(stop)
    assert next(tries, "all were used") == "all were used"
