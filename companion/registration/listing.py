"""Which of a session's registrations a list shows: by what was typed and by what they need. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from companion.kernel.listing import matches


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


def chosen(entries: Iterable[T], show: str, typed: str) -> list[T]:
    """The entries that a filter and what was typed leave, in their order. An unknown filter is the first one."""
    fits = FILTERS.get(show, FILTERS["coming"])[1]
    if not typed.strip():
        return [entry for entry in entries if fits(entry)]
    return [entry for entry in entries if fits(entry) and matches(typed, entry.name, entry.address, entry.landlord)]


def counts(entries: Sequence[T]) -> dict[str, int]:
    """How many each filter would show."""
    return {name: sum(map(fits, entries)) for name, (_words, fits) in FILTERS.items()}
