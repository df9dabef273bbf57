"""The product, and parts of it, as systems that hide stretches of captions."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from lab.evaluation.cases import Captioned, Case, to_vtt
from lab.evaluation.score import Mask
from transcripts import propose, read_vtt
from transcripts.recogniser import Recogniser


class System(Protocol):
    """Something that masks. `masks` gives a list for each cue; `seconds` is what all calls so far took.

    `prepare` is told once of all cases to come, for a system that would rather read them in one go.
    """

    name: str
    seconds: float

    def prepare(self, cases: Sequence[Case]) -> None: ...

    def masks(self, case: Case, said: Captioned) -> list[list[Mask]]: ...


@dataclass
class Product:
    """The whole pipeline on the bytes of the file, as a user runs it."""

    name: str
    recognisers: Sequence[Recogniser] = ()
    seconds: float = 0.0

    def prepare(self, cases: Sequence[Case]) -> None:
        """Nothing to do."""

    def masks(self, case: Case, said: Captioned) -> list[list[Mask]]:
        file = read_vtt(to_vtt(said.cues))
        began = time.perf_counter()
        proposal = propose(file.cues, case.roster, recognisers=self.recognisers)
        self.seconds += time.perf_counter() - began
        out: list[list[Mask]] = [[] for _ in said.cues]
        for span in proposal.spans:
            out[span.cue].append(Mask(span.start, span.end, span.finder))
        return out


@dataclass
class Alone:
    """A recogniser by itself: what it calls one of `labels` is hidden, nothing else."""

    name: str
    recogniser: Recogniser
    labels: frozenset[str] = frozenset({"PERSON"})
    seconds: float = 0.0

    def prepare(self, cases: Sequence[Case]) -> None:
        """Nothing to do."""

    def masks(self, case: Case, said: Captioned) -> list[list[Mask]]:
        began = time.perf_counter()
        found = self.recogniser.entities([turn.text for turn in case.turns])
        self.seconds += time.perf_counter() - began
        spans = [[(one.start, one.end, "ner") for one in turn if one.label in self.labels] for turn in found]
        return in_cues(case, said, spans)


def in_cues(case: Case, said: Captioned, by_turn: Sequence[Sequence[tuple[int, int, str]]]) -> list[list[Mask]]:
    """Spans of the turns' texts as masks of the cues that hold them."""
    out: list[list[Mask]] = []
    cue = 0
    for number, turn in enumerate(case.turns):
        at = 0
        while at < len(turn.text) and cue < len(said.cues):
            text = said.cues[cue].text[said.spoken[cue] :]
            at = turn.text.index(text, at)
            shift = said.spoken[cue] - at
            found = [(start, end, why) for start, end, why in by_turn[number] if start < at + len(text) and at < end]
            out.append(
                [Mask(max(start, at) + shift, min(end, at + len(text)) + shift, why) for start, end, why in found]
            )
            at += len(text)
            cue += 1
    return out
