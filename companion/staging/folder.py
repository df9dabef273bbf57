"""The folder of a play: somewhere of its own, gone when the play is over, however it ended."""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "forum-companion-"


def is_ours(folder: Path) -> bool:
    """Whether a folder was made by `fresh_folder`: nothing else is ever deleted."""
    return folder.name.startswith(PREFIX) and folder.parent.resolve() == Path(tempfile.gettempdir()).resolve()


@contextmanager
def fresh_folder(what: str) -> Iterator[Path]:
    """A folder that only we may read, for as long as the context lasts."""
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{what}-") as folder:
        yield Path(folder)


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let a closed terminal (SIGHUP) and SIGTERM end the play as Ctrl-C does, so that everything is tidied up.

    Whoever presses Ctrl-C once more meanwhile does not interrupt the tidying.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ends = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def interrupt(*_: object) -> None:
        for number in ends:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in ends}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
