"""Landlords and councils that are on no list, by the words that end their names."""

from __future__ import annotations

from transcripts.finders.runs import is_unknown
from transcripts.gate import word
from transcripts.lexicon import words
from transcripts.lexicon.bodies import LINKING, SECTOR_WORDS, TAILS
from transcripts.session import Session
from transcripts.spans import Hit, Kind
from transcripts.words import is_ordinary

_POINTING = words("from at for with called named")
_TELLING_TAILS = words("housing homes council trust association borough group society partnership")


def find(session: Session) -> list[Hit]:
    """Bodies such as "Quillbrook Housing"."""
    return _by_tail(session) if session.is_cased else _without_capitals(session)


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
        pointed_at = word(session, first - 1) in _POINTING and names[-1].low not in SECTOR_WORDS
        if strange or full_style or (pointed_at and any(name.low not in TAILS for name in names)):
            hits.append(
                Hit(names[0].start, token.end, Kind.ORG, "cue", 0.7, "it ends like the name of a landlord or council",
                    f"x:{session.words(first, at).lower()}", "landlord")
            )  # fmt: skip
    return hits


def _without_capitals(session: Session) -> list[Hit]:
    """Words that no dictionary has before "housing", "homes" and the like; an ordinary word only after "called"."""
    hits = []
    for at, token in enumerate(session.tokens):
        if token.low not in _TELLING_TAILS or at == 0 or word(session, at + 1) in _TELLING_TAILS:
            continue
        tail = at
        while tail > 0 and word(session, tail - 1) in _TELLING_TAILS | TAILS:
            tail -= 1
        first = tail
        while first > 0 and tail - first < 3 and _strange_or_linked(session, first - 1, first == tail):
            first -= 1
        if first == tail and word(session, tail - 2) in ("called", "named") and word(session, tail - 1).isalpha():
            first -= 1
        if first < tail and not session.is_kept(session.tokens[first].start, token.end):
            hits.append(_hit(session, first, at, tail))
    return hits


def _strange_or_linked(session: Session, at: int, ends: bool) -> bool:
    low = word(session, at)
    linked = low in ("and", "of") and is_unknown(word(session, at - 1))
    return is_unknown(low) or (linked and not ends)


def _hit(session: Session, first: int, at: int, tail: int) -> Hit:
    start, end = session.tokens[first].start, session.tokens[at].end
    named = f"x:{session.words(first, max(tail, first + 1)).lower()}"
    return Hit(start, end, Kind.ORG, "cue", 0.65, "it ends like the name of a landlord or council", named, "landlord")


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
