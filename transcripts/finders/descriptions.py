"""What only one landlord could say of itself: "the only ALMO in the county", "three of us", "when we merged with"."""

from __future__ import annotations

import re

from transcripts.lexicon.speech import TENS, UNITS
from transcripts.session import Session
from transcripts.spans import Hit, Kind

_COUNT = "|".join(("[0-9]{1,3}", *(number for number, value in UNITS.items() if value), *TENS, "both", "a handful"))
_WE = r"(?:we|we're|we've|i'm|i am|being|as)(?: are| were| have been)?"
_BODY = (
    r"(?:landlord|housing association|association|housing provider|provider|council|local authority|authority|co-?op"
    r"|co-?operative|housing co-?op(?:erative)?|almo|arm's length organisation|stock transfer|transfer landlord|charity"
    r"|developer|housing trust|trust|mutual|community land trust|organisation|registered provider|rsl|member)s?"
)
_BEST = (
    r"(?:(?:very )?(?:first|last|only|sole)|(?:(?:second|third|fourth|fifth|[2-9](?:nd|rd|th)) )?"
    r"(?:largest|biggest|smallest|oldest|newest|youngest))"
)
_SIDE = r"(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west|mid|central|greater|inner|outer)"
_PLACE = rf"(?:the )?(?:(?:whole |entire )(?:of (?:the )?)?)?(?:{_SIDE} )?[a-z'-]{{2,30}}"
_AREA = (
    r"(?:county|city|town|borough|region|district|area|country|island|valley|north|south|east|west|north east"
    r"|north west|south east|south west|[a-z]{3,20}shire)"
)
_GRADED = r"(?:downgraded|regraded|upgraded)"
_SEAT = r"(?:head ?quarters|head office|hq|main office)"
_WHOLE = r"(?:the )?(?:(?:whole|entire) )?(?:of (?:the )?)?"
_SHAPES = (
    (
        rf"(?<![a-z])(?:the |their |our |an? |one of the )?{_BEST}(?: [a-z-]{{1,20}}){{0,2}} {_BODY}"
        rf"(?: left)? (?:in|across|of|around|outside) {_PLACE}",
        "few landlords could say this of themselves",
    ),
    (
        rf"(?<![a-z]){_WE} (?:the |one of the )?{_BEST}(?: [a-z-]{{1,20}})? {_BODY} (?=(?:to|that|who|with|which) )",
        "few landlords could say this of themselves",
    ),
    (
        rf"(?<![a-z])(?:only |just |about )?(?:{_COUNT}) of us (?:left )?(?:in|across|around|covering) {_WHOLE}{_AREA}",
        "so few are meant that each can be told",
    ),
    (
        r"(?<![a-z])(?:when|since|after|before|until) we (?:merged|amalgamated|were taken over|took over|demerged)"
        r"(?: (?:with|from|by|out of|into) [a-z0-9' ]{2,30}?)?(?= (?:in|and|we|it|so|that|but|was)\b|[,.?!;\n]|$)",
        "a merger is told, by which a landlord can be looked up",
    ),
    (
        rf"(?<![a-z])we(?:'ve)? (?:just |recently |only )?(?:were |got |have |been |are |'re )?{_GRADED} "
        r"(?:to|from) (?:an? )?[a-z]?[ -]?[a-z0-9]{1,3}(?![a-z0-9])",
        "a grade that the regulator publishes with the landlord's name",
    ),
    (
        r"(?<![a-z])we(?:'ve| have)?(?: only| just| recently)? (?:got|received|were given|were awarded|are|have) "
        r"(?:an? )?(?:[gvc][ -]?[1-4])(?:[ /,-]{1,3}(?:and )?[gvc][ -]?[1-4]){0,2}(?![a-z0-9])",
        "a grade that the regulator publishes with the landlord's name",
    ),
    (
        rf"(?<![a-z])(?:our {_SEAT}(?: is| are|'s)?|we(?:'re| are) based|i'm based|we are headquartered) "
        r"(?:down |up |out |over )?(?:in|at) (?!the (?:office|middle|community)|our |a |an )[a-z'-]{3,30}",
        "where a landlord sits tells which it is",
    ),
    (
        r"(?<![a-z])our turnover (?:is|was|of)(?: about| around| roughly)? £? ?[0-9.,]{1,12}"
        r"(?: million| billion|m|bn)?",
        "a figure from the accounts, which are public",
    ),
)
_PATTERNS = tuple((re.compile(shape), reason) for shape, reason in _SHAPES)


def find(session: Session) -> list[Hit]:
    """Phrases that single a landlord out among those on the roll."""
    return [
        Hit(found.start(), _end(found), Kind.OTHER, "quantity", 0.6, reason, None, "identifying detail")
        for pattern, reason in _PATTERNS
        for found in pattern.finditer(session.low)
    ]


def _end(found: re.Match[str]) -> int:
    matched = found.group()
    return found.end() - len(matched) + len(matched.rstrip(" '-,.;"))
