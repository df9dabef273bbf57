"""From imported to released, forwards only, every step bound to what exactly was looked at: pure decisions.

`imported → redacted → reviewed → approved → held → released`, and `withdrawn`. An edit after the review leads back to
`redacted` and moves the revision. One editor, one different approver, always.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from companion.kernel.clocks import LONDON
from companion.kernel.errors import DomainError

EDITABLE = frozenset({"redacted", "reviewed", "approved"})  # what is held is read by others: a change makes a version
NOT_EDITABLE = {
    "imported": "The proposals for this transcript are still being made.",
    "held": "This version is held, and people read it. A change makes a new version: begin one on its page.",
}
OVER = frozenset({"released", "withdrawn"})
WITHDRAWABLE = frozenset({"approved", "held", "released"})
KEEP_RAW_AFTER_RELEASE = timedelta(days=14)
KEEP_RAW_AT_MOST = timedelta(days=60)
DOUBT_BELOW = 0.7  # a proposal less sure than that is asked first, by itself
FORMATS_FOR_READERS = ("html", "docx")
FORMATS_FOR_REVIEWERS = ("html", "docx", "txt", "vtt", "json")


class WrongStation(DomainError):
    """The transcript is not where this step begins."""

    message = "The transcript is not at this step. Open it again to see where it stands."


class Blocked(DomainError):
    """The release has to wait; `reasons` says why, one sentence each."""

    def __init__(self, reasons: Collection[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


class OwnWork(DomainError):
    """Whoever edited a transcript does not approve it."""

    message = "You edited this transcript yourself. Somebody else has to approve it."


class StaleApproval(DomainError):
    """What the approver looked at is not what is there now."""

    message = "The transcript has changed since you opened it. Read the new version before you approve it."


class BytesChanged(DomainError):
    """The stored bytes are not the ones whose digest was approved."""

    message = "The stored files do not match their digests. Nothing was released; tell the administrator."


class SoftFindingsUnseen(DomainError):
    """The audit wants eyes on something, and nobody said that they looked."""

    message = "The audit lists words to look at. Read them, and say that you did, before you finish the review."


@dataclass(frozen=True)
class Facts:
    """What the gate needs to know of a draft, in numbers; no words."""

    unresolved_speakers: int = 0
    undecided: int = 0
    is_audited: bool = False  # over the very revision that is there now
    audit_hard: int = 0
    is_roster_changed: bool = False
    is_reworded: bool = False  # words were put right, and no proposals for them are there yet
    open_corrections: int = 0
    promised_corrections: int = 0  # answered with "we change it", and not changed yet
    cases_to_find: tuple[str, ...] = ()  # times of individual cases that the chair marked and nobody has hidden yet


@dataclass(frozen=True)
class Blocker:
    """A reason why the release has to wait, in plain words."""

    code: str
    words: str


def blockers(facts: Facts) -> tuple[Blocker, ...]:
    """Every reason at once why this text may not go further; empty when it may."""
    found = []
    if facts.is_roster_changed:
        found.append(
            Blocker(
                "roster",
                "Who was there, or the roll of landlords, has changed since the proposals were made. Make them again.",
            )
        )
    if facts.is_reworded:
        found.append(Blocker("words", "Words were put right; the proposals for them are made in a few seconds."))
    if facts.open_corrections:
        many = _count(facts.open_corrections, "correction that was asked for is", "corrections that were asked for are")
        found.append(Blocker("corrections", f"{many} not answered yet."))
    if facts.promised_corrections:
        many = _count(facts.promised_corrections, "passage was", "passages were")
        found.append(
            Blocker(
                "promised",
                f"{many} promised to be changed: find them among the corrections, and change them or say it is done.",
            )
        )
    if facts.unresolved_speakers:
        found.append(
            Blocker("speakers", f"{_count(facts.unresolved_speakers, 'speaker is', 'speakers are')} not known yet.")
        )
    if facts.undecided:
        found.append(
            Blocker("undecided", f"{_count(facts.undecided, 'proposal is', 'proposals are')} not decided yet.")
        )
    if facts.cases_to_find:
        times = " and ".join(facts.cases_to_find)
        found.append(
            Blocker(
                "cases",
                f"The chair marked an individual case at {times}. Find the passage in this file, and hide it as one.",
            )
        )
    if not facts.is_audited:
        found.append(Blocker("audit", "The leak audit has not been run over the text as it is now."))
    elif facts.audit_hard:
        found.append(
            Blocker(
                "leaks",
                f"The leak audit found {_count(facts.audit_hard, 'thing', 'things')} that would identify somebody.",
            )
        )
    return tuple(found)


def after_edit(state: str) -> str:
    """Where an edit leads: back to `redacted`. Raises WrongStation before the proposals are there, while it is held,
    and after release."""
    if state not in EDITABLE:
        raise WrongStation(
            NOT_EDITABLE.get(state, "This transcript is out. Withdraw it first; then a new version can be made.")
        )
    return "redacted"


def after_proposing(state: str) -> str:
    """Where new proposals lead: to `redacted`, from anywhere before release. Raises WrongStation after it."""
    if state in OVER:
        raise WrongStation("This transcript is out. Withdraw it first; then a new version can be made.")
    return "redacted"


def after_review(state: str, facts: Facts, *, soft: int, has_seen_soft: bool) -> str:
    """The editor is done. Raises WrongStation, Blocked with every reason, SoftFindingsUnseen."""
    if state != "redacted":
        raise WrongStation
    _refuse_blocked(facts)
    if soft and not has_seen_soft:
        raise SoftFindingsUnseen
    return "reviewed"


def after_approval(
    state: str,
    facts: Facts,
    *,
    approver: UUID,
    hands: Collection[UUID],
    manifest: str,
    approved_manifest: str,
) -> str:
    """A second person approves exactly the bytes they saw. `hands` are all who edited this draft.

    Raises WrongStation, OwnWork, StaleApproval when another manifest is there now, Blocked.
    """
    if state != "reviewed":
        raise WrongStation
    if approver in hands:
        raise OwnWork
    if approved_manifest != manifest:
        raise StaleApproval
    _refuse_blocked(facts)
    return "approved"


def after_hold(state: str, facts: Facts, *, held_until: datetime, now: datetime) -> str:
    """The time for corrections is over. Raises WrongStation before that, Blocked when something came up meanwhile."""
    if state != "held" or now < held_until:
        raise WrongStation
    _refuse_blocked(facts)
    return "released"


def after_withdrawal(state: str) -> str:
    """Take back what was approved or released. Raises WrongStation."""
    if state not in WITHDRAWABLE:
        raise WrongStation
    return "withdrawn"


def hold_ends(approved_at: datetime, working_days: int) -> datetime:
    """When the time for corrections ends: so many Mondays to Fridays later, at the same time of day in London."""
    local = approved_at.astimezone(LONDON)
    left = working_days
    while left:
        local += timedelta(days=1)
        left -= local.weekday() < 5
    return local.astimezone(approved_at.tzinfo)


def shred_raw_at(first_raw_at: datetime, released_at: datetime | None) -> datetime:
    """When the raw text must be destroyed: 14 days after release (time to challenge it), and 60 at most."""
    latest = first_raw_at + KEEP_RAW_AT_MOST
    return min(latest, released_at + KEEP_RAW_AFTER_RELEASE) if released_at else latest


def formats_for(*, is_reviewer: bool) -> tuple[str, ...]:
    """Which formats somebody may fetch: reading formats for everyone, working formats for reviewers."""
    return FORMATS_FOR_REVIEWERS if is_reviewer else FORMATS_FOR_READERS


def _refuse_blocked(facts: Facts) -> None:
    reasons = [blocker.words for blocker in blockers(facts)]
    if reasons:
        raise Blocked(reasons)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
