"""Numbers as the leak audit reads them: 52,000; 52k; 9.4 thousand; fifty-two thousand."""

from __future__ import annotations

import re

from transcripts.leak_text import AuditText

_UNITS = {
    word: value
    for value, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
            *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        )
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}
_WRITTEN = re.compile(r"([0-9]{1,7})(k|m)?")


def figures_in(value: int) -> int:
    """How many figures of a number say something: 3 of 52,300."""
    return len(str(value).rstrip("0"))


def number_at(text: AuditText, at: int) -> tuple[int, int, int] | None:
    """The number that begins at a word: (behind it, value, the unit it is rounded to); None where none begins."""
    written = _WRITTEN.fullmatch(text.words[at].low)
    if written:
        return _written(text, at, int(written.group(1)), {"k": 1000, "m": 1_000_000}.get(written.group(2) or "", 1))
    if text.words[at].low in _UNITS or text.words[at].low in _TENS:
        return _spoken(text, at)
    return None


def _written(text: AuditText, at: int, value: int, scale: int) -> tuple[int, int, int]:
    end = at + 1
    while end < len(text.words) and scale == 1:
        word = text.words[end]
        if not (word.gap == "," and len(word.low) == 3 and word.low.isdigit()):
            break
        value, end = value * 1000 + int(word.low), end + 1
    step = 10 ** (len(str(value)) - figures_in(value)) if value else 1
    if scale == 1 and _is_decimal(text, end) and text.words[end + 1].low == "thousand":  # 9.4 thousand
        return end + 2, value * 1000 + int(text.words[end].low) * 100, 100
    if scale == 1 and end < len(text.words) and text.words[end].low in ("thousand", "k"):
        return end + 1, value * 1000, 1000 * step
    return end, value * scale, step * scale


def _spoken(text: AuditText, at: int) -> tuple[int, int, int]:
    total = part = 0
    end = at
    while end < len(text.words):
        low = text.words[end].low
        if low in _UNITS and not (end > at and text.words[end - 1].low in _UNITS):
            part += _UNITS[low]
        elif low in _TENS and part % 100 == 0:
            part += _TENS[low]
        elif low == "hundred" and 0 < part < 100:
            part *= 100
        elif low == "thousand" and part and not total:
            total, part = part * 1000, 0
        elif not (low == "and" and end > at and _goes_on(text, end)):
            break
        end += 1
    value = total + part
    return max(end, at + 1), value, 10 ** (len(str(value)) - figures_in(value)) if value else 1


def _goes_on(text: AuditText, end: int) -> bool:
    before = text.words[end - 1].low in ("hundred", "thousand")
    following = text.words[end + 1].low if end + 1 < len(text.words) else ""
    return before and (following in _UNITS or following in _TENS)


def _is_decimal(text: AuditText, end: int) -> bool:
    if end + 1 >= len(text.words):
        return False
    word = text.words[end]
    return word.gap == "." and len(word.low) == 1 and word.low.isdigit()
