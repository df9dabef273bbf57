"""Names of the roster, and names found elsewhere in the session: exact on folded text, behind the context gate."""

from __future__ import annotations

from collections.abc import Iterable

from transcripts.forms import Form, Gate
from transcripts.gate import admits, is_a_verb, word
from transcripts.matching import matches
from transcripts.session import Session
from transcripts.spans import Hit, Kind


def find(session: Session, forms: Iterable[Form], *, finder: str) -> list[Hit]:
    """A hit wherever a form stands and its context admits it. Forms that several share have no entity."""
    hits: list[Hit] = []
    doubted: list[tuple[int, int, Form]] = []
    for first, last, candidates in matches(session, forms):
        admitted = [(sure, form) for form in candidates if (sure := admits(session, first, last, form)) is not None]
        if not admitted:
            doubted.extend((first, last, form) for form in candidates[:1])
            continue
        sure, form = max(admitted, key=lambda pair: pair[0])
        entities = {other.entity for _, other in admitted if other.kind is form.kind}
        hits.append(_hit(session, first, last, form, sure, finder, entity=form.entity if len(entities) == 1 else None))
    return hits if session.is_cased else [*hits, *_in_a_list(session, hits, doubted, finder)]


def _hit(session: Session, first: int, last: int, form: Form, sure: float, finder: str, *, entity: str | None) -> Hit:
    start, end = session.tokens[first].start, session.tokens[last - 1].end
    return Hit(start, end, form.kind, finder, sure, f"this is {form.how}".rstrip(","), entity, form.says)


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


def _next_name(session: Session, at: int) -> int:
    return at + 2 if word(session, at + 1) in ("and", ",") else at + 1


def _name_before(session: Session, at: int) -> int:
    return at - 2 if word(session, at - 1) in ("and", ",") else at - 1
