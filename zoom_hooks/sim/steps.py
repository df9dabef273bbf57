"""Scenarios as machines write them: one JSON object per line, `{"at": seconds, "do": verb, ...arguments}`.

Blank and `#` lines are skipped. `at` counts meeting seconds from the scenario's start and never goes back. The verbs
are those of `verbs.VERBS`; people are named as they joined. A value of the form `"$name"` stands for what an earlier
line stored with `"as": "name"`, such as a registrant's id.
"""

from __future__ import annotations

import re

from zoom_hooks.sim import verbs
from zoom_hooks.sim.scenario import Act, Line, Scenario, ScenarioError
from zoom_hooks.wire import Malformed, read_object

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}", re.ASCII)


def read(text: str) -> Scenario:
    """The scenario; raises ScenarioError for its first bad line."""
    lines: list[Line] = []
    stored: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            step = _step(number, line.strip(), read_object(line), stored)
        except (Malformed, verbs.WrongUse) as error:
            raise ScenarioError(f"line {number}: {error}") from error
        if lines and step.at < lines[-1].at:
            raise ScenarioError(f"line {number}: at goes back from {lines[-1].at:g} to {step.at:g}")
        stored |= {act.store_as for act in step.acts if act.store_as}
        lines.append(step)
    return Scenario(lines=tuple(lines))


def is_reference(value: object) -> bool:
    """Whether it stands for what an earlier line stored."""
    return isinstance(value, str) and value.startswith("$") and bool(_NAME.fullmatch(value[1:]))


def _step(number: int, words: str, row: dict[str, object], stored: set[str]) -> Line:
    at, verb, store_as = row.pop("at", None), row.pop("do", None), row.pop("as", None)
    if not isinstance(at, int | float) or isinstance(at, bool) or not 0 <= at <= 86_400:
        raise verbs.WrongUse("at is not a number of seconds from 0 to 86400")
    if store_as is not None and not (isinstance(store_as, str) and _NAME.fullmatch(store_as)):
        raise verbs.WrongUse("as is not a plain lower-case name")
    known = {key: value for key, value in row.items() if not is_reference(value)}
    for value in row.values():
        if is_reference(value) and str(value)[1:] not in stored:
            raise verbs.WrongUse(f"{value} has not been stored by an earlier line")
    # what is referred to is known only when played: a text stands in for it here
    checked = verbs.check(verb, {**known, **{key: "" for key in row if key not in known}})
    return Line(number, float(at), words, (Act(0, checked.name, row, store_as=store_as),))
