"""Reading WebVTT: what Zoom and people write is read, anything else is refused with its line."""

from __future__ import annotations

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from tests.transcripts.hostile.vtt_refused import REFUSED
from transcripts import VttError, read_vtt
from transcripts.writers.vtt import timestamp, write_cues

ZOOM = b"""WEBVTT

1
00:00:02.656 --> 00:00:05.230
Sam Okoro: Thanks, chair.

2
00:00:05.900 --> 00:00:09.000
and one more point.
"""


def test_zooms_own_form_is_read() -> None:
    cues = read_vtt(ZOOM).cues
    assert [(cue.index, cue.start_ms, cue.end_ms, cue.identifier) for cue in cues] == [
        (0, 2656, 5230, "1"),
        (1, 5900, 9000, "2"),
    ]
    assert cues[0].text == "Sam Okoro: Thanks, chair."


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + ZOOM,
        ZOOM.replace(b"\n", b"\r\n"),
        ZOOM.replace(b"\n", b"\r"),
        ZOOM.replace(b"1\n00:", b"00:").replace(b"2\n00:", b"00:"),
        ZOOM.replace(b"00:00:0", b"00:0"),
        ZOOM.replace(b"WEBVTT\n", b"WEBVTT - a meeting\nKind: captions\nLanguage: en\n"),
        ZOOM.replace(b"5.230\n", b"5.230 align:start line:0\n"),
        ZOOM.replace(b"WEBVTT\n", b"WEBVTT\n\nNOTE made by hand\nin two lines\n\nSTYLE\n::cue { color: red }\n"),
        ZOOM.rstrip(b"\n"),
        ZOOM.replace(b"00:00:0", b"100:00:0"),
    ],
    ids=("bom", "crlf", "cr", "no-ids", "no-hours", "header", "settings", "notes", "no-last-line-end", "long-hours"),
)
def test_what_the_standard_allows_is_tolerated(data: bytes) -> None:
    assert [cue.text for cue in read_vtt(data).cues] == ["Sam Okoro: Thanks, chair.", "and one more point."]


def test_dropped_notes_and_styles_are_counted() -> None:
    file = read_vtt(b"WEBVTT\n\nNOTE by hand\n\nSTYLE\n::cue {}\n\nREGION\nid:a\n\n00:01.000 --> 00:02.000\nHi\n")
    assert (file.notes_dropped, file.styles_dropped, len(file.cues)) == (1, 2, 1)


def test_lines_of_one_cue_are_joined_by_a_line_feed() -> None:
    assert read_vtt(b"WEBVTT\n\n00:01.000 --> 00:02.000\none\ntwo\n").cues[0].text == "one\ntwo"


@pytest.mark.parametrize(("data", "line", "word"), REFUSED.values(), ids=REFUSED)
def test_a_hostile_file_is_refused_with_its_line(data: bytes, line: int, word: str) -> None:
    with pytest.raises(VttError) as refused:
        read_vtt(data)
    assert refused.value.line == line
    assert word in refused.value.message
    assert str(refused.value).startswith(f"line {line}: ")


_payload = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40).map(
    str.strip
)
_payload = _payload.filter(lambda text: "-->" not in text and text and not text.isspace())
_times = st.tuples(st.integers(0, 400_000_000), st.integers(0, 60_000)).map(lambda t: (t[0], t[0] + t[1]))


@given(st.lists(st.tuples(_times, _payload), min_size=1, max_size=8))
def test_what_is_written_is_read_back(rows: list[tuple[tuple[int, int], str]]) -> None:
    written = write_cues((start, end, text) for (start, end), text in rows)
    assert [((cue.start_ms, cue.end_ms), cue.text) for cue in read_vtt(written).cues] == rows


@given(st.lists(st.tuples(_times, st.from_regex(r"[A-Za-z ,.]{1,30}[a-z]", fullmatch=True)), min_size=1, max_size=8))
def test_webvtt_py_reads_our_files_as_we_do(rows: list[tuple[tuple[int, int], str]]) -> None:
    written = write_cues((start, end, text.strip()) for (start, end), text in rows)
    theirs = webvtt.WebVTT.from_string(written.decode())
    ours = read_vtt(written)
    assert [caption.raw_text for caption in theirs.captions] == [cue.text for cue in ours.cues]
    assert [caption.start for caption in theirs.captions] == [timestamp(cue.start_ms) for cue in ours.cues]
