"""The roll at a terminal: a file is shown, its questions are answered, and it is applied."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from companion import cli
from companion.roll import importing, service
from tests.house import House
from tests.roll.test_reading import LINE, file

ROW = "M9,Linden Quay Homes Ltd,housing association,40,,,,,,"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "members.csv"
    path.write_bytes(file(ROW))
    return path


@pytest.fixture
def roll(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    house.run(importing.apply_import, file(LINE))
    monkeypatch.setattr(cli, "wired", lambda: house.wiring)
    return house


def run(sheet: Path, *more: str) -> Result:
    return CliRunner().invoke(cli.main, ["roll", "import", str(sheet), *more])


def names(house: House) -> list[str]:
    return [landlord.name for landlord in house.run(service.landlords)]


def test_open_questions_are_refused_with_how_to_answer_them(roll: House, sheet: Path) -> None:
    refused = run(sheet, "--apply")
    assert refused.exit_code == 2
    assert "--answer LINE=MEMBER_NUMBER, LINE=new or LINE=skip" in refused.stderr
    assert "line 2, Linden Quay Homes Ltd: is it Linden Quay Homes (M1)?" in refused.stderr
    assert names(roll) == ["Linden Quay Homes"]


@pytest.mark.parametrize(
    ("answer", "after"),
    [
        ("2=M1", ["Linden Quay Homes Ltd"]),
        ("2=new", ["Linden Quay Homes", "Linden Quay Homes Ltd"]),
        ("2 = SKIP", ["Linden Quay Homes"]),
    ],
)
def test_an_answer_is_given_by_line(roll: House, sheet: Path, answer: str, after: list[str]) -> None:
    done = run(sheet, "--apply", "--answer", answer)
    assert done.exit_code == 0, done.output
    assert sorted(names(roll)) == after


@pytest.mark.parametrize("answer", ["2=M7", "3=new", "new", "2=", "²=new"])
def test_an_answer_that_fits_no_question_is_refused_in_one_sentence(roll: House, sheet: Path, answer: str) -> None:
    refused = run(sheet, "--apply", "--answer", answer)
    assert refused.exit_code == 2
    assert answer in refused.stderr
    assert names(roll) == ["Linden Quay Homes"]


def test_without_apply_nothing_changes_and_the_question_is_shown(roll: House, sheet: Path) -> None:
    shown = run(sheet)
    assert shown.exit_code == 0
    assert "is it Linden Quay Homes (M1)?" in shown.output
    assert names(roll) == ["Linden Quay Homes"]
