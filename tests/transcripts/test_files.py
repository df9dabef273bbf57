"""From a file to a file, as the two commands do it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from companion.cli import main
from tests.transcripts.people import ROSTER
from transcripts import FORMATS, Policy, RosterError, VttError, anonymise_file, leaks_in_file, read_vtt

VTT = """WEBVTT

1
00:00:02.656 --> 00:00:05.230
Sam Okoro: Thanks, chair. I&#39;m Sam
from Larkmoor &amp; Vale Homes.

2
00:00:05.900 --> 00:00:09.000
Will Price: Thanks Sam, over to Siân.

3
00:00:09.000 --> 00:00:10.000
Ottoline Crabbe: Our 52,000 homes.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a meeting and its roster."""
    (tmp_path / "in.vtt").write_text(VTT, "utf-8")
    (tmp_path / "roster.json").write_bytes(msgspec.json.encode(ROSTER))
    return tmp_path


@pytest.mark.req("LC-13", "LC-15")
@pytest.mark.parametrize("fmt", FORMATS)
def test_a_real_file_becomes_one_that_the_audit_passes(folder: Path, fmt: str) -> None:
    out = folder / f"out.{fmt}"
    anonymise_file(folder / "in.vtt", folder / "roster.json", out)
    assert [leak for leak in leaks_in_file(out, folder / "roster.json") if leak.hard] == []


def test_the_audit_finds_the_original_guilty(folder: Path) -> None:
    assert sum(leak.hard for leak in leaks_in_file(folder / "in.vtt", folder / "roster.json")) > 5


def test_vtt_keeps_count_order_and_times(folder: Path) -> None:
    anonymise_file(folder / "in.vtt", folder / "roster.json", folder / "out.vtt")
    before, after = (read_vtt((folder / name).read_bytes()).cues for name in ("in.vtt", "out.vtt"))
    assert [(cue.start_ms, cue.end_ms) for cue in after] == [(cue.start_ms, cue.end_ms) for cue in before]
    assert [cue.text for cue in after] == [
        "Thanks, chair. I'm [participant]\nfrom [landlord].",
        "[handover]",
        "Our [number of homes].",
    ]


def test_the_report_has_offsets_in_the_cues_text_as_it_stands_in_the_file(folder: Path) -> None:
    report = anonymise_file(
        folder / "in.vtt", folder / "roster.json", folder / "out.vtt", report_path=folder / "report.json"
    )
    written = json.loads((folder / "report.json").read_text("utf-8"))
    assert set(written) == {"cues", "words", "spans", "seconds"}
    assert report["unresolved"] == ["Ottoline Crabbe"]
    assert written["cues"] == 3
    assert written["spans"] == report["spans"]
    cues = read_vtt((folder / "in.vtt").read_bytes()).cues
    covered = [
        (cues[span["cue"]].text[span["start"] : span["end"]], span["kind"], span["label"]) for span in written["spans"]
    ]
    assert covered == [
        ("Sam Okoro: ", "PERSON", ""),
        ("Sam", "PERSON", "[participant]"),
        ("Larkmoor &amp; Vale Homes", "ORG", "[landlord]"),
        ("Will Price: ", "PERSON", ""),
        ("Sam", "PERSON", "[participant]"),
        ("Siân", "PERSON", "[participant]"),
        ("Ottoline Crabbe: ", "PERSON", ""),
        ("52,000 homes", "QUANTITY", "[number of homes]"),
    ]


def test_the_report_holds_no_words_of_the_meeting(folder: Path) -> None:
    anonymise_file(folder / "in.vtt", folder / "roster.json", folder / "out.txt", report_path=folder / "report.json")
    text = (folder / "report.json").read_text("utf-8")
    for word in ("Okoro", "Sam", "Crabbe", "Larkmoor", "52"):
        assert f'"{word}' not in text
        assert word not in text or word == "52"


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [("in.vtt", "no vtt", VttError), ("roster.json", "{}", RosterError), ("in.vtt", None, OSError)],
)
def test_bad_input_writes_nothing(folder: Path, name: str, content: str | None, error: type[Exception]) -> None:
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content, "utf-8")
    there = sorted(folder.iterdir())
    with pytest.raises(error):
        anonymise_file(
            folder / "in.vtt", folder / "roster.json", folder / "out.vtt", report_path=folder / "report.json"
        )
    assert sorted(folder.iterdir()) == there


def test_an_ending_that_cannot_be_written_is_refused_before_anything_is_read(folder: Path) -> None:
    with pytest.raises(ValueError, match=r"\.vtt"):
        anonymise_file(folder / "missing.vtt", folder / "roster.json", folder / "out.pdf")


@pytest.mark.parametrize(
    ("out", "report"),
    [("in.vtt", "report.json"), ("roster.json", "report.json"), ("out.json", "out.json"), ("no/out.vtt", "r.json")],
)
def test_nothing_is_written_over_what_is_read_or_into_a_folder_that_is_not_there(
    folder: Path, out: str, report: str
) -> None:
    there = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises((ValueError, FileNotFoundError)):
        anonymise_file(folder / "in.vtt", folder / "roster.json", folder / out, report_path=folder / report)
    assert {path: path.read_bytes() for path in folder.iterdir()} == there


def test_numbered_labels_come_with_a_warning(folder: Path) -> None:
    anonymise_file(folder / "in.vtt", folder / "roster.json", folder / "out.txt", labels=Policy.SESSION)
    text = (folder / "out.txt").read_text("utf-8")
    assert "do not publish" in text
    assert "[participant 1]" in text


@pytest.mark.req("LC-13")
def test_the_command_prints_a_figure_for_each_step_and_how_well_style_tells(folder: Path) -> None:
    told = (
        "and so the lift broke down again last week while nobody from the contractor came to look at it for days on end"
    )
    rows = [("Sam Okoro", told), ("Will Price", f"Zbyszek said that {told}"), ("Sam Okoro", f"well {told}")]
    cues = "\n".join(f"00:0{n}.000 --> 00:0{n}.900\n{who}: {said}\n" for n, (who, said) in enumerate(rows))
    (folder / "said.vtt").write_text(f"WEBVTT\n\n{cues}", "utf-8")
    anonymise_file(folder / "said.vtt", folder / "roster.json", folder / "out.vtt", recognisers=())
    asked = ["leaks", str(folder / "out.vtt"), "--roster", str(folder / "roster.json")]
    shown = CliRunner().invoke(main, [*asked, "--spoken", str(folder / "said.vtt")])
    assert shown.exit_code == 0, shown.output
    assert "named: 0 identify, 0 to look at" in shown.output
    assert "3 longer turns" in shown.output
    other = CliRunner().invoke(main, [*asked, "--spoken", str(folder / "in.vtt"), "--json"])
    assert other.exit_code == 0  # three cues in both
    refused = CliRunner().invoke(main, [*asked[:1], str(folder / "roster.json"), *asked[2:], "--spoken", asked[1]])
    assert refused.exit_code == 2
    guilty = CliRunner().invoke(main, ["leaks", str(folder / "said.vtt"), *asked[2:]])
    assert guilty.exit_code == 1


CHAT = """14:02:11 From Sam Okoro to Everyone:
\tI agree with Si\u00e2n, at Larkmoor we do the same
14:02:12 From Si\u00e2n N\u00ed Bhriain to Sam Okoro(Direct Message):
\tshh, Hope Achterberg-Bell is listening
14:03:00 From Ottoline Crabbe to Everyone:
\tReplying to "I agree with Si\u00e2n..."

\tso do we
"""
REPORT = """First Name,Last Name,Email,Organization,Approval Status
Sam,Okoro,sam.okoro@larkmoor.example,Larkmoor & Vale Homes,approved
Si\u00e2n,N\u00ed Bhriain,,Larkmoor & Vale Homes,approved
Hope,Achterberg-Bell,,Together Housing Group,denied
"""


@pytest.mark.req("LC-13", "LC-15")
def test_a_chat_and_zooms_own_list_of_registrants_are_enough(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, "utf-8")
    (tmp_path / "registrants.csv").write_text(REPORT, "utf-8")
    done = anonymise_file(tmp_path / "chat.txt", tmp_path / "registrants.csv", tmp_path / "out.vtt", recognisers=())
    assert [cue.text for cue in read_vtt((tmp_path / "out.vtt").read_bytes()).cues] == [
        "I agree with [participant], at [landlord] we do the same",
        "so do we",
    ]
    assert done["dropped"] == {"private messages": 1, "quoted beginnings of messages": 1}
    assert done["unresolved"] == ["Ottoline Crabbe"]
    assert [leak for leak in leaks_in_file(tmp_path / "out.vtt", tmp_path / "registrants.csv") if leak.hard] == []
