"""Names of the roster, and names found elsewhere in the session: exact on folded text, behind the context gate."""

from __future__ import annotations

from collections.abc import Iterable

from transcripts.forms import Form
from transcripts.gate import admits
from transcripts.matching import matches
from transcripts.session import Session
from transcripts.spans import Hit


def find(session: Session, forms: Iterable[Form], *, finder: str) -> list[Hit]:
    """A hit wherever a form stands and its context admits it. Forms that several share have no entity."""
    hits: list[Hit] = []
    for first, last, candidates in matches(session, forms):
        admitted = [(sure, form) for form in candidates if (sure := admits(session, first, last, form)) is not None]
        if not admitted:
            continue
        sure, form = max(admitted, key=lambda pair: pair[0])
        entities = {other.entity for _, other in admitted if other.kind is form.kind}
        hits.append(
            Hit(
                start=session.tokens[first].start,
                end=session.tokens[last - 1].end,
                kind=form.kind,
                finder=finder,
                confidence=sure,
                reason=f"this is {form.how}".rstrip(","),
                entity=form.entity if len(entities) == 1 else None,
                says=form.says,
            )
        )
    return hits
