"""What the library costs: time that grows with the text and no faster, and nothing loaded before it is needed."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.transcripts.people import ROSTER, cues_of
from transcripts import apply, audit, propose


@pytest.mark.parametrize("piece", ["a.", "@", "1 ", "a at ", "k o r o ", "Mr. ", "<a", "okoro ", "Zbqa Zbra "])
def test_time_is_linear_in_the_text(piece: str) -> None:
    short, long = (min(_seconds(piece, size) for _ in range(2)) for size in (2_000, 8_000))
    assert long < 10 * short + 0.3


def _seconds(piece: str, size: int) -> float:
    text = (piece * (size // len(piece) + 1))[:size]
    cues = cues_of(*(text[at : at + 4_000] for at in range(0, size, 4_000)))
    began = time.process_time()
    left = apply(cues, propose(cues, ROSTER).spans)
    audit("\n".join(cue.text for cue in left), ROSTER)
    return time.process_time() - began


def test_importing_the_library_loads_neither_spacy_nor_the_writers_libraries() -> None:
    program = (
        "import sys, transcripts; print(sorted({'spacy', 'webvtt', 'docx', 'flask', 'sqlalchemy'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_ten_lines_of_the_documentation_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parents[2] / "docs/transcripts.md").read_text("utf-8")
    program, roster = (re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)[0] for language in ("python", "json"))
    (tmp_path / "meeting.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nAnn Example: I'm Ann.\n", "utf-8")
    (tmp_path / "roster.json").write_text(roster, "utf-8")
    monkeypatch.chdir(tmp_path)
    exec(program, {})
    assert (tmp_path / "out.docx").read_bytes().startswith(b"PK")
