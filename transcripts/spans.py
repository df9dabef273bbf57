"""What a finder proposes, and what a reviewer sees."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing identifies somebody. The values are a contract with whoever reads a report."""

    PERSON = "PERSON"
    ORG = "ORG"
    PLACE = "PLACE"
    ROLE = "ROLE"
    CASE_REF = "CASE_REF"
    CONTACT = "CONTACT"
    ADDRESS = "ADDRESS"
    QUANTITY = "QUANTITY"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Hit:
    """A proposal in the joined text of a session: half-open `[start, end)` there.

    `entity` is stable for one person or body within a session (`p:<id>`, `o:<id>`, `x:<form>` for somebody
    who is not on the roster); None where several could be meant. `reason` is for a reviewer's eyes and says why.
    """

    start: int
    end: int
    kind: Kind
    finder: str
    confidence: float
    reason: str
    entity: str | None = None
    says: str = ""  # the kind of thing, in the words of a label: "participant", "landlord"


@dataclass(frozen=True, slots=True)
class Span:
    """A proposal in one cue: half-open code points `[start, end)` of the cue's text as it stands in the file.

    `label` is what will stand there instead; it is empty where a speaker prefix simply goes.
    """

    cue: int
    start: int
    end: int
    kind: Kind
    finder: str
    confidence: float
    label: str
    reason: str
