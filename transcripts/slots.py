"""Could an ordinary word stand here, or only a name? For text whose capitals say nothing, or were lost on one word.

"The bill is paid" and "i think bill is right": a thing is spoken of with an article, a month with "in" or a day, a verb
behind "to" or "we". So of a word that somebody present is called by, one asks what may stand before and behind it when
it is the ordinary word that it looks like. Where little could, it is the name.
"""

from __future__ import annotations

from transcripts.gate import word
from transcripts.lexicon import words
from transcripts.lexicon.people import MONTHS
from transcripts.lexicon.slots import (
    ADVERBS,
    AUXILIARIES,
    BETWEEN_CLAUSES,
    CALLED,
    DETERMINERS,
    FLOURISHES,
    IDIOMS,
    MASSES,
    NO_NOUNS,
    OBJECTS,
    OPINIONS,
    PREPOSITIONS,
    PRESENTING,
    QUALITIES,
    REACHING,
    REMARKS,
    STRETCHES,
    SUBJECTS,
    VERBS,
    WITH_A_PERSON,
)
from transcripts.lexicon.speech import ORDINALS
from transcripts.session import Session

_STARTS = frozenset({"", "\n", ".", "?", "!", ":", ";", "-"})
_MODALS = words("will may")
_ASKING = words("what when where how who why")
_ENDINGS = {"m": "am", "ve": "have", "re": "are", "ll": "will", "d": "would", "t": "not"}
_OWN_S = words("it that he she what there here who where let how when everybody everyone")
_HESITATIONS = words("um uh er erm umm uhm ah oh hmm mm")
_GIVING = words("give gives gave giving given bring brings brought offer offers offered")
_FOLK = words("people tenants residents")
_OWNING = words("my our your his her their")
_CLAUSES = words("' have had has are were is was wanted want ve re s said will would do did")
_PAIRS = frozenset({("you", "know"), ("sort", "of"), ("kind", "of"), ("i", "mean")})
_DATED = words("in of by since until till last next this early late mid through throughout every during before after")


def left_of(session: Session, at: int) -> tuple[str, str]:
    """The two words before a place, hesitations skipped; "it's" counts as "it is", an owner's s as "'s"."""
    first, place = _back(session, at - 1)
    second, _ = _back(session, place)
    return first, second


def right_of(session: Session, at: int) -> tuple[str, str]:
    """The two words from a place on, hesitations skipped."""
    place = _skipped(session, at)
    low = word(session, place)
    return low, word(session, _skipped(session, place + 1)) if low not in _STARTS else ""


def _back(session: Session, place: int) -> tuple[str, int]:
    """The spoken word that ends at a place, and the place before it."""
    while True:
        if word(session, place) in _HESITATIONS:
            place -= 1
        elif (word(session, place - 1), word(session, place)) in _PAIRS:
            place -= 2
        else:
            break
    low = word(session, place)
    if word(session, place - 1) == "'" and low in (*_ENDINGS, "s"):
        owner = word(session, place - 2)
        if low == "s":
            return ("is" if owner in _OWN_S else "'s"), place - 3 + (owner in _OWN_S)
        return _ENDINGS[low], place - 2
    return low, place - 1


def _skipped(session: Session, place: int) -> int:
    while True:
        if word(session, place) in _HESITATIONS:
            place += 1
        elif (word(session, place), word(session, place + 1)) in _PAIRS:
            place += 2
        else:
            return place


def is_somebody(session: Session, at: int, nearness: int, *, speaks: bool = False) -> bool:
    """Is the ordinary word at a place the first name of somebody present? `nearness` as `Handovers` gives it;
    `speaks`: they are who says it, so that "it's mercy" tells who is speaking."""
    low = word(session, at)
    before, further = left_of(session, at)
    after, then = right_of(session, at + 1)
    if low == "don" and after == "'":
        return False
    if low in _MODALS and not (low == "may" and _is_dated(before, after)):
        return _is_no_modal(session, at, low, before, further, after)
    score = _left(low, before, further) + _right(low, after, then) + (0.0, 0.1, 0.4, 0.7)[nearness]
    score += 0.6 if speaks and (before in ("is", "am") or before in _STARTS or after == "here") else 0.0
    if low in MONTHS or low in STRETCHES:
        if _is_dated(before, after) or (after in ("and", "or", "to") and then in MONTHS):
            return False
        score += 0.3
    if session.is_cased and not session.tokens[at].capital:
        score -= 0.4
    return score >= (1.4 if low in MASSES | QUALITIES | VERBS else 1.2)


def _is_dated(before: str, after: str) -> bool:
    dated = before in _DATED or before in ORDINALS or before in MONTHS or before[:1].isdigit()
    return dated or after[:1].isdigit() or after in ORDINALS or after in MONTHS or after in ("bank", "day", "half")


def _left(low: str, before: str, further: str) -> float:
    """What stands before: nought where anything could, below where a thing, a verb or a quality would stand."""
    if before in _STARTS:
        return 0.8
    if before == ",":
        return 0.7
    if before == "that":
        return 0.2
    if before in DETERMINERS or before == "'s":
        return -3.0
    if low in VERBS and (before in SUBJECTS or before in AUXILIARIES or before == "not"):
        return -2.0
    if before == "to":
        return 1.0 if further in REACHING else 0.0 if low in VERBS else 0.6
    if low in QUALITIES and before in FLOURISHES:
        return -2.0
    if before in PREPOSITIONS:
        return 0.9 if low not in MASSES else 0.7 if before in ("from", "about", "at", "over") else 0.5
    if before in WITH_A_PERSON:
        return 0.3 if low in MASSES and before in ("have", "had", "has", "got", "get") else 0.8
    if before in SUBJECTS and before != "you":
        return 0.0 if low not in MASSES else -1.0
    if low in MASSES and further in _GIVING:
        return 0.0
    if before in BETWEEN_CLAUSES or before in REMARKS or before in OBJECTS or before in ADVERBS:
        return 0.9
    if before in AUXILIARIES:
        return 0.8
    return 0.0


def _right(low: str, after: str, then: str) -> float:
    """What stands behind: more where a clause begins or ends there."""
    if after in _STARTS or after == ",":
        return 0.6
    if after == "'":
        return 0.5 if then == "s" else 0.3
    if after == "of":
        return -1.5
    if after in SUBJECTS and then in _CLAUSES:
        return 1.2 if after == "you" else 0.9
    if after == "here":
        return 0.8
    if after in OPINIONS or (after == "will" and then in PRESENTING):
        return 1.25
    if low in MASSES and after in AUXILIARIES:
        return 0.3
    if low in QUALITIES and after in _FOLK:
        return -1.0
    if low in VERBS and (after in DETERMINERS or after in OBJECTS or after in ("up", "down", "off", "out", "that")):
        return -1.0 if after not in ("you", "his", "her", "that") else 0.0
    if after in AUXILIARIES or after in SUBJECTS or after in OPINIONS or after in CALLED or after in REMARKS:
        return 0.7
    if after in BETWEEN_CLAUSES or after in _ASKING:
        return 0.5
    if after in DETERMINERS:
        return 0.7 if after in _OWNING else 0.5
    return 0.2 if after in PREPOSITIONS or after == "to" else 0.0


def _is_no_modal(session: Session, at: int, low: str, before: str, further: str, after: str) -> bool:
    """ "What did will say", "we've got will and": where "will" would be no verb."""
    if after == low:
        return before not in _ASKING
    if before == low:
        return left_of(session, at - 1)[0] in _ASKING
    if before in AUXILIARIES and before not in ("is", "am", "are", "was", "were", "have", "has", "had", "will"):
        return after not in ("not", "be")
    ends = after in _STARTS or after in ("and", "or", ",")
    said = after in OPINIONS or after in CALLED or after in ("has", "is", "was", "did", "had", "can", "could", "would")
    said = said or after in _ASKING or after in ("from", "'")
    if before == "to":
        return further in REACHING and (ends or said or after in PREPOSITIONS or after in BETWEEN_CLAUSES)
    if before in (
        "is",
        "am",
        "have",
        "got",
        "asked",
        "ask",
        "told",
        "tell",
        "thanks",
        "with",
        "from",
        "by",
        "for",
        "of",
    ):
        return (
            ends
            or said
            or after in PREPOSITIONS
            or after in BETWEEN_CLAUSES
            or after in REMARKS
            or after == "no"
            or before in ("with", "from", "by")
        )
    if before in _STARTS or before in REMARKS or before in BETWEEN_CLAUSES:
        return said or (ends and (before in _STARTS or before in REMARKS))
    if further == "thank" and before == "you":
        return ends or said or after in BETWEEN_CLAUSES
    return False


def is_a_place(session: Session, first: int, last: int) -> bool:
    """Are the ordinary words in a row a district: "in old sallow", "ward member for castle reach"?"""
    before, _ = left_of(session, first)
    after, _ = right_of(session, last)
    if all(word(session, at) in _POINTS for at in range(first, last)):
        return False
    return before in PREPOSITIONS or before in ("to", "our", "the", "called") or before in _STARTS or after in _STARTS


_POINTS = words("north south east west central upper lower high low street road city town centre valley valleys coast")


def is_a_body(session: Session, first: int, last: int, *, beside: bool) -> bool:
    """Is the ordinary word a landlord that is present? `beside`: it is named in one breath with another landlord."""
    before, further = left_of(session, first)
    after, _ = right_of(session, last)
    low = word(session, first)
    if before in DETERMINERS or before == "'s" or after == "of":
        return False
    linked = before in ("and", "or", ",") or after in ("and", "or", ",")
    if beside and (linked or low not in IDIOMS):
        return True
    if session.is_cased and session.tokens[first].opens and session.tokens[first].capital:
        return False  # a capital that says nothing either way: the gate has looked at what it may
    if session.is_cased and not session.tokens[first].capital and (low in IDIOMS or before not in ("at", "from")):
        return False
    opens = before in _STARTS or before in BETWEEN_CLAUSES or before in REMARKS
    if low in NO_NOUNS or low.endswith("ing"):
        if before in _BEFORE_NOUNS and not (before in ("to", "as", "than", "like") or low in _LATE):
            return not low.endswith("ing") or before in ("at", "from")
        if before == "called" or (before == "is" and further in ("lead", "developer", "landlord")):
            return True
        return opens and after in _OF_BODIES and low not in _LATE
    if before == "at" and low not in _PLACED:
        return True
    if before == "is" and after in _STARTS and further not in _OWN_S:
        return True
    verbs = after in _OF_BODIES or (after in ("is", "are", "was", "were") and low not in IDIOMS)
    if opens and verbs and not (low in IDIOMS and before in ("and", "that", "but", "or") and after not in _DOING):
        return True
    if low in IDIOMS:
        return before in ("for", "called", "joined") and after in _STARTS and further in WITH_A_PERSON | _WORKING
    near = before in _BEFORE_NOUNS or opens or before in WITH_A_PERSON
    return near and (after in _STARTS or after in BETWEEN_CLAUSES or after in SUBJECTS or after in REMARKS or verbs)


_BEFORE_NOUNS = words("at from with by for about of to as like than over")
_OF_BODIES = words(
    "has have had does do did doesn didn own owns run runs manage manages said says took take built got gets"
)
_DOING = words("does did has said says owns runs manages took built got gets")
_WORKING = words("work works worked working")
_LATE = words("first next")
_PLACED = words("home first last network progress")
