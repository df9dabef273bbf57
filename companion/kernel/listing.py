"""Long lists: found by what somebody typed, and shown a page at a time. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PER_PAGE = 100
#: more than one can look over at a glance is searched
MOST_UNSEARCHED = 12

Row = TypeVar("Row")


@dataclass(frozen=True)
class Part(Generic[Row]):
    """One page of a long list."""

    entries: tuple[Row, ...]
    number: int
    pages: int
    found: int


def folded(text: str) -> str:
    """Text for comparing what somebody typed: no accents, no case, apostrophes and hyphens as blanks or nothing."""
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    plain = text.casefold()
    return plain.replace("'", "").replace("’", "").replace("-", " ").replace("–", " ")


def matches(typed: str, *texts: str | None) -> bool:
    """Whether every typed word begins a word of the texts, or stands somewhere in them from three letters on."""
    within = " " + " ".join(folded(text) for text in texts if text)
    return all(f" {word}" in within or (len(word) > 2 and word in within) for word in folded(typed).split())


def page_number(typed: str) -> int:
    """The page that an address asks for; 1 where it asks for nothing that is a number."""
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 1


def part_of(entries: Sequence[Row], number: int, size: int = PER_PAGE) -> Part[Row]:
    """One page of a list, counted from 1; a number beyond it is its last page."""
    pages = max(1, -(-len(entries) // size))
    number = min(max(number, 1), pages)
    return Part(tuple(entries[(number - 1) * size : number * size]), number, pages, len(entries))
