"""Numbers as written and as spoken: 52,000; 52k; fifty-two thousand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transcripts.lexicon.speech import SCALES, TENS, UNITS

_GOES_ON = frozenset({*UNITS, *TENS, "hundred", "thousand", "million"})
_COMPACT = re.compile(r"([0-9]{1,6})(k|m)")


def number_at(tokens: Sequence[str], at: int) -> tuple[int, int] | None:
    """The number that begins at a token, as (token behind it, value); None where none begins."""
    low = tokens[at]
    compact = _COMPACT.fullmatch(low)
    if compact:
        return at + 1, int(compact.group(1)) * SCALES[compact.group(2)]
    if low.isascii() and low.isdigit() and len(low) < 10:
        return _written(tokens, at)
    if low in UNITS or low in TENS:
        return _spoken(tokens, at)
    return None


def _written(tokens: Sequence[str], at: int) -> tuple[int, int]:
    value, end = int(tokens[at]), at + 1
    if len(tokens[at]) <= 3:
        while end + 1 < len(tokens) and tokens[end] in (",", ".") and _is_group(tokens[end + 1]):
            value, end = value * 1000 + int(tokens[end + 1]), end + 2
        if end == at + 1 and end < len(tokens) and _is_group(tokens[end]):
            value, end = value * 1000 + int(tokens[end]), end + 1
    fraction = 0.0
    if end + 1 < len(tokens) and tokens[end] == "." and tokens[end + 1].isdigit() and len(tokens[end + 1]) < 4:
        scaled = end + 2 < len(tokens) and tokens[end + 2] in SCALES
        if scaled:
            fraction, end = int(tokens[end + 1]) / 10 ** len(tokens[end + 1]), end + 2
    if end < len(tokens) and tokens[end] in SCALES:
        return end + 1, round((value + fraction) * SCALES[tokens[end]])
    return end, value


def _is_group(token: str) -> bool:
    return len(token) == 3 and token.isascii() and token.isdigit()


def _spoken(tokens: Sequence[str], at: int) -> tuple[int, int]:
    total = part = 0
    end = at
    while end < len(tokens):
        low = tokens[end]
        if low in UNITS:
            part += UNITS[low]
        elif low in TENS:
            part += TENS[low]
        elif low == "hundred" and part:
            part *= 100
        elif low in ("thousand", "million") and part:
            total, part = (total + part) * SCALES[low], 0
        elif not (low in ("and", "-") and end > at and end + 1 < len(tokens) and tokens[end + 1] in _GOES_ON):
            break
        end += 1
    return end, total + part
