"""A hand of Zoom's own, as a page inside Zoom heard of it: one source among others of one person's wish to speak."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from companion.floor import errors, rules
from companion.floor.ids import RequestId
from companion.floor.journals import By, act
from companion.floor.rules import Events
from companion.floor.state import Floor
from companion.kernel.clocks import to_ms
from companion.kernel.ids import ForumSessionId, ParticipantId, new_id
from companion.kernel.uow import Uow
from companion.registration import participants as meeting

ZOOM = By("zoom", "zoom")
MOST_IN_A_SECOND = 999
Outcome = Literal["done", "held"]


def zoom_hand(
    uow: Uow,
    session_id: ForumSessionId,
    participant_id: ParticipantId,
    *,
    up: bool,
    at: datetime,
    key: str,
    nth: int = 0,
) -> Outcome:
    """A hand went up or down in Zoom. `held` when the list is closed: it may be told again when that is over.

    The same key twice is one hand, whichever of several pages tells it. A hand that went down counts only where one
    was recorded, for Zoom does not say which of somebody's reactions it took away. After the end nothing happens.
    `nth` puts in order what Zoom's whole seconds do not.
    """
    participant_id = meeting.voice_of(uow, participant_id)
    landlord_id = meeting.landlord_of(uow, participant_id)
    outcome: Outcome = "done"

    def decide(floor: Floor, moment_ms: int) -> Events:
        nonlocal outcome
        if floor.state == "ended":
            return ()
        if not up:
            is_known = (participant_id, ZOOM.source) in floor.shown
            return rules.lower_hand(floor, participant_id, source=ZOOM.source) if is_known else ()
        try:
            return rules.raise_hand(
                floor,
                participant_id,
                request_id=RequestId(new_id()),
                source=ZOOM.source,
                occurred_at_ms=to_ms(at),
                received_at_ms=moment_ms,
                landlord_id=landlord_id,
            )
        except (errors.ListClosed, errors.TooOften):
            outcome = "held"
            return ()

    act(uow, session_id, decide, by=ZOOM, key=key, at=at, version=to_ms(at) + min(nth, MOST_IN_A_SECOND))
    return outcome
