"""`python -m lab.training.card`: scores the shipped model on what it was not taught, and writes its card."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from random import Random

from lab.names import GROUPS, first_names, last_names
from lab.training import corpus
from lab.training.corpus import Example
from lab.training.scoring import Score, score
from transcripts.ner import FOLDER, installed

_SEED = 77
_SENTENCES = (
    "i had a long talk with {} about the lift",
    "we will come back to {} once the paper is out",
    "it was {} who first saw the crack in the wall",
    "then {} sent me the drawings and that was that",
    "nobody had told {} that the office was shut",
)
_TEXT = """# The model that finds names

`{name}`, made by `make model`: a small convolutional network of spaCy's (four layers, width 96) that reads captions
and marks people, bodies and places. It is asked beside the roster and the rules, and a person decides; on its own it
misses far too much.

**Taught from** speech made up by `lab/training/` (names of twelve groups and of elsewhere, invented names, misheard
names, turns of phrase, ordinary words in no sense; with capitals and marks, and without) and from the text of
`{file}`: WNUT-17, Broad Twitter Corpus, WikiGold and parts of GUM, all CC BY, credited in `NOTICE`. No real meeting
was used. Half of the licensed sentences that name people were taught a second time with other people's names in them.

**Not meant for** deciding that a text is free of names; text that is not English; anything without a human reader.

## Scores on what it was not taught

A mention counts as missed when any letter of it is left; "in vain" is the share of words outside every name that were
taken for a person. Names in the made-up speech are of the part that is kept for tests.

| text | people named | missed | words | in vain |
| --- | --- | --- | --- | --- |
{rows}

Missed by where a name comes from, over {sentences} plain sentences that no training text has, each with and without
capitals (full names of the tested part):

| names | missed |
| --- | --- |
{groups}

`{command}` prints and writes this again.
"""


def main() -> None:
    """Score, print, and write the card beside the model."""
    asked = argparse.ArgumentParser(prog="python -m lab.training.card", description="Score the model; write its card.")
    asked.add_argument("--model", type=Path, default=FOLDER)
    asked.add_argument("--data", type=Path, default=None, help=f"a folder that holds {corpus.LICENSED_FILE}")
    given = asked.parse_args()
    model = installed(str(given.model))
    rows = "\n".join(_row(what, score(model, examples)) for what, examples in _sets(given.data))
    by_group = [(group, score(model, list(_swapped(group)))) for group in GROUPS]
    groups = "\n".join(f"| {group.replace('_', ' ')} | {found.miss_rate:.1%} |" for group, found in by_group)
    text = _TEXT.format(
        name=model.name,
        file=corpus.LICENSED_FILE,
        rows=rows,
        groups=groups,
        sentences=len(_SENTENCES),
        command="python -m lab.training.card --data FOLDER",
    )
    (given.model / "CARD.md").write_text(text, "utf-8")
    print(text)


def _row(what: str, found: Score) -> str:
    return f"| {what} | {found.mentions:,} | {found.miss_rate:.1%} | {found.words:,} | {found.vain_rate:.2%} |"


def _sets(data: Path | None) -> Iterator[tuple[str, list[Example]]]:
    _, licensed = corpus.licensed(data)
    if licensed:
        yield "a tenth of the licensed text", licensed
        yield "the same without capitals and marks", [corpus.flat(example) for example in licensed]
    made = corpus.made_up(Random(_SEED), "test", 1500)
    yield "made-up speech with capitals", [example for example in made if example.text != example.text.lower()]
    yield "made-up speech without", [example for example in made if example.text == example.text.lower()]


def _swapped(group: str) -> Iterator[Example]:
    """The sentences with forty of a group's names each, with capitals and without."""
    rng = Random(_SEED)
    for sentence in _SENTENCES:
        for _ in range(40):
            name = f"{rng.choice(first_names(group, 'test'))} {rng.choice(last_names(group, 'test'))}"
            start = sentence.index("{}")
            text = sentence.format(name)
            example = corpus.folded(text[0].upper() + text[1:] + ".", [(start, start + len(name), "PERSON")])
            yield example
            yield corpus.flat(example)


if __name__ == "__main__":
    main()
