"""`/live/<forum session>`: the native ASGI route that pushes snapshots, and the hub that builds each one once.

A ticket says who listens to what. A listener holds only the number of the last frame it was sent, never a queue: a slow
reader skips, and memory stays bounded. Frames are built once per role and change, the first at once, then at most five
a second. Other processes' changes are noticed by `watching.py`; a frame is always read from the database.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qs
from uuid import UUID

import msgspec

from companion.floor import tickets
from companion.floor.frames import ROLES, frames_of
from companion.floor.participants import has_place
from companion.floor.tickets import Ticket, TicketRefused
from companion.forums import service as forums
from companion.kernel.clocks import Pace, to_ms
from companion.kernel.errors import NotFound
from companion.kernel.log import log
from companion.kernel.uow import Runner, Uow
from companion.people import sign_in
from companion.people.access import may
from companion.web.shell import Message, Receive, Scope, Send
from companion.web.watching import watch

EVERY_SECONDS = 0.2  # at most five frames a second
BEAT_SECONDS = 2.0
BLOCKED_SECONDS = 20.0
CHECK_SECONDS = 4.0
LIVES_SECONDS = 300.0  # then the page comes back with a fresh ticket, which its role has to allow again
MOST_LISTENERS = 4_000
RETRY_MS = 1_000
#: what somebody must be allowed to do for a stream of that role, at its beginning and all along
ACTIONS = {"chair": "floor.chair", "attendee": "floor.take_part", "stage": "floor.stage"}


@dataclass(eq=False)
class Listener:
    """One open stream."""

    ticket: Ticket
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    sent: int = -1
    is_over: bool = False


@dataclass(eq=False)
class Channel:
    """One forum session's listeners, and the last frames built for them."""

    session_id: UUID
    listeners: set[Listener] = field(default_factory=set)
    frames: dict[str, bytes] = field(default_factory=dict)
    version: int = -1
    built_at: float = float("-inf")
    building: asyncio.Task[None] | None = None
    is_stale: bool = True
    pace: Pace | None = None

    def roles(self) -> set[str]:
        return {listener.ticket.role for listener in self.listeners}


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
        self.frames_built = 0

    async def start(self) -> None:
        """Begin to watch the journal and the browser sessions."""
        self._loop = asyncio.get_running_loop()
        watcher = watch(self._runner.engine, self._changed)
        self._tasks = [asyncio.create_task(watcher()), asyncio.create_task(self._check_sessions())]

    async def stop(self) -> None:
        """End every stream and stop watching."""
        self._end_all()
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        self._tasks = []

    def hang_up(self) -> None:
        """End every stream, from whichever thread; the pages come back by themselves."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._end_all)

    def _end_all(self) -> None:
        for channel in self._channels.values():
            _end(channel.listeners)

    @property
    def listeners(self) -> int:
        """How many streams are open."""
        return sum(len(channel.listeners) for channel in self._channels.values())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer `GET /live/<forum session>?ticket=…&since=…` with a stream; anything else with a plain refusal."""
        if scope["method"] != "GET":
            await _answer(send, 405, "Only GET is answered here.")
            return
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        try:
            ticket = tickets.read(
                query.get("ticket", [""])[0],
                secret=self._runner.settings.secret_key,
                now=self._runner.clock.now(),
            )
        except TicketRefused:
            await _answer(send, 403, "This ticket has ended. The page fetches a new one.")
            return
        if scope["path"] != f"/live/{ticket.forum_session_id}" or ticket.role not in ROLES:
            await _answer(send, 403, "This ticket is for something else.")
            return
        if self.listeners >= MOST_LISTENERS:
            await _answer(send, 503, "Too many pages listen. The page asks every two seconds instead.")
            return
        await self._stream(ticket, _since(scope, query), receive, send)

    async def _stream(self, ticket: Ticket, since: int, receive: Receive, send: Send) -> None:
        channel = self._channels.setdefault(ticket.forum_session_id, Channel(ticket.forum_session_id))
        listener = Listener(ticket, sent=since)
        is_new_role = ticket.role not in channel.roles()
        channel.listeners.add(listener)
        gone = asyncio.create_task(_until_gone(receive, listener))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _STREAM_HEADERS})
            if channel.pace is None:
                channel.pace = await asyncio.to_thread(self._read_pace, channel.session_id)
            await self._put(send, f"retry: {RETRY_MS}\n".encode() + self._beat_line(channel))
            if is_new_role:
                channel.is_stale = True
            if channel.is_stale:
                self._build_soon(channel)
            await self._serve(channel, listener, send)
        except (TimeoutError, OSError, NotFound):
            pass  # the reader is gone, or reads nothing; it comes back by itself
        finally:
            gone.cancel()
            channel.listeners.discard(listener)
            if not channel.listeners and channel.building is None:
                self._channels.pop(channel.session_id, None)
            with suppress(Exception):
                await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _serve(self, channel: Channel, listener: Listener, send: Send) -> None:
        """Send the newest frame whenever there is one, and a beat whenever there is none for a while."""
        ends = time.monotonic() + LIVES_SECONDS
        while not listener.is_over:
            frame = channel.frames.get(listener.ticket.role)
            if frame is not None and channel.version > listener.sent:
                listener.sent = channel.version
                await self._put(send, frame)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._beat):
                    await listener.woken.wait()
            if not listener.woken.is_set():
                await self._put(send, self._beat_line(channel))
            listener.woken.clear()
            if time.monotonic() > ends:
                await self._put(send, b"event: bye\ndata: {}\n\n")
                return

    async def _put(self, send: Send, data: bytes) -> None:
        async with asyncio.timeout(BLOCKED_SECONDS):
            await send({"type": "http.response.body", "body": data, "more_body": True})

    def _beat_line(self, channel: Channel) -> bytes:
        assert channel.pace is not None
        now = self._runner.clock.now()
        beat = {"real_ms": to_ms(now), "now_ms": to_ms(channel.pace.at(now)), "rate": channel.pace.rate}
        return b"event: beat\ndata: " + msgspec.json.encode(beat) + b"\n\n"

    # Building

    def _changed(self, session_ids: Iterable[UUID] | None) -> None:
        """The journals of these forum sessions have grown; None when nobody knows which, as after a reconnect."""
        wanted = list(self._channels) if session_ids is None else session_ids
        for session_id in wanted:
            channel = self._channels.get(session_id)
            if channel is not None and channel.listeners:
                channel.is_stale = True
                self._build_soon(channel)

    def _build_soon(self, channel: Channel) -> None:
        if channel.building is None:
            channel.building = asyncio.create_task(self._build(channel))

    async def _build(self, channel: Channel) -> None:
        try:
            while channel.is_stale and channel.listeners:
                await asyncio.sleep(max(channel.built_at + self._every - time.monotonic(), 0))
                channel.is_stale = False
                channel.built_at = time.monotonic()
                await self._build_once(channel)
        except NotFound:
            _end(channel.listeners)
        except Exception as error:  # the database is busy or away: the next change, or the next beat, tries again
            channel.is_stale = True
            log.warning("frames not built", error_type=type(error).__name__)
        finally:
            channel.building = None
            if not channel.listeners:
                self._channels.pop(channel.session_id, None)

    async def _build_once(self, channel: Channel) -> None:
        frames = await asyncio.to_thread(self._read_frames, channel.session_id, sorted(channel.roles()))
        if not frames:
            return
        self.frames_built += 1
        version = next(iter(frames.values()))["seq"]
        has_new_role = not set(frames) <= set(channel.frames)
        if version == channel.version and not has_new_role:
            return
        channel.version = version
        channel.frames = {role: _frame_lines(version, frame) for role, frame in frames.items()}
        for listener in channel.listeners:
            listener.woken.set()

    def _read_frames(self, session_id: UUID, roles: list[str]) -> dict[str, dict[str, Any]]:
        return self._runner.read(frames_of, session_id, roles)

    def _read_pace(self, session_id: UUID) -> Pace:
        return self._runner.read(lambda uow: forums.pace_of(forums.session_of(uow, session_id)))

    # Who may still listen

    async def _check_sessions(self) -> None:
        """End the streams of those who may not listen any more, and read paces again, which may change."""
        while True:
            await asyncio.sleep(self._check)
            with suppress(Exception):
                await self._check_once()

    async def _check_once(self) -> None:
        listening = [one for channel in self._channels.values() for one in channel.listeners]
        tickets_held = {one.ticket for one in listening if one.ticket.browser_session_id is not None}
        if tickets_held:
            over = await asyncio.to_thread(self._runner.read, _no_longer_good, tickets_held)
            _end(one for one in listening if one.ticket in over)
        for channel in list(self._channels.values()):
            with suppress(NotFound):
                channel.pace = await asyncio.to_thread(self._read_pace, channel.session_id)
            if channel.is_stale and channel.listeners:
                self._build_soon(channel)


def _no_longer_good(uow: Uow, held: set[Ticket]) -> set[Ticket]:
    """The tickets whose holders may not listen any more: signed out, a role taken away, a place given back."""
    return {ticket for ticket in held if not _may_listen(uow, ticket)}


def _may_listen(uow: Uow, ticket: Ticket) -> bool:
    assert ticket.browser_session_id is not None
    viewer = sign_in.viewer_in(uow, ticket.browser_session_id)
    scope = forums.scope_of_session(uow, ticket.forum_session_id)
    if scope is None or not viewer.is_known or not may(viewer, ACTIONS[ticket.role], scope):
        return False
    return ticket.role != "attendee" or has_place(uow, ticket.forum_session_id, viewer.registration_id)


def _end(listeners: Iterable[Listener]) -> None:
    for listener in listeners:
        listener.is_over = True
        listener.woken.set()


def _since(scope: Scope, query: dict[str, list[str]]) -> int:
    """The last number that the page has; an unreadable one means none."""
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    text = headers.get(b"last-event-id") or query.get("since", [""])[0]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1


def _frame_lines(version: int, frame: dict[str, Any]) -> bytes:
    return f"id: {version}\nevent: frame\ndata: ".encode() + msgspec.json.encode(frame) + b"\n\n"


async def _until_gone(receive: Receive, listener: Listener) -> None:
    while True:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            _end((listener,))
            return


async def _answer(send: Send, status: int, sentence: str) -> None:
    body = msgspec.json.encode({"type": "about:blank", "status": status, "detail": sentence})
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


_STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
