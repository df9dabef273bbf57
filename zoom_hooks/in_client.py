"""What Zoom's client tells apps inside it, in one spelling: the SDK writes the same ids and times in several."""

from __future__ import annotations

import re

_HEX = re.compile(r"[0-9A-F]{32}", re.ASCII)
_FILLING = re.compile(r"[-{}\s]")
_SECONDS_BELOW = 10**11  # a moment of our days that is smaller is in seconds, as in the SDK's own examples
_LATEST_MS = 253_402_300_799_000  # the last second of the year 9999


def participant_key(uuid: str) -> str:
    """One participant's uuid in the spelling of webhooks (`0B6F2C1E-93A4-…`), however the client wrote it.

    What is no 128-bit number stays as it is.
    """
    digits = _FILLING.sub("", uuid).upper()
    if not _HEX.fullmatch(digits):
        return uuid
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def moment_ms(stamp: object) -> int | None:
    """A time of the client's in milliseconds, whether it is in seconds or milliseconds, a number or digits.

    None for what cannot be one.
    """
    if isinstance(stamp, str):
        stamp = int(stamp) if stamp.isascii() and stamp.isdigit() and len(stamp) <= 15 else None
    is_number = isinstance(stamp, int | float) and not isinstance(stamp, bool)
    if not is_number or not 0 < stamp <= _LATEST_MS:  # type: ignore[operator]
        return None
    return int(stamp * 1000 if stamp < _SECONDS_BELOW else stamp) or None  # type: ignore[operator, call-overload]
