"""Thirty disguises in which somebody who was there can stand in a text."""

from __future__ import annotations

import html
import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from transcripts import Org, Participant

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ALIKE = str.maketrans("aceopxyiASEOPXBHKMTC", "асеорхуіАЅЕОРХВНКМТС")
_MARKS = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú", "n": "ñ", "c": "ç"}
# How an English ear spells letters of other tongues: the intruder's own, neither the masker's nor the audit's.
_BY_EAR = (
    ("sz", "sh"), ("cz", "ch"), ("rz", "zh"), ("ch", "k"), ("bh", "v"), ("mh", "v"), ("dd", "th"), ("ll", "l"),
    ("ph", "f"), ("kh", "k"), ("gh", "g"), ("ae", "ay"), ("ee", "ea"), ("oo", "u"), ("y", "i"), ("c", "k"), ("q", "k"),
    ("w", "v"), ("j", "y"), ("z", "s"),
)  # fmt: skip


@dataclass(frozen=True)
class Identity:
    """Somebody who was there, and their landlord."""

    person: Participant
    org: Org

    @property
    def first(self) -> str:
        """The first word of the name."""
        return self.person.name.split()[0]

    @property
    def last(self) -> str:
        """The last word of the name."""
        return self.person.name.split()[-1]


Disguise = Callable[[Identity, random.Random], str]


def _inside(name: str, rng: random.Random) -> int:
    return rng.randint(1, max(1, len(name) - 1))


def _with(name: str, rng: random.Random, between: str) -> str:
    at = _inside(name, rng)
    return name[:at] + between + name[at:]


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in folded if char.isascii() and char.isalpha())


def _one_wrong(name: str, rng: random.Random) -> str:
    at = _inside(name, rng)
    return name[:at] + rng.choice([letter for letter in "aeioulnrst" if letter != name[at : at + 1]]) + name[at + 1 :]


def _swapped(name: str, rng: random.Random) -> str:
    at = rng.randint(1, max(1, len(name) - 2))
    return name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :] if len(name) > at + 1 else name


def _by_ear(name: str) -> str:
    low = _plain(name)
    for written, heard in _BY_EAR:
        low = low.replace(written, heard)
    return low.capitalize()


def _spoken_number(value: int) -> str:
    if value >= 1000:
        rest = value % 1000
        behind = (" and " if rest < 100 else " ") + _spoken_number(rest) if rest else ""
        return f"{_spoken_number(value // 1000)} thousand{behind}"
    if value >= 100:
        return f"{_DIGITS[value // 100]} hundred" + (f" and {_spoken_number(value % 100)}" if value % 100 else "")
    if value >= 20:
        return _TENS[value // 10 - 2] + (f"-{_DIGITS[value % 10]}" if value % 10 else "")
    return _TEENS[value - 10] if value >= 10 else _DIGITS[value]


def _stem(org: Org) -> str:
    kinds = r"\b(?:Housing|Homes|Home|Group|Trust|Association|Society|Council|Living|Partnership|Limited|Ltd)\b"
    return " ".join(re.sub(kinds, "", org.name).split()) or org.name


def _initials(org: Org) -> str:
    """Three initials or more; a shorter name is spelt out."""
    words = [word for word in re.findall(r"[^\W_]+", org.name) if word.lower() not in ("and", "of", "the")]
    return "".join(word[0] for word in words) if len(words) > 2 else _plain(_stem(org))


def _of_person(form: Callable[[str, str, random.Random], str]) -> Disguise:
    return lambda who, rng: form(who.first, who.last, rng)


DISGUISES: dict[str, Disguise] = {
    "full name": _of_person(lambda first, last, _rng: f"{first} {last}"),
    "first name": _of_person(lambda first, _last, _rng: first),
    "surname": _of_person(lambda _first, last, _rng: last),
    "capitals": _of_person(lambda first, last, _rng: f"{first} {last}".upper()),
    "lower case": _of_person(lambda first, last, _rng: f"{first} {last}".lower()),
    "surname first": _of_person(lambda first, last, _rng: f"{last}, {first}"),
    "title and surname": _of_person(lambda _first, last, rng: f"{rng.choice(('Mr', 'Mrs', 'Ms', 'Dr'))} {last}"),
    "initial and surname": _of_person(lambda first, last, _rng: f"{first[0]}. {last}"),
    "possessive": _of_person(lambda _first, last, _rng: f"{last}’s"),
    "the family": _of_person(lambda _first, last, _rng: f"the {last}s"),
    "letter by letter": _of_person(lambda _first, last, _rng: " ".join(_plain(last))),
    "marks added": _of_person(lambda _first, last, _rng: "".join(_MARKS.get(char, char) for char in last)),
    "marks lost": _of_person(lambda first, last, _rng: f"{_plain(first)} {_plain(last)}".title()),
    "run together": _of_person(lambda first, last, _rng: first + last),
    "two halves": _of_person(lambda _first, last, rng: _with(last, rng, " ")),
    "zero-width": _of_person(lambda _first, last, rng: _with(last, rng, "\u200b")),
    "look-alikes": _of_person(lambda _first, last, _rng: last.translate(_ALIKE)),
    "full width": _of_person(
        lambda _first, last, _rng: "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in last)
    ),
    "entities": _of_person(lambda _first, last, _rng: "".join(f"&#{ord(char)};" for char in last)),
    "tag inside": _of_person(lambda _first, last, rng: html.unescape(_with(last, rng, "<b>"))),
    "over two cues": _of_person(lambda first, last, _rng: f"{first}\n{last}"),
    "a letter wrong": _of_person(lambda _first, last, rng: _one_wrong(last, rng)),
    "letters swapped": _of_person(lambda _first, last, rng: _swapped(last, rng)),
    "by ear": _of_person(lambda first, last, _rng: f"{_by_ear(first)} {_by_ear(last)}"),
    "e-mail": lambda who, _rng: who.person.email or "",
    "e-mail, spoken": lambda who, _rng: (who.person.email or "").replace(".", " dot ").replace("@", " at "),
    "landlord": lambda who, _rng: who.org.name,
    "landlord, short": lambda who, _rng: _stem(who.org),
    "landlord, spelt": lambda who, _rng: " ".join(_initials(who.org).lower()),
    "homes": lambda who, rng: rng.choice(
        (f"our {who.org.homes:,} homes", f"our {_spoken_number(who.org.homes or 0)} homes")
    ),
}
