"""Landlords and councils that are on no list, by the words that end their names."""

from __future__ import annotations

from transcripts.gate import word
from transcripts.lexicon import words
from transcripts.lexicon.bodies import LINKING, SECTOR_WORDS, TAILS
from transcripts.session import Session
from transcripts.spans import Hit, Kind
from transcripts.words import is_ordinary

_TELLING_TAILS = words("housing homes council trust association borough group society partnership")


def find(session: Session) -> list[Hit]:
    """Bodies such as "Quillbrook Housing"."""
    return _by_tail(session) if session.is_cased else []


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
