"""What a play prints: one plain line for each thing, with the meeting's time before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import click

from companion.kernel.clocks import london_time

WIDTH = 76


class Teller:
    """Prints what happens; a quiet one prints nothing."""

    def __init__(self, *, quiet: bool, now: Callable[[], datetime] | None = None) -> None:
        self._quiet = quiet
        self.now = now

    def say(self, words: str) -> None:
        """One thing that happened."""
        at = london_time(self.now()) if self.now is not None else "     "
        self._print(f"  {click.style(at, dim=True)}  {words}")

    def chapter(self, title: str) -> None:
        """A new part of the evening begins."""
        self._print("")
        self._print(click.style(title, bold=True))

    def links(self, title: str, links: Iterable[tuple[str, str]]) -> None:
        """Links to click, each with who it is for."""
        self._print("")
        self._print(click.style(title, bold=True))
        for who, link in links:
            self._print(f"  {who}")
            self._print(f"    {click.style(link, fg='blue', underline=True)}")

    def note(self, words: str) -> None:
        """A line of its own."""
        self._print(words)

    def _print(self, line: str) -> None:
        if not self._quiet:
            click.echo(line)
