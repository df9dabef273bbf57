"""What the leak audit finds by its shape: addresses, numbers, codes, and how many homes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcripts.leak_text import AuditText
from transcripts.lexicon.speech import DIGITS, HOMES
from transcripts.roster import Roster
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
_FIGURE = re.compile(
    r"(?<![0-9£$€.,])([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{2,7})( ?k| thousand)?(?![0-9])( [a-z]+)?( [a-z]+)?"
)
_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_ONES += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def find(text: AuditText, roster: Roster) -> Iterator[tuple[Kind, str, str, bool, str]]:
    """Leaks as (kind, words, where, hard, why)."""
    for passage, line in zip(text.passages, text.lines, strict=True):
        for pattern, kind, why in _SHAPES:
            for found in pattern.finditer(line):
                yield kind, found.group().strip(), passage.where, True, why
        yield from ((kind, words, passage.where, hard, why) for kind, words, hard, why in _figures(line, roster))
    for org in roster.orgs:
        for said in (spoken(org.homes), spoken(round(org.homes, -3))) if org.homes else ():
            for first, last in text.places(tuple(said)):
                if len(said) > 1 and not _is_money(text, last):
                    yield (
                        Kind.QUANTITY,
                        text.quote(first, last),
                        text.where(first),
                        True,
                        "it is a landlord's number of homes",
                    )


def _is_money(text: AuditText, after: int) -> bool:
    return after < len(text.words) and text.words[after].low in ("pounds", "pound", "quid", "pence", "percent", "euros")


def _figures(line: str, roster: Roster) -> Iterator[tuple[Kind, str, bool, str]]:
    present = [org.homes for org in roster.orgs if org.homes and org.homes >= 50]
    roll = [org.homes for org in roster.roll if org.homes and org.homes >= 50]
    for found in _FIGURE.finditer(line):
        value = int(found.group(1).replace(",", "")) * (1000 if found.group(2) else 1)
        after = [(word or "").strip() for word in found.groups()[2:]]
        of_homes = any(word in HOMES for word in after)
        shown = " ".join(
            [found.group(1) + (found.group(2) or ""), *(after if after[1] in HOMES else after[:1] * of_homes)]
        )
        year = 1900 <= value <= 2100 and "," not in found.group(1)
        exact = any(value in (homes, round(homes, -3)) for homes in present) and not year
        if exact and (of_homes or value >= 1000):
            yield Kind.QUANTITY, shown, True, "it is a landlord's number of homes"
        elif of_homes and any(abs(value - homes) <= homes * 0.05 for homes in present):
            yield Kind.QUANTITY, shown, True, "it is about a landlord's number of homes"
        elif of_homes and any(abs(value - homes) <= homes * 0.01 for homes in roll):
            yield Kind.QUANTITY, shown, False, "it is the number of homes of a landlord of the roll"


def spoken(value: int) -> list[str]:
    """A number below a million as British speakers say it, word by word."""
    if value >= 1000:
        rest = spoken(value % 1000) if value % 1000 else []
        return [*spoken(value // 1000), "thousand", *(["and"] if rest and value % 1000 < 100 else []), *rest]
    if value >= 100:
        rest = ["and", *spoken(value % 100)] if value % 100 else []
        return [_ONES[value // 100], "hundred", *rest]
    if value >= 20:
        return [_TENS[value // 10], *([_ONES[value % 10]] if value % 10 else [])]
    return [_ONES[value]]
