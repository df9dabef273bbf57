"""What a list of Zoom's says about who was there that we had not seen: intervals in, intervals out. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

Interval = tuple[datetime, datetime]

CLOSE_ENOUGH = timedelta(minutes=1)
"""Zoom's list and its events differ by seconds; a shorter presence than this is nobody's."""


def unseen(reported: Interval, seen: Iterable[Interval]) -> list[Interval]:
    """The parts of a reported presence of which we had seen nothing, in order; shorter than a minute is none."""
    parts, since = [], reported[0]
    for start, end in sorted(seen):
        if start - since >= CLOSE_ENOUGH:
            parts.append((since, min(start, reported[1])))
        since = max(since, end)
    parts.append((since, reported[1]))
    return [(start, end) for start, end in parts if end - start >= CLOSE_ENOUGH]
