"""What a scenario is: people, and what happens when. It is written in `language`, or by machines in `steps`.

Everything here is a plain value: reading a scenario does nothing, and `player` performs it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from zoom_hooks.sim.world import Role

Occasion = Literal["called", "thanked", "warned", "admitted", "removed"]
OCCASIONS: tuple[Occasion, ...] = ("called", "thanked", "warned", "admitted", "removed")

THEY = "\0they"
"""Stands for whoever an occasion is about, where the scenario says `They`."""


class ScenarioError(ValueError):
    """A line that cannot be played. The message begins with its number."""


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody in the play. `shown_as` is the name on their tile in Zoom."""

    name: str
    org: str = ""
    email: str = ""
    role: Role = "attendee"
    phone: str = ""
    is_bot: bool = False
    is_registered: bool = True
    shown_as: str = ""

    @property
    def tile(self) -> str:
        return self.shown_as or self.name


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do, so many milliseconds after its line begins: a verb of the stage with its arguments.

    `who` is somebody's name in the cast; the player puts whoever they are in the meeting now in its place.
    `speaks` names who would stop with it when they stop speaking. A lenient act that cannot happen is passed over.
    """

    after_ms: int
    verb: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    who: str = ""
    speaks: str = ""
    is_lenient: bool = False
    store_as: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number, the scenario's second it begins at, its words as written, and what it does."""

    number: int
    at: float
    words: str
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """What follows when something happens to somebody; blank for anybody. Its lines count from that moment."""

    kind: Occasion
    who: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole play. Lines are in the order of their times."""

    title: str = ""
    seed: int = 1
    people: tuple[CastMember, ...] = ()
    goals: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()

    @property
    def seconds(self) -> float:
        """When the last line begins."""
        return self.lines[-1].at if self.lines else 0.0

    def member(self, name: str) -> CastMember | None:
        """Who has this name, tile or address."""
        wanted = name.casefold()
        for person in self.people:
            if wanted in (person.name.casefold(), person.tile.casefold(), person.email.casefold()) and wanted:
                return person
        return None

    def recast(self, part: str, *, name: str, email: str = "") -> Scenario:
        """The same play with somebody else in a part: their name takes its place everywhere. Raises KeyError."""
        before = self.member(part)
        if before is None:
            raise KeyError(part)
        after = dataclasses.replace(before, name=name, email=email or before.email, shown_as="")

        first = before.name.split()[0].casefold()
        is_only = [one.name.split()[0].casefold() for one in self.people].count(first) == 1
        told = (before.name, first) if is_only else (before.name,)

        def line(one: Line) -> Line:
            words = _renamed(one.words, told, name)
            return dataclasses.replace(one, words=words, acts=tuple(_recast(act, before, after) for act in one.acts))

        return dataclasses.replace(
            self,
            people=tuple(after if person is before else person for person in self.people),
            lines=tuple(line(one) for one in self.lines),
            blocks=tuple(
                Block(b.kind, name if b.who == before.name else b.who, tuple(line(one) for one in b.lines))
                for b in self.blocks
            ),
        )


def _renamed(words: str, before: tuple[str, ...], after: str) -> str:
    """A line's words with another name in the place of these; what is quoted stays as it was written."""
    names = "|".join(map(re.escape, before))
    told = words.split('"')
    told[::2] = [re.sub(rf"(?<!\w)(?:{names})(?!\w)", lambda _: after, part, flags=re.IGNORECASE) for part in told[::2]]
    return '"'.join(told)


def _recast(act: Act, before: CastMember, after: CastMember) -> Act:
    arguments = dict(act.arguments)
    if act.who == before.name:
        if arguments.get("name") == before.tile:
            arguments["name"] = after.tile
        if "email" in arguments:
            arguments["email"] = after.email
    return dataclasses.replace(
        act,
        arguments=arguments,
        who=after.name if act.who == before.name else act.who,
        speaks=after.name if act.speaks == before.name else act.speaks,
    )
