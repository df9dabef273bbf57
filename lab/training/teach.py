"""Teaches a spaCy pipeline from examples: the same examples and seed give the same weights on one machine."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from lab.training.corpus import Example

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Size:
    """How large the network is, and how long it learns."""

    width: int = 96
    depth: int = 4
    rows: tuple[int, int, int, int] = (8000, 3000, 4000, 1500)  # for a word, how it begins, how it ends, its shape
    hidden: int = 64
    passes: int = 3
    dropout: float = 0.15
    batch: int = 300  # words learnt from at once; twice as many in the second pass, and so on
    rate: float = 0.0015


SPACY = ">=3.8.7,<3.9.0"  # as in pyproject.toml: spaCy would write its own version, and warn whoever has an older one

TINY = Size(width=32, depth=2, rows=(500, 300, 300, 200), hidden=32, passes=3, dropout=0.1, batch=40, rate=0.005)


def make_pipeline(size: Size) -> Language:
    """A pipeline that knows nothing yet."""
    from spacy.util import load_model_from_config

    import transcripts.word_shapes  # noqa: F401  (registers how words are cut and shaped)

    tok2vec = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": size.width,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
            "rows": list(size.rows),
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": size.width,
            "depth": size.depth,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }
    parser = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": size.hidden,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": tok2vec,
    }
    config: dict[str, Any] = {
        "nlp": {
            "lang": "forum_en",
            "pipeline": ["ner"],
            "tokenizer": {"@tokenizers": "forum_companion.Words.v1"},
        },
        "components": {"ner": {"factory": "ner", "model": parser}},
    }
    return load_model_from_config(config, auto_fill=True)


def teach(
    nlp: Language, examples: Sequence[Example], size: Size, *, seed: int, say: Callable[[str], None] = print
) -> None:
    """Teach the pipeline; its weights are the mean over the steps, which forgets the last batch's whims."""
    from spacy.training import Example as Lesson
    from spacy.util import filter_spans
    from thinc.api import Adam, fix_random_seed

    fix_random_seed(seed)
    rng = Random(seed)
    lessons = []
    for example in examples:
        known = nlp.make_doc(example.text)
        spans = (known.char_span(*span, alignment_mode="expand") for span in example.spans)
        known.set_ents(filter_spans([span for span in spans if span is not None]))
        lessons.append(Lesson(nlp.make_doc(example.text), known))
    nlp.initialize(lambda: lessons[:2000])
    total = size.passes * len(lessons)
    optimiser = Adam(learn_rate=size.rate, L2=1e-6, use_averages=True)
    done, began = 0, time.monotonic()
    for turn in range(size.passes):
        rng.shuffle(lessons)
        losses: dict[str, float] = {}
        for batch in _batches(lessons, most=size.batch * (turn + 1)):
            optimiser.learn_rate = size.rate * max(0.1, 1 - done / total)
            nlp.update(batch, sgd=optimiser, drop=size.dropout, losses=losses)
            done += len(batch)
        say(f"pass {turn + 1} of {size.passes}: loss {losses['ner']:,.0f}, {time.monotonic() - began:.0f} s")
    _settle(nlp, optimiser)


def save(nlp: Language, folder: Path, *, name: str, version: str) -> None:
    """Write the pipeline to a folder: weights, and not one word of what it was taught from."""
    nlp.meta["name"], nlp.meta["version"], nlp.meta["license"] = name, version, "MIT"
    nlp.meta["spacy_version"] = SPACY
    nlp.meta["performance"] = {}
    nlp.to_disk(folder)
    strings = folder / "vocab" / "strings.json"
    strings.write_text(json.dumps(sorted(label for labels in nlp.pipe_labels.values() for label in labels)), "utf-8")


def _settle(nlp: Language, optimiser: Any) -> None:
    """Put the mean weights in place of the last ones."""
    pipes: list[tuple[str, Any]] = nlp.pipeline
    for _, pipe in pipes:
        for node in pipe.model.walk():
            for param in node.param_names:
                mean = optimiser.averages.get((node.id, param))
                if mean is not None:
                    node.set_param(param, mean)


def _batches(lessons: Sequence[Any], *, most: int) -> Iterator[list[Any]]:
    """Batches of at most so many words."""
    batch: list[Any] = []
    words = 0
    for lesson in lessons:
        batch.append(lesson)
        words += len(lesson.reference)
        if words >= most:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch
