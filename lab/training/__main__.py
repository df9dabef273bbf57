"""Makes the model that is shipped: `python -m lab.training --out transcripts/data/ner --data FOLDER`."""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random

from lab.training import corpus
from lab.training.teach import Size, make_pipeline, save, teach
from transcripts.ner import FOLDER

SEED = 20261122


def main() -> None:
    """Make up speech, read the licensed text where there is some, teach, write."""
    asked = argparse.ArgumentParser(prog="python -m lab.training", description="Make the model that is shipped.")
    asked.add_argument("--out", type=Path, default=FOLDER, help="the folder to write")
    asked.add_argument("--data", type=Path, default=None, help=f"a folder that holds {corpus.LICENSED_FILE}")
    asked.add_argument("--passages", type=int, default=16_000, help="how many made-up passages")
    asked.add_argument("--passes", type=int, default=Size().passes)
    asked.add_argument("--version", default="1.0.0")
    given = asked.parse_args()
    rng = Random(SEED)
    licensed, _ = corpus.licensed(given.data)
    made = corpus.made_up(rng, "train", given.passages, carriers=corpus.carriers_in(licensed))
    examples = [*made, *corpus.variants(rng, licensed)]
    words = sum(len(example.text.split()) for example in examples)
    print(f"{len(examples):,} examples, {words:,} words, {len(made):,} of them made up", flush=True)
    size = Size(passes=given.passes)
    nlp = make_pipeline(size)
    teach(nlp, examples, size, seed=SEED, say=lambda line: print(line, flush=True))
    save(nlp, given.out, name="forum_companion_names", version=given.version)
    print(f"written to {given.out}")


if __name__ == "__main__":
    main()
