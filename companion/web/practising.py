"""Practising: how somebody starts a rehearsal, and a button for it where that is safe.

A rehearsal is a program of its own (`companion rehearse`), with its own folder, keys and database; nothing of this
installation reaches it. It can be reached only from the machine that it runs on. So the button is there only where an
administrator has allowed it and this installation too is used on the machine that it runs on.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.kernel.errors import DomainError
from companion.kernel.settings import Settings
from companion.people.gate import allow, doors

bp = Blueprint("practising", __name__)
#: (name of the scenario, what it is, for whom)
SCENARIOS: tuple[tuple[str, str, str], ...] = (
    ("training", "Your first time in the chair", "One thing at a time, and notes that say what to try. 12 minutes."),
    ("calm", "A calm forum", "Ten kind people, to learn how it feels when it goes well. 12 minutes."),
    ("stormy", "A stormy forum", "A heckler, bad lines, a long speaker, an uninvited guest. 15 minutes."),
)
PYTHON = (sys.executable, "-P")
READY_WITHIN = 60.0
ENDS_WITHIN = 20.0


class AnotherStarts(DomainError):
    message = "A rehearsal is being started or ended already. Look again in a minute."


@dataclass(frozen=True)
class Practice:
    """A rehearsal that runs: its title, where it is, and the links that let each in once."""

    title: str
    url: str
    links: tuple[tuple[str, str], ...]


@dataclass
class Stall:
    """The one rehearsal that this process may have started; it ends with us, and we with no trace of it."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _child: subprocess.Popen[str] | None = None
    _practice: Practice | None = None

    def running(self) -> Practice | None:
        """The one that runs. Waits for nobody: one that is starting does not run yet."""
        child, practice = self._child, self._practice
        return practice if child is not None and child.poll() is None else None

    def start(self, scenario: str) -> Practice | None:
        """Start one, in the place of any that runs; None when it did not come up. Raises AnotherStarts."""
        with self._alone():
            self._end()
            # it hears that we are gone by the end of what it reads from us, however we ended
            # and takes no module from where it stands (-P): whoever may write there would be us
            self._child = subprocess.Popen(  # noqa: S603 (one of SCENARIOS)
                [*PYTHON, "-m", "companion", "rehearse", "--scenario", scenario, "--port", "0", "--announce"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                cwd=os.sep,
                env=_environment(),
            )
            self._practice = _announced(self._child)
            if self._practice is None:
                self._end()
            return self._practice

    def end(self) -> None:
        """End the one that runs; it takes everything of its own with it. Raises AnotherStarts."""
        with self._alone():
            self._end()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """One press at a time: whoever pressed again and again would hold every thread that answers pages."""
        if not self._lock.acquire(blocking=False):
            raise AnotherStarts
        try:
            yield
        finally:
            self._lock.release()

    def _end(self) -> None:
        child, self._child, self._practice = self._child, None, None
        if child is None:
            return
        if child.stdin is not None:
            child.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(ENDS_WITHIN)
        if child.poll() is None:
            child.kill()
            child.wait()
        if child.stdout is not None:
            child.stdout.close()


def may_start(settings: Settings) -> bool:
    """Whether the button is there: allowed, and nobody comes here from another machine."""
    host = urlsplit(settings.public_url).hostname or ""
    with contextlib.suppress(ValueError):
        return settings.rehearse and ip_address(host).is_loopback
    return settings.rehearse and host == "localhost"


@bp.get("/practise")
@allow("rehearsal.practise")
def show() -> ResponseReturnValue:
    """What a rehearsal is, how to start one, and the one that runs."""
    settings = doors().runner.settings
    running = _stall().running() if may_start(settings) else None
    more = {"running": running, "scenarios": SCENARIOS, "may_start": may_start(settings)}
    return render_template("web/practise.html", **more)


@bp.post("/practise")
@allow("rehearsal.practise")
def start() -> ResponseReturnValue:
    """Start or end one; where the button is not offered, only say so."""
    wanted = request.form.get("scenario", "")
    if not may_start(doors().runner.settings):
        flash("No rehearsal can be started from here. The page says how.", "care")
    elif request.form.get("do") == "end":
        _stall().end()
        flash("The rehearsal has ended, and nothing of it is left.", "ok")
    elif wanted not in [name for name, _, _ in SCENARIOS]:
        flash("Choose which one.", "care")
    elif _stall().start(wanted) is None:
        flash("It did not start. Try “companion rehearse” in a terminal: it says why.", "care")
    return redirect(url_for("practising.show"), 303)


def _stall() -> Stall:
    found: Stall = current_app.extensions.setdefault("companion_practice", Stall())
    return found


def _environment() -> dict[str, str]:
    """Our environment without a single setting of ours: a rehearsal makes its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMPANION_", "ZOOM_"))}
    return {**kept, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _announced(child: subprocess.Popen[str]) -> Practice | None:
    """The practice, once its program has said where it is; None when it ended or took too long."""
    lines: list[str] = []
    assert child.stdout is not None
    reader = threading.Thread(target=lambda: lines.append(child.stdout.readline()), daemon=True)  # type: ignore[union-attr]
    reader.start()
    reader.join(READY_WITHIN)
    with contextlib.suppress(ValueError, KeyError, IndexError, TypeError):
        found = json.loads(lines[0])
        return Practice(found["title"], found["url"], tuple((one["who"], one["link"]) for one in found["links"]))
    return None
