"""The labelled chat lines, in a part to tune on and a part held out, and how well the chat words do on a part.

Whoever improves `chat_words.py` looks at the tuned part alone. Private messages are not among them: they never get as
far as the chat words (`tests/intake/test_heard.py`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from companion.floor.chat_words import suggests, wish_in

FILE = Path(__file__).with_name("chat_lines.txt")
RAISE, WISH, NONE = "raise", "wish", "none"


@dataclass(frozen=True)
class Line:
    """One line of the chat, and what a person would take it for."""

    label: str
    text: str

    @property
    def is_held_out(self) -> bool:
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 0

    @property
    def taken_for(self) -> str:
        """What the chat words take it for."""
        wish = wish_in(self.text)
        if wish is not None and wish.act == "raise":
            return RAISE
        return WISH if suggests(self.text) else NONE


@dataclass(frozen=True)
class Score:
    """How many lines raised a hand, how many of those should have; how many wishes there were, and were noticed."""

    lines: int
    raised: int
    raised_well: int
    wishes: int
    noticed: int
    suggested: int
    suggested_well: int

    @property
    def precision(self) -> float:
        """Of the hands that went up by themselves, how many were meant."""
        return self.raised_well / self.raised

    @property
    def recall(self) -> float:
        """Of the wishes to speak, how many went up or were shown to the steward."""
        return self.noticed / self.wishes

    @property
    def suggestions_right(self) -> float:
        """Of what the steward was shown, how much was a wish."""
        return self.suggested_well / self.suggested


def lines(*, held_out: bool) -> list[Line]:
    """The lines of one part."""
    rows = FILE.read_text(encoding="utf-8").split("\n")
    split = (row.partition("\t") for row in rows if row and not row.startswith("#"))
    every = [Line(label, text.replace("\\n", "\n")) for label, _, text in split]
    return [line for line in every if line.is_held_out is held_out]


def score(some: list[Line]) -> Score:
    """How the chat words do on these lines."""
    raised = [line for line in some if line.taken_for == RAISE]
    suggested = [line for line in some if line.taken_for == WISH]
    wishes = [line for line in some if line.label != NONE]
    return Score(
        lines=len(some),
        raised=len(raised),
        raised_well=sum(line.label != NONE for line in raised),
        wishes=len(wishes),
        noticed=sum(line.taken_for != NONE for line in wishes),
        suggested=len(suggested),
        suggested_well=sum(line.label != NONE for line in suggested),
    )
