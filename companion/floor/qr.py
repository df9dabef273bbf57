"""An address as a QR code: one SVG path, which needs neither style nor script."""

from __future__ import annotations

from functools import lru_cache

import segno

QUIET = 4  # modules of white around it, as the standard wants


@lru_cache(maxsize=64)
def qr_path(address: str) -> tuple[int, str]:
    """How many modules wide it is with its quiet zone, and the path of the dark ones."""
    rows = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
    dark = [
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    ]
    return len(rows) + 2 * QUIET, "".join(dark)
