"""Reading the roll from a CSV or Excel file: strictly, as a whole, with one clear sentence and its line when it cannot
be. Nothing a file holds is carried out, only read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from companion.roll import csv_file, sheet_file
from companion.roll.faults import MOST_BYTES, MOST_ROWS, BrokenRoll
from companion.roll.rows import Heads, no_twin, read_heads, read_row
from companion.roll.rules import RollRow

#: titles and notes may stand above the heads; further down nobody looks
HEADS_WITHIN = 15
Records = Sequence[tuple[int, list[str]]]


@dataclass(frozen=True)
class RollFile:
    """A file as read: its rows in order, which columns it has, which mean nothing to us, and how it was read."""

    rows: tuple[RollRow, ...]
    columns: frozenset[str]
    ignored_columns: tuple[str, ...] = ()
    read_as: str | None = None


def read_roll(data: bytes) -> RollFile:
    """Read a whole file: an Excel workbook's first sheet with the heads, or CSV in any common encoding and separator.

    Raises BrokenRoll for the first thing that is wrong; it knows the other lines with a fault.
    """
    if len(data) > MOST_BYTES:
        raise BrokenRoll(0, f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise BrokenRoll(0, "The file is empty.")
    if sheet_file.is_workbook(data):
        return _workbook(data)
    text, read_as = csv_file.text_of(data)
    heads, delimiter = _best_heads(text)
    heads.check()
    return _rows(heads, csv_file.records(text, delimiter), read_as)


def _workbook(data: bytes) -> RollFile:
    first: Heads | None = None
    for title, records in sheet_file.sheets(data):
        heads = _heads_in(records)
        if heads is not None and not heads.missing:
            heads.check()
            return _rows(heads, records, f"the sheet “{title}”")
        if first is None or (heads is not None and len(heads.columns) > len(first.columns)):
            first = heads
    if first is None:
        raise BrokenRoll(0, "There is no sheet in the workbook with anything on it.")
    first.check()
    raise BrokenRoll(first.line, "the heads of the columns cannot be read")


def _best_heads(text: str) -> tuple[Heads, str]:
    """The heads, and the separator with which most of them are understood."""
    best: tuple[Heads, str] | None = None
    for delimiter in csv_file.DELIMITERS:
        heads = _heads_in(_until_broken(csv_file.records(text, delimiter)))
        if heads is not None and (best is None or len(heads.columns) > len(best[0].columns)):
            best = heads, delimiter
    if best is None:
        raise BrokenRoll(1, "the heads of the columns cannot be read")
    return best


def _until_broken(records: Iterator[tuple[int, list[str]]]) -> Records:
    """The first lines with something in them, as far as they can be read."""
    found: list[tuple[int, list[str]]] = []
    try:
        for line, cells in records:
            if any(cell.strip() for cell in cells):
                found.append((line, cells))
            if len(found) == HEADS_WITHIN:
                break
    except BrokenRoll:
        pass
    return found


def _heads_in(records: Records) -> Heads | None:
    """The line on which most columns are understood, the first of several; what stands above it is a title."""
    found = [read_heads(line, cells) for line, cells in islice(records, HEADS_WITHIN)]
    return max(found, key=lambda heads: len(heads.columns), default=None)


def _rows(heads: Heads, records: Iterable[tuple[int, list[str]]], read_as: str | None) -> RollFile:
    rows: list[RollRow] = []
    broken: list[BrokenRoll] = []
    first_with: dict[tuple[str, str], int] = {}
    for line, cells in records:
        if line <= heads.line or not any(cell.strip() for cell in cells):
            continue
        if len(rows) == MOST_ROWS:
            raise BrokenRoll(line, f"the roll has more than {MOST_ROWS:,} landlords, which is more than we take")
        try:
            row = read_row(heads, line, cells)
            no_twin(first_with, row)
        except BrokenRoll as fault:
            broken.append(fault)
            continue
        rows.append(row)
    if broken:
        broken[0].all_of_them = tuple(fault.message for fault in broken)
        raise broken[0]
    if not rows:
        raise BrokenRoll(0, "There is no landlord in the file.")
    return RollFile(tuple(rows), frozenset(heads.columns.values()), heads.ignored, read_as)
