"""However a rehearsal ends, nothing of it is left: no process, no folder."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from flask import Flask

from companion.people.roles import Role
from companion.web.practising import Stall
from tests.house import House
from tests.patience import until


@contextmanager
def running(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], dict[str, object]]]:
    """A rehearsal as a program of its own, with a folder for temporary files of its own, that has said where it is."""
    child = subprocess.Popen(
        [sys.executable, "-m", "companion", "rehearse", "--scenario", "calm", "--port", "0", "--announce"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path), "COMPANION_DATABASE_URL": "sqlite:////nowhere/real.db"},
    )
    try:
        assert child.stdout is not None
        yield child, json.loads(child.stdout.readline())
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()


def processes_of(folder: Path) -> list[int]:
    """Processes that keep their temporary files there: the rehearsal, wherever it runs, and its worker."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"TMPDIR={folder}".encode() in told:
            found.append(int(process.name))
    return found


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_nothing_is_left_however_it_ends(tmp_path: Path, how: signal.Signals) -> None:
    with running(tmp_path) as (child, said):
        assert requests.get(str(said["url"]).replace("/rehearsal", "/healthz"), timeout=60).status_code == 200
        (folder,) = tmp_path.glob("forum-companion-rehearsal-*")
        assert (folder / "companion.db").exists()
        until(lambda: len(processes_of(tmp_path)) == 2)
        child.send_signal(how)
        assert child.wait(60) == (-signal.SIGKILL if how is signal.SIGKILL else 0)
    until(lambda: not processes_of(tmp_path) and not list(tmp_path.iterdir()))


def test_the_button_starts_one_and_ends_it(
    app: Flask, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "elsewhere"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr("companion.web.practising.may_start", lambda settings: True)
    browser = house.signed_in(app, house.account(Role.ORGANISER))
    try:
        assert "Choose which one." in browser.post("/practise", data={"scenario": "../x"}, follow_redirects=True).text
        page = browser.post("/practise", data={"scenario": "calm"}, follow_redirects=True).text
        assert "It runs: A calm forum" in page
        assert page.count("/sign-in/") == 3
        until(lambda: len(processes_of(place)) == 2)
        page = browser.post("/practise", data={"do": "end"}, follow_redirects=True).text
        assert "nothing of it is left" in page
        assert "It runs" not in page
        until(lambda: not processes_of(place) and not list(place.iterdir()))
    finally:
        stall: Stall = app.extensions["companion_practice"]
        stall.end()
