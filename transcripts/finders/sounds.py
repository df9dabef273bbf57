"""Names as a recogniser misheard them: "Shivon", "Clarenden", "Will Dan", two letters away or alike in sound.

Only words that are in no dictionary are compared (of two words together, at least one), and only with names that are
no ordinary words themselves, so that it stays silent over ordinary speech.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from transcripts.forms import Form, Gate
from transcripts.lexicon.people import FILLERS, NOT_NAMES
from transcripts.session import Session
from transcripts.sounding import key_of, keys_of
from transcripts.spans import Hit
from transcripts.words import is_ordinary

_SHORTEST = 4
_LONGEST = 40
_ALIKE_IN_KEY = 80
_CANDIDATES = 8


@dataclass(frozen=True)
class _Ear:
    """The names that are listened for, by the first sound of their keys."""

    keys: dict[str, list[str]]
    names: dict[str, tuple[str, ...]]

    def nearest(self, heard: str, least: float) -> str | None:
        """The name that was most likely said, if one is near enough."""
        key = key_of(heard)
        found: list[tuple[float, str]] = []
        for candidate, alike, _ in process.extract(
            key, self.keys.get(key[:1], ()), scorer=fuzz.ratio, score_cutoff=_ALIKE_IN_KEY, limit=_CANDIDATES
        ):
            for name in self.names[candidate]:
                letters = fuzz.ratio(heard, name)
                if _near(alike, letters, len(candidate), len(name)) and letters >= least:
                    found.append((letters, name))
        return max(found)[1] if found else None


def find(session: Session, forms: Iterable[Form]) -> list[Hit]:
    """Hits for words, and for two words together, that sound like a name of the roster."""
    by_name = {
        name: form
        for form in forms
        if form.gate is Gate.NONE
        and not form.is_derived
        and (name := "".join(filter(str.isalpha, form.tokens)))
        and len(name) > _SHORTEST
    }
    ear = _ear(by_name)
    hits: list[Hit] = []
    known: dict[tuple[str, float], str | None] = {}

    def nearest(heard: str, least: float) -> str | None:
        if (heard, least) not in known:
            known[heard, least] = ear.nearest(heard, least)
        return known[heard, least]

    for at, token in enumerate(session.tokens):
        if not token.low.isalpha() or len(token.low) > _LONGEST:
            continue
        single = nearest(token.low, 0) if _may_be_one(session, at) and token.low not in by_name else None
        if single is not None:
            hits.append(_hit(session, at, at + 1, by_name[single]))
        elif _may_be_two(session, at):
            both = nearest(token.low + session.tokens[at + 1].low, 66)
            if both is not None and _both_count(token.low, session.tokens[at + 1].low, both):
                hits.append(_hit(session, at, at + 2, by_name[both]))
    return hits


def _both_count(one: str, two: str, name: str) -> bool:
    """Is the name nearer to both words together than to either alone?"""
    alone = max(fuzz.ratio(one, name), fuzz.ratio(two, name))
    return len(name) > 5 and fuzz.ratio(one + two, name) > alone + 5


def _near(alike: float, letters: float, sounds: int, length: int) -> bool:
    """Do a key so much alike and letters so much alike make the same name? Short names have to be nearer."""
    if alike >= 100:
        return letters >= (50 if sounds > 3 else 60 if sounds > 2 else 70)
    return length > 5 and sounds > 3 and letters >= (70 if sounds > 4 else 77)


def _ear(by_name: Iterable[str]) -> _Ear:
    names: dict[str, list[str]] = defaultdict(list)
    for name in by_name:
        for key in keys_of(name):
            if len(key) > 1:
                names[key].append(name)
    keys: dict[str, list[str]] = defaultdict(list)
    for key in names:
        keys[key[:1]].append(key)
    return _Ear(dict(keys), {key: tuple(sorted(those)[:_CANDIDATES]) for key, those in names.items()})


def _may_be_one(session: Session, at: int) -> bool:
    low = session.tokens[at].low
    contracted = low.endswith("n") and at + 1 < len(session.tokens) and session.tokens[at + 1].low == "'"
    return (
        not contracted
        and len(low) >= _SHORTEST
        and not is_ordinary(low)
        and low not in FILLERS
        and low not in NOT_NAMES
    )


def _may_be_two(session: Session, at: int) -> bool:
    if at + 1 >= len(session.tokens):
        return False
    one, two = session.tokens[at], session.tokens[at + 1]
    if not two.low.isalpha() or not 5 < len(one.low) + len(two.low) < _LONGEST:
        return False
    if one.low in FILLERS or two.low in FILLERS or two.low in NOT_NAMES or session.is_kept(one.start, two.end):
        return False
    if session.is_cased:
        strange = not (is_ordinary(one.low) and is_ordinary(two.low))
        return one.capital and (two.capital or strange) and not (one.low in NOT_NAMES and one.opens)
    return one.low not in NOT_NAMES and not (is_ordinary(one.low) and is_ordinary(two.low))


def _hit(session: Session, first: int, last: int, form: Form) -> Hit:
    start, end = session.tokens[first].start, session.tokens[last - 1].end
    reason = f"it sounds like {form.how}".rstrip(",")
    return Hit(start, end, form.kind, "sounds", 0.55, reason, form.entity, form.says)
