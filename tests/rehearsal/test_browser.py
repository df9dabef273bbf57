"""A chair practises in a real browser: every page says what it is, and people answer to what the chair does."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from companion.rehearsal import seating
from companion.rehearsal.director import Director
from companion.rehearsal.play import Play, read_play
from companion.rehearsal.running import rehearsal
from tests.browser.browsing import PageAt, listen, page_is_sound

pytestmark = pytest.mark.browser
SHORT = """Title: A short one
About
  Three people and a program that takes notes.
Agenda
  Welcome, 10 minutes
People
  Cara Castle, host
  Sam Steward, co-host
  Ann Able, North Homes, ann@north.example
  Ben Bold, South Homes, ben@south.example
  Otto Notetaker, bot
Goals
  Ann is heard. -- She asked first.
  Ben is muted.
  Everybody was kind.
00:00  The meeting starts
00:01  Cara joins
00:02  Captions start
00:03  Everybody joins
00:25  Otto joins the waiting room
00:40  Ann raises hand
00:45  Ben writes "hand up"
59:00  Ben heckles "Far too late."
When Ann is called
  00:01  Ann says "Thank you for calling me."
"""


@pytest.fixture
def director() -> Iterator[Director]:
    play: Play = read_play("short", SHORT)
    with rehearsal(play, speed=4) as ready:
        yield ready


def as_chair(page: Page, director: Director) -> Page:
    path = director.stage.wiring.runner.run(seating.sign_in_path, director.play.chair)
    page.goto(director.stage.url + path)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="A short one")).to_be_visible()
    return page


def other(page: Page, director: Director, path: str) -> Page:
    """Another window of the same browser."""
    window = listen(page.context.new_page())
    window.goto(director.stage.url + path)
    return window


def test_a_chair_practises(page_at: PageAt, director: Director) -> None:
    brief = as_chair(page_at(1280, 720), director)
    page_is_sound(brief)
    zoom, trainer = other(brief, director, "/rehearsal/zoom"), other(brief, director, "/rehearsal/trainer")
    chair = other(brief, director, f"/forum-sessions/{director.session_id}/floor")
    home = other(brief, director, "/")
    expect(home.get_by_role("heading", name="Your practice waits for you")).to_be_visible()
    expect(home.get_by_text("Nothing waits for you.")).to_have_count(0)
    expect(home.get_by_role("link", name="Practise chairing a meeting")).to_have_count(0)
    page_is_sound(home)
    home.get_by_role("link", name="Go to the practice").click()
    expect(home.get_by_role("button", name="Begin")).to_be_visible()
    expect(trainer.get_by_text("Everything, once somebody presses Begin.")).to_be_visible()
    brief.get_by_role("button", name="Begin").click()
    for window in (brief, zoom, trainer, chair, other(brief, director, "/")):
        expect(window.get_by_role("complementary", name="This is a rehearsal")).to_be_visible()
        assert window is chair or window.title().startswith("Rehearsal: ")  # the chair's title is the clock
    # two people ask, each in their own way, and a stranger knocks
    expect(chair.locator("#queue li")).to_have_count(2)
    expect(zoom.get_by_text("hand up", exact=True).locator("visible=true").first).to_be_visible()
    expect(zoom.get_by_role("button", name=re.compile("Admit.*Otto"))).to_be_visible()
    expect(trainer.locator('[data-list="happened"] li').first).to_contain_text("hand up")
    for size in ((1280, 720), (320, 640)):
        for window in (zoom, trainer):
            window.set_viewport_size({"width": size[0], "height": size[1]})
            page_is_sound(window)
    zoom.set_viewport_size({"width": 1280, "height": 720})
    # whom the chair calls begins to speak
    chair.keyboard.press("n")
    expect(zoom.locator('[data-list="said"]')).to_contain_text("Thank you for calling me.")
    chair.keyboard.press("s")
    expect(chair.locator("#now [data-who]")).to_have_text("Ann Able")
    # the chair's own window of Zoom
    zoom.get_by_role("button", name=re.compile("^Mute.*Ben")).click()
    expect(zoom.get_by_role("button", name=re.compile("Unmute.*Ben"))).to_be_visible()
    zoom.get_by_label("What you say, to be read here as a caption").fill("Thank you, Ann.")
    zoom.get_by_role("button", name="Say it").click()
    expect(zoom.locator('[data-list="said"]')).to_contain_text("Thank you, Ann.")
    # the trainer stops the clocks, lets them go on, and brings forward what is far away
    trainer.get_by_role("button", name="Stand still").click()
    expect(trainer.get_by_text("Standing still", exact=True)).to_be_visible()
    stood_ms = director.now_ms
    trainer.get_by_label("Who").select_option("Ben Bold")
    trainer.get_by_label("Does what").select_option("write")
    trainer.get_by_role("button", name="Let them").click()
    expect(trainer.locator("#said-no")).to_have_text("Type what they say.")
    assert director.now_ms - stood_ms < 1_000
    trainer.get_by_role("button", name="Go on").click()
    # a button that is in force says so
    expect(trainer.get_by_role("button", name="4×")).to_have_attribute("aria-pressed", "true")
    trainer.get_by_role("button", name="Captions mishear").click()
    expect(trainer.get_by_role("button", name="Captions mishear")).to_have_attribute("aria-pressed", "true")
    trainer.get_by_role("button", name="Captions are clear again").click()
    expect(trainer.get_by_role("button", name="Captions mishear")).to_have_attribute("aria-pressed", "false")
    trainer.get_by_role("button", name="Next thing now").click()
    expect(trainer.get_by_text("Nothing more. End the meeting when you are done.")).to_be_visible()
    # what cannot be taken back is asked first
    zoom.locator("summary").filter(has_text="End the meeting for all").click()
    page_is_sound(zoom)
    assert director.state == "running"
    zoom.get_by_role("button", name="Yes, end it").click()
    expect(zoom.get_by_text("The meeting is over.")).to_be_visible()
    expect(chair.locator("#now [data-who]")).to_have_text("The session is over")
    brief.goto(director.stage.url + "/rehearsal/debrief")
    expect(brief.get_by_text("2 of 3 goals met.")).to_be_visible()
    for scheme in ("light", "dark"):
        for width in (1280, 320):
            brief.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            brief.set_viewport_size({"width": width, "height": 720})
            brief.reload()
            page_is_sound(brief)
