"""One path by which every typed or received text comes in: what a database or a log cannot hold is taken out."""

from __future__ import annotations

import unicodedata

KEPT = frozenset("\n\t")
UNFIT = frozenset({"Cc", "Cs", "Cn"})
OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str, *, most: int) -> str:
    """Composed Unicode without NUL, lone surrogates, other control characters or direction overrides, at most `most`
    characters long, blanks trimmed. Line breaks and tabs stay."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if not plain.isprintable():  # most texts are, and to ask is a hundred times quicker than to look at each character
        plain = plain.translate({ord(character): None for character in set(plain) if not _is_kept(character)})
    # Composed last: what was taken out may have stood between a letter and its accent.
    return unicodedata.normalize("NFC", plain).strip()[:most].rstrip()


def _is_kept(character: str) -> bool:
    return character in KEPT or (unicodedata.category(character) not in UNFIT and character not in OVERRIDES)


def clean_line(text: str, *, most: int) -> str:
    """`clean`, on one line."""
    return " ".join(clean(text, most=most * 2).split())[:most].rstrip()
