"""`python -m lab.evaluation`: the figures, and what leaked, on made-up forum sessions.

python -m lab.evaluation --variant zoom --show-leaks     the product, with every leak and the words around it
python -m lab.evaluation --variant asr --show-over       what was masked without need, by which finder
python -m lab.evaluation --sessions 12 --system all      every variant, every system
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from lab.evaluation.cases import Case, caption, to_json, to_vtt
from lab.evaluation.plan import VARIANTS, make_case
from lab.evaluation.report import print_score, print_traps
from lab.evaluation.score import Score, judge
from lab.evaluation.systems import Alone, Product, System
from lab.evaluation.traps import spring


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what was asked for."""
    asked = _parser().parse_args(arguments)
    if asked.write:
        _write(asked.write, asked.sessions, asked.seed)
        return
    if asked.traps:
        for name in asked.system.split(","):
            system = _system(name, asked.pipeline)
            print_traps(system.name, spring(system), show=asked.show_leaks)
        return
    for variant in VARIANTS if asked.variant == "all" else asked.variant.split(","):
        cases = [make_case(asked.seed + number, variant, group=asked.group) for number in range(asked.sessions)]
        for name in asked.system.split(","):
            system = _system(name, asked.pipeline)
            score = run(system, cases)
            print_score(
                f"{variant} · {system.name}", score, leaks=asked.show_leaks, over=asked.show_over, only=asked.label
            )


def run(system: System, cases: Sequence[Case]) -> Score:
    """The score of one system over all cases."""
    score = Score()
    for case in cases:
        said = caption(case)
        judge(score, case.case_id, said, system.masks(case, said))
    return score


def _system(name: str, pipeline: str | None) -> System:
    from transcripts import ner

    if name == "no-model":
        return Product("without the model")
    recognisers = (ner.installed(pipeline),) if pipeline else ner.chosen()
    if name == "ner":
        return Alone("the model alone", recognisers[0])
    return Product("product", recognisers)


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
    parser.add_argument("--sessions", type=int, default=6, help="how many made-up sessions (each some 4,000 words)")
    parser.add_argument("--seed", type=int, default=1, help="the first session's seed")
    parser.add_argument("--group", help="draw every name from one group (see lab/names.py)")
    parser.add_argument("--system", default="product", help="product, no-model, ner; several with commas")
    parser.add_argument("--pipeline", help="another spaCy pipeline instead of the shipped model")
    parser.add_argument("--show-leaks", action="store_true", help="list what survived, with the words around it")
    parser.add_argument("--show-over", action="store_true", help="list what was masked without need")
    parser.add_argument("--label", help="list only leaks of this label (PERSON, AFFIL, RESIDENT, ID, OTHER, BODY)")
    parser.add_argument("--traps", action="store_true", help="the hand-written traps instead of sessions")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write the sessions as .json and .vtt, and stop")
    return parser


if __name__ == "__main__":
    main()
