"""Names that the recogniser almost got: split in two, spelt letter by letter, or one letter away.

Only for names that are no ordinary words, and only from words that are in no dictionary, so that it stays silent over
ordinary speech. Sound-alikes further away than that are not looked for here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from transcripts.forms import Form, Gate
from transcripts.gate import word
from transcripts.lexicon.people import FILLERS, GIVEN_NAMES, NOT_NAMES
from transcripts.session import Session
from transcripts.spans import Hit
from transcripts.words import is_ordinary

_SHORTEST = 5


def find(session: Session, forms: Iterable[Form]) -> list[Hit]:
    """Hits for names in disguise."""
    single = {form.tokens[0]: form for form in forms if len(form.tokens) == 1 and form.gate is Gate.NONE}
    return [*_split(session, single), *_glued(session, single), *_spelt(session, single), *_misspelt(session, single)]


def _hit(session: Session, first: int, last: int, form: Form, sure: float, why: str) -> Hit:
    start, end = session.tokens[first].start, session.tokens[last - 1].end
    return Hit(start, end, form.kind, "nearly", sure, f"{why} {form.how}".rstrip(","), form.entity, form.says)


def _split(session: Session, single: dict[str, Form]) -> list[Hit]:
    hits = []
    for at in range(len(session.tokens) - 1):
        one, two = session.tokens[at], session.tokens[at + 1]
        form = single.get(one.low + two.low)
        if form is None or not one.low.isalpha() or len(one.low) + len(two.low) < _SHORTEST:
            continue
        if one.capital or not (one.low in NOT_NAMES or two.low in NOT_NAMES):
            hits.append(_hit(session, at, at + 2, form, 0.75, "put together, it is"))
    return hits


def _glued(session: Session, single: dict[str, Form]) -> list[Hit]:
    """A name with a number at its end, or with a mark inside: okoro2, o'koro, lark-moor."""
    hits = []
    for at, token in enumerate(session.tokens):
        bare = token.low.rstrip("0123456789")
        if bare != token.low and len(bare) > 2 and bare in single:
            hits.append(_hit(session, at, at + 1, single[bare], 0.8, "with a number, it is"))
        if token.low in ("'", "-") and 0 < at < len(session.tokens) - 1:
            one, two = session.tokens[at - 1], session.tokens[at + 1]
            form = single.get(one.low + two.low)
            if form is not None and one.end == token.start and token.end == two.start and len(two.low) > 1:
                hits.append(_hit(session, at - 1, at + 2, form, 0.75, "put together, it is"))
    return hits


def _spelt(session: Session, single: dict[str, Form]) -> list[Hit]:
    hits = []
    at = 0
    while at < len(session.tokens):
        places = _letters_from(session, at)
        for begin in range(len(places)):
            for end in range(len(places), begin + 2, -1):
                form = single.get("".join(word(session, place) for place in places[begin:end]))
                if form is not None:
                    hits.append(_hit(session, places[begin], places[end - 1] + 1, form, 0.85, "spelt out, it is"))
                    break
        at = places[-1] + 1 if places else at + 1
    return hits


def _letters_from(session: Session, at: int) -> list[int]:
    places: list[int] = []
    while at < len(session.tokens) and len(places) < 20:
        low = word(session, at)
        if len(low) == 1 and low.isalpha():
            places.append(at)
        elif not (places and low in (".", "-", ",")):
            break
        at += 1
    return places


def _misspelt(session: Session, single: dict[str, Form]) -> list[Hit]:
    by_deletion: dict[str, list[str]] = defaultdict(list)
    for name in single:
        if len(name) >= _SHORTEST and name.isalpha():
            for shorter in _deletions(name):
                by_deletion[shorter].append(name)
    nearest: dict[str, str | None] = {}
    hits = []
    for at, token in enumerate(session.tokens):
        low = token.low
        if len(low) < _SHORTEST or low in single or not low.isalpha() or low in FILLERS or is_ordinary(low):
            continue
        if low not in nearest:
            among = sorted({name for shorter in _deletions(low) for name in by_deletion.get(shorter, ())})
            nearest[low] = next((name for name in among if is_one_away(low, name)), None)
        closest = nearest[low]
        if closest is not None and not (low in GIVEN_NAMES and closest in GIVEN_NAMES):
            hits.append(_hit(session, at, at + 1, single[closest], 0.6, "it is one letter away from"))
    return hits


def _deletions(name: str) -> set[str]:
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def is_one_away(one: str, other: str) -> bool:
    """Does one letter changed, added, dropped, or swapped with its neighbour lead from one word to the other?"""
    if len(one) > len(other):
        one, other = other, one
    at = 0
    while at < len(one) and one[at] == other[at]:
        at += 1
    if len(one) == len(other):
        swapped = at + 1 < len(one) and one[at] == other[at + 1] and one[at + 1] == other[at]
        return one[at + 1 :] == other[at + 1 :] or (swapped and one[at + 2 :] == other[at + 2 :])
    return len(other) - len(one) == 1 and one[at:] == other[at + 1 :]
