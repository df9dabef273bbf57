"""Zoom's door as it runs: the ASGI shell under a real server, and a sender that signs, or pretends to."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import uvicorn
from a2wsgi import WSGIMiddleware
from sqlalchemy import func, select

from companion.app import create_app
from companion.kernel.inbox import digest_of, open_body
from companion.kernel.tables import InboxEvent
from companion.web.shell import AsgiApp, Shell
from companion.wiring import Wiring
from tests import patience
from tests.intake.deliveries import SECRET
from zoom_hooks.signatures import sign

PATH = "/zoom/webhook"


@dataclass(frozen=True)
class Reply:
    """What the door answered."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Door:
    """A running server over one installation."""

    wiring: Wiring
    port: int

    @property
    def stamp(self) -> int:
        """Now, as Zoom would write it, on the installation's clock."""
        return int(self.wiring.runner.clock.now().timestamp())

    def signed(self, body: bytes, *, secret: str = SECRET, stamp: int | str | None = None) -> dict[str, str]:
        """The headers of a genuine delivery."""
        at = self.stamp if stamp is None else stamp
        return {
            "x-zm-request-timestamp": str(at),
            "x-zm-signature": sign(secret, at, body),
            "Content-Type": "application/json",
        }

    def deliver(self, body: bytes, headers: dict[str, str] | None = None) -> Reply:
        """Post a delivery; signed, unless headers are given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience.SECONDS)
        try:
            connection.request("POST", PATH, body, self.signed(body) if headers is None else headers)
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def visit(self, path: str) -> Reply:
        """Load a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience.SECONDS)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def say(self, *parts: bytes, pause: float = 0.0) -> Reply:
        """Write raw bytes to the socket, in parts, and read the answer until the server closes or falls silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience.SECONDS) as raw:
            for part in parts:
                raw.sendall(part)
                if pause:
                    time.sleep(pause)
            answer = http.client.HTTPResponse(raw)
            answer.begin()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())

    def stored(self) -> int:
        """How many deliveries are in the inbox, by a reading of its own."""
        return self.wiring.runner.read(lambda uow: uow.db.scalar(select(func.count()).select_from(InboxEvent)) or 0)

    def body_stored(self, body: bytes) -> bytes | None:
        return self.wiring.runner.read(lambda uow: open_body(uow, uow.db.get_one(InboxEvent, digest_of(body))))


async def _nothing_live(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@contextmanager
def open_door(wiring: Wiring, *, body_seconds: float = patience.SECONDS) -> Iterator[Door]:
    """Serve an installation on a free port until the end of the block."""
    pages = cast(AsgiApp, WSGIMiddleware(cast(Any, create_app(wiring)), workers=16))
    shell = Shell(pages, _nothing_live, body_seconds=body_seconds)
    config = uvicorn.Config(
        cast(Any, shell), host="127.0.0.1", port=0, lifespan="on", log_level="error", ws="none", access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="door")
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.005)
    try:
        yield Door(wiring, server.servers[0].sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()
