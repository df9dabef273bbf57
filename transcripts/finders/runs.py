"""How far a name goes: which tokens in a row could be the words of one person's name."""

from __future__ import annotations

from functools import lru_cache

from transcripts.gate import word
from transcripts.lexicon import words
from transcripts.lexicon.bodies import COMMON_ACRONYMS
from transcripts.lexicon.company import LAST_WORDS, OF_THINGS, OFFICES, PEOPLE
from transcripts.lexicon.people import FILLERS, GIVEN_NAMES, GIVEN_WORDS, NOT_NAMES, PARTICLES, SPOKEN_TITLES
from transcripts.lexicon.places import FEASTS, NOBODYS
from transcripts.lexicon.sector import SECTOR_TALK
from transcripts.session import Session
from transcripts.words import is_ordinary

_LONGEST_CASED = 4
_LONGEST_PLAIN = 3
_NEGATED = words("isn wasn doesn hasn didn couldn wouldn shouldn aren weren haven hadn don ain mustn needn won mightn")
NEVER = (NOT_NAMES | FILLERS | SPOKEN_TITLES | OFFICES | _NEGATED) - {"major", "general", "bishop", "judge", "don"}
_KNOWN_THINGS = OF_THINGS | PEOPLE | SECTOR_TALK
_MODALS = words("may will")
_WHO_MAY = words("i you we they it he she that this there who which")
_ENDINGS = frozenset({"s", "ll", "re", "ve", "d", "m", "t"})
_SUFFIXES = words(
    "ing ings ed er ers or ly ness able ably isation ization ise ised ize ized ist ists ity ful less ish wise ment "
    "ments es s y ent ents ive ives al ic ical ism isms ous ship hood ward dom ance ence ant ants"
)
_PREFIXES = words(
    "un re pre post co over under non inter multi mis dis semi sub super micro mini anti self out up down eco tele "
    "auto bio cyber"
)


@lru_cache(maxsize=65536)
def is_formed(low: str) -> bool:
    """Is it made of dictionary words: a known word with an ending, a beginning, or another known word?"""
    for ending in _SUFFIXES:
        stem = low.removesuffix(ending)
        if (
            len(stem) > (2 if len(ending) > 3 else 3)
            and stem != low
            and (is_ordinary(stem) or is_ordinary(stem + "e") or _undoubled(stem))
        ):
            return True
    return any(
        len(low) - len(begin) > 3 and low.startswith(begin) and _is_a_word(low[len(begin) :]) for begin in _PREFIXES
    )


def _is_a_word(low: str) -> bool:
    return is_ordinary(low) or any(
        low.endswith(end) and is_ordinary(low.removesuffix(end)) for end in ("ed", "ing", "s")
    )


def _undoubled(stem: str) -> bool:
    return len(stem) > 4 and stem[-1] == stem[-2] and is_ordinary(stem[:-1])


@lru_cache(maxsize=65536)
def is_given(low: str) -> bool:
    """Is it a given name and no ordinary word, place or people?"""
    return low in GIVEN_NAMES and not is_ordinary(low) and low not in NOBODYS


@lru_cache(maxsize=65536)
def is_unknown(low: str) -> bool:
    """Is it in no dictionary and on no list of things that are nobody's name?"""
    return (
        len(low) > 2
        and low.isalpha()
        and not is_ordinary(low)
        and low not in NOBODYS
        and low not in NEVER
        and low not in COMMON_ACRONYMS
        and low not in _KNOWN_THINGS
        and any(letter in "aeiouyw" for letter in low)
        and not is_formed(low)
    )


def is_acronym(session: Session, at: int) -> bool:
    """Is it written in capitals, as "TSMs" and "DLUHC" are?"""
    token = session.tokens[at]
    written = session.text[token.start : token.end]
    return (
        session.is_cased and len(written) > 1 and (written.isupper() or (written[:-1].isupper() and len(written) > 2))
    )


def run_from(session: Session, at: int, *, any_word: bool = False) -> int:
    """The token behind the name that may begin at `at`; `at` itself where none can. `any_word`: a cue is so sure that
    the first word may be an ordinary one."""
    longest = _LONGEST_CASED if session.is_cased else _LONGEST_PLAIN
    end = at
    for number in range(longest):
        if end >= len(session.tokens) or not _fits(session, at, end, first=number == 0, any_word=any_word):
            break
        end += 1
        if _is_initial(session, end):
            end += 1
        while _is_joint(session, end):
            end += 2
    return end


def _fits(session: Session, at: int, place: int, *, first: bool, any_word: bool) -> bool:
    token = session.tokens[place]
    low = token.low
    if not low.isalpha() or low in NEVER or session.is_kept(token.start, token.end):
        return False
    if session.is_cased:
        return _fits_cased(session, at, place, first=first, any_word=any_word)
    if first and low in _MODALS and word(session, place - 1) in _WHO_MAY:
        return False
    if first:
        return any_word or is_given(low) or is_unknown(low) or low in GIVEN_WORDS or low in LAST_WORDS
    return is_given(low) or is_unknown(low) or _is_last_name(session, place, any_word=any_word)


def _is_last_name(session: Session, place: int, *, any_word: bool) -> bool:
    """Without capitals, behind a given name: what is no plain word, a particle before one, or a word that is a name."""
    low, before = word(session, place), word(session, place - 1)
    if low in LAST_WORDS and is_unknown(before) and is_given(word(session, place - 2)):
        return True
    if not (is_given(before) or before in PARTICLES or before == "'" or (before in GIVEN_WORDS and any_word)):
        return False
    following = word(session, place + 1)
    if low in PARTICLES or (low == "o" and following == "'"):
        strange = word(session, place + 2) if following == "'" else following
        return not is_ordinary(strange) and strange.isalpha() and len(strange) > 2
    return low in LAST_WORDS or (len(low) > 3 and not is_ordinary(low) and low not in NOBODYS)


def _fits_cased(session: Session, at: int, place: int, *, first: bool, any_word: bool) -> bool:
    token = session.tokens[place]
    low = token.low
    if not token.capital:
        return first and any_word and not is_ordinary(low)
    if is_acronym(session, place) and len(low) > 1 and not (any_word and len(low) > 4):
        return False
    if first:
        return any_word or not is_ordinary(low) or not token.opens or low in GIVEN_WORDS
    if low in FEASTS:
        return False
    begins_as_name = is_given(session.tokens[at].low) or session.tokens[at].low in GIVEN_WORDS
    return low not in NOBODYS or begins_as_name


def _is_initial(session: Session, at: int) -> bool:
    token = session.tokens[at - 1]
    dotted = len(token.low) == 1 and token.capital and word(session, at) == "."
    return dotted and at + 1 < len(session.tokens) and session.tokens[at + 1].capital


def _is_joint(session: Session, at: int) -> bool:
    if at + 1 >= len(session.tokens) or session.tokens[at].low not in ("-", "'"):
        return False
    joint, after = session.tokens[at], session.tokens[at + 1]
    close = session.tokens[at - 1].end == joint.start and joint.end == after.start
    return close and after.low.isalpha() and after.low not in _ENDINGS and (after.capital or not session.is_cased)
