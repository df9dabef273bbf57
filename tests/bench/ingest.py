"""What storing captions costs beside only reading them, over real sockets from a Zoom in a process of its own.

    python -m tests.bench.ingest [--captions 20000] [--streams 1 10 100] [--rounds 2]

It says them as fast as it can. Stored means that the words are durable in SQLite on this disk, sealed, by the real
follower with its claims and what follows from the words. The share is that of captions a second; the processor's time
per caption says more where other programs run beside. `caption_storage` has how long one takes at people's pace.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import tempfile
import time
from concurrent.futures import Future
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import structlog

from companion import migrations
from companion.captions import streams
from companion.floor import service as floor
from companion.intake.follower import Follower, Writers
from companion.kernel.clocks import SystemClock
from companion.kernel.ids import ForumSessionId
from companion.wiring import wire
from tests.conftest import settings_in
from tests.house import House
from zoom_hooks.addresses import Allowlist
from zoom_hooks.events import StreamStarted
from zoom_hooks.rtms import AppCredentials, Caption, Item, follow
from zoom_hooks.sim import SimulatedZoom, speech

TEXT = "This is what somebody says in an evening, about as long as people make their sentences."


@dataclass(frozen=True)
class Offer:
    """A stream that can be joined."""

    meeting_id: str
    meeting_uuid: str
    stream_id: str
    url: str


def zoom_says(pipe: Connection, count: int, captions: int) -> None:
    """In a process of its own: offer streams, wait for listeners, and say everything as fast as it goes."""
    with SimulatedZoom() as zoom:
        offers, people = [], []
        for _ in range(count):
            meeting_id = zoom.create_meeting("Forum")
            zoom.start_meeting(meeting_id=meeting_id)
            zoom.start_rtms(meeting_id=meeting_id)
            people.append((meeting_id, zoom.participant_joins("Ann Able", meeting_id=meeting_id)))
            stream = zoom.streams.of_meeting(meeting_id)
            assert stream is not None
            url = f"{zoom.stream_url}/signaling"
            offers.append(Offer(meeting_id, stream.meeting_uuid, stream.id, url))
        pipe.send((offers, zoom.credentials(), zoom.stream_url))
        while pipe.recv() == "speak":
            zoom.wait_for(_everybody_listens(zoom, count), 120)
            pipe.send("listened to")

            async def speak() -> None:
                base = zoom.now_ms
                for number in range(captions):
                    meeting_id, who = people[number % count]
                    at = base + number
                    speech.caption(zoom.stage, who, f"{TEXT} {number}", at, at + 1, meeting_id=meeting_id)
                    if number % 200 == 199:
                        await asyncio.sleep(0)

            zoom.wait_for(speak(), 300)


async def _everybody_listens(zoom: SimulatedZoom, count: int) -> None:
    def listening() -> bool:
        live = [one for one in zoom.streams.by_id.values() if "transcript" in one.media and one.listeners("transcript")]
        return len(live) == count

    async with zoom.streams.changed:
        await zoom.streams.changed.wait_for(listening)


class Count:
    """Counts captions, and knows when all are there."""

    def __init__(self, wanted: int) -> None:
        self.wanted, self.seen, self.all_there = wanted, 0, asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def add(self, number: int) -> None:
        self.seen += number
        if self.seen >= self.wanted:
            self._loop.call_soon_threadsafe(self.all_there.set)


async def parsed(pipe: Connection, told: Any, captions: int) -> tuple[float, float]:
    """Read and parse, and nothing else."""
    offers, credentials, host = told
    count = Count(captions)

    async def sink(item: Item) -> None:
        if isinstance(item, Caption):
            count.add(1)

    app, allowed = AppCredentials(credentials["app_client_id"], credentials["app_client_secret"]), Allowlist.of(host)
    starts = [StreamStarted(None, None, None, one.meeting_uuid, one.stream_id, one.url) for one in offers]
    tasks = [asyncio.create_task(follow(start, app, sink, allowed=allowed)) for start in starts]
    spent = await _timed(pipe, count)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return spent


async def stored(pipe: Connection, told: Any, captions: int, folder: Path) -> tuple[float, float]:
    """The same, and durable."""
    offers, credentials, host = told
    settings = replace(
        settings_in(folder, f"sqlite:///{folder}/companion.db"),
        zoom_app_client_id=credentials["app_client_id"],
        zoom_app_client_secret=credentials["app_client_secret"],
        zoom_rtms_hosts=(host,),
    )
    wiring = wire(settings, clock=SystemClock())
    migrations.upgrade(wiring.engine)
    house = House(wiring)
    programme = house.programme()
    for one in offers:
        session_id = ForumSessionId(house.forum_session(programme, state="live", zoom_meeting_id=one.meeting_id))
        house.run(floor.session_started, session_id)
        offer = {"meeting_uuid": one.meeting_uuid, "rtms_stream_id": one.stream_id, "server_urls": one.url}
        house.run(streams.stream_offered, session_id, **offer)
    count = Count(captions)
    make = Writers.of

    def watched(runner: Any) -> Writers:
        writers = make(runner)
        ask = writers.words.ask

        def counted(request: Any, **rank: bool) -> Future[None]:
            answer = ask(request, **rank)
            answer.add_done_callback(lambda done: count.add(len(request[1])) if done.exception() is None else None)
            return answer

        writers.words.ask = counted  # type: ignore[method-assign]
        return writers

    Writers.of = watched  # type: ignore[method-assign, assignment]
    following = Follower(wiring.runner)
    try:
        await following.start()
        return await _timed(pipe, count)
    finally:
        Writers.of = make  # type: ignore[method-assign]
        await following.stop()
        wiring.close()


async def _timed(pipe: Connection, count: Count) -> tuple[float, float]:
    """Seconds until every caption is there, and seconds of processor in this process."""
    pipe.send("speak")
    await asyncio.to_thread(pipe.recv)
    began, spent = time.perf_counter(), time.process_time()
    await asyncio.wait_for(count.all_there.wait(), 300)
    return time.perf_counter() - began, time.process_time() - spent


def one_round(count: int, captions: int, *, storing: bool) -> tuple[float, float]:
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=zoom_says, args=(there, count, captions))
    process.start()
    told = here.recv()
    try:
        if not storing:
            return asyncio.run(parsed(here, told, captions))
        with tempfile.TemporaryDirectory() as folder:
            return asyncio.run(stored(here, told, captions, Path(folder)))
    finally:
        here.send("enough")
        process.join()


def main() -> None:
    """Both ways in turn, so that both meet the same machine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--captions", type=int, default=20_000)
    parser.add_argument("--streams", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    structlog.configure(processors=[_quiet])
    for count in asked.streams:
        both: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
        for _ in range(asked.rounds):
            for storing in both:
                both[storing].append(one_round(count, asked.captions, storing=storing))
        best = {storing: min(rounds) for storing, rounds in both.items()}
        print(
            f"{count} streams: parsed {asked.captions / best[False][0]:.0f}/s, "
            f"stored {asked.captions / best[True][0]:.0f}/s, {best[False][0] / best[True][0]:.2f} of it; "
            f"processor {best[False][1] / asked.captions * 1e6:.0f} and {best[True][1] / asked.captions * 1e6:.0f} us "
            "per caption",
            flush=True,
        )


def _quiet(_logger: object, _name: str, _event: object) -> object:
    raise structlog.DropEvent


if __name__ == "__main__":
    main()
