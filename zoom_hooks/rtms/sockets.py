"""Opening a socket to an address that came from outside, and reading messages from it."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from zoom_hooks.addresses import Allowlist
from zoom_hooks.rtms.codes import Msg
from zoom_hooks.rtms.messages import Message, encode, keep_alive_answer
from zoom_hooks.wire import Malformed, read_object


class SocketLost(Exception):
    """The connection could not be made, broke, or went silent for too long."""


@dataclass(frozen=True, slots=True)
class Timings:
    """Waiting times in seconds. The defaults are Zoom's; tests take small ones."""

    handshake: float = 10.0
    silence: float = 65.0
    """Neither data nor keep-alive for so long: the socket is dead."""
    suspicion: float = 15.0
    """The same, once Zoom has said that media were interrupted."""
    fallback: float = 10.0
    """After a loss, wait so long for Zoom to say what to do before reconnecting unasked."""
    backoff: tuple[float, ...] = (3.0, 6.0, 12.0, 24.0, 30.0)
    duplicate_retries: tuple[float, ...] = (1.5, 3.0, 6.0)
    give_up: float = 600.0
    closing: float = 2.0
    """Media sockets that close so shortly before the stream's end have missed nothing."""

    def pause(self, failures: int) -> float:
        """How long to wait before the next attempt after so many failed ones."""
        return self.backoff[min(failures, len(self.backoff) - 1)]


class _NoRedirects(connect):
    """A stream server does not redirect; following one would go round the address check."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


class Socket:
    """One open socket. Keep-alives are answered while reading; frames may be text or binary."""

    def __init__(self, connection: ClientConnection, *, binary: bool) -> None:
        self._connection = connection
        self._binary = binary
        self.heard_at = asyncio.get_running_loop().time()

    @classmethod
    async def open(
        cls, url: str, allowed: Allowlist, timings: Timings, *, tls: ssl.SSLContext | None = None, binary: bool = False
    ) -> Socket:
        """Raises UnsafeAddress before anything is sent, SocketLost when it cannot be reached."""
        origin = allowed.check(url, schemes=("wss", "ws"))
        loop = asyncio.get_running_loop()
        try:
            number = await loop.run_in_executor(None, allowed.resolve, origin)
            secure: dict[str, Any] = {}
            if origin.secure:
                secure = {"ssl": tls or ssl.create_default_context(), "server_hostname": origin.host}
            connection = await _NoRedirects(
                url,
                host=number,
                port=origin.port,
                proxy=None,
                compression=None,
                ping_interval=None,
                open_timeout=timings.handshake,
                close_timeout=1,
                max_size=2**20,
                **secure,
            )
        except (OSError, TimeoutError, InvalidHandshake, InvalidURI, EOFError) as error:
            raise SocketLost("could not connect") from error
        return cls(connection, binary=binary)

    async def send(self, message: Message) -> None:
        try:
            await self._connection.send(encode(message, binary=self._binary))
        except ConnectionClosed as error:
            raise SocketLost("closed") from error

    async def receive(self, within: float) -> Message:
        """The next message, keep-alives included (they are answered here); what cannot be read is skipped."""
        while True:
            try:
                async with asyncio.timeout(within):
                    raw = await self._connection.recv()
            except (ConnectionClosed, TimeoutError) as error:
                raise SocketLost("closed or silent") from error
            self.heard_at = asyncio.get_running_loop().time()
            try:
                message = read_object(raw)
            except Malformed:
                continue
            if message.get("msg_type") == Msg.KEEP_ALIVE_REQ:
                await self.send(keep_alive_answer(message))
            return message

    def cut(self) -> None:
        """Break the connection; whoever reads gets SocketLost."""
        self._connection.transport.abort()

    async def close(self) -> None:
        await self._connection.close()
