"""`/live/<forum session>`: the native ASGI route that pushes snapshots, and the hub that builds each one once.

A ticket says who listens to what. Frames are built once per role and change, off the loop, the first at once, then at
most five a second. What this process writes it hears of at the commit, what others write by `watching.py`; a frame is
always read from the database.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import ParamSpec, Protocol, TypeVar
from urllib.parse import parse_qs
from uuid import UUID

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from companion.floor import tickets
from companion.floor.frames import ROLES, new_frames
from companion.floor.tickets import Ticket, TicketRefused
from companion.forums import service as forums
from companion.kernel.clocks import Pace, to_ms
from companion.kernel.errors import NotFound
from companion.kernel.log import log
from companion.kernel.uow import Runner
from companion.web.admitting import Door
from companion.web.entitled import no_longer_good
from companion.web.shell import Message, Receive, Scope, Send
from companion.web.sse import STREAM_HEADERS, answer, data_of, frame_lines, refuse, since_of
from companion.web.streams import Channel, Listener, end_all
from companion.web.watching import watch

EVERY_SECONDS = 0.2  # at most five frames a second
BEAT_SECONDS = 2.0
CHECK_SECONDS = 4.0
LIVES_SECONDS = 300.0  # then the page comes back with a fresh ticket, which its role has to allow again
MOST_LISTENERS = 4_000
RETRY_MS = 1_000
READERS = 2
TIME_PATH = "/live/time"

P = ParamSpec("P")
T = TypeVar("T")


class HasRunner(Protocol):
    """An assembled installation, as far as live push needs it."""

    @property
    def runner(self) -> Runner: ...


def live_app(wiring: HasRunner) -> Live:
    """The live route of one installation."""
    return Live(wiring.runner)


class Live:
    """The hub of one process, called as an ASGI application; `start` and `stop` belong to the server's lifespan."""

    def __init__(
        self, runner: Runner, *, every: float = EVERY_SECONDS, beat: float = BEAT_SECONDS, check: float = CHECK_SECONDS
    ) -> None:
        self._runner = runner
        self._every = every
        self._beat = beat
        self._check = check
        self._channels: dict[UUID, Channel] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        # Threads of its own: a crowd at the pages' door must not keep a frame from being read.
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="live")
        self._door = Door(self._no_longer_good)
        self.frames_built = 0

    async def start(self) -> None:
        """Begin to watch the journal and the browser sessions."""
        self._loop = asyncio.get_running_loop()
        self._runner.heard.append(self._grown_here)
        watcher = watch(self._runner.engine, self._changed, lambda: self._channels)
        self._tasks = [asyncio.create_task(one()) for one in (watcher, self._keep_beating, self._check_sessions)]

    async def stop(self) -> None:
        """End every stream and stop watching."""
        self._runner.heard.remove(self._grown_here)
        self._end_all()
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        self._tasks = []
        self._readers.shutdown(wait=False)

    def hang_up(self) -> None:
        """End every stream, from whichever thread; the pages come back by themselves."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._end_all)

    def _end_all(self) -> None:
        for channel in self._channels.values():
            end_all(channel)

    @property
    def listeners(self) -> int:
        """How many streams are open."""
        return sum(map(len, self._channels.values()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer `GET /live/<forum session>?ticket=…&since=…` with a stream; anything else with a plain refusal.

        With `poll=1` the answer is one whole message, for where a stream does not pass. `/live/time` is the server's
        time and nothing else, so that a page can measure how far its own clock is off.
        """
        if scope["method"] != "GET":
            await refuse(send, 405, "Only GET is answered here.")
            return
        if scope["path"] == TIME_PATH:
            await answer(send, 200, b'{"real_ms":%d}' % to_ms(self._runner.clock.now()))
            return
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        try:
            ticket = tickets.read(
                query.get("ticket", [""])[0],
                secret=self._runner.settings.secret_key,
                now=self._runner.clock.now(),
            )
        except TicketRefused:
            await refuse(send, 403, "This ticket has ended. The page fetches a new one.")
            return
        if scope["path"] != f"/live/{ticket.forum_session_id}" or ticket.role not in ROLES:
            await refuse(send, 403, "This ticket is for something else.")
            return
        if not await self._is_let_in(ticket, send):
            return
        if self.listeners >= MOST_LISTENERS:
            await refuse(send, 503, "Too many pages listen. The page asks every two seconds instead.")
            return
        listener = Listener(ticket, since_of(scope, query), time.monotonic() + LIVES_SECONDS)
        channel = self._channels.setdefault(ticket.forum_session_id, Channel(ticket.forum_session_id))
        channel.add(listener)
        try:
            if channel.pace is None:
                channel.pace = await self._in_thread(self._read_pace, channel.session_id)
            if channel.is_stale:
                self._build_soon(channel)
            if query.get("poll") == ["1"]:
                await self._answer_once(channel, listener, send)
            else:
                await self._stream(channel, listener, receive, send)
        except NotFound:
            await refuse(send, 404, "There is no such forum session.")
        except SQLAlchemyError as error:  # only the pace is read here: nothing was sent yet
            log.warning("stream not opened", error_type=type(error).__name__)
            await refuse(send, 503, "The database is busy. The page tries again.")
        finally:
            channel.remove(listener)
            self._forget_if_empty(channel)

    async def _is_let_in(self, ticket: Ticket, send: Send) -> bool:
        """Whether who has this ticket may still listen; they are told when not."""
        try:
            if not ticket.is_bound or await self._door.lets_in(ticket):
                return True
            await refuse(send, 403, "This ticket has ended. The page fetches a new one.")
        except SQLAlchemyError as error:
            log.warning("ticket not checked", error_type=type(error).__name__)
            await refuse(send, 503, "The database is busy. The page tries again.")
        return False

    async def _stream(self, channel: Channel, listener: Listener, receive: Receive, send: Send) -> None:
        gone = asyncio.create_task(_until_gone(receive, listener))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
            async with asyncio.timeout(None) as listener.limit:
                await self._put(send, listener, await self._opening(channel, listener))
                await self._serve(channel, listener, send)
        except (TimeoutError, OSError):
            pass  # the reader is gone, or reads nothing; it comes back by itself
        finally:
            gone.cancel()
            with suppress(Exception):
                async with asyncio.timeout(1):
                    await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _serve(self, channel: Channel, listener: Listener, send: Send) -> None:
        """Send the newest frame whenever there is one, and a beat whenever one is due."""
        while not listener.is_over:
            if (frame := channel.new_for(listener)) is not None:
                await self._put(send, listener, listener.preface() + frame)
            if listener.is_beat_due:
                listener.is_beat_due = False
                await self._put(send, listener, channel.beat)
                if time.monotonic() > listener.ends:
                    await self._put(send, listener, b"event: bye\ndata: {}\n\n")
                    return
            await listener.wait()
        if listener.ticket.link_id is not None:  # a revoked stage asks at once, hears no, and goes dark
            await self._put(send, listener, b"event: bye\ndata: {}\n\n")

    async def _opening(self, channel: Channel, listener: Listener) -> bytes:
        """What the page has missed and then the time, in one piece: what it trusts from then on is the newest."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._beat):
                while channel.is_unread_by(listener) and not listener.is_over:
                    await listener.wait()
        lines, frame = f"retry: {RETRY_MS}\n".encode(), channel.new_for(listener) or b""
        return lines + (listener.preface() if frame else b"") + frame + self._beat_line(channel)

    async def _put(self, send: Send, listener: Listener, data: bytes) -> None:
        listener.sending_since = time.monotonic()
        await send({"type": "http.response.body", "body": data, "more_body": True})
        listener.sending_since = None

    async def _answer_once(self, channel: Channel, listener: Listener, send: Send) -> None:
        """The newest frame as soon as there is a newer one, or none after the time of a beat; and the time."""
        frame: bytes | None = None
        with suppress(TimeoutError):
            async with asyncio.timeout(self._beat):
                while not listener.is_over and (frame := channel.new_for(listener)) is None:
                    await listener.wait()
        if listener.is_over:
            await refuse(send, 403, "This ticket has ended. The page fetches a new one.")
            return
        beat = self._beat_line(channel)
        again = b"true" if frame and listener.preface() else b"false"
        frame = data_of(frame) if frame else b"null"
        body = b'{"beat":' + data_of(beat) + b',"again":' + again + b',"frame":' + frame + b"}"
        await answer(send, 200, body)

    async def _keep_beating(self) -> None:
        while True:
            await asyncio.sleep(self._beat)
            for channel in list(self._channels.values()):
                if channel and channel.pace is not None:
                    await channel.send_beat(self._beat_line(channel), time.monotonic())

    def _beat_line(self, channel: Channel) -> bytes:
        assert channel.pace is not None
        now = self._runner.clock.now()
        beat = {"real_ms": to_ms(now), "now_ms": to_ms(channel.pace.at(now)), "rate": channel.pace.rate}
        return b"event: beat\ndata: " + msgspec.json.encode(beat) + b"\n\n"

    # Building

    def _grown_here(self, heads: Mapping[UUID, int]) -> None:
        """This process has written: its own screens need not wait until the database is looked at."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed already
                self._loop.call_soon_threadsafe(self._changed, heads)

    def _changed(self, heads: Mapping[UUID, int] | None) -> None:
        """Journals have grown to these numbers; None when nobody knows which, as after a reconnect."""
        news = dict.fromkeys(self._channels) if heads is None else heads
        for session_id, seq in news.items():
            channel = self._channels.get(session_id)
            if channel and channel.heard_of(seq):
                self._build_soon(channel)

    def _build_soon(self, channel: Channel) -> None:
        if channel.building is None:
            channel.building = asyncio.create_task(self._build(channel))

    async def _build(self, channel: Channel) -> None:
        try:
            while channel.is_stale and channel:
                await asyncio.sleep(max(channel.built_at + self._every - time.monotonic(), 0))
                channel.is_stale = False
                channel.readings += 1
                channel.built_at = time.monotonic()
                roles, known = channel.roles(), dict(channel.versions)
                head, frames = await self._in_thread(self._read_frames, channel.session_id, roles, known)
                self.frames_built += bool(frames)
                if channel.took(head, frames):
                    await channel.wake()
        except NotFound:
            end_all(channel)
        except Exception as error:  # the database is busy or away: the next change, or the next check, tries again
            channel.is_stale = True
            log.warning("frames not built", error_type=type(error).__name__)
        finally:
            channel.building = None
            self._forget_if_empty(channel)

    def _forget_if_empty(self, channel: Channel) -> None:
        if not channel and channel.building is None and self._channels.get(channel.session_id) is channel:
            del self._channels[channel.session_id]

    def _read_frames(
        self, session_id: UUID, roles: list[str], known: Mapping[str, int]
    ) -> tuple[int, dict[str, tuple[int, bytes]]]:
        head, frames = self._runner.read(new_frames, session_id, roles, known)
        return head, {role: (frame["seq"], frame_lines(frame["seq"], frame)) for role, frame in frames.items()}

    def _read_pace(self, session_id: UUID) -> Pace:
        return self._runner.read(forums.pace_in, session_id)

    async def _in_thread(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, partial(read, *args, **kwargs))

    # Who may still listen

    async def _check_sessions(self) -> None:
        """End the streams of those who may not listen any more, and read paces again, which may change."""
        while True:
            await asyncio.sleep(self._check)
            with suppress(Exception):
                await self._check_once()

    async def _check_once(self) -> None:
        listening = [one for channel in self._channels.values() for one in channel]
        tickets_held = {one.ticket for one in listening if one.ticket.is_bound}
        if tickets_held:
            over = await self._no_longer_good(tickets_held)
            end_all(one for one in listening if one.ticket in over)
        for channel in list(self._channels.values()):
            with suppress(NotFound):
                channel.pace = await self._in_thread(self._read_pace, channel.session_id)
            if channel.is_stale and channel:
                self._build_soon(channel)

    async def _no_longer_good(self, held: set[Ticket]) -> set[Ticket]:
        return await self._in_thread(self._runner.read, no_longer_good, held)


async def _until_gone(receive: Receive, listener: Listener) -> None:
    while True:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            listener.end()
            return
