"""The faults that are on in the simulated Zoom's API, and what is answered because of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from zoom_hooks.sim.answers import Answered, problem

FaultKind = Literal["fails", "slow", "limits", "limits_today", "cuts", "nonsense"]
_FAILURES = (500, 502, 503, 504)


@dataclass(slots=True)
class Switched:
    """One fault that is on. `times` counts down to its end; None is until it is switched off."""

    kind: FaultKind
    seconds: int
    times: int | None
    path: str
    one_in: int


@dataclass(slots=True)
class Faults:
    """The faults that are on. Belongs to one event loop."""

    on: list[Switched] = field(default_factory=list)
    random: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - a play, not a secret
    met: int = 0

    def meets(self, path: str) -> Switched | None:
        """The fault that this request meets, counted."""
        for fault in self.on:
            if fault.path not in path or self.random.randrange(fault.one_in):
                continue
            self.met += 1
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.on.remove(fault)
            return fault
        return None


def answer(fault: Switched, met: int, *, now: datetime) -> Answered | None:
    """What is answered in place of the real thing; None where the real thing comes, only later, or nothing at all."""
    if fault.kind == "fails":
        return Answered(_FAILURES[met % len(_FAILURES)], {"content-type": "text/html"}, b"<html>upstream error</html>")
    if fault.kind == "nonsense":
        return Answered(200, {"content-type": "text/html"}, b"<html>please sign in to the network</html>")
    if fault.kind == "limits":
        shown = {"x-ratelimit-category": "Light", "x-ratelimit-type": "QPS", "x-ratelimit-limit": "80"}
        reset = str(int(now.timestamp()) + max(1, fault.seconds))
        message = "You have reached the maximum per-second rate limit for this API. Try again later."
        return problem(429, 429, message, {**shown, "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset})
    if fault.kind == "limits_today":
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        shown = {"x-ratelimit-category": "Heavy", "x-ratelimit-type": "Daily-limit", "x-ratelimit-remaining": "0"}
        again = midnight.strftime("%Y-%m-%dT%H:%M:%SZ")
        return problem(429, 429, "You have reached the maximum daily rate limit.", {**shown, "retry-after": again})
    return None
