"""The caption follower alone in a process, to be killed: `python -m tests.intake.follower_process`, settings on stdin.

Everything that waits for Zoom or for a dead process to be noticed waits as many times shorter as tests do.
"""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from companion.captions import rules, streams
from companion.intake import follower
from companion.kernel.clocks import SystemClock
from companion.wiring import wire
from tests.conftest import settings_in
from tests.zoom_hooks.following import QUICK
from zoom_hooks.rtms import follow

LEASE = timedelta(seconds=1.5)


async def work(told: dict[str, Any]) -> None:
    """Follow until told to stop."""
    settings = dataclasses.replace(
        settings_in(Path(told["folder"]), told["database_url"]),
        zoom_app_client_id=told["app_client_id"],
        zoom_app_client_secret=told["app_client_secret"],
        zoom_rtms_hosts=tuple(told["hosts"]),
    )
    wiring = wire(settings, clock=SystemClock())
    following, stopped = follower.Follower(wiring.runner, owner=str(os.getpid())), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await following.start()
    print("following", flush=True)
    await stopped.wait()
    await following.stop()
    wiring.close()


def main() -> None:
    """Read what to follow, and follow it."""
    streams.LEASE = rules.LEASE = LEASE
    follower.LOOK_EVERY, follower.RENEW_EVERY = 0.05, 0.2
    follower.follow = functools.partial(follow, timings=QUICK)
    asyncio.run(work(json.loads(sys.stdin.readline())))


if __name__ == "__main__":
    main()
