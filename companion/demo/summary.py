"""What the demo says at its end: figures and promises, in words or as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import click

from companion.demo import promises
from companion.demo.evening import Evening
from companion.demo.evidence import Evidence
from companion.demo.promises import Promise


@dataclass(frozen=True)
class Summary:
    """The evening in figures, and its promises."""

    registered: int
    waitlisted_over_cap: int
    hands: int
    turns: int
    cues: int
    spans: int
    leaks: int
    released: tuple[str, ...]
    seconds: float
    promises: tuple[Promise, ...]

    @property
    def is_kept(self) -> bool:
        """Whether every promise was; a play that was cut short kept none."""
        return bool(self.promises) and all(promise.kept for promise in self.promises)

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "registered": self.registered,
            "waitlisted_over_cap": self.waitlisted_over_cap,
            "hands": self.hands,
            "turns": self.turns,
            "cues": self.cues,
            "spans": self.spans,
            "leaks": self.leaks,
            "released": list(self.released),
            "seconds": round(self.seconds, 1),
            "promises": [{"name": promise.name, "kept": promise.kept} for promise in self.promises],
        }

    def in_words(self) -> str:
        """For people."""
        lines = [
            "",
            click.style("What happened", bold=True),
            f"  {self.registered} people held a seat; {self.waitlisted_over_cap} came third and wait.",
            f"  {self.hands} hands went up, {self.turns} turns were spoken, {self.cues} captions were kept.",
            f"  {self.spans} redactions were decided; the leak audit finds {self.leaks or 'nothing'}.",
            f"  Released: {', '.join(self.released)}. It took {self.seconds:.0f} seconds.",
            "",
            click.style("What was promised", bold=True),
        ]
        for promise in self.promises:
            mark = click.style("✓", fg="green") if promise.kept else click.style("✗ NOT KEPT:", fg="red", bold=True)
            lines.append(f"  {mark} {promise.name}")
        return "\n".join(lines)


#: what there is to say about a play that was cut short
UNPLAYED = Summary(0, 0, 0, 0, 0, 0, 0, (), 0.0, ())


def summarise(evening: Evening, evidence: Evidence) -> Summary:
    """The evening's summary."""
    return Summary(
        registered=sum(seat.is_seated for seat in evidence.seats),
        waitlisted_over_cap=sum(seat.state == "waitlisted" for seat in evidence.seats),
        hands=len(evidence.verdict.raised),
        turns=len(evidence.turn_ms),
        cues=evidence.cues.total(),
        spans=evening.release.spans + evening.release.by_hand,
        leaks=len(promises.leaks(evening, evidence)),
        released=tuple(sorted(f"transcript.{kind}" for kind in evening.release.fetched)),
        seconds=evening.seconds,
        promises=promises.held_against(evening, evidence),
    )
