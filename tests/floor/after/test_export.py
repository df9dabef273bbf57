"""The log as a file: ids only, with a digest, and the same state wherever it is replayed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from companion.cli import main
from companion.floor import rules
from companion.floor.after import export
from companion.floor.reducer import replay
from companion.kernel.errors import DomainError
from tests.floor.evening import Evening, item, uid

SESSION = uid("session")


def an_evening() -> Evening:
    evening = Evening(policy="new_landlords").home("Ann", "Linden").home("Ben", "Linden").home("Cara", "Marram")
    evening.act(rules.open_item, item("Damp"), budget_ms=600_000)
    for name in ("Ann", "Ben", "Cara"):
        evening.joins(name, "16778240").later(2).raises(name)
    evening.speaks("Ann", 40).undoes().redoes().act(rules.pause_session).later(9).act(rules.resume_session)
    return evening.speaks("Cara").leaves("Ben", "16778240").act(rules.end_session)


def test_case_78_an_export_replayed_elsewhere_gives_the_same_state_hash():
    evening = an_evening()
    checked = export.read(export.export(SESSION, evening.floor.log))
    assert checked.is_same
    assert checked.state == export.state_hash(evening.floor)
    assert (checked.events, checked.session_id) == (evening.floor.seq, str(SESSION))
    assert checked.floor.view() == evening.floor.view()


ACTS = st.sampled_from(["raise Ann", "raise Cara", "lower", "call", "start", "end", "pause", "resume", "undo", "redo"])


@given(st.lists(ACTS, max_size=25))
def test_every_log_survives_the_file_with_its_state(acts):
    evening = Evening().home("Ann", "Linden").home("Cara", "Marram")
    for act in acts:
        evening.later(1.5)
        try:
            match act.split():
                case ["raise", name]:
                    evening.raises(name)
                case ["lower"]:
                    evening.lowers("Ann", everywhere=True)
                case ["call"]:
                    evening.calls()
                case ["start"]:
                    evening.starts()
                case ["undo"]:
                    evening.undoes(agreed=True)
                case ["redo"]:
                    evening.redoes()
                case [verb]:
                    evening.act(getattr(rules, verb))
        except DomainError:
            continue
    checked = export.read(export.export(SESSION, evening.floor.log))
    assert checked.is_same
    assert checked.state == export.state_hash(replay(evening.floor.log))


def test_the_hash_tells_states_apart():
    one = Evening().raises("Ann")
    assert export.state_hash(one.floor) == export.state_hash(replay(one.floor.log))
    assert export.state_hash(one.floor) != export.state_hash(Evening().raises("Ben").floor)


def test_case_51_i13_the_file_has_ids_numbers_and_state_words_only():
    data = export.export(SESSION, an_evening().floor.log).decode()
    texts = set()
    for line in data.splitlines()[1:-1]:
        content = json.loads(line)
        content.pop("by_id"), content.pop("source_version")
        payload = content.pop("payload")
        texts |= {value for value in (*content.values(), *payload.values()) if isinstance(value, str)}
    words = {text for text in texts if not _is_id(text)}
    assert all(word.replace("_", "").replace(".", "").isalnum() and len(word) < 32 for word in words)
    assert "act 1" not in data  # the commands' own keys, which may hold ids of messages, are numbers here


def _is_id(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda data: data.replace(b'"kind":"question"', b'"kind":"comment"', 1) + b"x", "Line"),
        (lambda data: data.replace(b"hand.raised", b"hand.waised", 1), "altered"),
        (lambda data: data[: len(data) // 2], "Line"),
        (lambda _data: b"", "too short"),
        (lambda _data: b"\xff\xfe", "UTF-8"),
        (lambda _data: b'{"format":"another"}\n{}\n', "not a log"),
    ],
)
def test_a_file_that_was_altered_is_refused_in_one_sentence(spoil, says):
    with pytest.raises(export.UnreadableLog, match=says):
        export.read(spoil(export.export(SESSION, an_evening().floor.log)))


def test_the_command_replays_a_file_and_says_whether_it_is_the_same(tmp_path: Path):
    file = tmp_path / "log.jsonl"
    file.write_bytes(export.export(SESSION, an_evening().floor.log))
    said = CliRunner().invoke(main, ["floor", "replay", str(file), "--json"])
    assert said.exit_code == 0, said.output
    found = json.loads(said.output)
    assert (found["same"], found["state"]) == (True, export.state_hash(an_evening().floor))
    lines = file.read_text().splitlines(keepends=True)
    lines[-1] = lines[-1].replace(found["state"], "0" * 32)
    file.write_text("".join(lines))
    assert CliRunner().invoke(main, ["floor", "replay", str(file)]).exit_code == 1
    file.write_text("nothing")
    assert CliRunner().invoke(main, ["floor", "replay", str(file)]).exit_code == 2
