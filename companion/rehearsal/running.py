"""From the command to the end of it: read the scenario, seat everybody, show the links, and take everything down."""

from __future__ import annotations

import contextlib
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TextIO

import click

from companion.rehearsal import pages, seating
from companion.rehearsal.autochair import AutoChair
from companion.rehearsal.cast import TRAINER, Member
from companion.rehearsal.debrief import debrief_of
from companion.rehearsal.director import Director
from companion.rehearsal.play import Play, find, read_play
from companion.rehearsal.summary import Summary, summarise
from companion.staging.folder import ended_in_order, fresh_folder
from companion.staging.installation import Installation, installation
from companion.staging.telling import Teller

SEATED_WITHIN = 60.0
ENDED_WITHIN = 30.0


class NotReady(click.ClickException):
    """The practice could not be set up: Zoom's side never had everybody's place."""


def run(*, scenario: str, speed: float, port: int, chair: str, manner: str) -> Summary | None:
    """See `companion.rehearsal.rehearse`."""
    play = read_play(*find(scenario), chair=chair)
    tell = Teller(quiet=manner != "shown")
    tell.note("Setting up a practice of its own. This can take a minute …")
    with rehearsal(play, speed=speed, port=port) as director:
        if manner == "headless":
            return play_to_the_end(director)
        with contextlib.suppress(KeyboardInterrupt):  # whoever can see where it is may end it at any moment
            if manner == "announced":
                announce(director)
                wait_for_nobody(sys.stdin)
            else:
                show_links(director, tell)
                wait_for_the_end(director, tell)
    tell.note("\nEnded, and everything is forgotten.")
    return None


@contextmanager
def rehearsal(play: Play, *, speed: float = 1.0, port: int = 0) -> Iterator[Director]:
    """An installation of its own in which everything is ready to begin; gone when the context ends."""
    holder = pages.Holder()
    with (
        ended_in_order(),
        fresh_folder("rehearsal") as folder,
        installation(
            folder,
            port=port,
            any_port=True,
            administrator=(TRAINER.name, TRAINER.email),
            furnish=partial(pages.furnish, holder=holder),
        ) as stage,
    ):
        director = seat(stage, play, speed)
        holder.director = director
        director.start()
        try:
            yield director
        finally:
            director.stop()


def seat(stage: Installation, play: Play, speed: float) -> Director:
    """Make the meeting in Zoom and the session in the database, and wait until both know everybody."""
    meeting_id = stage.zoom.create_meeting(play.title, minutes=play.minutes)
    session_id = stage.wiring.runner.run(seating.seat_everybody, play, meeting_id)
    expected = stage.wiring.runner.read(seating.seats_held, session_id)
    wait_until(lambda: len(stage.wiring.runner.read(seating.registrants, session_id)) >= expected, SEATED_WITHIN)
    return Director(stage, play, session_id, speed=speed)


def play_to_the_end(director: Director) -> Summary:
    """Let a program chair it, as a quick chair would, and say how it went."""
    auto = AutoChair(director)
    director.begin()
    auto.chair()
    settle(director)
    return summarise(director, debrief_of(director.facts(), director.play.goals))


def settle(director: Director) -> None:
    """Wait until the floor has heard of the end, and the worker has nothing left to do."""
    director.stage.zoom.drain()
    wait_until(lambda: director.facts().is_over, ENDED_WITHIN)


def links_of(director: Director) -> list[tuple[str, str]]:
    """A link for each of the three who may be there, the chair's first; each lets somebody in once."""
    stage, play = director.stage, director.play

    def sign_in(member: Member) -> str:
        return stage.url + stage.wiring.runner.run(seating.sign_in_path, member)

    return [
        (f"The chair, {play.chair.name} (that is you)", sign_in(play.chair)),
        (f"The co-host, {play.steward.name}", sign_in(play.steward)),
        ("The trainer, who sees what comes next", sign_in(TRAINER)),
    ]


def show_links(director: Director, tell: Teller) -> None:
    """Say what this is and where to go."""
    play, links = director.play, links_of(director)
    tell.note(f"\nRehearsal: {click.style(play.title, bold=True)}")
    if play.about:
        tell.note(play.about)
    tell.note("Everybody in it is invented, Zoom is simulated, and nothing leaves this machine or is kept.")
    tell.links("Open this, and press Begin when you are ready", links[:1])
    tell.links("If somebody practises with you: in another browser, or in a private window", links[1:])
    tell.note("\nPress Ctrl-C to end it and forget everything.")


def announce(director: Director) -> None:
    """The same as one line of JSON."""
    links = [{"who": who, "link": link} for who, link in links_of(director)]
    url = f"{director.stage.url}/rehearsal"
    click.echo(json.dumps({"title": director.play.title, "url": url, "links": links}))
    sys.stdout.flush()


def wait_for_nobody(reads: TextIO) -> None:
    """Serve until whoever started us lets go of our input, or for as long as a link lives."""
    gone = threading.Event()

    def follow() -> None:
        with contextlib.suppress(ValueError, OSError):
            while reads.read(1):
                pass
        gone.set()

    threading.Thread(target=follow, name="follows-input", daemon=True).start()
    gone.wait(seating.LINKS_LIVE.total_seconds())


def wait_for_the_end(director: Director, tell: Teller) -> None:
    """Serve until somebody interrupts; say once when the meeting is over."""
    told = threading.Event()
    while True:
        threading.Event().wait(0.5)
        if director.state == "over" and not told.is_set():
            told.set()
            with contextlib.suppress(NotReady):  # its events may have been stopped on purpose
                settle(director)
            found = debrief_of(director.facts(), director.play.goals)
            tell.note(f"\nThe meeting is over: {found.met} of {len(found.goals)} goals met.")
            tell.note(f"Look back on it at {director.stage.url}/rehearsal/debrief; Ctrl-C ends it.")


def wait_until(holds: Callable[[], bool], seconds: float) -> None:
    """Wait for something. Raises NotReady when it does not come."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise NotReady("The practice did not get ready. Try again; if it happens twice, run: companion doctor")
        threading.Event().wait(0.05)
