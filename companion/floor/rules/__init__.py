"""What people may do to the floor. Each verb looks at the floor as it stands and returns what happens, or raises.

The caller appends the events in order, as one command. Times are those of the forum session, in milliseconds; ids of
new things come in as arguments.
"""

from __future__ import annotations

from companion.floor.rules.arranging import (
    MAX_PLACES,
    close_item,
    close_list,
    draw_ties,
    explain_move,
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
    MAX_OWN_ACTS_A_MINUTE,
    MAX_WITHDRAWN_A_MINUTE,
    accept,
    admit_late,
    decline,
    defer,
    dismiss_late,
    dismiss_suggestion,
    lower_hand,
    lower_row,
    not_too_often,
    note,
    raise_hand,
    suggest,
    take_suggestion,
)
from companion.floor.rules.duties import (
    allow_stewards,
    give_chair_back,
    take_chair,
)
from companion.floor.rules.guiding import (
    direct,
    mark_case,
)
from companion.floor.rules.hearing import (
    hear,
)
from companion.floor.rules.inviting import (
    accept_for,
    accept_invitation,
    decline_invitation,
    end_invitation,
    invite,
    snooze,
)
from companion.floor.rules.listing import (
    hands_listed,
)
from companion.floor.rules.meeting import (
    end_session,
    join,
    leave,
    pause_session,
    recognise,
    resume_session,
    start_session,
    unrecognise,
)
from companion.floor.rules.speaking import (
    answer_call,
    bring_back,
    call,
    call_next,
    end,
    extend,
    pause,
    resume,
    same_for_everyone,
    skip,
    start,
    start_for,
)
from companion.floor.rules.standing import (
    Events,
)

__all__ = [
    "MAX_OWN_ACTS_A_MINUTE",
    "MAX_PLACES",
    "MAX_WITHDRAWN_A_MINUTE",
    "Events",
    "accept",
    "accept_for",
    "accept_invitation",
    "admit_late",
    "allow_stewards",
    "answer_call",
    "bring_back",
    "call",
    "call_next",
    "close_item",
    "close_list",
    "decline",
    "decline_invitation",
    "defer",
    "direct",
    "dismiss_late",
    "dismiss_suggestion",
    "draw_ties",
    "end",
    "end_invitation",
    "end_session",
    "explain_move",
    "extend",
    "give_chair_back",
    "hands_listed",
    "hear",
    "invite",
    "join",
    "leave",
    "lower_hand",
    "lower_row",
    "mark_case",
    "move",
    "move_by",
    "not_too_often",
    "note",
    "open_item",
    "open_list",
    "pause",
    "pause_session",
    "raise_hand",
    "recognise",
    "resume",
    "resume_session",
    "same_for_everyone",
    "set_dialogue",
    "set_limits",
    "set_policy",
    "set_stage",
    "skip",
    "snooze",
    "start",
    "start_for",
    "start_session",
    "suggest",
    "take_chair",
    "take_suggestion",
    "unpin",
    "unrecognise",
]
