"""Writes to one meeting of Zoom's follow one another, in this process and in the others under the same database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

from companion.kernel import turns
from companion.kernel.ids import new_id
from companion.kernel.log import log
from companion.kernel.uow import Runner
from zoom_hooks.errors import ZoomUnavailable
from zoom_hooks.rest import ThreadTurns

LASTS = timedelta(seconds=60)  # longer than a write with a new sign-in and two repetitions can take
_PAUSE, _TRIES = 0.1, 150


class MeetingTurns:
    """Turns by the database. Threads of one process wait for each other without it."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._threads = ThreadTurns()
        self._pause = Event()

    @contextmanager
    def turn(self, about: str) -> Iterator[None]:
        """Wait for whoever writes to this meeting; raises ZoomUnavailable after a quarter of a minute."""
        name = "zoom:" + hashlib.sha256(about.encode()).hexdigest()[:32]  # a host may be named by an address
        holder = new_id().hex
        with self._threads.turn(about):
            self._take(name, holder)
            try:
                yield
            finally:
                self._give_back(name, holder)

    def _give_back(self, name: str, holder: str) -> None:
        try:
            self._runner.run(turns.give_back, name, holder)
        except Exception as error:  # what was written in Zoom is written; the turn ends by itself
            log.warning("turn not given back", error_type=type(error).__name__)

    def _take(self, name: str, holder: str) -> None:
        for _ in range(_TRIES):
            if self._runner.run(turns.take, name, holder, lasts=LASTS):
                return
            self._pause.wait(_PAUSE)
        raise ZoomUnavailable("another process is writing to this meeting")
