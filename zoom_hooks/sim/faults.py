"""Faults that can be switched on while Zoom is running: what its API does wrong, and a clock that is not right."""

from __future__ import annotations

from zoom_hooks.sim.faults_on import FaultKind, Switched
from zoom_hooks.sim.stage import Stage


def fault(
    stage: Stage,
    kind: FaultKind,
    *,
    seconds: int = 0,
    times: int = 0,
    path: str = "",
    one_in: int = 1,
) -> None:
    """From now on the API fails, is slow, limits calls (or today's calls), cuts connections, or talks nonsense.

    `seconds` is how slow, or how long until calls are welcome again; `times` how many requests it hits (0: until
    `no_faults`); `path` is part of their path, which keeps others unharmed, and `one_in` of so many is hit.
    """
    if not 0 <= seconds <= 600 or times < 0 or one_in < 1:
        raise ValueError("at most 600 seconds, and whole numbers of times")
    stage.faults.on = [one for one in stage.faults.on if (one.kind, one.path) != (kind, path)]
    stage.faults.on.append(Switched(kind, seconds or (3 if kind == "slow" else 1), times or None, path, one_in))


def no_faults(stage: Stage, kind: FaultKind | None = None) -> None:
    """Switch this fault off, or every fault of the API."""
    stage.faults.on = [one for one in stage.faults.on if kind is not None and one.kind != kind]


def clock_skew(stage: Stage, seconds: int) -> None:
    """From now on Zoom's clock is so many seconds ahead of the wall's (below zero: behind): in what webhooks are
    signed with, and in the Date of its answers.
    """
    if abs(seconds) > 86_400:
        raise ValueError("at most a day")
    stage.sender.skew_seconds = seconds
