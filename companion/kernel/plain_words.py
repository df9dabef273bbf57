"""What to look at before a text goes out: references to individual cases (LC-16), and short forms that not everybody
knows (BX-32). Pure; it points, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: nine digits that begin with a year, as the Ombudsman numbers its cases; perhaps with a gap after the year
CASE = re.compile(r"(?<![\d£.,/-])20[0-4]\d[ \u00a0-]?\d{5}(?![\d.,]\d|\d)")
#: a word for a case and a number behind it: "complaint no. 4711", "ref: AB/123"
PERHAPS = re.compile(
    r"\b(?:cases?|complaints?|references?|refs?|files?|tenanc(?:y|ies))\b\.?\s*(?:no\b\.?|numbers?|nr\b\.?|#|:)?\s*"
    r"(?=[A-Z0-9/-]*\d{3})[A-Z]{0,5}[/-]?\d[A-Z0-9/-]*",
    re.IGNORECASE,
)
#: somebody by their title, "Mrs Jones", or somebody's home, "12 Hill Road"
PERSON = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\b\.?\s+[^\W\d_a-z][\w’'-]*")
HOME = re.compile(
    r"\b\d{1,4}[A-Za-z]?,?\s+(?:[A-Z][\w’'-]*\s+){1,3}"
    r"(?:Road|Rd|Street|St|Avenue|Ave|Close|Lane|Drive|Court|Crescent|Way|Terrace|Gardens|Grove|Walk|Mews|Place)\b"
)
SHORT_FORM = re.compile(r"(?<![\w@./-])[A-Z][A-Za-z]*[A-Z][A-Za-z]*\d?(?:-\d+)?(?![\w@]|\.[a-z])")
#: written whole in capitals, yet words that everybody reads as words
WORDS = frozenset(
    {"UK", "OK", "TV", "PDF", "CV", "ID", "PIN", "BBC", "NHS", "GB", "USB", "MP", "MPs", "Q1", "Q2", "AOB"}
)

#: short forms of housing and what they stand for, said plainly
GLOSSARY: dict[str, str] = {
    "ALMO": "arm’s-length management organisation: a company that runs a council’s homes",
    "ARC": "audit and risk committee",
    "ASB": "antisocial behaviour",
    "BSL": "British Sign Language",
    "CHFO": "complaint handling failure order",
    "DLO": "direct labour organisation: a landlord’s own repairs workers",
    "DPO": "data protection officer",
    "EDI": "equality, diversity and inclusion",
    "EICR": "electrical installation condition report: the check of a home’s wiring",
    "EPC": "energy performance certificate",
    "FOI": "freedom of information",
    "FRA": "fire risk assessment",
    "GDPR": "the law on personal data",
    "HA": "housing association",
    "HHSRS": "housing health and safety rating system: how hazards in a home are judged",
    "HMO": "house in multiple occupation",
    "HOS": "Housing Ombudsman Service",
    "HRA": "housing revenue account: the money for a council’s homes",
    "KPI": "key performance indicator: a figure that shows how well something goes",
    "LA": "local authority",
    "LGSCO": "Local Government and Social Care Ombudsman",
    "LHA": "local housing allowance",
    "MRC": "member responsible for complaints",
    "PEEP": "personal emergency evacuation plan",
    "RP": "registered provider of social housing",
    "RSH": "Regulator of Social Housing",
    "SDR": "statistical data return: what landlords report to the regulator each year",
    "SLA": "service level agreement: how quickly something is promised",
    "STAIRs": "social tenant access to information requirements",
    "TPAS": "an organisation that helps tenants and landlords work together",
    "TSM": "tenant satisfaction measures",
    "UC": "Universal Credit",
    "VFM": "value for money",
    "WCAG": "web content accessibility guidelines",
}


@dataclass(frozen=True)
class Spot:
    """Something seen in a text: the words, and where."""

    words: str
    where: str


@dataclass(frozen=True)
class ShortForm:
    """A short form: whether the text explains it itself, and what it usually means where we know."""

    words: str
    where: str
    meaning: str | None
    is_explained: bool


@dataclass(frozen=True)
class Seen:
    """What a text has that wants a look. Cases must go; the others are for a person to judge."""

    cases: tuple[Spot, ...]
    perhaps: tuple[Spot, ...]
    short_forms: tuple[ShortForm, ...]

    @property
    def unexplained(self) -> tuple[ShortForm, ...]:
        return tuple(form for form in self.short_forms if not form.is_explained)


def look_at(texts: Iterable[tuple[str, str]]) -> Seen:
    """Look at texts, each with where it stands. A short form is named once, where it stands first."""
    cases: list[Spot] = []
    perhaps: list[Spot] = []
    forms: dict[str, ShortForm] = {}
    found = list(texts)
    everything = "\n".join(text for _, text in found)
    for where, text in found:
        numbers = [match.span() for match in CASE.finditer(text)]
        cases += [Spot(text[start:end], where) for start, end in numbers]
        for pattern in (PERHAPS, PERSON, HOME):
            for match in pattern.finditer(text):
                if not any(start < match.end() and match.start() < end for start, end in numbers):
                    perhaps.append(Spot(match.group(), where))
        for words in _short_forms(text):
            if words not in forms:
                forms[words] = ShortForm(words, where, meaning_of(words), _is_explained(words, everything))
    return Seen(tuple(cases), tuple(perhaps), tuple(forms.values()))


def meaning_of(words: str) -> str | None:
    """What a short form usually means; its plural is the same word."""
    return GLOSSARY.get(words) or (GLOSSARY.get(words[:-1]) if words.endswith("s") else None)


def _short_forms(text: str) -> list[str]:
    """Words of capitals. A text that is all capitals is a loud text and not full of short forms."""
    if text.isupper() and len(text.split()) > 1:
        return [word for word in re.findall(r"\w+", text) if meaning_of(word)]
    return [
        match.group()
        for match in SHORT_FORM.finditer(text)
        if match.group() not in WORDS and sum(letter.isupper() for letter in match.group()) * 2 >= len(match.group())
    ]


def _is_explained(words: str, text: str) -> bool:
    """Whether the text says it: "antisocial behaviour (ASB)" or "ASB (antisocial behaviour)"."""
    word = re.escape(words)
    return bool(re.search(rf"\w \({word}\)|\b{word} \([a-z][^)]{{3,}}\)", text))
