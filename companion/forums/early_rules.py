"""When a meeting in Zoom is a forum session, and when it is somebody trying things out beforehand. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from companion.kernel.errors import DomainError

#: a meeting may open so long before the session's planned start and be the session
DOORS = timedelta(hours=1)
#: states in which a session has not begun
NOT_BEGUN = frozenset({"draft", "scheduled", "open", "closed"})
OVER = frozenset({"ended", "archived"})
#: a meeting that is started anew so long after the session's planned end is still the session, if that is over
AGAIN = timedelta(hours=1)
#: and so long, if we were never told that it began, or ended
OVERRUNS = timedelta(hours=12)


class StartsLater(DomainError):
    message = "The session is planned to start more than an hour from now. Say that it is to start early all the same."


def is_early(state: str, starts_at: datetime, at: datetime) -> bool:
    """Whether something that happened in a session's meeting at this time came too early to belong to the session.

    Once the session is live, because somebody started it by hand, nothing is too early.
    """
    return state in NOT_BEGUN and at < starts_at - DOORS


def is_late(state: str, ends_at: datetime, at: datetime) -> bool:
    """Whether a meeting of which nothing was heard before comes too late to be the session.

    Zoom's numbers are used again: for a talk among the staff, for another forum. That is nobody's session.
    """
    return at >= ends_at + (AGAIN if state in OVER else OVERRUNS)
