"""Zoom's own caption client follows the simulated Zoom over TLS: what it believes, ours may believe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import patience
from tests.zoom_hooks import certificates
from zoom_hooks.sim import SimulatedZoom

pytest.importorskip("rtms", reason="Zoom publishes its client for Linux on x86-64 only")


class ZoomsClient:
    """`zooms_own_client` in a process of its own; collects what it tells."""

    def __init__(self, zoom: SimulatedZoom, folder: Path, certificate: Path, **changed: str) -> None:
        self.told: list[list[object]] = []
        (folder / "logs").mkdir()
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("zooms_own_client.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={**os.environ, "ZM_RTMS_CA": str(certificate)},
            text=True,
        )
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()
        stream = zoom.announcement()["rtms_started"]
        assert isinstance(stream, dict)
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({**stream, **changed}) + "\n")
        self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("["):
                self.told.append(json.loads(line))

    def until(self, what: str, count: int = 1) -> list[list[object]]:
        """Wait for so many of a kind."""
        patience.until(lambda: len(self.of(what)) >= count)
        return self.of(what)

    def of(self, what: str) -> list[list[object]]:
        return [rest for kind, *rest in list(self.told) if kind == what]

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(patience.SECONDS)
        finally:
            self._process.kill()
        self._reading.join(patience.SECONDS)
        if self._process.stdout is not None:
            self._process.stdout.close()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    return certificates.make(tmp_path)


@pytest.fixture
def live(certificate: tuple[Path, Path]) -> Iterator[SimulatedZoom]:
    """A meeting with a caption stream, at an address with a name: this client checks the certificate's."""
    with SimulatedZoom(
        host="localhost", tls=(str(certificate[0]), str(certificate[1])), keep_alive_seconds=0.5
    ) as zoom:
        zoom.announcement()
        yield zoom


@pytest.fixture
def client(live: SimulatedZoom, tmp_path: Path, certificate: tuple[Path, Path]) -> Iterator[ZoomsClient]:
    following = ZoomsClient(live, tmp_path, certificate[0])
    yield following
    following.close()


@pytest.mark.early
def test_zooms_client_hears_captions_and_people_and_comes_back_after_every_break(
    live: SimulatedZoom, client: ZoomsClient
) -> None:
    (stream,) = live.streams.by_id.values()
    assert client.until("joined") == [[0]]
    client.until("subscribed")
    patience.until(lambda: {2, 3, 4} <= stream.subscribed)
    ann = live.participant_joins("Ann Able")
    live.active_speaker(ann)
    live.caption(ann, "Good evening, chair – “café”.")
    ben = live.participant_joins("Ben Bold")
    live.participant_leaves(ben)
    ((text, name, number, at, start, end),) = client.until("caption")
    assert (text, name, number) == ("Good evening, chair – “café”.", "Ann Able", ann)
    assert at == end == live.stage.meeting().cues[0].end_ms
    assert start == live.stage.meeting().cues[0].start_ms
    assert client.until("people", 3) == [
        ["join", [{"user_id": ann, "user_name": "Ann Able"}]],
        ["join", [{"user_id": ben, "user_name": "Ben Bold"}]],
        ["leave", [{"user_id": ben, "user_name": None}]],
    ]
    assert client.until("speaker") == [[ann, "Ann Able"]]

    live.cut_media("transcript")
    assert live.wait_for_listeners("transcript")
    live.caption(ann, "after the socket broke")
    client.until("caption", 2)

    live.cut_stream()
    assert live.wait_for_listeners("transcript")
    live.caption(ann, "after the stream broke")
    live.active_speaker(ann)
    assert [caption[0] for caption in client.until("caption", 3)][1:] == [
        "after the socket broke",
        "after the stream broke",
    ]
    assert client.until("speaker", 2)[1] == [ann, "Ann Able"], "it does not subscribe again"

    lines = [stream.signaling, stream.media["transcript"]]
    patience.until(lambda: all(line is not None and line.answered for line in lines))
    live.stop_rtms(6)
    assert client.until("left") == [[6]]


def test_zooms_client_with_a_wrong_secret_is_refused(
    live: SimulatedZoom, tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    stranger = ZoomsClient(live, tmp_path, certificate[0], client_secret="another")
    ((reason,),) = stranger.until("joined")
    assert reason != 0
    assert live.streams.refusals[-1] == 3
    stranger.close()
