"""The scenarios that come with the product can be read, and so can a person's own; faults name their line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from companion.cli import main
from companion.rehearsal import running, seating
from companion.rehearsal.play import SHIPPED, Item, find, read_agenda, read_play, take_out, zooms_part
from companion.rehearsal.views import pressed
from companion.web.practising import SCENARIOS
from zoom_hooks import sim
from zoom_hooks.sim import Scenario, ScenarioError

OWN = """Title: Mine
About
  Two lines
  of it.
Agenda
  # a comment
  Rents, and what they pay for, 10 minutes
People
  Cara Cole, host
  Ann Able, North Homes, ann@north.example
Goals
  Ann is heard. -- She is new.
00:00  The meeting starts
00:01  Everybody joins
01:00  Ann raises hand
"""


def test_a_trainer_reads_the_name_of_who_practises() -> None:
    play = read_play("own", OWN + '02:00  Cara Cole says "Cara here."\n', chair="Nora Nervous")
    assert play.scenario.lines[-1].words == 'Nora Nervous says "Cara here."'


def test_a_button_is_pressed_while_what_it_did_lasts() -> None:
    said = ["Webhooks stop", "Captions mishear 1 word in 8", "Captions break off", "Zoom fails"]
    assert pressed(4.0, []) == ["speed-4"]
    assert pressed(30.0, said) == ["speed-30", "fault-mishear", "fault-hold", "fault-fails"]
    assert pressed(1.0, [*said, "webhooks come backwards", "Zoom is well"]) == ["speed-1", "fault-mishear"]
    assert pressed(1.0, [*said, "Captions are clear", "Captions mishear one word in 3"])[1] == "fault-mishear"


@pytest.mark.parametrize("name", SHIPPED)
def test_each_shipped_scenario_is_whole(name: str) -> None:
    play = read_play(*find(name))
    assert play.title
    assert play.about
    assert len(play.agenda) == 3
    assert 10 <= play.minutes <= 20
    assert not [goal.words for goal in play.goals if goal.is_judged]  # every one of ours is checked by the program
    # “Everybody joins” means everybody: those who ring in or knock come by lines of their own
    everybody = all(not (one.phone or one.is_bot) and one.is_registered for one in play.scenario.people)
    assert everybody or "Everybody joins" not in find(name)[1]
    expected = seating.expected_of(play)
    assert len(expected) >= 8
    by_landlord = [person.org for person in expected]
    assert max(map(by_landlord.count, by_landlord)) <= 2
    assert len({person.email for person in expected}) == len(expected)


@pytest.mark.parametrize("name", SHIPPED)
def test_each_shipped_scenario_can_be_played_by_the_simulated_zoom_alone(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[Scenario] = []
    monkeypatch.setattr(sim, "serve", lambda _port, *, scenario, **_more: served.append(scenario))
    done = CliRunner().invoke(main, ["zoom-sim", "--port", "0", "--scenario", name])
    assert done.exit_code == 0, done.output
    assert served == [zooms_part(find(name)[1])]
    assert served[0].people
    assert served[0].lines


def test_the_page_offers_what_is_shipped() -> None:
    assert {name for name, _, _ in SCENARIOS} == set(SHIPPED)
    for name, title, about in SCENARIOS:
        play = read_play(*find(name))
        assert play.title == title
        assert f"{play.minutes} minutes" in about


def test_one_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(OWN, encoding="utf-8")
    play = read_play(*find(str(path)), chair="Margaret Hale")
    assert (play.name, play.title, play.about) == ("mine", "Mine", "Two lines of it.")
    assert play.agenda == (Item("Rents, and what they pay for", 10),)
    assert [(goal.words, goal.tip) for goal in play.goals] == [("Ann is heard.", "She is new.")]
    assert (play.chair.name, play.steward.name) == ("Margaret Hale", "Jonah Ferreday")
    assert [person.name for person in play.scenario.people if person.role == "host"] == ["Margaret Hale"]


def test_our_blocks_leave_blank_lines_so_that_zooms_numbers_hold() -> None:
    blocks, rest = take_out(OWN)
    assert len(rest.splitlines()) == len(OWN.splitlines())
    assert rest.splitlines()[7] == "People"
    assert "Rents" not in rest
    assert blocks["agenda"] == [(7, "Rents, and what they pay for, 10 minutes")]


def test_faults_name_their_line(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"^line 4: “Rents” is no agenda item; write for example"):
        read_agenda([(4, "Rents")])
    with pytest.raises(ScenarioError, match=r"^line 4: "):
        read_agenda([(4, "Rents, 0 minutes")])
    with pytest.raises(ScenarioError, match=r"^line 15: "):
        read_play("mine", OWN.replace("Ann raises hand", "Ann raises arm"))
    with pytest.raises(ScenarioError, match=r"there is no scenario “stormi”; there are calm, stormy, training"):
        find("stormi")
    latin = tmp_path / "latin.txt"
    latin.write_bytes("Title: Café".encode("latin-1"))
    with pytest.raises(ScenarioError, match="save it as UTF-8"):
        find(str(latin))


def test_the_command_speaks_before_it_sets_anything_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Setting up takes half a minute on a slow machine; links as JSON are read by a program, and stand alone."""

    def fails(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(running, "rehearsal", fails)
    for manner, said in (("shown", "Setting up a practice"), ("announced", "")):
        with pytest.raises(ConnectionError):
            running.run(scenario="calm", speed=1, port=0, chair="", manner=manner)
        assert capsys.readouterr().out[: len("Setting up a practice")] == said
