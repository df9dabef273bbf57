"""Scenarios as they are played: on the meeting's clock, steered meanwhile, and reacting to what the chair does."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import requests

from tests import patience
from tests.zoom_hooks.following import Following
from zoom_hooks.rtms import Caption, Disconnected
from zoom_hooks.sim import NoSuchThing, Playing, ScenarioError, SimulatedZoom, read_scenario, serve

CAST = """
Title: Practice
People
  Cara Chair, host
  Ann Able, Northbrook Homes, ann@northbrook.example
  Ben Bold, Southfield, ben@southfield.example, phone +44 20 7946 0123
  Hugh Heckler
"""
FAST = 2000.0


@pytest.fixture
def zoom() -> Iterator[SimulatedZoom]:
    """Meeting time runs fast, and Ann and Ben are registered and approved."""
    with SimulatedZoom(rate=FAST) as running:
        running.create_meeting(settings={"approval_type": 0})
        running.register("Ann", "Able", "ann@northbrook.example")
        running.register("Ben", "Bold", "BEN@southfield.example")
        yield running


def begin(zoom: SimulatedZoom, text: str) -> Playing:
    return zoom.begin(read_scenario(f"{CAST}\n{text}"))


def played(zoom: SimulatedZoom, text: str) -> Playing:
    """A play that is over."""
    play = begin(zoom, text)
    play.wait(patience.SECONDS)
    return play


def words(play: Playing) -> list[str]:
    return [line.words for line in play.played]


def said(zoom: SimulatedZoom) -> list[str]:
    return [cue.text for cue in zoom.stage.meeting().cues]


def test_people_come_as_the_registrants_they_are(zoom: SimulatedZoom) -> None:
    play = played(zoom, "00:00 The meeting starts\n00:01 Everybody joins\n00:40 Everybody joins")
    assert play.troubles == ()
    by_name = {person.name: person for person in zoom.stage.meeting().participants}
    assert len(by_name) == len(zoom.stage.meeting().participants) == 4
    registrants = {person.email.lower(): person.id for person in zoom.stage.meeting().registrants.values()}
    assert by_name["Ann Able"].registrant_id == registrants["ann@northbrook.example"]
    assert by_name["Ben Bold"].registrant_id == registrants["ben@southfield.example"]
    assert by_name["Hugh Heckler"].registrant_id == ""
    assert (by_name["Cara Chair"].role, by_name["Cara Chair"].zoom_user_id) == ("host", zoom.stage.host_id)


def test_lines_are_played_in_their_order_and_at_their_time(zoom: SimulatedZoom) -> None:
    began = zoom.now_ms
    play = played(
        zoom,
        "00:00 The meeting starts\n00:00 Ann joins\n00:30 Ann says “one two three”\n00:30 Ann raises hand\n"
        "10:00 Ann leaves",
    )
    assert words(play) == [
        "The meeting starts",
        "Ann joins",
        "Ann says “one two three”",
        "Ann raises hand",
        "Ann leaves",
    ]
    assert [line.at >= at for line, at in zip(play.played, (0, 0, 30, 30, 600), strict=True)] == [True] * 5
    assert said(zoom) == ["one two three"]
    assert zoom.stage.meeting().cues[0].end_ms >= began + 31_200
    assert play.is_over
    assert play.position >= 600


def test_who_drops_and_comes_back_is_found_again(zoom: SimulatedZoom) -> None:
    play = played(
        zoom,
        "00:00 The meeting starts\n00:01 Ann joins\n00:02 Ann drops\n00:03 Ann comes back\n00:04 Ann raises hand\n"
        "00:05 Ben joins\n00:06 Ben joins by phone\n00:07 Ben is linked to their registration\n"
        "00:08 Ben writes “hello”",
    )
    assert play.troubles == ()
    ann = zoom.stage.meeting().present("Ann Able")
    assert ann is not None
    assert ann.feedback == "raiseHand"
    assert ann.registrant_id
    assert [person.name for person in zoom.stage.meeting().participants][-1] == "+4420***23"
    assert [message.name for message in zoom.stage.meeting().messages] == ["Ben Bold"]


@pytest.mark.parametrize("gone", ["drops", "is put in the waiting room", "is removed"])
def test_who_is_gone_goes_on_speaking_to_nobody(zoom: SimulatedZoom, gone: str) -> None:
    play = played(
        zoom,
        "00:00 The meeting starts\n00:01 Everybody joins\n00:20 Ann speaks for 40 seconds\n"
        f"00:20 Ben speaks for 20 seconds\n00:30 Ann {gone}",
    )
    assert play.troubles == ()
    cues = zoom.stage.meeting().cues
    ann = [cue for cue in cues if cue.name == "Ann Able"]
    assert 0 < sum(cue.end_ms - cue.start_ms for cue in ann) < 15_000
    assert sum(cue.end_ms - cue.start_ms for cue in cues if cue.name == "Ben Bold") > 15_000


def test_what_cannot_happen_is_noted_and_the_play_goes_on(zoom: SimulatedZoom) -> None:
    play = played(zoom, "00:00 The meeting starts\n00:01 Ann leaves\n00:02 Ben joins")
    ((line, why),) = play.troubles
    assert (line.words, why) == ("Ann leaves", "nobody of that name or number is there")
    assert zoom.stage.meeting().present("Ben Bold") is not None


def test_played_strictly_it_ends_with_the_line(zoom: SimulatedZoom) -> None:
    with pytest.raises(ScenarioError, match="line 10: nobody of that name"):
        zoom.play(read_scenario(f"{CAST}\n00:01 Ann leaves".replace("00:01", "00:00 The meeting starts\n00:01")))


def test_it_is_paused_and_goes_on_and_the_next_line_can_come_now(zoom: SimulatedZoom) -> None:
    play = begin(zoom, "00:00 The meeting starts\n99:00 Ann joins\n100:00 Ben joins\n999:00 Ben leaves")
    play.pause()
    at = play.position
    assert play.is_paused
    play.jump()
    assert [line.words for line in play.upcoming(9)][-3:] == ["Ann joins", "Ben joins", "Ben leaves"]
    play.resume()
    patience.until(lambda: "Ann joins" in words(play))
    assert play.position >= at
    play.jump()
    patience.until(lambda: "Ben joins" in words(play))
    play.stop()


def test_somebody_who_is_called_speaks_and_stops_when_thanked(zoom: SimulatedZoom) -> None:
    play = begin(
        zoom,
        "00:00 The meeting starts\n00:00 Ann joins\n00:00 Hugh joins\n99:00 Ann leaves\n"
        "When Ann is called\n  00:01 They say “First.”\n"
        "When Ann is called\n  00:01 They say “Again.”\n"
        "When anybody is called\n  00:01 They speak for 300 minutes\n"
        "When Hugh is thanked\n  00:01 Hugh heckles “I am not done!”",
    )
    patience.until(lambda: "Hugh joins" in words(play))
    for heard in ("First.", "Again.", "Again."):
        before = said(zoom).count(heard)
        assert play.occasion("called", "Ann Able")
        patience.until(lambda heard=heard, before=before: said(zoom).count(heard) > before)
    assert play.occasion("called", "Hugh Heckler")
    patience.until(lambda: len(said(zoom)) > 5)
    assert play.occasion("thanked", "Hugh Heckler")
    assert not play.occasion("thanked", "Ann Able")
    assert not play.occasion("warned", "A stranger")
    patience.until(lambda: "I am not done!" in said(zoom))
    going_on = len(said(zoom))
    patience.until(lambda: len(said(zoom)) > going_on)  # a heckler is not stopped by thanks
    play.perform("Hugh stops speaking")
    _says_nothing_but(zoom, play, "And so we end.")
    assert play.troubles == ()
    play.stop()


def test_whoever_is_thanked_stops(zoom: SimulatedZoom) -> None:
    play = begin(
        zoom,
        "00:00 The meeting starts\n00:00 Everybody joins\n99:00 Ben leaves\n"
        "When anybody is called\n  00:01 They speak for 300 minutes",
    )
    patience.until(lambda: zoom.stage.meeting().present("Ann Able"))
    play.occasion("called", "Ann Able")
    patience.until(lambda: len(said(zoom)) > 3)
    assert not play.occasion("thanked", "Ann Able")
    _says_nothing_but(zoom, play, "That was all.")
    play.stop()


def _says_nothing_but(zoom: SimulatedZoom, play: Playing, text: str) -> None:
    spoken = len(said(zoom))
    play.perform(f"Ann says “{text}”")
    patience.until(lambda: text in said(zoom))
    assert len(said(zoom)) == spoken + 1


def test_what_zoom_does_to_people_is_an_occasion_too(zoom: SimulatedZoom) -> None:
    play = begin(
        zoom,
        "00:00 The meeting starts\n00:00 Ann joins the waiting room\n00:01 Ben joins\n99:00 The meeting ends\n"
        "When anybody is admitted\n  00:01 They raise hand\nWhen Ben is removed\n  00:01 Ann coughs",
    )
    patience.until(lambda: "Ben joins" in words(play))
    zoom.admit("Ann Able")
    patience.until(lambda: "They raise hand" in words(play))
    zoom.remove_participant("Ben Bold")
    patience.until(lambda: "Ann coughs" in words(play))
    assert play.troubles == ()
    play.stop()


def test_one_statement_can_be_performed_at_once(zoom: SimulatedZoom) -> None:
    play = played(zoom, "00:00 The meeting starts\n00:01 Ann joins")
    play.perform("Ann raises hand")
    ann = zoom.stage.meeting().present("Ann Able")
    assert ann is not None
    assert ann.feedback == "raiseHand"
    with pytest.raises(ScenarioError, match="“Ann raises arm” is not known"):
        play.perform("Ann raises arm")
    with pytest.raises(NoSuchThing):
        play.perform("Ben leaves")
    assert words(play)[-1] == "Ann raises hand"


def test_who_is_muted_is_not_heard(zoom: SimulatedZoom) -> None:
    play = played(
        zoom,
        "00:00 The meeting starts\n00:01 Ann joins\n00:02 Ann is muted\n00:03 Ann says “one”\n"
        "00:05 Ann is unmuted\n00:06 Ann says “two”",
    )
    assert said(zoom) == ["two"]
    assert play.troubles == ()


def test_faults_are_lines_as_well(zoom: SimulatedZoom) -> None:
    play = played(zoom, "00:00 Zoom fails\n00:01 Zoom is 5 seconds slow\n00:02 Zoom's clock is 2 minutes slow")
    assert [fault.kind for fault in zoom.stage.faults.on] == ["fails", "slow"]
    assert zoom.sender.skew_seconds == -120
    play.perform("Zoom is well")
    assert zoom.stage.faults.on == []
    assert zoom.sender.skew_seconds == 0


def test_captions_of_a_play_reach_who_listens(zoom: SimulatedZoom) -> None:
    zoom.start_meeting()
    zoom.start_rtms()
    with Following(zoom) as client:
        assert zoom.wait_for_listeners()
        play = played(zoom, "00:00 Ann joins\n00:01 Ann says “Good evening.”")
        assert client.some(Caption)[0].text == "Good evening."
        play.perform("Captions break off")
        client.some(Disconnected)
        assert play.troubles == ()


def test_a_play_is_steered_over_http(zoom: SimulatedZoom) -> None:
    url = zoom.credentials()["control_url"]

    def post(name: str, **arguments: object) -> dict[str, Any]:
        answer = requests.post(f"{url}/{name}", json=arguments, timeout=patience.SECONDS).json()
        assert isinstance(answer, dict)
        return answer

    assert post("perform", words="Ann joins")["error"] == "no scenario is being played"
    wrong = post("begin_scenario", text=f"{CAST}\n00:00 Ann flies")
    assert wrong["error"].startswith("line 9: “Ann flies” is not known")
    text = f"{CAST}\n00:00 The meeting starts\n99:00 Ann joins\nWhen Ann is called\n  00:01 They raise hand"
    assert post("begin_scenario", text=text)["ok"]
    assert post("pause_scenario")["ok"]
    assert post("resume_scenario")["ok"]
    assert post("jump")["ok"]

    def told() -> dict[str, Any]:
        answer: dict[str, Any] = requests.get(f"{url}/scenario", timeout=patience.SECONDS).json()["result"]
        return answer

    patience.until(lambda: told()["is_over"])
    assert post("occasion", kind="called", who="Ann Able")["result"] is True
    patience.until(lambda: [line["words"] for line in told()["played"]][-1] == "They raise hand")
    assert told()["title"] == "Practice"
    assert told()["troubles"] == []
    assert post("perform", words="Ben leaves")["ok"] is False


def test_serving_a_scenario_gives_its_cast_a_meeting(tmp_path: Path) -> None:
    file, printed, until = tmp_path / "evening.txt", io.StringIO(), threading.Event()
    file.write_text(
        f"{CAST}\n00:00 The meeting starts\n00:01 Everybody joins\n00:30 The meeting ends", encoding="utf-8"
    )
    until.set()
    with redirect_stdout(printed):
        serve(scenario=file, rate=FAST, until=until)
    assert "webhook_secret_token" in json.loads(printed.getvalue())
