"""One thread for all streams of a process that does what waits in shared commits, so the disk is flushed once for many.

Each stream has at most one request waiting, with everything that came meanwhile; so whatever the load, a commit takes
what there is, and nobody waits for more than the one that is under way.
"""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from companion.kernel.errors import DomainError
from companion.kernel.log import log
from companion.kernel.uow import ZOOM, Runner, Uow

Request = TypeVar("Request")
UseCase = Callable[[Uow, Sequence[Request]], Sequence[DomainError | None]]


FIRST, USUAL, LAST = range(3)


@dataclass(frozen=True, order=True)
class _Waiting(Generic[Request]):
    """What waits, by rank and then in the order in which it was asked; None is the end."""

    rank: int
    number: int
    one: tuple[Request, Future[None]] | None = field(compare=False)


class SharedWriter(Generic[Request]):
    """Runs a use-case for many requests at once, in a thread of its own. Start it once, and stop it at the end.

    `most` is how many requests share a commit. Between two commits it leaves the database alone for `breather` seconds,
    for those who wait for it: the chair's press among them.
    """

    def __init__(
        self, runner: Runner, name: str, use_case: UseCase[Request], *, most: int, breather: float = 0.0
    ) -> None:
        self._runner = runner
        self._name = name
        self._use_case = use_case
        self._most = most
        self._breather = breather
        self._waiting: queue.PriorityQueue[_Waiting[Request]] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Do what is waiting, and end the thread."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._stopped.set()
            self._waiting.put(_Waiting(LAST, next(self._numbers), None))
            thread.join()

    def ask(self, request: Request, *, is_first: bool = False) -> Future[None]:
        """Have a request done, before others that wait if it `is_first`.

        The future is done after the commit; it raises what the use-case answered for it.
        """
        answer: Future[None] = Future()
        self._waiting.put(_Waiting(FIRST if is_first else USUAL, next(self._numbers), (request, answer)))
        return answer

    def _work(self) -> None:
        while True:
            taken = [self._waiting.get().one]
            while len(taken) < self._most and taken[-1] is not None:
                try:
                    taken.append(self._waiting.get_nowait().one)
                except queue.Empty:
                    break
            requests = [one for one in taken if one is not None and one[1].set_running_or_notify_cancel()]
            if requests:
                self._do(requests)
            if None in taken:
                return
            self._stopped.wait(self._breather)

    def _do(self, requests: Sequence[tuple[Request, Future[None]]]) -> None:
        try:
            outcomes = self._runner.run_as(ZOOM, self._use_case, [request for request, _ in requests])
        except Exception as error:
            if len(requests) == 1:
                requests[0][1].set_exception(error)
                return
            log.warning("shared commit failed", count=len(requests), error_type=type(error).__name__)
            for one in requests:  # one that cannot be done must not keep the others from it
                self._do([one])
            return
        for (_, answer), lost in zip(requests, outcomes, strict=True):
            if lost is None:
                answer.set_result(None)
            else:
                answer.set_exception(lost)
