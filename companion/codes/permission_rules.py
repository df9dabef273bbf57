"""Who may record or share what: nobody, unless it is written down (LC-37). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

KIND_WORDS = {
    "recording": "Record the meeting",
    "sharing": "Share what was said, with whom",
    "personal_case": "Speak of their own case",
}
NOBODY = {
    "recording": "Nobody may record",
    "sharing": "Nobody may share content",
    "personal_case": "Nobody may speak of a personal case",
}
KEPT_AFTER = timedelta(days=365)  # after a permission has ended, so that it can be shown who had it


@dataclass(frozen=True)
class Grant:
    """One permission as far as it decides anything."""

    kind: str
    expires_at: datetime
    is_withdrawn: bool = False


def is_in_force(grant: Grant, now: datetime) -> bool:
    """Whether a permission holds at an instant: not taken back, and not run out."""
    return not grant.is_withdrawn and now < grant.expires_at


def standing(grants: Iterable[Grant], now: datetime) -> dict[str, str]:
    """What holds now, in words, for each kind: "Nobody may record", or how many may."""
    held = [grant.kind for grant in grants if is_in_force(grant, now)]
    words = {}
    for kind, nobody in NOBODY.items():
        number = held.count(kind)
        may = nobody.removeprefix("Nobody may ")
        words[kind] = f"{number} {'person' if number == 1 else 'people'} may {may}" if number else nobody
    return words
