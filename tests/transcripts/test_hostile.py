"""Nothing identifying survives in any release made from a file that somebody put together to hide it."""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcripts.hostile.vtt_read import READ
from tests.transcripts.people import ROSTER, cues_of
from transcripts import (
    FORMATS,
    FileRead,
    ReleasedTranscript,
    apply,
    from_command_line,
    from_review,
    propose,
    read_any,
    render,
)
from transcripts.carriers import passages_of
from transcripts.leaks import audit_passages
from transcripts.visible import visible

WORDS = ("okoro", "bhriain", "achterberg", "larkmoor", "52000", "0115", "sianni")
TITLE = "Forum transcript"


def release(file: FileRead) -> ReleasedTranscript:
    """The file's text with every proposal accepted, as the command line makes it."""
    proposal = propose(file.cues, ROSTER)
    cues = apply(file.cues, proposal.spans)
    return from_command_line(cues, title=TITLE, speakers=proposal.speakers)


def content_of(data: bytes) -> str:
    """All that a finished file holds; of a Word document every part but the program's own looks."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        kept = [name for name in archive.namelist() if not name.startswith(("word/theme", "word/styles", "word/font"))]
        return " ".join(f"{name} {archive.read(name).decode('utf-8')}" for name in kept)


def bare(content: str) -> str:
    """Every letter and digit of a file, in one row, whatever stands between, before or over them."""
    text = re.sub(r"[0-9:.]{12,} --> [0-9:.]{12,}", "", content)
    for _ in range(3):
        text = html.unescape(text)
    without = re.sub(r"<[^<>]*>", lambda tag: tag.group() if "koro" in tag.group().lower() else "", text)
    folded = unicodedata.normalize("NFKD", without).translate(str.maketrans("ЅОоа", "SOoa"))
    return "".join(char for char in folded.casefold() if char.isalnum())


@pytest.mark.req("LC-13", "LC-15")
@pytest.mark.parametrize("name", READ)
def test_a_file_that_can_be_read_tells_what_was_dropped_and_releases_nobody(name: str) -> None:
    data, cues, dropped = READ[name]
    file = read_any("in.vtt", data)
    assert (len(file.cues), {each.what: each.count for each in file.dropped}) == (cues, dropped)
    released = release(file)
    for fmt in FORMATS:
        written = render(released, fmt)
        left = bare(content_of(written))
        assert [word for word in WORDS if word in left] == [], fmt
    found = audit_passages(passages_of("out.vtt", render(released, "vtt")), ROSTER)
    assert [leak for leak in found if leak.hard] == []


HIDING = "\u202e\u2066\u200b\u00ad\ufffe\uffff\ufdd0\ue000\x0c\x01\x85\u2028\U000e0041\ufeff"


@given(st.text(st.sampled_from(HIDING + "ab \n👩\u200d🚒"), max_size=12))
def test_what_a_release_shows_is_all_that_it_holds(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert not set(shown) & set(HIDING)
    assert [char for char in text if char in "ab👩🚒\n"] == [char for char in shown if char in "ab👩🚒\n"]
    assert len(re.findall("(?<=[👩🚒])\u200d(?=[👩🚒])", shown)) == shown.count("\u200d")


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_character_that_no_document_takes_does_not_stop_a_release(fmt: str) -> None:
    cues = cues_of(f"We met {HIDING} here", "and &#12; there")
    released = from_review(
        cues, title=f"A {HIDING} title", undecided=0, unresolved=(), hard_leaks=0, headings=((0, f"An {HIDING} item"),)
    )
    assert not set(content_of(render(released, fmt))) & set(HIDING)
