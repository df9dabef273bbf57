"""The leak audit: does a text that is about to leave still say who was there?

Written apart from the masker on purpose (it imports none of its matching), so that a fault there does not hide here.
It reads what is left, with its own folding, and looks for everything the roster knows. A *hard* hit stops a release; a
*soft* one wants a person's eyes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from transcripts import leak_shapes
from transcripts.carriers import Passage
from transcripts.leak_text import AuditText, read_text
from transcripts.lexicon.bodies import COMMON_ACRONYMS, GENERIC
from transcripts.lexicon.people import AFTER_NAMES, FILLERS, GIVEN_NAMES, NOT_NAMES, PARTICLES, SHORT_FORMS, TITLES
from transcripts.roster import Org, Participant, Roster
from transcripts.spans import Kind
from transcripts.words import is_ordinary

_FUZZY_FROM = 5
_NEAR = 75  # of a hundred: one letter in four may differ
_JOINED_FROM = 5


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that may identify somebody, with the words as they stand and where."""

    kind: Kind
    found: str
    where: str
    hard: bool
    why: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    words: tuple[str, ...]
    kind: Kind
    why: str
    hard: bool = True
    any_case: bool = True


def audit(text: str, roster: Roster) -> list[Leak]:
    """Audit a plain text, line by line. Hard hits first, then in the order of the text."""
    passages = [Passage(f"line {number}", line) for number, line in enumerate(text.split("\n"), 1)]
    return audit_passages(passages, roster)


def audit_passages(passages: Sequence[Passage], roster: Roster) -> list[Leak]:
    """Audit everything that was found in a file."""
    text = read_text(passages)
    wanted = list(_all_wanted(roster))
    found = [
        *_carriers(passages),
        *_named(text, wanted),
        *_run_together(text, wanted),
        *(Leak(*shape) for shape in leak_shapes.find(text, roster)),
        *_misspelt(text, wanted),
        *_lost_in_lower_case(text, wanted),
        *_unknown_names(text),
    ]
    once = {(leak.where, leak.found.casefold(), leak.hard): leak for leak in reversed(found)}
    hard_places = {(leak.where, leak.found.casefold()) for leak in found if leak.hard}
    kept = [leak for leak in once.values() if leak.hard or (leak.where, leak.found.casefold()) not in hard_places]
    order = {passage.where: number for number, passage in enumerate(passages)}
    return sorted(kept, key=lambda leak: (not leak.hard, order.get(leak.where, 0), leak.found))


def _carriers(passages: Sequence[Passage]) -> Iterator[Leak]:
    for passage in passages:
        if passage.says_who and passage.text.strip():
            yield Leak(Kind.OTHER, passage.text.strip(), passage.where, True, "the file says here who made it")


def _all_wanted(roster: Roster) -> Iterator[_Wanted]:
    for person in roster.participants:
        yield from _of_person(person)
    for org in roster.orgs:
        yield from _of_org(org, "a landlord in the meeting", present=True)
    for org in roster.roll:
        yield from _of_org(org, "a landlord of the roll", present=False)


def _of_person(person: Participant) -> Iterator[_Wanted]:
    words = [word for word in _words(person.name) if word not in TITLES | AFTER_NAMES]
    whole = tuple(words)
    if len(whole) > 1:
        plain = all(is_ordinary(word) for word in whole)
        for order in {whole, whole[::-1], (whole[0], whole[-1]), (whole[-1], whole[0])}:
            yield _Wanted(order, Kind.PERSON, "the name of a participant", any_case=not plain)
    for word in whole:
        if len(word) < 2 or (word in PARTICLES and len(whole) > 2):
            continue
        risky = is_ordinary(word) or len(word) < 3
        yield _Wanted((word,), Kind.PERSON, "part of a participant's name", hard=not risky, any_case=not risky)
        if not risky and len(word) > 3:
            yield _Wanted((word + "s",), Kind.PERSON, "part of a participant's name, in the plural")
    for part in person.name.split():
        pieces = _words(part)
        if len(pieces) > 1 and len("".join(pieces)) > 3:
            yield _Wanted(("".join(pieces),), Kind.PERSON, "part of a participant's name, run together")
    for group in SHORT_FORMS:
        if whole and whole[0] in group:
            for short in set(group) - {whole[0]}:
                yield _Wanted((short,), Kind.PERSON, "short for a participant's name", hard=False, any_case=False)
    if person.role and len(_words(person.role)) > 1:
        yield _Wanted(tuple(_words(person.role)), Kind.ROLE, "the job title of a participant", hard=False)


def _of_org(org: Org, whose: str, *, present: bool) -> Iterator[_Wanted]:
    for name in (org.name, *org.aliases):
        words = tuple(_words(name))
        if not words:
            continue
        yield _body(words, f"the name of {whose}")
        yield _body(tuple(word for word in words if word != "and"), f"the name of {whose}")
        stem = list(words)
        while stem and stem[-1] in GENERIC:
            stem.pop()
        while stem and stem[0] in GENERIC:
            stem.pop(0)
        if stem and len("".join(stem)) > 2:
            yield _body(tuple(stem), f"the name of {whose}, shortened")
    letters = "".join(word[0] for word in _words(org.name) if word not in ("the", "of", "and", "for"))
    if present and len(letters) > 2 and letters not in COMMON_ACRONYMS:
        yield _Wanted((letters,), Kind.ORG, f"the initials of {whose}", hard=not is_ordinary(letters), any_case=False)
        yield _Wanted(tuple(letters), Kind.ORG, f"the initials of {whose}, spelt out")
    if org.domain:
        site = _words(org.domain.removeprefix("www."))[:1]
        yield _body(tuple(site), f"the web address of {whose}")
    for district in org.districts if present else ():
        words = tuple(word for word in _words(district) if word not in GENERIC) or tuple(_words(district))
        plain = all(is_ordinary(word) for word in words)
        yield _Wanted(words, Kind.PLACE, f"a district of {whose}", hard=not plain, any_case=not plain)


def _body(words: tuple[str, ...], why: str) -> _Wanted:
    plain = all(is_ordinary(word) or len(word) < 3 for word in words)
    spelt = len(words) > 1 and all(len(word) == 1 or word == "and" for word in words)
    return _Wanted(words, Kind.ORG, why, hard=not plain or len(words) > 1, any_case=not plain or spelt)


def _words(name: str) -> list[str]:
    return [word.low for word in read_text([Passage("", name.replace("&", " and "))]).words]


def _named(text: AuditText, wanted: Sequence[_Wanted]) -> Iterator[Leak]:
    for want in wanted:
        for first, last in text.places(want.words):
            capitals = text.has_capitals(first, last)
            if want.any_case or (capitals and text.is_cased and (len(want.words) > 1 or not text.words[first].opens)):
                yield Leak(want.kind, text.quote(first, last), text.where(first), want.hard, f"it is {want.why}")


def _run_together(text: AuditText, wanted: Sequence[_Wanted]) -> Iterator[Leak]:
    for want in wanted:
        joined = "".join(want.words)
        if not want.hard or len(joined) < 4 or all(is_ordinary(word) for word in want.words):
            continue
        for first, last in text.joined_places(joined):
            pieces = text.words[first:last]
            letters = len(pieces) == len(joined)
            if len(pieces) == len(want.words) or not (letters or len(joined) >= _JOINED_FROM):
                continue
            hard = letters or len(joined) > _JOINED_FROM + 1 or not all(is_ordinary(piece.low) for piece in pieces)
            if hard or text.has_capitals(first, first + 1):
                yield Leak(
                    want.kind, text.quote(first, last), text.where(first), hard, f"put together, it is {want.why}"
                )


def _misspelt(text: AuditText, wanted: Sequence[_Wanted]) -> Iterator[Leak]:
    names = {
        want.words[0]: want
        for want in wanted
        if len(want.words) == 1 and want.hard and len(want.words[0]) >= _FUZZY_FROM
    }
    unknown = {word.low for word in text.words if len(word.low) >= _FUZZY_FROM and not is_ordinary(word.low)}
    sought = sorted(names)
    near = {
        low: found[0]
        for low in sorted(unknown - names.keys())
        if (found := process.extractOne(low, sought, scorer=fuzz.ratio, score_cutoff=_NEAR))
    }
    for at, word in enumerate(text.words):
        if word.low in near:
            why = f"it is nearly {names[near[word.low]].why}"
            yield Leak(names[near[word.low]].kind, text.quote(at, at + 1), text.where(at), False, why)


def _lost_in_lower_case(text: AuditText, wanted: Sequence[_Wanted]) -> Iterator[Leak]:
    """Where capitals say nothing, "rose" may be anybody: each such name once, where it first stands."""
    if text.is_cased:
        return
    seen: set[tuple[str, ...]] = set()
    for want in wanted:
        if want.any_case or want.words in seen or len(want.words) > 1 or len(want.words[0]) < 3:
            continue
        seen.add(want.words)
        places = list(text.places(want.words))
        if places and not all(text.is_kept(first) for first, _ in places):
            first, last = places[0]
            times = "once" if len(places) == 1 else f"{len(places)} times"
            why = f"an ordinary word that is also {want.why}; without capitals nobody can tell ({times})"
            yield Leak(want.kind, text.quote(first, last), text.where(first), False, why)


def _unknown_names(text: AuditText) -> Iterator[Leak]:
    seen: set[str] = set()
    for at, word in enumerate(text.words):
        low = word.low
        if low in seen or len(low) < 3 or not low.isalpha() or is_ordinary(low) or low in NOT_NAMES | FILLERS:
            continue
        if text.is_kept(at) or not (word.capital if text.is_cased else low in GIVEN_NAMES):
            continue
        if not (word.opens and word.low not in GIVEN_NAMES) and not text.quote(at, at + 1).isupper():
            seen.add(low)
            yield Leak(
                Kind.OTHER, text.quote(at, at + 1), text.where(at), False, "it may be a name: no dictionary has it"
            )
