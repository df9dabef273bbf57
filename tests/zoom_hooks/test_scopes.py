"""Which call needs which scope: one table, and what is told from it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from zoom_hooks import rest, scopes
from zoom_hooks.errors import ScopeMissing
from zoom_hooks.rest import ZoomApi
from zoom_hooks.sim import Fault, SimulatedZoom

ROOT = Path(rest.__file__).parent
DOCUMENT = Path(__file__).parents[2] / "docs" / "zoom.md"


def test_every_call_of_the_table_is_made_and_no_other() -> None:
    """Whatever the modules of `rest` ask of Zoom they ask by a row of the table, so no scope can be forgotten."""
    used = {
        node.attr
        for file in ROOT.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "scopes"
    }
    named = {name for name, value in vars(scopes).items() if isinstance(value, scopes.Call)}
    assert used - {"scopes"} == named


def test_the_guide_names_every_scope_that_is_needed_and_no_other() -> None:
    named = set(re.findall(r"`([a-z_]+:(?:read|write|update|delete):[a-z_]+(?::admin)?)`", DOCUMENT.read_text()))
    assert named == {*scopes.needed(), *scopes.STREAM_SCOPES}


def test_scopes_are_told_by_what_they_are_for() -> None:
    assert set(scopes.needed(["deletion"])) == {"cloud_recording:delete:meeting_recording:admin"}
    assert set(scopes.needed().values()) == set(scopes.NEEDS)
    assert len(scopes.needed()) == len({call.scope for call in scopes.CALLS})


@pytest.mark.parametrize(
    ("granted", "is_missing"),
    [
        ("meeting:read:list_registrants:admin", False),
        ("meeting:read:list_registrants:master", False),
        ("meeting:read:admin", False),  # the classic one covers it
        ("meeting:write:admin", True),
        ("meeting:read:list_registrants", True),  # of a user, not of an account
        ("recording:read:admin", True),
        ("", True),
    ],
)
def test_a_scope_counts_as_given_by_itself_or_by_one_that_stands_for_it(granted: str, is_missing: bool) -> None:
    assert ("meeting:read:list_registrants:admin" in scopes.missing(granted.split(), ["registrants"])) is is_missing


def test_classic_scopes_of_three_areas_cover_everything() -> None:
    classic = "meeting:read:admin meeting:write:admin recording:read:admin recording:write:admin report:read:admin"
    assert scopes.missing(classic.split()) == {}


@pytest.mark.parametrize(
    ("message", "named"),
    [
        (
            "Invalid access token, does not contain scopes:[meeting:read:list_registrants, "
            "meeting:read:list_registrants:admin].",
            ("meeting:read:list_registrants", "meeting:read:list_registrants:admin"),
        ),
        ("Invalid access token.", ("meeting:read:list_registrants:admin",)),
    ],
)
def test_a_missing_scope_is_named(zoom: SimulatedZoom, api: ZoomApi, message: str, named: tuple[str, ...]) -> None:
    zoom.answer_with(Fault(400, path="/registrants", body=f'{{"code":4711,"message":"{message}"}}'.encode()))
    with pytest.raises(ScopeMissing) as caught:
        api.registrants("91234567890", "pending")
    assert caught.value.scopes == named
    assert caught.value.code == 4711


def test_the_scopes_of_our_token_are_known(zoom: SimulatedZoom, api: ZoomApi) -> None:
    assert "meeting:read:meeting:admin" in api.granted_scopes()
    assert zoom.tokens_issued == 1
