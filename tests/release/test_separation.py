"""The code that publishes and serves cannot reach the code that reads raw text, by any way of imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACT = ConfigParser()
CONTRACT.read(ROOT / ".importlinter", encoding="utf-8")
SIDES = CONTRACT["importlinter:contract:raw-text"]
PUBLIC = SIDES["source_modules"].split()
RAW = (*SIDES["forbidden_modules"].split(), "spacy")


def file_of(module: str) -> Path | None:
    path = ROOT / module.replace(".", "/")
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.is_file():
            return candidate
    return None


def imports_of(module: str) -> Iterator[str]:
    """Every module that a module of ours imports, by whatever spelling."""
    path = file_of(module)
    if path is None:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reachable(module: str) -> dict[str, str]:
    """Every module that can be reached from one, with the module that imports it."""
    found: dict[str, str] = {}
    waiting = [module]
    while waiting:
        here = waiting.pop()
        for name in imports_of(here):
            if name not in found:
                found[name] = here
                waiting.append(name)
    return found


@pytest.mark.req("LC-13")
@pytest.mark.parametrize("module", PUBLIC)
def test_whoever_publishes_cannot_reach_raw_text(module: str) -> None:
    found = reachable(module)
    assert "sqlalchemy" in found, "the search stopped early"
    reached = {
        module: by for module, by in found.items() if any(module == raw or module.startswith(f"{raw}.") for raw in RAW)
    }
    assert reached == {}


def test_the_search_does_find_the_raw_side_from_the_reviewers_pages() -> None:
    found = reachable("companion.release.review_pages")
    assert {"companion.release.cues", "transcripts"} <= set(found)


def test_every_file_of_the_room_is_on_one_side_of_the_wall() -> None:
    """Tables and pure rules serve both sides; whatever else is new in the room has to say on which side it is."""
    files = {f"companion.release.{path.stem}" for path in (ROOT / "companion" / "release").glob("*.py")}
    neutral = {name for name in files if name.endswith(("tables", "rules", "__init__"))}
    assert files - neutral == {name for name in (*PUBLIC, *RAW) if name.startswith("companion.release.")}
