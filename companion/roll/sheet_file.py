"""The lines of an Excel workbook, sheet by sheet: what its cells show, not their formulas, and nothing it could do."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from companion.roll.faults import MOST_LINES, BrokenRoll

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
MOST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 1_000
MOST_COLUMNS = 100
ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
Records = list[tuple[int, list[str]]]


def is_workbook(data: bytes) -> bool:
    """Whether the file is Excel's rather than text. Raises BrokenRoll for the Excel of before 2007."""
    if data.startswith(OLD_EXCEL):
        raise BrokenRoll(0, "This is an old or a password-protected Excel file; save it as .xlsx without a password.")
    return data.startswith(ZIP)


def sheets(data: bytes) -> Iterator[tuple[str, Records]]:
    """Every visible sheet with its lines, in the workbook's order. Raises BrokenRoll."""
    from openpyxl import load_workbook  # brings numpy where that is installed: not for pages that read no workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _is_harmless(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl cannot keep (drop-downs, styles) is not ours to keep
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    yield str(sheet.title), _lines(sheet)
    except BrokenRoll:
        raise
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, ParseError,
            IndexError, OSError, EOFError) as error:  # fmt: skip
        raise BrokenRoll(0, "This Excel file cannot be read; open it in Excel and save it again as .xlsx.") from error


def _is_harmless(data: bytes) -> None:
    """Refuse what unpacks to more than any roll, and markup that could define its own entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise BrokenRoll(0, "The Excel file unpacks to more than we take; save only the roll’s sheet, as CSV.")
            if "xl/workbook.xml" not in packed.namelist():
                raise BrokenRoll(0, "This is neither an Excel workbook (.xlsx) nor a CSV file.")
            for part in parts:
                # Whatever it is called and however it is encoded: the workbook itself says which part is a sheet.
                content = packed.read(part)
                if any(mark in content for mark in DOCTYPES):
                    raise BrokenRoll(
                        0, "This Excel file holds markup that no spreadsheet writes, so we do not read it."
                    )
    except (zipfile.BadZipFile, RuntimeError, ValueError, OSError, EOFError) as error:
        raise BrokenRoll(0, "This Excel file is damaged; open it in Excel and save it again.") from error


def _lines(sheet: Any) -> Records:
    """The lines of a sheet that have anything in them."""
    sheet.reset_dimensions()  # some programs write a wrong size, and rows would be lost
    found: Records = []
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1):
        if number > MOST_LINES:
            raise BrokenRoll(number, f"the sheet has more than {MOST_LINES:,} lines, which is more than we take")
        if any(value is not None and value != "" for value in values):
            found.append((number, [_shown(number, value) for value in values]))
    return found


def _shown(line: int, value: object) -> str:
    """A cell as its reader sees it: whole numbers without a point, days as 2027-03-31."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    if text in ERRORS:
        raise BrokenRoll(line, f"a cell shows the error {text}; put its formula right first")
    return text
