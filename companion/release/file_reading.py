"""Reading what people upload: a transcript in any of its forms, and a table of registrants. Opens no stored text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from companion.kernel.errors import BadInput
from transcripts import (
    KINDS,
    FileRead,
    Org,
    Registrants,
    Roster,
    RosterError,
    TranscriptError,
    fold_name,
    parse_registrants,
    read_any,
)

CSV_PREFIX = "table:"  # begins the roster id of somebody whom only a table of registrants names


@dataclass(frozen=True)
class Preview:
    """What a file holds, in numbers: what a person sees before anything begins.

    `strangers` are names in the file that nobody of the roster carries; the review asks who they are. `dropped` and
    `table_dropped` are (what, how many).
    """

    kind: str
    cues: int
    words: int
    minutes: int
    voices: int
    strangers: int
    dropped: tuple[tuple[str, int], ...]
    table_rows: int = 0
    table_people: int = 0
    table_landlords: int = 0
    table_dropped: tuple[tuple[str, int], ...] = ()
    table_unused: tuple[str, ...] = ()


def read_transcript(name: str, data: bytes) -> FileRead:
    """Read an uploaded file. Raises BadInput with the line that is wrong, also for a file in which nobody speaks."""
    try:
        file = read_any(name, data)
    except TranscriptError as error:
        raise BadInput(f"Line {error.line}: {error.message}") from error
    if not file.cues:
        raise BadInput("Nothing is said in this file.")
    return file


def read_table(data: bytes, orgs: Sequence[Org]) -> Registrants:
    """Read a table of registrants against the landlords we know. Raises BadInput with the line that is wrong."""
    try:
        return parse_registrants(data, orgs)
    except RosterError as error:
        raise BadInput(f"The table of registrants: {error}") from error


def orgs_in(plain: dict[str, Any]) -> list[Org]:
    """Every landlord of a roster, present or not."""
    return [
        Org(entry["id"], entry["name"], tuple(entry["aliases"]), entry["homes"], entry["domain"])
        for entry in (*plain["orgs"], *plain["roll"])
    ]


def extra_of(table: Registrants) -> dict[str, Any]:
    """What a table adds to a roster, as it is stored: people under ids of their own, and the landlords they name."""
    roster = table.roster
    return {
        "participants": [
            {"id": f"{CSV_PREFIX}{one.id}", "name": one.name, "email": one.email, "role": one.role, "org": one.org}
            for one in roster.participants
        ],
        "orgs": [
            {"id": one.id, "name": one.name, "aliases": list(one.aliases), "homes": one.homes, "domain": one.domain}
            for one in roster.orgs
        ],
    }


def widened(plain: dict[str, Any], extra: dict[str, Any] | None) -> dict[str, Any]:
    """A roster with what a table adds: landlords of people in the table are present, whatever the roll said of them."""
    if extra is None:
        return plain
    here = {entry["id"] for entry in plain["orgs"]}
    rolled = {entry["id"]: entry for entry in plain["roll"]}
    new = [rolled.get(entry["id"], entry) for entry in extra["orgs"] if entry["id"] not in here]
    named = {entry["id"] for entry in new}
    known = here | set(rolled) | named
    people = [{**one, "org": one["org"] if one["org"] in known else None} for one in extra["participants"]]
    return {
        "participants": [*plain["participants"], *people],
        "orgs": [*plain["orgs"], *new],
        "roll": [entry for entry in plain["roll"] if entry["id"] not in named],
    }


def preview_of(file: FileRead, roster: Roster, table: Registrants | None) -> Preview:
    """The numbers of a file and its table; `roster` is the one that it will be masked with."""
    known = {fold_name(one.name) for one in roster.participants}
    last = max(cue.end_ms for cue in file.cues) - min(cue.start_ms for cue in file.cues)
    return Preview(
        kind=KINDS[file.kind],
        cues=len(file.cues),
        words=sum(len(cue.text.split()) for cue in file.cues),
        minutes=round(last / 60_000),
        voices=len(file.names),
        strangers=sum(fold_name(name) not in known for name in file.names),
        dropped=tuple((one.what, one.count) for one in file.dropped),
        table_rows=table.rows if table else 0,
        table_people=len(table.roster.participants) if table else 0,
        table_landlords=len(table.roster.orgs) if table else 0,
        table_dropped=tuple((one.what, one.count) for one in table.dropped) if table else (),
        table_unused=table.unused if table else (),
    )
