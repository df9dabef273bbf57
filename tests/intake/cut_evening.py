"""An evening whose captions come over wires that break, to processes that are killed; and what must hold at its end.

Somebody says a numbered word every few milliseconds. Afterwards each of them is stored once, or lies in a gap that was
recorded: nothing is missing in silence (LC-14).
"""

from __future__ import annotations

import base64
import pickle
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from types import TracebackType

from sqlalchemy import func, select

from companion.captions import gaps, streams
from companion.captions.service import transcript_of
from companion.captions.tables import CaptionStream, CapturedCue
from companion.floor import service as floor
from companion.kernel.clocks import from_ms
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import Uow
from companion.wiring import Wiring
from tests import patience
from tests.house import House
from tests.intake.wire_cutter import WireCutter
from zoom_hooks.sim import SimulatedZoom

ROOT = Path(__file__).parents[2]


class ZoomBehindWire(SimulatedZoom):
    """A simulated Zoom whose sockets are reached through a wire that can be cut."""

    wire_port: int | None = None

    @property
    def stream_url(self) -> str:
        return super().stream_url if self.wire_port is None else f"ws://127.0.0.1:{self.wire_port}"


@dataclass(frozen=True)
class Word:
    """A caption that Zoom sent, or would have sent had anybody listened."""

    number: int
    start_ms: int
    end_ms: int


@dataclass
class CutEvening:
    """A live meeting with one caption stream. Followers are processes; `speak` goes on until the end."""

    wiring: Wiring
    every: float = 0.02
    said: list[Word] = field(default_factory=list)
    followers: list[subprocess.Popen[str]] = field(default_factory=list)

    def __enter__(self) -> CutEvening:
        self.house = House(self.wiring)
        self.zoom = ZoomBehindWire(keep_alive_seconds=0.2).start()
        self.wire = WireCutter("127.0.0.1", self.zoom._stream_socket.getsockname()[1])
        self.wire.__enter__()
        self.zoom.wire_port = self.wire.port
        told = self.zoom.announcement()["rtms_started"]
        assert isinstance(told, dict)
        self.session_id = ForumSessionId(
            self.house.forum_session(self.house.programme(), state="live", starts_in=timedelta(0))
        )
        self.start_ms = self.zoom.now_ms
        self.house.run(floor.session_started, self.session_id, at=from_ms(self.start_ms))
        self.house.run(
            streams.stream_offered,
            self.session_id,
            meeting_uuid=told["meeting_uuid"],
            rtms_stream_id=told["rtms_stream_id"],
            server_urls=told["server_urls"],
        )
        self.ann = self.zoom.participant_joins("Ann Able")
        self._hush = threading.Event()
        self._speaking = threading.Thread(target=self._speak, daemon=True)
        self._speaking.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hush.set()
        self._speaking.join()
        for one in self.followers:
            if one.poll() is None:
                one.kill()
            one.wait()
            for pipe in (one.stdin, one.stdout):
                if pipe is not None:
                    pipe.close()
        self.wire.__exit__(kind, error, trace)
        self.zoom.stop()

    def follow(self) -> subprocess.Popen[str]:
        """Start another process that follows whatever stream is free."""
        credentials = self.zoom.credentials()
        settings = replace(
            self.wiring.settings,
            zoom_app_client_id=credentials["app_client_id"],
            zoom_app_client_secret=credentials["app_client_secret"],
            zoom_rtms_hosts=(self.zoom.stream_url,),
        )
        command = [sys.executable, "-m", "tests.intake.follower_process"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert process.stdin is not None
        process.stdin.write(base64.b64encode(pickle.dumps(settings)).decode() + "\n")
        process.stdin.flush()
        self.followers.append(process)
        return process

    def kill_whoever_follows(self) -> None:
        """Kill -9 the process that holds the stream, in the middle of whatever it does."""
        patience.until(lambda: self.owner() is not None)
        owner = self.owner()
        victim = next(one for one in self.followers if one.pid == owner)
        victim.send_signal(signal.SIGKILL)
        victim.wait()

    def owner(self) -> int | None:
        """The process that holds the stream now; None while nobody does."""

        def look(uow: Uow) -> int | None:
            stream = uow.db.scalars(select(CaptionStream)).one()
            is_held = stream.lease_until is not None and stream.lease_until > uow.now
            return int(stream.lease_owner) if is_held and stream.lease_owner else None

        return self.wiring.runner.read(look)

    def words_stored(self) -> Counter[int]:
        """How often each word is stored."""
        heard = self.house.run(transcript_of, self.session_id)
        return Counter(int(cue.text.split()[1]) for cue in heard.cues)

    def wait_until_heard(self, more: int = 1) -> None:
        """Until so many words are stored that were said after now."""
        since_ms = self.zoom.now_ms
        query = select(func.count()).select_from(CapturedCue).where(CapturedCue.start_ms > since_ms)
        patience.until(lambda: self.wiring.runner.read(lambda uow: uow.db.scalar(query) or 0) >= more)

    def cut_at_random(self, cuts: int, seed: int) -> None:
        """Cut so many times: now one socket, now all of them, in good times and in the middle of a handshake."""
        draw = random.Random(seed)
        while self.wire.cuts < cuts:
            if draw.random() < 0.7:
                assert self.zoom.wait_for_listeners(timeout=patience.SECONDS)
            self._hush.wait(draw.uniform(0.0, 0.06))
            self.wire.cut(draw)

    def end(self) -> None:
        """Nobody speaks any more, and the meeting ends; waits until whoever follows has heard of it."""
        assert self.zoom.wait_for_listeners(timeout=patience.SECONDS)
        self.wait_until_heard()
        self._hush.set()
        self._speaking.join()
        self.end_ms = self.zoom.now_ms
        self.zoom.stop_rtms()
        patience.until(lambda: self._stream_state() == "ended")
        self.house.run(floor.session_ended, self.session_id, at=from_ms(self.end_ms))

    def silent_holes(self) -> list[Word]:
        """Words that are neither stored nor in a gap."""
        stored, found = self.words_stored(), self._gaps()
        missing = [word for word in self.said if word.number not in stored]
        return [w for w in missing if not any(since <= w.end_ms and w.start_ms <= until for since, until in found)]

    def false_gaps(self) -> list[Word]:
        """Words that are stored and lie in the middle of a gap all the same."""
        stored, found = self.words_stored(), self._gaps()
        there = [word for word in self.said if word.number in stored]
        return [w for w in there if any(since < w.start_ms and w.end_ms < until for since, until in found)]

    def _gaps(self) -> list[tuple[int, int]]:
        found = self.house.run(gaps.gaps_of, self.session_id)
        return [(gap.from_ms, self.end_ms if gap.until_ms is None else gap.until_ms) for gap in found]

    def _stream_state(self) -> str:
        return self.wiring.runner.read(lambda uow: uow.db.scalars(select(CaptionStream.state)).one())

    def _speak(self) -> None:
        number = 0
        while not self._hush.wait(self.every):
            end_ms = self.zoom.now_ms
            word = Word(number, end_ms - int(self.every * 500), end_ms)
            self.zoom.caption(self.ann, f"word {number}", word.start_ms, word.end_ms)
            self.said.append(word)
            number += 1
