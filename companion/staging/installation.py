"""A fresh temporary installation: its folder, keys and database, the real server, a real worker, and Zoom's side.

Nothing of the caller's own installation is read or touched: the settings are all made here, and the worker child gets
them, and only them, in its environment.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import uvicorn
from flask import Flask

from companion import keeping, serving
from companion.kernel import log
from companion.kernel.settings import DEFAULTS, Settings, from_environment
from companion.staging.clock import EveningClock
from companion.wiring import Wiring, wire
from zoom_hooks.sim import SimulatedZoom

HOST = "127.0.0.1"
START_WITHIN = 60.0


class DidNotStart(RuntimeError):
    """The server or the worker of the play did not come up."""


@dataclass
class Installation:
    """One installation of the play, running."""

    folder: Path
    settings: Settings
    wiring: Wiring
    zoom: SimulatedZoom
    clock: EveningClock
    first_sign_in: str

    @property
    def url(self) -> str:
        return self.settings.public_url

    @property
    def mail_folder(self) -> Path:
        return self.folder / "mail"

    def logs(self) -> dict[str, str]:
        """Everything that the server and the worker have logged so far, by process."""
        return {path.stem: path.read_text(encoding="utf-8", errors="replace") for path in self.folder.glob("*.log")}


@contextmanager
def installation(
    folder: Path,
    *,
    port: int,
    any_port: bool,
    administrator: tuple[str, str],
    furnish: Callable[[Flask], object] | None = None,
) -> Iterator[Installation]:
    """Make one in `folder`, run it, and take it down again. `any_port` moves to a free port when `port` is taken.

    `administrator` is the first account's name and address; `furnish` adds to the pages before they are served.
    Raises DidNotStart, and OSError for a port that is taken.
    """
    with ExitStack() as stack:
        clock = EveningClock()
        zoom = stack.enter_context(SimulatedZoom(clock=clock, retry_scale=0.01))
        listening = _listen(port, any_port=any_port)
        stack.callback(listening.close)
        environ = environment(folder, listening.getsockname()[1], zoom.credentials())
        settings = from_environment(environ)
        first_sign_in = keeping.initialise(settings, *administrator)
        server_log = stack.enter_context((folder / "server.log").open("w", encoding="utf-8"))
        wiring = wire(settings)
        stack.callback(wiring.close)
        stack.enter_context(_server(wiring, listening, server_log, furnish))
        stack.enter_context(_worker(folder, environ))
        zoom.send_webhooks_to(f"{settings.public_url}/zoom/webhook")
        yield Installation(folder, settings, wiring, zoom, clock, first_sign_in)


def environment(folder: Path, port: int, zoom: Mapping[str, str]) -> dict[str, str]:
    """Every setting of the play, as its processes read them."""
    settings = {
        **DEFAULTS,
        "COMPANION_DATABASE_URL": f"sqlite:///{folder}/companion.db",
        "COMPANION_KEY_STORE_URL": f"sqlite:///{folder}/keys.db",
        "COMPANION_MASTER_KEY_FILE": str(folder / "master.key"),
        "COMPANION_SECRET_KEY": secrets.token_urlsafe(48),
        "COMPANION_PUBLIC_URL": f"http://{HOST}:{port}",
        "COMPANION_MAIL_URL": f"file:{folder}/mail",
        "COMPANION_MAIL_FROM": "forum@forum-office.example",
        "COMPANION_CORRECTION_DAYS": "0",
        "ZOOM_WEBHOOK_SECRET_TOKEN": zoom["webhook_secret_token"],
        "ZOOM_ACCOUNT_ID": zoom["account_id"],
        "ZOOM_S2S_CLIENT_ID": zoom["s2s_client_id"],
        "ZOOM_S2S_CLIENT_SECRET": zoom["s2s_client_secret"],
        "ZOOM_APP_CLIENT_ID": zoom["app_client_id"],
        "ZOOM_APP_CLIENT_SECRET": zoom["app_client_secret"],
        "ZOOM_API_URL": zoom["api_url"],
        "ZOOM_OAUTH_URL": zoom["oauth_url"],
        "ZOOM_RTMS_HOSTS": zoom["rtms_url"],
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith(("COMPANION_", "ZOOM_"))}
    return {**others, **settings}


def _listen(port: int, *, any_port: bool) -> socket.socket:
    try:
        return serving.listen(HOST, port)
    except OSError:
        if not any_port:
            raise
        return serving.listen(HOST, 0)


@contextmanager
def _server(
    wiring: Wiring, listening: socket.socket, to: TextIO, furnish: Callable[[Flask], object] | None
) -> Iterator[uvicorn.Server]:
    """The real server, in a thread of this process, its log in a file of its own."""
    log.configure(stream=to)
    serving.raise_handle_limit()
    server = serving.make_server(wiring, host=HOST, port=listening.getsockname()[1], furnish=furnish)
    thread = threading.Thread(target=server.run, args=([listening],), name="staged-server", daemon=True)
    thread.start()
    pause = threading.Event()
    for _ in range(int(START_WITHIN / 0.02)):
        if server.started or not thread.is_alive():
            break
        pause.wait(0.02)
    if not server.started:
        raise DidNotStart("Its server did not start.")
    try:
        yield server
    finally:
        server.should_exit = True
        thread.join(15)
        log.configure()


@contextmanager
def _worker(folder: Path, environ: Mapping[str, str]) -> Iterator[None]:
    """A real worker as a child process, in a folder without anybody's `.env`; should it die, another takes over."""
    stop = threading.Event()
    keeper = threading.Thread(
        target=_keep_worker, args=(folder, dict(environ), stop), name="staged-worker", daemon=True
    )
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join(20)


def _keep_worker(folder: Path, environ: dict[str, str], stop: threading.Event) -> None:
    with (folder / "worker.log").open("ab") as to:
        while not stop.is_set():
            child = subprocess.Popen(
                [sys.executable, "-m", "companion.staging.working"], cwd=folder, env=environ, stdout=to, stderr=to
            )
            while child.poll() is None and not stop.wait(0.2):
                pass
            if child.poll() is None:
                child.terminate()
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
