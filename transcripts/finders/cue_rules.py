"""People whom the roster does not know, by weighing what is said around their names, and what their names look like.

Nothing alone decides: a word that no dictionary has is some evidence, "thanks" before it is some more, "'s team" behind
it more again. What reaches the mark is proposed, and its reasons are those that weighed most.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from transcripts.finders.evidence import Evidence, against, behind, in_front, looks
from transcripts.finders.runs import is_given, is_unknown, run_from
from transcripts.gate import word
from transcripts.lexicon import words
from transcripts.lexicon.people import SPOKEN_TITLES
from transcripts.session import Session
from transcripts.spans import Hit, Kind

MARK = 2.1
_SURE_OF_ANY = 2.5
_NEARLY = 1.0
_HINT = 0.8
_HINTS = 1.9
_CLEAR = 3.2  # from here on it is no thing, even where "the" stands before it once
_ARTICLES = words("the a an this these those some any every each no our your their")


@dataclass(frozen=True, slots=True)
class _Candidate:
    first: int
    last: int
    score: float
    context: float
    evidence: tuple[Evidence, ...]


def find(session: Session) -> list[Hit]:
    """Names by their looks and surroundings, each with the reasons that weighed most."""
    sure: list[_Candidate] = []
    nearly: list[_Candidate] = []
    at = 0
    while at < len(session.tokens):
        found = _candidate(session, at)
        if found is None:
            at += 1
            continue
        (sure if found.score >= MARK else nearly).append(found)
        at = found.last if found.score >= MARK else at + 1
    sure.extend(_beside(session, sure, nearly))
    sure.extend(_often(session, nearly))
    things = _things(session)
    return [_hit(session, found) for found in sure if found.score >= _CLEAR or not _is_a_thing(session, found, things)]


def _things(session: Session) -> frozenset[str]:
    """The words that stand behind "the", "a" and the like somewhere in the session: rarely are people spoken of so."""
    return frozenset(
        session.tokens[at].low
        for at in range(1, len(session.tokens))
        if session.tokens[at - 1].low in _ARTICLES and not is_given(session.tokens[at].low)
    )


def _is_a_thing(session: Session, found: _Candidate, things: frozenset[str]) -> bool:
    return found.last - found.first == 1 and session.tokens[found.first].low in things


def _candidate(session: Session, at: int) -> _Candidate | None:
    if not session.tokens[at].low.isalpha():
        return None
    cue = in_front(session, at)
    last = run_from(session, at, any_word=cue is not None and cue.weight >= _SURE_OF_ANY)
    if last == at:
        return None
    shape = looks(session, at, last)
    around = [each for each in (cue, behind(session, at, last)) if each is not None]
    doubt = against(session, at, last)
    score = shape.weight + sum(each.weight for each in around) - doubt
    if score < _NEARLY:
        return None
    context = sum(each.weight for each in around if each.why) - doubt
    return _Candidate(at, last, score, context, (*around, shape))


def _often(session: Session, nearly: list[_Candidate]) -> list[_Candidate]:
    """What is spoken of like a person again and again, though never clearly enough for once."""
    by_word: dict[str, list[_Candidate]] = {}
    for one in nearly:
        if one.context >= _HINT and is_unknown(session.tokens[one.first].low):
            by_word.setdefault(session.words(one.first, one.last).lower(), []).append(one)
    said = Evidence(1.0, "it is spoken of like a person more than once", "")
    return [
        replace(one, score=MARK, evidence=(*one.evidence, said))
        for those in by_word.values()
        if sum(one.context for one in those) >= _HINTS and len(those) > 1
        for one in those
    ]


def _beside(session: Session, sure: list[_Candidate], nearly: list[_Candidate]) -> list[_Candidate]:
    """What is named in one breath with somebody: "Ahmed, Lucja and Bernice"."""
    begins = {one.first for one in sure} | {one.first - 1 for one in sure if _has_title(session, one)}
    ends = {one.last for one in sure}
    added: list[_Candidate] = []
    for candidates in (nearly, reversed(nearly)):
        for one in candidates:
            if one.first in begins or not _in_a_row(session, one, begins, ends):
                continue
            score = one.score + 1.2
            if score >= MARK:
                said = Evidence(1.2, "it is named in one breath with somebody", "person")
                added.append(replace(one, score=score, evidence=(*one.evidence, said)))
                begins.add(one.first)
                ends.add(one.last)
    return added


def _has_title(session: Session, one: _Candidate) -> bool:
    return word(session, one.first - 1) in SPOKEN_TITLES


def _in_a_row(session: Session, one: _Candidate, begins: set[int], ends: set[int]) -> bool:
    linked_before = word(session, one.first - 1) in ("and", ",", "or", "&")
    linked_after = word(session, one.last) in ("and", ",", "or", "&")
    oxford = linked_after and word(session, one.last) == "," and word(session, one.last + 1) == "and"
    return (
        (linked_before and (one.first - 1 in ends or (word(session, one.first - 2) == "," and one.first - 2 in ends)))
        or (linked_after and one.last + 1 in begins)
        or (oxford and one.last + 2 in begins)
    )


def _hit(session: Session, found: _Candidate) -> Hit:
    weighed = sorted((each for each in found.evidence if each.why), key=lambda each: -each.weight)
    reason = "; ".join(dict.fromkeys(each.why for each in weighed[:2]))
    says = next((each.says for each in found.evidence if each.says), "person")
    confidence = round(min(0.95, 0.55 + 0.12 * (found.score - MARK)), 2)
    start, end = session.tokens[found.first].start, session.tokens[found.last - 1].end
    entity = f"x:{session.words(found.first, found.last).lower()}"
    return Hit(start, end, Kind.PERSON, "cue", confidence, reason, entity, says)
