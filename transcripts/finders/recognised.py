"""What statistical recognisers name: people whom no list and no cue gives away.

A recogniser that has learnt from other people's talk takes a word for a name that is none here. So its word is one more
piece of evidence, heavy but not all: for what no dictionary has it is enough, an ordinary word needs a cue as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transcripts.finders.evidence import against, behind, in_front, is_a_verb, looks
from transcripts.finders.runs import is_acronym, is_given, is_unknown
from transcripts.gate import word
from transcripts.lexicon import words
from transcripts.lexicon.bodies import COMMON_ACRONYMS, TAILS
from transcripts.lexicon.people import FILLERS, NOT_NAMES, PARTICLES, SPOKEN_TITLES
from transcripts.recogniser import Entity, Recogniser
from transcripts.session import Session
from transcripts.spans import Hit, Kind

_LONGEST = 1500  # characters handed over at once; a longer passage is cut between two words
_WEIGHT = 1.6  # of a recogniser's word, on the scale of the evidence
_MARK = 1.4
_MARK_OF_ORDINARY = 2.4
_MARK_WITHOUT_CAPITALS = 2.7  # of one ordinary word
_MOST_WORDS = 6
_LANDLORDS_END_IN = words("housing homes association trust group partnership society council")
_NEVER_AT_AN_END = NOT_NAMES | FILLERS | SPOKEN_TITLES | COMMON_ACRONYMS | words("hiya heya howdy diolch aye")


def find(session: Session, recognisers: Sequence[Recogniser]) -> list[Hit]:
    """The people whom any of the recognisers names, in the joined text of the session."""
    pieces = list(_pieces(session))
    hits: list[Hit] = []
    for recogniser in recognisers:
        for (offset, _), entities in zip(pieces, recogniser.entities([text for _, text in pieces]), strict=True):
            hits.extend(hit for entity in entities if (hit := _hit(session, offset, entity)) is not None)
    return hits


def _hit(session: Session, offset: int, entity: Entity) -> Hit | None:
    if entity.label == "LOC":
        return None
    first, last = _trimmed(session, offset + entity.start, offset + entity.end)
    if first >= last or last - first > _MOST_WORDS:
        return None
    if entity.label == "ORG" and _ends_like_a_landlord(session, first, last):
        return _named(session, first, last, Kind.ORG, 0.6, "the recogniser takes this for a landlord")
    if entity.label == "ORG" and not _is_a_lone_stranger(session, first, last):
        return None
    score = _weigh(session, first, last) - (1 if entity.label == "ORG" else 0)
    strange = any(is_unknown(token.low) or is_given(token.low) for token in session.tokens[first:last])
    if score < _mark(session, last - first, strange=strange):
        return None
    confidence = round(min(0.85, 0.45 + 0.12 * (score - _MARK)), 2)
    return _named(session, first, last, Kind.PERSON, confidence, "the recogniser takes this for a person's name")


def _mark(session: Session, length: int, *, strange: bool) -> float:
    if strange:
        return _MARK
    return _MARK_OF_ORDINARY if session.is_cased or length > 1 else _MARK_WITHOUT_CAPITALS


def _named(session: Session, first: int, last: int, kind: Kind, confidence: float, reason: str) -> Hit:
    start, end = session.tokens[first].start, session.tokens[last - 1].end
    says = "person" if kind is Kind.PERSON else "landlord"
    return Hit(start, end, kind, "ner", confidence, reason, f"x:{session.words(first, last).lower()}", says)


def _trimmed(session: Session, start: int, end: int) -> tuple[int, int]:
    """The tokens of an entity without marks, titles and words that are nobody's name at either end."""
    first, last = session.token_at(start), session.token_at(end - 1) + 1
    while first < last and _is_no_name(session, first):
        first += 1
    while last > first and _is_no_name(session, last - 1):
        last -= 1
    return first, last


def _is_no_name(session: Session, at: int) -> bool:
    low = word(session, at)
    return not low.isalpha() or low in _NEVER_AT_AN_END


def _ends_like_a_landlord(session: Session, first: int, last: int) -> bool:
    """A word that no dictionary has, and behind it what landlords' names end in."""
    begins = any(is_unknown(token.low) for token in session.tokens[first : last - 1])
    return begins and word(session, last - 1) in _LANDLORDS_END_IN


def _is_a_lone_stranger(session: Session, first: int, last: int) -> bool:
    """A last name standing alone is often taken for a body; what ends like one is a body, and another finder's."""
    low = word(session, first)
    return last - first == 1 and is_unknown(low) and not is_acronym(session, first) and word(session, last) not in TAILS


def _weigh(session: Session, first: int, last: int) -> float:
    if last - first == 1 and (is_acronym(session, first) or is_a_verb(session, first)):
        return 0.0
    if all(len(token.low) == 1 or token.low in PARTICLES for token in session.tokens[first:last]):
        return 0.0
    cue, after = in_front(session, first), behind(session, first, last)
    score = _WEIGHT + looks(session, first, last).weight - against(session, first, last)
    return score + (cue.weight if cue else 0) + (after.weight if after else 0)


def _pieces(session: Session) -> Iterator[tuple[int, str]]:
    """Passages with where they begin: as they are written, or in lower case where capitals say nothing."""
    text = session.text if session.is_cased else session.low
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > _LONGEST:
            space = text.rfind(" ", start, start + _LONGEST)
            end = space if space > start else start + _LONGEST
        if text[start:end].strip():
            yield start, text[start:end]
        start = end + (text[end : end + 1] in ("\n", " "))
