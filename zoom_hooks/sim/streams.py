"""The server side of caption streams: Zoom's signaling and media sockets, by the letter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from zoom_hooks.rtms.codes import (
    CONTENT_TEXT,
    Happening,
    Media,
    Msg,
    SessionState,
    Status,
    Stop,
    StreamState,
)
from zoom_hooks.sim import handshakes
from zoom_hooks.sim.clock import MeetingClock
from zoom_hooks.sim.lines import Line, Message
from zoom_hooks.wire import Fields, Malformed, read_object

Kind = Literal["transcript", "chat", "all"]


@dataclass(slots=True)
class SimStream:
    """One caption stream. `media` holds the open media sockets by kind.

    What was subscribed to stays so when the client comes back: Zoom's own client does not ask again.
    """

    id: str
    meeting_id: str
    meeting_uuid: str
    is_active: bool = True
    is_paused: bool = False
    stop_reason: int = 0
    first_packet_ms: int = 0
    signaling: Line | None = None
    media: dict[str, Line] = field(default_factory=dict)
    subscribed: set[int] = field(default_factory=set)
    lost_messages: int = 0
    give_up: asyncio.TimerHandle | None = None

    def listeners(self, kind: Kind) -> list[Line]:
        """The media sockets that get this kind of data now: open, and acknowledged as ready."""
        return [line for name in (kind, "all") if (line := self.media.get(name)) is not None and line.is_ready]


class Streams:
    """All caption streams and the sockets on them. Belongs to one event loop."""

    def __init__(
        self,
        *,
        client_id: str,
        client_secret: str,
        clock: MeetingClock,
        media_url: Callable[[str], str],
        on_lost: Callable[[SimStream], None],
        on_closed: Callable[[SimStream, int], None],
        keep_alive_seconds: float,
        handshake_seconds: float,
        reconnect_seconds: float,
        binary: bool,
    ) -> None:
        self._client_id = client_id
        self._client_secret = client_secret
        self._clock = clock
        self._media_url = media_url
        self._on_lost = on_lost
        self._on_closed = on_closed
        self._keep_alive_seconds = keep_alive_seconds
        self._handshake_seconds = handshake_seconds
        self._reconnect_seconds = reconnect_seconds
        self.binary = binary
        self.by_id: dict[str, SimStream] = {}
        self.refusals: list[int] = []
        self.changed = asyncio.Condition()
        self._notifying: set[asyncio.Task[None]] = set()

    def of_meeting(self, meeting_id: str) -> SimStream | None:
        """The meeting's stream that is going on."""
        return next((s for s in self.by_id.values() if s.meeting_id == meeting_id and s.is_active), None)

    # what is said to listeners

    def data(self, stream: SimStream, kind: Kind, message: Message) -> int:
        """Send to everybody who listens; returns to how many sockets. Without any it is lost, as at Zoom."""
        lines = [] if stream.is_paused else stream.listeners(kind)
        for line in lines:
            line.say(message)
        if not lines:
            stream.lost_messages += 1
        return len(lines)

    def event(self, stream: SimStream, happening: Happening, content: Message) -> None:
        """An event update, to a client that subscribed to its kind."""
        if stream.signaling is not None and stream.signaling.is_ready and happening in stream.subscribed:
            stream.signaling.say({"msg_type": Msg.EVENT_UPDATE, "event": {"event_type": happening, **content}})

    def states(self, stream: SimStream, session: SessionState, state: StreamState, reason: int = 0) -> None:
        if stream.signaling is None:
            return
        now_ms = self._clock.ms()
        stream.signaling.say(
            {
                "msg_type": Msg.STREAM_STATE,
                "rtms_stream_id": stream.id,
                "state": state,
                "reason": reason,
                "timestamp": now_ms,
            }
        )
        stream.signaling.say(
            {
                "msg_type": Msg.SESSION_STATE,
                "rtms_session_id": stream.id,
                "state": session,
                "stop_reason": reason,
                "timestamp": now_ms,
            }
        )

    def stop(self, stream: SimStream, reason: int) -> None:
        """End a stream: say why on the signaling socket, then close every socket."""
        if not stream.is_active:
            return
        stream.is_active = False
        stream.stop_reason = reason
        if stream.give_up is not None:
            stream.give_up.cancel()
        self.states(stream, SessionState.STOPPED, StreamState.TERMINATED, reason)
        for line in [*stream.media.values(), *([stream.signaling] if stream.signaling else [])]:
            line.hang_up()
        self._notify()

    def cut_media(self, stream: SimStream, kind: Kind) -> None:
        """Break one media socket and say so on the signaling socket."""
        line = stream.media.pop(kind, None)
        if line is not None:
            line.cut()
        if stream.signaling is not None:
            now_ms = self._clock.ms()
            self.event(
                stream, Happening.MEDIA_INTERRUPTED, {"timestamp": now_ms, "media_type": int(Media[kind.upper()])}
            )
            stream.signaling.say(
                {
                    "msg_type": Msg.STREAM_STATE,
                    "rtms_stream_id": stream.id,
                    "state": StreamState.INTERRUPTED,
                    "reason": Stop.DATA_INTERRUPTED,
                    "timestamp": now_ms,
                }
            )
        self._notify()

    def cut_all(self, stream: SimStream) -> None:
        """Break every socket of a stream without a word."""
        for line in stream.media.values():
            line.cut()
        stream.media.clear()
        if stream.signaling is not None:
            signaling = stream.signaling
            signaling.cut()
            self._signaling_ended(stream, signaling)

    # sockets

    async def accept(self, connection: ServerConnection) -> None:
        """Serve one socket to its end."""
        path = connection.request.path.partition("?")[0] if connection.request else ""
        kind = path.rsplit("/", 1)[-1]
        try:
            if kind == "signaling":
                await self._signaling(connection)
            elif kind in handshakes.MEDIA:
                await self._media(connection, kind)
            else:
                await connection.close(1008, "unknown path")
        except ConnectionClosed:
            return
        except TimeoutError:
            await connection.close(1008, "no handshake in time")

    async def _first(self, connection: ServerConnection) -> Fields | None:
        """The handshake's message, None when it cannot be read."""
        raw = await asyncio.wait_for(connection.recv(), self._handshake_seconds)
        try:
            return Fields(read_object(raw))
        except Malformed:
            return None

    def _shaken(self, f: Fields | None, wanted: Msg) -> tuple[Status, SimStream | None]:
        stream = self.by_id.get(handshakes.stream_id(f))
        if stream is not None and not stream.is_active:
            stream = None
        named = None if stream is None else (stream.meeting_uuid, stream.id)
        status = handshakes.check(f, wanted, named, self._client_id, self._client_secret)
        return status, stream if status is Status.OK else None

    async def _signaling(self, connection: ServerConnection) -> None:
        f = await self._first(connection)
        status, stream = self._shaken(f, Msg.SIGNALING_REQ)
        if stream is not None and stream.signaling is not None:
            status = Status.DUPLICATE_SIGNALING
        line = self._line(connection)
        answer = handshakes.answer(Msg.SIGNALING_RESP, f, status)
        if status is not Status.OK or stream is None:
            await self._refuse(line, answer)
            return
        urls = {kind: self._media_url(kind) for kind in handshakes.MEDIA}
        answer["media_server"] = {"server_urls": urls, "datacenter_region": "SIM"}
        line.say(answer)
        stream.signaling = line
        if stream.give_up is not None:
            stream.give_up.cancel()
            stream.give_up = None
        await self._serve(connection, line, lambda f: self._on_signaling(stream, line, f))
        self._signaling_ended(stream, line)

    def _signaling_ended(self, stream: SimStream, line: Line) -> None:
        if stream.signaling is line:
            stream.signaling = None
            for media in list(stream.media.values()):
                media.hang_up()
            if stream.is_active and line.missed_keep_alives:
                self._on_closed(stream, Stop.KEEP_ALIVE_TIMEOUT)
            elif stream.is_active:
                loop = asyncio.get_running_loop()
                stream.give_up = loop.call_later(
                    self._reconnect_seconds, self._on_closed, stream, Stop.SIGNALING_INTERRUPTED
                )
                self._on_lost(stream)
        self._notify()

    def _on_signaling(self, stream: SimStream, line: Line, f: Fields) -> None:
        kind = f.integer("msg_type")
        if kind == Msg.EVENT_SUBSCRIPTION:
            for wish in f.objects("events"):
                event_type = wish.integer("event_type") or 0
                (stream.subscribed.add if wish.boolean("subscribe") else stream.subscribed.discard)(event_type)
        elif kind == Msg.CLIENT_READY and f.text("rtms_stream_id") == stream.id:
            self._ready(stream, line)
        elif kind == Msg.SESSION_STATE_REQ:
            state = SessionState.PAUSED if stream.is_paused else SessionState.STARTED
            line.say({"msg_type": Msg.SESSION_STATE_RESP, "session_state": state})
        elif kind == Msg.STREAM_STATE_REQ:
            line.say({"msg_type": Msg.STREAM_STATE_RESP, "rtms_stream_id": stream.id, "state": StreamState.ACTIVE})
        elif kind == Msg.STREAM_CLOSE_REQ:
            line.say({"msg_type": Msg.STREAM_CLOSE_RESP, "status_code": 0, "reason": ""})
            self._on_closed(stream, Stop.RECEIVER_CLOSED)

    def _ready(self, stream: SimStream, line: Line) -> None:
        """From here on data flows on the media sockets that have shaken hands."""
        if not line.is_ready:
            line.is_ready = True
            stream.first_packet_ms = stream.first_packet_ms or self._clock.ms()
            self.states(stream, SessionState.STARTED, StreamState.ACTIVE)
            first = {"event_type": Happening.FIRST_PACKET, "timestamp": stream.first_packet_ms}
            line.say({"msg_type": Msg.EVENT_UPDATE, "event": first})
        for media in stream.media.values():
            media.is_ready = True
        self._notify()

    async def _media(self, connection: ServerConnection, kind: str) -> None:
        f = await self._first(connection)
        status, stream = self._shaken(f, Msg.DATA_REQ)
        if status is Status.OK and f is not None and stream is not None:
            status = handshakes.of_media(
                f, kind, has_session=stream.signaling is not None, is_taken=kind in stream.media
            )
        line = self._line(connection)
        answer = handshakes.answer(Msg.DATA_RESP, f, status)
        if status is not Status.OK or stream is None:
            await self._refuse(line, answer)
            return
        answer["payload_encrypted"] = False
        answer["media_params"] = {"transcript": {"content_type": CONTENT_TEXT}}
        line.say(answer)
        stream.media[kind] = line
        await self._serve(connection, line, lambda _: None)
        if stream.media.get(kind) is line:
            del stream.media[kind]
        self._notify()

    async def _refuse(self, line: Line, answer: Message) -> None:
        status = answer["status_code"]
        assert isinstance(status, int)
        self.refusals.append(int(status))
        line.say(answer)
        line.hang_up()
        await line.run()

    async def _serve(self, connection: ServerConnection, line: Line, on_message: Callable[[Fields], None]) -> None:
        writing = asyncio.create_task(line.run())
        try:
            async for raw in connection:
                try:
                    message = read_object(raw)
                    line.heard(message)
                    on_message(Fields(message))
                except Malformed:
                    await connection.close(1007, "not a message")
        except ConnectionClosed:
            pass
        finally:
            line.hang_up()
            await writing

    def _line(self, connection: ServerConnection) -> Line:
        return Line(connection, self._clock, keep_alive_seconds=self._keep_alive_seconds, binary=self.binary)

    def _notify(self) -> None:
        async def notify() -> None:
            async with self.changed:
                self.changed.notify_all()

        task = asyncio.get_running_loop().create_task(notify())
        self._notifying.add(task)
        task.add_done_callback(self._notifying.discard)
