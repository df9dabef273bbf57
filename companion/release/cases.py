"""Individual cases that the chair marked in the meeting: when, and what stands in their place (LC-16). No words."""

from __future__ import annotations

from companion.floor.guiding import case_passages
from companion.floor.journals import floor_of
from companion.kernel.clocks import LONDON, from_ms
from companion.kernel.errors import DomainError
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import Uow

BY_CHAIR = "chair"  # the finder of what the chair marked
CASE_LABEL = "[passage removed: individual case]"
Passage = tuple[int, int, int]  # from, until, the moment of the mark


class MustGo(DomainError):
    message = "The chair marked this passage as an individual case. It has to go, and cannot be kept."


def passages_of(uow: Uow, session_id: ForumSessionId) -> tuple[Passage, ...]:
    """What was marked in a forum session, in the meeting's own time. What was undone is not in it."""
    return case_passages(floor_of(uow, session_id))


def time_of(at_ms: int) -> str:
    """The time of day of a moment, to the second."""
    return f"{from_ms(at_ms).astimezone(LONDON):%H:%M:%S}"
