"""How long somebody was heard, as far as Zoom can tell: three clocks kept apart, and none of them moves anything.

*Floor time* is the chair's clicks and the only one that counts. *Voice time* is Zoom's highlight, which says who
begins and never who falls silent: a stretch lasts until the next change at most, and where captions came it is cut down
to them. *Caption time* is the captions alone. All pure, in integer milliseconds; stretches are half-open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable

from msgspec import Struct

from companion.floor import clocks
from companion.floor.ids import TurnId
from companion.floor.listening import JOIN_MS
from companion.floor.state import Floor, Turn, Voices
from companion.kernel.ids import ParticipantId

LEAST_MS = 700  # a cough
HANG_MS = 5_000  # how long after the last caption somebody may still be speaking: the next one is on its way
OVERLAP_MS = 1_000  # captions overlap a little where one person answers another

Span = tuple[int, int]


class Stretch(Struct, frozen=True):
    """Somebody's voice for a while. `is_bound` where no caption bears it out: it was that long at most."""

    participant_id: ParticipantId
    from_ms: int
    until_ms: int
    is_bound: bool = False


class Measured(Struct, frozen=True):
    """One turn by the three clocks. `is_bound` where the voice time is no more than an upper bound."""

    turn_id: TurnId
    floor_ms: int
    voice_ms: int
    caption_ms: int
    is_bound: bool = False


def turn_measured(floor: Floor, turn: Turn, now_ms: int) -> Measured:
    """How long the turn's person was heard while the turn was on the clock, beside what the clock says."""
    running = ((turn.open_since_ms, now_ms),) if turn.open_since_ms is not None else ()
    on_clock = (*turn.intervals, *running)
    since_ms = on_clock[0][0] if on_clock else now_ms
    own = [one for one in stretches(floor.voices, since_ms, now_ms) if one.participant_id == turn.participant_id]
    captions = _within(floor.voices.captions.get(turn.participant_id, ()), since_ms, now_ms)
    return Measured(
        turn.id,
        clocks.elapsed_ms(turn, now_ms),
        shared_ms(((one.from_ms, one.until_ms) for one in own), on_clock),
        shared_ms(captions, on_clock),
        any(one.is_bound and shared_ms([(one.from_ms, one.until_ms)], on_clock) for one in own),
    )


def stretches(voices: Voices, since_ms: int, until_ms: int) -> list[Stretch]:
    """Who was heard between two moments, by time; of one person joined where little lies between."""
    first = max(bisect_right(voices.changes, since_ms, key=lambda change: change[0]) - 1, 0)
    last = bisect_right(voices.changes, until_ms, key=lambda change: change[0])
    latest_ms = max((spans[-1][1] for spans in voices.captions.values()), default=0)
    found: dict[ParticipantId, list[Stretch]] = {}
    for place in range(first, last):
        at_ms, who = voices.changes[place]
        next_ms = voices.changes[place + 1][0] if place + 1 < len(voices.changes) else until_ms
        if who is None:
            continue
        captions = voices.captions.get(who, ())
        for one in _heard(who, (at_ms, min(next_ms, until_ms)), captions, latest_ms):
            _join(found.setdefault(who, []), one)
    every = (one for each in found.values() for one in each if one.until_ms - one.from_ms >= LEAST_MS)
    return sorted((one for one in every if one.until_ms > since_ms), key=lambda one: (one.from_ms, one.until_ms))


def overlaps(voices: Voices, since_ms: int, until_ms: int) -> int:
    """How often somebody began while another's words still went on: a count, of nobody in particular (LC-29)."""
    spans = sorted(span for own in voices.captions.values() for span in _within(own, since_ms, until_ms))
    count, talked_until_ms = 0, 0
    for start, end in spans:
        count += min(talked_until_ms, end) - start >= OVERLAP_MS
        talked_until_ms = max(talked_until_ms, end)
    return count


def without_floor(
    floor: Floor, since_ms: int, now_ms: int, hosts: Container[ParticipantId]
) -> dict[ParticipantId, int]:
    """For how long people were heard while no turn was on the clock, whoever runs the meeting left out. Estimated."""
    turns = (floor.turns[turn_id] for turn_id in floor.turns if floor.turns[turn_id].was_heard)
    taken = [span for turn in turns for span in on_clock_since(turn, since_ms, now_ms)]
    free = _between(joined(taken, 0), since_ms, now_ms)
    found: dict[ParticipantId, int] = {}
    for one in stretches(floor.voices, since_ms, now_ms):
        if one.participant_id in hosts:
            continue
        ms = shared_ms([(one.from_ms, one.until_ms)], free)
        if ms:
            found[one.participant_id] = found.get(one.participant_id, 0) + ms
    return found


def on_clock_since(turn: Turn, since_ms: int, now_ms: int) -> list[Span]:
    """The stretches in which a turn was on the clock, those before `since_ms` left out."""
    running = ((turn.open_since_ms, now_ms),) if turn.open_since_ms is not None else ()
    return [span for span in (*turn.intervals, *running) if span[1] > since_ms]


def shared_ms(spans: Iterable[Span], others: Iterable[Span]) -> int:
    """For how long both went on; each is joined first, so that nothing counts twice."""
    windows = joined(others, 0)
    return sum(
        max(min(end, until) - max(start, since), 0) for start, end in joined(spans, 0) for since, until in windows
    )


def joined(spans: Iterable[Span], gap_ms: int) -> list[Span]:
    """The same stretches by time, those at most so far apart made one."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[1] > span[0]):
        if found and start - found[-1][1] <= gap_ms:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _heard(who: ParticipantId, lit: Span, captions: tuple[Span, ...], latest_ms: int) -> list[Stretch]:
    """What of a stretch on Zoom's highlight was voice: what captions bear out, else all of it, as a bound.

    After the last words the voice may go on for a while, as far as captions have not come further already.
    """
    first = bisect_right(captions, lit[0], key=lambda span: span[1])
    own = captions[first : bisect_left(captions, lit[1], key=lambda span: span[0])]
    if not own:
        return [Stretch(who, *lit, is_bound=True)]
    parts = joined([(lit[0], min(lit[0] + LEAST_MS, lit[1])), *own], JOIN_MS)
    start, end = parts[-1]
    if latest_ms <= end + JOIN_MS:
        parts[-1] = (start, max(end, min(end + HANG_MS, lit[1])))
    return [Stretch(who, *part) for part in parts]


def _join(found: list[Stretch], one: Stretch) -> None:
    last = found[-1] if found else None
    if last is not None and one.from_ms - last.until_ms <= JOIN_MS:
        until_ms = max(last.until_ms, one.until_ms)
        found[-1] = Stretch(one.participant_id, last.from_ms, until_ms, last.is_bound or one.is_bound)
    else:
        found.append(one)


def _within(spans: tuple[Span, ...], since_ms: int, until_ms: int) -> list[Span]:
    """What of these stretches, by time, lies between two moments."""
    first = bisect_left(spans, since_ms, key=lambda span: span[1])
    last = bisect_right(spans, until_ms, key=lambda span: span[0])
    clipped = ((max(start, since_ms), min(end, until_ms)) for start, end in spans[first:last])
    return [span for span in clipped if span[1] > span[0]]


def _between(taken: list[Span], since_ms: int, until_ms: int) -> list[Span]:
    """What is left between two moments."""
    free, at_ms = [], since_ms
    for start, end in taken:
        if start > at_ms:
            free.append((at_ms, start))
        at_ms = max(at_ms, end)
    return [*free, (at_ms, until_ms)] if at_ms < until_ms else free
