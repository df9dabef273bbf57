"""The released formats: readable, the same every time, and silent about who made them."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcripts.people import cues_of
from transcripts import (
    FORMATS,
    NotReleasable,
    Org,
    Participant,
    ReleasedTranscript,
    Roster,
    from_command_line,
    from_review,
    read_vtt,
    render,
)
from transcripts.boilerplate import EXPLAINED, FOOTER, NOT_REVIEWED, NOTICE, OPENING
from transcripts.furniture import audit_file
from transcripts.released import Line
from transcripts.writers.passages import parts

CUES = cues_of("We met & talked <b>a lot</b>.", "And 5 &lt; 6, so\nthere.", "I agree.")
SPEAKERS = ("1", "1", "2")


def reviewed() -> ReleasedTranscript:
    """A release that has passed its gate, with one agenda item."""
    return from_review(
        CUES,
        title="Forum transcript",
        undecided=0,
        unresolved=(),
        hard_leaks=0,
        speakers=SPEAKERS,
        headings=((2, "Repairs"),),
    )


@pytest.mark.req("LC-13", "LC-15")
@pytest.mark.parametrize(
    ("undecided", "unresolved", "leaks"),
    [(1, (), 0), (0, ("iPad",), 0), (0, (), 1), (0, (), None), (2, ("a", "b"), None)],
)
def test_nothing_undecided_unresolved_unaudited_or_leaking_becomes_a_release(
    undecided: int, unresolved: tuple[str, ...], leaks: int | None
) -> None:
    with pytest.raises(NotReleasable) as refused:
        from_review(CUES, title="T", undecided=undecided, unresolved=unresolved, hard_leaks=leaks)
    assert len(refused.value.reasons) == bool(undecided) + bool(unresolved) + (leaks != 0)


def test_a_release_cannot_be_made_by_hand() -> None:
    with pytest.raises(TypeError):
        ReleasedTranscript("T", (Line(0, 1, "x", 0),), (), (), is_reviewed=True, gate=object())


@pytest.mark.req("LC-13")
@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_carries_the_notice_and_says_when_nobody_has_reviewed_it(fmt: str) -> None:
    raw = from_command_line(CUES, title="Forum transcript")
    for released, is_raw in ((reviewed(), False), (raw, True)):
        shown = _words(fmt, render(released, fmt))
        assert _squeezed(NOTICE) in shown
        assert (_squeezed(NOT_REVIEWED) in shown) is is_raw


@pytest.mark.parametrize("name", ["D’Arcy O'Neill", "Sukarno", "N" * 120, "שרה לוי", "Nguyễn Thị Bích Liên"])
def test_edge_52_every_name_survives_in_a_word_document(name: str) -> None:
    cues = cues_of(f"{name} wrote that report.")
    released = from_review(
        cues, title=f"Forum of {name}", undecided=0, unresolved=(), hard_leaks=0, speakers=("1",), headings=((0, name),)
    )
    document = docx.Document(io.BytesIO(render(released, "docx")))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert words[0] == document.core_properties.title == f"Forum of {name}"
    assert name in words
    assert any(f"{name} wrote that report." in text for text in words)


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_same_text_gives_the_same_bytes(fmt: str) -> None:
    assert render(reviewed(), fmt) == render(reviewed(), fmt)


@pytest.mark.parametrize("fmt", ["txt", "docx", "html", "json"])
def test_times_are_dropped_and_the_order_stays(fmt: str) -> None:
    shown = _words(fmt, render(reviewed(), fmt))
    assert "00:00" not in shown
    assert shown.index("We met") < shown.index("6, so") < shown.index("I agree")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="pdf"):
        render(reviewed(), "pdf")


def test_vtt_keeps_times_and_number_of_cues_and_escapes_its_text() -> None:
    cues = read_vtt(render(reviewed(), "vtt")).cues
    assert [(cue.start_ms, cue.end_ms, cue.identifier) for cue in cues] == [
        (0, 1500, "1"),
        (2000, 3500, "2"),
        (4000, 5500, "3"),
    ]
    assert [cue.text for cue in cues] == ["We met &amp; talked a lot.", "And 5 &lt; 6, so\nthere.", "I agree."]


def test_html_is_one_accessible_page_without_scripts_or_links() -> None:
    page = render(reviewed(), "html").decode()
    assert '<html lang="en-GB">' in page
    assert re.findall(r"<h([1-6])[ >]", page) == ["1", "2", "2", "2", "2"]
    assert [page.count(f"<{mark}") for mark in ("main>", "header>", "nav ", "footer>", "article ")] == [1] * 5
    assert set(re.findall(r'aria-labelledby="([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))
    assert "We met &amp; talked a lot. And 5 &lt; 6, so there." in page
    assert "default-src 'none'" in page
    for unwanted in ("<script", "http:", "https:", "src=", 'href="/', "url(", "@import", "<!--", " style=", " on"):
        assert unwanted not in re.sub(r"<p>.*</p>|<li>.*</li>", "", page)


def test_a_word_document_has_headings_and_says_nothing_of_its_makers() -> None:
    data = render(reviewed(), "docx")
    document = docx.Document(io.BytesIO(data))
    styles = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.style]
    assert styles[0] == ("Title", "Forum transcript")
    assert ("Heading 1", "Repairs") in styles
    properties = document.core_properties
    assert (properties.author, properties.last_modified_by, properties.comments, properties.keywords) == (
        "",
        "",
        "",
        "",
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert set(re.findall(rb'<w:lang [^>]*w:val="([^"]*)"', archive.read("word/styles.xml"))) == {b"en-GB"}
        assert not any("thumbnail" in name or "customXml" in name or "app.xml" in name for name in archive.namelist())
    for unwanted in (b"rsid", b"python", b"Macintosh", b"dcterms:created", b"2013-"):
        assert unwanted not in everything


@pytest.mark.req("LC-13")
@pytest.mark.parametrize("fmt", ["html", "docx", "txt"])
def test_what_readers_get_explains_the_rule_and_leaves_out_what_only_hands_over(fmt: str) -> None:
    cues = cues_of(
        "We met.", "[handover]", "Thanks [participant]. [participant], over to you. It is dry now.", "[handover]"
    )
    released = from_review(cues, title="T", undecided=0, unresolved=(), hard_leaks=0, speakers=("1", "2", "3", "4"))
    shown = _words(fmt, render(released, fmt))
    assert all(_squeezed(meant) in html.unescape(shown) for _, meant in EXPLAINED)
    assert "handover" not in shown
    assert "over to you" not in shown
    assert "It is dry now." in shown


def test_what_was_said_stands_under_its_item_and_what_came_before_under_a_heading_of_its_own() -> None:
    cues = cues_of("One.", "Two.", "Three.", "Four.")
    released = from_review(
        cues, title="T", undecided=0, unresolved=(), hard_leaks=0, headings=((1, "Repairs"), (3, "Rents"))
    )
    assert [(part.heading, part.paragraphs) for part in parts(released)] == [
        (OPENING, ("One.",)),
        ("Repairs", ("Two. Three.",)),
        ("Rents", ("Four.",)),
    ]


@given(st.lists(st.sampled_from(["word", "end.", "[participant]", "a b c"]), min_size=1, max_size=400))
def test_paragraphs_stay_readable_and_lose_nothing(texts: list[str]) -> None:
    released = from_command_line(cues_of(*texts), title="T")
    paragraphs = [text for part in parts(released) for text in part.paragraphs]
    assert " ".join(paragraphs).split() == " ".join(texts).split()
    assert all(len(text.split()) <= 210 for text in paragraphs)


NAMES_LIKE_OUR_OWN_WORDS = (
    "Chatham",
    "Max",
    "Min",
    "Normal",
    "Char",
    "Sans",
    "Rels",
    "Bullet",
    "Page",
    "Theme",
    "Major",
)


@pytest.mark.parametrize("fmt", FORMATS)
def test_somebody_called_like_a_word_of_ours_does_not_stop_a_release_and_is_found_all_the_same(fmt: str) -> None:
    people = tuple(Participant(f"p{at}", f"Zebedee {name}") for at, name in enumerate(NAMES_LIKE_OUR_OWN_WORDS))
    homes = tuple(Org(f"o{at}", f"{name} Homes") for at, name in enumerate(NAMES_LIKE_OUR_OWN_WORDS))
    roster = Roster(people, homes)
    innocent, guilty = (
        from_review(cues_of(text), title="Forum transcript", undecided=0, unresolved=(), hard_leaks=0)
        for text in ("We met.", "We met Max Chatham.")
    )
    assert audit_file(f"transcript.{fmt}", render(innocent, fmt), roster) == []
    assert any(leak.hard for leak in audit_file(f"transcript.{fmt}", render(guilty, fmt), roster))


def test_a_word_document_numbers_its_pages_and_marks_what_was_masked() -> None:
    released = from_review(
        cues_of("Ask [participant] of [landlord]."), title="T", undecided=0, unresolved=(), hard_leaks=0
    )
    document = docx.Document(io.BytesIO(render(released, "docx")))
    marked = [run.text for each in document.paragraphs for run in each.runs if run.style and run.style.name == "Mask"]
    assert marked == ["[participant]", "[landlord]"]
    footer = document.sections[0].footer
    assert footer.paragraphs[0].text == FOOTER
    assert 'w:instr="PAGE"' in footer._element.xml


def test_json_lists_the_lines_without_times() -> None:
    content = json.loads(render(reviewed(), "json"))
    assert [line["passage"] for line in content["lines"]] == [0, 0, 1]
    assert content["reviewed"] is True


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _words(fmt: str, data: bytes) -> str:
    if fmt == "docx":
        return _squeezed("\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs))
    return _squeezed(data.decode())
