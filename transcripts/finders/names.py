"""Names of the roster, and names found elsewhere in the session: exact on folded text, behind the context gate."""

from __future__ import annotations

from collections.abc import Iterable

from transcripts.forms import Form, Gate
from transcripts.gate import admits, is_a_verb, word
from transcripts.handovers import Handovers
from transcripts.lexicon import words
from transcripts.lexicon.slots import NO_NOUNS
from transcripts.matching import matches
from transcripts.session import Session
from transcripts.slots import is_a_body, is_a_place, is_somebody
from transcripts.spans import Hit, Kind
from transcripts.surroundings import Surroundings
from transcripts.windows import Ordinary, ordinariness


def find(session: Session, forms: Iterable[Form], *, finder: str, handovers: Handovers | None = None) -> list[Hit]:
    """A hit wherever a form stands and its context admits it. Forms that several share have no entity."""
    around = Surroundings(session, handovers) if handovers is not None else None
    hits: list[Hit] = []
    doubted: list[tuple[int, int, Form]] = []
    for first, last, candidates in matches(session, forms):
        admitted = [(sure, form) for form in candidates if (sure := admits(session, first, last, form)) is not None]
        if not admitted and around is not None:
            admitted = [(0.55, form) for form in candidates if _is_meant_here(session, around, first, last, form)]
        if not admitted:
            doubted.extend((first, last, form) for form in candidates[:1])
            continue
        sure, form = max(admitted, key=lambda pair: pair[0])
        entities = {other.entity for _, other in admitted if other.kind is form.kind}
        hits.append(_hit(session, first, last, form, sure, finder, entity=form.entity if len(entities) == 1 else None))
    if around is not None:
        hits.extend(_bodies_in_a_row(session, around, hits, doubted, finder))
    return hits if session.is_cased else [*hits, *_in_a_list(session, hits, doubted, finder)]


def _bodies_in_a_row(
    session: Session, around: Surroundings, sure: Iterable[Hit], doubted: Iterable[tuple[int, int, Form]], finder: str
) -> list[Hit]:
    """Ordinary words that are landlords' names, beside another landlord: "beacon quayline and together"."""
    around.note(hit for hit in sure if hit.kind is Kind.ORG or (hit.kind is Kind.PERSON and _is_whole(session, hit)))
    places = [(first, last, form) for first, last, form in doubted
              if form.kind is Kind.ORG and form.gate is Gate.WORD and last == first + 1]  # fmt: skip
    found: list[Hit] = []
    for order in (places, [*reversed(places)]):  # a row is read from either end
        for first, last, form in order:
            if (
                not around.is_named(first)
                and around.is_in_a_row(first, last)
                and is_a_body(session, first, last, beside=True)
            ):
                found.append(_hit(session, first, last, form, 0.55, finder, entity=form.entity))
                around.note(found[-1:])
    return found


def _hit(session: Session, first: int, last: int, form: Form, sure: float, finder: str, *, entity: str | None) -> Hit:
    start, end = session.tokens[first].start, session.tokens[last - 1].end
    return Hit(start, end, form.kind, finder, sure, f"this is {form.how}".rstrip(","), entity, form.says)


def _is_meant_here(session: Session, around: Surroundings, first: int, last: int, form: Form) -> bool:
    """Do the surroundings make a name of ordinary words, though their writing does not? Of a person's, when they speak
    next or spoke last and the words stand like a call or thanks; of a landlord's, when a word that is seldom said
    stands without an article where a body would stand."""
    if form.gate is not Gate.WORD or last - first > 3 or is_a_verb(session, first):
        return False
    if form.kind is Kind.ORG and last - first == 1:
        if is_a_body(session, first, last, beside=False):
            return True
        if word(session, first) in NO_NOUNS:
            return False
    if session.is_cased and not session.tokens[first].capital and form.kind is Kind.ORG:
        return False
    cue = around.cue(first, last, form)
    if form.kind is Kind.PLACE and last - first > 1 and not session.is_cased:
        return is_a_place(session, first, last)
    if form.kind is Kind.PERSON:
        nearness, edge = around.nearness(first, last, form)
        is_first = last - first == 1 and "first name of" in form.how
        if is_first and is_somebody(session, first, nearness, speaks=around.speaks(first, form)):
            return True
        return (nearness > 1 and cue >= 0.1) or (nearness == 3 and edge and cue > 0) or cue > 0.25
    before = word(session, first - 1)
    if before in _ARTICLES:
        return False
    if last - first > 1 or ordinariness(session.tokens[first].low) <= Ordinary.RARE:
        return cue >= 0.05
    return before in ("at", "from", "with", "by", "know") and word(session, first - 2) in _OF_A_BODY


_ARTICLES = words("a an the my our your their his her its this that these those some any every each no one and or")
_OF_A_BODY = words(
    "i we us colleagues colleague friends work works worked working here over people staff team tenants residents "
    "somebody someone anyone others compared copied am m re are was guys chief director manager officer"
)


def _in_a_list(
    session: Session, sure: Iterable[Hit], doubted: Iterable[tuple[int, int, Form]], finder: str
) -> list[Hit]:
    """Without capitals: ordinary words that are participants' names, beside a name or three in a row: "rose frank
    ray", "thank you rose hope joy"."""
    names = {place: form for place, last, form in doubted
             if last == place + 1 and form.gate is Gate.WORD and form.kind is Kind.PERSON
             and not is_a_verb(session, place)}  # fmt: skip
    named = {session.token_at(hit.end - 1) for hit in sure if hit.kind is Kind.PERSON}
    begins = {session.token_at(hit.start) for hit in sure if hit.kind is Kind.PERSON}
    found: list[Hit] = []
    row: list[int] = []
    for place in [*sorted(names), len(session.tokens) + 9]:
        if row and _next_name(session, row[-1]) != place:
            beside = _name_before(session, row[0]) in named or _next_name(session, row[-1]) in begins
            if beside or len(row) > 2:
                found.extend(_hit(session, at, at + 1, names[at], 0.55, finder, entity=names[at].entity) for at in row)
            row = []
        row.append(place)
    return found


def _is_whole(session: Session, hit: Hit) -> bool:
    """Is it a first and a last name? So people say who they are, and their landlord behind it."""
    return " " in session.text[hit.start : hit.end]


def _next_name(session: Session, at: int) -> int:
    return at + 2 if word(session, at + 1) in ("and", ",") else at + 1


def _name_before(session: Session, at: int) -> int:
    return at - 2 if word(session, at - 1) in ("and", ",") else at - 1
