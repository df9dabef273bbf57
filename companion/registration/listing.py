"""Which of a session's registrations a list shows: by what was typed, by what they need, a page at a time. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

PER_PAGE = 100


class Listed(Protocol):
    """What a filter looks at."""

    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def landlord(self) -> str | None: ...
    @property
    def state(self) -> str: ...
    @property
    def seat_no(self) -> int | None: ...
    @property
    def has_agreed(self) -> bool: ...
    @property
    def is_in_zoom(self) -> bool: ...
    @property
    def zoom_differs(self) -> bool: ...
    @property
    def twin(self) -> str | None: ...


T = TypeVar("T", bound=Listed)
Row = TypeVar("Row")

#: what a list can be narrowed to: its name in the address, its words, and who is on it
FILTERS: dict[str, tuple[str, Callable[[Listed], bool]]] = {
    "coming": ("Coming", lambda entry: entry.seat_no is not None or entry.state in ("confirmed", "attended")),
    "needs": ("Needs you", lambda entry: entry.state == "pending" or entry.zoom_differs or entry.twin is not None),
    "waiting": ("Waiting for a seat", lambda entry: entry.state == "waitlisted"),
    "not-agreed": ("Code not agreed yet", lambda entry: entry.state == "confirmed" and not entry.has_agreed),
    "not-in-zoom": ("Not in Zoom yet", lambda entry: entry.state == "confirmed" and not entry.is_in_zoom),
    "over": ("No longer coming", lambda entry: entry.state in ("declined", "cancelled", "replaced", "apology")),
    "everybody": ("Everybody", lambda _entry: True),
}


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


def chosen(entries: Iterable[T], show: str, typed: str) -> list[T]:
    """The entries that a filter and what was typed leave, in their order. An unknown filter is the first one."""
    fits = FILTERS.get(show, FILTERS["coming"])[1]
    if not typed.strip():
        return [entry for entry in entries if fits(entry)]
    return [entry for entry in entries if fits(entry) and matches(typed, entry.name, entry.address, entry.landlord)]


def counts(entries: Sequence[T]) -> dict[str, int]:
    """How many each filter would show."""
    return {name: sum(map(fits, entries)) for name, (_words, fits) in FILTERS.items()}


def part_of(entries: Sequence[Row], number: int, size: int = PER_PAGE) -> Part[Row]:
    """One page of a list, counted from 1; a number beyond it is its last page."""
    pages = max(1, -(-len(entries) // size))
    number = min(max(number, 1), pages)
    return Part(tuple(entries[(number - 1) * size : number * size]), number, pages, len(entries))
