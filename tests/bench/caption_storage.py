"""How long after its frame a caption is durable, with many streams at once, and how long the chair waits beside them.

    python -m tests.bench.caption_storage [--streams 200] [--rate 2] [--seconds 30]

The follower is the real one, with its claims, renewals, shared commits and follow-ups; only the sockets are left out.
On SQLite on this disk, and on PostgreSQL where a server answers. Promised: p99 of 50 ms at 200 streams with 2 a second.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from companion import migrations
from companion.captions import streams
from companion.floor import chairing, service
from companion.floor.journals import By
from companion.intake import follower
from companion.intake.follower import Follower, Writers
from companion.kernel.clocks import SystemClock
from companion.kernel.ids import ForumSessionId, new_id
from companion.kernel.settings import Settings
from companion.kernel.uow import Uow
from companion.registration import participants
from companion.wiring import Wiring, wire
from tests.conftest import POSTGRES, settings_in
from tests.house import House
from zoom_hooks.rtms import Caption, Item, StreamEnded

PRESS_EVERY = 0.5
VOICES = 10


class Talk:
    """People who talk in many meetings at once, and when what they said was durable."""

    def __init__(self, count: int, rate: float, seconds: float) -> None:
        self.count, self.rate, self.seconds = count, rate, seconds
        self.listened_to = 0
        self.said: dict[int, float] = {}
        self.latencies: list[float] = []
        self.presses: list[float] = []
        self.done = 0

    async def follow(self, start: Any, _app: object, sink: Callable[[Item], Awaitable[None]], **_: object) -> Any:
        """In place of `zoom_hooks.rtms.follow`: sentences as they come in a meeting, once all are listened to."""
        draw = random.Random(start.stream_id)
        self.listened_to += 1
        while self.listened_to < self.count:
            await asyncio.sleep(0.1)
        ends = time.monotonic() + self.seconds
        await asyncio.sleep(draw.random())
        while time.monotonic() < ends:
            now_ms = int(time.time() * 1000)
            words = f"This is sentence {new_id().hex[:6]} of the evening, as long as people make them."
            caption = Caption(str(draw.randint(1, VOICES)), "Guest", words, now_ms - 2_000, now_ms)
            self.said[id(caption)] = time.perf_counter()
            await sink(caption)
            await asyncio.sleep(draw.expovariate(self.rate))
        self.done += 1
        ended = StreamEnded(6)
        await sink(ended)
        return ended

    def watched(self, writers: Writers) -> Writers:
        """The writers, with a note of when each caption was durable."""
        ask = writers.words.ask

        def timed(request: Any, **rank: bool) -> Future[None]:
            answer = ask(request, **rank)
            answer.add_done_callback(lambda _: self._durable(request[1]))
            return answer

        writers.words.ask = timed  # type: ignore[method-assign]
        return writers

    def _durable(self, captions: list[Caption]) -> None:
        now = time.perf_counter()
        self.latencies += [now - self.said.pop(id(caption)) for caption in captions]

    async def press(self, house: House, session_id: ForumSessionId) -> None:
        """The chair of one of the meetings presses a button twice a second."""
        step = "pause_session"
        while True:
            began = time.perf_counter()
            key = new_id().hex
            await asyncio.to_thread(house.run, chairing.perform, session_id, step, {}, by=By("chair"), key=key)
            self.presses.append(time.perf_counter() - began)
            step = "resume_session" if step == "pause_session" else "pause_session"
            await asyncio.sleep(PRESS_EVERY)


def prepare(house: House, count: int) -> ForumSessionId:
    """So many running meetings, each with a stream that waits to be followed; the first of them."""
    programme = house.programme()
    first = None
    for number in range(count):
        session_id = ForumSessionId(house.forum_session(programme, state="live", zoom_meeting_id=str(number)))
        house.run(service.session_started, session_id)
        offer = {"meeting_uuid": f"uuid{number}", "rtms_stream_id": f"S{number}", "server_urls": "wss://one.example"}
        house.run(streams.stream_offered, session_id, **offer)
        house.run(_are_here, session_id, offer["meeting_uuid"])
        first = first or session_id
    assert first is not None
    return first


def _are_here(uow: Uow, session_id: ForumSessionId, meeting_uuid: str) -> None:
    """Everybody has joined, as webhooks tell before anybody speaks."""
    for number in range(1, VOICES + 1):
        who = {"meeting_uuid": meeting_uuid, "user_id": str(number), "name": "Guest", "at": uow.now}
        participants.participant_seen(uow, session_id, **who)


async def evening(house: House, session_id: ForumSessionId, talk: Talk) -> None:
    following = Follower(house.wiring.runner)
    await following.start()
    pressing = asyncio.create_task(talk.press(house, session_id))
    while talk.done < talk.count:
        await asyncio.sleep(0.1)
    pressing.cancel()
    await asyncio.gather(pressing, return_exceptions=True)
    await following.stop()


def measure(name: str, wiring: Wiring, asked: argparse.Namespace) -> None:
    house, talk = House(wiring), Talk(asked.streams, asked.rate, asked.seconds)
    session_id = prepare(house, asked.streams)
    follower.follow = talk.follow  # type: ignore[assignment]
    make = Writers.of
    Writers.of = lambda runner: talk.watched(make(runner))  # type: ignore[method-assign]
    spent = time.process_time()
    try:
        asyncio.run(evening(house, session_id, talk))
    finally:
        Writers.of = make  # type: ignore[method-assign]
    spent = time.process_time() - spent
    print(
        f"{name}: {asked.streams} streams, {len(talk.latencies)} captions, {len(talk.said)} lost; "
        f"frame to durable p50 {at(talk.latencies, 50):.1f} ms, p99 {at(talk.latencies, 99):.1f} ms, "
        f"worst {max(talk.latencies) * 1000:.1f} ms; the chair's press p50 {at(talk.presses, 50):.1f} ms, "
        f"p95 {at(talk.presses, 95):.1f} ms; processor {spent / max(len(talk.latencies), 1) * 1000:.1f} ms per caption",
        flush=True,
    )


def at(seconds: list[float], per_cent: int) -> float:
    """A percentile, in milliseconds."""
    return sorted(seconds)[min(len(seconds) * per_cent // 100, len(seconds) - 1)] * 1000


def on(name: str, url: str, asked: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        wiring = wire(settings_in(Path(folder), url.format(folder=folder)), clock=SystemClock())
        migrations.upgrade(wiring.engine)
        try:
            measure(name, wiring, asked)
        finally:
            wiring.close()


def main() -> None:
    """On each database that there is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--rate", type=float, default=2.0)
    parser.add_argument("--seconds", type=float, default=30.0)
    asked = parser.parse_args()
    Settings.has_zoom_app = True  # type: ignore[assignment,method-assign]
    on("SQLite", "sqlite:///{folder}/companion.db", asked)
    admin = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    server = create_engine(admin, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        with server.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS companion_captions WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE companion_captions"))
    except OperationalError:
        print("PostgreSQL: no server answers; set COMPANION_TEST_POSTGRES_URL")
        return
    url = admin.set(drivername="postgresql", database="companion_captions")
    on("PostgreSQL", url.render_as_string(hide_password=False), asked)
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE companion_captions WITH (FORCE)"))


if __name__ == "__main__":
    main()
