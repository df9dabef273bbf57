"""What has a shape: e-mail, web address, phone, postcode, National Insurance number, case reference, date of birth.

Every pattern has bounded repeats and starts only where a word starts, so that its time is linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transcripts.lexicon import words
from transcripts.lexicon.speech import POSTCODE_AREAS
from transcripts.session import Session
from transcripts.spans import Hit, Kind

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_DATE = (
    rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? [0-9]{{4}})?"
    rf"|{_MONTH} (?:the )?[0-9]{{1,2}}(?:st|nd|rd|th)?(?:,? [0-9]{{4}})?"
    r"|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4})"
)
_WEB_ENDINGS = r"(?:co\.uk|org\.uk|gov\.uk|ac\.uk|ltd\.uk|me\.uk|uk|com|org|net|info|coop|london|wales|scot|example)"


@dataclass(frozen=True, slots=True)
class _Shape:
    pattern: re.Pattern[str]
    kind: Kind
    says: str
    reason: str
    confidence: float
    group: int = 0


def _shape(pattern: str, kind: Kind, says: str, reason: str, confidence: float, group: int = 0) -> _Shape:
    return _Shape(re.compile(pattern), kind, says, reason, confidence, group)


_SHAPES = (
    _shape(
        r"(?<![a-z0-9._%+'-])[a-z0-9._%+'-]{1,64}(?:@[a-z0-9-]{1,63}| ?@ ?[a-z0-9-]{1,63}\.[a-z]{2,10})"
        r"(?:\.[a-z0-9-]{1,63}){0,6}",
        Kind.CONTACT, "e-mail address", "it is an e-mail address", 0.99,
    ),
    _shape(
        r"(?<![a-z0-9._-])(?!(?:look|is|are|us|me|find|found|visit|online) at )[a-z0-9._-]{1,40}"
        r"(?: (?:dot|underscore|dash|hyphen) [a-z0-9]{1,40}){0,3} at [a-z0-9-]{1,60}(?:\.[a-z]{2,10}){1,3}"
        r"(?![a-z0-9@])",
        Kind.CONTACT, "e-mail address", "it is an e-mail address", 0.95,
    ),
    _shape(
        r"(?<![a-z0-9.@-])(?:https?://|www\.)[^ \n<>\"]{1,300}", Kind.CONTACT, "web address", "it is a web address", 0.9
    ),
    _shape(
        rf"(?<![a-z0-9.@-])(?!(?:www\.)?gov\.uk)[a-z0-9-]{{2,63}}(?:\.[a-z0-9-]{{1,63}}){{0,3}}"
        rf"\.{_WEB_ENDINGS}(?![a-z0-9])",
        Kind.CONTACT, "web address", "it is a web address", 0.85,
    ),
    _shape(r"(?<![a-z0-9._%+@-])@[a-z0-9_]{3,30}(?![a-z0-9_])", Kind.CONTACT, "account", "it is an account name", 0.8),
    _shape(
        r"(?<![a-z0-9])[a-z]{2} ?-?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[a-d](?![a-z0-9])",
        Kind.OTHER, "personal number", "it looks like a National Insurance number", 0.95,
    ),
    _shape(
        r"(?<![a-z0-9])[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][abd-hjlnp-uw-z]{2}(?![a-z0-9])",
        Kind.ADDRESS, "postcode", "it is a postcode", 0.95,
    ),
    _shape(
        r"(?<![a-z])(?:case|complaint|claim|tenancy|account|reference|ref|ticket|job)"
        r"(?: (?:number|no|ref|reference|id)){0,2}[.:]?(?: is| was)? ?#?"
        r"((?=[a-z/-]{0,8}[0-9])[a-z]{0,5}[0-9/-][a-z0-9/-]{2,20}(?: [0-9]{3,10}){0,3})(?![a-z0-9])",
        Kind.CASE_REF, "reference", "it is a case reference", 0.95, 1,
    ),
    _shape(
        r"(?<![a-z0-9£$.,])(?:19|20)[0-9]{2}[ /-](?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]{4,6}(?![0-9])",
        Kind.CASE_REF, "reference", "it looks like a case reference", 0.9,
    ),
    _shape(
        r"(?<![a-z0-9])(?!covid)[a-z]{2,5}[-/ ]?[0-9]{4,20}(?:[-/][0-9a-z]{1,10})?(?![a-z0-9])",
        Kind.CASE_REF, "reference", "letters and a number read like a reference", 0.7,
    ),
    _shape(r"(?<![0-9£$.,])[0-9]{7,20}(?![0-9])", Kind.CASE_REF, "reference", "so long a number is a reference", 0.8),
    _shape(r"(?<![0-9£$.,])[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}(?![0-9])", Kind.CASE_REF, "reference",
           "nine digits in threes are a reference", 0.75),
    _shape(
        rf"(?<![a-z])(?:born(?: on| in)?(?: the)?|date of birth(?: is| was)?|dob|d\.o\.b\.?"
        rf"|birthday(?: is| was)?(?: on)?)"
        rf"[:,]? (?:the )?({_DATE}|(?:19|20)[0-9]{{2}})(?![a-z0-9])",
        Kind.DATE_OF_BIRTH, "date of birth", "it is somebody's date of birth", 0.97, 1,
    ),
)  # fmt: skip
_PHONE = re.compile(r"(?<![0-9a-z])(?:\+ ?44|0044|\(?0)[0-9 ().-]{8,18}[0-9](?![0-9])")
_OUTWARD = re.compile(r"(?<![A-Za-z0-9])([A-Z]{2})[0-9]{1,2}[A-Z]?(?![A-Za-z0-9])")


def find(session: Session) -> list[Hit]:
    """Everything in the session that has the shape of a contact, a reference, a postcode or a date of birth."""
    hits = [hit for shape in _SHAPES for hit in _shaped(session, shape)]
    hits.extend(_phones(session))
    hits.extend(_outward_codes(session))
    return hits


def _shaped(session: Session, shape: _Shape) -> list[Hit]:
    hits = []
    for found in shape.pattern.finditer(session.low):
        start, end = found.span(shape.group)
        matched = found.group(shape.group)
        if shape.confidence <= 0.7 and not _is_reference(session, start, matched):
            continue
        end -= len(matched) - len(matched.rstrip(".,'-/"))
        hits.append(Hit(start, end, shape.kind, "pattern", shape.confidence, shape.reason, None, shape.says))
    return hits


def _is_reference(session: Session, start: int, matched: str) -> bool:
    letters = matched.split("-")[0].split("/")[0].split(" ")[0].rstrip("0123456789")
    return letters not in _PLAIN_PREFIXES and session.text[start : start + len(letters)].isupper()


_PLAIN_PREFIXES = words(
    "in by of to from since until and or the a an at for year years about around over under nearly almost just than "
    "with is was are were about have has had on item page part act room only some up got that this these those our "
    "we all plus then next last like say says said"
)


def _phones(session: Session) -> list[Hit]:
    hits = []
    for found in _PHONE.finditer(session.low):
        digits = "".join(char for char in found.group() if char.isdigit())
        national = re.sub(r"^(?:0044|44)?0?", "", digits)
        if 9 <= len(national) <= 10:
            hits.append(
                Hit(
                    found.start(),
                    found.end(),
                    Kind.CONTACT,
                    "pattern",
                    0.97,
                    "it is a phone number",
                    None,
                    "phone number",
                )
            )
    return hits


def _outward_codes(session: Session) -> list[Hit]:
    return [
        Hit(
            found.start(),
            found.end(),
            Kind.ADDRESS,
            "pattern",
            0.6,
            "it looks like the first half of a postcode",
            None,
            "postcode",
        )
        for found in _OUTWARD.finditer(session.text)
        if found.group(1).lower() in POSTCODE_AREAS and found.group() not in ("CO2", "PO1")
    ]
