"""Whose turn it is to write to one object of Zoom's: two writes at once are answered with 429."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Turns(Protocol):
    """Gives turns. Whoever runs several processes under one account gives turns that hold across them."""

    def turn(self, about: str) -> AbstractContextManager[None]:
        """One holder at a time for this object, a meeting's number or a host; others wait.

        May raise ZoomUnavailable, with its outcome known, when the wait is too long.
        """
        ...


class ThreadTurns:
    """Turns among the threads of one process."""

    def __init__(self) -> None:
        self._locks: weakref.WeakValueDictionary[str, threading.Lock] = weakref.WeakValueDictionary()
        self._guard = threading.Lock()

    @contextmanager
    def turn(self, about: str) -> Iterator[None]:
        """Wait for the others; they hold it for seconds at most."""
        with self._guard:
            lock = self._locks.setdefault(about, threading.Lock())
        with lock:
            yield
