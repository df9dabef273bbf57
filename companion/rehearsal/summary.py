"""What a rehearsal that ran by itself says at its end: figures, goals, and whether its own promises were kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import click

from companion.captions import service as captions
from companion.captions.gaps import gaps_of
from companion.captions.listening import Gap
from companion.rehearsal.debrief import Debrief
from companion.rehearsal.director import Director

AROUND_MS = 1_000  # a caption that ends within a gap began before it


@dataclass(frozen=True)
class Promise:
    """One promise, and whether it was kept."""

    name: str
    kept: bool


@dataclass(frozen=True)
class Summary:
    """A rehearsal without a person, told."""

    title: str
    people: int
    hands: int
    turns: int
    captions: int
    goals_met: int
    goals: int
    promises: tuple[Promise, ...]
    troubles: tuple[str, ...]

    @property
    def is_kept(self) -> bool:
        return all(promise.kept for promise in self.promises)

    def as_json(self) -> dict[str, Any]:
        """The machine's form."""
        return {
            "title": self.title,
            "people": self.people,
            "hands": self.hands,
            "turns": self.turns,
            "captions": self.captions,
            "goals": {"met": self.goals_met, "of": self.goals},
            "promises": [{"name": promise.name, "kept": promise.kept} for promise in self.promises],
            "troubles": list(self.troubles),
        }

    def in_words(self) -> str:
        """For people."""
        lines = [
            click.style(self.title, bold=True),
            f"  {self.people} people came, {self.hands} hands went up, {self.turns} turns were spoken.",
            f"  {self.captions} captions were kept. {self.goals_met} of {self.goals} goals were met by the program.",
        ]
        for promise in self.promises:
            mark = click.style("✓", fg="green") if promise.kept else click.style("✗ NOT KEPT:", fg="red", bold=True)
            lines.append(f"  {mark} {promise.name}")
        lines += [f"  Could not happen: {words}" for words in self.troubles]
        return "\n".join(lines)


def summarise(director: Director, found: Debrief) -> Summary:
    """Hold what happened against what a rehearsal promises."""
    facts = director.facts()
    floor, player = facts.floor, director.player
    assert player is not None
    runner = director.stage.wiring.runner
    sent = heard_in_zoom(director)
    kept = Counter(cue.start_ms for cue in runner.read(captions.transcript_of, director.session_id).cues)
    missed = runner.read(gaps_of, director.session_id)
    settings = director.stage.settings
    folder = str(director.stage.folder)
    promises = (
        Promise("the whole scenario was played", player.is_over),
        Promise("the meeting is over on the floor too", facts.is_over),
        Promise("every caption is stored once, or lies in a gap that is told", _is_whole(sent, kept, missed)),
        Promise("every hand came to an end", all(not row.is_live for row in floor.requests.values())),
        Promise(
            "nothing of it lies outside its own folder",
            folder in settings.database_url and folder in settings.key_store_url and folder in settings.mail_url,
        ),
    )
    return Summary(
        director.play.title,
        len(floor.presences),
        len(floor.requests),
        sum(turn.was_heard for turn in floor.turns.values()),
        kept.total(),
        found.met,
        len(found.goals),
        promises,
        tuple(f"{line.words}: {why}" for line, why in player.troubles),
    )


def heard_in_zoom(director: Director) -> Counter[int]:
    """When Zoom captioned something (its start, ms), counted. What captions misheard is not compared: they do."""

    async def read() -> Counter[int]:
        return Counter(cue.start_ms for cue in director.stage.zoom.stage.meeting().cues)

    return director.stage.zoom.wait_for(read())


def _is_whole(sent: Counter[int], kept: Counter[int], missed: tuple[Gap, ...]) -> bool:
    """Nothing twice, nothing that was never said, and nothing lost in silence."""
    lost = sent - kept
    told = all(any(gap.from_ms <= at <= (gap.until_ms or at) + AROUND_MS for gap in missed) for at in lost)
    return bool(kept) and not kept - sent and told
