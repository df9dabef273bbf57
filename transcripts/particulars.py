"""What points to somebody without naming them: a job title that few share, a district of a landlord in the meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from transcripts.folding import fold_name
from transcripts.forms import Form, Gate
from transcripts.lexicon import words
from transcripts.roster import Roster
from transcripts.session import tokenise
from transcripts.spans import Kind
from transcripts.words import is_ordinary

ENOUGH_TO_HIDE_AMONG = 5
_EVERYBODYS = words(
    "chair chairman chairperson chairwoman vice deputy member members resident tenant leaseholder board panel "
    "officer host "
    "co cohost panellist attendee participant landlord representative rep observer speaker guest staff "
    "organiser steward "
    "reviewer presenter moderator facilitator supporter interpreter notetaker the of a and"
)
_DISTRICT_TAILS = words("council borough city district county metropolitan unitary of the royal london")


def role_forms(roster: Roster) -> Iterator[Form]:
    """Job titles that fewer than five participants share, and that say more than "chair" or "board member"."""
    roles = Counter(fold_name(person.role) for person in roster.participants if person.role)
    for role, times in roles.items():
        tokens = tuple(tokenise(role))
        telling = [token for token in tokens if token.isalpha() and token not in _EVERYBODYS]
        if telling and times < ENOUGH_TO_HIDE_AMONG:
            how = f"a job title of {times} in the meeting"
            yield Form(tokens, f"r:{role}", how, 0.8, Gate.NONE, Kind.ROLE, "role")


def district_forms(roster: Roster) -> Iterator[Form]:
    """The districts of the landlords in the meeting, whole and without "Borough of" and the like."""
    for org in roster.orgs:
        for district in org.districts:
            whole = [token for token in tokenise(fold_name(district)) if token.isalnum() or token in ("&", "-", "'")]
            stem = [token for token in whole if token not in _DISTRICT_TAILS]
            for tokens in {tuple(whole), tuple(stem)}:
                if tokens:
                    plain = all(is_ordinary(token) or len(token) < 3 for token in tokens if token.isalnum())
                    gate = Gate.WORD if plain else Gate.NONE
                    how = "a district of a landlord in the meeting"
                    yield Form(tokens, f"d:{district}", how, 0.85, gate, Kind.PLACE, "place")
