"""A play that is going on, for other threads than the simulator's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Protocol, TypeVar

from zoom_hooks.sim.player import Player
from zoom_hooks.sim.scenario import Line, Scenario

R = TypeVar("R")


class _Loop(Protocol):
    def wait_for(self, coroutine: Coroutine[object, object, R], timeout: float | None = ...) -> R: ...


class Playing:
    """What can be asked of a play while it goes on; each promise stands at `Player`."""

    def __init__(self, loop: _Loop, player: Player, task: asyncio.Task[None]) -> None:
        self._loop = loop
        self._player = player
        self._task = task

    @property
    def scenario(self) -> Scenario:
        return self._player.scenario

    @property
    def position(self) -> float:
        """Seconds of the scenario that are over."""
        return self._ask(lambda: self._player.position)

    @property
    def is_paused(self) -> bool:
        return self._player.is_paused

    @property
    def is_over(self) -> bool:
        """Whether its last line and all that followed was played."""
        return self._ask(lambda: self._player.is_over)

    @property
    def played(self) -> tuple[Line, ...]:
        """The lines so far, each with the scenario's second at which it began."""
        return self._ask(lambda: tuple(self._player.played))

    @property
    def troubles(self) -> tuple[tuple[Line, str], ...]:
        """The lines that could not happen, with why."""
        return self._ask(lambda: tuple(self._player.troubles))

    def upcoming(self, most: int = 5) -> tuple[Line, ...]:
        """The next lines, next first."""
        return self._ask(lambda: self._player.upcoming(most))

    def pause(self) -> None:
        """Nothing happens until `resume`."""
        self._ask(self._player.pause)

    def resume(self) -> None:
        """Go on where it was paused."""
        self._ask(self._player.resume)

    def jump(self) -> None:
        """The next line comes now, and those after it as much earlier."""
        self._ask(self._player.jump)

    def perform(self, words: str) -> None:
        """One statement, now."""
        self._ask(lambda: self._player.perform(words))

    def occasion(self, kind: str, name: str) -> bool:
        """Something happened to somebody: play what the scenario has for it."""
        return self._ask(lambda: self._player.occasion(kind, name))

    def wait(self, timeout: float | None = None) -> None:
        """Returns once it is over. Raises TimeoutError."""
        self._loop.wait_for(asyncio.wait_for(self._player.finished(), timeout), None)

    def stop(self) -> None:
        """No more of it."""
        self._ask(self._task.cancel)

    def _ask(self, question: Callable[[], R]) -> R:
        async def ask() -> R:
            return question()

        return self._loop.wait_for(ask())
