"""The state words that events hold, and what every event is."""

from __future__ import annotations

from typing import Literal

import msgspec

HandKind = Literal["comment", "question", "reply", "answer", "read_out", "point_of_order", "access"]
PolicyName = Literal["first_come", "new_voices", "new_landlords", "round_robin", "least_heard", "manual"]
AlertName = Literal["dominance", "invite", "cut_off"]
StageMode = Literal["names", "landlords", "pseudonyms", "counts"]
Duty = Literal["queue", "list", "turns", "agenda", "session"]
OnItemClose = Literal["carry", "expire"]
OnExpiry = Literal["notify", "auto_pause", "auto_end"]
MoveReason = Literal[
    "not_heard_yet", "last_point", "access_need", "time", "technical", "correction", "invited", "resumed", "other"
]
PauseCause = Literal["chair", "dropped", "session", "interest", "time_up"]
EndReason = Literal["chair", "next_started", "item_closed", "session_ended", "time_up", "dropped"]
SkipReason = Literal["no_answer", "not_now", "chair", "interest"]
LimitCause = Literal["turn", "item", "landlord", "none"]
DeclineReason = Literal["individual_case", "off_topic", "out_of_time", "other"]
InterestNature = Literal["personal", "prejudicial", "potential", "group"]
InterestEffect = Literal["no_speech", "no_vote", "leave_item"]
Direction = Literal[
    "finish", "let_others_in", "no_case", "no_interruption", "mute", "keep_to_item", "respect", "warning", "leave"
]


PassCause = Literal[
    "access",
    "point_of_order",
    "reply",
    "invited",
    "due",
    "moved",
    "chosen",
    "policy",
    "direct",
    "away",
    "no_answer",
    "let_first",
    "held_back",
]


class Event(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="type"):
    """One thing that happened. Its tag is the type under which the journal stores it."""
