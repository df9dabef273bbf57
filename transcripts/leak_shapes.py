"""What the leak audit finds by its shape: addresses, numbers and codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcripts.leak_text import AuditText
from transcripts.lexicon.speech import DIGITS
from transcripts.spans import Kind

_SPOKEN = "|".join(sorted({*DIGITS, "double", "treble", "triple"}, key=len, reverse=True))
_SHAPES = (
    (re.compile(r"[^\s@]{1,64} ?@ ?[a-z0-9-]{1,63}"), Kind.CONTACT, "it holds an e-mail address or an account name"),
    (re.compile(r"(?<![a-z])(?:https?:|www\.)[^\s]{1,200}"), Kind.CONTACT, "it is a web address"),
    (
        re.compile(r"(?<![a-z0-9.])(?!gov\.uk)[a-z0-9-]{2,60}\.(?:co\.uk|org\.uk|org|com|net|uk|example)(?![a-z0-9])"),
        Kind.CONTACT,
        "it is a web address",
    ),
    (
        re.compile(r"(?<![a-z])[a-z]{1,30} dot (?:co|com|org|net|uk|gov)(?![a-z])"),
        Kind.CONTACT,
        "an address is read out",
    ),
    (
        re.compile(r"(?<![0-9])(?:[0-9][ ().-]{0,2}){8,15}(?![0-9])"),
        Kind.CONTACT,
        "so many digits are a number of somebody's",
    ),
    (
        re.compile(rf"(?<![a-z])(?:(?:{_SPOKEN})[ ,-]{{1,2}}){{5,20}}(?:{_SPOKEN})(?![a-z])"),
        Kind.CONTACT,
        "digits are read out",
    ),
    (
        re.compile(r"(?<![a-z0-9])[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][abd-hjlnp-uw-z]{2}(?![a-z0-9])"),
        Kind.ADDRESS,
        "it is a postcode",
    ),
    (
        re.compile(r"(?<![a-z0-9])[a-z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[a-d](?![a-z0-9])"),
        Kind.OTHER,
        "it looks like a National Insurance number",
    ),
    (
        re.compile(r"(?<![a-z])(?:born|birth)[a-z ,:]{0,12}[0-9][0-9a-z/. -]{4,20}"),
        Kind.DATE_OF_BIRTH,
        "it is a date of birth",
    ),
)
# "2023-2024", "2019 2020 2021", "2026-03-10": years and dates have as many digits as a telephone number.
_YEARS = re.compile(r"(?:(?:19|20)[0-9]{2}[ .-]{0,2})+(?:[0-9]{2}[ .-]?[0-9]{2})?")
_OVERHANG = 48  # letters of the next passage: a number may be split over two cues


def find(text: AuditText) -> Iterator[tuple[Kind, str, str, bool, str]]:
    """Leaks as (kind, words, where, hard, why)."""
    lines = [*text.lines, ""]
    prose = [*(passage.prose for passage in text.passages), False]
    for at, passage in enumerate(text.passages):
        line = lines[at]
        both = f"{line} {lines[at + 1][:_OVERHANG]}" if prose[at] and prose[at + 1] else line
        for pattern, kind, why in _SHAPES:
            for found in pattern.finditer(both):
                words = found.group().strip()
                if found.start() < len(line) and not _YEARS.fullmatch(words) and not _is_counting(words):
                    yield kind, words, passage.where, True, why


def _is_counting(words: str) -> bool:
    """Small numbers in a row, or figures with decimals: many digits, and nobody's number."""
    runs = re.findall(r"[0-9]+", words)
    all_digits = bool(runs) and not re.search(r"[a-z@]", words)
    return all_digits and not words.startswith(("0", "(0")) and max(len(run) for run in runs) < 4
