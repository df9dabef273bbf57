"""The commands that play a meeting on the simulated Zoom: `zoom-sim`, `demo`, `rehearse`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Literal

import click

from companion.kernel.errors import BadInput


def _real_number(_ctx: click.Context, _option: click.Parameter, value: float) -> float:
    if value != value:  # "nan" is a float, and lies in every range
        raise click.BadParameter("it must be a number.")
    return value


@click.command("zoom-sim")
@click.option("--port", required=True, type=click.IntRange(0, 65535), help="Port of its REST side; 0 for any.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; named in its addresses.")
@click.option("--tls-cert", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Certificate (PEM).")
@click.option("--tls-key", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Its key (PEM).")
@click.option("--scenario", help="A scenario to play: calm, stormy, training, or a file.")
@click.option("--webhook-url", help="Where to deliver webhooks.")
@click.option(
    "--rate",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0.1, 10_000),
    callback=_real_number,
    help="How much faster than the wall's its meetings' time runs.",
)
def zoom_sim(
    port: int,
    host: str,
    tls_cert: Path | None,
    tls_key: Path | None,
    scenario: str | None,
    webhook_url: str | None,
    rate: float,
) -> None:
    """Run the simulated Zoom alone; prints its addresses and test credentials as one JSON line."""
    from companion.rehearsal.play import find, zooms_part
    from zoom_hooks import sim

    try:
        sim.serve(
            port,
            host=host,
            tls_cert=str(tls_cert) if tls_cert else None,
            tls_key=str(tls_key) if tls_key else None,
            scenario=zooms_part(find(scenario)[1]) if scenario else None,
            webhook_url=webhook_url,
            rate=rate,
        )
    except ValueError as error:  # ScenarioError names the line; a certificate without its key
        raise BadInput(str(error)) from error


@click.command()
@click.option("--headless", is_flag=True, help="Play to the end, print a summary, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option(
    "--speed",
    default=30.0,
    show_default=True,
    type=click.FloatRange(1, 600),
    callback=_real_number,
    help="Times real time.",
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port of the pages.")
def demo(headless: bool, as_json: bool, speed: float, port: int) -> None:
    """Play a whole fictional forum session into a fresh temporary installation."""
    from companion import demo as playing

    summary = playing.play(headless=headless, speed=speed, port=port, quiet=as_json)
    if as_json or headless:  # otherwise the words were printed when the play was over, before it went on serving
        click.echo(json.dumps(summary.as_json(), indent=2) if as_json else summary.in_words())
    if not summary.is_kept:
        sys.exit(1)


@click.command()
@click.option(
    "--scenario", default="training", show_default=True, help="calm, stormy, training, or a file of your own."
)
@click.option("--chair", default="", help="Your name, as everybody in the meeting will see it.")
@click.option(
    "--speed",
    default=1.0,
    show_default=True,
    type=click.FloatRange(1, 600),
    callback=_real_number,
    help="Times real time.",
)
@click.option("--port", default=8010, show_default=True, type=click.IntRange(0, 65535), help="Port of the pages.")
@click.option("--headless", is_flag=True, help="Let a program chair it to its end, print a summary, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--announce", is_flag=True, hidden=True)  # for the page “Practise”: links as JSON, ends with its stdin
def rehearse(scenario: str, chair: str, speed: float, port: int, headless: bool, as_json: bool, announce: bool) -> None:
    """Practise chairing a meeting on a simulated Zoom, in an installation of its own that is gone afterwards."""
    from companion import rehearsal
    from zoom_hooks.sim import ScenarioError

    manner: Literal["shown", "headless", "announced"] = "headless" if headless else "announced" if announce else "shown"
    try:
        summary = rehearsal.rehearse(scenario=scenario, speed=speed, port=port, chair=chair, manner=manner)
    except ScenarioError as error:
        raise BadInput(str(error)) from error
    if summary is not None:
        click.echo(json.dumps(summary.as_json(), indent=2) if as_json else summary.in_words())
        if not summary.is_kept:
            sys.exit(1)


COMMANDS = (zoom_sim, demo, rehearse)
