"""The page that says how to practise, and its button: only where it is allowed and leads anywhere."""

from __future__ import annotations

import stat
import subprocess
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from companion.people.roles import Role
from companion.web import practising
from companion.web.practising import AnotherStarts, Stall, may_start
from companion.wiring import Wiring
from tests import patience
from tests.house import House


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.CHAIR, Role.STEWARD, Role.ADMIN])
def test_staff_are_told_how_to_practise(app: Flask, house: House, role: Role) -> None:
    browser = house.signed_in(app, house.account(role))
    page = browser.get("/practise")
    assert page.status_code == 200
    assert "companion rehearse" in page.text
    assert "Start the rehearsal" not in page.text
    assert "/practise" in browser.get("/").text


def test_reviewers_have_nothing_to_practise(app: Flask, house: House) -> None:
    browser = house.signed_in(app, house.account(Role.REVIEWER))
    assert browser.get("/practise").status_code == 403
    assert "/practise" not in browser.get("/").text


def test_without_leave_nothing_is_started(app: Flask, house: House) -> None:
    browser = house.signed_in(app, house.account(Role.ORGANISER))
    answer = browser.post("/practise", data={"scenario": "calm"}, follow_redirects=True)
    assert "No rehearsal can be started from here." in answer.text
    assert "companion_practice" not in app.extensions


@pytest.mark.parametrize(
    ("address", "allowed", "expected"),
    [
        ("http://127.0.0.1:8000", True, True),
        ("http://localhost:8000", True, True),
        ("http://[::1]:8000", True, True),
        ("http://127.0.0.1:8000", False, False),
        ("https://forum.companion.example", True, False),
        ("http://192.0.2.7:8000", True, False),
        ("http://localhost.companion.example", True, False),
    ],
)
def test_there_is_a_button_only_where_it_is_allowed_and_leads_to_this_machine(
    wiring: Wiring, address: str, allowed: bool, expected: bool
) -> None:
    assert may_start(replace(wiring.settings, public_url=address, rehearse=allowed)) is expected


def test_nobody_plants_a_module_into_the_program_that_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Everybody on a machine may write into its temporary folder; nothing there may run as us."""
    started: list[tuple[list[str], dict[str, Any]]] = []

    def note(command: list[str], **how: Any) -> None:
        started.append((command, how))
        raise OSError

    monkeypatch.setattr(practising.subprocess, "Popen", note)
    with pytest.raises(OSError):
        Stall().start("calm")
    monkeypatch.undo()
    [(command, how)] = started
    assert not Path(how["cwd"]).stat().st_mode & (stat.S_IWOTH | stat.S_IWGRP)
    (tmp_path / "companion").mkdir()
    (tmp_path / "companion" / "__init__.py").write_text('print("planted")')
    (tmp_path / "companion" / "__main__.py").write_text("")
    asked = [*command[: command.index("companion") + 1], "--help"]
    said = subprocess.run(asked, cwd=tmp_path, env=how["env"], capture_output=True, text=True, check=True)
    assert "rehearse" in said.stdout
    assert "planted" not in said.stdout


def test_while_one_starts_no_page_and_no_second_press_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    stall, said = Stall(), list[object]()

    def press_again(*_: Any, **__: Any) -> None:
        def others() -> None:
            said.append(stall.running())
            for press in (stall.end, lambda: stall.start("calm")):
                with pytest.raises(AnotherStarts):
                    press()
                said.append("refused")

        other = threading.Thread(target=others, daemon=True)
        other.start()
        other.join(patience.SECONDS)
        raise OSError

    monkeypatch.setattr(practising.subprocess, "Popen", press_again)
    with pytest.raises(OSError):
        stall.start("calm")
    assert said == [None, "refused", "refused"]
