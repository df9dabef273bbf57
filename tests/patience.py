"""How long tests wait for what has to happen.

No test is about speed: waiting costs nothing while the thing happens, and a machine may be busy with others. So there
is one patience for all of them, long enough that running out of it means that something is broken.
"""

from __future__ import annotations

import time
from collections.abc import Callable

SECONDS = 60.0
MILLISECONDS = SECONDS * 1000


def until(is_so: Callable[[], object], meanwhile: Callable[[], object] = lambda: time.sleep(0.02)) -> None:
    """Ask again and again until it is so. `meanwhile` is what makes it so, or lets a moment pass."""
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "patience has run out"
        meanwhile()
