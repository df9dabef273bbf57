"""The order, by hand and by policy, the list of speakers, the limits and what everybody is shown."""

from __future__ import annotations

from typing import Literal

from companion.floor.events.words import Event, MoveReason, OnExpiry, OnItemClose, PolicyName, StageMode
from companion.floor.ids import NoteId, RequestId


class OrderPinned(Event, frozen=True, tag="order.pinned"):
    """`request_id` stands directly before or after `anchor_id`, whatever the policy says."""

    request_id: RequestId
    anchor_id: RequestId
    place: Literal["before", "after"] = "before"
    reason: MoveReason = "other"
    note_id: NoteId | None = None


class OrderUnpinned(Event, frozen=True, tag="order.unpinned"):
    request_id: RequestId


class PolicySet(Event, frozen=True, tag="policy.set"):
    policy: PolicyName
    max_passes: int = 5


class TiesDrawn(Event, frozen=True, tag="ties.drawn"):
    """Hands of the same second are placed by lot, drawn from `seed`; None goes back to their order of arrival."""

    seed: int | None = None


class LimitsSet(Event, frozen=True, tag="limits.set"):
    """None means no limit. Warnings are given when so much is left, longest first.

    What happens when time is up happens after `grace_ms` more. With `auto_start` a call starts the clock.
    Hands that are up when an item closes go on to the next, or end there.
    """

    per_turn_ms: int | None = None
    per_landlord_ms: int | None = None
    warn_at_ms: tuple[int, ...] = (60_000, 30_000, 10_000)
    grace_ms: int = 15_000
    on_expiry: OnExpiry = "notify"
    auto_start: bool = False
    on_item_close: OnItemClose = "carry"


class DialogueSet(Event, frozen=True, tag="dialogue.set"):
    """With dialogue on, two turns may be active at once, each on its own clock."""

    on: bool


class StageSet(Event, frozen=True, tag="stage.set"):
    mode: StageMode


class ListOpened(Event, frozen=True, tag="list.opened"):
    """`places` counts how many more hands are taken; None means as many as come."""

    places: int | None = None


class ListClosed(Event, frozen=True, tag="list.closed"):
    pass


SettingEvent = (
    OrderPinned | OrderUnpinned | PolicySet | TiesDrawn | LimitsSet | DialogueSet | StageSet | ListOpened | ListClosed
)
