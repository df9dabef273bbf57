"""The leak audit: it finds what the masker may have missed, in the text and in what carries it."""

from __future__ import annotations

import ast
import io
import zipfile
from pathlib import Path

import docx
import pytest

import transcripts
from tests.transcripts.people import ROSTER
from tests.transcripts.test_traps import BODY, KEPT, PERSON, WORDS
from transcripts import UnreadableFile, audit, from_command_line, render
from transcripts.carriers import passages_of
from transcripts.leaks import audit_passages

pytestmark = pytest.mark.req("LC-13")
CLEAN = from_command_line((), title="Forum transcript")


@pytest.mark.parametrize("name", PERSON + BODY)
def test_the_audit_sees_every_disguise_that_the_masker_is_tried_with(name: str) -> None:
    assert audit(f"we talked to {name} about it and they agreed", ROSTER), name


@pytest.mark.parametrize(
    "said",
    [
        "Sam Okoro",
        "OKORO",
        "ókoro",
        "Ok\u200boro",
        "Okоrо",
        "o k o r o",
        "oko-ro",
        "Muhammed",
        "odowd",
        "Siân",
        "Bhriain",
        "Larkmoor",
        "Together Housing Group",
        "l and v",
        "Quillbrook District Council",
        "Anchor Homes",
        "Larkshire",
        "a@b.example",
        "www.larkmoor.example",
        "okoro dot co dot uk",
        "0115 496 0123",
        "NG9 1AB",
        "QQ123456C",
        "202304512",
        "oh seven seven double oh nine one two",
        "52,000 homes",
        "fifty-two thousand homes",
        "52k homes",
        "born on 3 March 1962",
    ],
)
def test_hard_hits_are_hard(said: str) -> None:
    assert any(leak.hard for leak in audit(f"so there was {said} in it", ROSTER))


@pytest.mark.parametrize("said", KEPT + WORDS)
def test_innocent_text_has_no_hard_hit(said: str) -> None:
    assert [leak for leak in audit(said, ROSTER) if leak.hard] == []


def test_a_name_split_over_two_lines_is_seen_and_its_line_named() -> None:
    (leak,) = [leak for leak in audit("Nothing here.\nWe asked Anchor\nHomes about it", ROSTER) if leak.hard]
    assert leak.where == "line 2"


def test_soft_hits_want_eyes_but_stop_nothing() -> None:
    leaks = audit("We heard that Will was late. So was Zbyszek. And Okorro.", ROSTER)
    assert {leak.found for leak in leaks} == {"Will", "Zbyszek", "Okorro"}
    assert not any(leak.hard for leak in leaks)


def test_in_text_without_capitals_names_that_are_words_want_eyes_once_each() -> None:
    leaks = audit("well will did it and hope so did will\nand then will said so", ROSTER)
    assert [(leak.found, leak.where, leak.hard) for leak in leaks] == [
        ("hope", "line 1", False),
        ("will", "line 1", False),
    ]
    assert "3 times" in leaks[1].why
    assert audit("Well, will they do it? I hope so. The panel met in June.", ROSTER) == []


def test_a_misspelling_two_letters_away_wants_eyes() -> None:
    assert [leak.found for leak in audit("So we asked Achtenburg about it.", ROSTER)] == ["Achtenburg"]


def test_a_sum_of_money_is_no_number_of_homes() -> None:
    assert audit("she owes nine thousand pounds", ROSTER) == []
    assert audit("they let nine thousand four hundred of them", ROSTER)[0].hard


def test_masks_are_not_leaks() -> None:
    assert audit("Thanks [participant], over to [landlord]. [number of homes] [handover]", ROSTER) == []


def test_the_audit_shares_no_matching_code_with_the_masker() -> None:
    masker = {
        "anonymise",
        "display_names",
        "finders",
        "folding",
        "forms",
        "gate",
        "index",
        "matching",
        "particulars",
        "replacement",
        "resolve",
        "sounding",
        "session",
        "speakers",
        "numbers",
    }
    folder = Path(transcripts.__file__).parent
    for name in ("leaks", "leak_text", "leak_shapes", "carriers"):
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                assert not masker & set(node.module.split(".")[1:]), (name, node.module)


def _hard(name: str, data: bytes) -> set[str]:
    return {leak.where for leak in audit_passages(passages_of(name, data), ROSTER) if leak.hard}


def test_a_file_is_audited_with_everything_that_travels_in_it() -> None:
    assert _hard("okoro.txt", b"Hello") == {"the file's name"}
    vtt = b"WEBVTT\n\nNOTE for Okoro\n\nOkoro-1\n00:00:01.000 --> 00:00:02.000\nHello\n"
    assert _hard("a.vtt", vtt) == {"line 3", "line 5"}
    page = (
        b'<!doctype html><html><head><meta name="author" content="X"></head>\n<!-- by Okoro -->\n<p title="Okoro">'
        b'Hello</p><img alt="Okoro"></html>'
    )
    assert _hard("a.html", page) == {
        "line 1, content of <meta>",
        "line 2, a comment",
        "line 3, title of <p>",
        "line 3, alt of <img>",
    }
    assert _hard("a.json", b'{"lines": [{"text": "Okoro"}], "Okoro": 1}') == {"$.lines[0].text", "$, a key"}


def test_a_word_documents_properties_comments_and_headers_are_audited() -> None:
    document = docx.Document(io.BytesIO(render(CLEAN, "docx")))
    document.core_properties.author = "Somebody"
    document.core_properties.keywords = "Larkmoor"
    document.sections[0].header.paragraphs[0].text = "for Okoro"
    document.add_paragraph("Ok").add_run("oro")
    raw = io.BytesIO()
    document.save(raw)
    places = _hard("a.docx", raw.getvalue())
    assert {"document properties, creator", "document properties, keywords"} <= places
    assert any(place.startswith("word/header") for place in places)
    assert any(place.startswith("word/document.xml, paragraph") for place in places)


def test_our_own_documents_are_clean() -> None:
    for fmt in transcripts.FORMATS:
        assert audit_passages(passages_of(f"x.{fmt}", render(CLEAN, fmt)), ROSTER) == [], fmt


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF"),
        ("a", b""),
        ("a.docx", b"not a zip"),
        ("a.json", b"{"),
        ("a.json", b"[" * 200_000),
        ("a.txt", b"\xff\xff"),
    ],
)
def test_what_cannot_be_read_is_said_so(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        passages_of(name, data)


def test_a_word_document_with_entities_or_without_text_is_refused() -> None:
    for part, content in (
        ("word/other.xml", b"<a/>"),
        ("word/document.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
    ):
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w") as archive:
            archive.writestr(part, content)
        with pytest.raises(UnreadableFile):
            passages_of("a.docx", raw.getvalue())
