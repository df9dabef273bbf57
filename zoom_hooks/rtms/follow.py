"""Follow a caption stream from its start to its end, whatever breaks in between."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from typing import TypeAlias

from zoom_hooks.addresses import Allowlist
from zoom_hooks.events import StreamInterrupted, StreamStarted, StreamStopped
from zoom_hooks.rtms.items import BROKEN, Disconnected, Feed, Gap, Item, Sink, StreamEnded, StreamRefused
from zoom_hooks.rtms.messages import AppCredentials, StreamKey
from zoom_hooks.rtms.session import Ended, Hearing, Session
from zoom_hooks.rtms.sockets import SocketLost, Timings

Signal: TypeAlias = StreamStarted | StreamInterrupted | StreamStopped
GAVE_UP = 19
_MOST_WAITING = 10_000


async def follow(
    start: StreamStarted,
    credentials: AppCredentials,
    sink: Sink,
    *,
    signals: asyncio.Queue[Signal] | None = None,
    feeds: Sequence[Feed] = ("transcript", "chat"),
    allowed: Allowlist | None = None,
    timings: Timings | None = None,
    tls: ssl.SSLContext | None = None,
    binary: bool = False,
) -> StreamEnded:
    """Everything the stream tells goes to `sink`, one value at a time and in order; the last is the
    StreamEnded returned.

    Put later webhooks about this stream into `signals`: they say when to reconnect and when to stop. The
    sink may be slow: keep-alives
    are answered meanwhile. What it raises ends the following and is raised here; cancelling closes the
    sockets and leaves the stream
    running at Zoom, so that another process may take over.

    Raises StreamRefused when Zoom never let us in, UnsafeAddress when an address is neither Zoom's nor `allowed`.
    """
    waiting: asyncio.Queue[Item] = asyncio.Queue(_MOST_WAITING)
    follower = _Follower(
        StreamKey(start.meeting_uuid, start.stream_id, credentials),
        {feed: Hearing(feed) for feed in feeds},
        waiting,
        signals if signals is not None else asyncio.Queue(),
        allowed or Allowlist(),
        timings or Timings(),
        tls,
        binary,
    )
    following = asyncio.create_task(follower.run(start.server_url))
    pumping = asyncio.create_task(_pump(waiting, sink))
    try:
        await asyncio.wait({following, pumping}, return_when=asyncio.FIRST_COMPLETED)
        if pumping.done():
            pumping.result()
        ended = following.result()
        await waiting.put(ended)
        await pumping
        return ended
    finally:
        for task in (following, pumping):
            task.cancel()
        await asyncio.gather(following, pumping, return_exceptions=True)


async def _pump(waiting: asyncio.Queue[Item], sink: Sink) -> None:
    while True:
        item = await waiting.get()
        await sink(item)
        if isinstance(item, StreamEnded):
            return


class _Follower:
    """Session after session, with the pauses and signals between them."""

    def __init__(
        self,
        key: StreamKey,
        hearings: dict[Feed, Hearing],
        waiting: asyncio.Queue[Item],
        signals: asyncio.Queue[Signal],
        allowed: Allowlist,
        timings: Timings,
        tls: ssl.SSLContext | None,
        binary: bool,
    ) -> None:
        self._key = key
        self._hearings = hearings
        self._waiting = waiting
        self._signals = signals
        self._allowed = allowed
        self._timings = timings
        self._tls = tls
        self._binary = binary
        self._doubted_at = float("-inf")

    async def run(self, url: str) -> StreamEnded:
        loop = asyncio.get_running_loop()
        was_ever_good, failures, good_at = False, 0, loop.time()
        while True:
            session = Session(
                self._key,
                self._hearings,
                self._waiting.put,
                allowed=self._allowed,
                timings=self._timings,
                tls=self._tls,
                binary=self._binary,
            )
            try:
                outcome = await self._until_signalled(session, url)
            except SocketLost:
                outcome = None
            except StreamRefused:
                if not was_ever_good and not session.was_good:
                    raise
                return await self._end(None, None, broke=True)
            if session.was_good:
                was_ever_good, failures, good_at = True, 0, loop.time()
                if not isinstance(outcome, Ended):
                    await self._waiting.put(Disconnected(tuple(self._hearings)))
            if outcome is None:
                wait = self._wait(failures, was_good=session.was_good)
                failures += 1
                if loop.time() - good_at > self._timings.give_up:
                    return await self._end(GAVE_UP, None, broke=True)
                outcome = await self._next_signal(wait, url)
            if isinstance(outcome, Ended):
                return await self._end(outcome.reason, outcome.at_ms, broke=outcome.reason in BROKEN)
            url = outcome or url

    def _wait(self, failures: int, *, was_good: bool) -> float:
        """After a loss, time for Zoom to say what to do; none when it has said so just before we noticed."""
        if not was_good:
            return self._timings.pause(failures)
        since = asyncio.get_running_loop().time() - self._doubted_at
        return 0.0 if since < self._timings.fallback + self._timings.suspicion else self._timings.fallback

    async def _until_signalled(self, session: Session, url: str) -> Ended | str:
        """Run the session; a signal that it has to heed ends it early with the address to go on with.

        A signal that names no other address may be late, repeated, or Zoom's word about a loss that is
        mended already. Redoing
        a session for it would make Zoom signal again, and so on for ever: the sockets have to prove that
        they live instead.
        """
        running = asyncio.create_task(session.run(url))
        try:
            while True:
                signal = asyncio.create_task(self._signals.get())
                try:
                    await asyncio.wait({running, signal}, return_when=asyncio.FIRST_COMPLETED)
                    if running.done():
                        if signal.done():
                            self._signals.put_nowait(signal.result())
                        return running.result()
                    heeded = self._heed(signal.result(), url)
                    if heeded is not None and heeded != url:
                        return heeded
                    if heeded is not None:
                        self._doubted_at = asyncio.get_running_loop().time()
                        session.doubt()
                finally:
                    signal.cancel()
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def _next_signal(self, within: float, url: str) -> Ended | str:
        """Wait for Zoom to say what to do; unasked, the old address after that time."""
        try:
            async with asyncio.timeout(within):
                while True:
                    heeded = self._heed(await self._signals.get(), url)
                    if heeded is not None:
                        return heeded
        except TimeoutError:
            return url

    def _heed(self, signal: Signal, url: str) -> Ended | str | None:
        """What a webhook asks for: an end, or an address to connect to; None when it is about another stream."""
        if signal.stream_id != self._key.stream_id:
            return None
        if isinstance(signal, StreamStopped):
            at = signal.occurred_at
            return Ended(signal.stop_reason, int(at.timestamp() * 1000) if at else None)
        return signal.server_url or url

    async def _end(self, reason: int | None, at_ms: int | None, *, broke: bool) -> StreamEnded:
        """Report what was still missing when it ended. Sockets that close just before a proper end have
        missed nothing.
        """
        just_now = asyncio.get_running_loop().time() - self._timings.closing
        for feed, hearing in self._hearings.items():
            if hearing.lost_at is not None and (broke or hearing.lost_at < just_now):
                await self._waiting.put(Gap(feed, hearing.heard_ms, at_ms))
        return StreamEnded(reason, at_ms)
