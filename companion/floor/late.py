"""When a thing happened, where its source's clock may be wrong or its delivery late."""

from __future__ import annotations

CLAMP_MS = 10_000
STALE_AFTER_MS = 90_000


def believed_ms(occurred_at_ms: int, received_at_ms: int) -> int:
    """The time we believe: the source's own, but never in our future and never more than CLAMP_MS before we heard.

    So a clock that runs ahead, or a delivery repeated minutes later, cannot jump the queue.
    """
    return min(max(occurred_at_ms, received_at_ms - CLAMP_MS), received_at_ms)


def is_stale(occurred_at_ms: int, received_at_ms: int) -> bool:
    """Too old to act on by itself: a person has to say whether it still counts."""
    return received_at_ms - occurred_at_ms > STALE_AFTER_MS
