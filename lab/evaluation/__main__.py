"""`python -m lab.evaluation`: the figures, and what leaked, on made-up forum sessions.

python -m lab.evaluation --variant zoom --show-leaks     the product, with every leak and the words around it
python -m lab.evaluation --variant asr --show-over       what was masked without need, by which finder
python -m lab.evaluation --sessions 12 --system all      every variant, every system
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from lab.evaluation import presidio
from lab.evaluation.cases import caption, to_json, to_vtt
from lab.evaluation.plan import VARIANTS, make_case
from lab.evaluation.report import print_score, print_traps
from lab.evaluation.systems import Alone, Product, System
from lab.evaluation.traps import spring
from lab.evaluation.whole import Asked, into, report, run
from transcripts import ner


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what was asked for."""
    asked = _parser().parse_args(arguments)
    if asked.write:
        _write(asked.write, asked.sessions or 6, asked.seed or 1)
        return
    first = asked.seed or 1
    if asked.whole:
        _whole(Asked(asked.sessions or 10, asked.seed or 101, pipeline=asked.pipeline), asked.into)
        return
    systems = [system for name in asked.system.split(",") for system in _systems(name, asked.pipeline)]
    if asked.traps:
        for system in systems:
            print_traps(system.name, spring(system), show=asked.show_leaks)
        return
    for variant in VARIANTS if asked.variant == "all" else asked.variant.split(","):
        cases = [
            make_case(first + number, variant, group=asked.group, talk=asked.talk)
            for number in range(asked.sessions or 6)
        ]
        for system in systems:
            score = run(system, cases)
            print_score(
                f"{variant} · {system.name}", score, leaks=asked.show_leaks, over=asked.show_over, only=asked.label
            )


def _systems(name: str, pipeline: str | None) -> list[System]:
    recognisers = (ner.installed(pipeline),) if pipeline else ner.chosen()
    if name == "product":
        return [Product("product", recognisers)]
    if name == "no-model":
        return [Product("without the model")]
    if name == "ner":
        return [Alone("the model alone, PERSON", one) for one in recognisers]
    if name == "presidio":
        return [*presidio.beside(pipeline)]
    raise SystemExit(f"There is no system {name!r}: product, no-model, ner, presidio.")


def _whole(asked: Asked, page: Path | None) -> None:
    lines = []
    for line in report(asked):
        print(line, flush=True)
        lines.append(line)
    if page is not None:
        into(page, "\n".join(lines))


def _write(folder: Path, sessions: int, seed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(sessions):
        for variant in VARIANTS:
            case = make_case(seed + number, variant)
            (folder / f"{case.case_id}-{variant}.json").write_bytes(to_json(case))
            (folder / f"{case.case_id}-{variant}.vtt").write_bytes(to_vtt(caption(case).cues))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lab.evaluation", description=__doc__.split("\n")[0] if __doc__ else ""
    )
    parser.add_argument("--variant", default="all", help=f"{', '.join(VARIANTS)}, several with commas, or all")
    parser.add_argument(
        "--sessions", type=int, help="how many made-up sessions of some 3,000 words (6; 10 for the whole)"
    )
    parser.add_argument("--seed", type=int, help="the first session's seed (1; 101 for the whole)")
    parser.add_argument("--talk", default="talk", help="which lines: talk, or fresh, which nothing may be tuned by")
    parser.add_argument("--group", help="draw every name from one group (see lab/names.py)")
    parser.add_argument("--system", default="product", help="product, no-model, ner, presidio; several with commas")
    parser.add_argument("--pipeline", help="another spaCy pipeline instead of the shipped model")
    parser.add_argument("--show-leaks", action="store_true", help="list what survived, with the words around it")
    parser.add_argument("--show-over", action="store_true", help="list what was masked without need")
    parser.add_argument("--label", help="list only leaks of this label (PERSON, AFFIL, RESIDENT, ID, OTHER, BODY)")
    parser.add_argument("--whole", action="store_true", help="everything, as tables; what `make evaluate` runs")
    parser.add_argument("--into", type=Path, metavar="PAGE", help="put the whole's tables into a page of docs/")
    parser.add_argument("--traps", action="store_true", help="the hand-written traps instead of sessions")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write the sessions as .json and .vtt, and stop")
    return parser


if __name__ == "__main__":
    main()
