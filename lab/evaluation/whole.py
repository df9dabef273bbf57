"""The whole run: every variant, every system, the traps and the name swap, as the tables of `docs/anonymity.md`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lab import names
from lab.evaluation import presidio
from lab.evaluation.cases import MUST_GO, Case, Label, caption
from lab.evaluation.people import RARE
from lab.evaluation.plan import VARIANTS, make_case
from lab.evaluation.score import ON_ROSTER, Score, judge, wilson
from lab.evaluation.systems import Alone, Product, System
from lab.evaluation.traps import Heap, spring
from transcripts import ner
from transcripts.recogniser import Recogniser

BEGIN, END = "<!-- begin: python -m lab.evaluation --whole -->", "<!-- end -->"
SWAPPED = ("clean", "zoom", "asr")
COLUMNS = (
    *("variant", "system", "leak", "entities", "over-redaction"),
    *("off-roster names missed", "off-roster people", "other", "keeps broken"),
)
SAID = {
    "clean": "as spoken",
    "zoom": "captions, first noise",
    "zoom2": "captions, second noise",
    "asr": "no case, no marks, first noise",
    "asr2": "no case, no marks, second noise",
}


@dataclass(frozen=True)
class Asked:
    """How much to run. `seed` is the first session's; every variant has the same sessions."""

    sessions: int = 10
    seed: int = 101
    swap_sessions: int = 3
    pipeline: str | None = None


def run(system: System, cases: Sequence[Case]) -> Score:
    """The score of one system over all cases."""
    score = Score()
    system.prepare(cases)
    for case in cases:
        said = caption(case)
        judge(score, case.case_id, said, system.masks(case, said))
    return score


def report(asked: Asked) -> Iterator[str]:
    """The tables, line by line, as soon as each is known."""
    recognisers = (ner.installed(asked.pipeline),) if asked.pipeline else ner.chosen()
    model = " and ".join(one.name for one in recognisers) or "none"
    began = time.perf_counter()
    yield f"{asked.sessions} sessions from seed {asked.seed} per variant, model {model}. In brackets 95 % intervals."
    yield ""
    yield from _sessions(asked, recognisers)
    yield from _traps(asked, recognisers)
    yield from _swap(asked, recognisers)
    yield f"The run took {(time.perf_counter() - began) / 60:.0f} minutes."


def into(page: Path, text: str) -> None:
    """Put the report between the marks of the page. Raises ValueError where the marks are missing."""
    before, begin, rest = page.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} has no place for the report: {BEGIN} … {END}")
    page.write_text(f"{before}{BEGIN}\n\n{text.strip()}\n\n{END}{after}", "utf-8")


def _systems(recognisers: Sequence[Recogniser], pipeline: str | None) -> list[System]:
    systems: list[System] = [Product("**ours**", recognisers), Product("ours, without the model")]
    systems += [Alone("the model alone, people", one) for one in recognisers]
    if recognisers and presidio.is_installed():
        systems += presidio.beside(pipeline)
    return systems


def _sessions(asked: Asked, recognisers: Sequence[Recogniser]) -> Iterator[str]:
    finders: dict[str, Score] = {}
    yield "### Leak and over-redaction"
    yield ""
    yield from _head(*COLUMNS)
    for variant in VARIANTS:
        cases = [make_case(asked.seed + number, variant) for number in range(asked.sessions)]
        for system in _systems(recognisers, asked.pipeline):
            score = run(system, cases)
            finders.setdefault(variant, score)
            yield _figures(variant, system.name, score)
    yield ""
    yield "### The same on the fresh lines"
    yield ""
    yield from _head(*COLUMNS)
    for variant in VARIANTS:
        cases = [make_case(asked.seed + number, variant, talk="fresh") for number in range(asked.sessions)]
        for system in _systems(recognisers, asked.pipeline):
            if system.name in ("**ours**", "Presidio, names and roster"):
                yield _figures(variant, system.name, run(system, cases))
    yield ""
    yield "Variants: " + "; ".join(f"*{name}* {said}" for name, said in SAID.items()) + "."
    yield ""
    yield "### By label, ours"
    yield ""
    yield from _head("variant", *MUST_GO)
    for variant, score in finders.items():
        yield _row(variant, *(_share(*score.share(label)) for label in MUST_GO))
    yield ""
    yield "### By finder, ours: mentions caught / words masked without need"
    yield ""
    every = sorted({finder for score in finders.values() for finder in (*score.caught, *score.over)})
    yield from _head("variant", *every)
    for variant, score in finders.items():
        yield _row(variant, *(f"{score.caught[one]} / {score.over[one]}" for one in every))
    yield ""


def _figures(variant: str, system: str, score: Score) -> str:
    return _row(
        variant,
        system,
        _share(*score.share(*ON_ROSTER)),
        _brief(*score.entity_share(*ON_ROSTER)),
        _share(score.masked_words, score.words),
        _share(*score.share(Label.RESIDENT)),
        _brief(*score.entity_share(Label.RESIDENT)),
        _brief(*score.share(Label.ID, Label.OTHER, Label.BODY)),
        f"{score.broken} of {score.keeps}",
    )


def _traps(asked: Asked, recognisers: Sequence[Recogniser]) -> Iterator[str]:
    systems = _systems(recognisers, asked.pipeline)
    done: list[tuple[System, list[Heap]]] = [(system, spring(system)) for system in systems]
    shown = [(system, heaps) for system, heaps in done if "alone" not in system.name]
    yield "### Traps: leaked of all that must go; keeps broken of all that must stay"
    yield ""
    yield from _head("trap", *(system.name for system, _ in shown))
    for row in zip(*(heaps for _, heaps in shown), strict=True):
        yield _row(row[0].title, *(_trap([heap]) for heap in row))
    yield _row(f"**all {sum(len(heap.cases) for heap in shown[0][1])} cases**", *(_trap(heaps) for _, heaps in shown))
    leaked, of, _, _ = _sums(shown[0][1])
    yield ""
    yield f"Ours leaks {_share(leaked, of)} of the traps."
    yield ""


def _swap(asked: Asked, recognisers: Sequence[Recogniser]) -> Iterator[str]:
    yield "### The same sessions with names of one origin"
    yield ""
    yield (
        "| names | "
        + " | ".join(f"{variant}: roster people leaked" for variant in SWAPPED)
        + " | off-roster names missed, clean |"
    )
    yield "| --- |" + " --- |" * (len(SWAPPED) + 1)
    worst: dict[str, list[float]] = {}
    for group in (*names.GROUPS, RARE):
        cells: list[str] = []
        strangers = ""
        for variant in SWAPPED:
            cases = [make_case(900 + number, variant, group=group) for number in range(asked.swap_sessions)]
            score = run(Product("ours", recognisers), cases)
            leaked, of = score.share(Label.PERSON)
            if group != RARE:
                worst.setdefault(variant, []).append(100 * leaked / max(1, of))
            cells.append(_share(leaked, of))
            if variant == "clean":
                strangers = _share(*score.share(Label.RESIDENT))
        yield _row(group.replace("_", " ") if group != RARE else "rare names of every origin", *cells, strangers)
    yield _row(
        "**gap, worst to best of the twelve**", *(f"{max(one) - min(one):.1f} points" for one in worst.values()), ""
    )
    yield ""


def _head(*titles: str) -> Iterator[str]:
    yield _row(*titles)
    yield _row(*("---" for _ in titles))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _trap(heaps: Sequence[Heap]) -> str:
    leaked, of, broken, keeps = _sums(heaps)
    return f"{leaked} of {of}; {broken} of {keeps}"


def _sums(heaps: Sequence[Heap]) -> tuple[int, int, int, int]:
    shares = [heap.score.share(*MUST_GO) for heap in heaps]
    return (
        sum(leaked for leaked, _ in shares),
        sum(of for _, of in shares),
        sum(heap.score.broken for heap in heaps),
        sum(heap.score.keeps for heap in heaps),
    )


def _share(hits: int, of: int) -> str:
    if not of:
        return "–"
    low, high = wilson(hits, of)
    return f"{100 * hits / of:.2f} % ({100 * low:.2f}–{100 * high:.2f})"


def _brief(hits: int, of: int) -> str:
    return f"{100 * hits / of:.1f} % of {of}" if of else "–"
