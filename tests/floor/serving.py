"""The real server for tests: pages and live push of one installation on a free port, in a thread of its own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import uvicorn
from a2wsgi import WSGIMiddleware
from flask import Flask

from companion.web.live import Live
from companion.web.shell import Shell
from companion.wiring import Wiring
from tests import patience


@contextmanager
def serving(wiring: Wiring, app: Flask, **live_settings: float) -> Iterator[tuple[str, Live]]:
    """The address of a running server, and its hub. The public address of the settings becomes this one."""
    live = Live(wiring.runner, **live_settings)
    middleware = WSGIMiddleware(cast(Any, app), workers=8)
    shell = Shell(cast(Any, middleware), live, on_start=live.start, on_stop=live.stop)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)
        port = listening.getsockname()[1]
        config = uvicorn.Config(
            cast(Any, shell), lifespan="on", log_level="error", access_log=False, ws="none", timeout_graceful_shutdown=2
        )
        server = uvicorn.Server(config)
        ready = threading.Event()
        startup = server.startup

        async def started(*args: Any, **kwargs: Any) -> None:
            await startup(*args, **kwargs)
            ready.set()

        server.startup = started  # type: ignore[method-assign]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            assert ready.wait(patience.SECONDS), "the server did not start"
            yield f"http://127.0.0.1:{port}", live
        finally:
            server.should_exit = True
            thread.join(patience.SECONDS)
            middleware.executor.shutdown(wait=True)
            assert not thread.is_alive(), "the server did not stop"


class LeapingClock:
    """The machine's clock, which a test may send ahead: a turn of two minutes need not be waited for."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._standing: datetime | None = None

    def now(self) -> datetime:
        return self._standing or datetime.now(UTC) + self._ahead

    @contextmanager
    def standing(self) -> Iterator[None]:
        """However long it takes here, no time passes there. A page loses faith in a server like that after seconds."""
        self._standing = self.now()
        yield
        self._standing = None

    def leap(self, seconds: float) -> None:
        self._ahead += timedelta(seconds=seconds)


def with_system_clock(wiring: Wiring) -> Wiring:
    """The same installation on the machine's clock, or as far ahead of it as a test wants."""
    return replace(wiring, runner=replace(wiring.runner, clock=LeapingClock()))
