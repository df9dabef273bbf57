"""Tables as CSV and Excel files that no spreadsheet can be tricked by: every cell is text or a number, none a formula.

A cell that begins like a formula is dangerous in CSV, where the reader guesses types; there it gets an apostrophe in
front, which spreadsheets take as "this is text". In Excel files the type is written down, so the text stays as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

Cell = str | int | None
#: what begins a formula, in ASCII and in full width (some spreadsheets fold those)
STARTERS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b\u2212|%"
#: what neither file may hold: control characters except tab and line ends, and what is no character at all
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
MOST_LETTERS = 32_767  # in one cell of Excel


@dataclass(frozen=True)
class Sheet:
    """A table: its name, the heads of its columns, and its rows."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def tidy(cell: Cell) -> str | int:
    """A cell's text without what a file cannot hold."""
    return cell if isinstance(cell, int) else FORBIDDEN.sub("", cell or "")[:MOST_LETTERS]


def looks_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet that guesses may calculate this, blanks and invisible characters in front or not."""
    if text[:1] in ("\t", "\r", "\n"):
        return True
    shown = next((letter for letter in text if letter.isprintable() and not letter.isspace()), "")
    return shown != "" and shown in STARTERS


def neutral(cell: Cell) -> str | int:
    """A cell for CSV: what looks like a formula gets an apostrophe in front (edge 51)."""
    text = tidy(cell)
    return f"'{text}" if isinstance(text, str) and looks_like_a_formula(text) else text


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a mark, by which Excel knows it; every cell in quotes, commas between."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([neutral(word) for word in sheet.head])
    writer.writerows([neutral(cell) for cell in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet, made_at: datetime) -> bytes:
    """An Excel file of one sheet: text typed as text, no formulas, no links, nobody's name on it."""
    from openpyxl import Workbook  # here, since it brings numpy along, which no page needs

    book = Workbook(write_only=True)
    page = book.create_sheet(re.sub(r"[\[\]:*?/\\']", " ", sheet.name)[:31])
    page.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _widths(sheet), strict=False):
        page.column_dimensions[letter].width = width
    page.append([_typed(page, word, bold=True) for word in sheet.head])
    for row in sheet.rows:
        page.append([_typed(page, cell) for cell in row])
    about = book.properties
    about.creator = about.lastModifiedBy = None
    about.created = about.modified = made_at.replace(tzinfo=None, microsecond=0)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(page: object, cell: Cell, *, bold: bool = False) -> WriteOnlyCell:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    value = tidy(cell)
    made = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        made.data_type = "s"  # openpyxl takes "=..." for a formula and "#N/A" for an error
        made.quotePrefix = looks_like_a_formula(value)  # so it stays text when somebody edits the cell
    if bold:
        made.font = Font(bold=True)
    return made


def _widths(sheet: Sheet) -> Iterable[int]:
    for number, word in enumerate(sheet.head):
        longest = max((len(str(row[number] or "")) for row in sheet.rows), default=0)
        yield min(max(len(word), longest) + 2, 48)
