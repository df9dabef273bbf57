"""What the demo says at its end, and what it makes of a promise that was broken."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from companion.cli import main
from companion.demo.promises import PROMISES, Promise
from companion.demo.summary import UNPLAYED, Summary
from companion.staging.telling import Teller

KEPT = tuple(Promise(name, kept=True) for name in PROMISES)
GOOD = Summary(56, 2, 38, 31, 800, 150, 0, ("transcript.docx", "transcript.html"), 41.26, KEPT)


def broken(summary: Summary) -> Summary:
    """The same evening with one promise broken."""
    return replace(summary, promises=(*summary.promises[1:], Promise("no landlord ever held more", kept=False)))


def test_the_json_has_the_agreed_shape() -> None:
    said = json.loads(json.dumps(GOOD.as_json()))
    assert said["registered"] == 56
    assert said["released"] == ["transcript.docx", "transcript.html"]
    assert said["seconds"] == 41.3
    assert said["promises"][0] == {"name": KEPT[0].name, "kept": True}


def test_one_broken_promise_is_enough() -> None:
    assert GOOD.is_kept
    assert not broken(GOOD).is_kept
    assert "NOT KEPT: no landlord ever held more" in broken(GOOD).in_words().replace("\x1b[0m", "")
    assert not UNPLAYED.is_kept, "a play that was cut short has shown nothing"


@pytest.mark.parametrize(("summary", "status"), [(GOOD, 0), (broken(GOOD), 1), (UNPLAYED, 1)])
def test_the_command_s_exit_status_says_whether_every_promise_was_kept(
    monkeypatch: pytest.MonkeyPatch, summary: Summary, status: int
) -> None:
    asked: dict[str, object] = {}

    def play(**how: object) -> Summary:
        asked.update(how)
        return summary

    monkeypatch.setattr("companion.demo.play", play)
    result = CliRunner().invoke(main, ["demo", "--headless", "--json", "--speed", "120", "--port", "0"])
    assert result.exit_code == status
    assert json.loads(result.stdout) == summary.as_json()
    assert asked == {"headless": True, "speed": 120.0, "port": 0, "quiet": True}


def test_a_quiet_teller_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    quiet, loud = Teller(quiet=True), Teller(quiet=False)
    for tell in (quiet, loud):
        tell.chapter("The meeting")
        tell.say("A hand goes up")
        tell.links("Come in", [("The chair", "http://house.example/sign-in/x")])
    said = capsys.readouterr().out
    assert said.count("A hand goes up") == said.count("/sign-in/x") == said.count("The meeting") == 1
