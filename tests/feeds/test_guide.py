"""The guide to Zoom, on the page and in docs/zoom.md: it names what the program itself uses, and only that."""

from __future__ import annotations

import re
from pathlib import Path

from companion.feeds import asked, guide
from zoom_hooks import reading, scopes

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "zoom.md").read_text("utf-8")
ASKED_FOR = (*guide.MEETING_EVENTS, *guide.STREAM_EVENTS, *guide.RECORDING_EVENTS)


def _asked_of_zooms_client() -> set[str]:
    script = (ROOT / "companion" / "static" / "panel-zoom.js").read_text("utf-8")
    lists = re.findall(r"const (?:HEARS|CAPABILITIES) = \[(.*?)\]", script, re.DOTALL)
    found = {name for inside in lists for name in re.findall(r'"(\w+)"', inside)}
    assert len(found) > 10
    return found


def test_the_document_names_every_event_and_scope_that_the_page_asks_for() -> None:
    missing = [name for name in (*ASKED_FOR, *guide.STREAM_SCOPES) if f"`{name}`" not in DOCUMENT]
    assert not missing


def test_the_document_names_every_scope_of_a_call_that_we_make() -> None:
    missing = [scope for scope in scopes.needed() if f"`{scope}`" not in DOCUMENT]
    assert not missing
    assert set(guide.STREAM_SCOPES) == set(scopes.STREAM_SCOPES)


def test_every_event_that_is_asked_for_or_named_is_understood() -> None:
    named = set(re.findall(r"`((?:meeting|recording|rtms)\.[a-z_]+)`", DOCUMENT))
    assert named >= set(ASKED_FOR)
    assert named <= reading.KNOWN


def test_the_document_names_what_the_panel_asks_of_zooms_client_and_no_more() -> None:
    (step,) = re.findall(r"Add APIs\*(.*?)What is not ticked", DOCUMENT, re.DOTALL)
    assert set(re.findall(r"`(\w+)`", step)) == _asked_of_zooms_client()


def test_the_page_sends_nobody_to_a_file_that_an_organiser_does_not_have() -> None:
    steps = [step if isinstance(step, str) else step.words for found in guide.GUIDES.values() for step in found.steps]
    assert len(steps) > 30
    assert not [words for words in steps if ".md" in words or "this service’s guide" in words]


def test_the_page_lists_every_scope_and_every_part_of_the_panel_that_is_used_and_no_more() -> None:
    named = {
        key: [
            name for step in found.steps if isinstance(step, guide.Step) for _, names in step.groups for name in names
        ]
        for key, found in guide.GUIDES.items()
    }
    made = {call.scope for call in scopes.CALLS if call not in asked.NOT_MADE}
    assert sorted(named["account"]) == sorted(made), "each once"
    assert set(named["hands"]) == _asked_of_zooms_client()
    recording = guide.GUIDES["recording"].steps
    ticked = {name for step in recording if isinstance(step, guide.Step) for name in step.names}
    assert {scope for scope in made if scope.startswith("cloud_recording")} < ticked


def test_the_page_and_the_document_say_that_no_account_was_at_hand() -> None:
    assert "have had no Zoom account" in guide.CAVEAT
    assert "have had no Zoom account" in DOCUMENT
    assert "only a live account can show" in DOCUMENT
