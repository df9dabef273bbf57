"""A served forum session for the benches: `companion web` as it is run, on a fresh database, and browsers that press.

Every press is an HTTP request with its cookie and form token, through the whole of the product.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient

from companion import migrations
from companion.app import create_app
from companion.kernel.db import make_engine
from companion.kernel.ids import new_id
from companion.people.roles import Role
from companion.wiring import wire
from tests.bench.memory import free_port, resident_mb, wait_until
from tests.conftest import settings_in
from tests.house import House

LANDLORDS = 20
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"|csrf-token" content="([^"]+)"')


class Browser:
    """One signed-in browser on a connection that is kept open."""

    def __init__(self, port: int, page: str, cookie: str) -> None:
        self.port, self.page, self.cookie = port, page, cookie
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._token = ""
        self.has_hand_up = False

    def open(self) -> None:
        """Load the page once, for the cookie and the form's token."""
        answer, body = self._send("GET", self.page)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookie = value.split(";")[0]
        found = _TOKEN.search(body.decode())
        assert found is not None, f"{answer.status} has no form token"
        self._token = found[1] or found[2]

    def press(self, step: str, **form: str) -> dict[str, Any]:
        """Press a button; the frame afterwards. Raises AssertionError for anything else."""
        words = {"csrf_token": self._token, "step": step, "key": str(new_id()), **form}
        answer, body = self._send("POST", self.page, urlencode(words).encode())
        assert answer.status == 200, (answer.status, body[:300])
        frame: dict[str, Any] = json.loads(body)
        return frame

    def change_hand(self) -> dict[str, Any]:
        """Put the hand up, or down again."""
        self.has_hand_up = not self.has_hand_up
        return self.press("ask" if self.has_hand_up else "take_back")

    def _send(self, method: str, path: str, body: bytes | None = None) -> tuple[http.client.HTTPResponse, bytes]:
        headers = {"Cookie": self.cookie, "Accept": "application/json" if body else "text/html"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        except (http.client.HTTPException, ConnectionError):
            self._connection.close()
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        return answer, answer.read()


class Hall:
    """A live forum session behind a running server."""

    def __init__(self, folder: Path, people: int) -> None:
        self.folder = folder
        url = f"sqlite:///{folder}/companion.db"
        engine = make_engine(url)
        migrations.upgrade(engine)
        engine.dispose()
        self.settings = settings_in(folder, url)
        self.wiring = wire(self.settings)
        self.house = House(self.wiring)
        app = create_app(self.wiring)
        app.config.update(WTF_CSRF_ENABLED=False)
        programme = self.house.programme()
        self.session_id = self.house.forum_session(programme, state="open", starts_in=timedelta(minutes=-5))
        self.url = f"/forum-sessions/{self.session_id}/floor"
        chair = self.house.account(Role.CHAIR, programme_id=programme)
        self._cookies = [_cookie(self.house.signed_in(app, chair))]
        landlords = [
            self.house.landlord(f"Landlord {n:02}", domain=f"l{n:02}.example", contact=None) for n in range(LANDLORDS)
        ]
        for number in range(people):
            person = self.house.person(f"Person {number:03}", f"p{number}@l{number % LANDLORDS:02}.example")
            place = self.house.registration(
                self.session_id,
                person,
                landlord_id=landlords[number % LANDLORDS] if number < 2 * LANDLORDS else None,
                kind="landlord" if number < 2 * LANDLORDS else "observer",
                seat_no=number // LANDLORDS + 1 if number < 2 * LANDLORDS else None,
            )
            day = {"forum_session_id": self.session_id, "registration_id": place}
            self._cookies.append(_cookie(self.house.signed_in(app, person, "day", **day)))
        self.port = free_port()
        self.server: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start the server; seconds until it answers."""
        given = {
            "COMPANION_DATABASE_URL": self.settings.database_url,
            "COMPANION_KEY_STORE_URL": self.settings.key_store_url,
            "COMPANION_MASTER_KEY_FILE": str(self.settings.master_key_file),
            "COMPANION_SECRET_KEY": self.settings.secret_key,
            "COMPANION_PUBLIC_URL": "http://localhost",
            "COMPANION_MAIL_URL": self.settings.mail_url,
            "ZOOM_WEBHOOK_SECRET_TOKEN": self.settings.webhook_secrets[0],
        }
        here = {name: value for name, value in os.environ.items() if not name.startswith(("COMPANION_", "ZOOM_"))}
        self.server = subprocess.Popen(
            [sys.executable, "-m", "companion", "web", "--port", str(self.port)],
            env={**here, **given},
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "server.log").open("ab"),
        )
        return wait_until(f"http://127.0.0.1:{self.port}/healthz")

    def kill(self) -> None:
        """End the server at once, as a crash would."""
        assert self.server is not None
        self.server.send_signal(signal.SIGKILL)
        self.server.wait(10)

    def stop(self) -> None:
        if self.server is not None and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            self.server.wait(20)

    @property
    def own_cookies(self) -> list[str]:
        """The registrants' cookies, for streams of that role."""
        return self._cookies[1:]

    def chair(self) -> Browser:
        """The chair's browser, with its page open."""
        return _opened(Browser(self.port, self.url, self._cookies[0]))

    def people(self) -> list[Browser]:
        """The registrants' browsers, with their pages open."""
        return [_opened(Browser(self.port, f"{self.url}/me", cookie)) for cookie in self._cookies[1:]]

    def memory_mb(self) -> float:
        assert self.server is not None
        return resident_mb(self.server.pid)

    def handles(self) -> int:
        """How many file handles the server holds."""
        assert self.server is not None
        return sum(1 for _ in Path(f"/proc/{self.server.pid}/fd").iterdir())

    def settle(self) -> None:
        """Wait until the server has noticed every stream that was hung up: its handles no longer get fewer."""
        before = self.handles() + 1
        while self.handles() < before:
            before = self.handles()
            time.sleep(1)

    def cpu_seconds(self) -> float:
        """The server's processor time so far."""
        assert self.server is not None
        fields = Path(f"/proc/{self.server.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def hall(people: int = 0) -> Iterator[Hall]:
    """A hall with so many registrants, its server running, its session begun."""
    with tempfile.TemporaryDirectory() as name:
        made = Hall(Path(name), people)
        try:
            made.start()
            made.chair().press("start_session")
            yield made
        finally:
            made.stop()
            made.wiring.close()


def at_pace(count: int, a_second: float) -> Iterator[int]:
    """0, 1, 2 … at that pace, by the clock and not by waiting after each."""
    began = time.monotonic()
    for number in range(count):
        time.sleep(max(began + number / a_second - time.monotonic(), 0))
        yield number


def _opened(browser: Browser) -> Browser:
    browser.open()
    return browser


def _cookie(client: FlaskClient) -> str:
    held = client.get_cookie("companion")
    assert held is not None
    return f"companion={held.value}"
