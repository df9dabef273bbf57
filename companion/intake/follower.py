"""Follows the caption streams that Zoom offers: one process per meeting, by its claim; words stored as they come.

The sockets live on the web process's asyncio loop. What they bring is gathered and written in small batches by a
thread, each batch as soon as the one before it is durable. A signal of Zoom's reaches us as a webhook, changes the
stream's row, and is noticed when the claim is renewed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from companion.captions import streams
from companion.captions.rules import FenceIsOld, StreamIsOver
from companion.captions.streams import Claim
from companion.intake import heard
from companion.kernel.errors import DomainError
from companion.kernel.ids import CaptionStreamId, new_id
from companion.kernel.log import log
from companion.kernel.uow import ZOOM, Runner, Uow
from zoom_hooks.addresses import Allowlist
from zoom_hooks.errors import ZoomError
from zoom_hooks.events import StreamInterrupted, StreamStarted, StreamStopped
from zoom_hooks.rtms import AppCredentials, Item, Signal, follow

LOOK_EVERY = 0.5
RENEW_EVERY = 1.0
AT_ONCE = 100
LAST_WORDS = 30.0  # seconds in which what was heard at the end is tried to be stored, whatever the database does


@dataclass
class Follower:
    """Claims streams and follows them, until stopped."""

    runner: Runner
    owner: str = field(default_factory=lambda: f"follower:{new_id().hex[:8]}")
    _looking: asyncio.Task[None] | None = None
    _following: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> None:
        """Begin to look for streams; without the app's credentials there is nothing to follow."""
        if self.runner.settings.has_zoom_app:
            self._looking = asyncio.create_task(self._look())

    async def stop(self) -> None:
        """Close every socket and give the claims back; the streams go on at Zoom for another process."""
        tasks = [*([self._looking] if self._looking else []), *self._following]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _look(self) -> None:
        run = self.runner.run_as
        while True:
            try:
                claim = await asyncio.to_thread(run, ZOOM, streams.claim_stream, self.owner)
            except Exception as error:  # the database may be away for a moment; the next look tries again
                log.warning("no look for caption streams", error_type=type(error).__name__)
                claim = None
            if claim is None:
                await asyncio.sleep(LOOK_EVERY)
                continue
            task = asyncio.create_task(_Following(self.runner, claim).run())
            self._following.add(task)
            task.add_done_callback(self._following.discard)


class _Following:
    """One claimed stream, from its sockets to its rows."""

    def __init__(self, runner: Runner, claim: Claim) -> None:
        settings = runner.settings
        self._runner = runner
        self._claim = claim
        self._credentials = AppCredentials(settings.zoom_app_client_id, settings.zoom_app_client_secret)
        self._allowed = Allowlist.of(*settings.zoom_rtms_hosts)
        self._signals: asyncio.Queue[Signal] = asyncio.Queue()
        self._waiting: list[Item] = []
        self._came = asyncio.Event()
        self._is_ending = False

    async def run(self) -> None:
        log.info("caption stream claimed", stream_id=self._claim.stream_id, fence=self._claim.fence)
        renewing = asyncio.create_task(self._renew())
        writing = asyncio.create_task(self._write())
        start = StreamStarted(
            occurred_at=None,
            account_id=None,
            meeting_id=None,
            meeting_uuid=self._claim.meeting_uuid,
            stream_id=self._claim.rtms_stream_id,
            server_url=self._claim.server_urls,
        )
        following = asyncio.create_task(
            follow(start, self._credentials, self._take, signals=self._signals, allowed=self._allowed)
        )
        try:
            await asyncio.wait({following, writing}, return_when=asyncio.FIRST_COMPLETED)
            if following.done():
                ended = following.result()
                log.info("caption stream ended", stream_id=self._claim.stream_id, code=ended.reason or 0)
        except ZoomError as error:
            log.warning("caption stream refused", stream_id=self._claim.stream_id, error_type=type(error).__name__)
            await self._let_known(streams.stream_refused, "refusal not kept")
        finally:
            for task in (following, renewing):
                task.cancel()
            await asyncio.gather(following, renewing, return_exceptions=True)
            await self._finish(writing)

    async def _take(self, item: Item) -> None:
        self._waiting.append(item)
        self._came.set()

    async def _write(self) -> None:
        """Store what has come, batch after batch; each is let go of when it is durable."""
        while not (self._is_ending and not self._waiting):
            await self._came.wait()
            self._came.clear()
            while self._waiting:
                batch = self._waiting[:AT_ONCE]
                try:
                    await self._store(batch)
                    del self._waiting[: len(batch)]
                except (FenceIsOld, StreamIsOver) as error:
                    log.info("caption stream lost", stream_id=self._claim.stream_id, reason=type(error).__name__)
                    return
                except Exception as error:  # nothing that was heard is dropped while the database is away
                    log.warning("captions not stored yet", count=len(batch), error_type=type(error).__name__)
                    await asyncio.sleep(LOOK_EVERY)

    async def _store(self, batch: Sequence[Item]) -> None:
        await asyncio.to_thread(self._runner.run_as, ZOOM, heard.store_heard, self._claim, batch)

    async def _finish(self, writing: asyncio.Task[None]) -> None:
        """Store the last words, and only then give the claim back: what is on its way needs it to get in."""
        self._is_ending = True
        self._came.set()
        await asyncio.wait({writing}, timeout=LAST_WORDS)
        if not writing.done():
            log.warning("last captions not stored", stream_id=self._claim.stream_id, count=len(self._waiting))
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
        await self._let_known(streams.let_go, "claim was gone already")

    async def _let_known(self, what: Callable[[Uow, CaptionStreamId, int], None], otherwise: str) -> None:
        """Say something about our stream to the database; a claim that is lost by now, or a lock, is only logged."""
        claim = self._claim
        try:
            await asyncio.to_thread(self._runner.run_as, ZOOM, what, claim.stream_id, claim.fence)
        except DomainError as error:
            log.info(otherwise, stream_id=claim.stream_id, reason=type(error).__name__)

    async def _renew(self) -> None:
        """Prolong the claim, and pass on what Zoom signalled since."""
        seen = self._claim
        while True:
            await asyncio.sleep(RENEW_EVERY)
            try:
                now = await asyncio.to_thread(self._runner.run_as, ZOOM, streams.renew, seen.stream_id, seen.fence)
            except (FenceIsOld, StreamIsOver):
                await self._signals.put(StreamStopped(None, None, seen.meeting_uuid, seen.rtms_stream_id, None))
                return
            except Exception as error:
                log.warning("claim not renewed", stream_id=seen.stream_id, error_type=type(error).__name__)
                continue
            if now.signal != seen.signal:
                await self._signals.put(_signal(now))
            seen = now


def _signal(claim: Claim) -> Signal:
    """What Zoom's webhook said, as the row now shows it."""
    if claim.state == "interrupted":
        return StreamInterrupted(None, None, claim.meeting_uuid, claim.rtms_stream_id, claim.server_urls)
    return StreamStarted(None, None, None, claim.meeting_uuid, claim.rtms_stream_id, claim.server_urls)
