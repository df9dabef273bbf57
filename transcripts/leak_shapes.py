"""What the leak audit finds by its shape: addresses, numbers and codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcripts.leak_numbers import number_at
from transcripts.leak_text import AuditText
from transcripts.lexicon import words as word_set
from transcripts.lexicon.speech import CLEAR_STREETS, DIGITS, NOT_STREET_NAMES, STREETS, TENS, UNITS
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
_REFERRING = word_set("case reference ref crm complaint job ticket claim policy")
_NO_STREET = (NOT_STREET_NAMES | frozenset({*UNITS, *TENS})) - word_set("high main long park green")
_NO_STREET |= word_set(
    """
hundred thousand million bedroom bed storey room percent per cent pounds quid days day weeks week months month years
year hours hour minutes minute people tenants residents homes flats properties times metres miles yards blocks streets
is are was were it we they he she who which and or but with for from by if then than
"""
)
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
    yield from _spoken_shapes(text)


def _spoken_shapes(text: AuditText) -> Iterator[tuple[Kind, str, str, bool, str]]:
    """House numbers and references as people say them: "one hundred and two Maple Close", "the case is forty …"."""
    at = 0
    while at < len(text.words):
        number = number_at(text, at) if text.words[at].prose else None
        if number is None:
            at += 1
            continue
        last, value, _ = number
        street = _street_after(text, last) if 0 < value < 2000 else None
        if street:
            yield Kind.ADDRESS, text.quote(at, street), text.where(at), False, "it reads like an address"
        elif value >= 1000 and _REFERRING & {word.low for word in text.words[max(0, at - 4) : at]}:
            yield Kind.CASE_REF, text.quote(at, last), text.where(at), False, "it reads like a reference"
        at = last


def _street_after(text: AuditText, last: int) -> int | None:
    for place in range(last, min(last + 4, len(text.words))):
        low = text.words[place].low
        if text.words[place].opens or low in _NO_STREET or (place == last and low in STREETS):
            return None
        if low in CLEAR_STREETS:
            return place + 1
    return None


def _is_counting(words: str) -> bool:
    """Small numbers in a row, or figures with decimals: many digits, and nobody's number."""
    runs = re.findall(r"[0-9]+", words)
    all_digits = bool(runs) and not re.search(r"[a-z@]", words)
    return all_digits and not words.startswith(("0", "(0")) and max(len(run) for run in runs) < 4
