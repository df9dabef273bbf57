"""The ways in which a person or a landlord may be spoken of: every form is a short sequence of tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from transcripts.folding import fold_name
from transcripts.lexicon.bodies import COMMON_ACRONYMS, GENERIC, SECTOR_WORDS, TAILS
from transcripts.lexicon.people import AFTER_NAMES, FILLERS, NOT_NAMES, OPENERS, PARTICLES, SHORT_FORMS, TITLES
from transcripts.roster import Org, Participant
from transcripts.session import tokenise
from transcripts.spans import Kind
from transcripts.words import is_ordinary


class Gate(Enum):
    """How much context a form needs before it is taken for the person or body it stands for."""

    NONE = "none"
    WORD = "word"  # an ordinary word: a capital in the middle of a sentence, or a cue
    CAPITALS = "capitals"  # only as written in capitals: initials, acronyms
    CUE = "cue"  # a body elsewhere: a capital and a cue


@dataclass(frozen=True, slots=True)
class Form:
    """One way of naming an entity. `how` completes the sentence "this is ...": "the first name of a participant"."""

    tokens: tuple[str, ...]
    entity: str
    how: str
    confidence: float
    gate: Gate
    kind: Kind
    says: str

    @property
    def is_derived(self) -> bool:
        """Is it made from another form of the same name, and so not worth listening for by sound?"""
        return any(made in self.how for made in _DERIVED)


_DERIVED = ("with an s", "short first name", "turned round", "spelt", "initials", "cut short")


def person_forms(person: Participant) -> Iterator[Form]:
    """Every form of a participant's name: whole, parts, hyphen parts, short names, initials, turned round."""
    return name_forms(person.name, f"p:{person.id}", "participant", "a participant")


def name_forms(name: str, entity: str, says: str, whose: str) -> Iterator[Form]:
    """The forms of any person's name. `whose` names its bearer in reasons, without naming them."""

    def form(tokens: tuple[str, ...], how: str, confidence: float, gate: Gate) -> Form:
        return Form(tokens, entity, f"the {how} of {whose}", confidence, gate, Kind.PERSON, says)

    parts = name_parts(name)
    if not parts:
        return
    whole = tuple(token for part in parts for token in tokenise(part))
    ordinary = all(is_ordinary(token) for token in whole if token.isalnum())
    if len(parts) > 1:
        yield form(whole, "full name", 0.99, Gate.WORD if ordinary else Gate.NONE)
        ends = (*tokenise(parts[0]), *tokenise(parts[-1]))
        yield form(ends, "first and last name", 0.98, Gate.WORD if ordinary else Gate.NONE)
        yield form((*tokenise(parts[-1]), *tokenise(parts[0])), "name, turned round,", 0.95, _gate(ends))
        yield form((*tokenise(parts[-1]), ",", *tokenise(parts[0])), "name, turned round,", 0.97, _gate(ends))
        yield form(("".join(filter(str.isalnum, ends)),), "name, run together,", 0.95, Gate.NONE)
        for bare in {_without_marks(whole), _without_marks(ends)} - {whole, ends}:
            yield form(bare, "full name", 0.96, _gate(bare))
        first, last = parts[0][0], parts[-1].split()[-1][0]
        pieces = [piece[0] for piece in tokenise(parts[-1]) if piece.isalnum() and piece not in PARTICLES]
        for behind in (tuple(pieces), (last,)):
            yield form((*tokenise(parts[0]), *behind), "first name and initial", 0.9, Gate.WORD)
        spelt = [piece[0] for piece in whole if piece.isalnum()]
        if len(spelt) > 2:
            yield form(tuple(spelt), "initials, spelt out,", 0.7, Gate.CAPITALS)
        yield form((first + last,), "initials", 0.5, Gate.CAPITALS)
        yield form((first, ".", last), "initials", 0.7, Gate.CAPITALS)
        if len(parts) > 2:
            initials = "".join(part[0] for part in parts)
            yield form((initials,), "initials", 0.6, Gate.CAPITALS)
    for place, part in enumerate(parts):
        which = "first name" if place == 0 else "last name" if place == len(parts) - 1 else "middle name"
        yield from (form(*each) for each in _part_forms(part, which, len(parts) == 1))
    for short in cut_short(parts[0]):
        yield form((short,), "first name, cut short,", 0.7, Gate.WORD)
    for short in sorted(short_forms(parts[0])):
        yield form((short,), "short first name", 0.85, _gate((short,)))
        if len(parts) > 1:
            both = (short, *tokenise(parts[-1]))
            yield form(both, "short first name and last name", 0.95, _gate(both))


def name_parts(name: str) -> list[str]:
    """A person's name as given parts and one last part, folded: titles and letters after the name dropped,
    "Surname, First" turned round, particles ("van", "ap", "O'") left with what follows them."""
    folded = fold_name(name.split("(")[0]) or fold_name(name)
    before, comma, after = folded.partition(",")
    behind = [word for word in after.replace(".", " ").split() if word not in AFTER_NAMES]
    words = [*behind, *before.replace(".", " ").split()] if comma else folded.replace(".", " ").split()
    words = [word for word in words if word.strip("'-")]
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    while len(words) > 1 and words[-1] in AFTER_NAMES:
        words = words[:-1]
    if len(words) < 2:
        return words
    at = len(words) - 1
    while at > 1 and words[at - 1] in PARTICLES:
        at -= 1
    return [*words[:at], " ".join(words[at:])]


def _without_marks(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(token for token in tokens if token.isalnum())


def cut_short(first: str) -> Iterator[str]:
    """What is left of a first name when its end is dropped, as friends do: no table knows them all."""
    for length in range(3, len(first)):
        short = first[:length]
        if short.isalpha() and not is_ordinary(short) and short not in PARTICLES | TITLES | NOT_NAMES | FILLERS:
            yield short


def short_forms(first: str) -> set[str]:
    """The short names of a first name, or the long names of a short one, with each other's."""
    found: set[str] = set()
    for group in SHORT_FORMS:
        if first == group[0] or (first in group and len(first) > 1):
            found.update(group if first == group[0] or len(first) > 5 else group[:1])
    return found - {first}


def _gate(tokens: tuple[str, ...]) -> Gate:
    words = [token for token in tokens if token.isalnum()]
    risky = all(is_ordinary(word) or len(word) <= 2 for word in words)
    return Gate.WORD if risky else Gate.NONE


def _plural_gate(letters: str) -> Gate:
    return Gate.WORD if Gate.WORD in (_gate((letters,)), _gate((letters + "s",))) else Gate.NONE


def _part_forms(part: str, which: str, alone: bool) -> Iterator[tuple[tuple[str, ...], str, float, Gate]]:
    tokens = tuple(tokenise(part))
    letters = "".join(filter(str.isalnum, part))
    if len(letters) < 2 and not alone:
        return
    yield tokens, which, 0.95 if which == "last name" else 0.92, _gate(tokens)
    if len(tokens) > 1:
        yield (letters,), f"{which}, run together,", 0.9, _gate((letters,))
    if len(tokens) == 1 and len(letters) > (3 if which == "last name" else 2) and letters + "s" not in NOT_NAMES:
        yield (letters + "s",), f"{which} with an s", 0.85, _plural_gate(letters)
    if letters.startswith(("mac", "mc")) and len(letters) > 5:
        stem = letters.removeprefix("mac").removeprefix("mc")
        for prefix in ("mc", "mac"):
            yield (prefix + stem,), f"{which}, spelt otherwise,", 0.85, _gate((prefix + stem,))
            yield (prefix, stem), f"{which}, spelt otherwise,", 0.85, Gate.NONE
    if "'" in part:
        yield tuple(tokenise(part.replace("'", " "))), f"{which}, spelt otherwise,", 0.85, Gate.NONE
    pieces = [piece for piece in tokens if piece.isalnum() and piece not in PARTICLES]
    if len(pieces) > 1 or (len(tokens) > 1 and pieces):
        for piece in pieces:
            if len(piece) > 2:
                yield (piece,), f"part of the {which}", 0.88, _gate((piece,))


def org_forms(org: Org, *, present: bool) -> Iterator[Form]:
    """Every form of a landlord's name: name, aliases, stem, acronym written and spelt, domain.

    A landlord that is not present is masked on its full name and aliases, and on its stem where a cue points to it.
    """
    whose = "a landlord in the meeting" if present else "another landlord of the roll"

    def form(tokens: tuple[str, ...], how: str, confidence: float, gate: Gate) -> Form:
        return Form(tokens, f"o:{org.id}", f"the {how} of {whose}", confidence, gate, Kind.ORG, "landlord")

    for name, how in ((org.name, "name"), *((alias, "other name") for alias in org.aliases)):
        words = _body_words(name)
        if not words:
            continue
        is_acronym = len(words) == 1 and len(words[0]) <= 5 and name.strip().isupper()
        for variant in _and_variants(words):
            yield form(variant, how, 0.98, _body_gate(variant, present=present, is_acronym=is_acronym))
        if is_acronym and len(words[0]) > 1:
            yield from (form(*each) for each in _spelt(words[0], f"{how}, spelt out,"))
        elif "&" in name and len(words) == 3 and all(len(word) == 1 for word in (words[0], words[2])):
            yield form((words[0], "n", words[2]), how, 0.8, Gate.NONE)
            yield form((words[0] + "n" + words[2],), how, 0.8, _gate((words[0] + "n" + words[2],)))
        joined = "".join(words)
        if len(words) > 1 and (len(joined) > 5 or "and" in words or "&" in words):
            yield form((joined,), f"{how}, run together,", 0.93, Gate.NONE)
            yield form((joined.replace("&", "and"),), f"{how}, run together,", 0.93, Gate.NONE)
        yield from (form(*each) for each in _stem_forms(words, how, present=present))
    if present:
        yield from (form(*each) for each in _acronym_forms(org.name))
    if org.domain:
        site = fold_name(org.domain).removeprefix("www.").split(".")[0]
        if len(site) > 3:
            yield form((site,), "web address", 0.93, _body_gate((site,), present=present, is_acronym=False))


def _body_words(name: str) -> tuple[str, ...]:
    bare = fold_name(name.split("(")[0]) or fold_name(name)
    words = [part for part in tokenise(bare) if part.isalnum() or part in ("&", "'", "-")]
    return tuple(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _and_variants(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    bare = tuple(word for word in words if word.isalnum() and word != "and")
    swapped = tuple("and" if word == "&" else word for word in words)
    together = [part for word in bare for part in (word, "-")][:-1]
    hyphened = [part for word in swapped for part in (word, "-")][:-1]
    return {
        words,
        swapped,
        *(tuple(link if word == "and" else word for word in swapped) for link in ("+", "n")),
        *([tuple(together), tuple(hyphened)] if 1 < len(bare) < 6 else []),
        tuple("&" if word == "and" else word for word in words),
        tuple(word for word in words if word not in ("'", "-")),
        *([bare] if len(bare) > 1 and len("".join(bare)) > 6 else []),
    }


def _body_gate(words: tuple[str, ...], *, present: bool, is_acronym: bool) -> Gate:
    letters = [word for word in words if word.isalnum()]
    if is_acronym and (len(letters[0]) <= 2 or is_ordinary(letters[0]) or letters[0] in COMMON_ACRONYMS):
        return Gate.CAPITALS
    if len(letters) > 1 and letters[-1] in TAILS and letters[0] not in SECTOR_WORDS:
        return Gate.NONE
    if all(is_ordinary(word) or len(word) <= 2 for word in letters):
        spelt = len(letters) > 1 and all(len(word) <= 2 or word == "and" for word in letters)
        if spelt:
            return Gate.NONE
        return Gate.WORD if present or len(letters) > 1 else Gate.CUE
    return Gate.NONE


def _stem_forms(
    words: tuple[str, ...], how: str, *, present: bool
) -> Iterator[tuple[tuple[str, ...], str, float, Gate]]:
    stem = list(words)
    while stem and (stem[-1] in GENERIC or stem[-1] in "&-'"):
        stem.pop()
        shorter = tuple(stem)
        if len(stem) > 1 and stem[-1] in TAILS and stem[0] not in GENERIC:
            yield shorter, f"short form of the {how}", 0.9, _body_gate(shorter, present=present, is_acronym=False)
            yield ("".join(stem),), f"short form of the {how}, run together,", 0.88, Gate.NONE
    while stem and (stem[0] in GENERIC or stem[0] in "&-'"):
        stem.pop(0)
    yield from _opening_forms(words, how, present=present)
    if not stem or tuple(stem) == words or (len(stem) == 1 and len(stem[0]) < 3):
        return
    for variant in _and_variants(tuple(stem)):
        gate = _body_gate(variant, present=present, is_acronym=False)
        yield variant, f"short form of the {how}", 0.9, gate
    joined = "".join(word for word in stem if word.isalnum())
    if len(stem) > 1 and len(joined) > 5:
        yield (joined,), f"{how}, run together,", 0.88, Gate.WORD if is_ordinary(joined) else Gate.NONE


def _opening_forms(
    words: tuple[str, ...], how: str, *, present: bool
) -> Iterator[tuple[tuple[str, ...], str, float, Gate]]:
    """How a landlord's long name is begun: "Sovereign" of "Sovereign Green", "Great Places" of "Great Places North"."""
    plain = words[0] in GENERIC | SECTOR_WORDS | OPENERS
    if not present or len(words) < 2 or not all(word.isalpha() for word in words[:2]):
        return
    if len(words[0]) > 4 and not plain:
        yield words[:1], f"first word of the {how}", 0.8, Gate.WORD if is_ordinary(words[0]) else Gate.NONE
    if len(words) > 2 and not (plain and words[1] in GENERIC):
        yield words[:2], f"short form of the {how}", 0.85, _body_gate(words[:2], present=True, is_acronym=False)
        yield ("".join(words[:2]),), f"short form of the {how}, run together,", 0.85, _gate(("".join(words[:2]),))


def _acronym_forms(name: str) -> Iterator[tuple[tuple[str, ...], str, float, Gate]]:
    words = [word for word in _body_words(name) if word.isalnum()]
    letters = "".join(word[0] for word in words if word not in ("the", "of", "and", "for"))
    if len(letters) < 3 or letters in COMMON_ACRONYMS:
        return
    yield (letters,), "initials", 0.85, Gate.CAPITALS if is_ordinary(letters) else Gate.NONE
    yield from _spelt(letters, "initials, spelt out,")


def _spelt(letters: str, how: str) -> Iterator[tuple[tuple[str, ...], str, float, Gate]]:
    gate = Gate.NONE if len(letters) > 2 else Gate.CAPITALS
    yield tuple(letters), how, 0.85, gate
    dotted = tuple(part for letter in letters for part in (letter, "."))
    yield dotted, how, 0.9, Gate.NONE
    yield dotted[:-1], how, 0.9, Gate.NONE
    if "w" in letters:
        spoken = tuple(part for letter in letters for part in (("double", "u") if letter == "w" else (letter,)))
        yield spoken, how, 0.85, Gate.NONE
