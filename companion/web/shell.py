"""The ASGI shell: it reads every body itself, whole and bounded, before Flask sees the request.

Behind a2wsgi a chunked body reaches Flask empty, and a slow one holds one of its few threads. So the shell gathers the
body (at most so many bytes, within so many seconds), answers 413 or 408 itself, and hands Flask a complete body with
its length. The live route never enters Flask at all.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_WEBHOOK = 1024 * 1024
MOST_UPLOAD = 16 * 1024 * 1024
BODY_SECONDS = 10.0
#: what a whole audience asks for in the same moment; few at a time, so that they wait here and not in Flask's threads,
#: where the chair's press would have to wait behind them
CROWD = re.compile(r"/forum-sessions/[^/]+/floor/me(/|$)")
MOST_OF_CROWD = 4
LARGE = MOST_WEBHOOK  # beyond this only so many bodies at once: anybody may send one, before we know who they are
MOST_LARGE = 6


class TooLarge(Exception):
    """The body is longer than this route takes."""


class Crowded(Exception):
    """Too many large bodies are in memory already."""


class Gone(Exception):
    """The client hung up before it had sent everything."""


class Shell:
    """Routes `/live/` to the live app and everything else, with a complete body, to Flask."""

    def __init__(
        self,
        pages: AsgiApp,
        live: AsgiApp,
        *,
        on_start: Callable[[], Awaitable[None]] | None = None,
        on_stop: Callable[[], Awaitable[None]] | None = None,
        on_leaving: Callable[[], None] | None = None,
        body_seconds: float = BODY_SECONDS,
    ) -> None:
        self._pages = pages
        self._live = live
        self._on_start = on_start
        self._on_stop = on_stop
        self._on_leaving = on_leaving
        self._body_seconds = body_seconds
        self._crowd = asyncio.Semaphore(MOST_OF_CROWD)
        self.large = 0  # how many large bodies are held now

    def leave(self) -> None:
        """The server is about to stop: what would go on for ever ends now."""
        if self._on_leaving is not None:
            self._on_leaving()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http" and scope["path"].startswith("/live/"):
            await self._live(scope, receive, send)
        elif scope["type"] == "http":
            await self._page(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        webhook = scope["path"] == "/zoom/webhook"
        most = MOST_WEBHOOK if webhook else MOST_UPLOAD
        headers = {name.lower(): value for name, value in scope["headers"]}
        if headers.get(b"content-encoding", b"identity").lower() not in (b"identity", b""):
            await _refuse(send, 415, "Bodies are taken as they are, without compression.")
            return
        declared = headers.get(b"content-length", b"")
        if declared.isdigit() and int(declared) > most:
            await _refuse(send, 413, f"This is larger than the {most} bytes that are taken here.")
            return
        with _Room(self) as room:
            await self._page_with_body(scope, receive, send, room, most)

    async def _page_with_body(self, scope: Scope, receive: Receive, send: Send, room: _Room, most: int) -> None:
        try:
            body = await asyncio.wait_for(_read(receive, most, room), self._body_seconds)
        except Crowded:
            await _refuse(send, 503, "Too many files are being sent at once. Try again in a moment.")
            return
        except TooLarge:
            await _refuse(send, 413, f"This is larger than the {most} bytes that are taken here.")
            return
        except TimeoutError:
            await _refuse(send, 408, "The body did not arrive in time.")
            return
        except Gone:
            return
        rest = [(name, value) for name, value in scope["headers"] if name.lower() not in _REPLACED]
        complete = {**scope, "headers": [*rest, (b"content-length", str(len(body)).encode())]}
        if CROWD.match(scope["path"]):
            async with self._crowd:
                await self._pages(complete, _replay(body, receive), send)
        else:
            await self._pages(complete, _replay(body, receive), send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                if self._on_start is not None:
                    await self._on_start()
                await send({"type": "lifespan.startup.complete"})
            else:
                if self._on_stop is not None:
                    await self._on_stop()
                await send({"type": "lifespan.shutdown.complete"})
                return


_REPLACED = (b"content-length", b"transfer-encoding")


class _Room:
    """What one request may hold in memory: a large body takes one of few places until it is answered."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._is_large = False

    def grow(self, size: int) -> None:
        """Take a place when the body turns out large. Raises Crowded when none is left."""
        if size <= LARGE or self._is_large:
            return
        if self._shell.large >= MOST_LARGE:
            raise Crowded
        self._shell.large += 1
        self._is_large = True

    def __enter__(self) -> _Room:
        return self

    def __exit__(self, *_: object) -> None:
        self._shell.large -= self._is_large


async def _read(receive: Receive, most: int, room: _Room) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            raise TooLarge
        room.grow(size)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the whole body once, and then whatever the server says (a disconnect)."""
    given = False

    async def again() -> Message:
        nonlocal given
        if not given:
            given = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return again


async def _refuse(send: Send, status: int, sentence: str) -> None:
    """Answer before Flask; the connection is closed, since an unread body may still be on its way."""
    body = f'{{"type":"about:blank","status":{status},"detail":"{sentence}"}}'.encode()
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        (b"content-security-policy", b"default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
        (b"referrer-policy", b"same-origin"),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
