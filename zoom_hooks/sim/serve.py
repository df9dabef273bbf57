"""The simulated Zoom alone, until interrupted."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from pathlib import Path

from zoom_hooks.sim.language import read
from zoom_hooks.sim.rates import BUSINESS_PLUS
from zoom_hooks.sim.scenario import Scenario, ScenarioError
from zoom_hooks.sim.zoom import SimulatedZoom


def serve(
    port: int = 0,
    *,
    host: str = "127.0.0.1",
    tls_cert: str | Path | None = None,
    tls_key: str | Path | None = None,
    scenario: Scenario | str | Path | None = None,
    webhook_url: str | None = None,
    rate: float = 1.0,
    until: threading.Event | None = None,
) -> None:
    """Print the announcement as one JSON line, play the scenario (a file, or one that was read), and serve until
    `until` or Ctrl-C.

    Raises ScenarioError before anything starts, OSError when the port is taken or a file cannot be read,
    ValueError for a certificate without key or a webhook address that is none.
    """
    if (tls_cert is None) != (tls_key is None):
        raise ValueError("a certificate needs its key, and a key its certificate")
    if webhook_url is not None and not webhook_url.startswith(("http://", "https://")):
        raise ValueError("the webhook address must start with http:// or https://")
    play = scenario if scenario is None or isinstance(scenario, Scenario) else _read(Path(scenario))
    tls = (str(tls_cert), str(tls_key)) if tls_cert and tls_key else None
    finished = until or threading.Event()
    with SimulatedZoom(port, host=host, tls=tls, webhook_url=webhook_url, rate=rate, per_second=BUSINESS_PLUS) as zoom:
        print(json.dumps(zoom.announcement()), flush=True)
        try:
            if play is not None:
                if play.people:
                    stage_for(zoom, play)
                zoom.play(play)
            finished.wait()
        except KeyboardInterrupt:
            return


def stage_for(zoom: SimulatedZoom, scenario: Scenario) -> None:
    """A meeting of its own for a scenario that is written for people, with its cast registered and approved."""
    zoom.create_meeting(scenario.title or "Forum", settings={"approval_type": 0})
    for person in scenario.people:
        if person.email and person.is_registered and person.role == "attendee":
            first, _, last = person.name.partition(" ")
            zoom.register(first, last, person.email, person.org)


def _read(file: Path) -> Scenario:
    try:
        return read(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{file.name} is not UTF-8; save it as UTF-8") from error


def main() -> int:
    """The command line; 2 for wrong use, with one sentence on stderr."""
    parser = argparse.ArgumentParser(description="A simulated Zoom: OAuth, REST, caption streams, signed webhooks.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--tls-cert")
    parser.add_argument("--tls-key")
    parser.add_argument("--scenario")
    parser.add_argument("--webhook-url")
    parser.add_argument("--rate", type=float, default=1.0)
    args = parser.parse_args()
    try:
        serve(**vars(args))
    except (ValueError, OSError) as error:
        print(f"zoom-sim: {error}", file=sys.stderr)
        return 2
    return 0
