"""Who may apply to a group of residents, and who of its members may take part on a day. Pure.

These rules are about residents and never bind landlords' programmes, whose employers nearly always have a case open
(C-17). The three conditions are one profile's (PP-34, PP-43, PP-44); the last of them is read as "has no open legal
case" (C-16).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from companion.kernel.errors import BadInput, DomainError

#: programmes of residents, by conduct profile
GROUP_PROFILES = frozenset({"PP", "BX"})
APPLIES_AS = {"tenant": "A tenant", "shared_owner": "A shared owner", "leaseholder": "A leaseholder"}
#: profile → what somebody declares, by the word of the flag that says it is not so any more
CONDITIONS: Mapping[str, Mapping[str, str]] = {
    "PP": {
        "breach": "I keep to my tenancy agreement or lease",
        "sanction": "I am not sanctioned under the Unacceptable Behaviour Policy",
        "legal_case": "I have no legal case open against my landlord, about disrepair or anything else",
    },
    "BX": {},
}
#: what a flag on a member says, for staff
FLAG_WORDS = {
    "breach": "In breach of tenancy or lease",
    "sanction": "Sanctioned under the Unacceptable Behaviour Policy",
    "legal_case": "Has a legal case open",
}
#: the same in the member's own words, for the yearly question
CHANGED_WORDS = {
    "breach": "I am in breach of my tenancy agreement or lease",
    "sanction": "I am sanctioned under the Unacceptable Behaviour Policy",
    "legal_case": "I have a legal case open against my landlord",
}
STATE_WORDS = {"received": "To decide", "approved": "Approved", "refused": "Refused"}
TARGET_DAYS = 10  # working days; ours, no policy sets one (PP-35)
ANSWER_DAYS = 28  # after which an unanswered yearly question is shown to staff
MOST_WORDS = 1_000


class NotOpen(DomainError):
    message = "This application was decided already. Reload the page to see how."


class NoApplications(DomainError):
    message = "This group takes no applications here. Forums of landlords have seats, which landlords fill themselves."


class ReasonMissing(BadInput):
    message = "Enter the reason. It is in the letter, with how to apply again."


@dataclass(frozen=True)
class Applicant:
    """What somebody typed: who they are, one way or more to reach them, and as what they apply."""

    name: str
    email: str
    phone: str
    post: str
    applies_as: str
    declared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Flag:
    """Something that keeps a member from taking part from a day on, perhaps to a day."""

    kind: str
    starts_on: date
    ends_on: date | None
    is_lifted: bool = False

    def holds(self, on: date) -> bool:
        return not self.is_lifted and self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


def may_take_part(flags: Iterable[Flag], on: date, *, has_ended: bool = False) -> bool:
    """Whether a member may take part on a day. Asked each time, so what ends gives the place back by itself."""
    return not has_ended and not any(flag.holds(on) for flag in flags)


def ask_again_on(confirmed_on: date) -> date:
    """The day a year later on which a member is asked again; 28 February after a leap day."""
    try:
        return confirmed_on.replace(year=confirmed_on.year + 1)
    except ValueError:
        return date(confirmed_on.year + 1, 2, 28)
