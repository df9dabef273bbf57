"""The live floor: how fast a journal is replayed, and how soon a hand is on every screen.

    python -m tests.bench.floor [--listeners 200] [--hands 100] [--a-second 10]

Listeners run in a process of their own on the same machine. "Late" is the last screen's receipt of a frame that holds
the hand, less the commit of that hand, less the coalescing interval that a frame may wait by design.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import tempfile
import time
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from companion import migrations
from companion.app import create_app
from companion.floor import chairing, tickets
from companion.floor.journals import By
from companion.floor.ordering import order
from companion.floor.reducer import reduce, replay
from companion.floor.state import Floor
from companion.floor.tickets import Ticket
from companion.kernel.db import make_engine
from companion.kernel.ids import new_id
from companion.web.live import EVERY_SECONDS
from companion.wiring import wire
from tests.conftest import settings_in
from tests.floor.serving import serving
from tests.floor.test_journals import long_journal
from tests.house import House


def main() -> None:
    """Print the figures, one a line."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--listeners", type=int, default=200)
    asked.add_argument("--hands", type=int, default=100)
    asked.add_argument("--a-second", type=float, default=10)
    options = asked.parse_args()
    folding()
    pushing(options.listeners, options.hands, options.a_second)


def folding() -> None:
    """Replaying 10,000 events at once and one by one, and ordering those who wait."""
    log = long_journal(10_000)
    began = time.perf_counter()
    floor = replay(log)
    at_once = time.perf_counter() - began
    began = time.perf_counter()
    one_by_one = Floor()
    for recorded in log:
        one_by_one = reduce(one_by_one, recorded)
    singly = time.perf_counter() - began
    assert one_by_one == floor
    began = time.perf_counter()
    waiting = len(order(floor))
    ordered = time.perf_counter() - began
    print(f"replay   10,000 events in {at_once * 1000:.0f} ms ({10_000 / at_once:,.0f} a second)")
    print(f"reduce   one by one {10_000 / singly:,.0f} events a second")
    print(f"order    {waiting} waiting in {ordered * 1000:.2f} ms")


def pushing(listeners: int, hands: int, a_second: float) -> None:
    """Hands at a steady pace, and how late the last screen has each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/companion.db"
        engine = make_engine(url)
        migrations.upgrade(engine)
        engine.dispose()
        wiring = wire(settings_in(folder, url))
        house = House(wiring)
        session_id = house.forum_session(house.programme(), state="live", starts_in=timedelta(minutes=-5))
        by = By("steward")

        def step(name: str, **form: str) -> int:
            return house.run(chairing.perform, session_id, name, form, by=by, key=str(new_id())).seq  # type: ignore[no-any-return]

        step("start_session")
        with serving(wiring, create_app(wiring)) as (base, live):
            ticket = Ticket(session_id, "attendee", None)
            token = tickets.issue(ticket, secret=wiring.settings.secret_key, now=house.now)
            ours, theirs = multiprocessing.Pipe()
            last = hands + 1
            process = multiprocessing.get_context("spawn").Process(
                target=listen, args=(base, f"/live/{session_id}?ticket={token}", listeners, last, theirs)
            )
            process.start()
            connected = ours.recv()
            committed: dict[int, float] = {}
            began = time.monotonic()
            for number in range(hands):
                wait = began + number / a_second - time.monotonic()
                time.sleep(max(wait, 0))
                committed[step("add", who=f"Person {number:04}", new="yes")] = time.monotonic()
            received: dict[int, float] = ours.recv()
            process.join(30)
            built = live.frames_built
        wiring.close()
    late = [(received[seq] - at - EVERY_SECONDS) * 1000 for seq, at in committed.items()]
    p99 = quantiles(late, n=100)[98]
    print(
        f"push     {listeners} listeners, all connected after {connected:.1f} s; {hands} hands at {a_second:g} a second"
    )
    print(f"         on the last screen p50 {median(late):.0f} ms, p99 {p99:.0f} ms over the coalescing interval")
    print(f"         {built} frames built, {len(received)} of {hands} hands on every screen")


def listen(base: str, path: str, listeners: int, last: int, told: Connection) -> None:
    """Open so many streams; tell when all are open, and then when the last of them had each number."""
    host, port = urlsplit(base).hostname or "", urlsplit(base).port or 0
    asyncio.run(_listen(host, port, path, listeners, last, told))


async def _listen(host: str, port: int, path: str, listeners: int, last: int, told: Connection) -> None:
    seen: dict[int, float] = {}
    connected = 0
    began = time.monotonic()

    async def one() -> None:
        nonlocal connected
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(f"GET {path}&since=0 HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        had, is_first = 1, True
        while had < last:
            line = await reader.readline()
            if not line.startswith(b"data: ") or b'"seq"' not in line:
                continue
            seq, at = json.loads(line[6:])["seq"], time.monotonic()
            for number in range(had + 1, seq + 1):
                seen[number] = max(seen.get(number, 0.0), at)
            had = max(had, seq)
            if is_first:
                is_first = False
                connected += 1
                if connected == listeners:
                    told.send(time.monotonic() - began)
        writer.close()

    await asyncio.gather(*(one() for _ in range(listeners)))
    told.send(seen)


if __name__ == "__main__":
    main()
