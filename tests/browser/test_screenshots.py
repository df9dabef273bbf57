"""The screenshot command against the kitchen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.screenshots import NARROW, SHOTS, Shot, fields_of, possible, walk


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
