"""Landlords and councils that are on no list, by the words that end their names; and what singles a landlord out."""

from __future__ import annotations

import re

from transcripts.gate import word
from transcripts.lexicon import words
from transcripts.lexicon.bodies import LINKING, SECTOR_WORDS, TAILS
from transcripts.session import Session
from transcripts.spans import Hit, Kind
from transcripts.words import is_ordinary

_TELLING_TAILS = words("housing homes council trust association borough group society partnership")
_SINGLED_OUT = re.compile(
    r"(?<![a-z])(?:the |their |our )?(?:only|largest|biggest|smallest|oldest"
    r"|second largest|second biggest|third largest)"
    r"(?: [a-z-]{1,20}){0,2} (?:landlord|housing association|housing provider|provider|council landlord|co-op|almo)"
    r"(?:s)? in (?:the )?(?:whole (?:of )?(?:the )?)?[a-z'-]{2,30}"
)


def find(session: Session) -> list[Hit]:
    """Bodies such as "Quillbrook Housing", and phrases such as "the largest landlord in the county"."""
    hits = _singled_out(session)
    if session.is_cased:
        hits.extend(_by_tail(session))
    return hits


def _by_tail(session: Session) -> list[Hit]:
    hits = []
    for at, token in enumerate(session.tokens):
        if not token.capital or token.low not in _TELLING_TAILS or word(session, at + 1) in _TELLING_TAILS:
            continue
        first = _first_of_name(session, at)
        names = session.tokens[first:at]
        if not names or any(session.is_kept(name.start, name.end) for name in names):
            continue
        strange = any(not is_ordinary(name.low) and name.low.isalpha() for name in names)
        full_style = len(names) > 1 and names[-1].low in TAILS and names[0].low not in TAILS | SECTOR_WORDS
        pointed_at = word(session, first - 1) in ("from", "at", "for", "with") and names[-1].low not in SECTOR_WORDS
        if strange or full_style or (pointed_at and any(name.low not in TAILS for name in names)):
            hits.append(
                Hit(names[0].start, token.end, Kind.ORG, "cue", 0.7, "it ends like the name of a landlord or council",
                    f"x:{session.words(first, at).lower()}", "landlord")
            )  # fmt: skip
    return hits


def _first_of_name(session: Session, at: int) -> int:
    first = at
    while first > 0 and at - first < 6:
        before = session.tokens[first - 1]
        further = session.tokens[first - 2] if first > 1 else before
        linked = before.low in LINKING and further.capital and further.low not in TAILS
        if before.capital and before.low.isalpha() and not (before.opens and is_ordinary(before.low)):
            first -= 1
        elif linked and before.low in ("and", "&", "of"):
            first -= 2
        else:
            break
    return first


def _singled_out(session: Session) -> list[Hit]:
    return [
        Hit(found.start(), found.end(), Kind.OTHER, "cue", 0.65, "few landlords could say this of themselves", None,
            "identifying detail")
        for found in _SINGLED_OUT.finditer(session.low)
    ]  # fmt: skip
