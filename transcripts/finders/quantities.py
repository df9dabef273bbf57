"""How many homes: a figure by which everybody on the roll can be looked up."""

from __future__ import annotations

from bisect import bisect_left

from transcripts.gate import word
from transcripts.lexicon import words
from transcripts.lexicon.speech import HOMES
from transcripts.numbers import number_at
from transcripts.roster import Roster
from transcripts.session import Session
from transcripts.spans import Hit, Kind

_FEWEST = 20
_MOST = 400_000  # nobody has more homes: a larger figure is the nation's
_NEAR = 0.05
_STOCK = words("homes properties units dwellings tenancies households houses")
_OWNING = words("own owns manage manages managing owning look")
_OURS = words("we our us ours my i we've we're")
_HAVING = words("have has got had")
_APART = words(". ? ! \n")
_BUILT = words(
    "build built building deliver delivered delivering complete completed completing start started need needed sold "
    "sell lost empty void voids inspected surveyed retrofitted retrofit visited waiting list lists every year per "
    "month week affected damp mould"
)
_BODIES = words("association landlord provider co-op coop op operative organisation charity council almo trust group")
_BETWEEN = words("social rented council general needs affordable managed different or so odd and of our plus + rental")
_MONEY = words("£ $ € pounds quid percent % pence million days weeks years hours minutes miles people jobs repairs")
_BEFORE = 7


def find(session: Session, roster: Roster) -> list[Hit]:
    """Figures that are those of a landlord on the roster, or that somebody gives for their own landlord's homes."""
    present = sorted(org.homes for org in roster.orgs if org.homes and org.homes >= _FEWEST)
    roll = sorted(org.homes for org in roster.roll if org.homes and org.homes >= _FEWEST)
    lows = [token.low for token in session.tokens]
    hits = []
    at = 0
    while at < len(lows):
        found = number_at(lows, at)
        if found is None or (at > 0 and lows[at - 1] in ("£", "$", "€", "#")):
            at += 1 if found is None else max(found[0] - at, 1)
            continue
        last, value = found
        unit = _unit_after(session, last)
        why = _why(session, at, last, value, unit, present, roll) if value >= _FEWEST else None
        if why is not None:
            reason, confidence = why
            end = unit + 1 if unit == last else last
            start = session.tokens[at].start
            stop = session.tokens[end - 1].end
            hits.append(Hit(start, stop, Kind.QUANTITY, "quantity", confidence, reason, None, "number of homes"))
        at = last
    return hits


def _why(
    session: Session, at: int, last: int, value: int, unit: int | None, present: list[int], roll: list[int]
) -> tuple[str, float] | None:
    near = _is_near(present, value, _NEAR)
    if unit is not None:
        if near and value >= 50:
            return "it is about the number of homes of a landlord in the meeting", 0.9
        if value <= _MOST and _is_own(session, at, unit, value):
            return "somebody says how many homes they have", 0.75
        if word(session, unit) in _STOCK and value >= 50 and _is_near(roll, value, 0.01):
            return "it is the number of homes of a landlord of the roll", 0.7
        return None
    if value >= 100 and value <= _MOST and _is_stock(session, at):
        return "somebody says how many homes they have", 0.7
    telling = value >= 1000 and not (1900 <= value <= 2100 and last == at + 1)
    if near and telling and word(session, last) not in _MONEY:
        return "it is about the number of homes of a landlord in the meeting", 0.6
    return None


def _is_near(homes: list[int], value: int, share: float) -> bool:
    """Is one of the sorted numbers within so great a share of itself of the value?"""
    place = bisect_left(homes, value)
    return any(abs(value - each) <= each * share for each in homes[max(0, place - 1) : place + 1])


def _is_own(session: Session, at: int, unit: int, value: int) -> bool:
    """Does the landlord who speaks own or manage so many, rather than build, sell or inspect them?"""
    said = _said_before(session, at)
    if any(low in _BUILT for low in (*said, *_said_after(session, unit + 1))):
        return False
    owns = any(low in _OWNING for low in said)
    ours = any(low in _OURS for low in said)
    if word(session, unit) not in _STOCK:
        return (ours and owns) or ("our" in said and value >= 1000)
    if ours and (owns or value >= 1000 or "our" in said or any(low in _HAVING for low in said)):
        return True
    before, after = word(session, at - 1), word(session, unit + 1)
    if any(low in _BODIES for low in said) and before in ("of", "with", ",", "about", "around", "only", "just"):
        return True
    with_few = said[-1:] == ["with"]
    return (with_few and after in ("we", "we're", "it", "you")) or (owns and not with_few)


def _said_before(session: Session, at: int) -> list[str]:
    said: list[str] = []
    for place in range(at - 1, max(at - 1 - _BEFORE, -1), -1):
        low = word(session, place)
        if low in _APART:
            break
        said.append(low)
    return said[::-1]


def _said_after(session: Session, at: int) -> list[str]:
    said: list[str] = []
    for place in range(at, min(at + 3, len(session.tokens))):
        if word(session, place) in (*_APART, ","):
            break
        said.append(word(session, place))
    return said


def _is_stock(session: Session, at: int) -> bool:
    """ "our stock is 18,000", "a stock of about 4,300"."""
    said = _said_before(session, at)
    of_stock = any(low in ("stock", "portfolio") for low in said[-4:])
    return of_stock and any(low in ("is", "of", "was", "at") for low in said[-3:])


def _unit_after(session: Session, last: int) -> int | None:
    for place in range(last, min(last + 4, len(session.tokens))):
        if word(session, place) in HOMES:
            return place
        if word(session, place) not in _BETWEEN:
            return None
    return None
