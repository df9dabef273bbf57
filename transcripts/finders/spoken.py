"""What is spelt out loud: digit by digit, letter by letter, "at" and "dot"."""

from __future__ import annotations

import re

from transcripts.gate import word
from transcripts.lexicon import words
from transcripts.lexicon.speech import DIGITS, ENDINGS, POSTCODE_AREAS, REPEATS, TENS, UNITS
from transcripts.session import Session
from transcripts.spans import Hit, Kind
from transcripts.words import is_ordinary

_POSTCODE = re.compile(r"[a-z]{1,2}[0-9][0-9a-z]?[0-9][abd-hjlnp-uw-z]{2}")
_JOINERS = words("dot underscore dash hyphen point")
_NO_MAILBOX = words("look is are us website online visit me email it that find found go")
_RINGING = words("ring phone call telephone mobile landline text dial")
# After these words so many words of a number make one that was announced.
_ANNOUNCED = dict.fromkeys(_RINGING, 5) | dict.fromkeys(words("reference ref crm ticket"), 3)
_BETWEEN = words(
    "number no is was are were it's its it ' s the my our me us him her them on at for um er erm like so :"
)
_UNITS_BEHIND = words("homes people residents tenants times days weeks months years pounds per percent cent")
_SHORTEST_NUMBER = 6
_FEWEST_WORDS = 3
_LONGEST = 24


def find(session: Session) -> list[Hit]:
    """Phone numbers, references, postcodes and addresses of e-mail and web, as they are dictated."""
    return [*_numbers(session), *_announced(session), *_postcodes(session), *_addresses(session)]


def _announced(session: Session) -> list[Hit]:
    """Numbers that are said to be one's phone number or reference, however they are read out."""
    hits = []
    for at, token in enumerate(session.tokens):
        fewest = _ANNOUNCED.get(token.low)
        if fewest is None:
            continue
        first = at + 1
        while first < at + 6 and word(session, first) in _BETWEEN:
            first += 1
        begin = first
        while first < begin + 5 and _is_code(word(session, first)):
            first += 1
        last = first
        while last < len(session.tokens) and last - first < _LONGEST and _goes_on(session, last):
            last += 1
        while last > first and word(session, last - 1) in ("and", ",", "-"):
            last -= 1
        if last - first < fewest or word(session, last) in _UNITS_BEHIND:
            continue
        phone = token.low in _RINGING
        kind, says = (Kind.CONTACT, "phone number") if phone else (Kind.CASE_REF, "reference")
        start, end = session.tokens[begin].start, session.tokens[last - 1].end
        hits.append(Hit(start, end, kind, "spoken", 0.85, f"a {says} is read out", None, says))
    return hits


def _is_code(low: str) -> bool:
    return low.isalpha() and low not in DIGITS and (len(low) == 1 or (len(low) < 5 and not is_ordinary(low)))


def _goes_on(session: Session, at: int) -> bool:
    low, following = word(session, at), word(session, at + 1)
    if low in DIGITS or low in UNITS or low in TENS or low in REPEATS or (low.isascii() and low.isdigit()):
        return True
    if low in ("hundred", "thousand", "slash", "stroke", "dash", "hyphen"):
        return True
    return low in ("and", ",", "-") and (following in DIGITS or following in UNITS or following in TENS)


def _numbers(session: Session) -> list[Hit]:
    hits = []
    at = 0
    while at < len(session.tokens):
        last, digits, spoken = _digits_from(session, at)
        if spoken >= _FEWEST_WORDS and len(digits) >= _SHORTEST_NUMBER and last - at >= _SHORTEST_NUMBER // 2:
            phone = len(digits) in (10, 11) and digits.startswith("0")
            kind, says = (Kind.CONTACT, "phone number") if phone else (Kind.CASE_REF, "reference")
            start, end = session.tokens[at].start, session.tokens[last - 1].end
            hits.append(Hit(start, end, kind, "spoken", 0.9, f"a {says} is read out digit by digit", None, says))
        at = max(last, at + 1)
    return hits


def _digits_from(session: Session, at: int) -> tuple[int, str, int]:
    """The token behind a run of spoken digits, the digits, and how many of them were words."""
    digits = ""
    spoken = 0
    end = at
    while end < len(session.tokens) and end - at < _LONGEST:
        low = word(session, end)
        following = word(session, end + 1)
        if low in REPEATS and (following in DIGITS or (following.isdigit() and len(following) == 1)):
            digits += DIGITS.get(following, following) * REPEATS[low]
            end += 1
        elif low in TENS:
            unit = UNITS.get(following, 0)
            digits += str(TENS[low] + unit) if 0 < unit < 10 else str(TENS[low])
            end += 0 < unit < 10
        elif low in DIGITS:
            digits += DIGITS[low]
        elif low in UNITS:
            digits += str(UNITS[low])
        elif low == "hundred" and digits:
            digits += "00"
        elif low.isascii() and low.isdigit():
            digits += low
            spoken -= 1
        elif not (
            low in (",", "-") and digits and (following in DIGITS or following.isdigit() or following in REPEATS)
        ):
            break
        else:
            spoken -= 1
        spoken += 1
        end += 1
    return end, digits, spoken


def _postcodes(session: Session) -> list[Hit]:
    hits = []
    for at in range(len(session.tokens)):
        joined = ""
        for last in range(at, min(at + 12, len(session.tokens))):
            if joined and word(session, last) in (".", ",", "-"):
                continue
            piece = _letters_or_digits(word(session, last))
            if piece is None:
                break
            joined += piece
            if len(joined) > 7:
                break
            if last > at + 1 and _POSTCODE.fullmatch(joined) and _in_an_area(joined, session, at, last):
                start, end = session.tokens[at].start, session.tokens[last].end
                hits.append(Hit(start, end, Kind.ADDRESS, "spoken", 0.9, "a postcode is spelt out", None, "postcode"))
                break
    return hits


def _in_an_area(joined: str, session: Session, at: int, last: int) -> bool:
    """Is there such a postcode area, and is the end no word ("at 7.44 he")?"""
    area = joined[: 2 if joined[1].isalpha() else 1]
    ends_in_a_word = len(word(session, last)) == 2 and is_ordinary(word(session, last))
    return (len(area) == 1 or area in POSTCODE_AREAS) and not (ends_in_a_word and word(session, at) == area)


def _letters_or_digits(low: str) -> str | None:
    if low in DIGITS and len(low) > 1:
        return DIGITS[low]
    if low.isascii() and low.isalnum() and (len(low) == 1 or (len(low) <= 4 and any(char.isdigit() for char in low))):
        return low
    return low if len(low) == 2 and low.isascii() and low.isalpha() else None


def _addresses(session: Session) -> list[Hit]:
    hits = []
    at = 1
    while at < len(session.tokens):
        if word(session, at) != "dot" or word(session, at + 1) not in ENDINGS:
            at += 1
            continue
        last = at + 2
        while word(session, last) == "dot" and word(session, last + 1) in ENDINGS:
            last += 2
        first = _start_of_address(session, at)
        start, end = session.tokens[first].start, session.tokens[last - 1].end
        says = "e-mail address" if any(word(session, place) == "at" for place in range(first, at)) else "web address"
        hits.append(Hit(start, end, Kind.CONTACT, "spoken", 0.95, f"this {says} is read out", None, says))
        at = last
    return hits


def _start_of_address(session: Session, dot: int) -> int:
    domain = dot - 1
    while domain > 1 and _is_joint(session, domain - 1):
        domain -= 2
    for at in range(domain - 1, max(domain - 5, 0), -1):
        if word(session, at) == "\n":
            break
        if word(session, at) != "at":
            continue
        mailbox = at - 1
        if word(session, mailbox) in _NO_MAILBOX:
            return at + 1
        while mailbox > 1 and _is_joint(session, mailbox - 1):
            mailbox -= 2
        while mailbox > 1 and _is_letter(session, mailbox) and _is_letter(session, mailbox - 1):
            mailbox -= 1
        return max(mailbox, 0)
    return max(domain, 0)


def _is_joint(session: Session, at: int) -> bool:
    """Does this join two parts of an address: "dot" as it is said, or the mark itself without a blank beside it?"""
    if word(session, at) not in (".", "_", "-"):
        return word(session, at) in _JOINERS
    return (
        session.tokens[at - 1].end == session.tokens[at].start
        and session.tokens[at].end == session.tokens[at + 1].start
    )


def _is_letter(session: Session, at: int) -> bool:
    low = word(session, at)
    return len(low) == 1 and low.isalpha() and word(session, at - 1) != "'"
