"""The scenario language: one statement a line, in English, read and checked as a whole before anything is played.

    Title: A short evening

    People
      Cara Chair, host
      Ann Able, Northbrook Homes, ann@northbrook.example

    00:00  The meeting starts
    00:02  Everybody joins
    01:00  Ann raises hand

    When Ann is called
      00:02  Ann says "Thank you, chair."

`docs/zoom-hooks.md` describes it for whoever writes one. Every error names its line and what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from zoom_hooks.sim import steps
from zoom_hooks.sim.cast import Names, NotUnderstood, member
from zoom_hooks.sim.scenario import OCCASIONS, Block, CastMember, Line, Occasion, Scenario, ScenarioError
from zoom_hooks.sim.statements import Reader

_TIME = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?"
_TIMED = re.compile(rf"({_TIME})\s+(\S.*)")
_REPEATED = re.compile(rf"({_TIME})\s*[-–]\s*({_TIME})\s+every\s+({_TIME})\s+(\S.*)", re.IGNORECASE)
_WHEN = re.compile(rf"when\s+(.+?)\s+(?:is|are)\s+({'|'.join(OCCASIONS)}):?", re.IGNORECASE)
_HEADING = re.compile(r"(people|goals):?", re.IGNORECASE)
_KEY = re.compile(r"(title|seed):\s*(\S.*)", re.IGNORECASE)
_MOST_REPEATS = 500


def read(text: str) -> Scenario:
    """The scenario in this text, in the language or (when its first line begins with `{`) as machines write it.

    Raises ScenarioError for the first line that cannot be played.
    """
    written = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not written:
        raise ScenarioError("line 1: there is nothing to play")
    return steps.read(text) if written[0].lstrip().startswith("{") else _Page().read(text)


class _Page:
    """One text on its way to a scenario."""

    def __init__(self) -> None:
        self._title, self._seed = "", 1
        self._people: list[CastMember] = []
        self._goals: list[str] = []
        self._lines: list[Line] = []
        self._blocks: list[Block] = []
        self._section: Callable[[int, str], None] | None = None
        self._statements: Reader | None = None
        self._latest = 0.0

    def read(self, text: str) -> Scenario:
        for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
            line = raw.strip()
            if not line or line.startswith("#"):
                continue
            try:
                if raw[0].isspace() and self._section is not None:
                    self._section(number, line)
                else:
                    self._outer(number, line)
            except NotUnderstood as error:
                raise ScenarioError(f"line {number}: {error}") from error
        if not self._lines:
            raise ScenarioError(f"line {len(text.splitlines())}: there is nothing to play; a line begins with a time")
        return Scenario(
            title=self._title,
            seed=self._seed,
            people=tuple(self._people),
            goals=tuple(self._goals),
            lines=tuple(sorted(self._lines, key=lambda line: line.at)),
            blocks=tuple(self._blocks),
        )

    def _outer(self, number: int, line: str) -> None:
        self._section = None
        if found := _HEADING.fullmatch(line):
            self._section = self._person if found[1].casefold() == "people" else self._goal
        elif found := _KEY.fullmatch(line):
            self._set(found[1].casefold(), found[2])
        elif found := _WHEN.fullmatch(line):
            self._when(found[1], found[2].casefold())
        elif line.casefold().startswith("when "):
            raise NotUnderstood(
                f"write: When Ann is called; it can be {', '.join(OCCASIONS)}, of somebody or of anybody"
            )
        elif found := _REPEATED.fullmatch(line):
            self._repeat(number, *found.groups())
        elif found := _TIMED.fullmatch(line):
            self._main(number, seconds(found[1]), found[2])
        else:
            raise NotUnderstood(
                f"“{line}” is not known here; a line begins with a time, such as 00:30, or is one of: "
                "Title: …, Seed: …, People, Goals, When … is called"
            )

    def _set(self, key: str, value: str) -> None:
        if key == "title":
            self._title = value
        elif not value.isdecimal() or len(value) > 9:
            raise NotUnderstood("a seed is a whole number, such as 7")
        else:
            self._seed = int(value)

    def _person(self, _: int, line: str) -> None:
        if self._statements is not None:
            raise NotUnderstood("the People block comes before the first line with a time")
        new = member(_straight(line))
        for person in self._people:
            if person.name.casefold() == new.name.casefold() or person.tile.casefold() == new.tile.casefold():
                raise NotUnderstood(f"there is a {new.name} already; two people need two names")
            if new.email and person.email.casefold() == new.email.casefold():
                raise NotUnderstood(f"{person.name} has this address already")
        self._people.append(new)

    def _goal(self, _: int, line: str) -> None:
        self._goals.append(line)

    def _when(self, name: str, kind: str) -> None:
        reader = self._reader()
        who = "" if name.casefold() in ("anybody", "anyone", "somebody") else Names(reader.people).find(name).name
        occasion: Occasion = next(one for one in OCCASIONS if one == kind)
        self._blocks.append(Block(occasion, who, ()))
        self._section = self._then

    def _then(self, number: int, line: str) -> None:
        found = _TIMED.fullmatch(line)
        if found is None:
            raise NotUnderstood("a line after When begins with a time that counts from that moment, such as 00:02")
        block, at = self._blocks[-1], seconds(found[1])
        if block.lines and at < block.lines[-1].at:
            raise NotUnderstood(f"{found[1]} is before the line above it")
        acts = self._reader().read(found[2], number, they=True)
        self._blocks[-1] = Block(block.kind, block.who, (*block.lines, Line(number, at, found[2], acts)))

    def _main(self, number: int, at: float, words: str) -> None:
        if self._lines and at < self._latest:
            raise NotUnderstood(f"{clock_words(at)} is before {clock_words(self._latest)}; times never go back")
        self._latest = at
        self._lines.append(Line(number, at, words, self._reader().read(words, number)))

    def _repeat(self, number: int, since: str, until: str, every: str, words: str) -> None:
        step, at, last = seconds(every), seconds(since), seconds(until)
        if step <= 0 or last < at:
            raise NotUnderstood('write it so: 03:00-06:00 every 00:30  Hugh heckles "Rubbish!"')
        if (last - at) / step > _MOST_REPEATS:
            raise NotUnderstood(f"that is more than {_MOST_REPEATS} times")
        self._main(number, at, words)
        acts = self._lines[-1].acts
        while (at := at + step) <= last:
            self._lines.append(Line(number, at, words, acts))

    def _reader(self) -> Reader:
        if self._statements is None:
            self._statements = Reader(tuple(self._people), self._seed)
        return self._statements


def seconds(words: str) -> float:
    """`MM:SS` or `H:MM:SS` as seconds."""
    total = 0
    for part in words.split(":"):
        total = total * 60 + int(part)
    return float(total)


def clock_words(at: float) -> str:
    """Seconds as `MM:SS`, or `H:MM:SS` from an hour on."""
    whole = int(at)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes:02}:{whole % 60:02}"


def _straight(line: str) -> str:
    return line.translate({0x201C: '"', 0x201D: '"', 0x2019: "'"})
