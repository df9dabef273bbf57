"""Recognisers made of spaCy pipelines: the small one that is shipped, and whatever somebody has installed.

spaCy is imported inside the functions, so that a process that never recognises anything never loads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from transcripts.recogniser import Entity, Label, Recogniser, RecogniserError

if TYPE_CHECKING:
    from spacy.language import Language

FOLDER = Path(__file__).parent / "data" / "ner"
_LABELS: dict[str, Label] = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "LOC": "LOC",
    "GPE": "LOC",
    "FAC": "LOC",
}
_NOT_NEEDED = ["tagger", "parser", "senter", "morphologizer", "attribute_ruler", "lemmatizer", "textcat"]
_BATCH = 32  # of 16 to 64 the fastest: what a batch needs stays in the processor's own memory


class SpacyRecogniser:
    """A spaCy pipeline of which only the entities are asked."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp = nlp
        self.name = name

    def entities(self, texts: Sequence[str]) -> list[list[Entity]]:
        """All texts in one go: batches are what makes it fast. No word of them is kept in memory."""
        from transcripts.fast_products import one_thread

        with self.nlp.memory_zone(), one_thread():
            return [
                [
                    Entity(entity.start_char, entity.end_char, _LABELS[entity.label_])
                    for entity in doc.ents
                    if entity.label_ in _LABELS and entity.end_char > entity.start_char
                ]
                for doc in self.nlp.pipe(texts, batch_size=_BATCH)
            ]


def shipped() -> Recogniser:
    """The small model that comes with us. Raises RecogniserError where the package was installed without it."""
    return _load(str(FOLDER), "shipped")


def installed(pipeline: str) -> Recogniser:
    """Another spaCy pipeline, by package name or folder.

    Raises RecogniserError when there is none of that name or it recognises no people.
    """
    return _load(pipeline, pipeline)


def chosen(pipeline: str = "") -> tuple[Recogniser, ...]:
    """The shipped model, and the installed pipeline of that name beside it when one is named."""
    return (shipped(), installed(pipeline)) if pipeline else (shipped(),)


@cache
def _load(pipeline: str, called: str) -> SpacyRecogniser:
    import spacy

    import transcripts.word_shapes  # noqa: F401  (registers how the shipped model cuts and shapes words)
    from transcripts.fast_products import hasten

    try:
        nlp = spacy.load(pipeline, exclude=_NOT_NEEDED)
    except (OSError, ValueError, ImportError) as error:
        raise RecogniserError(f"There is no spaCy pipeline {called!r} that can be loaded here.") from error
    labels = {label for pipe in nlp.pipe_names for label in nlp.pipe_labels.get(pipe, ())}
    if not labels & {"PERSON", "PER"}:
        raise RecogniserError(f"The spaCy pipeline {called!r} recognises no people.")
    hasten(nlp)
    return SpacyRecogniser(nlp, f"{nlp.meta['name']}-{nlp.meta['version']}")
