"""Small steps from one floor to the next that several events share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from companion.floor import late
from companion.floor.events import Recorded
from companion.floor.ordering import order
from companion.floor.state import Floor, Pin, Request, RequestState, Turn
from companion.kernel.ids import LandlordId, ParticipantId


def believed_ms(recorded: Recorded) -> int:
    """When it happened, as far as we believe its source."""
    return late.believed_ms(recorded.occurred_at_ms, recorded.received_at_ms)


def moment_ms(floor: Floor, recorded: Recorded) -> int:
    """When it happened on the turn clock, which never goes back: so no interval is negative and none overlap."""
    return max(floor.clock_ms, believed_ms(recorded))


def put_request(floor: Floor, request: Request) -> Floor:
    """The floor with this request as it is now."""
    requests = floor.requests | {request.id: request}
    if request.is_live == (request.id in floor.live):
        return replace(floor, requests=requests)
    if request.is_live:
        return replace(floor, requests=requests, live=(*floor.live, request.id))
    return replace(floor, requests=requests, live=tuple(other for other in floor.live if other != request.id))


def put_rows(floor: Floor, rows: Iterable[Request]) -> Floor:
    """The floor with these requests as they are now, none of which begins or ceases to be live."""
    changed = {row.id: row for row in rows}
    return replace(floor, requests=floor.requests | changed) if changed else floor


def put_turn(floor: Floor, turn: Turn) -> Floor:
    """The floor with this turn as it is now."""
    return replace(floor, turns=floor.turns | {turn.id: turn})


def leave_queue(floor: Floor, request: Request, state: RequestState, **changes: Any) -> Floor:
    """Take a request out of the waiting ones. Whoever was pinned to it stays where they stood."""
    if request.state == "waiting":
        floor = _release_pins(floor, request)
    return put_request(floor, replace(request, state=state, pin=None, **changes))


def know_landlord(
    floor: Floor, participant_id: ParticipantId, landlord_id: LandlordId | None
) -> tuple[Floor, LandlordId | None]:
    """The floor and the landlord of a participant, as said now or as known before."""
    before = floor.known.get(participant_id)
    landlord_id = landlord_id or before
    if participant_id not in floor.known or landlord_id != before:
        floor = replace(floor, known=floor.known | {participant_id: landlord_id})
    if landlord_id is not None and landlord_id not in floor.landlords:
        floor = replace(floor, landlords=(*floor.landlords, landlord_id))
    return floor, landlord_id


def _release_pins(floor: Floor, anchor: Request) -> Floor:
    held = [row for row in floor.waiting() if row.pin and row.pin.anchor_id == anchor.id]
    if not held:
        return floor
    rows = [row for row in order(floor) if row.id != anchor.id]
    for row in held:
        floor = put_request(floor, replace(row, pin=_neighbour_pin(rows, row)))
    return floor


def _neighbour_pin(rows: list[Request], row: Request) -> Pin | None:
    """A pin that keeps `row` where it stands among `rows`, by the neighbour that is left; None when it is alone."""
    assert row.pin is not None
    at = next(index for index, other in enumerate(rows) if other.id == row.id)
    if at + 1 < len(rows):
        return replace(row.pin, anchor_id=rows[at + 1].id, place="before")
    if at > 0:
        return replace(row.pin, anchor_id=rows[at - 1].id, place="after")
    return None
