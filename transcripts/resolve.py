"""From many overlapping proposals to one sorted, non-overlapping list that hides everything any of them hid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from transcripts.lexicon import words
from transcripts.lexicon.bodies import TAILS
from transcripts.lexicon.people import GIVEN_NAMES, GIVEN_WORDS, NOT_NAMES, OPENERS, SPOKEN_TITLES
from transcripts.lexicon.places import NOBODYS
from transcripts.session import Session
from transcripts.spans import Hit, Kind
from transcripts.words import is_ordinary

_WIDEST = 8  # tokens on either side: no name is longer, and time stays linear where every word has a capital
_WIDENING = SPOKEN_TITLES - words("mp auntie aunty uncle sister brother councillor")  # "my auntie [person]" reads on
_PLAIN = ("person", "")
_NAMELIKE = frozenset({Kind.PERSON, Kind.ORG, Kind.PLACE, Kind.ROLE})


def resolve(session: Session, hits: Iterable[Hit]) -> list[Hit]:
    """Drop what is on the keep list or masked already, widen, and settle overlaps by the longest, then the surest."""
    standing = [hit for hit in hits if not _stays(session, hit)]
    settled = _settle(session, standing)
    widened = _settle(session, [_widen(session, hit) for hit in settled])
    return _joined(session, widened)


def _stays(session: Session, hit: Hit) -> bool:
    if any(start < hit.end and hit.start < end for start, end in session.masked):
        return True
    return hit.kind in _NAMELIKE and session.is_kept(hit.start, hit.end)


def _settle(session: Session, hits: Iterable[Hit]) -> list[Hit]:
    groups: list[list[Hit]] = []
    end = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        hit = _trimmed(session, hit)
        if hit.start >= hit.end:
            continue
        if hit.start < end:
            groups[-1].append(hit)
        else:
            groups.append([hit])
        end = max(end, hit.end)
    return [one for group in groups for one in _settle_group(session, group)]


def _trimmed(session: Session, hit: Hit) -> Hit:
    inside = session.low[hit.start : hit.end]
    start = hit.start + len(inside) - len(inside.lstrip())
    return replace(hit, start=start, end=max(start, hit.end - len(inside) + len(inside.rstrip())))


def _settle_group(session: Session, group: list[Hit]) -> list[Hit]:
    best = max(group, key=lambda hit: (hit.end - hit.start, hit.confidence))
    low, high = min(hit.start for hit in group), max(hit.end for hit in group)
    if all(hit.kind is best.kind for hit in group):
        return [_agreed(replace(best, start=low, end=high), group)]
    before = [replace(hit, end=min(hit.end, best.start)) for hit in group if hit.start < best.start]
    after = [replace(hit, start=max(hit.start, best.end)) for hit in group if hit.end > best.end]
    return [*_settle(session, before), best, *_settle(session, after)]


def _agreed(best: Hit, group: list[Hit]) -> Hit:
    """What several finders say of one place, in one: surer than each, with the reason of the surest two.

    Propagation follows from what was found elsewhere and a widened hit from itself: neither is a second opinion.
    """
    others = {hit.finder: hit for hit in sorted(group, key=lambda hit: hit.confidence) if hit.finder != best.finder}
    opinions = [hit for finder, hit in others.items() if finder != "propagation" and best.finder != "propagation"]
    says = next((hit.says for hit in (best, *opinions) if hit.says not in _PLAIN), best.says)
    if not opinions:
        return replace(best, says=says)
    doubt = 1 - best.confidence
    for hit in opinions:
        doubt *= 1 - hit.confidence / 2
    second = max(opinions, key=lambda hit: hit.confidence)
    reason = best.reason if second.reason in best.reason else f"{best.reason}; {second.reason}"
    return replace(best, confidence=round(max(best.confidence, min(0.99, 1 - doubt)), 2), reason=reason, says=says)


def _widen(session: Session, hit: Hit) -> Hit:
    if hit.kind not in (Kind.PERSON, Kind.ORG):
        return hit
    first, last = session.token_at(hit.start), session.token_at(hit.end - 1) + 1
    if hit.kind is Kind.ORG:
        last = _widen_body(session, last)
    else:
        first, last = _widen_left(session, first), _widen_right(session, last)
    start = min(hit.start, session.tokens[first].start)
    end = max(hit.end, session.tokens[last - 1].end)
    return hit if (start, end) == (hit.start, hit.end) else replace(hit, start=start, end=end)


def _widen_body(session: Session, last: int) -> int:
    tokens = session.tokens
    while last < len(tokens):
        if tokens[last].capital and tokens[last].low in TAILS:
            last += 1
        elif _is_hyphened(session, last):
            last += 2
        else:
            break
    return last


def _widen_left(session: Session, first: int) -> int:
    tokens = session.tokens
    furthest = max(0, first - _WIDEST)
    while first > furthest:
        one, two = tokens[first - 1], tokens[first - 2] if first > 1 else None
        if one.low in _WIDENING and (one.capital or not session.is_cased):
            first -= 1
        elif one.low == "." and two is not None and (two.low in _WIDENING or _is_initial(session, first - 2)):
            first -= 2
        elif _is_initial(session, first - 1) or _is_strange(session, first - 1) or _is_given(session, first - 1):
            first -= 1
        elif one.low == "-" and two is not None and two.capital and two.end == one.start == tokens[first].start - 1:
            first -= 2
        else:
            break
    return first


def _widen_right(session: Session, last: int) -> int:
    tokens = session.tokens
    furthest = min(len(tokens), last + _WIDEST)
    while last < furthest:
        if _is_initial(session, last) or _is_strange(session, last):
            last += 1
        elif _is_hyphened(session, last):
            last += 2
        else:
            break
    return last


def _is_hyphened(session: Session, at: int) -> bool:
    if at + 1 >= len(session.tokens) or session.tokens[at].low not in ("-", "'"):
        return False
    joint, after = session.tokens[at], session.tokens[at + 1]
    close = session.tokens[at - 1].end == joint.start and joint.end == after.start
    return close and after.capital and len(after.low) > 1


def _is_initial(session: Session, at: int) -> bool:
    token = session.tokens[at]
    return session.is_cased and token.capital and len(token.low) == 1 and token.low not in ("i", "a")


def _is_given(session: Session, at: int) -> bool:
    token = session.tokens[at]
    known = token.low in GIVEN_WORDS or token.low in GIVEN_NAMES
    return session.is_cased and token.capital and known and not (token.opens and token.low in OPENERS)


def _is_strange(session: Session, at: int) -> bool:
    """A capital on a word that is in no dictionary, next to a name: part of the name."""
    token = session.tokens[at]
    if not (session.is_cased and token.capital and token.low.isalpha() and len(token.low) > 2):
        return False
    if token.low in NOT_NAMES or token.low in NOBODYS or is_ordinary(token.low):
        return False
    if session.is_kept(token.start, token.end):
        return False
    return not session.text[token.start : token.end].isupper()


def _joined(session: Session, hits: list[Hit]) -> list[Hit]:
    joined: list[Hit] = []
    for hit in hits:
        before = joined[-1] if joined else None
        if before is not None and _belong_together(session, before, hit):
            surest = max(before, hit, key=lambda one: one.confidence)
            entity = before.entity or hit.entity
            joined[-1] = replace(surest, start=before.start, end=hit.end, entity=entity)
        else:
            joined.append(hit)
    return joined


def _belong_together(session: Session, one: Hit, other: Hit) -> bool:
    if one.kind is not other.kind or one.kind not in (Kind.PERSON, Kind.ORG):
        return False
    if session.low[one.end : other.start] not in (" ", "-", ". ", ", ") or one.end == other.start:
        return False
    if session.low[one.end : other.start] == ", ":
        return one.entity == other.entity and one.entity is not None
    strangers = [hit for hit in (one, other) if hit.entity is None or hit.entity.startswith("x:")]
    return one.entity == other.entity or (bool(strangers) and one.kind is Kind.PERSON)
