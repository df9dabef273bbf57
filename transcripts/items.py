"""Where the agenda moves on, as far as that can be heard."""

from __future__ import annotations

import re

from transcripts.lexicon.speech import UNITS
from transcripts.session import Session

_NUMBER = "|".join(word for word, value in UNITS.items() if value)
_NEXT_ITEM = re.compile(
    rf"(?<![a-z])(?:(?:next|first|second|third|fourth|fifth|sixth|last|final) (?:agenda )?item"
    rf"|(?:agenda )?item (?:number )?(?:[0-9]{{1,2}}|{_NUMBER})(?: on the agenda)?)(?![a-z0-9])"
)


def item_starts(session: Session) -> tuple[int, ...]:
    """The cues in which somebody says that an agenda item begins, in order."""
    starts = {session.places(found.start(), found.end())[0][0] for found in _NEXT_ITEM.finditer(session.low)}
    return tuple(sorted(starts))
