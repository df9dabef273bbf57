"""What a paper may be, how a written one reads, and who may open one."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.papers import rules
from companion.papers.rules import Block, Reader


def docx(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *names):
            archive.writestr(name, "x")
    return buffer.getvalue()


def test_a_file_is_what_is_in_it() -> None:
    assert rules.sniff(b"%PDF-1.7 ...") == "pdf"
    assert rules.sniff(docx()) == "docx"
    assert rules.sniff(b"\xef\xbb\xbf<!DOCTYPE html><p>Hello") == "html"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 an .exe that is called paper.pdf", "We take PDF"),
        (b"%PDF-1.7 /OpenAction << /S /JavaScript", "script"),
        (docx("word/vbaProject.bin"), "macros"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"<html><script>alert(1)</script>", "script"),
        (b"<html><img src=x onerror=alert(1)>", "script"),
        (b"<html><a href='javascript:x'>", "script"),
        (b"%PDF-" + bytes(rules.MOST_BYTES), "larger"),
    ],
)
def test_what_we_do_not_take_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(rules.BadPaper, match=why):
        rules.sniff(data)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_look_into_a_file(data: bytes) -> None:
    with suppress(rules.BadPaper):
        assert rules.sniff(data) in ("pdf", "docx", "html")


def test_a_written_paper_reads_as_headings_paragraphs_and_lists() -> None:
    text = "# Damp\nIn 2026:\n- more heat\n- more air\n\nAnd then?\nWe ask you."
    assert rules.blocks(text) == [
        Block("heading", ("Damp",)),
        Block("paragraph", ("In 2026:",)),
        Block("list", ("more heat", "more air")),
        Block("paragraph", ("And then?", "We ask you.")),
    ]


@given(st.text(alphabet="ab #-*•\n\t", max_size=80))
def test_no_word_of_a_paper_is_lost(text: str) -> None:
    shown = " ".join(line for block in rules.blocks(text) for line in block.lines).split()
    marks = {"#", "-", "*", "•"}
    assert [w.lstrip("#-*•") for w in shown if set(w) - marks] == [
        w.lstrip("#-*•") for w in " ".join(text.split()).split() if set(w) - marks
    ]


@pytest.mark.req("LC-04", "PP-12")
def test_who_may_open_what() -> None:
    nobody, seated = Reader(), Reader(has_place=True)
    for reader in (nobody, seated, Reader(is_staff=True)):
        rules.check_reader(reader, "open")
    for marking in ("early_sight", "confidential"):
        with pytest.raises(rules.NoSeat):
            rules.check_reader(Reader(has_acknowledged=True, has_signed=True), marking)
    with pytest.raises(rules.AcknowledgeFirst):
        rules.check_reader(Reader(has_place=True, has_signed=True), "early_sight")
    with pytest.raises(rules.SignFirst):
        rules.check_reader(Reader(has_place=True, has_acknowledged=True), "confidential")
    rules.check_reader(Reader(has_place=True, has_acknowledged=True), "early_sight")
    rules.check_reader(Reader(has_place=True, has_signed=True), "confidential")
