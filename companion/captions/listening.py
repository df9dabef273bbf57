"""When captions reached us and when not: stretches of listening, and what is left of the meeting between them. Pure.

A stretch goes from the first sign of Zoom's that a feed is connected (words, or a keep-alive in a silence) to the last
one, in Zoom's own time. Whatever of the meeting lies in no stretch is a gap, so that nothing has to be remembered for a
gap to be found: a process that dies marks one by falling silent (LC-14).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

PEOPLE_STOPPED = frozenset({1, 2, 3, 4, 5, 7, 9, 20, 23, 25, 26})  # Zoom's stop reasons by which somebody decided it
MEETING_OVER, REVOKED = 6, 8

NOT_BEGUN, LOST, PAUSED, STOPPED, HANDED_OVER, WITHDRAWN, OVER = (
    "not_begun",
    "lost",
    "paused",
    "stopped",
    "handed_over",
    "withdrawn",
    "over",
)
#: why nothing was heard → for the people who review a transcript
REASONS = {
    NOT_BEGUN: "Captions had not begun",
    LOST: "The connection to Zoom was lost",
    PAUSED: "Captions were paused in Zoom",
    STOPPED: "Captions were stopped in Zoom",
    HANDED_OVER: "This service was restarting",
    WITHDRAWN: "Zoom withdrew the captions, so they were deleted",
    OVER: "The meeting was ending",
}


@dataclass(frozen=True)
class Stretch:
    """A feed reached us from here to there, and at least so far; `ended_by` is None while it is not known to end."""

    from_ms: int
    until_ms: int
    ended_by: str | None = None


@dataclass(frozen=True)
class Evidence:
    """A sign that a feed is connected: a sentence from its first to its last moment, or a keep-alive at `from_ms`.

    `until_ms` is up to when all that was said has come. After a keep-alive that is before its own moment: a sentence
    is sent when it is over, so one that was being said at that moment is still to come.
    """

    from_ms: int
    until_ms: int


@dataclass(frozen=True)
class Break:
    """A feed is no longer connected. `until_ms` is up to when it was, where that is known better than by evidence."""

    why: str
    until_ms: int | None = None


@dataclass(frozen=True)
class Gap:
    """A time of the meeting of which nothing was heard; `until_ms` is None while it lasts."""

    from_ms: int
    until_ms: int | None
    reason: str


def listen(last: Stretch | None, happened: Iterable[Evidence | Break]) -> list[Stretch]:
    """The stretches after this, the first being `last`, as it is now, where there was one.

    Between two signs of one connection nothing is missing, however long the silence. Words sent late, from before the
    last sign, neither begin a stretch nor end one: they say nothing about the time in between.
    """
    known = [last] if last is not None else []
    for one in happened:
        now = known[-1] if known else None
        if isinstance(one, Break):
            if now is not None and now.ended_by is None:
                until_ms = now.until_ms if one.until_ms is None else max(now.until_ms, one.until_ms)
                known[-1] = replace(now, until_ms=until_ms, ended_by=one.why)
        elif now is None or (now.ended_by is not None and max(one.from_ms, one.until_ms) > now.until_ms):
            known.append(Stretch(one.from_ms, max(one.from_ms, one.until_ms)))
        elif now.ended_by is None and one.until_ms > now.until_ms:
            known[-1] = Stretch(now.from_ms, one.until_ms)
    return known


def gaps_between(meeting: tuple[int, int], heard: Iterable[Stretch], *, is_over: bool = True) -> tuple[Gap, ...]:
    """Every time of the meeting that is in no stretch, in order, and why. The last is open until it is over."""
    begin_ms, end_ms = meeting
    stretches = sorted(heard, key=lambda stretch: (stretch.from_ms, stretch.until_ms))
    found, covered_ms, why = list[Gap](), begin_ms, NOT_BEGUN
    for stretch in stretches:
        if covered_ms < min(stretch.from_ms, end_ms):
            found.append(Gap(covered_ms, min(stretch.from_ms, end_ms), why))
        # What was withdrawn has no length any more, and may have begun in the middle of another stream's last sentence.
        if stretch.until_ms >= covered_ms or stretch.ended_by == WITHDRAWN or why == NOT_BEGUN:
            why = stretch.ended_by or LOST
        covered_ms = max(covered_ms, stretch.until_ms)
    if covered_ms < end_ms:
        found.append(Gap(covered_ms, end_ms if is_over else None, why))
    return tuple(found)


def why_stopped(reason: int | None) -> str:
    """What an end of Zoom's means for the time after it, by its stop reason; None is an end that nobody explained."""
    if reason == MEETING_OVER:
        return OVER
    if reason == REVOKED:
        return WITHDRAWN
    return STOPPED if reason in PEOPLE_STOPPED else LOST


def total_ms(gaps: Sequence[Gap], now_ms: int) -> int:
    """How long nothing was heard, in all."""
    return sum((now_ms if gap.until_ms is None else gap.until_ms) - gap.from_ms for gap in gaps)
