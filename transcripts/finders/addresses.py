"""Where somebody lives: streets, blocks, flat and house numbers, and dates of birth that are spoken."""

from __future__ import annotations

import re

from transcripts.gate import word
from transcripts.lexicon import words
from transcripts.lexicon.people import FILLERS
from transcripts.lexicon.speech import (
    CLEAR_STREETS,
    DWELLINGS,
    MONTH_WORDS,
    NOT_STREET_NAMES,
    ORDINALS,
    STREETS,
    TENS,
    UNITS,
)
from transcripts.session import Session
from transcripts.spans import Hit, Kind
from transcripts.words import is_ordinary

_SURE_STREETS = words("street road avenue lane close crescent gardens grove terrace mews court st rd")
_BEFORE_SMALL_STREETS = words(
    "minute minutes hour hours mile miles yard yards bed beds bedroom storey story people bad big busy little "
    "very really "
    "too so quite get getting got us them pretty come stay keep about how"
)
_LEAD_IN = words("at in on live lives lived living from near off of behind address is")
_NO_STREETS = (
    NOT_STREET_NAMES
    | _LEAD_IN
    | words(
        "that there what let "
        "ours mine hers theirs yours everybody everyone here there with and be for or like so well just um er we i you "
        "they he she it is was are were been being have has had because when where which who"
    )
)
_KEPT_STREETS = frozenset({"high", "downing", "coronation", "sesame", "main"})
_NTH = re.compile(r"(?<=[0-9])(?:st|nd|rd|th)$")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBERS = frozenset({*UNITS, *TENS, "hundred"})


def find(session: Session) -> list[Hit]:
    """Addresses with or without a number, "flat 3", "number fourteen", and "born on the third of March"."""
    return [*_streets(session), *_dwellings(session), *_births(session)]


def _streets(session: Session) -> list[Hit]:
    hits = []
    for at, token in enumerate(session.tokens):
        if token.low not in STREETS or at == 0 or _is_saint(session, at):
            continue
        first = _street_start(session, at)
        if first is None or session.is_kept(session.tokens[first].start, token.end):
            continue
        numbered = _number_before(session, first)
        named = token.low in CLEAR_STREETS and ((session.is_cased and token.capital) or _is_strange(session, first, at))
        if numbered < first or named:
            start = session.tokens[_dwelling_before(session, numbered)].start
            hits.append(Hit(start, token.end, Kind.ADDRESS, "address", 0.8 if numbered < first else 0.65,
                            "it reads like a street or a block", None, "address"))  # fmt: skip
    return hits


def _is_saint(session: Session, at: int) -> bool:
    """Is "St" that of "St Wilfrid", rather than that of "Mill St"?"""
    if session.tokens[at].low != "st" or not word(session, at + 1).isalpha():
        return False
    following = session.tokens[at + 1]
    return following.capital if session.is_cased else not is_ordinary(following.low)


def _is_strange(session: Session, first: int, at: int) -> bool:
    """Is a word before "road" or "estate" in no dictionary, and with a capital where there are any?"""
    named = [token for token in session.tokens[first:at] if token.low.isalpha() and len(token.low) > 2]
    strange = [token for token in named if not is_ordinary(token.low) and token.low not in FILLERS]
    return any(token.capital or not session.is_cased for token in strange)


def _street_start(session: Session, at: int) -> int | None:
    first = at
    token_low = word(session, at)
    while first > 0 and at - first < 3:
        before = session.tokens[first - 1]
        if not before.low.isalpha() or before.low in _NO_STREETS or before.low in _NUMBERS:
            if before.low != "'" or session.tokens[first].low != "s":
                break
            owner = word(session, first - 2)
            if owner in _NO_STREETS or not owner.isalpha():
                first += 1
                break
            first -= 2
            continue
        small = not before.capital
        plain = token_low not in _SURE_STREETS and is_ordinary(before.low)
        if small and (plain or before.low in _BEFORE_SMALL_STREETS):
            break
        if small and session.is_cased and first < at:
            break
        first -= 1
    if first == at or word(session, first) in _KEPT_STREETS:
        return None
    return first


def _number_before(session: Session, first: int) -> int:
    start = first
    if word(session, start - 1) == ",":
        if word(session, start - 2) == "one" and not _is_number(word(session, start - 3)):
            return first
        start -= 1
    numbers = start
    while numbers > 0 and start - numbers < 6 and _is_of_a_number(session, numbers - 1):
        numbers -= 1
    return numbers if numbers < start else first


def _is_of_a_number(session: Session, at: int) -> bool:
    """Is it a number, or the "and" of "a hundred and eighty one"?"""
    low = word(session, at)
    return _is_number(low) or (low == "and" and word(session, at - 1) == "hundred")


def _dwelling_before(session: Session, first: int) -> int:
    for at in range(first - 1, max(first - 5, -1), -1):
        low = word(session, at)
        if low in DWELLINGS - {"house", "block", "no"}:
            return at
        if not (_is_number(low) or low in (",", "a", "b", "c", "d")):
            break
    return first


def _dwellings(session: Session) -> list[Hit]:
    hits = []
    for at, token in enumerate(session.tokens):
        if token.low not in ("flat", "apartment", "maisonette", "bedsit", "number"):
            continue
        last = at + 1
        while last < len(session.tokens) and last - at < 5 and _is_number(word(session, last)):
            last += 1
        at_home = token.low != "number" or _is_of_a_home(session, at, last)
        if last > at + 1 and at_home:
            end = session.tokens[_street_behind(session, last) - 1].end
            hits.append(
                Hit(token.start, end, Kind.ADDRESS, "address", 0.7, "it is the number of a home", None, "address")
            )
    return hits


def _is_of_a_home(session: Session, at: int, last: int) -> bool:
    """Is a "number forty one" that of a home? It follows a street or "lives at"; "number one on" a list does not."""
    street = word(session, at - 2 if word(session, at - 1) == "," else at - 1) in STREETS
    lived_at = word(session, at - 1) in ("at", "live", "lives", "lived", "mrs", "from")
    return street or (lived_at and word(session, last) not in ("on", "of", "in"))


def _street_behind(session: Session, last: int) -> int:
    """The token behind the block or street that follows the number of a home; `last` where none does."""
    begin = last + 1 if word(session, last) == "," else last
    for at in range(begin + 1, begin + 4):
        if word(session, at) in STREETS and word(session, at - 1) not in NOT_STREET_NAMES:
            return at + 1
        if not word(session, at).isalpha() or word(session, at - 1) in NOT_STREET_NAMES | _LEAD_IN:
            break
    return last


def _is_number(low: str) -> bool:
    digits = low.rstrip("abcdefgh")
    return (bool(digits) and digits.isdigit() and len(digits) < 5 and len(low) - len(digits) < 2) or low in _NUMBERS


def _births(session: Session) -> list[Hit]:
    hits = []
    for at in range(len(session.tokens)):
        begin = _after_birth_words(session, at)
        if begin is None:
            continue
        last = begin
        dated = False
        while last < len(session.tokens) and last - begin < 9:
            low = word(session, last)
            dates = (
                low in MONTH_WORDS
                or low in ORDINALS
                or _is_number(_NTH.sub("", low))
                or _YEAR.fullmatch(low) is not None
            )
            if not dates and low not in ("the", "of", "and", ",", "-", "/"):
                break
            dated = dated or dates
            last += 1
        while last > begin and word(session, last - 1) in ("the", "of", "and", ",", "-", "/"):
            last -= 1
        if dated and last > begin:
            start, end = session.tokens[begin].start, session.tokens[last - 1].end
            hits.append(Hit(start, end, Kind.DATE_OF_BIRTH, "address", 0.9, "somebody's date of birth is spoken", None,
                            "date of birth"))  # fmt: skip
    return hits


def _after_birth_words(session: Session, at: int) -> int | None:
    if word(session, at) != "born" and not (word(session, at) == "birth" and word(session, at - 1) == "of"):
        return None
    end = at + 1
    while word(session, end) in ("on", "in", "the", "is", "was", ":", ","):
        end += 1
    return end
