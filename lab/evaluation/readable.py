"""The data files of this folder: one thing a line, `#` begins a comment."""

from __future__ import annotations

from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of `NAME.txt` that say something."""
    text = (HERE / f"{name}.txt").read_text("utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def table(name: str) -> dict[str, tuple[str, ...]]:
    """`word: one, another` of each line of `NAME.txt`."""
    pairs = (line.split(":", 1) for line in lines(name))
    return {left.strip(): tuple(part.strip() for part in right.split(",")) for left, right in pairs}


@cache
def rewrites(name: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """`title: from>to, from>to` of each line of `NAME.txt`."""
    pairs = {title: tuple(part.split(">") for part in parts) for title, parts in table(name).items()}
    return {title: tuple((one, other) for one, other in parts) for title, parts in pairs.items()}
