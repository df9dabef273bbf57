"""What one statement of the scenario language is made of."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from zoom_hooks.sim.cast import NotUnderstood
from zoom_hooks.sim.scenario import THEY, Act, CastMember
from zoom_hooks.sim.smalltalk import cues, spoken_ms

Found = re.Match[str]
NOBODY = CastMember("")


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes acts: for the person it is about, among these people, with these random numbers."""

    people: tuple[CastMember, ...]
    random: random.Random
    person: CastMember = NOBODY

    def about(self, person: CastMember) -> Maker:
        return replace(self, person=person)

    def does(self, verb: str, **arguments: object) -> tuple[Act, ...]:
        """The person does this."""
        return (Act(0, verb, arguments, who=self.person.name),)

    def comes(self, *, after_ms: int = 0, waits: bool = False, by_phone: bool = False, once: bool = False) -> Act:
        """The person arrives; `once`: unless they are there already."""
        p = self.person
        if p.name == THEY:
            return Act(after_ms, "rejoin", {}, who=THEY)
        if by_phone and not p.phone:
            raise NotUnderstood(f"{p.name} has no number; write in the People block: {p.name}, phone +44 20 7946 0123")
        arguments: dict[str, object] = {"name": p.tile, "email": p.email if p.is_registered else "", "waits": waits}
        if by_phone:
            arguments = {"name": shown_number(p.phone), "phone_number": p.phone, "waits": waits}
        elif p.role != "attendee":
            arguments["role"] = p.role
        if once:
            arguments["once"] = True
        return Act(after_ms, "arrive", arguments, who=p.name, is_lenient=once)

    def says(self, text: str, *, may_be_stopped: bool = True) -> tuple[Act, ...]:
        """The person's tile lights up, and captions follow at the pace of speech."""
        name = self.person.name
        stops = name if may_be_stopped else ""
        acts = [Act(0, "active_speaker", {}, who=name, speaks=stops)]
        at = 0
        for cue in cues(text):
            at += spoken_ms(cue)
            acts.append(Act(at, "caption", {"text": cue}, who=name, speaks=stops))
        return tuple(acts)


@dataclass(frozen=True, slots=True)
class Statement:
    """A pattern of the whole statement (of a person's: of what follows the name), an example, and what it does."""

    pattern: re.Pattern[str]
    example: str
    make: Callable[[Maker, Found], tuple[Act, ...]]


def statement(pattern: str, example: str, make: Callable[[Maker, Found], tuple[Act, ...]]) -> Statement:
    """A statement; upper and lower case are the same."""
    return Statement(re.compile(pattern, re.IGNORECASE), example, make)


def number(digits: str | None, least: int, most: int) -> int:
    """A number within these. Raises NotUnderstood."""
    value = int((digits or "0")[:9])
    if not least <= value <= most:
        raise NotUnderstood(f"{digits} is not between {least} and {most}")
    return value


def shown_number(phone: str) -> str:
    """A telephone number as Zoom shows it to everybody: partly hidden."""
    plain = re.sub(r"[^0-9+]", "", phone)
    return f"{plain[:5]}***{plain[-2:]}"
