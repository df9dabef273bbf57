"""What the chair says to the meeting, as the floor remembers it: individual cases marked, directions given."""

from __future__ import annotations

from msgspec.structs import replace

from companion.floor.changes import moment_ms
from companion.floor.events import CaseRaised, DirectionGiven, Recorded
from companion.floor.state import CaseMark, Floor, Guidance

LOOK_BACK_MS = 120_000  # how much of a turn may have been about the case before anybody noticed
SETTLE_MS = 30_000  # how long it may go on after the chair has spoken, when the clock was not stopped
SLACK_MS = 2_000  # captions come a little behind the clock


def case_raised(floor: Floor, recorded: Recorded, event: CaseRaised) -> Floor:
    mark = CaseMark(recorded.seq, moment_ms(floor, recorded), event.turn_id, event.participant_id)
    return replace(floor, cases=(*floor.cases, mark))


def direction_given(floor: Floor, recorded: Recorded, event: DirectionGiven) -> Floor:
    given = Guidance(
        recorded.seq, event.direction, moment_ms(floor, recorded), recorded.actor_role, event.participant_id
    )
    return replace(floor, directions=(*floor.directions, given))


def case_passages(floor: Floor) -> tuple[tuple[int, int, int], ...]:
    """For each individual case that was marked: from when, until when, and the moment of the mark, in order.

    From where the turn began (two minutes back at most) to where its clock stopped (half a minute on at most). What
    anybody said in between has to go: the others mostly answer it.
    """
    return tuple(_passage(floor, mark) for mark in floor.cases)


def _passage(floor: Floor, mark: CaseMark) -> tuple[int, int, int]:
    turn = floor.turns.get(mark.turn_id) if mark.turn_id is not None else None
    began = turn.started_at_ms if turn is not None and turn.started_at_ms is not None else mark.at_ms - LOOK_BACK_MS
    stopped = [end for start, end in turn.intervals if start <= mark.at_ms <= end] if turn is not None else []
    until = min([mark.at_ms + SETTLE_MS, *stopped])
    return max(began, mark.at_ms - LOOK_BACK_MS) - SLACK_MS, until + SLACK_MS, mark.at_ms
