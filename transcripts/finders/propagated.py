"""A name found once is masked everywhere in the session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from transcripts.finders import names
from transcripts.forms import name_forms
from transcripts.session import Session
from transcripts.spans import Hit

_TOO_SHORT = ("the initials", "the first name, cut short")  # of a stranger these are too little to go by


def find(session: Session, found: Iterable[Hit]) -> list[Hit]:
    """Every other place where the names of `found` stand, whole or in part.

    In text without capitals a cue is weaker evidence: there a single word must have been found twice, or surely.
    """
    people = [hit for hit in found if hit.entity is not None]
    times = Counter(hit.entity for hit in people)
    forms = [
        form
        for hit in {hit.entity: hit for hit in people}.values()
        if session.is_cased or times[hit.entity] > 1 or hit.confidence > 0.9 or " " in session.low[hit.start : hit.end]
        for form in name_forms(
            session.text[hit.start : hit.end], hit.entity or "", hit.says, "somebody named elsewhere"
        )
        if not form.how.startswith(_TOO_SHORT) and len(form.tokens[0]) > 1
    ]
    return names.find(session, forms, finder="propagation")
