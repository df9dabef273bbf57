"""The leak audit: does a text that is about to leave still say who was there?

Written apart from the masker on purpose (it imports none of its matching), so that a fault there does not hide here.
It reads what is left, with its own folding, and looks for everything the roster knows. A *hard* hit stops a release; a
*soft* one wants a person's eyes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from transcripts import leak_shapes, leak_sounds, leak_survivors, singling
from transcripts.leak_text import AuditText, read_text
from transcripts.leak_wanted import Wanted, all_wanted
from transcripts.passages import Passage
from transcripts.roster import Roster
from transcripts.spans import Kind
from transcripts.words import is_ordinary

_SHORTEST_JOINED = 4
_JOINED_FROM = 5
_FIGURES_AS_LETTERS = str.maketrans("0134578", "oieastb")


class Step(StrEnum):
    """What the audit looks for, one figure each."""

    NAMED = "named"
    ALIKE = "nearly or sounding like a name"
    STRUCTURED = "addresses, numbers and codes"
    CARRIER = "the file itself"
    SINGLING_OUT = "singling out"
    SURVIVOR = "words that may be names"


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that may identify somebody, with the words as they stand and where."""

    kind: Kind
    found: str
    where: str
    hard: bool
    why: str
    step: Step = Step.NAMED


def audit(text: str, roster: Roster) -> list[Leak]:
    """Audit a plain text, line by line. Hard hits first, then in the order of the text."""
    passages = [Passage(f"line {number}", line) for number, line in enumerate(text.split("\n"), 1)]
    return audit_passages(passages, roster)


def audit_passages(passages: Sequence[Passage], roster: Roster) -> list[Leak]:
    """Audit everything that was found in a file. Hard hits first, then in the order of the passages."""
    text = read_text(passages)
    wanted = all_wanted(roster)
    found = [
        *_carriers(passages),
        *_named(text, wanted),
        *_run_together(text, wanted),
        *_disguised(text, wanted),
        *(Leak(*shape, Step.STRUCTURED) for shape in leak_shapes.find(text)),
        *(Leak(*odd, Step.SINGLING_OUT) for odd in singling.find(text, roster)),
        *(Leak(*like, Step.ALIKE) for like in leak_sounds.find(text, wanted)),
        *_lost_in_lower_case(text, wanted),
    ]
    told = {leak.found.casefold() for leak in found}
    found += [Leak(*word, Step.SURVIVOR) for word in leak_survivors.find(text, told)]
    once = {(leak.where, leak.found.casefold(), leak.hard): leak for leak in reversed(found)}
    there: dict[str, list[Leak]] = defaultdict(list)
    for leak in once.values():
        there[leak.where].append(leak)
    kept = [leak for leak in once.values() if leak.hard or not _is_told(leak, there[leak.where])]
    order = {passage.where: number for number, passage in enumerate(text.passages)}
    return sorted(kept, key=lambda leak: (not leak.hard, order.get(leak.where, 0), leak.found))


def _is_told(soft: Leak, leaks: Iterable[Leak]) -> bool:
    """Is there, of the hits at the same place, one that holds all words of this one, and more, or is hard?"""
    words = f" {soft.found.casefold()} "
    return any(
        words in f" {leak.found.casefold()} " and (leak.hard or len(leak.found) > len(soft.found)) for leak in leaks
    )


def by_step(leaks: Sequence[Leak]) -> dict[Step, tuple[int, int]]:
    """How many hard and soft hits each step of the audit found."""
    counts = Counter((leak.step, leak.hard) for leak in leaks)
    return {step: (counts[step, True], counts[step, False]) for step in Step}


def _carriers(passages: Sequence[Passage]) -> Iterator[Leak]:
    for passage in passages:
        if passage.says_who and passage.text.strip():
            why = "the file says here who made it"
            yield Leak(Kind.OTHER, passage.text.strip(), passage.where, True, why, Step.CARRIER)
        if passage.opaque:
            why = "nobody can look into this part of the file, so it must not leave"
            yield Leak(Kind.OTHER, passage.text, passage.where, True, why, Step.CARRIER)


def _named(text: AuditText, wanted: Sequence[Wanted]) -> Iterator[Leak]:
    for want in wanted:
        for first, last in text.places(want.words):
            capitals = text.has_capitals(first, last) and text.is_cased and text.is_prose(first, last)
            if want.any_case or (capitals and (len(want.words) > 1 or not text.words[first].opens)):
                yield Leak(want.kind, text.quote(first, last), text.where(first), want.hard, f"it is {want.why}")


def _run_together(text: AuditText, wanted: Sequence[Wanted]) -> Iterator[Leak]:
    for want in wanted:
        joined = "".join(want.words)
        plain = all(is_ordinary(word) for word in want.words)
        if len(joined) < _SHORTEST_JOINED or not (want.hard or plain):
            continue
        for first, last in text.joined_places(joined):
            pieces = text.words[first:last]
            letters = len(pieces) == len(joined)
            if len(pieces) == len(want.words):
                continue
            torn = any(
                not is_ordinary(piece.low) or (len(piece.low) == 1 and piece.low not in "ai") for piece in pieces
            )
            long = not plain and len(joined) >= _JOINED_FROM
            hard = letters or (long and (torn or len(joined) > _JOINED_FROM + 1))
            if hard or (text.has_capitals(first, first + 1) and (torn or long)):
                why = f"put together, it is {want.why}"
                yield Leak(want.kind, text.quote(first, last), text.where(first), hard, why)


def _disguised(text: AuditText, wanted: Sequence[Wanted]) -> Iterator[Leak]:
    """Names with figures for letters, and with letters of another alphabet in them."""
    names = {"".join(want.words): want for want in reversed(wanted) if want.hard and len("".join(want.words)) > 3}
    for at, word in enumerate(text.words):
        low = word.low
        if low.isascii():
            if low.isalpha() or low.isdigit():
                continue
            plain = low.translate(_FIGURES_AS_LETTERS)
            want = names.get(plain) or names.get(low.replace("1", "l").translate(_FIGURES_AS_LETTERS))
            if want:
                why = f"with figures for letters, it is {want.why}"
                yield Leak(want.kind, text.quote(at, at + 1), text.where(at), True, why)
        elif any(char.isascii() for char in low):
            same = [name for name in names if len(name) == len(low) and _agrees(name, low)]
            why = (
                f"with a letter of another alphabet in it, it is {names[same[0]].why}" if same else "it mixes alphabets"
            )
            kind = names[same[0]].kind if same else Kind.OTHER
            yield Leak(kind, text.quote(at, at + 1), text.where(at), bool(same), why)


def _agrees(name: str, seen: str) -> bool:
    return all(sought == char or not char.isascii() for sought, char in zip(name, seen, strict=True))


def _lost_in_lower_case(text: AuditText, wanted: Sequence[Wanted]) -> Iterator[Leak]:
    """Where capitals say nothing, "rose" may be anybody: each such name once, where it first stands."""
    if text.is_cased:
        return
    seen: set[tuple[str, ...]] = set()
    for want in wanted:
        if want.any_case or want.words in seen or len(want.words) > 1 or len(want.words[0]) < 3:
            continue
        seen.add(want.words)
        places = [place for place in text.places(want.words) if text.is_prose(*place)]
        if places and not all(text.is_kept(first) for first, _ in places):
            first, last = places[0]
            times = "once" if len(places) == 1 else f"{len(places)} times"
            why = f"an ordinary word that is also {want.why}; without capitals nobody can tell ({times})"
            yield Leak(want.kind, text.quote(first, last), text.where(first), False, why, Step.SURVIVOR)
