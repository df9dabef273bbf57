"""Scenario files: one JSON object per line, `{"at": seconds, "do": verb, ...arguments}`; blank and `#` lines skipped.

`at` counts meeting seconds from the scenario's start and never goes back. The verbs are those of
`verbs.VERBS`; people are named as
they joined. A value of the form `"$name"` stands for what an earlier line stored with `"as": "name"`, such
as a registrant's id.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass

from zoom_hooks.sim import verbs
from zoom_hooks.sim.registrations import ApiError
from zoom_hooks.sim.stage import Stage
from zoom_hooks.wire import Malformed, read_object

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}", re.ASCII)


class ScenarioError(ValueError):
    """A line that cannot be played. The message begins with its number."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line: at this meeting second do this."""

    line: int
    at: float
    verb: str
    arguments: Mapping[str, object]
    store_as: str | None = None


def read(text: str) -> list[Step]:
    """The steps of a scenario file; raises ScenarioError for its first bad line."""
    steps: list[Step] = []
    stored: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            step = _step(number, read_object(line), stored)
        except (Malformed, verbs.WrongUse) as error:
            raise ScenarioError(f"line {number}: {error}") from error
        if steps and step.at < steps[-1].at:
            raise ScenarioError(f"line {number}: at goes back from {steps[-1].at:g} to {step.at:g}")
        if step.store_as:
            stored.add(step.store_as)
        steps.append(step)
    if not steps:
        raise ScenarioError("line 1: there is nothing to play")
    return steps


def _step(number: int, row: dict[str, object], stored: set[str]) -> Step:
    at, verb, store_as = row.pop("at", None), row.pop("do", None), row.pop("as", None)
    if not isinstance(at, int | float) or isinstance(at, bool) or not 0 <= at <= 86_400:
        raise verbs.WrongUse("at is not a number of seconds from 0 to 86400")
    if store_as is not None and not (isinstance(store_as, str) and _NAME.fullmatch(store_as)):
        raise verbs.WrongUse("as is not a plain lower-case name")
    known = {key: value for key, value in row.items() if not _is_reference(value)}
    for value in row.values():
        if _is_reference(value) and str(value)[1:] not in stored:
            raise verbs.WrongUse(f"{value} has not been stored by an earlier line")
    # what is referred to is known only when played: a text stands in for it here
    checked = verbs.check(verb, {**known, **{key: "" for key in row if key not in known}})
    return Step(number, float(at), checked.name, row, store_as)


def _is_reference(value: object) -> bool:
    return isinstance(value, str) and value.startswith("$") and bool(_NAME.fullmatch(value[1:]))


async def play(stage: Stage, steps: list[Step]) -> None:
    """Perform the steps on the stage's clock; raises ScenarioError with the line that failed."""
    stored: dict[str, object] = {}
    zero_ms = stage.clock.ms()
    for step in steps:
        wait = step.at - (stage.clock.ms() - zero_ms) / 1000
        if wait > 0:
            await asyncio.sleep(stage.clock.real_seconds(wait))
        arguments = {
            key: stored[str(value)[1:]] if _is_reference(value) else value for key, value in step.arguments.items()
        }
        try:
            result = verbs.perform(stage, step.verb, arguments)
        except (ValueError, ApiError) as error:
            raise ScenarioError(f"line {step.line}: {error}") from error
        if step.store_as:
            stored[step.store_as] = result
