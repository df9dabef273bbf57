"""One path by which every typed or received text comes in: what a database or a log cannot hold is taken out."""

from __future__ import annotations

import unicodedata

KEPT = frozenset("\n\t")


def clean(text: str, *, most: int) -> str:
    """Composed Unicode without NUL, lone surrogates, other control characters or direction overrides, at most `most`
    characters long, blanks trimmed. Line breaks and tabs stay."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        character
        for character in plain
        if character in KEPT or unicodedata.category(character) not in {"Cc", "Cs", "Cn"}
        if character not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
    # Composed last: what was taken out may have stood between a letter and its accent.
    return unicodedata.normalize("NFC", kept).strip()[:most].rstrip()


def clean_line(text: str, *, most: int) -> str:
    """`clean`, on one line."""
    return " ".join(clean(text, most=most * 2).split())[:most].rstrip()
