"""A practice session as its file tells it: the scenario that the simulated Zoom plays, and what only we need.

The file is in the simulated Zoom's language (`zoom_hooks.sim`), with two blocks more, and goals that we can check:

    About
      A calm evening. Everybody is kind; you learn where the buttons are.
    Agenda
      Welcome, 3 minutes
      Damp and mould, 12 minutes
    Goals
      Nobody waits longer than 6 minutes. -- Call the next as soon as a turn ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from companion.people.roles import Role
from companion.rehearsal.cast import CHAIR_EMAIL, STEWARD_EMAIL, USUAL_CHAIR, USUAL_STEWARD, Member
from companion.rehearsal.goals import Goal, read_goals
from zoom_hooks.sim import CastMember, Scenario, ScenarioError, read_scenario

SHIPPED = ("calm", "stormy", "training")
BLOCKS = ("about", "agenda")
ITEM = re.compile(r"(?P<title>.+?), (?P<minutes>\d{1,3}) minutes?\.?")
USUAL_AGENDA = ("Welcome", "Open discussion")


@dataclass(frozen=True)
class Item:
    """An agenda item of the practice."""

    title: str
    minutes: int


@dataclass(frozen=True)
class Play:
    """One scenario, read: what Zoom plays, and what we add to it."""

    name: str
    scenario: Scenario
    about: str
    agenda: tuple[Item, ...]
    goals: tuple[Goal, ...]
    chair: Member
    steward: Member

    @property
    def title(self) -> str:
        return self.scenario.title

    def person(self, shown: str) -> CastMember | None:
        """Whoever is shown so: by name, by tile, or (who rings in) by a number of which Zoom hides the middle."""
        first, hidden, last = shown.partition("***")
        for one in self.scenario.people:
            digits = "".join(filter(str.isdigit, one.phone))
            if shown in (one.name, one.tile):
                return one
            if hidden and digits.startswith("".join(filter(str.isdigit, first))) and digits.endswith(last):
                return one
        return None

    @property
    def minutes(self) -> int:
        """How long it is planned to take."""
        return max(sum(item.minutes for item in self.agenda), int(self.scenario.seconds // 60) + 1)


def find(name: str) -> tuple[str, str]:
    """(name, text) of a scenario that ships with the product, or of a file. Raises OSError, ScenarioError."""
    if name in SHIPPED:
        return name, resources.files("companion.rehearsal").joinpath("scenarios", f"{name}.txt").read_text("utf-8")
    path = Path(name)
    if not path.is_file() and not path.suffix:
        raise ScenarioError(f"there is no scenario “{name}”; there are {', '.join(SHIPPED)}, or name a file")
    try:
        return path.stem, path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{path.name} is not UTF-8; save it as UTF-8") from error


def read_play(name: str, text: str, *, chair: str = "") -> Play:
    """Read a scenario. `chair` is the name of whoever practises, in the place of the scenario's own host.

    Raises ScenarioError, which begins with the line.
    """
    blocks, rest = take_out(text)
    scenario = read_scenario(rest)
    scenario, host = _staffed(scenario, "host", chair or USUAL_CHAIR, CHAIR_EMAIL, rename=bool(chair))
    scenario, helper = _staffed(scenario, "co-host", USUAL_STEWARD, STEWARD_EMAIL, rename=False)
    return Play(
        name,
        scenario,
        " ".join(words for _, words in blocks["about"]),
        read_agenda(blocks["agenda"]),
        read_goals(scenario.goals),
        Member(host, CHAIR_EMAIL, (Role.CHAIR,)),
        Member(helper, STEWARD_EMAIL, (Role.STEWARD,)),
    )


def zooms_part(text: str) -> Scenario:
    """What the simulated Zoom alone plays of a practice session, or of a scenario without our blocks.

    Raises ScenarioError, which begins with the line.
    """
    return read_scenario(take_out(text)[1])


def take_out(text: str) -> tuple[dict[str, list[tuple[int, str]]], str]:
    """Our own blocks as (line number, words), and the text with blank lines in their place, so that numbers hold."""
    blocks: dict[str, list[tuple[int, str]]] = {name: [] for name in BLOCKS}
    kept: list[str] = []
    within = ""
    for number, line in enumerate(text.splitlines(), 1):
        is_indented = line[:1] in (" ", "\t")
        if line.strip() and not is_indented:
            within = line.strip().rstrip(":").casefold()
        if within not in blocks:
            kept.append(line)
            continue
        kept.append("")
        if is_indented and line.strip() and not line.lstrip().startswith("#"):
            blocks[within].append((number, line.strip()))
    return blocks, "\n".join(kept) + "\n"


def read_agenda(lines: list[tuple[int, str]]) -> tuple[Item, ...]:
    """The items of an agenda block. Raises ScenarioError for a line that is none."""
    items = []
    for number, words in lines:
        found = ITEM.fullmatch(words)
        if found is None or not 1 <= int(found["minutes"]) <= 240:
            raise ScenarioError(f"line {number}: “{words}” is no agenda item; write for example: Damp, 12 minutes")
        items.append(Item(found["title"], int(found["minutes"])))
    return tuple(items) or tuple(Item(title, 15) for title in USUAL_AGENDA)


def _staffed(scenario: Scenario, role: str, name: str, email: str, *, rename: bool) -> tuple[Scenario, str]:
    """The scenario with our address for whoever has a role in Zoom, and their name; ours where it has nobody."""
    for person in scenario.people:
        if person.role == role:
            named = name if rename else person.name
            return scenario.recast(person.name, name=named, email=email), named
    return scenario, name
