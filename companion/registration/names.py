"""Whether two names may be one person's. Pure; a guess is called one wherever it is shown."""

from __future__ import annotations

import unicodedata

from rapidfuzz import fuzz

ALIKE = 80  # of 100: Jon and John, Ann and Annie; not Ann and Ben


def words_of(name: str) -> tuple[str, ...]:
    """A name's words without case, accents and dots."""
    plain = unicodedata.normalize("NFKD", name)
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return tuple(kept.casefold().split())


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are one person's name: the same words, or one surname with first names that are alike."""
    first, second = words_of(one), words_of(other)
    if not first or not second:
        return False
    if set(first) == set(second):
        return True
    if first[-1] != second[-1] or min(len(first), len(second)) < 2:
        return False
    a, b = first[0], second[0]
    return a.startswith(b) or b.startswith(a) or fuzz.ratio(a, b) >= ALIKE
