"""The caption follower alone in a process, to be killed: `python -m tests.intake.follower_process`, settings on stdin.

It imports little, since tests wait for it to start.

Everything that waits for Zoom or for a dead process to be noticed waits as many times shorter as tests do.
"""

from __future__ import annotations

import asyncio
import base64
import functools
import os
import pickle
import signal
import sys
from datetime import timedelta

from companion.captions import rules, streams
from companion.intake import follower
from companion.kernel.clocks import SystemClock
from companion.kernel.settings import Settings
from companion.wiring import wire
from zoom_hooks.rtms import Timings, follow

LEASE = timedelta(seconds=2)
QUICK = Timings(
    handshake=60.0,
    silence=60.0,
    suspicion=0.1,
    fallback=0.05,
    backoff=(0.01, 0.02),
    duplicate_retries=(0.02, 0.05, 0.1),
)


async def work(settings: Settings) -> None:
    """Follow until told to stop."""
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
    asyncio.run(work(pickle.loads(base64.b64decode(sys.stdin.readline()))))


if __name__ == "__main__":
    main()
