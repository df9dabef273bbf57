"""A roll's file is read as a whole, or refused with one clear sentence and its line."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.roll.csv_file import BrokenRoll, read_roll

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


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_usual_spellings_of_csv_are_read_alike(delimiter: str, encoding: str, newline: str) -> None:
    cells = ["M1", "Tŷ Cartref" if encoding != "cp1252" else "Café Homes", "almo", "40"]
    text = newline.join((delimiter.join(("member_no", "name", "type", "homes")), delimiter.join(cells), ""))
    (row,) = read_roll(text.encode(encoding)).rows
    assert [row.member_no, row.name, row.kind, str(row.homes)] == cells


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
        (b"\xff\xfem\x00e\x00", 1, "UTF-16"),
        (file(LINE) + b"\n\x00", 3, "NUL"),
        (file("M1,Linden,almo").replace(b"Linden", b"Lin\x81den"), 2, "Windows-1252"),
        (b"hello world\n1,2", 1, "no column member_no, name and type"),
        (b"member_no,name\nM1,Linden", 1, "no column type"),
        (b"name,landlord,member_no,type\na,b,c,almo", 1, "two columns both mean name"),
        (file(), 0, "no landlord"),
        (file("M1,Linden,almo"), 2, "3 cells where the first line has 10 heads"),
        (file(LINE, LINE), 3, "member_no M1 is on line 2 already"),
        (file(LINE, LINE.replace("M1", "M2", 1)), 3, "rsh_reg_no X1 is on line 2 already"),
        (file(",Linden,almo,,,,,,,"), 2, "member number is missing"),
        (file("M1,...,almo,,,,,,,"), 2, "name is missing"),
        (file("M1,Linden,palace,,,,,,,"), 2, "“palace” is not one of"),
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
