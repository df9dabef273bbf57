"""The traps: hand-written lines in `traps/*.txt`, each with what must go and what must stay.

A file begins with `# what it is about`, then `> people:`, `> orgs:` and `> roll:` for its roster
(`Name @ landlord`; `Name | alias, alias | homes | domain | district`, entries apart by `;`), then a case a line:
`[x:…]` must go (no letter: somebody on the roster; o a landlord, x somebody who is not on the roster, i a contact,
an address or a reference, q a quantity or description), `{…}` must stay, ` / ` is where one caption ends and the next
begins, `\\u200b` a character by its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lab.evaluation.cases import Captioned, Case, Label, Mention, Place, Turn
from lab.evaluation.readable import HERE
from lab.evaluation.score import Score, judge
from lab.evaluation.systems import System
from transcripts import Cue, Org, Participant, Roster

SPEAKER = Participant("speaker", "Osric Pelham")
_LABELS = {"": Label.PERSON, "o": Label.AFFIL, "x": Label.RESIDENT, "i": Label.ID, "q": Label.OTHER}
_MARKED = re.compile(r"\[(?:([oxiq]):)?([^\]]+)\]|\{([^}]+)\}")


@dataclass
class Heap:
    """The traps of one file, and after a run their score."""

    title: str
    cases: list[tuple[Case, Captioned]]
    score: Score = field(default_factory=Score)


def heaps() -> Iterator[Heap]:
    """Every file of traps, in order."""
    for path in sorted((HERE / "traps").glob("*.txt")):
        title, *rest = path.read_text("utf-8").splitlines()
        roster = _roster([line for line in rest if line.startswith(">")])
        written = [line for line in rest if line.strip() and line[0] not in ">#"]
        cases = [_case(f"{path.stem}:{number}", line, roster) for number, line in enumerate(written, 1)]
        yield Heap(title.lstrip("# "), cases)


def spring(system: System) -> list[Heap]:
    """Every trap, each as a session of its own, and what the system makes of it."""
    done = list(heaps())
    system.prepare([case for heap in done for case, _ in heap.cases])
    for heap in done:
        for case, said in heap.cases:
            judge(heap.score, case.case_id, said, system.masks(case, said))
    return done


def _case(case_id: str, line: str, roster: Roster) -> tuple[Case, Captioned]:
    text, marks = _plain(re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found.group(1), 16)), line))
    bounds = _cut(text)
    cues = tuple(Cue(number, number * 4000, number * 4000 + 3900, f"{SPEAKER.name}: {text[start:end]}", str(number + 1))
                 for number, (start, end) in enumerate(bounds))  # fmt: skip
    prefix = len(SPEAKER.name) + 2
    mentions = [
        Mention(label, f"{label} {text[start:end]}", text[start:end], 0, tuple(
            Place(number, prefix + max(start, first) - first, prefix + min(end, last) - first)
            for number, (first, last) in enumerate(bounds) if start < last and first < end
        ))
        for start, end, label in marks
    ]  # fmt: skip
    turns = (Turn(SPEAKER.id, " ".join(text[start:end] for start, end in bounds), ()),)
    case = Case(case_id, "trap", roster, turns, {SPEAKER.id: SPEAKER.name})
    return case, Captioned(cues, tuple(prefix for _ in cues), tuple(mentions))


def _plain(line: str) -> tuple[str, list[tuple[int, int, Label]]]:
    text = ""
    marks: list[tuple[int, int, Label]] = []
    at = 0
    for found in _MARKED.finditer(line):
        text += line[at : found.start()]
        said = found.group(2) or found.group(3)
        marks.append(
            (len(text), len(text) + len(said), Label.KEEP if found.group(3) else _LABELS[found.group(1) or ""])
        )
        text += said
        at = found.end()
    return text + line[at:], marks


def _cut(text: str) -> list[tuple[int, int]]:
    """Where each caption of a case begins and ends; a slash inside a word, a tag or a number is none."""
    bounds: list[tuple[int, int]] = []
    at = 0
    for found in re.finditer(r" / |(?<=-)/", text):
        bounds.append((at, found.start()))
        at = found.end()
    return [*bounds, (at, len(text))]


def _roster(head: list[str]) -> Roster:
    entries = {"people": "", "orgs": "", "roll": ""}
    for line in head:
        kind, _, listed = line.removeprefix(">").partition(":")
        entries[kind.strip()] = listed
    orgs = [_org(f"o{number}", one) for number, one in enumerate(_listed(entries["orgs"]))]
    roll = [_org(f"r{number}", one) for number, one in enumerate(_listed(entries["roll"]))]
    people = [SPEAKER]
    for number, one in enumerate(_listed(entries["people"])):
        name, _, org = (part.strip() for part in one.partition("@"))
        people.append(Participant(f"p{number}", name, org=org or None))
    return Roster(tuple(people), tuple(orgs), tuple(roll))


def _listed(entries: str) -> list[str]:
    return [one.strip() for one in entries.split(";") if one.strip()]


def _org(id_: str, entry: str) -> Org:
    name, aliases, homes, domain, district = ([part.strip() for part in entry.split("|")] + [""] * 4)[:5]
    return Org(
        id_,
        name,
        tuple(one.strip() for one in aliases.split(",") if one.strip()),
        int(homes) if homes else None,
        domain or None,
        (district,) if district else (),
    )
