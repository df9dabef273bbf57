"""What a statistical recogniser of names is to us: texts in, entities out. Whoever has one may plug it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Label = Literal["PERSON", "ORG", "LOC"]


@dataclass(frozen=True, slots=True)
class Entity:
    """Something named in a text: half-open code points `[start, end)` of the text as it was given."""

    start: int
    end: int
    label: Label


class Recogniser(Protocol):
    """Reads texts and says what is named in them. It may be loaded slowly, and is then used again and again."""

    @property
    def name(self) -> str:
        """What the record of a draft calls it, with its version."""

    def entities(self, texts: Sequence[str]) -> list[list[Entity]]:
        """For each text, in order, what it names: sorted by start, non-overlapping, none empty."""


class RecogniserError(ValueError):
    """A pipeline that was asked for is not installed or cannot name people. The message is one sentence."""
