"""The processes: one asyncio loop for pages, live push and the caption stream; one worker child for everything slow."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, cast

import uvicorn
from a2wsgi import WSGIMiddleware
from flask import Flask

from companion.app import create_app
from companion.intake.follower import Follower
from companion.intake.practice_listener import PracticeListener
from companion.kernel.log import log
from companion.web.live import live_app
from companion.web.shell import AsgiApp, Shell
from companion.wiring import Wiring
from companion.worker import Worker

PAGE_THREADS = 16
LISTENERS = 4096  # file handles: a thousand listeners need more than the usual 1,024
RESTART_AFTER = 1.0
BACKLOG = 2048  # connections that wait to be accepted, as uvicorn has it
#: how long a busy thread may keep the interpreter from the loop: the usual 5 ms for each small wait add up to a tenth
#: of a second until a frame is read and sent, while pages are being made
SWITCH_SECONDS = 0.001


def asgi_app(wiring: Wiring, furnish: Callable[[Flask], object] | None = None) -> Shell:
    """The whole web side of one installation as one ASGI application, with the caption follower beside it.

    `furnish` may add to the pages before they are served: what only a rehearsal has.
    """
    live = live_app(wiring)
    follower = Follower(wiring.runner)
    practice = PracticeListener(wiring.runner)

    async def start() -> None:
        await live.start()
        await follower.start()
        await practice.start()

    async def stop() -> None:
        await practice.stop()
        await follower.stop()
        await live.stop()
        await asyncio.to_thread(wiring.inbox.stop)

    app = create_app(wiring)
    if furnish is not None:
        furnish(app)
    pages = cast(AsgiApp, WSGIMiddleware(cast(Any, app), workers=PAGE_THREADS))
    return Shell(pages, cast(AsgiApp, live), on_start=start, on_stop=stop, on_leaving=live.hang_up)


#: seconds that an idle connection stays open: longer than a proxy keeps its own (nginx and most others: 60), so that
#: it is never we who close one just as the next request is sent on it, which the sender sees as a reset
KEEP_ALIVE = 75


class Server(uvicorn.Server):
    """A server that hangs up live streams before it waits for answers to be done: they would never be."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Leave in good order."""
        app = self.config.app
        if isinstance(app, Shell):
            app.leave()
        await super().shutdown(sockets)


def make_server(
    wiring: Wiring, *, host: str, port: int, furnish: Callable[[Flask], object] | None = None
) -> uvicorn.Server:
    """A server that is ready to run. No access log of uvicorn's: it would write links with their tokens."""
    config = uvicorn.Config(
        cast(Any, asgi_app(wiring, furnish)),
        host=host,
        port=port,
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=True,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=10,
        proxy_headers=False,
        ws="none",
    )
    return Server(config)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on that address. Raises OSError that says which one, in words for the command line."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
            # now, not when the server starts: until somebody listens, two processes may bind the same port
            listening.listen(BACKLOG)
        except OSError:
            listening.close()
            raise
    except OSError as error:
        raise OSError(error.errno, f"Cannot listen on {host}:{port}: {error.strerror}") from error
    return listening


def serve(wiring: Wiring, *, host: str, port: int, with_worker: bool) -> None:
    """Serve until interrupted; with a worker child unless that runs elsewhere.

    Raises OSError for an address that cannot be listened on; then nothing was started.
    """
    raise_handle_limit()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        listening = listen(host, port)
    except OSError:
        wiring.close()
        raise
    port = listening.getsockname()[1]
    server = make_server(wiring, host=host, port=port)
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(stop,), name="worker-keeper", daemon=True)
    if threading.current_thread() is threading.main_thread():
        # The server ends by raising the signal that it was stopped with once more. What SIGTERM does by default would
        # end us there and then, and leave the worker behind without anybody to end it.
        signal.signal(signal.SIGTERM, _leave)
    if with_worker:
        keeper.start()
    log.info("serving", port=port, database=wiring.engine.dialect.name)
    try:
        server.run([listening])
    finally:
        listening.close()
        stop.set()
        if with_worker:
            keeper.join()
        wiring.close()


def _leave(*_: object) -> None:
    raise SystemExit(0)


def work(wiring: Wiring) -> None:
    """Run one worker until interrupted."""
    with contextlib.suppress(OSError):
        os.nice(10)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    Worker(wiring).run_forever(stop)
    wiring.close()


def raise_handle_limit() -> None:
    """Ask for enough file handles for the listeners, as far as this machine allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = LISTENERS if hard == resource.RLIM_INFINITY else min(LISTENERS, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _keep_worker(stop: threading.Event) -> None:
    """Keep one worker child alive; when it dies it is started again after a moment."""
    while not stop.is_set():
        child = subprocess.Popen([sys.executable, "-m", "companion", "worker"])
        while child.poll() is None and not stop.wait(0.2):
            pass
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            return
        log.warning("worker ended", code=child.returncode)
        stop.wait(RESTART_AFTER)
