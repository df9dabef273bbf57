"""Writes the table of what is kept into docs/running.md: `python -m tests.architecture.retention_page`."""

from __future__ import annotations

from pathlib import Path

from companion.retention import RETENTION

PAGE = Path(__file__).parents[2] / "docs" / "running.md"
BEGIN, END = "<!-- what is kept -->\n", "<!-- end of what is kept -->\n"


def table() -> str:
    """What is kept and how long, as Markdown."""
    lines = ["| what | kept |", "|---|---|"]
    lines += [f"| {kept.what} | {kept.kept_for} |" for kept in RETENTION]
    return "\n".join(lines) + "\n"


def rewritten(page: str) -> str:
    """The page with its table written anew."""
    head, _, rest = page.partition(BEGIN)
    return head + BEGIN + "\n" + table() + "\n" + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
