"""A wire between a client and a server that can be cut: a TCP proxy whose connections break when told to."""

from __future__ import annotations

import random
import socket
import struct
import threading
from contextlib import suppress
from types import TracebackType

RESET = struct.pack("ii", 1, 0)  # closing sends a reset, as a network that lost the connection does
AT_ONCE = 512


class WireCutter:
    """Listens on a port of its own and passes bytes on, both ways, until a connection is cut."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._lock = threading.Lock()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self.cuts = 0

    @property
    def port(self) -> int:
        return int(self._listening.getsockname()[1])

    def cut(self, draw: random.Random) -> int:
        """Cut one connection, some or all of them; how many that were."""
        with self._lock:
            pairs = list(self._pairs)
        chosen = [] if not pairs else draw.choice([[draw.choice(pairs)], draw.sample(pairs, k=len(pairs) // 2), pairs])
        for pair in chosen:
            self._break(pair)
        self.cuts += bool(chosen)
        return len(chosen)

    def __enter__(self) -> WireCutter:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        with self._lock:
            pairs = list(self._pairs)
        for pair in pairs:
            self._break(pair)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self._target)
            except OSError:
                client.close()
                continue
            pair = (client, server)
            with self._lock:
                self._pairs.append(pair)
            for here, there in (pair, (server, client)):
                threading.Thread(target=self._pass_on, args=(pair, here, there), daemon=True).start()

    def _pass_on(self, pair: tuple[socket.socket, socket.socket], here: socket.socket, there: socket.socket) -> None:
        try:
            while data := here.recv(AT_ONCE):
                there.sendall(data)
        except OSError:
            pass
        self._break(pair)

    def _break(self, pair: tuple[socket.socket, socket.socket]) -> None:
        with self._lock:
            if pair not in self._pairs:
                return
            self._pairs.remove(pair)
        for end in pair:
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                end.shutdown(socket.SHUT_RDWR)
            end.close()
