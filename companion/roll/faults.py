"""What is said of a roll's file that cannot be used, and how large one may be."""

from __future__ import annotations

from companion.kernel.errors import BadInput

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_LINES = 50_000  # empty ones and titles among them


class BrokenRoll(BadInput):
    """The file cannot be used, and nothing of it was. The message is one sentence with its line.

    `all_of_them` are the sentences of every line that is at fault, in order, so that one upload tells them all.
    """

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Line {line}: {message}" if line else message)
        self.line = line
        self.all_of_them: tuple[str, ...] = (self.message,)
