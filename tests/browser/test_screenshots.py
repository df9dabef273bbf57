"""The screenshot command against the kitchen."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import MagicMock

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from tests.browser import screenshots
from tests.browser.screenshots import NARROW, SHOTS, Shot, fields_of, main, possible, walk


def test_shots_without_a_link_or_a_value_are_left_out() -> None:
    shots = (Shot("a", "/"), Shot("b", "/", "chair"), Shot("c", "/x/{session}", "chair"))
    assert [shot.name for shot in possible(shots, set(), set())] == ["a"]
    assert [shot.name for shot in possible(shots, {"chair"}, set())] == ["a", "b"]
    assert [shot.name for shot in possible(shots, {"chair"}, {"session"})] == ["a", "b", "c"]


def test_every_shot_has_a_name_of_its_own() -> None:
    assert len({shot.name for shot in SHOTS}) == len(SHOTS)
    assert fields_of("/forum-sessions/{session}/floor") == {"session"}


@pytest.mark.browser
def test_walk_pictures_each_page_and_names_the_one_that_answers_badly(
    browser: Browser, ground: str, tmp_path: Path
) -> None:
    shots = [
        Shot("form", "/form", "chair", (NARROW,), ("light",)),
        Shot("mail", "/mail", None, (NARROW,), ("dark",)),
    ]
    lines = list(walk(browser, ground, shots, {"chair": f"{ground}/parts"}, {}, tmp_path))
    assert lines[0] == "form-narrow.png"
    assert lines[1].startswith("! mail-narrow-dark.png: ")
    assert (tmp_path / "form-narrow.png").stat().st_size > 5000


def test_a_name_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    for args, known in (
        (["--floor", "--only", "unknown"], "list-closed"),
        (["http://x", "--only", "unknown"], "steward"),
    ):
        answer = CliRunner().invoke(main, args)
        assert answer.exit_code == 2
        assert "There is no 'unknown'. There are: " in answer.output
        assert known in answer.output


def test_a_link_without_an_address_is_refused() -> None:
    answer = CliRunner().invoke(main, ["--link", "chair=http://x"])
    assert answer.exit_code == 2
    assert "Give it first" in answer.output


def test_without_an_address_the_floor_is_pictured_in_a_meeting_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str | None] = []

    def pictured(_browser: object, _out: Path, only: str | None) -> list[str]:
        asked.append(only)
        return ["chair-over-wide"]

    monkeypatch.setattr(screenshots, "picture_floor", pictured)
    monkeypatch.setattr(screenshots, "sync_playwright", MagicMock())
    monkeypatch.setattr(screenshots, "launch", MagicMock())
    answer = CliRunner().invoke(main, ["--only", "over", "--out", str(tmp_path)])
    assert (answer.exit_code, asked) == (0, ["over"])
    assert "1 pictures" in answer.output
