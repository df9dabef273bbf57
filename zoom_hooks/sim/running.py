"""A thread with an event loop of its own, which other threads may ask to run something."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import TypeVar

R = TypeVar("R")
_START_WITHIN = 60.0


class LoopThread:
    """Runs `main` until stopped. `main` calls `has_begun` once it is ready, and then waits for `ending`."""

    def __init__(self, name: str, main: Callable[[], Coroutine[object, object, None]]) -> None:
        self._main = main
        self._loop: asyncio.AbstractEventLoop | None = None
        self._begun = threading.Event()
        self._failure: BaseException | None = None
        self._thread: threading.Thread | None = threading.Thread(target=self._run, name=name, daemon=True)
        self.ending = asyncio.Event()

    def start(self) -> None:
        """Returns once `main` is ready. Raises OSError as it did there, RuntimeError for anything else."""
        assert self._thread is not None
        self._thread.start()
        if self._begun.wait(_START_WITHIN) and self._failure is None:
            return
        if isinstance(self._failure, OSError):
            raise self._failure
        raise RuntimeError("the simulated Zoom did not start") from self._failure

    def has_begun(self) -> None:
        """`main` is ready."""
        self._begun.set()

    def stop(self) -> None:
        """End `main` and wait for it. Stopping twice is harmless."""
        thread, self._thread = self._thread, None
        if thread is None or self._loop is None:
            return
        self._loop.call_soon_threadsafe(self.ending.set)
        thread.join(_START_WITHIN)

    def wait_for(self, coroutine: Coroutine[object, object, R], timeout: float | None = 30.0) -> R:
        """Run on the loop and return the result here."""
        assert self._loop is not None, "start() comes first"
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout)

    def _run(self) -> None:
        try:
            asyncio.run(self._begin())
        except BaseException as error:  # handed to the thread that waits in start()
            self._failure = error
            self._begun.set()

    async def _begin(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self._main()
