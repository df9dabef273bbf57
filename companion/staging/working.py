"""A play's worker: `companion worker`, but not in the background of everything else, since the play waits for it.

When whoever started it is gone without a word (killed), it ends too and takes the play's folder with it.
"""

from __future__ import annotations

import os
import shutil
import signal
import threading
from pathlib import Path

from companion import keeping
from companion.kernel import log
from companion.staging.folder import is_ours
from companion.wiring import wire
from companion.worker import Worker

LOOKS_EVERY = 0.5


def work() -> None:
    """Run one worker of the settings in the environment until interrupted, or until nobody wants it any more."""
    parent = os.getppid()
    log.configure()
    wiring = wire(keeping.read_settings())
    stop, orphaned = threading.Event(), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())

    def watch() -> None:
        while not stop.wait(LOOKS_EVERY):
            if os.getppid() != parent:
                orphaned.set()
                stop.set()

    threading.Thread(target=watch, name="watches-parent", daemon=True).start()
    Worker(wiring).run_forever(stop)
    wiring.close()
    if orphaned.is_set() and is_ours(Path.cwd()):
        shutil.rmtree(Path.cwd(), ignore_errors=True)


if __name__ == "__main__":
    work()
