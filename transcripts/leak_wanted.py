"""What the leak audit looks for by name: everything the roster knows of people and landlords."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transcripts.leak_text import read_text
from transcripts.lexicon.bodies import COMMON_ACRONYMS, GENERIC
from transcripts.lexicon.people import AFTER_NAMES, PARTICLES, SHORT_FORMS, TITLES
from transcripts.lexicon.speech import ENDINGS, MAIL_HOSTS
from transcripts.passages import Passage
from transcripts.roster import Org, Participant, Roster
from transcripts.spans import Kind
from transcripts.words import is_ordinary

_PART = "part of a participant's name"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words in a row that would name somebody. `any_case`: also where no capital says that a name is meant."""

    words: tuple[str, ...]
    kind: Kind
    why: str
    hard: bool = True
    any_case: bool = True
    present: bool = True
    is_plural: bool = False
    is_part: bool = False  # a name by itself, as people call one another


def all_wanted(roster: Roster) -> list[Wanted]:
    """Every name of the roster in every form, the certain ones first."""
    wanted = [want for person in roster.participants for want in _of_person(person)]
    wanted += [want for org in roster.orgs for want in _of_org(org, "a landlord in the meeting", present=True)]
    wanted += [want for org in roster.roll for want in _of_org(org, "a landlord of the roll", present=False)]
    return sorted(dict.fromkeys(wanted), key=lambda want: not want.hard)


def _of_person(person: Participant) -> Iterator[Wanted]:
    words = [word for word in split_words(person.name) if word not in TITLES | AFTER_NAMES]
    whole = tuple(words)
    if len(whole) > 1:
        plain = all(is_ordinary(word) for word in whole)
        for order in {whole, whole[::-1], (whole[0], whole[-1]), (whole[-1], whole[0])}:
            yield Wanted(order, Kind.PERSON, "the name of a participant", any_case=not plain)
    for word in whole:
        if len(word) < 2 or (word in PARTICLES and len(whole) > 2):
            continue
        risky = is_ordinary(word) or len(word) < 3
        yield Wanted((word,), Kind.PERSON, _PART, hard=not risky, any_case=not risky, is_part=True)
        if not risky and len(word) > 3:
            yield Wanted((word + "s",), Kind.PERSON, "part of a participant's name, in the plural", is_plural=True)
    for part in person.name.split():
        pieces = split_words(part)
        if len(pieces) > 1 and len("".join(pieces)) > 3:
            yield Wanted(("".join(pieces),), Kind.PERSON, "part of a participant's name, run together")
    for group in SHORT_FORMS:
        if whole and whole[0] in group:
            for short in sorted(set(group) - {whole[0]}):
                yield Wanted((short,), Kind.PERSON, "short for a participant's name", hard=False, any_case=False)
    if len(whole) > 2:
        yield Wanted(tuple(word[0] for word in whole), Kind.PERSON, "the initials of a participant, spelt out")
    local = "".join(split_words((person.email or "").partition("@")[0]))
    if len(local) > 4 and local.isalpha() and not is_ordinary(local):
        yield Wanted((local,), Kind.CONTACT, "part of a participant's e-mail address")
    if person.role and len(split_words(person.role)) > 1:
        yield Wanted(tuple(split_words(person.role)), Kind.ROLE, "the job title of a participant", hard=False)


def _of_org(org: Org, whose: str, *, present: bool) -> Iterator[Wanted]:
    for name in (org.name, *org.aliases):
        words = tuple(split_words(name))
        if not words:
            continue
        yield _body(words, f"the name of {whose}", present)
        yield _body(tuple(word for word in words if word != "and"), f"the name of {whose}", present)
        stem = list(words)
        while stem and stem[-1] in GENERIC:
            stem.pop()
        while stem and stem[0] in GENERIC:
            stem.pop(0)
        if stem and len("".join(stem)) > 2:
            yield _body(tuple(stem), f"the name of {whose}, shortened", present)
    letters = "".join(word[0] for word in split_words(org.name) if word not in ("the", "of", "and", "for"))
    if present and len(letters) > 2 and letters not in COMMON_ACRONYMS:
        yield Wanted((letters,), Kind.ORG, f"the initials of {whose}", hard=not is_ordinary(letters), any_case=False)
        yield Wanted(tuple(letters), Kind.ORG, f"the initials of {whose}, spelt out")
    for label in split_words((org.domain or "").replace("-", "")):
        if len(label) > 2 and label not in ENDINGS | MAIL_HOSTS | GENERIC and label != "www":
            yield _body((label,), f"the web address of {whose}", present)
    for district in org.districts if present else ():
        words = tuple(word for word in split_words(district) if word not in GENERIC) or tuple(split_words(district))
        plain = all(is_ordinary(word) for word in words)
        yield Wanted(words, Kind.PLACE, f"a district of {whose}", hard=not plain, any_case=not plain)


def _body(words: tuple[str, ...], why: str, present: bool) -> Wanted:
    plain = all(is_ordinary(word) or len(word) < 3 for word in words)
    spelt = len(words) > 1 and all(len(word) == 1 or word == "and" for word in words)
    hard = not plain or len(words) > 1
    return Wanted(words, Kind.ORG, why, hard=hard, any_case=not plain or spelt, present=present)


def split_words(name: str) -> list[str]:
    """The words of a name as the audit reads them."""
    return [word.low for word in read_text([Passage("", name.replace("&", " and "))]).words]
