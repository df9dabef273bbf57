"""Speech as pieces: plain words and gold side by side, so that noise may change either and the gold stays exact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lab.evaluation.cases import Gold, Label

_SLOT = re.compile(r"\{([a-z0-9_.]+)\}|`([^`]+)`|~([^~]+)~")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one turn. `label` is None for ordinary talk; `group` says whose sounds a name has."""

    text: str
    label: Label | None = None
    entity: str = ""
    group: str = ""


def parse(template: str) -> list[tuple[str, str]]:
    """Split a line of a talk file into ("words"|"slot"|"keep"|"either", content).

    `{p1.first}` is a slot, a stretch in backticks must stay, a stretch in tildes is not judged.
    """
    parts: list[tuple[str, str]] = []
    at = 0
    for found in _SLOT.finditer(template):
        if found.start() > at:
            parts.append(("words", template[at : found.start()]))
        kind = "slot" if found.group(1) else "keep" if found.group(2) else "either"
        parts.append((kind, found.group(1) or found.group(2) or found.group(3)))
        at = found.end()
    if at < len(template):
        parts.append(("words", template[at:]))
    return parts


def join(pieces: Sequence[Piece]) -> tuple[str, tuple[Gold, ...]]:
    """One text with single spaces, and where the gold stands in it."""
    text = ""
    spans: list[Gold] = []
    for piece in pieces:
        said = re.sub(r"\s+", " ", piece.text)
        if text.endswith(" ") or not text:
            said = said.lstrip()
        if not said:
            continue
        lead = len(said) - len(said.lstrip())
        start = len(text) + lead
        text += said
        end = len(text.rstrip())
        if piece.label is not None and end > start:
            spans.append(Gold(start, end, piece.label, piece.entity))
    return text.rstrip(), tuple(spans)


def bare(pieces: Sequence[Piece]) -> list[Piece]:
    """As a plain recogniser writes it: lower case, no punctuation, numbers in words."""
    return [
        replace(piece, text=_bare(_read_out(piece.text) if piece.label is Label.ID else piece.text)) for piece in pieces
    ]


def _read_out(text: str) -> str:
    """Long numbers digit by digit, and letters between digits one by one: "SE8 3JQ", "020 7946"."""
    text = re.sub(
        r"(?<![a-z] )[0-9]{4,}|\b0[0-9]+", lambda found: " ".join(_DIGITS[int(one)] for one in found.group()), text
    )
    text = re.sub(r"\b[A-Z]{1,3}(?=[0-9-])|(?<=[0-9])[A-Z]{1,2}\b", lambda found: f" {' '.join(found.group())} ", text)
    return re.sub(r"(?<=[0-9])(?=[A-Za-z])", " ", text)


def _bare(text: str) -> str:
    text = re.sub(r"£\s?([0-9][0-9,.]*)( million| billion)?", r"\1\2 pounds", text)
    text = re.sub(r"[0-9]+(?:st|nd|rd|th)\b", lambda found: ordinal(int(found.group()[:-2])), text)
    text = re.sub(r"[0-9][0-9,]*(?:\.[0-9]+)?", lambda found: _number(found.group()), text)
    text = text.lower().replace("&", " and ").replace("%", " per cent").replace("@", " at ").replace("’", "'")
    text = re.sub(r"(?<=\w)\.(?=\w)", " dot ", text)
    text = re.sub(r"[^\w\s']|_", " ", text)
    return re.sub(r"(?<!\w)'(?!s\b)|'(?!\w)", " ", text)


_ONES = [
    "nought",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_DIGITS = ["oh", *_ONES[1:10]]
_TENS = ["nought", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip


def _number(written: str) -> str:
    whole, _, part = written.replace(",", "").rstrip(".").partition(".")
    if not whole:
        return written
    if len(whole) > 9 or (whole.startswith("0") and len(whole) > 1) or (len(whole) > 5 and "," not in written):
        return " ".join(_ONES[int(digit)] for digit in whole)
    value = int(whole)
    said = _year(value) if 1900 <= value <= 2049 and "," not in written else cardinal(value)
    return said + (" point " + " ".join(_ONES[int(digit)] for digit in part) if part else "")


def _year(value: int) -> str:
    if 2000 <= value <= 2009:
        return cardinal(value)
    high, low = divmod(value, 100)
    return f"{cardinal(high)} {cardinal(low) if low else 'hundred'}"


def cardinal(value: int) -> str:
    """A number in English words: 52,300 is fifty two thousand three hundred."""
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10] + (f" {_ONES[value % 10]}" if value % 10 else "")
    for size, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if value >= size:
            rest = value % size
            link = " and " if rest and rest < 100 else " "
            return f"{cardinal(value // size)} {name}" + (link + cardinal(rest) if rest else "")
    return str(value)


def ordinal(value: int) -> str:
    """23 is twenty third."""
    *most, last = cardinal(value).split()
    spoken = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return " ".join([*most, spoken])
