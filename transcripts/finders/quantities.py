"""How many homes: a figure by which everybody on the roll can be looked up."""

from __future__ import annotations

from transcripts.gate import word
from transcripts.lexicon import words
from transcripts.lexicon.speech import HOMES, OWN
from transcripts.numbers import number_at
from transcripts.roster import Roster
from transcripts.session import Session
from transcripts.spans import Hit, Kind

_FEWEST = 50
_NEAR = 0.05
_STOCK = words("homes properties units dwellings tenancies households houses")
_OWNING = words("our we own manage have we've got provide look after")  # "about 600 residents" may have been asked
_BETWEEN = words("social rented council general needs affordable managed different or so odd and of our")
_MONEY = words("£ $ € pounds quid percent % pence million days weeks years hours minutes miles people jobs repairs")


def find(session: Session, roster: Roster) -> list[Hit]:
    """Figures that are those of a landlord on the roster, or that somebody gives for their own landlord's homes."""
    present = [org.homes for org in roster.orgs if org.homes and org.homes >= _FEWEST]
    roll = [org.homes for org in roster.roll if org.homes and org.homes >= _FEWEST]
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
    near = any(abs(value - homes) <= homes * _NEAR for homes in present)
    if unit is not None:
        leading = OWN if word(session, unit) in _STOCK else _OWNING
        own = any(word(session, place) in leading for place in range(max(at - 3, 0), at))
        if near:
            return "it is about the number of homes of a landlord in the meeting", 0.9
        if own and value >= 100:
            return "somebody says how many homes they have", 0.75
        if word(session, unit) in _STOCK and any(abs(value - homes) <= homes * 0.01 for homes in roll):
            return "it is the number of homes of a landlord of the roll", 0.7
        return None
    telling = value >= 1000 and not (1900 <= value <= 2100 and last == at + 1)
    if near and telling and word(session, last) not in _MONEY:
        return "it is about the number of homes of a landlord in the meeting", 0.6
    return None


def _unit_after(session: Session, last: int) -> int | None:
    for place in range(last, min(last + 4, len(session.tokens))):
        if word(session, place) in HOMES:
            return place
        if word(session, place) not in _BETWEEN:
            return None
    return None
