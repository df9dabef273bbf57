"""What singles a landlord out without naming it: how many homes, where, and being the largest or the only one.

Each phrase is held against every landlord of the meeting and of the roll. `k` is how many of them it fits: one means
that whoever has the roll can look up who spoke.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transcripts.leak_numbers import figures_in, number_at
from transcripts.leak_text import MASKED, AuditText
from transcripts.lexicon import words
from transcripts.roster import Org, Roster
from transcripts.spans import Kind
from transcripts.words import is_ordinary

FEW = 3  # a phrase that fits so many landlords, or fewer, wants eyes
_FEWEST_HOMES = 50
_NEAR = 0.05
_STOCK = words("homes properties units tenancies dwellings households houses flats bungalows leaseholders")
_PEOPLE = words("tenants residents customers people households")
_BETWEEN = words("social rented council general needs affordable or so odd and of our housing managed sheltered")
_OWN = words("our ours we us i my own manage")
_MORE = words("over than above exceeding")
_LESS = words("under below")
_ABOUT = words("about around roughly nearly almost approximately some circa just")
# Behind a number that stands for itself ("nine thousand four hundred of them"), not for so many of something else.
_ENDS_A_NUMBER = words("of and but so now in across that which is was all or because when then at we they i on")
_MONEY = words("pounds pound quid pence percent euros per")
_MOST = words("largest biggest smallest oldest newest youngest")
_KINDS = words(
    "landlord landlords association associations provider providers council councils almo almos trust co-op coop "
    "cooperative organisation company employer"
)
_WHERE = words("here in on across round around within between")
_EVENTS = words(
    "merger merged demerger takeover takeover amalgamation inquest downgrade downgraded rebrand rebranded renamed"
)
_ROLE_WORDS = ("chief executive", "managing director", "finance director", "company secretary")
_I_AM = (["i", "m"], ["i", "am"], ["am", "the"], ["m", "the"])


@dataclass(frozen=True, slots=True)
class SinglingOut:
    """A phrase by which a landlord could be looked up. `fits`: the ids of those it fits; None where that is unknown."""

    words: str
    where: str
    fits: tuple[str, ...] | None
    present: bool
    hard: bool
    why: str
    kind: Kind = Kind.QUANTITY

    @property
    def k(self) -> int | None:
        """How many landlords of the meeting and the roll the phrase fits."""
        return None if self.fits is None else len(self.fits)


def find(text: AuditText, roster: Roster) -> Iterator[tuple[Kind, str, str, bool, str]]:
    """Leaks as (kind, words, where, hard, why)."""
    for phrase in singling_out(text, roster):
        yield phrase.kind, phrase.words, phrase.where, phrase.hard, phrase.why


def singling_out(text: AuditText, roster: Roster) -> list[SinglingOut]:
    """The phrases of a text that fit three landlords or fewer, in their order, each once."""
    everyone = [*roster.orgs, *roster.roll]
    present = {org.id for org in roster.orgs}
    found = [
        *_figures(text, everyone, present),
        *_places(text, everyone, present),
        *_claims(text),
    ]
    once: dict[tuple[str, bool], SinglingOut] = {}
    for phrase in found:
        once.setdefault((phrase.words.casefold(), phrase.hard), phrase)
    return list(once.values())


def _figures(text: AuditText, everyone: Sequence[Org], present: set[str]) -> Iterator[SinglingOut]:
    counted = [org for org in everyone if org.homes and org.homes >= _FEWEST_HOMES]
    at = 0
    while at < len(text.words):
        number = number_at(text, at)
        if number is None:
            at += 1
            continue
        last, value, step = number
        if value >= _FEWEST_HOMES and text.is_prose(at, last) and not _is_money(text, at, last):
            phrase = _figure(text, (at, last), value, step, counted, present)
            if phrase:
                yield phrase
        at = last


def _figure(
    text: AuditText, place: tuple[int, int], value: int, step: int, counted: Sequence[Org], present: set[str]
) -> SinglingOut | None:
    at, last = place
    unit = _unit_after(text, last)
    before = _before(text, at)
    own = bool(_OWN & set(before))
    of_homes = unit is not None and text.words[unit].low in _STOCK
    compared = bool((_MORE | _LESS) & set(before[-2:]))
    exact = [org for org in counted if org.homes == value]
    rounded = [org for org in counted if _fits(org, value, step, loosely=of_homes or bool(_ABOUT & set(before[-2:])))]
    if compared and not own:  # "landlords with over 1,000 homes" says nothing of anybody's own
        rounded = []
    fits = exact if exact and figures_in(value) >= 3 else rounded or exact
    here = [org for org in fits if org.id in present]
    end = unit + 1 if unit is not None and (of_homes or own) else last
    shown, where = text.quote(at, end), text.where(at)
    ids = tuple(org.id for org in fits)
    if of_homes and here and (len(fits) <= FEW or figures_in(value) >= 3):
        about = "" if exact else "about "
        sure = own or figures_in(value) > 1  # "a patch of nine hundred homes" may be anybody's
        return SinglingOut(shown, where, ids, True, sure, f"it is {about}a landlord's number of homes")
    if unit is None and here and value >= 1000 and _stands_alone(text, at, last, value):
        telling = exact if figures_in(value) >= 2 else []
        telling = telling or [org for org in here if round(org.homes or 0, -3) == value and figures_in(value) >= 2]
        if telling:
            return SinglingOut(shown, where, ids, True, True, "it is a landlord's number of homes")
        if len(fits) <= FEW:
            return SinglingOut(shown, where, ids, True, False, f"it may be a number of homes: {_whom(len(fits))}")
    if of_homes and fits and len(fits) <= FEW and (own or step < 1000 or figures_in(value) >= 2):
        return SinglingOut(shown, where, ids, bool(here), False, f"a number of homes on the roll: {_whom(len(fits))}")
    if own and of_homes and value >= 100 and not fits:
        return SinglingOut(shown, where, None, False, False, "somebody says how many homes they have")
    return None


def _before(text: AuditText, at: int) -> list[str]:
    """Up to five words before a word, of the same sentence."""
    first = at
    while first > max(0, at - 5) and not text.words[first].opens:
        first -= 1
    return [word.low for word in text.words[first:at]]


def _whom(fitting: int) -> str:
    return "one landlord has it" if fitting == 1 else f"only {fitting} landlords have it"


def _fits(org: Org, value: int, step: int, *, loosely: bool) -> bool:
    homes = org.homes or 0
    near = max(step / 2, _NEAR * min(value, homes)) if loosely else step / 2
    return abs(homes - value) <= (0 if step == 1 and not loosely else near)


def _stands_alone(text: AuditText, at: int, last: int, value: int) -> bool:
    """A number of homes may be said without the word; a year, or so many of something else, is none."""
    if 1900 <= value <= 2100 and last == at + 1:
        return False
    following = text.words[last] if last < len(text.words) else None
    return following is None or following.opens or "," in following.gap or following.low in _ENDS_A_NUMBER


def _is_money(text: AuditText, at: int, last: int) -> bool:
    if any(sign in text.words[at].gap[-2:] for sign in "£$€#"):
        return True
    return last < len(text.words) and (text.words[last].low in _MONEY or "%" in text.words[last].gap[:2])


def _unit_after(text: AuditText, last: int) -> int | None:
    for place in range(last, min(last + 4, len(text.words))):
        word = text.words[place]
        if MASKED in word.gap or "." in word.gap:
            return None
        if word.low in _STOCK | _PEOPLE:
            return place
        if word.low not in _BETWEEN:
            return None
    return None


def _places(text: AuditText, everyone: Sequence[Org], present: set[str]) -> Iterator[SinglingOut]:
    """Districts where few landlords are, said by somebody of their own."""
    districts: dict[tuple[str, ...], list[Org]] = {}
    for org in everyone:
        for district in org.districts:
            name = tuple(
                word for word in re.findall(r"[^\W_]+", district.lower()) if word not in ("the", "of", "council")
            )
            if name and not all(is_ordinary(word) for word in name):
                districts.setdefault(name, []).append(org)
    for name, orgs in sorted(districts.items()):
        fits = tuple(dict.fromkeys(org.id for org in orgs))
        for first, last in text.places(name):
            near = {word.low for word in text.words[max(0, first - 8) : last + 6]}
            if len(fits) <= FEW and near & _OWN and text.is_prose(first, last):
                whose = "one landlord" if len(fits) == 1 else f"only {len(fits)} landlords"
                why = f"a place of {whose}, said by somebody of their own"
                here = any(one in present for one in fits)
                yield SinglingOut(text.quote(first, last), text.where(first), fits, here, False, why, Kind.PLACE)


def _claims(text: AuditText) -> Iterator[SinglingOut]:
    """Being the largest, the only one, a small circle, the one that merged, the one whose chief somebody is."""
    for at, word in enumerate(text.words):
        if not word.prose:
            continue
        after = [other.low for other in text.words[at + 1 : at + 7]]
        before = _before(text, at)
        own = bool(_OWN & set(before))
        if word.low in _MOST and _KINDS & set(after[:3]):
            yield _claim(text, at, 4, "only one landlord can be that")
        elif word.low == "only" and before[-1:] == ["the"] and _claims_place(after):
            yield _claim(text, at, 5, "only one landlord can be that")
        elif word.low in ("two", "three", "four", "five") and after[:2] == ["of", "us"] and _WHERE & set(after[2:4]):
            yield _claim(text, at, 6, "so few can be looked up")
        elif word.low in _EVENTS and (own or "with" in after[:1]):
            yield _claim(text, at, 3, "an event which few landlords share")
        elif _is_role(word.low, after) and (before[-1:] == ["as"] or before[-2:] in _I_AM):
            yield _claim(text, at, 5, "a post which one person holds")


def _is_role(low: str, after: list[str]) -> bool:
    return low == "ceo" or " ".join([low, *after[:1]]) in _ROLE_WORDS


def _claims_place(after: list[str]) -> bool:
    return bool((_KINDS | {"one"}) & set(after[:3])) and bool(_WHERE & set(after[1:5]))


def _claim(text: AuditText, at: int, length: int, why: str) -> SinglingOut:
    last = at + 1
    while last < min(at + length, len(text.words)) and "." not in text.words[last].gap and text.words[last].prose:
        last += 1
    return SinglingOut(text.quote(at, last), text.where(at), None, False, False, why, Kind.OTHER)
