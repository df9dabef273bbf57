"""Many viewers in a process of their own: one epoll loop reads every stream, and one raw sender to compare with.

A viewer does what the page does: fetch a ticket, open the stream with the number it has, take the newest snapshot, and
come back by itself when it is cut off. `Crowd` is the handle that a bench holds.
"""

from __future__ import annotations

import heapq
import json
import multiprocessing
import random
import re
import select
import socket
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

_ID = re.compile(rb"id: (\d+)\nevent: frame")
AGAIN_SECONDS = (1.0, 2.0, 4.0, 8.0)


@dataclass(frozen=True)
class Seen:
    """What the viewers saw of one number: how many had it at all, and when the first and the last of them did."""

    viewers: int
    first: float
    last: float


class Crowd:
    """A process full of viewers."""

    def __init__(self) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=_run, args=(theirs,), daemon=True)
        self._process.start()

    def open(self, count: int, port: int, ticket_path: str, cookies: list[str]) -> float:
        """Open so many streams, of these browsers in turn; seconds until each had its first snapshot."""
        return float(self._ask("open", count, port, ticket_path, cookies))

    def open_raw(self, count: int, port: int) -> float:
        """Connect so many viewers to a raw sender, which asks for no ticket."""
        return float(self._ask("open_raw", count, port))

    def close(self) -> None:
        """Hang up every stream."""
        self._ask("close")

    def forget(self) -> None:
        """Begin counting anew."""
        self._ask("forget")

    def seen(self) -> dict[int, Seen]:
        """Every number since, as far as the viewers have come; a later snapshot shows all earlier ones."""
        return {seq: Seen(*values) for seq, values in self._ask("seen").items()}

    def wait_for(self, seq: int, seconds: float = 20.0) -> dict[int, Seen]:
        """The same, once every viewer has this number; or what there is when the time is over."""
        self._ask("wait", seq, seconds)
        return self.seen()

    def figures(self) -> dict[str, Any]:
        """Bytes and snapshots since `forget`, how often viewers came back, and the most snapshots one got by that."""
        return dict(self._ask("figures"))

    def end(self) -> None:
        self._pipe.send(("end",))
        self._process.join(10)

    def __enter__(self) -> Crowd:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def _ask(self, *words: Any) -> Any:
        self._pipe.send(words)
        return self._pipe.recv()


def raw_sender(theirs: Connection) -> None:
    """The limit of this machine: one loop that writes the same bytes to every socket, when told `(seq, size)`."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(2048)
        theirs.send(listening.getsockname()[1])
        viewers = []
        while True:
            told = theirs.recv()
            if told is None:
                return
            if told[0] == "accept":
                viewers = [listening.accept()[0] for _ in range(told[1])]
                theirs.send(len(viewers))
                continue
            seq, size = told
            frame = f"id: {seq}\nevent: frame\ndata: ".encode().ljust(size - 2, b"x") + b"\n\n"
            chunk = b"%x\r\n" % len(frame) + frame + b"\r\n"
            began = time.monotonic()
            for viewer in viewers:
                viewer.send(chunk)
            theirs.send(began)


@dataclass(eq=False)
class _Viewer:
    port: int
    ticket_path: str
    cookie: str
    stream: socket.socket | None = None
    waits_for_ticket: bool = False
    data: bytes = b""
    seq: int = -1
    failures: int = 0
    snapshots: int = 0  # since this stream was opened
    is_settled: bool = False


@dataclass
class _Room:
    """All viewers, and what they saw."""

    epoll: select.epoll = field(default_factory=select.epoll)
    viewers: list[_Viewer] = field(default_factory=list)
    by_fd: dict[int, _Viewer] = field(default_factory=dict)
    seen: dict[int, list[float]] = field(default_factory=dict)
    due: list[tuple[float, int, _Viewer]] = field(default_factory=list)
    bytes: int = 0
    frames: int = 0
    frame_bytes: int = 0
    returns: int = 0
    most_snapshots: int = 0
    random: random.Random = field(default_factory=lambda: random.Random(7))

    def connect(self, viewer: _Viewer) -> None:
        viewer.stream = socket.socket()
        viewer.data, viewer.snapshots = b"", 0
        try:
            viewer.stream.connect(("127.0.0.1", viewer.port))
        except OSError:
            self.lost(viewer)
            return
        viewer.stream.setblocking(False)
        self.by_fd[viewer.stream.fileno()] = viewer
        self.epoll.register(viewer.stream.fileno(), select.EPOLLIN)
        if viewer.ticket_path:
            viewer.waits_for_ticket = True
            self.ask(viewer, viewer.ticket_path)

    def ask(self, viewer: _Viewer, path: str) -> None:
        assert viewer.stream is not None
        lines = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{viewer.port}\r\nAccept: application/json\r\n"
        viewer.stream.send(f"{lines}Cookie: {viewer.cookie}\r\n\r\n".encode())

    def lost(self, viewer: _Viewer) -> None:
        """The stream is gone: again after a while with some chance in it, as the page does."""
        self.drop(viewer)
        wait = AGAIN_SECONDS[min(viewer.failures, 3)] * (0.7 + self.random.random() * 0.6)
        viewer.failures += 1
        heapq.heappush(self.due, (time.monotonic() + wait, id(viewer), viewer))

    def drop(self, viewer: _Viewer) -> None:
        if viewer.stream is not None:
            self.by_fd.pop(viewer.stream.fileno(), None)
            viewer.stream.close()
            viewer.stream = None

    def turn(self, seconds: float) -> None:
        """Read what has come, for at most so long, and come back where it is time."""
        now = time.monotonic()
        while self.due and self.due[0][0] <= now:
            self.connect(heapq.heappop(self.due)[2])
        for fd, _ in self.epoll.poll(seconds, 2048):
            viewer = self.by_fd.get(fd)
            if viewer is None:
                continue
            assert viewer.stream is not None
            try:
                data = viewer.stream.recv(262_144)
            except BlockingIOError:
                continue
            except OSError:
                data = b""
            if data:
                self.heard(viewer, data)
            else:
                self.lost(viewer)

    def heard(self, viewer: _Viewer, data: bytes) -> None:
        self.bytes += len(data)
        data = viewer.data = viewer.data + data if viewer.data else data
        if viewer.waits_for_ticket:
            head, _, body = data.partition(b"\r\n\r\n")
            if body.endswith(b"}\n") or body.endswith(b"}"):
                said = json.loads(body)
                viewer.waits_for_ticket, viewer.data = False, b""
                self.ask(viewer, f"{said['url']}?ticket={said['ticket']}&since={viewer.seq}")
            elif b" 200 " not in head[:20] and head:
                self.lost(viewer)
            return
        if not data.endswith(b"\n\n\r\n"):
            if data.endswith(b"0\r\n\r\n"):
                self.lost(viewer)
            return
        viewer.data = b""
        at = time.monotonic()
        if viewer.failures:
            self.returns += 1
            viewer.failures = 0
        for found in _ID.finditer(data):
            seq = int(found[1])
            viewer.snapshots += 1
            self.frames += 1
            self.frame_bytes += len(data) - found.start()
            for number in range(viewer.seq + 1, seq + 1):
                entry = self.seen.get(number)
                if entry is None:
                    self.seen[number] = [1, at, at]
                else:
                    entry[0] += 1
                    entry[2] = at
            viewer.seq = max(viewer.seq, seq)
        viewer.is_settled = True

    def settle(self, is_done: Any, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while not is_done() and time.monotonic() < ends:
            self.turn(0.05)


def _run(pipe: Connection) -> None:
    room = _Room()
    while True:
        if not pipe.poll():
            room.turn(0.005)
            continue
        words = pipe.recv()
        if words[0] == "end":
            return
        pipe.send(_answer(room, *words))


def _answer(room: _Room, what: str, *given: Any) -> Any:
    if what in ("open", "open_raw"):
        count, port = given[0], given[1]
        path, cookies = given[2:] if what == "open" else ("", [""])
        began = time.monotonic()
        fresh = [_Viewer(port, path, cookies[number % len(cookies)]) for number in range(count)]
        room.viewers += fresh
        for number, viewer in enumerate(fresh):
            room.connect(viewer)
            if number % 20 == 19:
                room.turn(0)
        if what == "open":
            room.settle(lambda: all(viewer.seq >= 0 for viewer in fresh), 60)
        return time.monotonic() - began
    if what == "close":
        for viewer in room.viewers:
            room.drop(viewer)
        room.viewers, room.due = [], []
    elif what == "forget":
        room.seen, room.bytes, room.frames, room.frame_bytes, room.returns = {}, 0, 0, 0, 0
    elif what == "wait":
        seq, seconds = given
        room.settle(lambda: all(viewer.seq >= seq for viewer in room.viewers), seconds)
    elif what == "seen":
        return room.seen
    elif what == "figures":
        on_return = max((viewer.snapshots for viewer in room.viewers), default=0)
        return {
            "viewers": len(room.viewers),
            "bytes": room.bytes,
            "frames": room.frames,
            "frame_bytes": room.frame_bytes,
            "returns": room.returns,
            "most_snapshots": on_return,
            "open": sum(viewer.stream is not None for viewer in room.viewers),
        }
    return None
