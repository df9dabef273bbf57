"""A roll's file is read as a whole, or refused with one clear sentence and its line."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from companion.roll.faults import BrokenRoll
from companion.roll.reading import read_roll

HEADS = "member_no,name,type,homes,homes_as_at,domains,aliases,contact_name,contact_email,rsh_reg_no"
LINE = (
    'M1,Linden Quay Homes,housing association,"52,310",2026-03-31,lindenquay.example;lq.example,LQH;Linden,'
    "Ann Whitlock,ann@lindenquay.example,X1"
)


def file(*lines: str, heads: str = HEADS) -> bytes:
    return "\n".join((heads, *lines)).encode("utf-8", "replace")


def test_a_whole_row_is_read() -> None:
    (row,) = read_roll(file(LINE)).rows
    assert (row.member_no, row.name, row.kind, row.homes) == ("M1", "Linden Quay Homes", "housing_association", 52_310)
    assert row.domains == ("lindenquay.example", "lq.example")
    assert row.aliases == ("LQH", "Linden")
    assert str(row.homes_as_at) == "2026-03-31"
    assert (row.contact_name, row.contact_email, row.rsh_reg_no) == ("Ann Whitlock", "ann@lindenquay.example", "X1")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_usual_spellings_of_csv_are_read_alike(delimiter: str, encoding: str, newline: str) -> None:
    cells = ["M1", "Tŷ Cartref" if encoding != "cp1252" else "Café Homes", "almo", "40"]
    text = newline.join((delimiter.join(("member_no", "name", "type", "homes")), delimiter.join(cells), ""))
    (row,) = read_roll(text.encode(encoding)).rows
    assert [row.member_no, row.name, row.kind, str(row.homes)] == cells


def test_an_older_encoding_is_guessed_and_said() -> None:
    names = ["Größere Häuser", "Société Châlons", "Señora Viviendas", "Café Köln", "Maison d’Été"]
    lines = [f"M{n},{name},almo" for n, name in enumerate(names)]
    found = read_roll("\n".join(("member_no,name,type", *lines)).encode("mac_roman"))
    assert [row.name for row in found.rows] == names
    assert found.read_as == "Mac Roman"
    assert read_roll(file(LINE)).read_as is None


def workbook(*rows: list[object], titles: tuple[str, ...] = ("Sheet1",)) -> bytes:
    """An Excel file with the rows on its last sheet; the sheets before it hold a note."""
    book = Workbook()
    for title in titles[:-1]:
        sheet = book.create_sheet(title)
        sheet.append(["Notes for the reader"])
    sheet = book.create_sheet(titles[-1])
    for row in rows:
        sheet.append(row)
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_excel_workbook_is_read_as_its_cells_show() -> None:
    heads: list[object] = HEADS.split(",")
    data = workbook(
        ["Members of the Scheme, spring"],
        [],
        heads,
        [104, "Café Homes", "almo", 980.0, date(2026, 3, 31), "cafe.example;café.example", None, None, None, "L1"],
        ["M2", "Later", "HA", "1,250", date(2026, 3, 31), None, None, "Ann Whitlock", "ann@later.example", None],
        titles=("About", "Roll"),
    )
    found = read_roll(data)
    first, second = found.rows
    assert (first.member_no, first.homes, str(first.homes_as_at), first.line) == ("104", 980, "2026-03-31", 4)
    assert first.domains == ("cafe.example", "xn--caf-dma.example")
    assert (second.homes, second.contact_email) == (1_250, "ann@later.example")
    assert found.read_as == "the sheet “Roll”"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", bytes(61 * 1024 * 1024))
    return out.getvalue()


def zipped(name: str, content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, content)
    return out.getvalue()


def hidden_markup(part: str, encoding: str) -> bytes:
    """A workbook whose markup defines its own entities in a part that is not called .xml, or is not UTF-8."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr(part, '<!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>'.encode(encoding))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "password-protected"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (zipped("content.xml", "<office/>"), "neither an Excel workbook"),
        (zipped("xl/workbook.xml", '<!DOCTYPE lolz [<!ENTITY lol "lol">]><workbook/>'), "no spreadsheet writes"),
        (zipped("xl/workbook.xml", "<workbook/>"), "cannot be read"),
        (hidden_markup("sheet.dat", "utf-8"), "no spreadsheet writes"),
        (hidden_markup("sheet.xml", "utf-16-le"), "no spreadsheet writes"),
        (hidden_markup("sheet.xml", "utf-16-be"), "no spreadsheet writes"),
        (workbook(["hello"], titles=("A", "B")), "no column member_no, name and type"),
        (workbook(["member_no", "name", "type", "homes"], ["M1", "Linden", "almo", "#REF!"]), "Line 2: a cell shows"),
    ],
)
def test_a_workbook_that_cannot_be_used_is_refused_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(BrokenRoll) as broken:
        read_roll(data)
    assert words in broken.value.message


def test_a_workbook_that_unpacks_to_more_than_any_roll_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(BrokenRoll, match="unpacks to more"):
        read_roll(bomb())


def test_titles_above_the_heads_are_passed_over() -> None:
    (row,) = read_roll(file(LINE, heads="Members of the Scheme\nas of March\n\n" + HEADS)).rows
    assert (row.member_no, row.line) == ("M1", 5)


def test_the_regulators_list_is_read_by_its_own_heads() -> None:
    found = read_roll(
        b"Organisation name,Registration number,Registration date\nLinden Quay Homes,L4001,1 April 2010\n"
    )
    assert (found.rows[0].name, found.rows[0].rsh_reg_no, found.rows[0].member_no) == ("Linden Quay Homes", "L4001", "")
    assert found.columns == {"name", "rsh_reg_no"}


def test_heads_are_matched_loosely_and_in_any_order() -> None:
    heads = "Landlord Name,TYPE,Member Number,Number of homes,E-mail domains,Colour"
    found = read_roll(file("Linden,LA,M1,400,linden.example,blue", heads=heads))
    (row,) = found.rows
    assert (row.name, row.kind, row.member_no, row.homes) == ("Linden", "local_authority", "M1", 400)
    assert found.ignored_columns == ("Colour",)


def test_a_quoted_cell_may_hold_the_delimiter_and_a_line_break() -> None:
    rows = read_roll(file('M1,"Linden, Quay\nHomes",almo,,,,,,,', "M2,Thornbeck,almo,,,,,,,")).rows
    assert [row.name for row in rows] == ["Linden, Quay Homes", "Thornbeck"]
    assert rows[1].line == 4


def test_empty_lines_are_passed_over() -> None:
    assert len(read_roll(file("", LINE, ",,,,,,,,,", "")).rows) == 1


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 0, "empty"),
        (b"  \n \n", 0, "empty"),
        (file(LINE) + b"\n\x00", 3, "NUL"),
        (b"hello world\n1,2", 1, "no column member_no, name and type"),
        (b"member_no,name\nM1,Linden", 1, "no column type"),
        (b"name,landlord,member_no,type\na,b,c,almo", 1, "two columns both mean name"),
        (file(), 0, "no landlord"),
        (file("M1,Linden,almo"), 2, "3 cells where the first line has 10 heads"),
        (file(LINE, LINE), 3, "member_no M1 is on line 2 already"),
        (file(LINE, LINE.replace("M1", "M2", 1)), 3, "rsh_reg_no X1 is on line 2 already"),
        (file(",Linden,almo,,,,,,,"), 2, "member number is missing"),
        (file("M1,...,almo,,,,,,,"), 2, "name is missing"),
        (file("M1,Linden,palace,,,,,,,"), 2, "“palace” is not one we know; write housing association, co-operative"),
        (file("M1,Linden,almo,many,,,,,,"), 2, "whole number, not “many”"),
        (file("M1,Linden,almo,-5,,,,,,"), 2, "whole number"),
        (file("M1,Linden,almo,1.5,,,,,,"), 2, "whole number"),
        (file("M1,Linden,almo,٣,,,,,,"), 2, "whole number"),
        (file("M1,Linden,almo,,31/02/2027,,,,,"), 2, "“31/02/2027” should be like"),
        (file("M1,Linden,almo,,,gov.uk,,,,"), 2, "belongs to nobody in particular"),
        (file("M1,Linden,almo,,,gmail.com,,,,"), 2, "belongs to nobody in particular"),
        (file("M1,Linden,almo,,,not a domain,,,,"), 2, "is not an e-mail domain"),
        (file("M1,Linden,almo,,,,,Ann,,"), 2, "both a name and an e-mail address"),
        (file("M1,Linden,almo,,,,,,ann@a.example,"), 2, "both a name and an e-mail address"),
        (file("M1,Linden,almo,,,,,Ann,ann.a.example,"), 2, "is not an e-mail address"),
        (file('M1,"Linden,almo,,,,,,,'), 2, "quotation mark"),
        (file('M1,"Lin"den,almo,,,,,,,'), 2, "quotation mark"),
        (b"member_no,name,type\n" + b"\n" * 4_000_000, 50_001, "more than 50,000 lines"),
        (b"member_no,name,type\nM1," + b"x" * 200_000 + b",almo", 2, "a cell is longer"),
        (b"member_no,name,type\n" + b"x" * 5_300_000, 0, "larger than 5 MB"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(data: bytes, line: int, words: str) -> None:
    with pytest.raises(BrokenRoll) as broken:
        read_roll(data)
    assert words in broken.value.message
    assert broken.value.line == line
    assert "\n" not in broken.value.message
    if line:
        assert broken.value.message.startswith(f"Line {line}: ")


@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(file)))
def test_any_bytes_are_read_or_refused_and_never_fall_over(data: bytes) -> None:
    with contextlib.suppress(BrokenRoll):
        assert read_roll(data).rows


def test_every_line_with_a_fault_is_told_at_once() -> None:
    data = file("M1,Linden,palace,,,,,,,", "M2,Thornbeck,almo,many,,,,,,", "M3,Ashgrove,,12,,,,,,")
    with pytest.raises(BrokenRoll) as broken:
        read_roll(data)
    assert [words.split(":")[0] for words in broken.value.all_of_them] == ["Line 2", "Line 3", "Line 4"]
    assert "the type is missing; write housing association" in broken.value.all_of_them[2]


def test_what_stands_in_brackets_in_a_head_is_passed_over() -> None:
    data = b"Member No.,Landlord Name,Type,Stock (units),As at,RSH no\n001,Linden,HA,1200,31/03/2026,L1\n"
    row = read_roll(data).rows[0]
    assert (row.homes, row.homes_as_at is not None, row.rsh_reg_no) == (1200, True, "L1")
    both = b"member_no,name,type,homes,homes (last year)\n001,Linden,HA,1200,900\n"
    assert read_roll(both).rows[0].homes == 1200


@pytest.mark.parametrize("cell", ["n/a", "TBC", "-", "not known"])
def test_a_size_that_nobody_knows_may_be_said_in_words(cell: str) -> None:
    assert read_roll(f"member_no,name,type,homes\n001,Linden,HA,{cell}\n".encode()).rows[0].homes is None
