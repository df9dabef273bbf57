"""The guard against over-redaction: which words are ordinary British English.

The list is SCOWL's small British list (notice in `data/ordinary_words_COPYRIGHT.txt`).
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from transcripts.lexicon import words


@cache
def ordinary_words() -> frozenset[str]:
    """Some 40,000 lower-case words that a British speaker may say without meaning anybody."""
    text = resources.files("transcripts").joinpath("data/ordinary_words.txt").read_text("utf-8")
    return frozenset(text.split())


@cache
def common_words() -> dict[str, int]:
    """Some 1,650 words that are said most, with their place in the order: counted over openly licensed text, with the
    words of housing added. Lower-case; the commonest has 0."""
    text = resources.files("transcripts").joinpath("data/common_words.txt").read_text("utf-8")
    return {word: place for place, word in enumerate(text.split())}


# The list is without words that are written with a capital: these too are said without meaning anybody.
_CAPITALISED = words(
    """
christian christians muslim muslims islam islamic jewish sikh hindu catholic english british welsh scottish irish
indian polish african asian european london england wales scotland ireland christmas easter eid ramadan diwali monday
tuesday wednesday thursday friday saturday sunday january february march april june july august september october
november december zoom
"""
)


def is_ordinary(word: str) -> bool:
    """Is this lower-case word one that needs context before it can be taken for a name?"""
    return word in ordinary_words() or word in _CAPITALISED or (word.endswith("s") and word[:-1] in ordinary_words())


@lru_cache(maxsize=65536)
def is_compound(low: str) -> bool:
    """Two dictionary words written as one: a thing ("heatpump"), but many last names too ("winterbottom")."""
    return any(is_ordinary(low[:at]) and is_ordinary(low[at:]) for at in range(4, len(low) - 3))
