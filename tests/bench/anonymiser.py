"""How fast we mask beside Presidio: one thread, the same captions, the same recogniser of names, runs that take turns.

    python -m tests.bench.anonymiser [words] [rounds] [pipeline]

Prints words per second of the whole pipeline, of the pipeline without the model, and of Presidio with the roster as its
deny list, with the ratios; then how long `companion anonymise` takes for a two-hour session in a process of its own,
which includes starting Python and loading the model. Presidio is left out where `make evaluate` has not installed it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from lab.evaluation import presidio
from lab.evaluation.cases import Captioned, Case, caption, to_vtt
from lab.evaluation.plan import make_case
from transcripts import apply, ner, propose
from transcripts.recogniser import Recogniser

THEIRS = "Presidio, names and roster"


def main(words: int = 18_000, rounds: int = 5, pipeline: str = "") -> None:
    """Print a line for each system, then the two-hour session."""
    case, said = two_hours(words)
    spoken = sum(len(turn.text.split()) for turn in case.turns)
    recognisers = (ner.installed(pipeline),) if pipeline else ner.chosen()
    model = ", ".join(one.name for one in recognisers) or "no model"
    print(f"{spoken:,} words, {len(said.cues):,} cues, {model}; median of {rounds}, one thread")
    times: dict[str, list[float]] = {}
    for number in range(rounds + 1):
        took = {
            "ours": _ours(case, said, recognisers),
            "ours without the model": _ours(case, said, ()),
        }
        if recognisers and presidio.is_installed():
            took[THEIRS] = _presidio(case, pipeline or str(ner.FOLDER), hasten=False)
            took[f"{THEIRS}, our arithmetic"] = _presidio(case, pipeline or str(ner.FOLDER), hasten=True)
        if number:  # the first round also loads word lists and tables
            for name, seconds in took.items():
                times.setdefault(name, []).append(seconds)
    speeds = {name: spoken / statistics.median(seconds) for name, seconds in times.items()}
    for name, speed in speeds.items():
        print(f"{name}: {speed:,.0f} words/s")
    for name in (one for one in speeds if one.startswith(THEIRS)):
        print(f"ratio to {name}: {speeds['ours'] / speeds[name]:.2f} with the model", end=", ")
        print(f"{speeds['ours without the model'] / speeds[name]:.2f} without")
    _fresh_process(case, said, pipeline, rounds)


def two_hours(words: int) -> tuple[Case, Captioned]:
    """One session of about so many words: a two-hour forum holds some 18,000."""
    case = make_case(77, "zoom", turns=max(16, words // 62))
    return case, caption(case)


def _ours(case: Case, said: Captioned, recognisers: Sequence[Recogniser]) -> float:
    began = time.perf_counter()
    apply(said.cues, propose(said.cues, case.roster, recognisers=recognisers).spans)
    return time.perf_counter() - began


def _presidio(case: Case, pipeline: str, *, hasten: bool) -> float:
    system = presidio.Presidio("bench", pipeline, hasten=hasten)
    system.prepare([case])
    return system.seconds


def _fresh_process(case: Case, said: Captioned, pipeline: str, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, roster, out = (Path(folder) / name for name in ("in.vtt", "roster.json", "out.vtt"))
        source.write_bytes(to_vtt(said.cues))
        roster.write_bytes(msgspec.json.encode(case.roster))
        command = [sys.executable, "-m", "companion", "anonymise", str(source), "--roster", str(roster), "-o", str(out)]
        command += ["--pipeline", pipeline] if pipeline else []
        took = []
        for _ in range(rounds):
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=os.environ | presidio.ONE_THREAD)
            took.append(time.perf_counter() - began)
    print(f"a two-hour file to its draft, a new process each time: {statistics.median(took):.1f} s (goal: under 5)")


if __name__ == "__main__":
    if not os.environ.get("OMP_NUM_THREADS"):  # numeric libraries count their threads when they are first imported
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.bench.anonymiser", *sys.argv[1:]],
            os.environ | presidio.ONE_THREAD,
        )
    main(*(int(number) for number in sys.argv[1:3]), *sys.argv[3:4])
