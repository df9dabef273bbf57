"""Word lists, written as they are read: in lines."""

from __future__ import annotations


def listed(text: str, between: str = " ") -> tuple[str, ...]:
    """The entries of a list, in order: words by default, or whatever stands between two bars."""
    if between == " ":
        return tuple(text.split())
    return tuple(entry.strip() for entry in text.replace("\n", "").split(between) if entry.strip())
