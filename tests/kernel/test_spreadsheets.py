"""No cell of a file we hand out is ever calculated, whatever it holds, and nothing that was written is lost."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from companion.kernel.spreadsheets import STARTERS, Sheet, as_csv, as_xlsx, neutral, tidy

NOW = datetime(2027, 5, 25, 9, 30, tzinfo=UTC)
NASTY = st.builds(
    str.__add__,
    st.sampled_from(["", *STARTERS, "\t", "\r", "\n", " =", "\u200b=", "\ufeff+", "\xa0@", "#N/A", "'=", '"=']),
    st.text(max_size=30),
)


def sheet_of(*cells: str) -> Sheet:
    return Sheet("Registrations", ["Name"] * len(cells), [list(cells)])


@given(cells=st.lists(NASTY, min_size=1, max_size=6))
def test_edge_51_no_cell_of_either_file_is_a_formula(cells: list[str]) -> None:
    read = list(csv.reader(io.StringIO(as_csv(sheet_of(*cells)).decode("utf-8-sig"), newline="")))[1]
    for written, found in zip(cells, read, strict=True):
        assert not found.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert not found.lstrip(" \t\r\n\xa0\u200b\ufeff").startswith(tuple(STARTERS))
        assert found.removeprefix("'") == str(tidy(written)).removeprefix("'")


@settings(max_examples=30)
@given(cells=st.lists(NASTY, min_size=1, max_size=12))
def test_edge_51_an_excel_cell_keeps_its_text_and_is_typed_as_text(cells: list[str]) -> None:
    book = load_workbook(io.BytesIO(as_xlsx(sheet_of(*cells), NOW)))
    for written, found in zip(cells, next(iter(book.active.iter_rows(min_row=2))), strict=True):
        assert found.data_type in ("s", "inlineStr")
        kept = str(tidy(written)).replace("\r\n", "\n").replace("\r", "\n")
        assert str(found.value or "").replace("\r\n", "\n").replace("\r", "\n") == kept


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_edge_51_each_start_of_a_formula_is_neutralised(start: str) -> None:
    assert neutral(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


def test_plain_text_and_numbers_stay_as_they_are() -> None:
    assert neutral("Ann O’Neill-Smith") == "Ann O’Neill-Smith"
    assert (neutral(42), neutral(-3), neutral(None)) == (42, -3, "")


def test_an_excel_file_names_nobody_and_links_nowhere() -> None:
    data = as_xlsx(sheet_of("=1+1", "https://elsewhere.example"), NOW)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert not [name for name in parts.namelist() if "externalLink" in name or "rels/sheet" in name]
        about = parts.read("docProps/core.xml").decode()
        assert "openpyxl" not in about
        assert "creator" not in about
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()
