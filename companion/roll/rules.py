"""Bands (C-02, C-03), names folded for suggestions, and what staff may settle about a landlord. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from companion.kernel.errors import BadInput, DomainError

OVER, UNDER, LA, REVIEW = "OVER", "UNDER", "LA", "REVIEW"
BOUNDARY = 1000
KINDS = (
    "housing_association",
    "co_operative",
    "almshouse",
    "deregistered",
    "local_authority",
    "almo",
    "voluntary",
    "other",
)
COUNCILS = frozenset({"local_authority", "almo"})
BAND_WORDS = {OVER: "over 1,000 homes", UNDER: "under 1,000 homes", LA: "local authority", REVIEW: "size not known"}

_ENDINGS = re.compile(r" (limited|ltd|plc|cic|llp)$")


class Band(NamedTuple):
    """Which forum a landlord belongs to, and why."""

    band: str
    reason: str


def band_of(kind: str, homes: int | None, *, boundary: str = OVER) -> Band:
    """Type beats size; exactly 1,000 is a choice, marked as one; an unknown size is never guessed."""
    if kind in COUNCILS:
        return Band(LA, "kind")
    if homes is None:
        return Band(REVIEW, "unknown_size")
    if homes == BOUNDARY:
        return Band(boundary, "boundary")
    return Band(OVER if homes > BOUNDARY else UNDER, "homes")


class NotYoursToChoose(DomainError):
    message = "The forum follows from the type and the number of homes. Correct those where they are wrong."


class UnknownBand(BadInput):
    message = "Choose one of the forums"


class NotFromThisState(DomainError):
    message = "That has changed since you opened the page. Load it again to see how things stand."


#: (event, from) → to. `merged` is no state of its own: the landlord has left, and says into which it went.
MEMBERSHIP_MOVES: dict[tuple[str, str], str] = {
    ("suspend", "member"): "suspended",
    ("leave", "member"): "left",
    ("leave", "suspended"): "left",
    ("return", "suspended"): "member",
    ("return", "left"): "member",
}
MEMBERSHIP_WORDS = {"member": "Member", "suspended": "Suspended", "left": "Has left"}


def membership_after(state: str, event: str) -> str:
    """A landlord's membership after an event. Raises NotFromThisState."""
    try:
        return MEMBERSHIP_MOVES[event, state]
    except KeyError as error:
        raise NotFromThisState from error


def chosen_band(kind: str, homes: int | None, band: str) -> Band:
    """The band that staff choose: for exactly 1,000 homes, or while the size is not known (C-02, C-03).

    Raises NotYoursToChoose where type or size decide, UnknownBand.
    """
    if kind in COUNCILS or homes not in (None, BOUNDARY):
        raise NotYoursToChoose
    if band not in (OVER, UNDER):
        raise UnknownBand
    return Band(band, "by_staff")


def band_kept(before: Band, was: tuple[str, int | None], kind: str, homes: int | None, *, boundary: str = OVER) -> Band:
    """The band after type or size were told again: what staff chose stands while both (`was`) are as they were."""
    if before.reason == "by_staff" and was == (kind, homes):
        return before
    return band_of(kind, homes, boundary=boundary)


def name_key(name: str) -> str:
    """A landlord's name folded so that spellings of one name are equal: for suggesting, never for deciding."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’‘.`´")
    words = " ".join("".join(c if c.isalnum() else " " for c in kept).split())
    return _ENDINGS.sub("", words.removeprefix("the "))


@dataclass(frozen=True)
class RollRow:
    """One landlord as a file gives it; `line` is where. Lists are in the file's order."""

    line: int
    member_no: str
    name: str
    kind: str
    homes: int | None = None
    homes_as_at: date | None = None
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    contact_name: str | None = None
    contact_email: str | None = None
    rsh_reg_no: str | None = None
