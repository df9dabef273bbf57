"""Follows the caption streams that Zoom offers: one process per meeting, by its claim; words stored as they come.

The sockets live on the web process's asyncio loop. The words that they bring go to one thread that stores what all
streams have heard in shared commits, each as soon as the one before it is durable; what follows from them (hands,
people, measurements) goes to another thread afterwards. A signal of Zoom's reaches us as a webhook, changes the
stream's row, and is noticed when the claims are renewed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from companion.captions import streams
from companion.captions.rules import FenceIsOld, StreamIsOver
from companion.captions.streams import Claim
from companion.intake import heard
from companion.intake.caption_writer import Request, SharedWriter
from companion.kernel.errors import DomainError, NotFound
from companion.kernel.ids import CaptionStreamId, new_id
from companion.kernel.log import log
from companion.kernel.uow import ZOOM, Runner, Uow
from zoom_hooks.addresses import Allowlist
from zoom_hooks.errors import ZoomError
from zoom_hooks.events import StreamInterrupted, StreamStarted, StreamStopped
from zoom_hooks.rtms import (
    ActiveSpeaker,
    AppCredentials,
    Caption,
    Item,
    Signal,
    StillConnected,
    StreamEnded,
    follow,
)

LOOK_EVERY = 0.5
RENEW_EVERY = 1.0
AT_ONCE = 100
STREAMS_A_COMMIT = 200
FOLLOWED_UP_A_COMMIT = 2  # each looks at a floor, under its lock
BREATHER = 0.02  # between those, for the chair's press and for words
LAST_WORDS = 30.0  # seconds in which what was heard at the end is tried to be stored, whatever the database does
#: what nobody waits for: measurements, and signs of life
PATIENT = (Caption, ActiveSpeaker, StillConnected)


@dataclass
class Writers:
    """The two threads that all streams of a process share: one for words, one for what follows from them."""

    words: SharedWriter[heard.Spoken]
    follow_up: SharedWriter[heard.Told]

    @classmethod
    def of(cls, runner: Runner) -> Writers:
        return cls(
            SharedWriter(runner, "caption-words", heard.store_words, most=STREAMS_A_COMMIT),
            SharedWriter(runner, "caption-follow-up", heard.follow_up, most=FOLLOWED_UP_A_COMMIT, breather=BREATHER),
        )

    def start(self) -> None:
        self.words.start()
        self.follow_up.start()

    def stop(self) -> None:
        self.words.stop()
        self.follow_up.stop()


@dataclass
class Follower:
    """Claims streams and follows them, until stopped."""

    runner: Runner
    owner: str = field(default_factory=lambda: f"follower:{new_id().hex[:8]}")
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _following: dict[asyncio.Task[None], Following] = field(default_factory=dict)
    _writers: Writers | None = None

    async def start(self) -> None:
        """Begin to look for streams; without the app's credentials there is nothing to follow."""
        if self.runner.settings.has_zoom_app:
            self._writers = Writers.of(self.runner)
            self._writers.start()
            self._tasks = [asyncio.create_task(self._look(self._writers)), asyncio.create_task(self._renew())]

    async def stop(self) -> None:
        """Close every socket and give the claims back; the streams go on at Zoom for another process."""
        for tasks in (self._tasks[:1], list(self._following), self._tasks[1:]):  # claims are renewed to the last
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if self._writers is not None:
            await asyncio.to_thread(self._writers.stop)

    async def _look(self, writers: Writers) -> None:
        while True:
            try:
                claim = await asyncio.to_thread(self._claim)
            except Exception as error:  # the database may be away for a moment; the next look tries again
                log.warning("no look for caption streams", error_type=type(error).__name__)
                claim = None
            if claim is None:
                await asyncio.sleep(LOOK_EVERY)
                continue
            following = Following(self.runner, claim, writers)
            task = asyncio.create_task(following.run())
            self._following[task] = following
            task.add_done_callback(lambda done: self._following.pop(done, None))

    def _claim(self) -> Claim | None:
        if not self.runner.read(streams.is_one_free):
            return None
        return self.runner.run_as(ZOOM, streams.claim_stream, self.owner)

    async def _renew(self) -> None:
        """Prolong every claim of this process in one commit, and pass on what Zoom signalled since."""
        while True:
            await asyncio.sleep(RENEW_EVERY)
            mine = [one for one in self._following.values() if not one.is_lost]
            if not mine:
                continue
            try:
                claims = [one.claim for one in mine]
                renewed = await asyncio.to_thread(self.runner.run_as, ZOOM, streams.renew_all, claims)
            except Exception as error:
                log.warning("claims not renewed", count=len(mine), error_type=type(error).__name__)
                continue
            for one, now in zip(mine, renewed, strict=True):
                one.renewed(now)


class Following:
    """One claimed stream, from its sockets to its rows."""

    def __init__(self, runner: Runner, claim: Claim, writers: Writers) -> None:
        self.claim = claim
        self.is_lost = False
        self._runner = runner
        self._writers = writers
        self._signals: asyncio.Queue[Signal] = asyncio.Queue()
        self._waiting: list[Item] = []
        self._came = asyncio.Event()
        self._later: list[Item] = []  # their words are safe, and what follows from them is still to do
        self._has_later = asyncio.Event()
        self._is_urgent = asyncio.Event()
        self._is_ending = False  # nothing more will come
        self._is_over = False  # and all the words are safe

    async def run(self) -> None:
        log.info("caption stream claimed", stream_id=self.claim.stream_id, fence=self.claim.fence)
        writing = asyncio.create_task(self.write())
        following_up = asyncio.create_task(self.follow_up())
        following = asyncio.create_task(self._listen())
        try:
            await asyncio.wait({following, writing, following_up}, return_when=asyncio.FIRST_COMPLETED)
            if following.done():
                ended = following.result()
                log.info("caption stream ended", stream_id=self.claim.stream_id, code=ended.reason or 0)
        except ZoomError as error:
            log.warning("caption stream refused", stream_id=self.claim.stream_id, error_type=type(error).__name__)
            await self._let_known(streams.stream_refused, "refusal not kept")
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            await self.finish(writing, following_up)

    async def _listen(self) -> StreamEnded:
        settings, claim = self._runner.settings, self.claim
        start = StreamStarted(
            occurred_at=None,
            account_id=None,
            meeting_id=None,
            meeting_uuid=claim.meeting_uuid,
            stream_id=claim.rtms_stream_id,
            server_url=claim.server_urls,
        )
        credentials = AppCredentials(settings.zoom_app_client_id, settings.zoom_app_client_secret)
        allowed = Allowlist.of(*settings.zoom_rtms_hosts)
        return await follow(start, credentials, self.take, signals=self._signals, allowed=allowed)

    def renewed(self, now: Claim | DomainError) -> None:
        """How the claim stands by now; once it is gone the sockets are let go."""
        before = self.claim
        if isinstance(now, DomainError):
            self.is_lost = True
            self._signals.put_nowait(StreamStopped(None, None, before.meeting_uuid, before.rtms_stream_id, None))
            return
        self.claim = now
        if now.signal != before.signal:
            self._signals.put_nowait(_signal(now))

    async def take(self, item: Item) -> None:
        self._waiting.append(item)
        self._came.set()

    async def write(self) -> None:
        """Store the words that have come, batch after batch; each is let go of when it is durable."""
        while not (self._is_ending and not self._waiting):
            await self._came.wait()
            self._came.clear()
            while self._waiting:
                batch = self._waiting[:AT_ONCE]
                words = [item for item in batch if isinstance(item, Caption)]
                if words and not await self._have_done(self._writers.words, (self.claim, words)):
                    return
                del self._waiting[: len(batch)]
                self._hand_on(batch)

    def _hand_on(self, batch: Sequence[Item]) -> None:
        self._later += batch
        self._has_later.set()
        if not all(isinstance(item, PATIENT) for item in batch):
            self._is_urgent.set()

    async def follow_up(self) -> None:
        """Do what follows from what was stored, together with all that came while it waited for its turn.

        What a person did goes before every measurement: a chair waits for it, and for the others nobody does.
        """
        while not (self._is_over and not self._later):
            await self._has_later.wait()
            self._has_later.clear()
            self._is_urgent.clear()
            batch = list(self._later)
            is_first = not all(isinstance(item, PATIENT) for item in batch)
            overtaken_by = None if is_first else self._is_urgent
            if batch:
                done = await self._have_done(self._writers.follow_up, (self.claim, batch), overtaken_by)
                if not done and self.is_lost:
                    return
                del self._later[: len(batch) if done else 0]

    async def _have_done(
        self, writer: SharedWriter[Request], request: Request, overtaken_by: asyncio.Event | None = None
    ) -> bool:
        """Have something stored, however often that takes.

        False when the stream is not ours any more, and when it was overtaken before its turn came.
        """
        while True:
            answer = writer.ask(request, is_first=overtaken_by is None)
            stored = asyncio.wrap_future(answer)
            try:
                if overtaken_by is not None and await _is_first(overtaken_by, stored) and answer.cancel():
                    return False
                await stored
                return True
            except (FenceIsOld, StreamIsOver, NotFound) as error:
                self.is_lost = True
                log.info("caption stream lost", stream_id=self.claim.stream_id, reason=type(error).__name__)
                return False
            except Exception as error:  # nothing that was heard is dropped while the database is away
                log.warning("captions not stored yet", stream_id=self.claim.stream_id, error_type=type(error).__name__)
                await asyncio.sleep(LOOK_EVERY)

    async def finish(self, writing: asyncio.Task[None], following_up: asyncio.Task[None]) -> None:
        """Store the last words, and only then give the claim back: what is on its way needs it to get in."""
        self._is_ending = True
        self._came.set()
        await self._last(writing, len(self._waiting))
        self._is_over = True
        self._has_later.set()
        await self._last(following_up, len(self._later))
        await self._let_known(streams.let_go, "claim was gone already")

    async def _last(self, task: asyncio.Task[None], count: int) -> None:
        await asyncio.wait({task}, timeout=LAST_WORDS)
        if not task.done():
            log.warning("last captions not stored", stream_id=self.claim.stream_id, count=count)
            task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def _let_known(self, what: Callable[[Uow, CaptionStreamId, int], None], otherwise: str) -> None:
        """Say something about our stream to the database; a claim that is lost by now, or a lock, is only logged."""
        claim = self.claim
        try:
            await asyncio.to_thread(self._runner.run_as, ZOOM, what, claim.stream_id, claim.fence)
        except DomainError as error:
            log.info(otherwise, stream_id=claim.stream_id, reason=type(error).__name__)


async def _is_first(event: asyncio.Event, other: asyncio.Future[None]) -> bool:
    """Whether something happens while the other is still to come."""
    happening = asyncio.create_task(event.wait())
    both: set[asyncio.Future[Any]] = {happening, other}
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        return not other.done()
    finally:
        happening.cancel()


def _signal(claim: Claim) -> Signal:
    """What Zoom's webhook said, as the row now shows it."""
    if claim.state == "interrupted":
        return StreamInterrupted(None, None, claim.meeting_uuid, claim.rtms_stream_id, claim.server_urls)
    return StreamStarted(None, None, None, claim.meeting_uuid, claim.rtms_stream_id, claim.server_urls)
