"""Individual cases are not for this meeting (LC-16): what a note must not hold, found by simple signs."""

from __future__ import annotations

import re

from companion.floor.errors import IndividualCase

_SIGNS = (
    re.compile(r"\b\d{6,}\b"),  # reference numbers, such as the Ombudsman's nine digits
    re.compile(r"\b(?:case|complaint|ref|reference|tenancy)\s*(?:no\.?|number|#|:)?\s*[a-z]{0,4}[-/ ]?\d{3,}", re.I),
    re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}\b", re.I),  # a postcode
    re.compile(r"\b(?:\+44|0)\s?\d{3,4}[\s-]?\d{3}[\s-]?\d{3,4}\b"),
    re.compile(r"[^\s@]{1,64}@[^\s@]{1,64}\.[a-z]{2,}", re.I),
    re.compile(r"\b\d{1,4}[a-z]?\s+[a-z]+\s+(?:street|road|avenue|close|court|lane|drive|way|house|terrace)\b", re.I),
    re.compile(r"\bmy (?:own )?(?:case|complaint|repair|rent account|landlord)\b", re.I),
)


def check_note(text: str) -> None:
    """Let a note through. Raises IndividualCase when it seems to be about one case."""
    if any(sign.search(text) for sign in _SIGNS):
        raise IndividualCase
