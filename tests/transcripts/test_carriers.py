"""Everything that travels with a file is audited with it: properties, comments, attributes, names, leftovers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest

import transcripts
from tests.transcripts.people import ROSTER
from transcripts import UnreadableFile, from_command_line, render
from transcripts.carriers import passages_of
from transcripts.leaks import audit_passages

pytestmark = pytest.mark.req("LC-13")
CLEAN = from_command_line((), title="Forum transcript")


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


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("<style>/* by Okoro */</style>", "line 1"),
        ("<style media=all>.okoro{}</style>", "line 1"),
        ("<script>okoro()</script>", "line 1"),
        ("<?okoro ?>", "line 1, an instruction"),
        ("<!ELEMENT okoro>", "line 1, a comment"),
        ("<okoro>Hello</okoro>", "line 1, a tag"),
        ('<p data-okoro="">Hello</p>', "line 1, an attribute's name"),
        ('<p class="okoro">Hello</p>', "line 1, class of <p>"),
        ('<a href="mailto:%6Fkoro">Hello</a>', "line 1, href of <a>, its escapes undone"),
        ("<p>Ok<b>or</b>o</p>", "line 1"),
        ("<p>Sam</p>\n<p class=x>Ok</p><p>oro</p>", "line 2"),
    ],
)
def test_a_page_hides_nothing(page: str, place: str) -> None:
    assert place in _hard("a.html", page.encode())


@pytest.mark.parametrize(
    ("captions", "place"),
    [
        ("WEBVTT - Okoro's meeting\n", "line 1"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000 region:okoro\nHello\n", "line 3, settings of a cue"),
        ("WEBVTT\n\nSTYLE\n::cue(v[voice=Okoro]) {}\n", "line 4"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Okoro>Hello\n", "line 4, a tag"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nSo Ok\n\n2\n00:02.000 --> 00:03.000\noro said\n", "line 4"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nring 0115 496\n\n2\n00:02.000 --> 00:03.000\n0123 now\n", "line 4"),
    ],
)
def test_captions_hide_nothing(captions: str, place: str) -> None:
    assert place in _hard("a.vtt", captions.encode())


def test_json_hides_nothing_behind_a_key_that_stands_there_twice_or_between_two_lines() -> None:
    assert _hard("a.json", b'{"text": "Okoro", "text": "Hello"}') == {"$.text"}
    split = b'{"lines": [{"passage": 0, "text": "So Ok"}, {"passage": 1, "text": "oro said"}]}'
    assert _hard("a.json", split) == {"$.lines[0].text"}


def _zip_comment(archive: zipfile.ZipFile) -> None:
    archive.comment = b"made at home"


def _entry_comment(archive: zipfile.ZipFile) -> None:
    archive.infolist()[0].comment = b"made at home"


def _custom_data(archive: zipfile.ZipFile) -> None:
    archive.writestr("customXml/item1.xml", "<a><b>Okoro</b></a>")


def _note(archive: zipfile.ZipFile) -> None:
    archive.writestr("word/people.xml", "<!-- Okoro --><a/>")


def _picture(archive: zipfile.ZipFile) -> None:
    archive.writestr("word/media/image1.png", b"\x89PNG Okoro")


def _named_part(archive: zipfile.ZipFile) -> None:
    archive.writestr("word/okoro.xml", "<a/>")


def _bookmark(archive: zipfile.ZipFile) -> None:
    archive.writestr("word/more.xml", '<a xmlns:w="x" w:name="okoro_1"/>')


@pytest.mark.parametrize(
    ("plant", "place"),
    [
        (_zip_comment, "the archive's comment"),
        (_entry_comment, "the archive's comment on [Content_Types].xml"),
        (_custom_data, "customXml/item1.xml, b"),
        (_note, "word/people.xml, a comment"),
        (_picture, "the part word/media/image1.png"),
        (_named_part, "a part's name"),
        (_bookmark, "word/more.xml, name"),
    ],
)
def test_a_word_document_hides_nothing(plant: Callable[[zipfile.ZipFile], None], place: str) -> None:
    raw = io.BytesIO(render(CLEAN, "docx"))
    with zipfile.ZipFile(raw, "a") as archive:
        plant(archive)
        archive._didModify = True  # type: ignore[attr-defined]  # so that comments are written, too
    assert place in _hard("a.docx", raw.getvalue())


def test_bytes_before_between_and_behind_the_parts_of_an_archive_are_not_overlooked() -> None:
    whole = render(CLEAN, "docx")
    assert _hard("a.docx", whole) == set()
    assert _hard("a.docx", b"hidden here, as in a self-extracting archive " + whole) == {"the archive"}
    assert _hard("a.docx", whole + b"Okoro was here") == {"the archive"}
