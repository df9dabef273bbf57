"""How well a recogniser names people: what it misses, and what it masks without need, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lab.training.corpus import Example
from transcripts.recogniser import Recogniser


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over a set of examples. A mention is missed when any of its letters is left."""

    mentions: int
    missed: int
    words: int
    masked_in_vain: int

    @property
    def miss_rate(self) -> float:
        """The share of mentions missed."""
        return self.missed / max(1, self.mentions)

    @property
    def vain_rate(self) -> float:
        """The share of words outside every entity that were taken for a person."""
        return self.masked_in_vain / max(1, self.words)


def score(recogniser: Recogniser, examples: Sequence[Example]) -> Score:
    """Score people only: what stands in another entity is neither asked for nor held against it."""
    mentions = missed = words = vain = 0
    found_in = recogniser.entities([example.text for example in examples])
    for example, found in zip(examples, found_in, strict=True):
        masked = {at for entity in found if entity.label == "PERSON" for at in range(entity.start, entity.end)}
        named = {at for start, end, _ in example.spans for at in range(start, end)}
        for start, end, label in example.spans:
            if label == "PERSON":
                mentions += 1
                letters = (at for at in range(start, end) if example.text[at].isalnum())
                missed += any(at not in masked for at in letters)
        at = 0
        for word in example.text.split(" "):
            place = range(at, at + len(word))
            at += len(word) + 1
            if any(letter.isalpha() for letter in word) and not named.intersection(place):
                words += 1
                vain += bool(masked.intersection(place))
    return Score(mentions, missed, words, vain)
