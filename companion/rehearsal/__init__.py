"""Practice: a chair runs a meeting for real on a simulated Zoom, in an installation that is gone afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from companion.rehearsal.summary import Summary

__all__ = ["rehearse"]


def rehearse(
    *, scenario: str, speed: float, port: int, chair: str, manner: Literal["shown", "headless", "announced"]
) -> Summary | None:
    """Read a scenario and let it be practised until Ctrl-C; headless, a program chairs it and it ends by itself.

    Announced, its links are one line of JSON, and it ends when its standard input does.
    Raises ScenarioError for a scenario that cannot be read.
    """
    from companion.rehearsal.running import run

    return run(scenario=scenario, speed=speed, port=port, chair=chair, manner=manner)
