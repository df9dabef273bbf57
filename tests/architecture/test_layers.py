"""What the import contracts cannot say by themselves: that they name every module they should; that time comes in."""

from __future__ import annotations

import ast
import configparser
from collections.abc import Iterator
from pathlib import Path

import pytest

import transcripts

ROOT = Path(__file__).parents[2]
CONTRACTS = configparser.ConfigParser()
CONTRACTS.read(ROOT / ".importlinter")

#: modules of `release` that neither publish nor read raw text, and why
NEUTRAL = {
    "companion.release": "empty",
    "companion.release.rules": "pure",
    "companion.release.tables": "rows, sealed",
    "companion.release.asked_tables": "rows, sealed",
    "companion.release.file_tables": "rows, sealed",
    "companion.release.frozen_tables": "rows, sealed",
    "companion.release.correction_rules": "pure",
    "companion.release.request_rules": "pure",
    "companion.release.standing": "counts and states",
    "companion.release.letters": "who fetched it, and when it was withdrawn",
}
#: modules that read the machine's clock, and why they may
CLOCKS = {
    "companion/kernel/clocks.py": "the clock itself",
    "companion/kernel/crypto.py": "how long a key is remembered, and when it was made; the store knows no use-case",
    "companion/web/live.py": "how often a stream is told, on the event loop",
    "companion/web/watching.py": "how often the database is looked at, on the event loop",
    "companion/web/shell.py": "how long a body may take",
    "zoom_hooks/oauth.py": "when a token ends, and when to ask again",
    "zoom_hooks/outgoing.py": "how long one call may take in all",
    "zoom_hooks/rest/calls.py": "when to ask again",
}
READS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time"), ("time", "monotonic")}


def named(contract: str, key: str) -> set[str]:
    return set(CONTRACTS[f"importlinter:contract:{contract}"][key].split())


def modules(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def test_every_rooms_rules_are_held_to_be_pure() -> None:
    rules = {name for name, _ in modules(ROOT / "companion") if name.rpartition(".")[2] == "rules"}
    assert rules - named("pure-rules", "source_modules") == set()


def test_every_module_of_release_is_on_one_side_of_the_wall() -> None:
    there = {name for name, _ in modules(ROOT / "companion" / "release")}
    publishes, reads = named("raw-text", "source_modules"), named("raw-text", "forbidden_modules")
    assert there - publishes - reads - set(NEUTRAL) == set(), "say in .importlinter on which side it stands"
    assert publishes & reads == set()


def test_every_room_is_under_the_contract_of_its_furniture() -> None:
    rooms = {f"companion.{path.parent.name}" for path in (ROOT / "companion").glob("*/tables.py")}
    assert rooms - named("furniture", "containers") == {"companion.kernel", "companion.people"}


def calls(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            yield node.func.value.id, node.func.attr


@pytest.mark.parametrize("package", ["companion", "transcripts", "zoom_hooks"])
def test_no_module_below_the_edges_reads_the_clock(package: str) -> None:
    found = {
        str(path.relative_to(ROOT))
        for _, path in modules(ROOT / package)
        if READS & set(calls(path)) and not path.is_relative_to(ROOT / "companion" / "demo")
        if not path.is_relative_to(ROOT / "companion" / "staging")
        if not path.is_relative_to(ROOT / "companion" / "rehearsal")
        if not path.is_relative_to(ROOT / "zoom_hooks" / "sim")
    }
    assert found - set(CLOCKS) == set()


def test_rules_draw_no_lots_and_make_no_ids() -> None:
    pure = named("pure-rules", "source_modules")
    for name, path in modules(ROOT / "companion"):
        if not any(name == one or name.startswith(f"{one}.") for one in pure):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        used = {attr for _, attr in calls(path)} | {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not imported & {"random", "secrets", "time", "os"}, name
        assert not used & {"uuid4", "new_id", "open", "print"}, name


def test_there_is_no_room_for_odds_and_ends() -> None:
    names = {
        path.stem for package in ("companion", "transcripts", "zoom_hooks") for path in (ROOT / package).rglob("*.py")
    }
    assert names & {"utils", "util", "helpers", "common", "misc"} == set()


def test_services_neither_commit_nor_send() -> None:
    for name, path in modules(ROOT / "companion"):
        if name.rpartition(".")[2] in {"service", "rules", "seats", "offers", "review", "publishing"}:
            used = {attr for _, attr in calls(path)}
            assert not used & {"commit", "rollback", "send_message"}, name


def test_the_library_of_transcripts_is_used_by_its_public_names_alone() -> None:
    inside = []
    for name, path in modules(ROOT / "companion"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                inside += [(name, each.name) for each in node.names if each.name.startswith("transcripts.")]
            elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "transcripts":
                taken = [each.name for each in node.names]
                hidden = taken if node.module != "transcripts" else set(taken) - set(transcripts.__all__)
                inside += [(name, f"{node.module}.{each}") for each in hidden]
    assert inside == [], "export it in transcripts/__init__.py, or use what is exported"
