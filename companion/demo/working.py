"""The play's worker: `companion worker`, but not in the background of everything else, since the play waits for it."""

from __future__ import annotations

import signal
import threading

from companion import keeping
from companion.kernel import log
from companion.wiring import wire
from companion.worker import Worker


def work() -> None:
    """Run one worker of the settings in the environment until interrupted."""
    log.configure()
    wiring = wire(keeping.read_settings())
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    Worker(wiring).run_forever(stop)
    wiring.close()


if __name__ == "__main__":
    work()
