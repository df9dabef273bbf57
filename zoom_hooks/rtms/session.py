"""One attempt at a stream: a signaling socket, the media sockets that it names, and everything said on
them until it ends.
"""

from __future__ import annotations

import asyncio
import itertools
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import NoReturn

from zoom_hooks.addresses import Allowlist
from zoom_hooks.rtms import messages
from zoom_hooks.rtms.codes import Happening, Msg, Status
from zoom_hooks.rtms.items import (
    Caption,
    Connected,
    Disconnected,
    Feed,
    FeedRefused,
    Gap,
    Item,
    Paused,
    Resumed,
    StillConnected,
    StreamRefused,
)
from zoom_hooks.rtms.messages import Message, StreamKey
from zoom_hooks.rtms.sockets import Socket, SocketLost, Timings
from zoom_hooks.wire import Fields, Malformed

Emit = Callable[[Item], Awaitable[None]]
_TRY_AGAIN = frozenset({15, Status.DUPLICATE_MEDIA, Status.BAD_SESSION, 45})


@dataclass(slots=True)
class Hearing:
    """Up to when a feed was heard, in Zoom's time; outlives sessions, so that gaps span reconnections."""

    feed: Feed
    heard_ms: int | None = None
    was_connected: bool = False
    lost_at: float | None = None

    def lost(self, at: float) -> None:
        """Nothing is heard from this moment (of the event loop's time) on."""
        if self.was_connected and self.lost_at is None:
            self.lost_at = at

    def heard(self, at_ms: int, *, covered_from_ms: int | None = None) -> Gap | None:
        """Note a moment that was heard; the first one after a loss closes the gap, if anything fits into it."""
        before, was_lost = self.heard_ms, self.lost_at is not None
        self.lost_at = None
        self.heard_ms = max(at_ms, before or at_ms)
        to_ms = at_ms if covered_from_ms is None else min(at_ms, covered_from_ms)
        if was_lost and (before is None or to_ms > before):
            return Gap(self.feed, before, to_ms)
        return None


@dataclass(frozen=True, slots=True)
class Ended:
    """Zoom says that the stream is over."""

    reason: int | None
    at_ms: int | None


@dataclass(slots=True)
class _Line:
    """One media socket and the feeds on it."""

    url: str
    feeds: tuple[Feed, ...]
    socket: Socket | None = None
    redo: asyncio.Event = field(default_factory=asyncio.Event)


class Session:
    """Runs once. What is heard goes to `emit`; gaps are kept in `hearings`, which the next session takes over."""

    def __init__(
        self,
        key: StreamKey,
        hearings: dict[Feed, Hearing],
        emit: Emit,
        *,
        allowed: Allowlist,
        timings: Timings,
        tls: ssl.SSLContext | None,
        binary: bool,
    ) -> None:
        self._key = key
        self._hearings = hearings
        self._emit = emit
        self._allowed = allowed
        self._timings = timings
        self._tls = tls
        self._binary = binary
        self._sequence = itertools.count(1)
        self._first_packet_ms: int | None = None
        self._signaling: Socket | None = None
        self._lines: list[_Line] = []
        self._is_paused: bool | None = None  # None: Zoom has not said; both state messages may say so
        self.was_good = False

    async def run(self, url: str) -> Ended:
        """Until Zoom ends the stream. Raises SocketLost when signaling breaks, StreamRefused when we are not let in."""
        socket, urls = await self._shake_hands(url)
        self._signaling = socket
        try:
            await socket.send(messages.event_subscription())
            self._lines = _lines(urls, tuple(self._hearings))
            return await self._together(socket)
        finally:
            await socket.close()

    async def _together(self, socket: Socket) -> Ended:
        """Signaling and media side by side; the end of signaling is the end of all."""
        listening = asyncio.create_task(self._listen(socket))
        media: set[asyncio.Task[None]] = {asyncio.create_task(self._keep_line(line)) for line in self._lines}
        try:
            waiting: set[asyncio.Task[None]] = set(media)
            while not listening.done():
                done, _ = await asyncio.wait({listening, *waiting}, return_when=asyncio.FIRST_COMPLETED)
                for task in done & waiting:
                    waiting.discard(task)
                    task.result()
                if not waiting and not listening.done():
                    raise StreamRefused(Status.BAD_MEDIA_TYPE, "no feed was granted")
            return listening.result()
        finally:
            for task in (listening, *media):
                task.cancel()
            await asyncio.gather(listening, *media, return_exceptions=True)
            self._nothing_heard(tuple(self._hearings))

    # signaling

    async def _shake_hands(self, url: str) -> tuple[Socket, object]:
        """An accepted signaling socket and the media addresses; a duplicate is tried again a few times."""
        for pause in (*self._timings.duplicate_retries, None):
            socket = await self._open(url)
            try:
                answer = await self._ask(
                    socket, messages.signaling_request(self._key, next(self._sequence)), Msg.SIGNALING_RESP
                )
                status = _status(answer)
                if status == Status.OK:
                    return socket, answer.object("media_server").plain().get("server_urls")
            except Malformed as error:
                await socket.close()
                raise SocketLost("an answer that cannot be read") from error
            except BaseException:
                await socket.close()
                raise
            await socket.close()
            if status != Status.DUPLICATE_SIGNALING or pause is None:
                raise StreamRefused(status, _reason(answer))
            await asyncio.sleep(pause)
        raise AssertionError("the last pause is None")

    async def _listen(self, socket: Socket) -> Ended:
        while True:
            message = Fields(await socket.receive(self._timings.silence))
            try:
                ended = await self._signal(message)
            except Malformed:
                continue
            if ended is not None:
                return ended

    async def _signal(self, message: Fields) -> Ended | None:
        kind = message.integer("msg_type")
        if kind == Msg.EVENT_UPDATE:
            await self._happened(message.object("event"))
        elif kind in (Msg.STREAM_STATE, Msg.SESSION_STATE):
            change = messages.change_from(message)
            if change.ended:
                return Ended(change.reason, change.at_ms)
            if change.paused and self._is_paused is not True:
                self._is_paused = True
                await self._emit(Paused(change.at_ms))
            if change.resumed and self._is_paused is not False:
                self._is_paused = False
                await self._emit(Resumed(change.at_ms))
            if change.media_interrupted:
                self._redo_media()
        return None

    async def _happened(self, event: Fields) -> None:
        kind = event.integer("event_type")
        if kind == Happening.FIRST_PACKET:
            self._first_packet_ms = event.integer("timestamp")
        elif kind == Happening.MEDIA_INTERRUPTED:
            self._redo_media()
        for item in messages.people_from(event):
            await self._emit(item)

    def doubt(self) -> None:
        """Every socket has to be heard within the time of suspicion, which keep-alives see to, or is cut."""
        for socket in (self._signaling, *(line.socket for line in self._lines)):
            if socket is not None:
                self._cut_unless_heard(socket)

    def _redo_media(self) -> None:
        """Zoom says that media broke: lost sockets are redone at once, open ones have to prove that they live."""
        for line in self._lines:
            line.redo.set()
            if line.socket is not None:
                self._cut_unless_heard(line.socket)

    def _cut_unless_heard(self, socket: Socket) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(self._timings.suspicion, _cut_if_silent, socket, loop.time())

    # media

    async def _keep_line(self, line: _Line) -> None:
        """Keep one media socket open as long as signaling lives; returns when Zoom refuses the feed."""
        failures = 0
        while True:
            try:
                refused = await self._line_once(line)
                if refused is not None:
                    for feed in line.feeds:
                        await self._emit(FeedRefused(feed, *refused))
                    return
                failures = 0
            except SocketLost:
                failures = 0 if line.socket is not None else failures + 1
                if line.socket is not None:
                    await self._emit(Disconnected(line.feeds))
            finally:
                line.socket = None
                self._nothing_heard(line.feeds)
            wait = self._timings.fallback if failures == 0 else self._timings.pause(failures - 1)
            try:
                async with asyncio.timeout(wait):
                    await line.redo.wait()
            except TimeoutError:
                pass
            line.redo.clear()

    async def _line_once(self, line: _Line) -> tuple[int, str] | None:
        """From opening to loss; the status and reason when the feed is refused for good."""
        socket = await self._open(line.url)
        try:
            request = messages.media_request(self._key, next(self._sequence), line.feeds)
            try:
                answer = await self._ask(socket, request, Msg.DATA_RESP)
                status = _status(answer)
            except Malformed as error:
                raise SocketLost("an answer that cannot be read") from error
            if status in _TRY_AGAIN:
                raise SocketLost("not yet")
            if status != Status.OK:
                return status, _reason(answer)
            assert self._signaling is not None
            await self._signaling.send(messages.ready(self._key))
            line.socket = socket
            line.redo.clear()
            self.was_good = True
            for feed in line.feeds:
                self._hearings[feed].was_connected = True
            await self._emit(Connected(line.feeds))
            await self._hear(line, socket)
        finally:
            await socket.close()

    async def _hear(self, line: _Line, socket: Socket) -> NoReturn:
        while True:
            message = Fields(await socket.receive(self._timings.silence))
            try:
                await self._heard(line, message)
            except Malformed:
                continue

    async def _heard(self, line: _Line, message: Fields) -> None:
        kind = message.integer("msg_type")
        if kind == Msg.KEEP_ALIVE_REQ:
            at_ms = message.integer("timestamp")
            if at_ms is not None:
                for feed in line.feeds:
                    await self._note(feed, at_ms)
                await self._emit(StillConnected(line.feeds, at_ms))
            return
        item = messages.data_from(message, first_packet_ms=self._first_packet_ms)
        if item is None:
            return
        if isinstance(item, Caption):
            await self._note("transcript", item.end_ms, covered_from_ms=item.start_ms)
        elif item.sent_ms is not None:
            await self._note("chat", item.sent_ms)
        await self._emit(item)

    async def _note(self, feed: Feed, at_ms: int, *, covered_from_ms: int | None = None) -> None:
        hearing = self._hearings.get(feed)
        gap = hearing.heard(at_ms, covered_from_ms=covered_from_ms) if hearing else None
        if gap is not None:
            await self._emit(gap)

    def _nothing_heard(self, feeds: tuple[Feed, ...]) -> None:
        now = asyncio.get_running_loop().time()
        for feed in feeds:
            self._hearings[feed].lost(now)

    # both

    async def _open(self, url: str) -> Socket:
        return await Socket.open(url, self._allowed, self._timings, tls=self._tls, binary=self._binary)

    async def _ask(self, socket: Socket, request: Message, wanted: Msg) -> Fields:
        """Send a request and wait for its answer."""
        await socket.send(request)
        try:
            async with asyncio.timeout(self._timings.handshake):
                while True:
                    answer = await socket.receive(self._timings.handshake)
                    if answer.get("msg_type") == wanted:
                        return Fields(answer)
        except TimeoutError as error:
            raise SocketLost("no answer") from error


def _cut_if_silent(socket: Socket, since: float) -> None:
    if socket.heard_at <= since:
        socket.cut()


def _lines(server_urls: object, feeds: tuple[Feed, ...]) -> list[_Line]:
    """One socket per address: feeds of one address share theirs. Raises StreamRefused when no address was given."""
    by_url: dict[str, tuple[Feed, ...]] = {}
    for feed in feeds:
        url = messages.media_url(server_urls, feed)
        if url is not None:
            by_url[url] = (*by_url.get(url, ()), feed)
    if not by_url:
        raise StreamRefused(Status.BAD_PAYLOAD, "no media address was given")
    return [_Line(url, shared) for url, shared in by_url.items()]


def _status(answer: Fields) -> int:
    status = answer.integer("status_code")
    return Status.BAD_PAYLOAD if status is None else status


def _reason(answer: Fields) -> str:
    try:
        return (answer.text("reason") or "")[:200]
    except Malformed:
        return ""
