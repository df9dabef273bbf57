"""What of a text may leave: letters, signs and spaces that a reader sees as they stand, and nothing that hides.

A release is read by people before it leaves. A mark that turns the direction of writing, a character of no width or a
character that no file format takes would make the file differ from what they read, or break the file.
"""

from __future__ import annotations

import unicodedata

_GONE = frozenset(("Cc", "Cf", "Co", "Cs"))
_SPACES = frozenset(("Zs", "Zl", "Zp"))
_JOINER = "\u200d"
_BREAKS = frozenset("\t\v\f\r\x1c\x1d\x1e\x85")


def visible(text: str) -> str:
    """The text with every space a plain one and invisible characters gone; line feeds, and joiners in emoji, stay."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(_shown(text, place, char) for place, char in enumerate(text))


def _shown(text: str, place: int, char: str) -> str:
    if char == "\n" or (char.isascii() and char.isprintable()):
        return char
    category = unicodedata.category(char)
    if char in _BREAKS or category in _SPACES:
        return " "
    if char == _JOINER and _is_picture(text[place - 1 : place]) and _is_picture(text[place + 1 : place + 2]):
        return char
    return "" if category in _GONE or ord(char) & 0xFFFE == 0xFFFE or "\ufdd0" <= char <= "\ufdef" else char


def _is_picture(char: str) -> bool:
    return bool(char) and (unicodedata.category(char) in ("So", "Sk") or char == "\ufe0f")
