"""One accepted socket of the simulated caption stream: messages out in order, keep-alives while nothing else flows."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from zoom_hooks.rtms.codes import Msg
from zoom_hooks.sim.clock import MeetingClock

Message = Mapping[str, object]
MISSED_KEEP_ALIVES = 3


class Line:
    """Belongs to one event loop. `say` never waits; what is said after the end is dropped."""

    def __init__(
        self, connection: ServerConnection, clock: MeetingClock, *, keep_alive_seconds: float, binary: bool
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._keep_alive_seconds = keep_alive_seconds
        self._binary = binary
        self._out: asyncio.Queue[Message | None] = asyncio.Queue()
        self.keep_alives = 0
        self.answered = 0
        self._asked: dict[int, int] = {}
        self.is_ready = False
        self.missed_keep_alives = False

    def say(self, message: Message) -> None:
        self._out.put_nowait(message)

    def hang_up(self) -> None:
        """Close in good order once everything said before is out."""
        self._out.put_nowait(None)

    def cut(self) -> None:
        """Break the connection without a word, as a network does."""
        self._connection.transport.abort()

    def heard(self, message: Message) -> None:
        """Note an answer to a keep-alive; one that echoes the wrong numbers is no answer."""
        if message.get("msg_type") != Msg.KEEP_ALIVE_RESP:
            return
        stamp = message.get("timestamp")
        for sequence, asked_at in list(self._asked.items()):
            if stamp == asked_at and message.get("sequence", sequence) == sequence:
                del self._asked[sequence]
                self.answered += 1

    async def run(self) -> None:
        """Write until hung up, or until three keep-alives went unanswered."""
        try:
            while True:
                try:
                    message = await asyncio.wait_for(self._out.get(), self._keep_alive_seconds)
                except TimeoutError:
                    if len(self._asked) >= MISSED_KEEP_ALIVES:
                        self.missed_keep_alives = True
                        break
                    message = self._keep_alive()
                if message is None:
                    break
                text = json.dumps(message, separators=(",", ":"), ensure_ascii=False)
                await self._connection.send(text.encode() if self._binary else text)
            await self._connection.close()
        except ConnectionClosed:
            return

    def _keep_alive(self) -> Message:
        self.keep_alives += 1
        self._asked[self.keep_alives] = self._clock.ms()
        return {
            "msg_type": Msg.KEEP_ALIVE_REQ,
            "sequence": self.keep_alives,
            "timestamp": self._asked[self.keep_alives],
        }
