"""A score as lines to read."""

from __future__ import annotations

from collections.abc import Sequence

from lab.evaluation.cases import MUST_GO
from lab.evaluation.score import ON_ROSTER, Score, percent
from lab.evaluation.traps import Heap


def print_score(title: str, score: Score, *, leaks: bool = False, over: bool = False, only: str | None = None) -> None:
    """The figures of one system on one variant, and on demand what went wrong, with its neighbourhood."""
    if leaks:
        for miss in sorted(score.misses, key=lambda miss: miss.what):
            if miss.what in MUST_GO and only in (None, miss.what):
                print(f"  {miss.what:8} {miss.entity:6} {miss.finder!r:24} {miss.context}")
    if over:
        for miss in score.misses:
            if miss.what in ("over", "keep"):
                print(f"  {miss.what:5} {miss.finder:12} {miss.context}")
    print(f"== {title}: {score.words:,} words outside gold")
    entities = percent(*score.entity_share(*ON_ROSTER))
    print(f"   leak, roster          {percent(*score.share(*ON_ROSTER))}; entities {entities}")
    for label in MUST_GO:
        if score.mentions[label]:
            print(f"     {label:10} {percent(*score.share(label))}; entities {percent(*score.entity_share(label))}")
    print(f"   over-redaction        {percent(score.masked_words, score.words)}")
    print(f"   must-keep broken      {score.broken} of {score.keeps}")
    finders = sorted(set(score.caught) | set(score.over), key=lambda finder: -score.caught[finder])
    print("   by finder (caught/over): " + ", ".join(f"{one} {score.caught[one]}/{score.over[one]}" for one in finders))
    print()


def print_traps(system: str, heaps: Sequence[Heap], *, show: bool = False) -> None:
    """The traps by kind, then all of them."""
    print(f"== traps · {system}")
    for heap in heaps:
        leaked, of = heap.score.share(*MUST_GO)
        print(
            f"   {leaked:3} of {of:3} leaked, {heap.score.broken:2} of {heap.score.keeps:3} keeps broken  {heap.title}"
        )
        if show:
            for miss in heap.score.misses:
                if miss.what != "over":
                    print(f"        {miss.what:8} {miss.finder!r:22} {miss.context}")
    leaked, of = (sum(numbers) for numbers in zip(*(heap.score.share(*MUST_GO) for heap in heaps), strict=True))
    broken, keeps = sum(heap.score.broken for heap in heaps), sum(heap.score.keeps for heap in heaps)
    cases = sum(len(heap.cases) for heap in heaps)
    print(f"   {cases} cases: leak {percent(leaked, of)}; keeps broken {broken} of {keeps}\n")
