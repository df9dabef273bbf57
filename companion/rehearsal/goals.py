"""What a practice session is for: goals in plain sentences, each held against what happened. Pure.

A goal is one line of a scenario. Behind ` -- ` stands what a trainer would say about it:

    nobody waits longer than 6 minutes -- Call people soon after a turn ends; the page names the next one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from companion.floor.sentences import DIRECTION_WORDS
from companion.rehearsal.facts import Facts

MINUTE_MS = 60_000


@dataclass(frozen=True)
class Finding:
    """How a goal fared: `is_met` is None while it cannot be said yet; `words` say what was seen."""

    is_met: bool | None
    words: str


@dataclass(frozen=True)
class Goal:
    """A goal as it was written, with the trainer's word on it, and how to tell. `is_judged` by a person, not by us."""

    words: str
    tip: str
    check: Callable[[Facts], Finding]
    is_judged: bool = False


def read_goals(lines: Iterable[str]) -> tuple[Goal, ...]:
    """The goals of these lines. A sentence that is none of `EXAMPLES`' kinds is kept for the trainer to judge."""
    return tuple(map(_read, lines))


def _read(text: str) -> Goal:
    words, _, tip = (part.strip() for part in text.partition(" -- "))
    plain = words.rstrip(".")
    for pattern, make in KINDS:
        found = re.fullmatch(pattern, plain, re.IGNORECASE)
        if found is not None:
            return Goal(words, tip, make(*found.groups()))
    return Goal(words, tip, lambda _: Finding(None, "For the trainer to judge."), is_judged=True)


# what a goal can be about: each makes the check from the words of its sentence


def everybody_heard() -> Callable[[Facts], Finding]:
    """Nobody who asked, and did not take it back, was left without a turn."""

    def check(facts: Facts) -> Finding:
        rows = [row for row in facts.floor.requests.values() if row.state != "withdrawn"]
        if not rows:
            return Finding(None, "Nobody has asked yet.")
        left = sorted({facts.names.person(row.participant_id) for row in rows if row.state != "done"})
        if not left:
            return Finding(True if facts.is_over else None, f"All {_count(len(rows), 'hand')} were answered.")
        return Finding(False if facts.is_over else None, f"Not heard: {', '.join(left)}.")

    return check


def heard(name: str) -> Callable[[Facts], Finding]:
    def check(facts: Facts) -> Finding:
        turns = facts.turns_of(name)
        if turns:
            return Finding(True, f"{name} spoke for {minutes(sum(map(facts.spoken_ms, turns)))}.")
        asked = bool(facts.requests_of(name))
        return Finding(
            False if facts.is_over else None,
            f"{name} {'asked and was not called' if asked else 'never stood in the queue'}.",
        )

    return check


def heard_before(first: str, second: str) -> Callable[[Facts], Finding]:
    def check(facts: Facts) -> Finding:
        one, other = facts.turns_of(first), facts.turns_of(second)
        if not one:
            return Finding(False if facts.is_over or other else None, f"{first} has not spoken.")
        is_first = not other or (one[0].started_at_ms or 0) < (other[0].started_at_ms or 0)
        return Finding(is_first, f"{first} spoke {'first' if is_first else 'after ' + second}.")

    return check


def at_least(count: str, what: str) -> Callable[[Facts], Finding]:
    wanted, what = int(count), what.lower()

    def check(facts: Facts) -> Finding:
        turns = list(facts.turns())
        if what == "landlords":
            found = len({turn.landlord_id for turn in turns if turn.landlord_id is not None})
        else:
            found = len({turn.participant_id for turn in turns})
        enough = found >= wanted
        return Finding(True if enough else (False if facts.is_over else None), f"{_count(found, ONE[what])} heard.")

    return check


def waits_at_most(count: str, unit: str) -> Callable[[Facts], Finding]:
    most_ms = _ms(count, unit)

    def check(facts: Facts) -> Finding:
        waits = [(facts.waited_ms(row) or 0, row.participant_id) for row in facts.floor.requests.values()]
        if not waits:
            return Finding(None, "Nobody has asked yet.")
        longest, who = max(waits, key=lambda one: one[0])
        words = f"The longest wait was {minutes(longest)}, of {facts.names.person(who)}."
        return Finding(False if longest > most_ms else (True if facts.is_over else None), words)

    return check


def turns_at_most(count: str, unit: str) -> Callable[[Facts], Finding]:
    most_ms = _ms(count, unit)

    def check(facts: Facts) -> Finding:
        turns = list(facts.turns())
        if not turns:
            return Finding(None, "Nobody has spoken yet.")
        longest = max(turns, key=facts.spoken_ms)
        spoken = facts.spoken_ms(longest)
        words = f"The longest turn took {minutes(spoken)}, that of {facts.names.person(longest.participant_id)}."
        return Finding(False if spoken > most_ms else (True if facts.is_over else None), words)

    return check


def speaks_at_most(name: str, count: str, unit: str) -> Callable[[Facts], Finding]:
    most_ms = _ms(count, unit)

    def check(facts: Facts) -> Finding:
        spoken = sum(map(facts.spoken_ms, facts.turns_of(name)))
        words = f"{name} had the floor for {minutes(spoken)}."
        return Finding(False if spoken > most_ms else (True if facts.is_over else None), words)

    return check


def every_item() -> Callable[[Facts], Finding]:
    def check(facts: Facts) -> Finding:
        missed = [facts.names.items.get(one, "") for one in facts.agenda if one not in facts.floor.items]
        if not missed:
            return Finding(True, "Every item was opened.")
        return Finding(False if facts.is_over else None, f"Not opened: {', '.join(missed)}.")

    return check


def on_time() -> Callable[[Facts], Finding]:
    def check(facts: Facts) -> Finding:
        late_ms = facts.now_ms - facts.ends_at_ms
        if late_ms > MINUTE_MS:
            return Finding(False, f"It ran {minutes(late_ms)} over.")
        return Finding(True if facts.is_over else None, "It ended in time." if facts.is_over else "There is time left.")

    return check


def paused(name: str) -> Callable[[Facts], Finding]:
    """Their clock was stopped at least once while they had the floor."""

    def check(facts: Facts) -> Finding:
        turns = facts.turns_of(name)
        stopped = any(len(turn.intervals) > 1 or turn.state == "paused" for turn in turns)
        words = f"The clock of {name} {'was' if stopped else 'was never'} stopped."
        return Finding(True if stopped else (False if facts.is_over else None), words)

    return check


def place_kept(name: str) -> Callable[[Facts], Finding]:
    """Who lost the connection is heard all the same, or waits at their place to the end."""

    def check(facts: Facts) -> Finding:
        rows = facts.requests_of(name)
        lost = [row for row in rows if row.state in ("declined", "withdrawn")]
        if not rows:
            return Finding(False if facts.is_over else None, f"{name} has not asked.")
        return Finding(
            not lost if facts.is_over or lost else None,
            f"{name} {'lost the place' if lost else 'kept the place'}.",
        )

    return check


def told(name: str) -> Callable[[Facts], Finding]:
    """The chair said something to them, with the page's own words: a direction is in the journal."""

    def check(facts: Facts) -> Finding:
        people = facts.people(name)
        given = [
            one for one in facts.floor.directions if one.participant_id in people or one.direction == "no_interruption"
        ]
        if given:
            said = DIRECTION_WORDS.get(given[0].direction, given[0].direction)
            return Finding(True, f"{name} was {said}." if given[0].participant_id else f"Everybody was {said}.")
        return Finding(False if facts.is_over else None, f"{name} was told nothing.")

    return check


def case_marked() -> Callable[[Facts], Finding]:
    def check(facts: Facts) -> Finding:
        count = len(facts.floor.cases)
        words = f"{_count(count, 'individual case')} marked." if count else "No individual case was marked."
        return Finding(True if count else (False if facts.is_over else None), words)

    return check


def marked(name: str, what: str) -> Callable[[Facts], Finding]:
    """Something that is done in Zoom's own window: let in, muted, removed."""
    mark = what.casefold()

    def check(facts: Facts) -> Finding:
        at_ms = next((at for (done, who), at in facts.marks.items() if done == mark and _is(who, name)), None)
        if at_ms is not None:
            return Finding(True, f"{name} was {mark}.")
        return Finding(False if facts.is_over else None, f"{name} was not {mark}.")

    return check


def not_marked(name: str, what: str) -> Callable[[Facts], Finding]:
    def check(facts: Facts) -> Finding:
        was = marked(name, what)(facts).is_met is True
        words = f"{name} was {'' if was else 'not '}{what.casefold()}."
        return Finding(False if was else (True if facts.is_over else None), words)

    return check


ONE = {"people": "person", "landlords": "landlord"}
MANY = {"person": "people"}
_TIME = r"(\d+) (minutes?|seconds?)"
_DONE = r"(let in|muted|removed)"
_NAME = r"(\w[^\d,;:]*?)"

KINDS: tuple[tuple[str, Callable[..., Callable[[Facts], Finding]]], ...] = (
    (r"everybody who asks is heard", everybody_heard),
    (r"every item is opened", every_item),
    (r"the meeting ends on time", on_time),
    (r"an individual case is marked", case_marked),
    (r"at least (\d+) (people|landlords) are heard", at_least),
    (rf"nobody waits longer than {_TIME}", waits_at_most),
    (rf"no turn is longer than {_TIME}", turns_at_most),
    (rf"{_NAME} speaks at most {_TIME}", speaks_at_most),
    (rf"{_NAME} is heard before {_NAME}", heard_before),
    (rf"{_NAME} is heard", heard),
    (rf"the clock of {_NAME} is stopped", paused),
    (rf"{_NAME} keeps the place", place_kept),
    (rf"{_NAME} is spoken to", told),
    (rf"{_NAME} is not {_DONE}", not_marked),
    (rf"{_NAME} is {_DONE}", marked),
)
EXAMPLES = (
    "everybody who asks is heard",
    "nobody waits longer than 6 minutes",
    "no turn is longer than 3 minutes",
    "at least 8 people are heard",
    "Ola is heard before Ben",
    "Gareth is spoken to",
    "Gareth is muted",
    "every item is opened",
    "the meeting ends on time",
)


def minutes(ms: int) -> str:
    """A length of time as one says it: 45 seconds, 2 min 05 s."""
    seconds = max(round(ms / 1000), 0)
    return f"{seconds} seconds" if seconds < 60 else f"{seconds // 60} min {seconds % 60:02} s"


def _ms(count: str, unit: str) -> int:
    return int(count) * (MINUTE_MS if unit.lower().startswith("minute") else 1000)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {MANY.get(what, what + 's')}"


def _is(known: str, name: str) -> bool:
    return known.casefold() == name.casefold() or known.casefold().split()[:1] == [name.casefold()]
