"""Who may read captions on their own page, and from which moment on. Pure.

They go to those who are in the room, and only what is said while they are: whoever comes late, comes back, or was out
for an item reads nothing of the time before.
"""

from __future__ import annotations

from dataclasses import dataclass

from companion.floor import barring
from companion.floor.events import InterestDecided, InterestLifted
from companion.floor.state import Declaration, Floor
from companion.kernel.ids import AgendaItemId, LandlordId, ParticipantId

OFF, NO_PLACE, NO_CODE, NOT_BEGUN, OVER, NOT_HERE, SENT_OUT, WITHDRAWN = (
    "off",
    "no_place",
    "no_code",
    "not_begun",
    "over",
    "not_here",
    "sent_out",
    "withdrawn",
)
#: why nothing is shown → what the page says
WORDS = {
    OFF: "Captions are switched off here.",
    NO_PLACE: "Captions are for people who have a place in this meeting.",
    NO_CODE: "Captions show here once you have accepted the code of conduct.",
    NOT_BEGUN: "Captions show here once the meeting has begun.",
    OVER: "The meeting is over. No captions are kept here.",
    NOT_HERE: "Captions show here while you are in the meeting in Zoom.",
    SENT_OUT: "No captions while you are out for this item.",
    WITHDRAWN: "Captions were withdrawn in Zoom.",
}


@dataclass(frozen=True)
class Reader:
    """Somebody at their own page. `present_as` are their own connections to the meeting; `bound_by` adds whom they are
    beside, whose interests hold for them as well; each with its landlord."""

    present_as: frozenset[ParticipantId] = frozenset()
    bound_by: frozenset[tuple[ParticipantId, LandlordId | None]] = frozenset()
    has_place: bool = True
    has_code: bool = True


def why_dark(floor: Floor, reader: Reader, *, is_on: bool, is_live: bool, is_withdrawn: bool) -> str | None:
    """Why somebody reads no captions now; None when they may. `is_live` is the forum session's own state."""
    if floor.state == "ended":
        return OVER
    if floor.state == "lobby" or not is_live:
        return NOT_BEGUN if floor.state == "lobby" else OVER
    shut = (
        (OFF, not is_on),
        (NO_PLACE, not reader.has_place),
        (NO_CODE, not reader.has_code),
        (NOT_HERE, begun_ms(floor, reader) is None),
        (SENT_OUT, any(barring.is_sent_out(floor, one) for one in _interests(floor, reader))),
        (WITHDRAWN, is_withdrawn),
    )
    return next((why for why, holds in shut if holds), None)


def begun_ms(floor: Floor, reader: Reader) -> int | None:
    """Since when somebody has been in the meeting without a break; None when they are not in it."""
    here = [floor.presences[one] for one in reader.present_as if one in floor.presences]
    return min((since_ms for presence in here for _, since_ms in presence.connections), default=None)


def readable_from_ms(floor: Floor, reader: Reader) -> int:
    """From which moment on somebody may read what was said: they have been in the room since, and nothing about an
    interest of theirs has changed since. For somebody who may read now."""
    own = _interests(floor, reader)
    known = {one.id for one in own}
    changed = [
        one.received_at_ms
        for one in (floor.log if known else ())
        if isinstance(one.event, InterestDecided | InterestLifted) and one.event.declaration_id in known
    ]
    closed = [
        closed_ms
        for item_id in items_out_of(floor, reader)
        for _, closed_ms in floor.items[item_id].openings
        if closed_ms is not None
    ]
    return max(begun_ms(floor, reader) or 0, *changed, *closed, 0)


def items_out_of(floor: Floor, reader: Reader) -> frozenset[AgendaItemId]:
    """The items for which somebody is out of the room."""
    left = {one.item_id for one in _interests(floor, reader) if barring.has_left_for(one)}
    return frozenset(left & floor.items.keys())


def _interests(floor: Floor, reader: Reader) -> tuple[Declaration, ...]:
    return tuple(one for who, home in reader.bound_by for one in barring.concerning(floor, who, home))
