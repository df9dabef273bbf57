"""The code that publishes and serves cannot reach the code that reads raw text, by any way of imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PUBLIC = (
    "certificate",
    "certificate_pages",
    "second_reading",
    "pages",
    "viewing",
    "publishing",
    "manifest",
    "standing",
    "letters",
    "rules",
)
RAW = (
    "companion.captions",
    "companion.release.cues",
    "companion.release.importing",
    "companion.release.drafting",
    "companion.release.review",
    "companion.release.acts",
    "companion.release.asking",
    "companion.release.certifying",
    "companion.release.places",
    "companion.release.reach",
    "companion.release.weighing",
    "companion.release.hiding",
    "companion.release.editing",
    "companion.release.review_pages",
    "companion.release.reading",
    "companion.release.turns",
    "companion.release.auditing",
    "companion.release.rendering",
    "companion.release.shredding",
    "transcripts",
    "spacy",
)


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
@pytest.mark.parametrize("name", PUBLIC)
def test_whoever_publishes_cannot_reach_raw_text(name: str) -> None:
    found = reachable(f"companion.release.{name}")
    assert "companion.release.tables" in found or name == "rules"
    reached = {
        module: by for module, by in found.items() if any(module == raw or module.startswith(f"{raw}.") for raw in RAW)
    }
    assert reached == {}


def test_the_search_does_find_the_raw_side_from_the_reviewers_pages() -> None:
    found = reachable("companion.release.review_pages")
    assert {"companion.release.cues", "transcripts"} <= set(found)
