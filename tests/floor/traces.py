"""Invented meetings: who really spoke when, and what Zoom’s highlight and captions make of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from companion.floor.events import Event, SpeakerChanged, TurnEnded, TurnStarted, VoiceCaptioned
from companion.floor.ids import TurnId
from companion.floor.measuring import joined
from companion.kernel.ids import ParticipantId
from tests.floor.evening import START_MS, person, uid

JITTER_MS = 2_000
SPEAKERS = ("Ann", "Ben", "Cara", "Dev", "Eve", "Fay")


@dataclass
class Trace:
    """`happened` is what the floor is told, each with when it is told; `spoken` is the truth."""

    chance: random.Random
    has_captions: bool = True
    at_ms: int = START_MS
    happened: list[tuple[int, Event]] = field(default_factory=list)
    spoken: dict[ParticipantId, list[tuple[int, int]]] = field(default_factory=dict)
    turns: list[tuple[TurnId, ParticipantId, int, int]] = field(default_factory=list)
    lit: ParticipantId | None = None
    lit_ms: int = 0

    def says(self, who: str, ms: int) -> None:
        """Somebody says a sentence: the highlight follows up to two seconds late, a caption when it is over."""
        speaker, start, end = person(who), self.at_ms, self.at_ms + ms
        self.spoken.setdefault(speaker, []).append((start, end))
        if self.lit != speaker:
            lit_ms = max(start + self.chance.randrange(JITTER_MS), self.lit_ms + 1)
            self.happened.append((lit_ms, SpeakerChanged(lit_ms, speaker)))
            self.lit, self.lit_ms = speaker, lit_ms
        if self.has_captions and ms > 500:
            start, end = start + self.chance.randrange(-300, 300), end + self.chance.randrange(-300, 300)
            told_ms = end + self.chance.randrange(500, JITTER_MS)
            self.happened.append((told_ms, VoiceCaptioned(speaker, start, max(end, start + 1))))
        self.at_ms += ms

    def rests(self, least_ms: int, most_ms: int) -> None:
        self.at_ms += self.chance.randrange(least_ms, most_ms)

    def turn(self, who: str, others: list[str]) -> None:
        """The chair hands over, somebody speaks for a while with pauses, coughs and a word from others, and ends."""
        self.says("chair", self.chance.randrange(2_000, 6_000))
        self.rests(200, 1_500)
        turn_id = TurnId(uid(f"turn {len(self.turns)} {self.at_ms}"))
        clicked_ms = self.at_ms + self.chance.randrange(-1_000, 4_000)
        until_ms = self.at_ms + self.chance.randrange(20_000, 180_000)
        while self.at_ms < until_ms:
            self.says(who, self.chance.randrange(1_500, 8_000))
            what = self.chance.random()
            if what < 0.05:
                self.says(self.chance.choice(others), self.chance.randrange(150, 600))
            elif what < 0.08:
                self.says(self.chance.choice(others), self.chance.randrange(1_000, 4_000))
            elif what < 0.12:
                self.rests(2_500, 7_000)
            else:
                self.rests(200, 1_500)
        ended_ms = self.at_ms + self.chance.randrange(-500, 3_000)
        self.happened.append((clicked_ms, TurnStarted(turn_id, person(who))))
        self.happened.append((ended_ms, TurnEnded(turn_id)))
        self.turns.append((turn_id, person(who), clicked_ms, ended_ms))
        self.rests(100, 4_000)

    def truth_ms(self, speaker: ParticipantId, since_ms: int, until_ms: int) -> int:
        """For how long somebody really spoke between two moments; a breath between two sentences is speaking."""
        spans = joined(self.spoken.get(speaker, []), JITTER_MS)
        return sum(max(min(end, until_ms) - max(start, since_ms), 0) for start, end in spans)


def trace(seed: int, *, turns: int = 8, has_captions: bool = True) -> Trace:
    """A meeting of so many turns, the same for the same seed."""
    made = Trace(random.Random(seed), has_captions)
    for _ in range(turns):
        who = made.chance.choice(SPEAKERS)
        made.turn(who, [other for other in SPEAKERS if other != who])
    made.says("chair", 4_000)
    made.happened.sort(key=lambda told: told[0])
    return made
