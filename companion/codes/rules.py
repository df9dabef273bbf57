"""When a code binds, and whether an acceptance still stands. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from companion.kernel.errors import BadInput, DomainError

#: whose agreement a code needs, by conduct profile (BX-66, C-32): a body or an office, never a person's name
APPROVING_BODY = {"LC": "Named officer", "PP": "Named officer", "BX": "Tenant Panel"}
GRACE_DAYS = 14  # in which people who accepted the version before may still join; none when a change matters at once
TITLES = {
    "LC": "Code of conduct for landlord forums",
    "PP": "Code of conduct for involved customers",
    "BX": "Code of conduct for high-level engagement groups",
}


class NoCodeInForce(DomainError):
    message = "No code of conduct is in force yet, so nobody can agree to one. The organiser has been asked to add it."


class ChangedMeanwhile(DomainError):
    message = "The text has changed since you opened the page. Please read it again, then agree."


class NeedsAgreement(DomainError):
    message = "A code comes into force only when its approving body has agreed to it. Say who agreed, and when."


class AlreadySettled(DomainError):
    message = "This version is in force or has been replaced. Make a new version to change the code."


class NothingWritten(BadInput):
    message = "Enter the text of the code"


@dataclass(frozen=True)
class VersionFacts:
    """What decides whether an acceptance of an older version still stands."""

    id: UUID
    number: int
    in_force_from: datetime
    requires_reacceptance: bool
    grace: timedelta


def acceptance_stands(
    current: VersionFacts, older: Sequence[VersionFacts], accepted: Collection[UUID], now: datetime
) -> bool:
    """Whether somebody who accepted those versions may join under the current one.

    They may when they accepted it; or an older one, where no version since asks to be accepted anew, or the days of
    grace of the current one are not over.
    """
    if current.id in accepted:
        return True
    known = [version for version in older if version.id in accepted]
    if not known:
        return False
    last = max(version.number for version in known)
    since = [version for version in (*older, current) if version.number > last]
    if not any(version.requires_reacceptance for version in since):
        return True
    return now < current.in_force_from + current.grace
