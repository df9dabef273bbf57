"""What the shell holds in memory for people whom nobody knows yet."""

from __future__ import annotations

import asyncio
from typing import Any

from companion.web.shell import LARGE, MOST_LARGE, MOST_OF_CROWD, Shell


class Visit:
    """One request of a client that sends its body in parts, and waits before the last one."""

    def __init__(self, shell: Shell, path: str, *parts: bytes) -> None:
        self._parts = list(parts)
        self._last = asyncio.Event()
        self.status = 0
        scope = {"type": "http", "method": "POST", "path": path, "headers": []}
        self.done = asyncio.create_task(shell(scope, self._receive, self._send))

    def finish(self) -> None:
        self._last.set()

    async def _receive(self) -> dict[str, Any]:
        if self._parts:
            return {"type": "http.request", "body": self._parts.pop(0), "more_body": True}
        await self._last.wait()
        return {"type": "http.request", "body": b"", "more_body": False}

    async def _send(self, message: Any) -> None:
        self.status = message.get("status", self.status)


async def pages(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def test_only_so_many_large_bodies_are_held_at_once_and_small_ones_always_pass() -> None:
    large = (b"x" * LARGE, b"x")

    async def crowd() -> None:
        shell = Shell(pages, pages)
        held = [Visit(shell, "/roll", *large) for _ in range(MOST_LARGE)]
        await asyncio.sleep(0)
        one_more = Visit(shell, "/roll", *large)
        one_more.finish()
        await one_more.done
        assert one_more.status == 503
        for path in ("/sign-in", "/zoom/webhook"):
            small = Visit(shell, path, b"x" * LARGE)
            small.finish()
            await small.done
            assert small.status == 200
        for visit in held:
            visit.finish()
            await visit.done
            assert visit.status == 200
        after = Visit(shell, "/roll", *large)
        after.finish()
        await after.done
        assert after.status == 200
        assert shell.large == 0

    asyncio.run(crowd())


def test_a_crowd_at_the_door_takes_few_places_at_once_and_the_chair_goes_past() -> None:
    inside, door = [], asyncio.Event()

    async def slow_pages(scope: Any, _receive: Any, send: Any) -> None:
        inside.append(scope["path"])
        if scope["path"].endswith("/me"):
            await door.wait()
        await pages(scope, _receive, send)

    async def evening() -> None:
        shell = Shell(slow_pages, pages)
        crowd = [Visit(shell, "/forum-sessions/x/floor/me") for _ in range(MOST_OF_CROWD + 20)]
        for visit in crowd:
            visit.finish()
        chair = Visit(shell, "/forum-sessions/x/floor")
        chair.finish()
        await chair.done
        assert (chair.status, len(inside)) == (200, MOST_OF_CROWD + 1)
        door.set()
        for visit in crowd:
            await visit.done
            assert visit.status == 200

    asyncio.run(evening())
