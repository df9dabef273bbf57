"""What people may do to the floor. Each verb looks at the floor as it stands and returns what happens, or raises.

The caller appends the events in order, as one command. Times are those of the forum session, in milliseconds; ids of
new things come in as arguments.
"""

from __future__ import annotations

from companion.floor.rules.arranging import (
    MAX_PLACES,
    close_item,
    close_list,
    move,
    move_by,
    open_item,
    open_list,
    set_dialogue,
    set_limits,
    set_policy,
    set_stage,
    unpin,
)
from companion.floor.rules.asking import (
    MAX_WITHDRAWN_A_MINUTE,
    accept,
    admit_late,
    decline,
    defer,
    dismiss_late,
    lower_hand,
    note,
    raise_hand,
)
from companion.floor.rules.meeting import (
    end_session,
    join,
    leave,
    pause_session,
    resume_session,
    start_session,
)
from companion.floor.rules.speaking import (
    call,
    call_next,
    end,
    extend,
    pause,
    resume,
    skip,
    start,
    start_for,
)
from companion.floor.rules.standing import (
    Events,
)

__all__ = [
    "MAX_PLACES",
    "MAX_WITHDRAWN_A_MINUTE",
    "Events",
    "accept",
    "admit_late",
    "call",
    "call_next",
    "close_item",
    "close_list",
    "decline",
    "defer",
    "dismiss_late",
    "end",
    "end_session",
    "extend",
    "join",
    "leave",
    "lower_hand",
    "move",
    "move_by",
    "note",
    "open_item",
    "open_list",
    "pause",
    "pause_session",
    "raise_hand",
    "resume",
    "resume_session",
    "set_dialogue",
    "set_limits",
    "set_policy",
    "set_stage",
    "skip",
    "start",
    "start_for",
    "start_session",
    "unpin",
]
