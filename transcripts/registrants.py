"""A roster from a table: Zoom's registration or participant report as CSV, or any table with a column of names.

Everybody in the table is taken, whoever was denied or cancelled too: absent colleagues are spoken about.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from transcripts.folding import fold_name
from transcripts.registrant_columns import Columns, columns_of
from transcripts.registrant_orgs import Landlords
from transcripts.roster import MAX_BYTES, Org, Participant, Roster, RosterError, check_roster, read_roster
from transcripts.saved import Dropped

MAX_ROWS = 20_000
LONGEST_CELL = 1_000
LONGEST_NAME = 200
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ORIGINAL = re.compile(r"([^()]+?)\s*\(([^()]+)\)")
_PRONOUNS = re.compile(r"(?:she|her|hers|he|him|his|they|them|theirs|any|all|[/, ])+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Registrants:
    """What a table holds: the roster, its rows with people, what was passed over, and the headings nobody needed."""

    roster: Roster
    rows: int
    dropped: tuple[Dropped, ...] = ()
    unused: tuple[str, ...] = ()


@dataclass
class _Person:
    name: str
    email: str | None
    role: str | None
    org: str | None
    also: list[str] = field(default_factory=list)


def read_registrants(data: bytes, orgs: Sequence[Org] = ()) -> Roster:
    """`parse_registrants`, the roster alone."""
    return parse_registrants(data, orgs).roster


def read_any_roster(data: bytes, orgs: Sequence[Org] = ()) -> Roster:
    """A roster from its JSON, or from a table. Raises RosterError."""
    is_json = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    return read_roster(data) if is_json else read_registrants(data, orgs)


def parse_registrants(data: bytes, orgs: Sequence[Org] = ()) -> Registrants:
    """Read a whole table. `orgs` are the landlords we know: those with a person here come into the roster's `orgs`,
    the others into its `roll`; a landlord that is not among them is made from what people typed, or from their address.

    Raises RosterError naming the line: for a table without a column of names, for a row that does not fit its
    heading, has no name, or holds what no name holds.
    """
    rows = list(_rows(_text(data)))
    heads = _heads(rows)
    if not heads:
        raise RosterError(
            "No line of the table names its columns: there must be First Name and Last Name, or Name, "
            "as in Zoom's registration report."
        )
    landlords = Landlords(orgs)
    people: dict[tuple[str, str | None], _Person] = {}
    columns: Columns | None = None
    count = repeated = 0
    for place, (line, cells) in enumerate(rows):
        if place in heads:
            columns = heads[place]
        elif columns is not None and not _is_title(place, rows, heads):
            count += 1
            person = _person(columns, line, cells, landlords)
            key = (fold_name(person.name), person.org)
            if key in people:
                repeated += 1
                people[key].email = people[key].email or person.email
                people[key].role = people[key].role or person.role
            else:
                people[key] = person
    if not people:
        raise RosterError("The table has headings, but nobody below them.")
    roster = _roster(people.values(), landlords)
    check_roster(roster)
    unused = tuple(dict.fromkeys(name for found in heads.values() for name in found.unused))
    return Registrants(roster, count, (Dropped("rows that repeat a person", repeated),) if repeated else (), unused)


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise RosterError(f"The table is larger than {MAX_BYTES // 1024 // 1024} MB.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise RosterError("This is a spreadsheet or an Office document; save it as CSV UTF-8.")
    if data.startswith(b"%PDF-"):
        raise RosterError("This is a PDF; export the registrants as CSV.")
    coding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(coding)
    except UnicodeDecodeError as wrong:
        line = len(re.split(rb"\r\n|\r|\n", data[: wrong.start]))
        raise RosterError(f"Line {line} of the table is not UTF-8; save it as CSV UTF-8.") from wrong
    found = _CONTROL.search(text)
    if found:
        line = len(re.split(r"\r\n|\r|\n", text[: found.start()]))
        raise RosterError(f"Line {line} of the table holds a control character, which no name does.")
    if not text.strip():
        raise RosterError("The table is empty.")
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank with the line it begins at, its cells without needless space."""
    first = max(text.splitlines()[:40], key=lambda line: max(line.count(sign) for sign in ",;\t"))
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            raise RosterError(
                f"Line {line} of the table cannot be read: a quotation mark is missing or stray."
            ) from wrong
        if len(cells) > LONGEST_CELL or any(len(cell) > LONGEST_CELL for cell in cells):
            raise RosterError(f"Line {line} of the table has a cell of more than {LONGEST_CELL:,} characters.")
        cells = [" ".join(cell.split()) for cell in cells]
        if any(cells):
            yield line, cells
        line = reader.line_num + 1
        if line > MAX_ROWS:
            raise RosterError(f"The table has more than {MAX_ROWS:,} lines, which no meeting needs.")


def _heads(rows: Sequence[tuple[int, list[str]]]) -> dict[int, Columns]:
    """The lines of headings: the first, and those of further sections ("Panelist Details") below it."""
    heads: dict[int, Columns] = {}
    for place, (_, cells) in enumerate(rows):
        found = columns_of(cells)
        if found is not None and (found.is_sure or not heads):
            heads[place] = found
    return heads


def _is_title(place: int, rows: Sequence[tuple[int, list[str]]], heads: dict[int, Columns]) -> bool:
    """A line such as "Panelist Details," right above a line of headings."""
    return place + 1 in heads and sum(map(bool, rows[place][1])) == 1


def _person(columns: Columns, line: int, cells: Sequence[str], landlords: Landlords) -> _Person:
    if any(cells[columns.width :]):
        raise RosterError(f"Line {line} of the table has more cells than its headings: is a comma not in quotes?")
    name, email = columns.name(cells), columns.email(cells)
    if email is not None and ("@" not in email or " " in email):
        raise RosterError(f"Line {line} of the table has something else where the e-mail address should stand.")
    if not any(char.isalpha() for char in name):
        name = " ".join(re.findall(r"[^\W\d_]+", email.partition("@")[0])) if email and not name else ""
    if not name:
        raise RosterError(f"Line {line} of the table has no name.")
    if len(name) > LONGEST_NAME:
        raise RosterError(f"Line {line} of the table has a name of more than {LONGEST_NAME} characters.")
    original = _ORIGINAL.fullmatch(name)
    also: list[str] = []
    if original and not _PRONOUNS.fullmatch(original.group(2)):
        also, name = [original.group(1)], original.group(2)
    elif original:
        name = original.group(1)
    org = landlords.of(columns.org(cells), email, columns.homes(cells))
    return _Person(name, email, columns.role(cells), org, also)


def _roster(people: Iterable[_Person], landlords: Landlords) -> Roster:
    participants: list[Participant] = []
    for number, person in enumerate(people, 1):
        participants.append(Participant(f"r{number}", person.name, person.email, person.role, person.org))
        participants.extend(
            Participant(f"r{number}:shown", shown, None, person.role, person.org)
            for shown in person.also
            if any(char.isalpha() for char in shown)
        )
    return Roster(tuple(participants), *landlords.here_and_elsewhere())
