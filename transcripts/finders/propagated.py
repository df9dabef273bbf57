"""A name found once is masked everywhere in the session, as it was said and as it may have been misheard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from transcripts.finders import names, nearly, sounds
from transcripts.finders.runs import NEVER, is_given, is_unknown
from transcripts.forms import Form, name_forms
from transcripts.lexicon.company import OF_THINGS, PEOPLE
from transcripts.lexicon.places import NOBODYS
from transcripts.lexicon.sector import SECTOR_TALK
from transcripts.session import Session, tokenise
from transcripts.spans import Hit, Kind
from transcripts.windows import Runs
from transcripts.words import is_compound

_TOO_SHORT = ("the initials", "the first name, cut short")  # of a stranger these are too little to go by
_NO_NAMES = NOBODYS | NEVER | OF_THINGS | PEOPLE | SECTOR_TALK
_RANK = {"resident": 4, "councillor": 3, "colleague": 2, "participant": 1}
_WHOSE = "somebody named elsewhere"
_MOST = 400  # strangers: more than a session has, and a bound on what a hostile text can cost


def find(session: Session, found: Iterable[Hit], runs: Runs | None = None) -> list[Hit]:
    """Every other place where the names of `found` stand, whole or in part, and where something sounds like them.
    `runs` are those of the session, for who has them already.

    In text without capitals a cue is weaker evidence: there an ordinary word must have been found twice, or surely.
    """
    people = [hit for hit in found if hit.entity is not None and hit.kind is Kind.PERSON]
    forms = [form for entity, hits in _by_entity(people).items() for form in _forms(session, entity, hits)]
    exact = names.find(session, forms, finder="propagation")
    rare = [form for form in forms if _is_rare(form)]
    misheard = [*nearly.find(session, rare), *sounds.find(session, rare, runs=runs)]
    return [*exact, *(_misheard(hit) for hit in misheard if _is_free(session, hit))]


def _by_entity(people: Iterable[Hit]) -> dict[str, list[Hit]]:
    by_entity: dict[str, list[Hit]] = {}
    for hit in people:
        if hit.entity is not None:
            by_entity.setdefault(hit.entity, []).append(hit)
    return dict(list(by_entity.items())[:_MOST])


def _forms(session: Session, entity: str, hits: Sequence[Hit]) -> list[Form]:
    says = max((hit.says for hit in hits), key=lambda said: _RANK.get(said, 0))
    surest = max(hit.confidence for hit in hits)
    recognised = Counter(hit.finder for hit in hits)
    first = hits[0]
    written = session.text[first.start : first.end]
    words = tokenise(session.low[first.start : first.end])
    if not words or not _carries(session, words, surest, recognised):
        return []
    return [
        form
        for form in name_forms(written, entity, says, _WHOSE)
        if not form.how.startswith(_TOO_SHORT)
        and len(form.tokens[0]) > 1
        and not (len(form.tokens) == 1 and form.tokens[0] in _NO_NAMES)
    ]


def _carries(session: Session, words: Sequence[str], surest: float, finders: Counter[str]) -> bool:
    """Is what was found so clearly a name that it is one wherever it stands?"""
    if len(words) > 1 or sum(finders.values()) > 1 or surest > 0.85:
        return True
    return session.is_cased or is_given(words[0]) or (is_unknown(words[0]) and not is_compound(words[0]))


def _is_rare(form: Form) -> bool:
    single = form.tokens[0] if len(form.tokens) == 1 else "".join(form.tokens)
    return len(single) > 4 and (len(form.tokens) > 1 or is_unknown(single) or is_given(single))


def _is_free(session: Session, hit: Hit) -> bool:
    """Is none of what was heard a word that is nobody's name, or a given name of its own ("Julia" is no "Julie")?"""
    heard = [part for part in tokenise(session.low[hit.start : hit.end]) if part.isalpha()]
    return not any(part in _NO_NAMES for part in heard) and not (len(heard) == 1 and is_given(heard[0]))


def _misheard(hit: Hit) -> Hit:
    return replace(hit, finder="propagation", confidence=min(hit.confidence, 0.6))
