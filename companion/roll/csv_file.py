"""Reading the roll from a CSV file: strictly, as a whole, with one clear sentence and its line when it cannot be."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from companion.kernel.errors import BadInput
from companion.kernel.text import clean_line
from companion.people.addresses import BadAddress, read_address
from companion.people.service import BadName, read_name
from companion.roll.domains import is_nobodys, read_domain
from companion.roll.rules import KINDS, RollRow

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
DELIMITERS = (",", ";", "\t")
COLUMNS = (
    "member_no",
    "name",
    "type",
    "homes",
    "homes_as_at",
    "domains",
    "aliases",
    "contact_name",
    "contact_email",
    "rsh_reg_no",
)
NEEDED = ("member_no", "name", "type")
#: other spellings of a column's head, folded to letters and digits
OTHER_HEADS = {
    "membernumber": "member_no",
    "memberno": "member_no",
    "membershipnumber": "member_no",
    "landlord": "name",
    "landlordname": "name",
    "organisation": "name",
    "organisationname": "name",
    "kind": "type",
    "landlordtype": "type",
    "units": "homes",
    "numberofhomes": "homes",
    "homesat": "homes_as_at",
    "asatdate": "homes_as_at",
    "domain": "domains",
    "emaildomains": "domains",
    "alias": "aliases",
    "alsoknownas": "aliases",
    "contact": "contact_name",
    "nominatingcontact": "contact_name",
    "email": "contact_email",
    "contactaddress": "contact_email",
    "rshnumber": "rsh_reg_no",
    "registrationnumber": "rsh_reg_no",
    "rshregno": "rsh_reg_no",
}
OTHER_KINDS = {
    "association": "housing_association",
    "ha": "housing_association",
    "housing_co_operative": "co_operative",
    "coop": "co_operative",
    "co_op": "co_operative",
    "cooperative": "co_operative",
    "almshouses": "almshouse",
    "la": "local_authority",
    "council": "local_authority",
    "voluntary_member": "voluntary",
}
DATE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$|^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")
HOMES = re.compile(r"^\d{1,3}(,\d{3})+$|^\d{1,7}$")


class BrokenRoll(BadInput):
    """The file cannot be used, and nothing of it was. The message is one sentence with its line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Line {line}: {message}" if line else message)
        self.line = line


@dataclass(frozen=True)
class RollFile:
    """A file as read: its rows in order, and the columns that mean nothing to us."""

    rows: tuple[RollRow, ...]
    ignored_columns: tuple[str, ...]


def read_roll(data: bytes) -> RollFile:
    """Read a whole file: UTF-8 (a byte order mark may lead), else Windows-1252; commas, semicolons or tabs.

    Raises BrokenRoll for the first thing that is wrong.
    """
    text = _text_of(data)
    header_line, delimiter, heads, columns = _read_heads(text)
    rows: list[RollRow] = []
    first_with: dict[tuple[str, str], int] = {}
    for line, cells in _records(text, delimiter):
        if line <= header_line or not any(cell.strip() for cell in cells):
            continue
        if len(rows) == MOST_ROWS:
            raise BrokenRoll(line, f"the roll has more than {MOST_ROWS:,} landlords, which is more than we take")
        if len(cells) != len(heads):
            raise BrokenRoll(line, f"there are {len(cells)} cells where the first line has {len(heads)} heads")
        row = _row(line, {column: cells[at] for at, column in columns.items()})
        _no_twin(first_with, row)
        rows.append(row)
    if not rows:
        raise BrokenRoll(0, "There is no landlord in the file.")
    ignored = tuple(clean_line(head, most=60) for at, head in enumerate(heads) if at not in columns and head.strip())
    return RollFile(tuple(rows), ignored)


def _text_of(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise BrokenRoll(0, f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    if not data.strip():
        raise BrokenRoll(0, "The file is empty.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BrokenRoll(1, "the file is UTF-16; save it again as “CSV UTF-8”")
    if b"\x00" in data:
        raise BrokenRoll(data[: data.index(b"\x00")].count(b"\n") + 1, "there is a NUL byte, so this is not a CSV file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BrokenRoll(line, "a character is neither UTF-8 nor Windows-1252; save it again as “CSV UTF-8”") from error


def _read_heads(text: str) -> tuple[int, str, list[str], dict[int, str]]:
    """The heads' line, the delimiter with which they are understood, the heads, and which column each is."""
    best: tuple[int, str, list[str], dict[int, str]] | None = None
    for delimiter in DELIMITERS:
        try:
            line, heads = next((line, cells) for line, cells in _records(text, delimiter) if any(cells))
        except (StopIteration, BrokenRoll):
            continue
        columns = {at: column for at, head in enumerate(heads) if (column := _column(head)) is not None}
        if best is None or len(columns) > len(best[3]):
            best = (line, delimiter, heads, columns)
    if best is None:
        raise BrokenRoll(1, "the heads of the columns cannot be read")
    line, delimiter, heads, columns = best
    named = list(columns.values())
    missing = [column for column in NEEDED if column not in named]
    if missing:
        raise BrokenRoll(line, f"there is no column {_and(missing)}; the heads should be {', '.join(COLUMNS)}")
    twice = [column for column in COLUMNS if named.count(column) > 1]
    if twice:
        raise BrokenRoll(line, f"two columns both mean {twice[0]}")
    return line, delimiter, heads, columns


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line it starts on. Raises BrokenRoll for a quotation mark that is never closed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BrokenRoll(line, "a quotation mark is out of place or never closed") from error
        yield line, cells


def _column(head: str) -> str | None:
    folded = "".join(character for character in head.casefold() if character.isalnum())
    exact = {column.replace("_", ""): column for column in COLUMNS}
    return exact.get(folded) or OTHER_HEADS.get(folded)


def _row(line: int, cells: Mapping[str, str]) -> RollRow:
    def cell(column: str, most: int = 200) -> str:
        return clean_line(cells.get(column, ""), most=most)

    member_no, name = cell("member_no", 40), cell("name")
    if not member_no:
        raise BrokenRoll(line, "the member number is missing")
    if not any(character.isalnum() for character in name):
        raise BrokenRoll(line, "the landlord’s name is missing")
    contact_name, contact_email = _contact(line, cell("contact_name"), cell("contact_email", 320))
    return RollRow(
        line=line,
        member_no=member_no,
        name=name,
        kind=_kind(line, cell("type")),
        homes=_homes(line, cell("homes")),
        homes_as_at=_date(line, cell("homes_as_at")),
        domains=tuple(dict.fromkeys(_domain(line, item) for item in _items(cell("domains", 2000)))),
        aliases=tuple(_items(cell("aliases", 2000))),
        contact_name=contact_name,
        contact_email=contact_email,
        rsh_reg_no=cell("rsh_reg_no", 40) or None,
    )


def _items(text: str) -> list[str]:
    return list(dict.fromkeys(item.strip() for item in text.split(";") if item.strip()))


def _kind(line: int, text: str) -> str:
    folded = "_".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
    kind = OTHER_KINDS.get(folded, folded)
    if kind not in KINDS:
        raise BrokenRoll(line, f"the type “{text}” is not one of {', '.join(KINDS)}")
    return kind


def _homes(line: int, text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and HOMES.match(text)):
        raise BrokenRoll(line, f"homes must be a whole number, not “{text}”")
    return int(text.replace(",", ""))


def _date(line: int, text: str) -> date | None:
    if not text:
        return None
    match = DATE.match(text) if text.isascii() else None
    try:
        if match is None:
            raise ValueError
        year, month, day, day2, month2, year2 = match.groups()
        return date(int(year), int(month), int(day)) if year else date(int(year2), int(month2), int(day2))
    except ValueError as error:
        raise BrokenRoll(line, f"the date “{text}” should be like 2027-03-31 or 31/03/2027") from error


def _domain(line: int, text: str) -> str:
    domain = read_domain(text)
    if domain is None:
        raise BrokenRoll(line, f"“{text}” is not an e-mail domain, like lindenquay.example")
    if is_nobodys(domain):
        raise BrokenRoll(line, f"“{domain}” belongs to nobody in particular, so it cannot be a landlord’s domain")
    return domain


def _contact(line: int, name: str, address: str) -> tuple[str | None, str | None]:
    if not name and not address:
        return None, None
    if not name or not address:
        raise BrokenRoll(line, "a contact needs both a name and an e-mail address")
    try:
        return read_name(name), read_address(address)
    except BadAddress as error:
        raise BrokenRoll(line, f"“{address}” is not an e-mail address") from error
    except BadName as error:
        raise BrokenRoll(line, "the contact’s name cannot be used") from error


def _no_twin(first_with: dict[tuple[str, str], int], row: RollRow) -> None:
    for column, value in (("member_no", row.member_no), ("rsh_reg_no", row.rsh_reg_no)):
        if value is None:
            continue
        first = first_with.setdefault((column, value), row.line)
        if first != row.line:
            raise BrokenRoll(row.line, f"{column} {value} is on line {first} already")


def _and(words: list[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]
