"""The context gate: is this ordinary word a name here?

"Will you" is a question and "Will, can you" addresses somebody. Each function returns how sure it is, from 0 to 1, or
None when the words are more likely to be words.
"""

from __future__ import annotations

from transcripts.forms import Form, Gate
from transcripts.lexicon import words
from transcripts.lexicon.bodies import AFTER_A_LANDLORD, TAILS
from transcripts.lexicon.company import COLLEAGUES, RESIDENTS
from transcripts.lexicon.people import (
    AFTER_A_PERSON,
    AFTER_A_VERB,
    BEFORE_A_PERSON,
    MONTHS,
    OPENERS,
    SELDOM_WORDS,
    SPOKEN_TITLES,
)
from transcripts.lexicon.speech import ORDINALS
from transcripts.session import Session
from transcripts.spans import Kind
from transcripts.words import is_compound, is_ordinary

_SPEECH_VERBS = words("said says asked asks mentioned mentions raised suggested explained told thinks")
_MONTH_BEFORE = words(
    "in of by since until till last next this from early late mid before after every to for during on through"
)
_VERBS = words("will may hope")
_PRAISE = words("good great excellent brilliant lovely fair interesting nice valid")
_TURNING = words("wanted have had re are were ve said mentioned raised go next asked put")
_SOMEBODY = words("m re am are here somebody someone people lady gentleman") | COLLEAGUES | RESIDENTS
_TAKING_PART = words("come go answer speak respond start say take add explain reply introduce tell")
_WORKS_FOR = words("work works worked working speak speaking employed")


def admits(session: Session, first: int, last: int, form: Form) -> float | None:
    """How sure are we that the tokens `[first, last)` are meant as this form?"""
    if form.gate is Gate.NONE:
        return None if _is_a_common_place(session, first, last, form) else form.confidence
    if form.gate is Gate.CAPITALS:
        start, end = session.tokens[first].start, session.tokens[last - 1].end
        return form.confidence if session.is_cased and session.text[start:end].isupper() else None
    return _person(session, first, last) if form.kind is Kind.PERSON else _body(session, first, last, form.gate)


def _is_a_common_place(session: Session, first: int, last: int, form: Form) -> bool:
    """ "by the riverside" is no landlord called Riverside, where others carry capitals."""
    token = session.tokens[first]
    if form.kind is not Kind.ORG or last - first > 1 or not session.is_cased or token.capital:
        return False
    return word(session, first - 1) in ("the", "a", "an") and is_compound(token.low)


def word(session: Session, at: int) -> str:
    """The folded token at a place; empty beyond either end."""
    return session.tokens[at].low if 0 <= at < len(session.tokens) else ""


def is_capital(session: Session, first: int, last: int) -> bool:
    """Does every word of the tokens, but for "and" and the like, carry a capital?"""
    named = [token for token in session.tokens[first:last] if token.low[0].isalpha()]
    return bool(named) and all(token.capital for token in named if token.low not in ("and", "of", "s"))


def _person(session: Session, first: int, last: int) -> float | None:
    before, after = word(session, first - 1), word(session, last)
    if before in SPOKEN_TITLES or (before == "." and word(session, first - 2) in SPOKEN_TITLES):
        return 0.95
    single = session.tokens[first].low if last - first == 1 else ""
    if single in MONTHS and _is_a_month(before, after) and not _strong_cue(session, first, last):
        return None
    rare = bool(single) and not is_ordinary(single)
    if single and not rare and before in ("the", "a", "an", "some", "any", "every", "another") and after != "'":
        return None
    if not session.is_cased:
        seldom = single in SELDOM_WORDS and after != "of"
        named_so = rare or seldom or _reads_like_a_name(session, first, last)
        return 0.6 if named_so or _cue_without_capitals(session, first, last) else None
    if not is_capital(session, first, last):
        return 0.55 if _strong_cue(session, first, last) else None
    if rare or not session.tokens[first].opens:
        return 0.85
    return _person_at_opening(session, first, last)


def _person_at_opening(session: Session, first: int, last: int) -> float | None:
    after = word(session, last)
    if last - first > 1:
        return 0.8
    if after == "'" and word(session, last + 1) == "s":
        return 0.75
    if after == "," or after in AFTER_A_PERSON:
        return 0.75
    if after in ("", "\n", ".", "?", "!"):
        return 0.6
    if single_modal(session, first, last):
        return 0.6
    if after in ("and", "or") and last + 1 < len(session.tokens) and session.tokens[last + 1].capital:
        return 0.6
    low = session.tokens[first].low
    return 0.55 if low not in OPENERS and low not in session.small_words else None


def single_modal(session: Session, first: int, last: int) -> bool:
    """ "Rob will tell you": a modal and a verb follow a word that is no modal itself."""
    modal = word(session, last) in ("will", "would", "can", "could", "should", "might")
    return (
        modal and session.tokens[first].low not in _VERBS and word(session, last + 1) not in ("you", "we", "i", "the")
    )


def _is_a_month(before: str, after: str) -> bool:
    dated = before in _MONTH_BEFORE or before in ORDINALS or before[:1].isdigit()
    return dated or after[:1].isdigit() or after in ORDINALS or after in ("the", "bank", "day")


def _strong_cue(session: Session, first: int, last: int) -> bool:
    before = word(session, first - 1)
    if before == ",":
        before = word(session, first - 2)
    over_to = before == "to" and word(session, first - 2) in ("over", "back", "hand")
    if before == "you" and word(session, first - 2) == "to" and word(session, first - 3) in ("over", "back"):
        over_to = word(session, last) in ("", "\n", "and", ".", ",")
    said_thanks = before in BEFORE_A_PERSON or (before == "you" and word(session, first - 2) == "thank")
    is_verb = word(session, first) in _VERBS and word(session, last) in AFTER_A_VERB
    return (over_to or said_thanks) and not is_verb


def _reads_like_a_name(session: Session, first: int, last: int) -> bool:
    """First and last name in a row, or a first name and an initial; but "will long" and "may best" are speech."""
    if last - first < 2 or session.tokens[first].low in _VERBS:
        return False
    return len(session.tokens[last - 1].low) > 1 or session.tokens[last - 1].low not in ("a", "i", "s", "t", "d", "m")


def _cue_without_capitals(session: Session, first: int, last: int) -> bool:
    before, further = word(session, first - 1), word(session, first - 2)
    introduced = (before == "m" and further == "'") or (before == "is" and further in ("name", "this"))
    begins = word(session, first - 1) in ("", "\n") and word(session, last) in ("here", "speaking")
    greeted = before in ("morning", "evening", "afternoon") and further == "good"
    spoke = last - first == 1 and word(session, last) in _SPEECH_VERBS
    addressed = word(session, last) in ("can", "could", "would") and word(session, last + 1) == "you"
    agreed = last - first == 1 and (
        (before == "with" and further in ("agree", "agreed", "agreeing"))
        or (word(session, last) in ("is", "was", "s") and word(session, last + 1) == "right")
        or (word(session, last) == "'" and word(session, last + 2) == "right")
    )
    praised = before in ("question", "point", "idea") and further in _PRAISE
    turned_to = word(session, last) == "you" and word(session, last + 1) in _TURNING
    turned_to = turned_to and session.tokens[first].low not in _VERBS
    asked = before in ("can", "could", "would", "let", "lets") and word(session, last) in _TAKING_PART
    cued = asked or introduced or begins or greeted or spoke or addressed or agreed or turned_to
    return cued or (praised and not is_a_verb(session, first)) or _strong_cue(session, first, last)


def is_a_verb(session: Session, at: int) -> bool:
    """Is a word that may be a verb ("will", "hope") followed by what follows verbs?"""
    return session.tokens[at].low in _VERBS and word(session, at + 1) in AFTER_A_VERB


def _body(session: Session, first: int, last: int, gate: Gate) -> float | None:
    before, after = word(session, first - 1), word(session, last)
    many = sum(token.low.isalnum() for token in session.tokens[first:last]) > 1
    named_so = after in TAILS
    pointed_at = before in ("from", "at") or (before in ("for", "with", "by") and gate is Gate.CUE)
    if session.is_cased and is_capital(session, first, last):
        opens = session.tokens[first].opens
        if gate is Gate.CUE:
            return 0.6 if named_so or (pointed_at and not opens) else None
        if opens:
            alone = after in ("", "\n", ".") and word(session, first - 1) in ("", "\n", ".", "?", "!")
            return 0.7 if many or alone or after in AFTER_A_LANDLORD else None
        if before in ("a", "an", "every", "this") and not many:
            return 0.5 if after in AFTER_A_LANDLORD else None
        return 0.8
    if gate is Gate.CUE:
        return None
    employed = before == "for" and word(session, first - 2) in _WORKS_FOR
    ours = before == "at" and word(session, first - 2) in ("we", "us", "here")
    introduced = before == "from" and word(session, first - 2) in _SOMEBODY
    if named_so and (pointed_at or many):
        return 0.6
    return 0.55 if employed or ours or introduced or (many and pointed_at) else None
