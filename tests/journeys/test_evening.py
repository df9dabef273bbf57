"""The whole evening, headless: the same play as `companion demo`, through HTTP and the simulated Zoom."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter

import pytest

from companion.demo.evening import Evening, fresh_scene, play_evening
from companion.demo.evidence import Evidence, gather
from companion.demo.promises import PROMISES, captions_sent
from companion.demo.scene import Scene
from companion.demo.script import AGENDA
from companion.demo.showing import settle
from companion.demo.summary import summarise
from companion.staging.telling import Teller

SPEED = 600
KEYS = (
    "registered",
    "waitlisted_over_cap",
    "hands",
    "turns",
    "cues",
    "spans",
    "leaks",
    "released",
    "seconds",
    "promises",
)


@pytest.mark.early
@pytest.mark.req("LC-02", "LC-05", "LC-06", "LC-13", "LC-14", "LC-15", "LC-17", "LC-18", "LC-19", "LC-20")
def test_a_whole_evening_keeps_every_promise() -> None:
    """From an empty folder to a released transcript; one test, since an evening is played once."""
    with fresh_scene(port=0, any_port=True, tell=Teller(quiet=True)) as scene:
        evening = play_evening(scene, speed=SPEED)
        settle(scene)
        evidence = scene.installation.wiring.runner.read(gather, scene)
        summary = summarise(evening, evidence)
        sent = captions_sent(evening)
        assert (sent.total(), sent - evidence.cues, evidence.cues - sent) == (
            len(evening.meeting.room.sent),
            Counter(),
            Counter(),
        ), "which captions were lost, and which came from nowhere"
        assert {promise.name: promise.kept for promise in summary.promises} == dict.fromkeys(PROMISES, True)
        assert summary.is_kept
        assert tuple(summary.as_json()) == KEYS
        assert json.loads(json.dumps(summary.as_json()))["leaks"] == 0
        the_figures_are_those_of_the_cast(scene, evidence, summary.as_json())
        everything_that_goes_wrong_went_wrong(evening, evidence)
        the_journal_holds_no_name(scene, evidence)
        the_database_holds_no_caption_in_clear(scene, evening)
        the_files_say_nothing_about_who_made_them(evening)
        outsiders_find_nothing(scene, evening)


def the_figures_are_those_of_the_cast(scene: Scene, evidence: Evidence, figures: dict[str, object]) -> None:
    """56 of the 60 hold a seat: two wait, one was swapped out, one sent an apology."""
    assert figures["registered"] == 56
    assert figures["waitlisted_over_cap"] == 2
    assert figures["turns"] == sum(item.turns for item in AGENDA)
    assert figures["released"] == ["transcript.docx", "transcript.html"]
    assert Counter(seat.state for seat in evidence.seats)["replaced"] == 1
    assert Counter(seat.state for seat in evidence.seats)["apology"] == 1
    assert len(scene.cast.people) == len({seat.email for seat in evidence.seats})


def everything_that_goes_wrong_went_wrong(evening: Evening, evidence: Evidence) -> None:
    """The evening is no fair-weather evening: each of these was in the journal, and the promises held all the same."""
    happened = Counter(fact.type for fact in evidence.facts)
    for kind in ("turn.paused", "turn.extended", "turn.skipped", "order.pinned", "undone", "hand.lowered"):
        assert happened[kind] >= 1, kind
    assert happened["presence.left"] > happened["turn.called"], "everybody left in the end, and one in between"
    assert happened["item.opened"] == len(AGENDA)
    assert evening.meeting.undone == 1
    assert evening.release.by_hand >= 1, "a person had to see something that the machine did not"
    assert evening.release.spans > 100
    assert "not reached" in evidence.verdict.ended.values()


def the_journal_holds_no_name(scene: Scene, evidence: Evidence) -> None:
    """Ids, numbers and state words only."""
    text = json.dumps([fact.payload for fact in evidence.facts], ensure_ascii=False)
    assert not [name for name in scene.cast.names() if name in text]


def the_database_holds_no_caption_in_clear(scene: Scene, evening: Evening) -> None:
    """What was said lies sealed: no caption can be found in the files of the database."""
    raw = b"".join(path.read_bytes() for path in scene.installation.folder.glob("companion.db*"))
    private = [text for text in evening.meeting.room.sent if evening.private.found_in(text)]
    assert len(private) > 50
    assert not [text for text in private if text.encode() in raw]


def the_files_say_nothing_about_who_made_them(evening: Evening) -> None:
    """No author, no editor, no times of speaking; the Rule is on each."""
    with zipfile.ZipFile(io.BytesIO(evening.release.fetched["docx"])) as parts:
        core = parts.read("docProps/core.xml").decode()
    assert not re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>[^<]+<", core)
    page = evening.release.fetched["html"].decode()
    assert "Chatham House Rule" in page
    assert not re.search(r"\d\d:\d\d:\d\d", page)


def outsiders_find_nothing(scene: Scene, evening: Evening) -> None:
    """A stranger is asked to sign in, and a landlord's contact sees neither raw text nor the list of people."""
    stranger = scene.new_browser()
    for path in ("/floor", "/registrations", "/release", "/transcript"):
        assert stranger.get(scene.at(path)).path == "/sign-in"
    assert stranger.get(f"{evening.release.draft_path}/review").path == "/sign-in"
    contact = scene.contacts[scene.cast.landlords[0].contact_email]
    assert contact.get(f"{evening.release.draft_path}/review").status == 404
    assert contact.get(scene.at("/registrations")).status == 404
