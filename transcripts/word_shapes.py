"""How the shipped model sees a word: cut as the session cuts it, and whether a dictionary or a list of names has it.

A small model has met few names and few ordinary words; a word it never met is told apart by its shape. So the shape
that it is taught and shown says, beside the letters' form, whether the word is ordinary, a given name, both, or
neither.
spaCy is imported at the top: only `transcripts.ner` and the lab may import this module.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from spacy.attrs import PREFIX, SHAPE
from spacy.lang.en import English
from spacy.lang.lex_attrs import word_shape
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from transcripts.lexicon.people import GIVEN_NAMES, GIVEN_WORDS
from transcripts.words import is_ordinary

_TOKEN = re.compile(r"'(?:s|t|re|ve|ll|d|m)(?![^\W_])|[^\W_]+|[^\w\s]|_", re.IGNORECASE)


def shape_of(word: str) -> str:
    """A word's letters as spaCy shapes them, and what is known of it: `Xxxx/g` for a given name."""
    low = word.lower()
    if not low.isalpha():
        return str(word_shape(word))
    named = low in GIVEN_NAMES or low in GIVEN_WORDS
    known = ("b" if named else "o") if is_ordinary(low) else ("g" if named else "u")
    return f"{word_shape(word)}/{known}"


class Words:
    """A tokeniser: runs of letters and digits, endings such as 's, and every other character alone."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text's words; joined, with the spaces between, they are the text."""
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for found in _TOKEN.finditer(text):
            start, end = found.span()
            if start > at:
                words.append(text[at:start])
                spaces.append(False)
            at = end + (text[end : end + 1] == " ")
            words.append(text[start:end])
            spaces.append(at > end)
        if at < len(text):
            words.append(text[at:])
            spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing is learnt."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> Words:
        """Nothing is learnt."""
        return self

    def to_disk(self, _path: Path | str, **_: Any) -> None:
        """Nothing is learnt."""

    def from_disk(self, _path: Path | str, **_: Any) -> Words:
        """Nothing is learnt."""
        return self


def _shaping(defaults: Any) -> Any:
    """English's defaults, but for how a word is shaped and how it begins."""
    shaped = {**defaults.lex_attr_getters, SHAPE: shape_of, PREFIX: lambda word: word[:3]}
    return type("Defaults", (defaults,), {"lex_attr_getters": shaped})


#: English whose words have our shapes
ForumEnglish: Any = type("ForumEnglish", (English,), {"lang": "forum_en", "Defaults": _shaping(English.Defaults)})


def _make_tokeniser() -> Any:
    return lambda nlp: Words(nlp.vocab)


registry.tokenizers.register("forum_companion.Words.v1", func=_make_tokeniser)
registry.languages.register(ForumEnglish.lang, func=ForumEnglish)
