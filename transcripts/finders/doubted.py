"""A second thought on what a recogniser took for a person: "Hang on", "the score rose", "HACT" are nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from transcripts.finders.evidence import behind, in_front
from transcripts.finders.runs import NEVER, is_acronym, is_formed, is_given
from transcripts.gate import word
from transcripts.lexicon.company import OF_THINGS, PEOPLE
from transcripts.lexicon.people import GIVEN_WORDS, MONTHS, SPOKEN_TITLES
from transcripts.lexicon.places import NOBODYS
from transcripts.lexicon.sector import SECTOR_TALK
from transcripts.session import Session
from transcripts.spans import Hit
from transcripts.words import is_ordinary

_SOME = 0.9
_MUCH = 1.7
_THINGS = NOBODYS | OF_THINGS | PEOPLE | SECTOR_TALK


def believed(session: Session, hits: Iterable[Hit]) -> list[Hit]:
    """The hits for people that stand up to a look at their words, without the words around them that are no names.

    A word that nobody says but as a name is believed at once; an ordinary one needs a capital inside a sentence, or
    something said around it that points to a person.
    """
    return [kept for hit in hits if (kept := _kept(session, hit)) is not None]


def _kept(session: Session, hit: Hit) -> Hit | None:
    first, last = session.token_at(hit.start), session.token_at(hit.end - 1) + 1
    while first < last and (not word(session, first).isalpha() or word(session, first) in NEVER - SPOKEN_TITLES):
        first += 1
    while first < last and (not word(session, last - 1).isalpha() or word(session, last - 1) in NEVER):
        last -= 1
    last = _end_of_owner(session, first, last)
    if first == last or not _stands(session, first, last):
        return None
    start, end = session.tokens[first].start, session.tokens[last - 1].end
    if (start, end) == (hit.start, hit.end):
        return hit
    return replace(hit, start=start, end=end, entity=f"x:{session.low[start:end]}")


def _end_of_owner(session: Session, first: int, last: int) -> int:
    """Where the name of an owner ends: "Tavish's example" is not all a name."""
    for at in range(first + 1, last - 1):
        if word(session, at) == "'" and word(session, at + 1) == "s":
            return at
    return last


def _stands(session: Session, first: int, last: int) -> bool:
    lows = [word(session, at) for at in range(first, last) if word(session, at).isalpha()]
    if len(lows) == 1 and is_acronym(session, first):
        return False
    if any(is_given(low) for low in lows):
        return True
    strange = [low for low in lows if not is_ordinary(low) and not is_formed(low) and low not in _THINGS]
    if strange:
        return True
    needed = _needed(session, first, lows)
    return needed == 0 or _evidence(session, first, last) >= needed


def _needed(session: Session, first: int, lows: list[str]) -> float:
    """How much has to be said around words each of which is an ordinary one."""
    things = all(low in _THINGS or low in MONTHS for low in lows)
    if session.is_cased:
        if not session.tokens[first].capital or things:
            return _MUCH
        opens = session.tokens[first].opens
        return 0 if len(lows) > 1 or not opens else _SOME
    return _MUCH if things else _SOME if lows[0] in GIVEN_WORDS or len(lows) > 1 else 1.0


def _evidence(session: Session, first: int, last: int) -> float:
    before, after = in_front(session, first), behind(session, first, last)
    return max(before.weight if before else 0.0, after.weight if after else 0.0)
