"""What a trainer and a chair look at together when the practice is over: who was heard, who waited, what was missed.

Pure. Everything is counted from the journal, as minutes and timeline are, so that a debrief can say nothing else than
what a real meeting's record would.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from companion.floor.after.record import Waits, waits_of
from companion.floor.receipts import why_passed
from companion.floor.state import Request
from companion.rehearsal.facts import Facts
from companion.rehearsal.goals import Finding, Goal, minutes

Kind = Literal["well", "look"]
LONG_SILENCE_MS = 45_000
MUCH_OVER_MS = 30_000


@dataclass(frozen=True)
class Speaker:
    """Somebody who had the floor: how often, for how long, and by how much beyond their limit."""

    name: str
    landlord: str
    turns: int
    spoken_ms: int
    over_ms: int


@dataclass(frozen=True)
class Passed:
    """Somebody who asked earlier and was called later than another, and why, as they would be told."""

    name: str
    by: str
    why: str


@dataclass(frozen=True)
class Note:
    """One thing worth saying to the chair: what went well, or what to look at."""

    kind: Kind
    words: str


@dataclass(frozen=True)
class Debrief:
    """The whole of it. `goals` are (goal, finding) in the scenario's order; `waits` are of those who were called,
    `longest_ms` of anybody who asked. `idle_ms` is time in which nobody had the floor while somebody waited."""

    is_over: bool
    goals: tuple[tuple[Goal, Finding], ...]
    notes: tuple[Note, ...]
    speakers: tuple[Speaker, ...]
    unheard: tuple[str, ...]
    passed: tuple[Passed, ...]
    waits: Waits
    longest_ms: int
    longest: str
    idle_ms: int
    slowest_ms: int

    @property
    def met(self) -> int:
        return sum(found.is_met is True for _, found in self.goals)


def debrief_of(facts: Facts, goals: tuple[Goal, ...]) -> Debrief:
    """What there is to say about a practice session as it stands."""
    gaps = handovers(facts)
    return Debrief(
        facts.is_over,
        tuple((goal, goal.check(facts)) for goal in goals),
        tuple(notes(facts, gaps)),
        tuple(speakers(facts)),
        tuple(unheard(facts)),
        tuple(passed(facts)),
        waits_of(facts.floor),
        *_longest(facts),
        sum(gaps),
        max(gaps, default=0),
    )


def speakers(facts: Facts) -> list[Speaker]:
    """Everybody who had the floor, who spoke longest first."""
    found: dict[object, Speaker] = {}
    for turn in facts.turns():
        known = found.get(turn.participant_id)
        found[turn.participant_id] = Speaker(
            facts.names.person(turn.participant_id),
            facts.names.landlord(turn.landlord_id),
            (known.turns if known else 0) + 1,
            (known.spoken_ms if known else 0) + facts.spoken_ms(turn),
            (known.over_ms if known else 0) + facts.over_ms(turn),
        )
    return sorted(found.values(), key=lambda one: -one.spoken_ms)


def unheard(facts: Facts) -> list[str]:
    """Who asked, did not take it back, and had no turn; longest waiting first."""
    spoke = {turn.participant_id for turn in facts.turns()}
    rows = [row for row in facts.floor.requests.values() if row.state != "withdrawn"]
    rows.sort(key=lambda row: (row.raised_at_ms, row.seq))
    return list(
        dict.fromkeys(facts.names.person(row.participant_id) for row in rows if row.participant_id not in spoke)
    )


def passed(facts: Facts) -> list[Passed]:
    """Who was overtaken, by whom and why, in the order of asking."""
    rows = sorted(facts.floor.requests.values(), key=lambda row: (row.raised_at_ms, row.seq))
    return [
        Passed(
            facts.names.person(row.participant_id),
            facts.names.person(facts.floor.turns[one.turn_id].participant_id),
            why_passed(one),
        )
        for row in rows
        for one in row.overtaken
        if facts.floor.turns[one.turn_id].was_heard
    ]


def handovers(facts: Facts) -> list[int]:
    """The stretches after a turn (ms) in which somebody waited and nobody had the floor, breaks left out.

    The last ends with the meeting. Before the first turn a chair may well speak themselves.
    """
    turns = list(facts.turns())
    following = [*(turn.started_at_ms or 0 for turn in turns[1:]), facts.now_ms]
    both = zip(turns, following[: len(turns)], strict=True)
    return [_idle(facts, turn.ended_at_ms, started) for turn, started in both if turn.ended_at_ms is not None]


def _idle(facts: Facts, ended: int, started: int) -> int:
    """How long between two moments somebody waited, breaks left out."""
    waiting = [row for row in facts.floor.requests.values() if _waits_until(row, facts) > ended]
    begins = min((max(row.raised_at_ms, ended) for row in waiting), default=started)
    breaks = sum(_overlap(begins, started, since, until or facts.now_ms) for since, until in facts.floor.breaks)
    return max(started - begins - breaks, 0)


def notes(facts: Facts, gaps: list[int]) -> list[Note]:
    """What is worth saying, in sentences; what went well comes first."""
    found: list[Note] = []
    floor, left = facts.floor, unheard(facts)
    spoke = speakers(facts)
    if facts.is_over and spoke and not left:
        found.append(Note("well", "Everybody who asked was heard."))
    if floor.breaks:
        found.append(Note("well", "You took a break when the meeting needed one."))
    if floor.directions:
        found.append(Note("well", f"You spoke to people {_times(len(floor.directions))} in the page’s plain words."))
    if floor.cases:
        found.append(Note("well", "You marked an individual case, so that it stays out of the transcript."))
    over = [one for one in spoke if one.over_ms > MUCH_OVER_MS]
    if spoke and not over:
        found.append(Note("well", "Nobody went far beyond their time."))
    found += [
        Note("look", f"{one.name} spoke {minutes(one.over_ms)} beyond the limit. The page turns amber before that.")
        for one in over
    ]
    found += [Note("look", f"{name} asked and was not heard.") for name in left if facts.is_over]
    if gaps and max(gaps) > LONG_SILENCE_MS:
        words = f"For {minutes(max(gaps))} nobody had the floor while somebody waited. N calls the next, S starts them."
        found.append(Note("look", words))
    missed = [facts.names.items.get(one, "") for one in facts.agenda if one not in floor.items]
    if facts.is_over and missed:
        found.append(Note("look", f"Never opened: {', '.join(missed)}."))
    if facts.is_over and floor.tray:
        found.append(Note("look", f"{_hands(len(floor.tray))} came late and nobody decided about them."))
    return found


def _longest(facts: Facts) -> tuple[int, str]:
    """The longest anybody waited, called or not, and who that was."""
    waits = [(facts.waited_ms(row) or 0, row.participant_id) for row in facts.floor.requests.values()]
    if not waits:
        return 0, ""
    longest_ms, who = max(waits, key=lambda one: one[0])
    return longest_ms, facts.names.person(who)


def _waits_until(row: Request, facts: Facts) -> int:
    """Up to when somebody wanted the floor and did not have it."""
    starts = [
        turn.started_at_ms
        for turn in facts.floor.turns.values()
        if turn.request_id == row.id and turn.started_at_ms is not None
    ]
    return starts[0] if starts else facts.now_ms if row.closed_at_ms is None else row.closed_at_ms


def _overlap(a: int, b: int, c: int, d: int) -> int:
    return max(min(b, d) - max(a, c), 0)


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _hands(number: int) -> str:
    return "One hand" if number == 1 else f"{number} hands"
