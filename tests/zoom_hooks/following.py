"""A caption client running beside a test, and a bare socket that says what a test tells it to."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TypeVar, cast

from websockets.sync.client import ClientConnection, connect

from tests import patience
from zoom_hooks.addresses import Allowlist
from zoom_hooks.events import StreamStarted
from zoom_hooks.rtms import AppCredentials, Item, Signal, StreamEnded, Timings, follow
from zoom_hooks.rtms.codes import stream_signature
from zoom_hooks.sim import SimulatedZoom

T = TypeVar("T")
QUICK = Timings(
    handshake=patience.SECONDS,
    silence=patience.SECONDS,
    suspicion=0.1,
    fallback=0.05,
    backoff=(0.01, 0.02),
    duplicate_retries=(0.02, 0.05, 0.1),
)


def started(zoom: SimulatedZoom) -> StreamStarted:
    """The stream that is ready, as a webhook would have announced it."""
    told = cast("dict[str, str]", zoom.announcement()["rtms_started"])
    return StreamStarted(
        datetime.now(UTC), None, None, told["meeting_uuid"], told["rtms_stream_id"], told["server_urls"]
    )


def credentials(zoom: SimulatedZoom) -> AppCredentials:
    told = zoom.credentials()
    return AppCredentials(told["app_client_id"], told["app_client_secret"])


class Following:
    """`follow` on a thread of its own; collects what it tells and lets a test wait for it."""

    def __init__(self, zoom: SimulatedZoom, **options: Any) -> None:
        self.items: list[Item] = []
        self.result: StreamEnded | BaseException | None = None
        self._heard = threading.Condition()
        self._ready = threading.Event()
        self._start: StreamStarted = options.pop("start", None) or started(zoom)
        self._credentials: AppCredentials = options.pop("credentials", None) or credentials(zoom)
        self._options = {"allowed": Allowlist.of(zoom.stream_url), "timings": QUICK, **options}
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._signals: asyncio.Queue[Signal] = asyncio.Queue()
        self._task = asyncio.current_task()
        self._ready.set()
        try:
            result: StreamEnded | BaseException = await follow(
                self._start, self._credentials, self._sink, signals=self._signals, **self._options
            )
        except BaseException as error:
            result = error
        with self._heard:
            self.result = result
            self._heard.notify_all()

    async def _sink(self, item: Item) -> None:
        with self._heard:
            self.items.append(item)
            self._heard.notify_all()

    def signal(self, signal: Signal) -> None:
        self._loop.call_soon_threadsafe(self._signals.put_nowait, signal)

    def until(self, is_so: Callable[[list[Item]], bool], timeout: float = patience.SECONDS) -> None:
        """Wait until what was told so far fulfils this."""
        with self._heard:
            assert self._heard.wait_for(lambda: is_so(self.items), timeout), self.items

    def some(self, kind: type[T], count: int = 1) -> list[T]:
        """Wait for so many values of a kind."""
        self.until(lambda items: sum(isinstance(item, kind) for item in items) >= count)
        return [item for item in self.items if isinstance(item, kind)]

    def end(self, timeout: float = patience.SECONDS) -> StreamEnded | BaseException:
        """Wait for the end and return what came of it."""
        with self._heard:
            assert self._heard.wait_for(lambda: self.result is not None, timeout), self.items
        assert self.result is not None
        return self.result

    def __enter__(self) -> Following:
        self._thread.start()
        self._ready.wait(patience.SECONDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None and self.result is None:
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(patience.SECONDS)
        assert not self._thread.is_alive()


class Bare:
    """A client that follows no rules: every message by hand."""

    def __init__(self, zoom: SimulatedZoom, *, binary: bool = False) -> None:
        self.zoom = zoom
        self.start = started(zoom)
        self.credentials = credentials(zoom)
        self.binary = binary
        self._open = ExitStack()

    def dial(self, url: str) -> ClientConnection:
        return self._open.enter_context(connect(url, proxy=None, compression=None))

    def handshake(self, msg_type: int, /, **changed: object) -> dict[str, object]:
        c, s = self.credentials, self.start
        message: dict[str, object] = {
            "msg_type": msg_type,
            "protocol_version": 1,
            "sequence": 48213,
            "meeting_uuid": s.meeting_uuid,
            "rtms_stream_id": s.stream_id,
            "signature": stream_signature(c.client_id, c.client_secret, s.meeting_uuid, s.stream_id),
        }
        return {**message, **changed}

    def ask(self, connection: ClientConnection, message: object) -> dict[str, Any]:
        self.say(connection, message)
        return self.hear(connection)

    def say(self, connection: ClientConnection, message: object) -> None:
        text = message if isinstance(message, str) else json.dumps(message)
        connection.send(text.encode() if self.binary else text)

    def hear(self, connection: ClientConnection, timeout: float = patience.SECONDS) -> dict[str, Any]:
        answer = json.loads(connection.recv(timeout=timeout))
        assert isinstance(answer, dict)
        return answer

    def hear_until(self, connection: ClientConnection, msg_type: int) -> dict[str, Any]:
        """The next message of this type."""
        while True:
            message = self.hear(connection)
            if message["msg_type"] == msg_type:
                return message

    def signaling(self) -> tuple[ClientConnection, dict[str, Any]]:
        """An accepted signaling socket and the media addresses."""
        connection = self.dial(self.start.server_url)
        answer = self.ask(connection, self.handshake(1, buffer_data=False))
        assert answer["status_code"] == 0, answer
        return connection, answer["media_server"]["server_urls"]

    def __enter__(self) -> Bare:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
