"""What the model learns from and what it is measured on are different people's lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from lab.evaluation.readable import HERE
from lab.training import frames, plain

pytestmark = pytest.mark.req("LC-13")

RUN = 6  # so many words in a row are no coincidence any more


def _runs(line: str) -> Iterator[tuple[str, ...]]:
    bare = re.sub(r"\{[^}]*\}|\[[^]]*\]", " _ ", line.replace("`", "").replace("~", "").replace("’", "'"))
    words = re.findall(r"[a-z']+|_", bare.lower())
    runs = (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    return (run for run in runs if run.count("_") < 2)


def _taught() -> Iterator[str]:
    for module in (frames, plain):
        for name, value in vars(module).items():
            if isinstance(value, str) and not name.startswith("__"):
                yield from value.splitlines()
            elif isinstance(value, tuple | list):
                yield from (one for one in value if isinstance(one, str))


def test_no_line_of_the_training_is_in_the_development_set() -> None:
    taught = {run for line in _taught() for run in _runs(line)}
    assert len(taught) > 200
    files = [*(HERE / "talk").glob("*.txt"), *(HERE / "traps").glob("*.txt")]
    shared = {
        f"{path.name}: {' '.join(run)}"
        for path in files
        for line in path.read_text("utf-8").splitlines()
        if not line.startswith(("#", ">"))
        for run in _runs(line)
        if run in taught
    }
    assert shared == set()
