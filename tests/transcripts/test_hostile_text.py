"""Saved captions, chats and tables of registrants: refused with their line or read whole, whatever the bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcripts.hostile import rosters, texts
from tests.transcripts.test_readers import CAPTIONS, CHAT, CLOUD
from tests.transcripts.test_registrants import REPORT
from transcripts import RosterError, TranscriptError, read_any, read_any_roster


@pytest.mark.parametrize(("data", "line", "word"), texts.REFUSED.values(), ids=texts.REFUSED)
def test_a_hostile_text_is_refused_with_its_line(data: bytes, line: int, word: str) -> None:
    with pytest.raises(TranscriptError) as refused:
        read_any("x.txt", data)
    assert refused.value.line == line
    assert word in refused.value.message


@pytest.mark.req("LC-13")
@pytest.mark.parametrize(("text", "said"), texts.READ.values(), ids=texts.READ)
def test_an_odd_text_is_read_as_what_was_said_to_everybody(text: str, said: list[str]) -> None:
    assert [cue.text for cue in read_any("x.txt", text.encode()).cues] == said


@pytest.mark.parametrize(("data", "word"), rosters.REFUSED.values(), ids=rosters.REFUSED)
def test_a_hostile_roster_is_refused_as_a_whole(data: bytes, word: str) -> None:
    with pytest.raises(RosterError) as refused:
        read_any_roster(data)
    assert word in str(refused.value)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(("data", "names"), rosters.READ.values(), ids=rosters.READ)
def test_an_odd_table_is_read_whole(data: bytes, names: list[str]) -> None:
    assert [person.name for person in read_any_roster(data).participants] == names


def test_midnight_passes_and_a_clock_that_runs_back_stands_still() -> None:
    file = read_any("x.txt", b"[A] 23:59:58\nx\n[B] 00:00:01\nx\n[C] 23:59:59\nx\n[D] 00:00:05\nx\n")
    assert [cue.start_ms for cue in file.cues] == [0, 3000, 3000, 7000]


VTT = b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nSam Okoro: Hi\n\nNOTE x\n\nSTYLE\nx\n"
PIECES = (
    b"",
    b"\n",
    b"\r",
    b"\n\n",
    b",",
    b'"',
    b"\t",
    b"[",
    b"] 1:2:3",
    b" --> ",
    b":",
    b" to ",
    b"\xff",
    b"\x00",
    b"\xc3",
)


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """One of our files with pieces cut out and others put in."""
    data = draw(
        st.sampled_from((VTT, CAPTIONS, CHAT, CLOUD, REPORT, b'{"participants": [{"id": "1", "name": "Sam"}]}'))
    )
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        data = data[:start] + draw(st.sampled_from(PIECES)) + data[end:]
    return data


@given(spoilt(), st.sampled_from(("x.vtt", "x.txt", "", "x.csv")))
def test_a_spoilt_file_is_read_or_refused_with_a_line_it_has(data: bytes, name: str) -> None:
    refused = 1
    try:
        file = read_any(name, data)
    except TranscriptError as error:
        refused = error.line
        file = None
    assert 1 <= refused <= data.count(b"\n") + data.count(b"\r") + 1
    if file is None:
        return
    assert file.cues
    assert [cue.index for cue in file.cues] == list(range(len(file.cues)))
    assert all(0 <= cue.start_ms <= cue.end_ms for cue in file.cues)
    assert all(each.count for each in file.dropped)


@given(spoilt())
def test_a_spoilt_roster_is_read_or_refused_in_words(data: bytes) -> None:
    try:
        roster = read_any_roster(data)
    except RosterError:
        return
    assert roster.participants
