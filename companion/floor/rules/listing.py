"""Lists of all hands, from a feed that sends them every few seconds: only what is different becomes an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from companion.floor import events
from companion.floor.events import Event
from companion.floor.ids import RequestId
from companion.floor.rules.asking import raise_hand
from companion.floor.rules.standing import Events
from companion.floor.state import Floor
from companion.kernel.errors import DomainError
from companion.kernel.ids import LandlordId, ParticipantId


def hands_listed(
    floor: Floor,
    up: Mapping[ParticipantId, LandlordId | None],
    *,
    source: str,
    version: int,
    occurred_at_ms: int,
    received_at_ms: int,
    new_request_id: Callable[[], RequestId],
) -> Events:
    """Hands that are new go up; one that the list omits once is kept, and twice running lowered.

    A hand that stays up after its turn is the old one: people forget to lower it. Of whom the source has said something
    newer meanwhile, the list says nothing. What the rules refuse (a closed list, an interest) waits for the next list.
    """
    if floor.state == "ended":
        return ()
    happened: list[Event] = []
    for participant_id, landlord_id in up.items():
        if _has_newer(floor, participant_id, source, version):
            continue
        misses = floor.shown.get((participant_id, source))
        if misses is None:
            with suppress(DomainError):
                happened += raise_hand(
                    floor,
                    participant_id,
                    request_id=new_request_id(),
                    source=source,
                    occurred_at_ms=occurred_at_ms,
                    received_at_ms=received_at_ms,
                    landlord_id=landlord_id,
                )
        elif misses:
            happened.append(events.HandSeen(participant_id))
    for (participant_id, of), misses in floor.shown.items():
        if of == source and participant_id not in up and not _has_newer(floor, participant_id, source, version):
            happened.append(events.HandLowered(participant_id) if misses else events.HandMissed(participant_id))
    return tuple(happened)


def _has_newer(floor: Floor, participant_id: ParticipantId, source: str, version: int) -> bool:
    return version <= floor.versions.get((participant_id, source), version - 1)
