"""`python -m lab.intruder`: what gets past the masker, past the audit, and past both.

python -m lab.intruder                       200 meetings, 30 disguises, recall per disguise
python -m lab.intruder --second-look         what the audit finds of what the masker left in the evaluation's sessions
python -m lab.intruder --meetings 20 --show  a quick look, with what got past both
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence

from lab.evaluation.plan import VARIANTS, make_case
from lab.evaluation.score import percent
from lab.intruder.canaries import Seen, make_meeting, release
from lab.intruder.disguises import DISGUISES
from lab.intruder.second_look import SecondLook, look
from transcripts import ner
from transcripts.recogniser import Recogniser


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what was asked for."""
    asked = _parser().parse_args(arguments)
    recognisers = () if asked.no_model else ner.chosen()
    if asked.second_look:
        _second_look(asked.meetings, asked.seed, recognisers, show=asked.show)
    else:
        _canaries(asked.meetings, asked.seed, recognisers, show=asked.show)


def _canaries(meetings: int, seed: int, recognisers: Sequence[Recogniser], *, show: bool) -> None:
    seen = Seen()
    for number in range(meetings):
        release(make_meeting(seed + number), recognisers, seen)
    print(f"{meetings} meetings; of each disguise, the share that is seen by")
    print(f"{'':22}{'planted':>8}{'masker':>9}{'audit':>9}{'(hard)':>9}{'either':>9}")
    for disguise in [*DISGUISES, "all"]:
        of = seen.planted[disguise] if disguise != "all" else seen.planted.total()
        counts = [_of(many, disguise) for many in (seen.masked, seen.audited, seen.hard, seen.stopped)]
        print(f"{disguise:22}{of:8}" + "".join(f"{100 * count / of:8.1f}%" for count in counts))
    print(f"got past both: {percent(len(seen.escaped), seen.planted.total())}")
    for disguise, text in seen.escaped if show else ():
        print(f"  {disguise}: {text}")


def _of(counts: Counter[str], disguise: str) -> int:
    return counts.total() if disguise == "all" else counts[disguise]


def _second_look(sessions: int, seed: int, recognisers: Sequence[Recogniser], *, show: bool) -> None:
    print("what the audit tells of what the masker left, and its hits where nothing is left")
    for variant in VARIANTS:
        seen = SecondLook()
        for number in range(sessions):
            look(make_case(seed + number, variant), recognisers, seen)
        told = percent(seen.flagged.total(), seen.left.total())
        print(f"{variant:6} told {told}")
        hard = sum(leak.hard for leak in seen.false_hits)
        soft = len(seen.false_hits) - hard
        print(
            f"       masked perfectly, {seen.words} words of {sessions} sessions have {hard} hard and {soft} soft hits"
        )
        for line in seen.unseen if show else ():
            print(f"       {line}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lab.intruder")
    parser.add_argument("--meetings", type=int, default=200, help="how many meetings (200)")
    parser.add_argument("--seed", type=int, default=7_000, help="the seed of the first")
    parser.add_argument("--no-model", action="store_true", help="without the recogniser of names")
    parser.add_argument("--second-look", action="store_true", help="the audit over the evaluation's sessions")
    parser.add_argument("--show", action="store_true", help="print what was not seen")
    return parser


if __name__ == "__main__":
    main()
