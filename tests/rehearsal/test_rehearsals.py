"""Each scenario that comes with the product, chaired by a program to its end, in an installation of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from companion.rehearsal.play import find, read_play
from companion.rehearsal.running import play_to_the_end, rehearsal
from companion.staging.browser import Browser


@pytest.mark.parametrize(
    "name", [pytest.param("stormy", marks=pytest.mark.early), "calm", pytest.param("training", marks=pytest.mark.early)]
)
@pytest.mark.req("LC-17", "LC-18")
def test_a_scenario_is_played_to_its_end_and_keeps_its_promises(name: str) -> None:
    play = read_play(*find(name))
    with rehearsal(play, speed=120) as director:
        folder = director.stage.folder
        summary = play_to_the_end(director)
        logs = "\n".join(director.stage.logs().values()).casefold()
        page = Browser(director.stage.url).get("/")
    assert [promise.name for promise in summary.promises if not promise.kept] == []
    # whoever loses the connection in the middle of a turn cannot finish it; nothing else goes amiss
    assert [words for words in summary.troubles if "nobody of that name" not in words] == []
    assert summary.turns >= 5
    assert "this is a rehearsal" in page.html.casefold()
    assert not [person.name for person in play.scenario.people if person.name.casefold() in logs]
    assert not folder.exists()
    assert not list(Path(tempfile.gettempdir()).glob(f"{folder.name}*"))
