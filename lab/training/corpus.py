"""What the recogniser is taught from: made-up passages, and openly licensed text where a folder of it is given.

Everything is drawn from one seeded generator, so that the same repository and folder give the same examples.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from lab.names import Part
from lab.training import mentions, utterances
from lab.training.mentions import Piece
from transcripts.folding import fold

LICENSED_FILE = "ner_ccby.jsonl"
_WRITTEN = re.compile(r"[@#*/_:]|http|[^ -~]")
_STYLES = ("cased", "flat", "plain")


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what it names: half-open code points with PERSON, ORG or LOC."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def made_up(rng: Random, part: Part, count: int, *, carriers: tuple[str, ...] = ()) -> list[Example]:
    """Passages of one to four utterances. `carriers` are real sentences that name nobody, to strew in."""
    return [_passage(rng, part, carriers) for _ in range(count)]


def licensed(folder: Path | None) -> tuple[list[Example], list[Example]]:
    """The licensed examples to teach and, one in ten by a digest of its text, to test. Both empty without a folder."""
    teach: list[Example] = []
    test: list[Example] = []
    if folder is None:
        return teach, test
    for line in (folder / LICENSED_FILE).read_text("utf-8").splitlines():
        entry = json.loads(line)
        example = folded(entry["text"], [(start, end, label) for start, end, label in entry["spans"]])
        digest = hashlib.sha256(entry["text"].encode()).digest()
        (test if digest[0] % 10 == 0 else teach).append(example)
    return teach, test


def carriers_in(examples: list[Example]) -> tuple[str, ...]:
    """The sentences that name nothing and read like speech."""
    return tuple(
        example.text.rstrip(" .")
        for example in examples
        if not example.spans and 3 < len(example.text.split()) < 25 and not _WRITTEN.search(example.text)
    )


def variants(rng: Random, examples: list[Example]) -> Iterator[Example]:
    """Licensed examples as they are, as captions without capitals, and with other people's names in them."""
    for example in examples:
        yield example
        chance = rng.random()
        if chance < 0.35:
            yield flat(example)
        elif chance < 0.45:
            yield lowered(example)
        if any(label == "PERSON" for _, _, label in example.spans):
            swapped = _swapped(rng, example)
            yield flat(swapped) if rng.random() < 0.4 else swapped


def lowered(example: Example) -> Example:
    """The same in lower case."""
    return Example(example.text.lower(), example.spans)


def flat(example: Example) -> Example:
    """The same in lower case and without marks."""
    text = ""
    starts: list[int] = []
    for letter in example.text.lower():
        starts.append(len(text))
        keeps = letter.isalnum() or letter in "'-&@_"
        shown = letter if keeps else " " if letter == " " else ""
        text += "" if shown == " " and text.endswith(" ") else shown
    starts.append(len(text))
    spans = ((starts[start], starts[end], label) for start, end, label in example.spans)
    return Example(text, tuple(_trimmed(text, *span) for span in spans if text[span[0] : span[1]].strip()))


def _trimmed(text: str, start: int, end: int, label: str) -> tuple[int, int, str]:
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip()), label


def folded(text: str, spans: list[tuple[int, int, str]]) -> Example:
    """As the finders hand text over: accents and curly marks made plain."""
    plain = fold(text)
    at = {source: place for place, source in reversed(list(enumerate(plain.starts)))}
    kept = []
    for start, end, label in spans:
        inside = [at[source] for source in range(start, end) if source in at]
        if inside:
            kept.append(_trimmed(plain.text, inside[0], inside[-1] + 1, label))
    return Example(plain.text, tuple(kept))


def _swapped(rng: Random, example: Example) -> Example:
    text = ""
    spans: list[tuple[int, int, str]] = []
    at = 0
    for start, end, label in sorted(example.spans):
        text += example.text[at:start]
        named = example.text[start:end]
        if label == "PERSON":
            ((named, _),) = mentions.person(rng, "train", "n" if " " in named else rng.choice("ffl"))
            named = fold(named).text
        spans.append((len(text), len(text) + len(named), label))
        text += named
        at = end
    return Example(text + example.text[at:], tuple(spans))


def _passage(rng: Random, part: Part, carriers: tuple[str, ...]) -> Example:
    style = rng.choices(_STYLES, (46, 44, 10))[0]
    text = ""
    spans: list[tuple[int, int, str]] = []
    for _ in range(rng.choices((1, 2, 3, 4), (30, 35, 25, 10))[0]):
        pieces = _utterance(rng, part, carriers)
        pieces = utterances.with_fillers(rng, pieces, rng.choice((0.0, 0.0, 0.02, 0.06)))
        said, found = utterances.written(rng, pieces, style=style)
        heard = folded(said, found)
        if text and heard.text:
            text += " "
        spans.extend((start + len(text), end + len(text), label) for start, end, label in heard.spans)
        text += heard.text
    return Example(text, tuple(spans))


def _utterance(rng: Random, part: Part, carriers: tuple[str, ...]) -> list[Piece]:
    kind = rng.random()
    if kind < 0.34:
        return utterances.naming(rng, part)
    if kind < 0.43:
        return utterances.about_bodies(rng, part)
    if kind < 0.63:
        return utterances.plain(rng, part)
    if kind < 0.77 or not carriers:
        return utterances.salad(rng)
    carrier: Piece = (rng.choice(carriers), "")
    chance = rng.random()
    if chance < 0.15:
        return [*mentions.person(rng, part, "f"), (",", ""), carrier]
    if chance < 0.3:
        return [carrier, (",", ""), *mentions.person(rng, part, "f")]
    return [carrier]
